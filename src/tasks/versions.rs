//! Comparing versions of a trigger, and runs that are written for somebody else or came from there.

use super::explain::environment;
use super::reporter::Reporter;
use super::save;
use crate::app::{ImportSource, Message, OldVersion, OpenedRun, RunForm, RunSettings, SharedRun};
use crate::engine::{compare, contexts_of_versions, paired, why};
use crate::io::{load_revision, read_text};
use crate::json::{Limits, parse};
use crate::model::{TriggerId, Workspace};
use crate::report::{Paint, RunFile, RunFileError, html};
use crate::sync::remote_workspace;
use std::path::Path;
use std::sync::Arc;

/// Two versions of a trigger on all contexts of its event.
pub(super) struct Comparison {
    pub(super) old: OldVersion,
    pub(super) workspace: Arc<Workspace>,
    pub(super) trigger: TriggerId,
    pub(super) settings: RunSettings,
}

impl Comparison {
    pub(super) fn run(&self, reporter: &Reporter) -> Result<Message, String> {
        let new = self.workspace.trigger(self.trigger).ok_or("the trigger is not there any more")?;
        let older = match &self.old {
            OldVersion::Snapshot(saved) => Arc::clone(saved),
            OldVersion::Revision { folder, name } => {
                Arc::new(load_revision(folder, name).map_err(|error| error.to_string())?.workspace)
            }
            OldVersion::Tenant(facts) => {
                Arc::new(remote_workspace(&facts.current, &facts.remote, &facts.known, &self.workspace))
            }
        };
        let old = match &self.old {
            // In the window a trigger stays the same one, whatever it is called.
            OldVersion::Snapshot(saved) => saved.trigger(self.trigger).map(|old| old.id),
            OldVersion::Revision { .. } | OldVersion::Tenant(_) => {
                let pairs = paired(&older, &self.workspace);
                pairs.into_iter().find(|(_, id)| *id == Some(new.id)).and_then(|(old, _)| old)
            }
        };
        let env = environment(&self.settings);
        let (old, new) = (old.map(|id| (&*older, id)), Some((&*self.workspace, new.id)));
        let contexts = contexts_of_versions(&self.workspace, [old, new]).into_iter().map(AsRef::as_ref);
        let contexts = contexts.take_while(|_| !reporter.is_cancelled());
        let compared = compare(old, new, contexts, &env);
        if reporter.is_cancelled() {
            return Ok(Message::JobCancelled(reporter.job()));
        }
        let comparison = Arc::new(compared.ok_or("one of the versions has no such trigger")?);
        Ok(Message::Compared { job: reporter.job(), comparison })
    }
}

/// Writes a run without personal data.
pub(super) fn write_run(
    path: &Path,
    form: RunForm,
    run: &SharedRun,
    reporter: &Reporter,
) -> Result<Message, String> {
    let why = why(&run.report, &run.context);
    let file = RunFile::new(&run.report, why.as_ref(), &run.trigger, &run.context);
    let text = match form {
        RunForm::Page => html(&file),
        RunForm::File => file.to_text(),
    };
    save::one(path, &text, reporter.job())
}

/// The run that a single source holds, if it is one.
pub(super) fn shared_run(sources: &[ImportSource]) -> Result<Option<OpenedRun>, String> {
    let [source] = sources else { return Ok(None) };
    let (name, text) = match source {
        ImportSource::Text(text) => ("Pasted run".to_owned(), text.clone()),
        ImportSource::File(path) => {
            let Ok(text) = read_text(path) else { return Ok(None) };
            (path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(), text)
        }
    };
    let Some(json) = RunFile::may_be(&text).then(|| parse(&text, Limits::default()).ok()).flatten() else {
        return Ok(None);
    };
    match RunFile::read(&json) {
        Err(RunFileError::NotARun) => Ok(None),
        Err(error) => Err(format!("{name}: {error}")),
        Ok(file) => {
            let redacted = file.json().get("redacted").and_then(serde_json::Value::as_array);
            let left_out = redacted.map_or(0, Vec::len);
            Ok(Some(OpenedRun { name, text: file.text(Paint(false)), left_out }))
        }
    }
}
