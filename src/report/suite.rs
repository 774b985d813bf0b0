//! Golden cases as people and build servers read them.

use super::{Paint, render};
use crate::prove::{Counts, SuiteReport};
use minijinja::value::Serde;
use minijinja::{Value, context};

/// Tested workspaces as text.
pub fn suite_text(suites: &[SuiteReport], paint: Paint) -> String {
    render(
        include_str!("../../assets/report/suite.txt"),
        context! {
            suites => Value::from(Serde(suites)),
            counts => Value::from(Serde(counts(suites))),
            is_green => counts(suites).is_green(),
            colours => paint.0,
        },
    )
}

/// Tested workspaces in the XML of `JUnit`: a suite for each trigger, a case for each case.
pub fn junit(suites: &[SuiteReport]) -> String {
    let counted: Vec<Vec<Counts>> = suites
        .iter()
        .map(|suite| suite.triggers.iter().map(crate::prove::TriggerReport::counts).collect())
        .collect();
    render(
        include_str!("../../assets/report/junit.xml"),
        context! {
            suites => Value::from(Serde(suites)),
            counted => Value::from(Serde(counted)),
            counts => Value::from(Serde(counts(suites))),
            total => counts(suites).total(),
        },
    )
}

fn counts(suites: &[SuiteReport]) -> Counts {
    suites.iter().fold(Counts::default(), |sum, suite| sum + suite.counts())
}

/// Text for XML, in an attribute or between tags. What XML 1.0 has no way to write becomes U+FFFD.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // As they stand, these would be read as spaces in an attribute.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// A unified diff with its lines coloured.
pub(super) fn coloured(diff: &str, paint: Paint) -> String {
    let line = |line: &str| match line.chars().next() {
        Some('-') => paint.style("red", line),
        Some('+') => paint.style("green", line),
        Some('@') => paint.style("dim", line),
        _ => line.to_owned(),
    };
    diff.lines().map(line).collect::<Vec<_>>().join("\n")
}
