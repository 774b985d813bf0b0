//! `reagent openloyalty`: webhook subscriptions of an Open Loyalty instance.

use super::args::Format;
use super::error::{CliError, Done};
use super::open_loyalty_args::{InstanceArguments, ListArguments, OpenLoyaltyCommand, SubscribeArguments};
use super::tenant::{settings_of, token_from};
use super::terminal::Terminal;
use crate::api::{Address, NewSubscription, OpenLoyaltyClient, Options};
use crate::catalog::{Event, Platform, catalog};
use crate::engine::OPEN_LOYALTY_ASSUMPTIONS;
use crate::io::read_text;
use crate::model::OpenLoyalty;
use crate::secret::Secret;
use serde_json::json;

const TOKEN_VARIABLE: &str = "REAGENT_OPEN_LOYALTY_TOKEN";
/// What `reagent login` calls an instance of Open Loyalty.
pub(super) const OPEN_LOYALTY: &str = "open-loyalty";

pub(super) fn open_loyalty(command: &OpenLoyaltyCommand, terminal: &mut Terminal) -> Result<Done, CliError> {
    match command {
        OpenLoyaltyCommand::Events(arguments) => events(arguments, terminal),
        OpenLoyaltyCommand::Subscriptions(arguments) => subscriptions(arguments, terminal),
        OpenLoyaltyCommand::Subscribe(arguments) => subscribe(arguments, terminal),
        OpenLoyaltyCommand::Forward(arguments) => super::forward::forward(arguments, terminal),
    }
}

/// Says what is assumed of Open Loyalty.
pub(super) fn say_assumptions(terminal: &mut Terminal) {
    for assumption in OPEN_LOYALTY_ASSUMPTIONS {
        terminal.complain(&format!("Assumption: {assumption}"));
    }
}

fn known(name: &str) -> Option<&'static Event> {
    catalog().events.iter().find(|event| event.platform == Platform::OpenLoyalty && event.name == name)
}

fn instance(arguments: &InstanceArguments) -> Result<OpenLoyalty, CliError> {
    let settings = settings_of(&arguments.workspace)?;
    let mut found = settings.open_loyalty.unwrap_or_default();
    if let Some(url) = &arguments.url {
        found.url.clone_from(url);
    }
    if let Some(store) = &arguments.store {
        found.store.clone_from(store);
    }
    if found.url.is_empty() || found.store.is_empty() {
        let message = "name the instance with --url and --store, or in reagent.toml:\n\n[open_loyalty]\nurl = \
                       \"https://…\"\nstore = \"default\"";
        return Err(CliError::Usage(message.to_owned()));
    }
    Ok(found)
}

fn client(arguments: &InstanceArguments, terminal: &mut Terminal) -> Result<OpenLoyaltyClient, CliError> {
    let instance = instance(arguments)?;
    let account = Address::parse(&instance.url)?.account(OPEN_LOYALTY);
    let token = token_from((OPEN_LOYALTY, &account), TOKEN_VARIABLE, arguments.token_file.as_deref())?;
    let source = token.source;
    let client = OpenLoyaltyClient::new(&instance, token.secret, Options::default())?;
    terminal.complain(&format!("{} with the token from {source}", client.address().text()));
    Ok(client)
}

fn events(arguments: &ListArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let mut names = client(&arguments.instance, terminal)?.events()?;
    names.retain(|name| arguments.event.as_ref().is_none_or(|wanted| wanted == name));
    if arguments.format == Format::Json {
        let rows = names
            .iter()
            .map(|name| json!({ "event": name, "fires_when": known(name).map(|event| &event.fires_when) }));
        terminal.json(&rows.collect::<Vec<_>>(), true)?;
        return Ok(Done::Fine);
    }
    for name in &names {
        let when = known(name).map_or("not in the catalogue of this version", |event| &event.fires_when);
        terminal.line(&format!("{}\n    {when}", terminal.paint.style("bold", name)))?;
    }
    Ok(Done::Fine)
}

fn subscriptions(arguments: &ListArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let found = client(&arguments.instance, terminal)?.subscriptions(arguments.event.as_deref())?;
    if arguments.format == Format::Json {
        terminal.json(&found, true)?;
        return Ok(Done::Fine);
    }
    for subscription in &found {
        let legacy = if subscription.is_legacy { "  legacy payload" } else { "" };
        terminal
            .line(&format!("{}  {} to {}{legacy}", subscription.id, subscription.event, subscription.url))?;
    }
    terminal.line(&match found.len() {
        1 => "1 subscription".to_owned(),
        count => format!("{count} subscriptions"),
    })?;
    Ok(Done::Fine)
}

fn subscribe(arguments: &SubscribeArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let new = NewSubscription {
        event: arguments.event.clone(),
        url: arguments.target.clone(),
        headers: match &arguments.headers_file {
            Some(path) => headers(&read_text(path)?)?,
            None => Vec::new(),
        },
    };
    match known(&new.event) {
        Some(event) => terminal.line(&format!("{}: {}", new.event, event.fires_when))?,
        None => terminal.complain(&format!(
            "'{}' is not in the catalogue; `reagent openloyalty events` lists the instance's own",
            new.event
        )),
    }
    let names: Vec<&str> = new.headers.iter().map(|(name, _)| name.as_str()).collect();
    let with =
        if names.is_empty() { String::new() } else { format!(" with the headers {}", names.join(", ")) };
    terminal.line(&format!("{} would be posted to {}{with}", new.event, new.url))?;
    say_assumptions(terminal);
    if !arguments.yes {
        terminal.line("nothing was sent; --yes subscribes")?;
        return Ok(Done::Fine);
    }
    let client = client(&arguments.instance, terminal)?;
    let existing = client.subscriptions(Some(&new.event))?;
    if let Some(same) = existing.iter().find(|one| one.event == new.event && one.url == new.url) {
        terminal.line(&format!("it is subscribed already: {}", same.id))?;
        return Ok(Done::Fine);
    }
    let id = client.subscribe(&new)?.unwrap_or_else(|| "the answer has no id".to_owned());
    terminal.line(&format!("subscribed: {id}"))?;
    terminal.line("Open Loyalty shows the signing secret once, in its own window; `reagent openloyalty forward` needs it")?;
    Ok(Done::Fine)
}

/// Lines of `Name: value`. The values may be secrets.
fn headers(text: &str) -> Result<Vec<(String, Secret)>, CliError> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let split = lines.map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let name = name.trim();
        (!name.is_empty() && name.chars().all(is_name)).then(|| (name.to_owned(), Secret::new(value.trim())))
    });
    split
        .collect::<Option<_>>()
        .ok_or_else(|| CliError::Usage("the file of headers has a line that is not `Name: value`".to_owned()))
}
