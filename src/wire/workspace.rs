//! A whole workspace from its text files.

use super::field::Ids;
use super::{
    FileError, SETTINGS_FILE, TextFile, read_automation, read_cases, read_definitions, read_settings,
    read_target, read_trigger,
};
use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Case, Context, Workspace};
use std::sync::Arc;

/// How the file of a target's JSON Schema ends, after the stem of the target's own file.
const SCHEMA_ENDING: &str = ".schema.json";

/// What a workspace's files hold.
#[derive(Debug, Default)]
pub struct ReadWorkspace {
    /// The objects of all files that could be read.
    pub workspace: Workspace,
    /// What needs attention; places name files by their path in the workspace.
    pub findings: Vec<Diagnostic>,
    /// Files that could not be read; nothing of them is in the workspace.
    pub broken: Vec<FileError>,
}

/// Reads a workspace from its files, in any order. Files that are no part of one are ignored.
///
/// # Errors
/// If `reagent.toml` cannot be read: under other settings every result would be wrong.
pub fn read_workspace(files: &[TextFile]) -> Result<ReadWorkspace, FileError> {
    let mut sorted: Vec<&TextFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut reading =
        Reading { files: &sorted, ids: Ids::default(), findings: Vec::new(), broken: Vec::new() };
    let mut workspace = Workspace::default();
    for file in &sorted {
        if file.path == SETTINGS_FILE {
            reading.settings(file, &mut workspace)?;
        } else {
            reading.file(file, &mut workspace);
        }
    }
    Ok(ReadWorkspace { workspace, findings: reading.findings, broken: reading.broken })
}

struct Reading<'a> {
    files: &'a [&'a TextFile],
    ids: Ids,
    findings: Vec<Diagnostic>,
    broken: Vec<FileError>,
}

impl Reading<'_> {
    fn file(&mut self, file: &TextFile, workspace: &mut Workspace) {
        let folders: Vec<&str> = file.path.split('/').collect();
        match folders.as_slice() {
            ["definitions.json"] => {
                if let Some(json) = self.json(file) {
                    let (definitions, findings) = read_definitions(&json);
                    workspace.definitions = Arc::new(definitions);
                    self.report(file, findings);
                }
            }
            ["triggers", name] if is_json(name) => self.trigger(file, workspace),
            ["targets", name] if is_json(name) && !name.ends_with(SCHEMA_ENDING) => {
                self.target(file, workspace);
            }
            ["automations", name] if is_json(name) => self.automation(file, workspace),
            ["contexts", event, name] if is_json(name) => self.context(file, event, workspace),
            ["cases", name] if is_json(name) => {
                if let Some(source) = self.json(file) {
                    let trigger = file.stem().to_owned();
                    let (_, findings) = read_cases(&source);
                    self.report(file, findings);
                    workspace.cases.push(Arc::new(Case { trigger, source, file: Some(file.path.clone()) }));
                }
            }
            _ => {}
        }
    }

    fn json(&mut self, file: &TextFile) -> Option<Json> {
        file.json().map_err(|error| self.broken.push(error)).ok()
    }

    fn report(&mut self, file: &TextFile, findings: Vec<Diagnostic>) {
        self.findings.extend(findings.into_iter().map(|mut finding| {
            finding.place.file = Some(file.path.clone());
            finding.place.span = crate::json::locate(&file.text, &finding.place.pointer);
            finding
        }));
    }

    fn settings(&mut self, file: &TextFile, workspace: &mut Workspace) -> Result<(), FileError> {
        let (settings, findings) = read_settings(file)?;
        workspace.name = settings.name.unwrap_or_default();
        workspace.profile = settings.profile;
        workspace.tenants = settings.tenants;
        self.findings.extend(findings);
        Ok(())
    }

    fn trigger(&mut self, file: &TextFile, workspace: &mut Workspace) {
        let Some(json) = self.json(file) else { return };
        let (mut trigger, findings) = read_trigger(&json, &mut self.ids);
        trigger.file = Some(file.path.clone());
        workspace.triggers.push(Arc::new(trigger));
        self.report(file, findings);
    }

    fn target(&mut self, file: &TextFile, workspace: &mut Workspace) {
        let Some(json) = self.json(file) else { return };
        let twig_path = format!("{}.twig", file.path.trim_end_matches(".json"));
        let twig = self.files.iter().find(|other| other.path == twig_path);
        let (mut target, findings) = read_target(&json, twig.map(|file| file.text.as_str()), &mut self.ids);
        target.file = Some(file.path.clone());
        target.template_file = twig.map(|file| file.path.clone());
        let schema_path = format!("{}{SCHEMA_ENDING}", file.path.trim_end_matches(".json"));
        let schema = self.files.iter().find(|other| other.path == schema_path).copied();
        target.schema = schema.and_then(|schema| self.json(schema));
        workspace.targets.push(Arc::new(target));
        self.report(file, findings);
    }

    fn automation(&mut self, file: &TextFile, workspace: &mut Workspace) {
        let Some(json) = self.json(file) else { return };
        let (mut automation, findings) = read_automation(&json, &mut self.ids);
        automation.file = Some(file.path.clone());
        workspace.automations.push(Arc::new(automation));
        self.report(file, findings);
    }

    fn context(&mut self, file: &TextFile, event: &str, workspace: &mut Workspace) {
        let Some(data) = self.json(file) else { return };
        workspace.contexts.push(Arc::new(Context {
            id: self.ids.context(),
            name: file.stem().to_owned(),
            event: Some(event.to_owned()),
            data,
            file: Some(file.path.clone()),
        }));
    }
}

fn is_json(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("json"))
}
