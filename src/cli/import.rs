//! `reagent import`: JSON in any shape becomes files of a workspace.

use super::anonymise::{anonymiser, show_changes};
use super::args::ImportArguments;
use super::error::{CliError, Done};
use super::terminal::{Terminal, json_of, read_input};
use crate::check::arrival_findings;
use crate::diag::{Diagnostic, Severity};
use crate::io::{load_workspace, write_new};
use crate::json::{Json, Style, to_text};
use crate::model::{Automation, FreePaths, Trigger, slug};
use crate::wire;
use crate::wire::{
    Ids, ImportedObject, SETTINGS_FILE, body_of_curl, split_template, write_automation, write_trigger,
};
use std::path::Path;

pub(super) fn import(arguments: &ImportArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if let Some(event) = &arguments.event {
        return events(arguments, event, terminal);
    }
    // Every file is read before the first one is written: a malformed one leaves the workspace as it was.
    let mut ids = Ids::default();
    let mut sources = Vec::new();
    for name in &arguments.files {
        let text = body_of(name, read_input(name)?)?;
        let json = json_of(name, &text)?;
        sources.push((name, wire::import(&json, &mut ids), json, text));
    }
    let mut importing = Importing::begin(arguments, terminal)?;
    for (name, imported, json, text) in &sources {
        importing.terminal.line(if *name == "-" { "standard input" } else { name })?;
        for (object, findings) in &imported.objects {
            importing.object(object, findings, (json, text))?;
        }
        importing.findings(&imported.findings)?;
    }
    Ok(importing.done)
}

/// Keeps files as contexts, without personal data if that is asked for.
fn events(arguments: &ImportArguments, event: &str, terminal: &mut Terminal) -> Result<Done, CliError> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !event.chars().all(is_name) || event.trim_matches('.').is_empty() {
        return Err(CliError::Usage(format!("'{event}' is no name of an event, such as tier.achieved")));
    }
    let mut samples = Vec::new();
    for name in &arguments.files {
        let text = body_of(name, read_input(name)?)?;
        samples.push((name, json_of(name, &text)?, text));
    }
    let mut importing = Importing::begin(arguments, terminal)?;
    let workspace = load_workspace(&arguments.into)?.read.workspace;
    let anonymiser = arguments.anonymise.then(|| anonymiser(arguments.salt.as_deref(), Some(&workspace)));
    for (name, json, text) in &samples {
        let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let has_name = |stem: &String| stem.chars().any(char::is_alphanumeric);
        let stem = stem.filter(has_name).unwrap_or_else(|| "captured".to_owned());
        let kind = format!("contexts/{event}");
        let clean = anonymiser.as_ref().map(|anonymiser| anonymiser.anonymise(json));
        let kept = clean.as_ref().map_or(json, |clean| &clean.data);
        let path = importing.create(&kind, &stem, kept, (json, text))?;
        let how = if clean.is_some() { "without personal data" } else { "as it was captured" };
        importing.created(&path, &format!("sample of {event}, {how}"))?;
        show_changes(clean.as_ref().map_or(&[], |clean| &clean.changes), importing.terminal);
    }
    Ok(importing.done)
}

/// The text itself, or what a curl command in it sends.
fn body_of(name: &str, text: String) -> Result<String, CliError> {
    match body_of_curl(&text) {
        None => Ok(text),
        Some(body) => body.map_err(|error| CliError::Usage(format!("{name}: {error}"))),
    }
}

struct Importing<'a> {
    folder: &'a Path,
    is_inactive: bool,
    paths: FreePaths,
    terminal: &'a mut Terminal,
    done: Done,
}

impl<'a> Importing<'a> {
    fn begin(arguments: &'a ImportArguments, terminal: &'a mut Terminal) -> Result<Self, CliError> {
        let (folder, is_inactive) = (&arguments.into, arguments.inactive);
        let mut importing =
            Self { folder, is_inactive, paths: FreePaths::default(), terminal, done: Done::Fine };
        importing.prepare()?;
        Ok(importing)
    }

