//! `reagent login`, `reagent logout` and `reagent ping`: tokens and connections.

use super::error::{CliError, Done};
use super::open_loyalty::OPEN_LOYALTY;
use super::sync_args::{LoginArguments, TenantArguments};
use super::tenant::{Site, settings_of};
use super::terminal::{Terminal, read_input};
use crate::api::{Address, KEYCHAIN_TIMEOUT, Token};
use crate::model::Tenant;
use crate::secret::{Secret, TokenSource};
use crate::wire::SETTINGS_FILE;
use std::io::IsTerminal;

/// Stores a token in the keychain. It is read from standard input, so that it is in no list of commands.
pub(super) fn login(arguments: &LoginArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if std::io::stdin().is_terminal() {
        let message = "paste the token, then Enter and Ctrl+D; it is shown as you type, \
                       `reagent login TENANT < FILE` avoids that";
        terminal.complain(message);
    }
    let text = Secret::new(read_input("-")?);
    let name = &arguments.tenant;
    let token = Token::from_secret(&text, TokenSource::Session).map_err(|_| {
        let problem = if text.expose().trim().is_empty() {
            "standard input was empty: it has to give the token"
        } else {
            "standard input gave no token: a token is one word on one line"
        };
        let way = format!(
            "start `reagent login {name}` in a terminal and paste it, or run `reagent login {name} < FILE`"
        );
        CliError::Usage(format!("{problem}; {way}"))
    })?;
    let account = account_of(arguments, terminal)?;
    Token::store(&account, &token.secret, KEYCHAIN_TIMEOUT)?;
    terminal.line(&format!("the token of '{account}' is in the system's keychain"))?;
    Ok(Done::Fine)
}

/// The keychain's name for the token: with the server that the workspace names, else the tenant's usual one.
fn account_of(arguments: &LoginArguments, terminal: &mut Terminal) -> Result<String, CliError> {
    let (settings, name) = (settings_of(&arguments.workspace)?, &arguments.tenant);
    let address = if name == OPEN_LOYALTY {
        let instance = settings.open_loyalty.ok_or_else(|| {
            CliError::Usage(
                "reagent.toml names no instance under [open_loyalty]; add its url first".to_owned(),
            )
        })?;
        Address::parse(&instance.url)?
    } else {
        let known = settings.tenants.into_iter().find(|tenant| tenant.name == *name);
        if known.is_none() {
            terminal.complain(&format!("{SETTINGS_FILE} has no tenant '{name}'; its usual server is taken"));
        }
        Address::of(&known.unwrap_or_else(|| Tenant { name: name.clone(), ..Tenant::default() }))?
    };
    Ok(address.account(name))
}

/// Removes a token from the keychain.
pub(super) fn logout(arguments: &LoginArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let name = account_of(arguments, terminal)?;
    let was_there = Token::forget(&name, KEYCHAIN_TIMEOUT)?;
    let said = if was_there { "is removed from" } else { "was not in" };
    terminal.line(&format!("the token of '{name}' {said} the system's keychain"))?;
    Ok(Done::Fine)
}

/// Tests the connection and what the token may read.
pub(super) fn ping(arguments: &TenantArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(arguments, None)?;
    let client = site.client(arguments, terminal)?;
    let mut done = Done::Fine;
    for (kind, answer) in client.probe() {
        let folder = kind.folder();
        match answer {
            Ok(()) => terminal.line(&format!("{folder}: readable"))?,
            Err(error) => {
                done = Done::Unreachable;
                terminal.line(&format!("{folder}: {error}"))?;
            }
        }
    }
    let scopes =
        "to push it also needs create-, update- and, for --prune, delete- of reactions, targets and webhooks";
    terminal.line(scopes)?;
    Ok(done)
}
