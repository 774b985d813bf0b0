//! The operating system's keychain, which may be locked, missing or slow: every call ends in time.

use crate::secret::Secret;
use keyring::{Entry, Error};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;
use zeroize::Zeroizing;

/// What the keychain calls us; each tenant at its server is a user of it.
const SERVICE: &str = "reagent";

pub(super) fn read(account: &str, timeout: Duration) -> Result<Option<Secret>, String> {
    within(timeout, entry_of(account), |entry| match entry.get_password() {
        Ok(password) => Ok(Some(Secret::new(password))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(described(&error)),
    })
}

pub(super) fn write(account: &str, secret: &Secret, timeout: Duration) -> Result<(), String> {
    let password = Zeroizing::new(secret.expose().to_owned());
    within(timeout, entry_of(account), move |entry| {
        entry.set_password(&password).map_err(|error| described(&error))
    })
}

pub(super) fn remove(account: &str, timeout: Duration) -> Result<bool, String> {
    within(timeout, entry_of(account), |entry| match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(described(&error)),
    })
}

fn entry_of(account: &str) -> impl FnOnce() -> Result<Entry, String> + Send + 'static {
    let account = account.to_owned();
    move || Entry::new(SERVICE, &account).map_err(|error| described(&error))
}

/// Does a call on a thread of its own and waits no longer than the time-out. A call that never ends keeps its thread,
/// which ends with the process.
fn within<T: Send + 'static>(
    timeout: Duration,
    entry: impl FnOnce() -> Result<Entry, String> + Send + 'static,
    call: impl FnOnce(Entry) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let (sender, receiver) = channel();
    let work = move || {
        // The receiver may have given up.
        let _ = sender.send(entry().and_then(call));
    };
    Builder::new().name("keychain".to_owned()).spawn(work).map_err(|error| error.to_string())?;
    match receiver.recv_timeout(timeout) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(format!("no answer within {} s", timeout.as_secs_f32())),
        Err(RecvTimeoutError::Disconnected) => Err("it failed".to_owned()),
    }
}

/// The kind of the problem; some of the crate's errors carry the bytes that were read.
fn described(error: &Error) -> String {
    match error {
        Error::NoStorageAccess(_) => "it is locked or may not be used".to_owned(),
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => "this system has none".to_owned(),
        Error::Ambiguous(_) => "it has several entries of that name".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "its entry is not text".to_owned(),
        _ => "this system has none that answers".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_keychain_that_never_answers_is_given_up() {
        let (_keep, never) = channel::<()>();
        let started = Instant::now();
        let call = move || {
            let _ = never.recv();
            Err("never".to_owned())
        };
        let given_up = within(Duration::from_millis(50), call, |_: Entry| Ok(()));
        assert_eq!(given_up, Err("no answer within 0.05 s".to_owned()));
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}
