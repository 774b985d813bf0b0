//! `reagent login`, `reagent logout` and `reagent ping`: tokens and connections.

use super::error::{CliError, Done};
use super::sync_args::{LoginArguments, TenantArguments};
use super::tenant::Site;
use super::terminal::{Terminal, read_input};
use crate::api::{KEYCHAIN_TIMEOUT, Token};
use crate::secret::{Secret, TokenSource};
use std::io::IsTerminal;

/// Stores a token in the keychain. It is read from standard input, so that it is in no list of commands.
pub(super) fn login(arguments: &LoginArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if std::io::stdin().is_terminal() {
        let message = "paste the token, then Enter and Ctrl+D; it is shown as you type, \
                       `reagent login TENANT < FILE` avoids that";
        terminal.complain(message);
    }
    let text = Secret::new(read_input("-")?);
    let token = Token::from_secret(&text, TokenSource::Session)?;
    Token::store(&arguments.tenant, &token.secret, KEYCHAIN_TIMEOUT)?;
    terminal.line(&format!("the token of '{}' is in the system's keychain", arguments.tenant))?;
    Ok(Done::Fine)
}

/// Removes a token from the keychain.
pub(super) fn logout(arguments: &LoginArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let name = &arguments.tenant;
    let was_there = Token::forget(name, KEYCHAIN_TIMEOUT)?;
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
