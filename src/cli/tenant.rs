//! The tenant that a command is about: its settings, its token, its files and its state.

use super::error::CliError;
use super::sync_args::TenantArguments;
use super::terminal::Terminal;
use crate::api::{ApiError, Client, KEYCHAIN_TIMEOUT, Token};
use crate::io::{TOKEN_VARIABLE, collect_files, put_text, read_text, text_if_there, token_in};
use crate::json::Json;
use crate::model::{Tenant, Workspace};
use crate::secret::{Secret, TokenSource};
use crate::site::{self, objects_of};
use crate::sync::LocalObject;
use crate::wire::{SETTINGS_FILE, Settings, TextFile, read_settings, read_workspace};
use std::io::{BufRead, IsTerminal};
use std::ops::Deref;
use std::path::Path;

/// A workspace and one of its tenants.
pub(super) struct Site {
    pub(super) files: Vec<TextFile>,
    pub(super) workspace: Workspace,
    at: site::Site,
}

impl Deref for Site {
    type Target = site::Site;

    fn deref(&self) -> &site::Site {
        &self.at
    }
}

impl Site {
    /// The tenant that the options name, else the only one of the workspace.
    pub(super) fn of(arguments: &TenantArguments, default: Option<&str>) -> Result<Self, CliError> {
        let folder = arguments.workspace.clone();
        let files = collect_files(&folder)?;
        let workspace = read_workspace(&files).map_err(crate::io::IoError::from)?.workspace;
        let wanted = arguments.tenant.as_deref().or(default);
        let tenant = tenant_of(&workspace, wanted)?;
        let at = site::Site::new(folder, tenant)?;
        Ok(Self { files, workspace, at })
    }

    /// Ready to call, after saying where the token comes from.
    pub(super) fn client(
        &self,
        arguments: &TenantArguments,
        terminal: &mut Terminal,
    ) -> Result<Client, CliError> {
        let token = token_from(
            (&self.tenant.name, &self.account()),
            TOKEN_VARIABLE,
            arguments.token_file.as_deref(),
        )?;
        terminal.complain(&format!("{} with the token from {}", self.address.text(), token.source));
        Ok(self.at.client(token.secret)?)
    }

    /// The objects of the files; refuses to go on with a file that cannot be read, since it would look deleted.
    pub(super) fn local(&self) -> Result<Vec<LocalObject>, CliError> {
        Ok(objects_of(&self.files)?)
    }

    /// Asks for the tenant's name, unless it was given; only that is a confirmation.
    pub(super) fn confirm(
        &self,
        given: Option<&str>,
        why: &str,
        terminal: &mut Terminal,
    ) -> Result<(), CliError> {
        let name = &self.tenant.name;
        let typed = match given {
            Some(given) => given.to_owned(),
            None if std::io::stdin().is_terminal() => {
                terminal.complain(&format!("{why}; type the tenant's name, {name}, to go on"));
                read_line()?
            }
            None => String::new(),
        };
        if typed == *name {
            return Ok(());
        }
        let message =
            format!("{why}, and that was not confirmed; nothing was sent. Confirm with --confirm {name}");
        Err(CliError::Usage(message))
    }
}

/// Replaces a file, or makes it and the folders above it.
pub(super) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    Ok(put_text(path, text)?)
}

/// One line of standard input, without its end.
pub(super) fn read_line() -> Result<String, CliError> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(CliError::Input)?;
    Ok(line.trim().to_owned())
}

fn tenant_of(workspace: &Workspace, wanted: Option<&str>) -> Result<Tenant, CliError> {
    let names: Vec<&str> = workspace.tenants.iter().map(|tenant| tenant.name.as_str()).collect();
    let missing = |name: &str| {
        let known = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
        let message = format!(
            "reagent.toml has no tenant '{name}' (it has {known}); add\n\n[[tenants]]\nname = \"{name}\"\nproduction = \
             false"
        );
        CliError::Usage(message)
    };
    match (wanted, workspace.tenants.as_slice()) {
        (Some(name), tenants) => {
            tenants.iter().find(|tenant| tenant.name == name).cloned().ok_or_else(|| missing(name))
        }
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(missing("demo")),
        (None, _) => Err(CliError::Usage(format!("name a tenant with --tenant: {}", names.join(", ")))),
    }
}

/// The settings of a workspace; of a folder without any, those of a new one.
pub(super) fn settings_of(folder: &Path) -> Result<Settings, CliError> {
    match text_if_there(&folder.join(SETTINGS_FILE))? {
        Some(text) => {
            let file = TextFile { path: SETTINGS_FILE.to_owned(), text };
            Ok(read_settings(&file).map_err(crate::io::IoError::from)?.0)
        }
        None => Ok(Settings::default()),
    }
}

/// The token: from a file, else from the environment, else from the keychain. Nothing else is tried.
pub(super) fn token_from(
    (name, account): (&str, &str),
    variable: &'static str,
    file: Option<&Path>,
) -> Result<Token, CliError> {
    if let Some(file) = file {
        let text = Secret::new(read_text(file)?);
        return Ok(Token::from_secret(&text, TokenSource::File)?);
    }
    if let Some(text) = token_in(variable) {
        return Ok(Token::from_secret(&text, TokenSource::Environment(variable))?);
    }
    let token = Token::from_keychain(name, account, KEYCHAIN_TIMEOUT);
    // What else can be done is told with the variable that is read here.
    Ok(token.map_err(|error| match error {
        ApiError::Token(text) => ApiError::Token(text.replace(TOKEN_VARIABLE, variable)),
        other => other,
    })?)
}

/// The text under a key, for messages.
pub(super) fn text_of<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key).and_then(Json::as_str)
}
