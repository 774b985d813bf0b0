//! Findings as SARIF 2.1.0, which code hosts show beside a change.

use super::rules::{RULES, Rule};
use crate::diag::{Diagnostic, Severity, Span};
use serde_json::{Map, Value, json};

/// A log of one run: the rules that were broken, and a result per finding. `text_of` gives the text of a file, which tells
/// where a region ends. The same findings give the same log.
pub fn sarif<'t>(findings: &[Diagnostic], text_of: &dyn Fn(&str) -> Option<&'t str>) -> Value {
    let rules: Vec<&Rule> =
        RULES.iter().filter(|rule| findings.iter().any(|found| found.code == rule.code)).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules, text_of)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "reagent",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            }},
            // Columns count characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.doc},
        "help": {"text": format!("{}. For instance: {}", rule.advice, rule.example)},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn result<'t>(finding: &Diagnostic, rules: &[&Rule], text_of: &dyn Fn(&str) -> Option<&'t str>) -> Value {
    let mut text = finding.message.clone();
    for hint in &finding.hints {
        text.push_str("\nhint: ");
        text.push_str(hint);
    }
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), finding.code.into());
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result.insert("ruleIndex".to_owned(), index.into());
    }
    result.insert("level".to_owned(), level(finding.severity).into());
    result.insert("message".to_owned(), json!({ "text": text }));
    if let Some(file) = &finding.place.file {
        let mut physical = json!({"artifactLocation": {"uri": uri(file)}});
        // Lines of a template inside JSON are no lines of the file.
        if let (Some(span), true) = (finding.place.span, finding.place.pointer != "/template")
            && let Value::Object(physical) = &mut physical
        {
            physical.insert("region".to_owned(), region(span, text_of(file)));
        }
        result.insert("locations".to_owned(), json!([{"physicalLocation": physical}]));
    }
    Value::Object(result)
}

fn region(span: Span, text: Option<&str>) -> Value {
    let mut region = Map::new();
    region.insert("startLine".to_owned(), span.line.into());
    region.insert("startColumn".to_owned(), span.column.into());
    if let Some(text) = text.filter(|text| span.end > span.start && text.is_char_boundary(span.end)) {
        let end = crate::json::line_column(text, span.end);
        region.insert("endLine".to_owned(), end.line.into());
        region.insert("endColumn".to_owned(), end.column.into());
    }
    Value::Object(region)
}

/// A path as a relative reference: what a URI does not allow is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into());
            }
            other => uri.extend(["%".to_owned(), format!("{other:02X}")]),
        }
    }
    uri
}
