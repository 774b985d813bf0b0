//! Files and objects that a command was given by name: one that nothing has is an error that tells the nearest.

use super::error::CliError;
use crate::diag::nearest;
use crate::sync::{Change, LocalObject, State};
use std::collections::BTreeSet;

/// How much a name has to be alike to be the one that was meant.
const ALIKE: f64 = 0.7;

/// Each name is one of those that are known.
pub(super) fn check_names(names: &[String], known: &BTreeSet<&str>, whose: &str) -> Result<(), CliError> {
    match names.iter().find(|name| !known.contains(name.as_str())) {
        Some(name) => {
            let text = format!("{whose} no object '{name}'");
            Err(unknown(text, name, known.iter().copied()))
        }
        None => Ok(()),
    }
}

/// Each decision, `FILE`, `FILE#POINTER` or `*`, is of a file that is known, and of a place that it or a difference has.
pub(super) fn check_decided<'a>(
    decided: impl Iterator<Item = &'a String>,
    local: &[LocalObject],
    state: &State,
    changes_of: impl Fn(&str) -> Vec<Change>,
) -> Result<(), CliError> {
    let own = local.iter().map(|object| object.file.as_str());
    let files: BTreeSet<&str> = own.chain(state.entries.keys().map(String::as_str)).collect();
    for decided in decided.filter(|decided| *decided != "*") {
        let (file, pointer) = decided.split_once('#').unwrap_or((decided.as_str(), ""));
        if !files.contains(file) {
            let text = format!("no object of the workspace has the file '{file}'");
            return Err(unknown(text, file, files.iter().copied()));
        }
        let object = local.iter().find(|object| object.file == file);
        let changes = changes_of(file);
        let is_place = object.is_some_and(|object| object.json.pointer(pointer).is_some())
            || changes.iter().any(|change| change.pointer == pointer);
        if !pointer.is_empty() && !is_place {
            let text = format!("{file} has neither a value nor a difference at '{pointer}'");
            return Err(unknown(text, pointer, changes.iter().map(|change| change.pointer.as_str())));
        }
    }
    Ok(())
}

fn unknown<'n>(text: String, name: &str, known: impl Iterator<Item = &'n str>) -> CliError {
    CliError::Usage(match nearest(name, known, ALIKE) {
        Some(near) => format!("{text}; did you mean '{near}'?"),
        None => text,
    })
}
