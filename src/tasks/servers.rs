//! The servers of this window: the practice server and the listener. They stop with it.

use super::reporter::Reporter;
use crate::app::{Message, Post, Practice, SignatureCheck};
use crate::diag::upper_first;
use crate::json::{Limits, parse};
use crate::sandbox::{
    News, Received, Receiver, ReceiverOptions, Sandbox, SandboxError, SandboxOptions, Signature, Verdict,
    random_secret,
};
use crate::secret::Secret;
use crate::wire::TextFile;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

/// The ports that the command line uses, too; taken ones are passed over.
const PRACTICE_PORT: u16 = 8377;

#[derive(Default)]
struct Running {
    /// With the secret that it signs with
    practice: Option<(Sandbox, Secret)>,
    listener: Option<Receiver>,
    posts: u64,
}

impl Running {
    /// Whoever tries a target here has both servers: the one checks what the other has signed.
    fn introduce(&self) {
        if let Some(listener) = &self.listener {
            listener.also_check(self.practice.as_ref().map(|(_, secret)| secret.clone()));
        }
    }
}

/// The servers of this window.
#[derive(Clone, Default)]
pub(super) struct Servers(Arc<Mutex<Running>>);

impl Servers {
    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the practice server, on its usual port if that is free.
    pub(super) fn practise(
        &self,
        seed: Option<&[TextFile]>,
        reporter: &Reporter,
    ) -> Result<Practice, String> {
        let secret =
            random_secret().map(Secret::new).map_err(|error| SandboxError::from(error).to_string())?;
        let start = |port| {
            let seed = seed.map(<[TextFile]>::to_vec);
            let secret = Some(secret.clone());
            Sandbox::start(SandboxOptions { port, secret, seed, ..SandboxOptions::default() })
        };
        let sandbox = start(PRACTICE_PORT).or_else(|_| start(0)).map_err(|error| error.to_string())?;
        let token = Secret::new(sandbox.token());
        let practice = Practice { url: sandbox.url(), token, secret: secret.clone() };
        let news = sandbox.news();
        // The old one stops first.
        self.running().practice = Some((sandbox, secret));
        self.running().introduce();
        hear("reagent-practice", news, reporter, |_| Message::PracticeAsked)?;
        Ok(practice)
    }

    pub(super) fn stop_practising(&self) {
        let practice = self.running().practice.take();
        drop(practice);
    }

    /// Starts the listener; gives its address.
    pub(super) fn listen(
        &self,
        port: u16,
        secret: Option<Secret>,
        reporter: &Reporter,
    ) -> Result<String, String> {
        let has_secret = secret.is_some();
        let receiver = Receiver::start(ReceiverOptions { port, secret, now: None });
        let receiver = receiver.map_err(|error| error.to_string())?;
        let (url, news) = (receiver.url(), receiver.news());
        self.running().listener = Some(receiver);
        self.running().introduce();
        let servers = self.clone();
        hear("reagent-listener", news, reporter, move |received| {
            Message::Posted(Arc::new(servers.post(&received, has_secret)))
        })?;
        Ok(url)
    }

    pub(super) fn stop_listening(&self) {
        let listener = self.running().listener.take();
        drop(listener);
    }

    /// Stops both.
    pub(super) fn stop(&self) {
        self.stop_practising();
        self.stop_listening();
    }

    fn post(&self, received: &Received, has_secret: bool) -> Post {
        let number = {
            let mut running = self.running();
            running.posts += 1;
            running.posts
        };
        let verdict = received.signature.map(|signature| signature.verdict);
        let check = match verdict {
            None => SignatureCheck::Missing,
            Some(Verdict::Unchecked) => SignatureCheck::Unchecked,
            Some(Verdict::Valid) => SignatureCheck::Valid,
            Some(Verdict::Invalid | Verdict::Expired) => SignatureCheck::Wrong,
        };
        Post {
            number,
            at: received.at.clone(),
            head: format!("{} {}", received.method, received.path),
            event: received.event.clone(),
            signature: received
                .refused
                .as_deref()
                .map_or_else(|| words(received.signature, has_secret), upper_first),
            check: if received.refused.is_some() { SignatureCheck::Refused } else { check },
            headers: received.headers.clone(),
            json: parse(&received.body, Limits::default()).ok(),
            body: received.body.as_str().into(),
        }
    }
}

/// What a signature is worth, in the words of this window.
fn words(signature: Option<Signature>, has_secret: bool) -> String {
    match signature {
        None if has_secret => "Not signed, and refused with 401: the listener has a secret".to_owned(),
        None => "Not signed".to_owned(),
        Some(signature) if signature.verdict == Verdict::Unchecked => {
            "Signed; the listener has no secret to check it".to_owned()
        }
        Some(signature) => upper_first(&signature.sentence()),
    }
}

/// Sends a message for everything that a server gets, until it is gone.
fn hear<T: Send + 'static>(
    name: &str,
    news: News<T>,
    reporter: &Reporter,
    message: impl Fn(T) -> Message + Send + 'static,
) -> Result<(), String> {
    let reporter = reporter.clone();
    let thread = Builder::new().name(name.to_owned());
    let hearing = thread.spawn(move || news.for_each(|one| reporter.send(message(one))));
    hearing.map(drop).map_err(|error| format!("the system starts no thread: {error}"))
}
