//! `reagent export`: the API's JSON.

use super::args::ExportArguments;
use super::error::{CliError, Done};
use super::run::no_trigger;
use super::terminal::Terminal;
use crate::io::{IoError, LoadedWorkspace, load_workspace, write_new, write_text};
use crate::json::{Json, Style, to_text};
use crate::wire::{rewritten, write_trigger};

pub(super) fn export(arguments: &ExportArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let LoadedWorkspace { read, files } = load_workspace(&arguments.workspace)?;
    let triggers = &read.workspace.triggers;
    let text = if let Some(wanted) = &arguments.trigger {
        let trigger = read.workspace.find_trigger(wanted);
        let trigger = trigger.ok_or_else(|| no_trigger(&read.workspace, wanted))?;
        let original = files.iter().find(|file| Some(&file.path) == trigger.file.as_ref());
        let json = write_trigger(trigger);
        original.map_or_else(|| to_text(&json, &Style::default()), |file| rewritten(&file.text, &json))
    } else {
        // A list with one trigger missing would look complete.
        if let Some(broken) = read.broken.into_iter().next() {
            return Err(IoError::File(broken).into());
        }
        to_text(
            &Json::Array(triggers.iter().map(|trigger| write_trigger(trigger)).collect()),
            &Style::default(),
        )
    };
    match &arguments.out {
        None => terminal.write(&text)?,
        Some(path) => {
            let written: Result<(), IoError> =
                if path.exists() { write_text(path, &text) } else { write_new(path, &text) };
            written?;
            terminal.line(&format!("wrote {}", path.display()))?;
        }
    }
    Ok(Done::Fine)
}
