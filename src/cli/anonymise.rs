//! `reagent anonymise`: events without personal data.

use super::args::AnonymiseArguments;
use super::error::{CliError, Done};
use super::terminal::{Terminal, json_of, read_input};
use crate::contexts::{Anonymiser, Pseudonym};
use crate::io::{load_workspace, workspace_of, write_text};
use crate::json::{Style, to_text};
use crate::model::Workspace;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

pub(super) fn anonymise(arguments: &AnonymiseArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if arguments.write && arguments.files.iter().any(|name| name == "-") {
        return Err(CliError::Usage("standard input cannot be replaced; leave --write out".to_owned()));
    }
    // Every file is read before the first one is written.
    let mut events = Vec::new();
    for name in &arguments.files {
        let text = read_input(name)?;
        events.push((name, json_of(name, &text)?, Style::of(&text)));
    }
    let first = arguments.files.first().map(Path::new);
    let folder = arguments.workspace.clone().or_else(|| workspace_of(first?));
    let workspace = folder.map(|folder| load_workspace(&folder)).transpose()?;
    let workspace = workspace.map(|loaded| loaded.read.workspace);
    let anonymiser = anonymiser(arguments.salt.as_deref(), workspace.as_ref());
    for (name, json, style) in &events {
        let clean = anonymiser.anonymise(json);
        terminal.complain(&format!("{name}: {} values changed", clean.changes.len()));
        show_changes(&clean.changes, terminal);
        let text = to_text(&clean.data, style);
        if arguments.write {
            write_text(Path::new(name), &text)?;
        } else {
            terminal.write(&text)?;
            if !style.has_final_newline {
                terminal.write("\n")?;
            }
        }
    }
    Ok(Done::Fine)
}

/// With a salt of nobody's choosing, pseudonyms cannot be traced back by trying out names.
pub(super) fn anonymiser(salt: Option<&str>, workspace: Option<&Workspace>) -> Anonymiser {
    let random = || {
        let state = RandomState::new();
        format!("{:016x}{:016x}", state.hash_one(0), state.hash_one(1))
    };
    let anonymiser = Anonymiser::new(&salt.map_or_else(random, str::to_owned));
    match workspace {
        Some(workspace) => anonymiser.keeping_names_of(workspace),
        None => anonymiser,
    }
}

/// What changed and into what; never what was there, which a log would keep.
pub(super) fn show_changes(changes: &[Pseudonym], terminal: &mut Terminal) {
    for change in changes {
        terminal.complain(&format!(
            "  {} is now {}",
            change.pointer,
            serde_json::Value::from(change.after.as_str())
        ));
    }
}
