//! The payload linter: fixtures with their findings, every fix applied, and what must never happen.

use reagent::diag::{Diagnostic, Severity};
use reagent::twig::{Settings, Strategy, lint};
use std::fmt::Write;

/// A case of a fixture file.
struct Case<'t> {
    title: &'t str,
    settings: Settings,
    template: String,
    expected: Vec<&'t str>,
}

/// Cases begin with `=== title`; `# autoescape off` changes the settings; the findings follow `---`.
fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut is_template = false;
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("=== ") {
            let (settings, template, expected) = (Settings::default(), String::new(), Vec::new());
            cases.push(Case { title, settings, template, expected });
            is_template = true;
        } else if let Some(case) = cases.last_mut() {
            match line.strip_prefix("# autoescape ") {
                Some(name) if is_template && case.template.is_empty() => {
                    case.settings.autoescape =
                        if name == "off" { Strategy::Off } else { Strategy::from_name(name).unwrap() };
                }
                _ if line == "---" => is_template = false,
                _ if is_template && case.template.is_empty() => line.clone_into(&mut case.template),
                _ if is_template => write!(case.template, "\n{line}").unwrap(),
                _ => case.expected.extend(Some(line).filter(|line| !line.is_empty())),
            }
        }
    }
    cases
}

fn shown(finding: &Diagnostic) -> String {
    let span = finding.place.span.unwrap();
    format!("{}:{} {} {}", span.line, span.column, finding.severity.word(), finding.code)
}

fn count(findings: &[Diagnostic], code: &str) -> usize {
    findings.iter().filter(|finding| finding.code == code).count()
}

/// Compares findings and applies every fix, which must remove its finding and break nothing.
fn check(file: &str, text: &str) {
    let mut report = String::new();
    for case in cases(text) {
        let found = lint(&case.template, &case.settings);
        let lines: Vec<String> = found.iter().map(shown).collect();
        if lines != case.expected {
            let (title, template) = (case.title, &case.template);
            writeln!(report, "=== {title}\n{template}\n---\n{}\n", lines.join("\n")).unwrap();
            for finding in &found {
                writeln!(report, "    ({})", finding.message).unwrap();
            }
        }
        for finding in &found {
            for fix in &finding.fixes {
                let fixed = fix.apply(&case.template).unwrap();
                let after = lint(&fixed, &case.settings);
                let errors = |list: &[Diagnostic]| {
                    list.iter().filter(|finding| finding.severity == Severity::Error).count()
                };
                let is_better = count(&after, finding.code) < count(&found, finding.code)
                    && errors(&after) <= errors(&found);
                if !is_better {
                    let lines: Vec<String> = after.iter().map(shown).collect();
                    writeln!(
                        report,
                        "FIX {}: {}: {}\n{fixed}\n{}",
                        case.title,
                        finding.code,
                        fix.title,
                        lines.join("\n")
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(report.is_empty(), "{file}\n{report}");
}

#[test]
fn quoted_values() {
    check("quoted", include_str!("../fixtures/lint/quoted.txt"));
}

#[test]
fn bare_values() {
    check("bare", include_str!("../fixtures/lint/bare.txt"));
}

#[test]
fn brackets_and_commas() {
    check("skeleton", include_str!("../fixtures/lint/skeleton.txt"));
}

#[test]
fn templates_that_are_fine() {
    check("fine", include_str!("../fixtures/lint/fine.txt"));
}
