//! A whole workspace from its text files.

use super::field::Ids;
use super::{
    FileError, SETTINGS_FILE, TextFile, read_automation, read_definitions, read_settings, read_target,
    read_trigger,
};
use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Case, Context, Workspace};
use std::sync::Arc;

/// Reads a workspace from its files, in any order. Files that are no part of one are ignored.
///
/// # Errors
/// Every file that cannot be read, with line and column; then nothing is loaded.
pub fn read_workspace(files: &[TextFile]) -> Result<(Workspace, Vec<Diagnostic>), Vec<FileError>> {
    let mut sorted: Vec<&TextFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut reading =
        Reading { files: &sorted, ids: Ids::default(), findings: Vec::new(), errors: Vec::new() };
    let mut workspace = Workspace::default();
    for file in &sorted {
        reading.file(file, &mut workspace);
    }
    if reading.errors.is_empty() { Ok((workspace, reading.findings)) } else { Err(reading.errors) }
}

struct Reading<'a> {
    files: &'a [&'a TextFile],
    ids: Ids,
    findings: Vec<Diagnostic>,
    errors: Vec<FileError>,
}

impl Reading<'_> {
    fn file(&mut self, file: &TextFile, workspace: &mut Workspace) {
        let folders: Vec<&str> = file.path.split('/').collect();
        match folders.as_slice() {
            [SETTINGS_FILE] => self.settings(file, workspace),
            ["definitions.json"] => {
                if let Some(json) = self.json(file) {
                    let (definitions, findings) = read_definitions(&json);
                    workspace.definitions = Arc::new(definitions);
                    self.report(file, findings);
                }
            }
            ["triggers", name] if is_json(name) => self.trigger(file, workspace),
            ["targets", name] if is_json(name) && !name.ends_with(".schema.json") => {
                self.target(file, workspace);
            }
            ["automations", name] if is_json(name) => self.automation(file, workspace),
            ["contexts", event, name] if is_json(name) => self.context(file, event, workspace),
            ["cases", name] if is_json(name) => {
                if let Some(source) = self.json(file) {
                    let trigger = file.stem().to_owned();
                    workspace.cases.push(Arc::new(Case { trigger, source, file: Some(file.path.clone()) }));
                }
            }
            _ => {}
        }
    }

    fn json(&mut self, file: &TextFile) -> Option<Json> {
        file.json().map_err(|error| self.errors.push(error)).ok()
    }

    fn report(&mut self, file: &TextFile, findings: Vec<Diagnostic>) {
        self.findings.extend(findings.into_iter().map(|mut finding| {
            finding.place.file = Some(file.path.clone());
            finding.place.span = crate::json::locate(&file.text, &finding.place.pointer);
            finding
        }));
    }

    fn settings(&mut self, file: &TextFile, workspace: &mut Workspace) {
        match read_settings(file) {
            Ok((settings, findings)) => {
                workspace.name = settings.name.unwrap_or_default();
                workspace.profile = settings.profile;
                workspace.tenants = settings.tenants;
                self.findings.extend(findings);
            }
            Err(error) => self.errors.push(error),
        }
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