    /// Makes the workspace, or checks that the one that is there can be read.
    fn prepare(&mut self) -> Result<(), CliError> {
        let settings = self.folder.join(SETTINGS_FILE);
        if settings.exists() || self.folder.join("triggers").is_dir() {
            let loaded = load_workspace(self.folder)?;
            self.paths = FreePaths::new(loaded.files.iter().map(|file| file.path.as_str()));
            return Ok(());
        }
        let name = std::path::absolute(self.folder).ok();
        let name = name.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let text = format!("name = {}\n", serde_json::Value::from(name.as_ref()));
        write_new(&settings, &text)?;
        self.terminal.line(&format!("made workspace {}", self.folder.display()))
    }

    fn object(
        &mut self,
        object: &ImportedObject,
        findings: &[Diagnostic],
        whole: (&Json, &str),
    ) -> Result<(), CliError> {
        match object {
            ImportedObject::Trigger(trigger) => {
                let json = if self.is_inactive {
                    &write_trigger(&Trigger { is_active: Some(false), ..Trigger::clone(trigger) })
                } else {
                    &trigger.source
                };
                let path = self.create("triggers", &trigger.name, json, whole)?;
                let actions = trigger.actions.len();
                let plural = if actions == 1 { "" } else { "s" };
                self.created(
                    &path,
                    &format!("trigger '{}' on {}, {actions} action{plural}", trigger.name, trigger.event),
                )?;
                self.findings(findings)?;
                self.findings(&arrival_findings(trigger))
            }
            ImportedObject::Target(target) => {
                let (json, template) = split_template(&target.source);
                let path = self.create("targets", &target.handle, &json, whole)?;
                self.created(&path, &format!("target '{}' to {}", target.handle, target.url))?;
                if let Some(template) = template {
                    let twig = format!("{}.twig", path.trim_end_matches(".json"));
                    write_new(&self.folder.join(&twig), &template)?;
                    self.created(&twig, &format!("template of target '{}'", target.handle))?;
                }
                self.findings(findings)
            }
            ImportedObject::Automation(automation) => {
                let json = if self.is_inactive {
                    &write_automation(&Automation { is_active: Some(false), ..Automation::clone(automation) })
                } else {
                    &automation.source
                };
                let path = self.create("automations", &automation.name, json, whole)?;
                self.created(&path, &format!("automation '{}'", automation.name))?;
                self.findings(findings)
            }
        }
    }

    /// Writes an object to a free file name. A file that holds just this object keeps its very text.
    fn create(
        &mut self,
        kind: &str,
        name: &str,
        json: &Json,
        (whole, text): (&Json, &str),
    ) -> Result<String, CliError> {
        let text = if whole == json { text.to_owned() } else { to_text(json, &Style::default()) };
        let stem = slug(name, kind.trim_end_matches('s'));
        let path = self.paths.take(kind, &stem, None);
        write_new(&self.folder.join(&path), &text)?;
        Ok(path)
    }

    fn created(&mut self, path: &str, what: &str) -> Result<(), CliError> {
        let word = self.terminal.paint.style("green", "created");
        self.terminal.line(&format!("  {word} {path}  {what}"))
    }

    fn findings(&mut self, findings: &[Diagnostic]) -> Result<(), CliError> {
        for finding in findings {
            let colour = if finding.severity == Severity::Error { "red" } else { "yellow" };
            let word = self.terminal.paint.style(colour, finding.severity.word());
            let place = if finding.place.pointer.is_empty() {
                String::new()
            } else {
                format!(" at {}", finding.place.pointer)
            };
            self.terminal.line(&format!("    {word} {}{place}", finding.message))?;
            for hint in &finding.hints {
                self.terminal.line(&format!("      {}", self.terminal.paint.style("dim", hint)))?;
            }
            if finding.severity == Severity::Error {
                self.done = Done::Findings;
            }
        }
        Ok(())
    }
}
