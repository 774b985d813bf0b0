//! `reagent check`: what is wrong or risky in a workspace, and the fixes that a program can make.

use super::args::{CheckArguments, Format};
use super::error::{CliError, Done};
use super::run::now;
use super::terminal::Terminal;
use crate::check::{self, apply_fixes};
use crate::diag::{Diagnostic, Severity};
use crate::io::{LoadedWorkspace, load_workspace, write_text};
use std::path::Path;

/// Fixing may uncover more; a template that is not done by then is left as it is.
const MAX_ROUNDS: usize = 6;

pub(super) fn check(arguments: &CheckArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let mut timezone = arguments.clock.timezone.clone();
    let folder = &arguments.workspace;
    let mut loaded = load(folder, &mut timezone)?;
    let now = now(&arguments.clock);
    for broken in &loaded.read.broken {
        terminal.complain(&format!("left out: {broken}"));
    }
    let mut findings = check::check(&loaded.read.workspace, now);
    if arguments.fix {
        let mut show = |line: String| match arguments.format {
            Format::Text => terminal.line(&line),
            Format::Json => {
                terminal.complain(&line);
                Ok(())
            }
        };
        for _ in 0..MAX_ROUNDS {
            if !fix(folder, &loaded, &findings, &mut show)? {
                break;
            }
            loaded = load(folder, &mut timezone)?;
            findings = check::check(&loaded.read.workspace, now);
        }
    }
    if arguments.quiet {
        findings.retain(|finding| finding.severity > Severity::Info);
    }
    match arguments.format {
        Format::Json => terminal.json(&findings, true)?,
        Format::Text => print(&loaded, &findings, terminal)?,
    }
    let is_wrong = findings.iter().any(|finding| finding.severity > Severity::Info);
    Ok(if is_wrong || !loaded.read.broken.is_empty() { Done::Findings } else { Done::Fine })
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
    let targets = loaded.read.workspace.targets.len();
    terminal.line(&format!(
        "{} in {}: {}, {}, {}",
        plural(findings.len(), "finding"),
        plural(targets, "template"),
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
    let inside = if place.pointer.is_empty() { String::new() } else { format!("#{}", place.pointer) };
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
        let is_here = |finding: &&Diagnostic| {
            finding.place.file.as_deref() == Some(&file.path) && finding.place.pointer.is_empty()
        };
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
