//! What a new practice server holds: a workspace's triggers, targets, automations and samples.

use super::SandboxError;
use super::kind::{AUTOMATIONS, Kind, TARGETS, TRIGGERS};
use super::objects::created;
use super::store::Store;
use crate::io::IoError;
use crate::json::Json;
use crate::wire::{SETTINGS_FILE, TextFile, read_workspace, write_automation, write_target, write_trigger};
use include_dir::{Dir, include_dir};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/samples/loyalty-demo");

/// The files of the sample workspace, which is embedded in the program.
pub fn sample() -> Vec<TextFile> {
    let mut files = Vec::new();
    collect(&SAMPLE, &mut files);
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<TextFile>) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            files.push(TextFile { path, text: text.to_owned() });
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// Puts a workspace into an empty store: objects get ids, the rest is copied.
pub(super) fn seed(store: &mut Store, files: &[TextFile], stamp: &str) -> Result<(), SandboxError> {
    let workspace = read_workspace(files).map_err(IoError::File)?.workspace;
    let triggers = workspace.triggers.iter().map(|trigger| (&TRIGGERS, write_trigger(trigger)));
    let targets = workspace.targets.iter().map(|target| (&TARGETS, write_target(target)));
    let automations =
        workspace.automations.iter().map(|automation| (&AUTOMATIONS, write_automation(automation)));
    let objects: Vec<(&Kind, Json)> = triggers.chain(targets).chain(automations).collect();
    for (kind, json) in objects {
        created(kind, store, &json, stamp).map_err(|refusal| {
            let reply = refusal.reply();
            let message =
                reply.body.as_ref().and_then(|body| body.get("message")?.as_str().map(str::to_owned));
            SandboxError::Seed { table: kind.table, message: message.unwrap_or_default() }
        })?;
    }
    let copied = |file: &&TextFile| {
        file.path == SETTINGS_FILE || file.path == "definitions.json" || file.path.starts_with("contexts/")
    };
    let copied: Vec<TextFile> = files.iter().filter(copied).cloned().collect();
    Ok(store.add_files(&copied)?)
}
