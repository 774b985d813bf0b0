//! `reagent import`: JSON in any shape becomes files of a workspace.

use super::args::ImportArguments;
use super::error::{CliError, Done};
use super::terminal::{Terminal, json_of, read_input};
use crate::catalog::catalog;
use crate::diag::{Diagnostic, Severity};
use crate::io::{load_workspace, write_new};
use crate::json::{Json, Style, to_text};
use crate::logic;
use crate::model::{Action, Trigger};
use crate::wire;
use crate::wire::{Ids, ImportedObject, SETTINGS_FILE, file_stem, split_template};
use std::path::Path;

pub(super) fn import(arguments: &ImportArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    // Every file is read before the first one is written: a malformed one leaves the workspace as it was.
    let mut ids = Ids::default();
    let mut sources = Vec::new();
    for name in &arguments.files {
        let text = read_input(name)?;
        let json = json_of(name, &text)?;
        sources.push((name, wire::import(&json, &mut ids), json, text));
    }
    let mut importing = Importing { folder: &arguments.into, terminal, done: Done::Fine };
    importing.prepare()?;
    for (name, imported, json, text) in &sources {
        importing.terminal.line(if *name == "-" { "standard input" } else { name })?;
        for (object, findings) in &imported.objects {
            importing.object(object, findings, (json, text))?;
        }
        importing.findings(&imported.findings)?;
    }
    Ok(importing.done)
}

struct Importing<'a> {
    folder: &'a Path,
    terminal: &'a mut Terminal,
    done: Done,
}

impl Importing<'_> {
    /// Makes the workspace, or checks that the one that is there can be read.
    fn prepare(&mut self) -> Result<(), CliError> {
        let settings = self.folder.join(SETTINGS_FILE);
        if settings.exists() || self.folder.join("triggers").is_dir() {
            load_workspace(self.folder)?;
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
                let path = self.create("triggers", &trigger.name, &trigger.source, whole)?;
                let actions = trigger.actions.len();
                let plural = if actions == 1 { "" } else { "s" };
                self.created(
                    &path,
                    &format!("trigger '{}' on {}, {actions} action{plural}", trigger.name, trigger.event),
                )?;
                self.findings(findings)?;
                self.findings(&attention(trigger))
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
                let path = self.create("automations", &automation.name, &automation.source, whole)?;
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
        let stem = file_stem(name, kind);
        let free = (1_u32..).map(|number| match number {
            1 => format!("{kind}/{stem}.json"),
            number => format!("{kind}/{stem}-{number}.json"),
        });
        let is_taken = |path: &String| {
            self.folder.join(path).exists() || self.folder.join(path.replace(".json", ".twig")).exists()
        };
        let path = free.into_iter().find(|path| !is_taken(path)).unwrap_or_default();
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

/// What a reader should look at in an imported trigger.
fn attention(trigger: &Trigger) -> Vec<Diagnostic> {
    let catalog = catalog();
    let mut findings = Vec::new();
    findings.extend(catalog.check_event(&trigger.event).map(|finding| at(finding, "/trigger")));
    for (index, action) in trigger.actions.iter().enumerate() {
        let pointer = format!("/actions/{index}");
        findings.extend(catalog.check_action(&action.kind).map(|finding| at(finding, &pointer)));
        findings.extend(rule_findings(action, &pointer));
    }
    findings
}

fn rule_findings(action: &Action, pointer: &str) -> Vec<Diagnostic> {
    let is_rule = |name: &str, is_dynamic: Option<bool>| {
        is_dynamic == Some(true) || action.is_filter() && name == "condition"
    };
    let rules = action
        .arguments
        .iter()
        .enumerate()
        .filter(|(_, argument)| is_rule(&argument.name, argument.is_dynamic));
    let findings = rules.flat_map(|(position, argument)| {
        let rule = logic::parse(&argument.value);
        let found: Vec<Diagnostic> = rule.findings().to_vec();
        let base = format!("{pointer}/arguments/{position}/value");
        found.into_iter().map(move |finding| {
            let pointer = format!("{base}{}", finding.place.pointer);
            at(finding, &pointer)
        })
    });
    findings.collect()
}

fn at(mut finding: Diagnostic, pointer: &str) -> Diagnostic {
    pointer.clone_into(&mut finding.place.pointer);
    finding
}
