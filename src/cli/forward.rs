//! `reagent openloyalty forward`: webhooks of Open Loyalty become custom events of an Omneo tenant.
//!
//! The mapping of an event is `mappings/<event>.twig` of the workspace.

use super::error::{CliError, Done};
use super::live::{Shot, firing};
use super::open_loyalty::say_assumptions;
use super::open_loyalty_args::ForwardArguments;
use super::run::environment;
use super::tenant::Site;
use super::terminal::{Terminal, read_json, secret_of};
use crate::api::Client;
use crate::engine::{Firing, Mapped, Secret, map_webhook, webhook_event};
use crate::io::text_if_there;
use crate::json::{Json, Limits, parse};
use crate::model::Context;
use crate::sandbox::{Received, Receiver, ReceiverOptions, Scheme, Signature, Verdict};
use indexmap::IndexSet;
use std::sync::Arc;
use std::time::Duration;

/// The folder of mappings in a workspace.
const MAPPINGS: &str = "mappings";
/// How many request ids are remembered, to leave out what comes twice.
const MAX_SEEN: usize = 10_000;

pub(super) fn forward(arguments: &ForwardArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    say_assumptions(terminal);
    let mut forwarding = Forwarding { arguments, site: &site, client: None, seen: IndexSet::new() };
    match &arguments.webhook {
        Some(name) => {
            let webhook = read_json(name)?;
            forwarding.webhook(&webhook, terminal)
        }
        None => forwarding.listen(terminal),
    }
}

struct Forwarding<'a> {
    arguments: &'a ForwardArguments,
    site: &'a Site,
    client: Option<Client>,
    /// Request ids that came.
    seen: IndexSet<String>,
}

impl Forwarding<'_> {
    fn listen(&mut self, terminal: &mut Terminal) -> Result<Done, CliError> {
        let secret = self.arguments.secret_file.as_deref().map(secret_of).transpose()?.map(Secret::new);
        if self.arguments.yes && secret.is_none() {
            let message = "firing what anybody posts here needs a check: give the webhooks' secret with \
                           --secret-file FILE";
            return Err(CliError::Usage(message.to_owned()));
        }
        if self.arguments.yes {
            // Once, before anything can come: afterwards nobody is there to type.
            self.confirm(terminal)?;
            self.client = Some(self.site.client(&self.arguments.tenant, terminal)?);
        }
        let options = ReceiverOptions { port: self.arguments.port, secret, now: self.arguments.clock.now };
        let receiver = Receiver::start(options)?;
        let watch = receiver.watch();
        terminal.line(&format!("Listening for Open Loyalty on {}. Ctrl-C stops it.\n", receiver.url()))?;
        terminal.flush()?;
        for received in watch.take(self.arguments.count.unwrap_or(usize::MAX)) {
            // One that fails must not end the listening.
            if let Err(error) = self.received(&received, terminal) {
                terminal.complain(&error.to_string());
            }
            terminal.flush()?;
        }
        receiver.stop();
        Ok(Done::Fine)
    }

    fn received(&mut self, received: &Received, terminal: &mut Terminal) -> Result<Done, CliError> {
        let signature = received.signature.map_or_else(|| "not signed".to_owned(), Signature::sentence);
        let event = received.event.as_deref().unwrap_or("no event");
        terminal.line(&format!("{}  {event}  {signature}", received.at))?;
        if let Some(reason) = &received.refused {
            terminal.line(&format!("not forwarded: {reason}\n"))?;
            return Ok(Done::Findings);
        }
        let is_valid = received.signature.is_some_and(|signature| {
            signature.scheme == Scheme::OpenLoyalty && signature.verdict == Verdict::Valid
        });
        if self.arguments.secret_file.is_some() && !is_valid {
            terminal.line("not forwarded: it is not signed with the secret\n")?;
            return Ok(Done::Findings);
        }
        let is_id = |name: &str| name.ends_with("request-id") || name == "x-webhook-id";
        let id = received.headers.iter().find(|(name, _)| is_id(name)).map(|(_, value)| value.clone());
        if id.is_some_and(|id| !self.seen.insert(id)) {
            terminal.line("not forwarded: it came before, under the same request id\n")?;
            return Ok(Done::Fine);
        }
        if self.seen.len() > MAX_SEEN {
            self.seen.shift_remove_index(0);
        }
        let webhook = parse(&received.body, Limits::default());
        let webhook = webhook.map_err(|source| CliError::Json { name: "the webhook".to_owned(), source })?;
        let done = self.webhook(&webhook, terminal)?;
        terminal.line("")?;
        Ok(done)
    }

    /// Maps one webhook and fires the event, or shows what it would be.
    fn webhook(&mut self, webhook: &Json, terminal: &mut Terminal) -> Result<Done, CliError> {
        let Some(mapped) = self.mapped(webhook)? else {
            terminal.line("left out: its mapping renders nothing")?;
            return Ok(Done::Fine);
        };
        if let Some(reason) = Firing::refusal(&mapped.event) {
            return Err(CliError::Usage(reason));
        }
        let context = mapped.context();
        let firing = firing(self.arguments.shape, &mapped.event, mapped.profile_id.as_deref(), &context)?;
        let wait = Duration::from_secs(self.arguments.wait);
        let shot = Shot { site: self.site, event: &mapped.event, firing: &firing, wait };
        let env = environment(&self.site.workspace.profile, &self.arguments.clock);
        let context = Arc::new(Context {
            name: webhook_event(webhook).unwrap_or_default().to_owned(),
            event: Some(mapped.event.clone()),
            data: context,
            ..Context::default()
        });
        let reports = shot.dry_run(&context, &env, terminal)?;
        if !self.arguments.yes {
            terminal.line("dry run only, nothing was sent; --yes fires it")?;
            return Ok(Done::Fine);
        }
        if self.client.is_none() {
            shot.confirm(self.arguments.confirm.as_deref(), terminal)?;
            self.client = Some(self.site.client(&self.arguments.tenant, terminal)?);
        }
        match &self.client {
            Some(client) => shot.fire(client, &reports, terminal),
            None => Ok(Done::Unreachable),
        }
    }

    fn confirm(&self, terminal: &mut Terminal) -> Result<(), CliError> {
        let name = &self.site.tenant.name;
        if !self.site.tenant.is_production {
            return Ok(());
        }
        let why = format!("'{name}' is a production tenant: every webhook would run its live reactions");
        self.site.confirm(self.arguments.confirm.as_deref(), &why, terminal)
    }

    fn mapped(&self, webhook: &Json) -> Result<Option<Mapped>, CliError> {
        let no_event = || CliError::Usage("the webhook has no `type`, which names its event".to_owned());
        let event = webhook_event(webhook).ok_or_else(no_event)?;
        // The name comes from outside and becomes a file's.
        if event.is_empty()
            || !event.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        {
            return Err(CliError::Usage("the webhook's event is no name".to_owned()));
        }
        let file = format!("{MAPPINGS}/{event}.twig");
        let Some(template) = text_if_there(&self.site.folder.join(&file))? else {
            let message = format!(
                "there is no mapping {file}; write one that renders {{\"event\": \"custom.…\", \"profile_id\": …, \
                 \"data\": {{…}}}}"
            );
            return Err(CliError::Usage(message));
        };
        let env = environment(&self.site.workspace.profile, &self.arguments.clock);
        map_webhook(&template, webhook, &env).map_err(|error| CliError::Usage(format!("{file}: {error}")))
    }
}
