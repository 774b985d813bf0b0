//! `reagent check`: what is wrong or risky in a workspace, and the fixes that a program can make.

use super::args::{CheckArguments, CheckFormat};
use super::error::{CliError, Done};
use super::run::now;
use super::terminal::Terminal;
use crate::check::{RULES, apply_fixes, check_files, rule, rules_table, sarif};
use crate::diag::{Diagnostic, Severity, nearest, upper_first};
use crate::io::{LoadedWorkspace, load_workspace, write_text};
use std::path::Path;

/// Fixing may uncover more; a template that is not done by then is left as it is.
const MAX_ROUNDS: usize = 6;

pub(super) fn check(arguments: &CheckArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if arguments.rules {
        terminal.write(&rules_table())?;
        return Ok(Done::Fine);
    }
    if let Some(code) = &arguments.explain {
        return explain(code, terminal);
    }
    let mut timezone = arguments.clock.timezone.clone();
    let folder = &arguments.workspace;
    let mut loaded = load(folder, &mut timezone)?;
    let now = now(&arguments.clock);
    let mut findings = check_files(&loaded.read, &loaded.files, now);
    if arguments.fix {
        let mut show = |line: String| match arguments.format {
            CheckFormat::Text => terminal.line(&line),
            CheckFormat::Json | CheckFormat::Sarif => {
                terminal.complain(&line);
                Ok(())
            }
        };
        for _ in 0..MAX_ROUNDS {
            if !fix(folder, &loaded, &findings, &mut show)? {
                break;
            }
            loaded = load(folder, &mut timezone)?;
            findings = check_files(&loaded.read, &loaded.files, now);
        }
    }
    if arguments.quiet {
        findings.retain(|finding| finding.severity > Severity::Info);
    }
    match arguments.format {
        CheckFormat::Json => terminal.json(&findings, true)?,
        CheckFormat::Sarif => {
            let text_of = |path: &str| {
                loaded.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
            };
            terminal.json(&sarif(&findings, &text_of), true)?;
        }
        CheckFormat::Text => print(&loaded, &findings, terminal)?,
    }
    let is_wrong = findings.iter().any(|finding| finding.severity > Severity::Info);
    Ok(if is_wrong { Done::Findings } else { Done::Fine })
}

/// What a code means.
fn explain(code: &str, terminal: &mut Terminal) -> Result<Done, CliError> {
    let Some(rule) = rule(code) else {
        let near = nearest(code, RULES.iter().map(|rule| rule.code), 0.8);
        let hint = near.map_or_else(
            || "see `reagent check --rules`".to_owned(),
            |near| format!("did you mean '{near}'?"),
        );
        return Err(CliError::Usage(format!("there is no rule '{code}'; {hint}")));
    };
    let fix = if rule.has_fix { "\n`reagent check --fix` repairs it in most cases." } else { "" };
    terminal.line(&format!(
        "{} ({})\n\n{}.\n\nFor instance:  {}\nWhat to do:    {}{fix}",
        rule.code,
        rule.severity.word(),
        upper_first(rule.doc),
        rule.example,
        rule.advice,
    ))?;
    Ok(Done::Fine)
}

fn load(folder: &Path, timezone: &mut Option<String>) -> Result<LoadedWorkspace, CliError> {
    let mut loaded = load_workspace(folder)?;
    if let Some(timezone) = timezone {
        loaded.read.workspace.profile.timezone.clone_from(timezone);
    }
    Ok(loaded)
}

fn print(loaded: &LoadedWorkspace, findings: &[Diagnostic], terminal: &mut Terminal) -> Result<(), CliError> {
    for finding in findings {
        terminal.write(&described(finding, text_of(loaded, finding)))?;
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let workspace = &loaded.read.workspace;
    terminal.line(&format!(
        "{} in {} and {}: {}, {}, {}",
        plural(findings.len(), "finding"),
        plural(workspace.triggers.len() + workspace.automations.len(), "reaction"),
        plural(workspace.targets.len(), "target"),
        plural(errors, "error"),
        plural(warnings, "warning"),
        plural(notes, "note"),
    ))
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The text that a finding's span is in: its file, or the template inside its file.
fn text_of<'l>(loaded: &'l LoadedWorkspace, finding: &Diagnostic) -> Option<&'l str> {
    let file = finding.place.file.as_deref()?;
    if finding.place.pointer == "/template" {
        let target = loaded.read.workspace.targets.iter().find(|target| target.file.as_deref() == Some(file));
        return target.map(|target| target.template.as_str());
    }
    loaded.files.iter().find(|text| text.path == file).map(|file| file.text.as_str())
}

/// `file:line:column severity code message`, the line with carets under the place, and the ways out.
fn described(finding: &Diagnostic, text: Option<&str>) -> String {
    let place = &finding.place;
    let file = place.file.as_deref().unwrap_or("workspace");
    // Lines of a template inside JSON are no lines of the file.
    let inside = if place.pointer == "/template" { "#/template" } else { "" };
    let at = place.span.map_or_else(String::new, |span| format!(":{}:{}", span.line, span.column));
    let mut lines =
        vec![format!("{file}{inside}{at} {} {} {}", finding.severity.word(), finding.code, finding.message)];
    if let (Some(text), Some(span)) = (text, place.span) {
        let line = text.lines().nth(span.line.saturating_sub(1) as usize).unwrap_or_default();
        let number = span.line.to_string();
        let pad = " ".repeat(number.len());
        let before: String = line.chars().take(span.column.saturating_sub(1) as usize).map(blank).collect();
        let marked = text.get(span.start..span.end).and_then(|part| part.lines().next()).unwrap_or_default();
        let carets = "^".repeat(marked.chars().count().max(1));
        lines.push(format!("  {number} | {line}"));
        lines.push(format!("  {pad} | {before}{carets}"));
    }
    lines.extend(finding.fixes.iter().map(|fix| format!("  fix: {}", fix.title)));
    lines.extend(finding.hints.iter().map(|hint| format!("  hint: {hint}")));
    lines.join("\n") + "\n"
}

/// White space as wide as a character, so that carets stand under tabs as well.
fn blank(c: char) -> char {
    if c == '\t' { '\t' } else { ' ' }
}

/// Applies what can be applied at once; false if that is nothing.
fn fix(
    folder: &Path,
    loaded: &LoadedWorkspace,
    findings: &[Diagnostic],
    show: &mut dyn FnMut(String) -> Result<(), CliError>,
) -> Result<bool, CliError> {
    let mut has_fixed = false;
    for file in &loaded.files {
        let is_here = |finding: &&Diagnostic| finding.place.file.as_deref() == Some(&file.path);
        let of_file: Vec<&Diagnostic> = findings.iter().filter(is_here).collect();
        let applied = apply_fixes(&file.text, &of_file);
        if applied.fixed.is_empty() || applied.text == file.text {
            continue;
        }
        for finding in applied.fixed.iter().filter_map(|index| of_file.get(*index)) {
            let title = finding.fixes.first().map_or("", |fix| fix.title.as_str());
            let line = finding.place.span.map_or(0, |span| span.line);
            show(format!("fixed {}:{line} {}: {title}", file.path, finding.code))?;
        }
        for (old, new) in file.text.lines().zip(applied.text.lines()).filter(|(old, new)| old != new) {
            show(format!("- {old}"))?;
            show(format!("+ {new}"))?;
        }
        write_text(&folder.join(&file.path), &applied.text)?;
        has_fixed = true;
    }
    Ok(has_fixed)
}
