//! Rules of JSON Logic, in filters and dynamic arguments: how they are written, what they read, what they can give.

use super::found::{Change, Repair};
use super::reach::Reach;
use super::root::{elsewhere, nearest};
use super::scene::at;
use crate::diag::{Diagnostic, Severity};
use crate::json::{Json, Style, to_text};
use crate::logic::{self, CertainPart, Code, Exception, Node, Rule, Verdict, describe_node, used_paths};

/// A finding, and how it may be repaired.
pub(super) type Repairable = (Diagnostic, Option<Repair>);

/// What is found in a rule whatever it is for. Places are pointers into the file; `pointer` is the rule's own.
pub(super) fn findings(rule: &Rule, pointer: &str, event: Option<&Reach<'_>>) -> Vec<Repairable> {
    let mut found: Vec<Diagnostic> = rule.findings().to_vec();
    let samples: Vec<&Json> =
        event.into_iter().flat_map(|event| event.samples.iter().map(|(context, _)| &context.data)).collect();
    // Where a sample would have shown it, the mere possibility is not worth a finding.
    let is_shown = |finding: &Diagnostic| finding.severity > Severity::Info || samples.is_empty();
    found.extend(logic::lint(rule, &samples).into_iter().filter(is_shown));
    found.extend(event.map_or_else(Vec::new, |event| unknown_fields(rule, event)));
    let types = event.map_or_else(Vec::new, |event| super::field_type::findings(rule, pointer, event));
    let written = found.into_iter().map(|mut finding| {
        let repair = repair(rule, &finding, pointer);
        finding.place.pointer = format!("{pointer}{}", finding.place.pointer);
        (finding, repair)
    });
    written.chain(types).collect()
}

fn unknown_fields(rule: &Rule, event: &Reach<'_>) -> Vec<Diagnostic> {
    if !event.is_known() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for used in used_paths(rule) {
        let Some(path) = used.full_path().filter(|path| !path.is_empty()) else { continue };
        // Of a list without items nobody knows what they hold.
        let is_in_empty_list =
            path.rfind(".*").is_some_and(|list| !event.has(path.get(..list + 2).unwrap_or("")));
        let is_provided_for = used.is_presence || used.has_default;
        if is_provided_for || is_in_empty_list || event.has(&path) {
            continue;
        }
        found.push(unknown_field(event, &path, used.pointer));
    }
    found
}

fn unknown_field(event: &Reach<'_>, path: &str, pointer: String) -> Diagnostic {
    let name = event.event;
    let (finding, better) = if let Some(other) = elsewhere(event, path) {
        let message = format!("\"{path}\" is not in the context of {name}: {}", other.why);
        (at(Severity::Error, "field/wrong-root", message, pointer), other.path)
    } else {
        let message = if event.samples.is_empty() {
            format!("\"{path}\" is no known field of {name}")
        } else {
            format!("\"{path}\" is in no sample of {name}, nor a known field")
        };
        (at(Severity::Warning, "field/unknown", message, pointer), nearest(path, &event.paths()))
    };
    better.into_iter().fold(finding, |finding, path| finding.hint(format!("did you mean \"{path}\"?")))
}

/// The parts of a rule that come out the same for every event, each with its message; the rule itself may be one.
pub(super) fn certain(rule: &Rule, parts: Vec<CertainPart>) -> Vec<(CertainPart, String)> {
    parts.into_iter().map(|part| (part, certain_message(rule, &part))).collect()
}

fn certain_message(rule: &Rule, part: &CertainPart) -> String {
    let words = |node| match describe_node(rule, node) {
        // A sentence that only repeats the verdict says nothing.
        words if matches!(words.as_str(), "never" | "always") => {
            let json = rule.source().pointer(rule.pointer(node));
            json.map_or(words, |json| to_text(json, &Style::compact()).trim().to_owned())
        }
        words => words,
    };
    let what = match part.pair {
        Some((first, second)) => format!("{} and {} exclude each other", words(first), words(second)),
        None => words(part.node),
    };
    let unless = unless(part.exception);
    match part.verdict {
        Verdict::AlwaysTrue => format!("this holds for every event: {what}{unless}"),
        _ => format!("this never holds: {what}{unless}"),
    }
}

/// What a verdict leaves out.
pub(super) fn unless(exception: Exception) -> &'static str {
    match exception {
        Exception::Nothing => "",
        Exception::True => {
            " (unless a field holds true, which is loosely equal to nearly every text and number)"
        }
        Exception::OddText => " (unless a field that should be a number holds other text)",
        Exception::Either => " (unless a field holds true, or other text where it should be a number)",
    }
}

/// The code of a part that is not the whole rule.
pub(super) fn part_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::AlwaysTrue => "logic/always-true",
        _ => "logic/never-true",
    }
}

fn repair(rule: &Rule, finding: &Diagnostic, pointer: &str) -> Option<Repair> {
    let node = rule.node_at(&finding.place.pointer)?;
    let place = format!("{pointer}{}", finding.place.pointer);
    match finding.code {
        "logic/strict-number" if !has_zero(node) => {
            let change = Change::Rename { object: place, from: "===", to: "==" };
            let is_strict = node.call()?.operator?.code == Code::StrictEq;
            is_strict.then(|| Repair { title: "compare with \"==\"".to_owned(), changes: vec![change] })
        }
        "logic/nullable-order" if finding.severity > Severity::Info => {
            let fields = node.children().filter(|child| child.literal().is_none());
            let field = rule.source().pointer(rule.pointer(fields.last()?.id))?;
            let field = to_text(field, &Style::compact());
            let before = format!("{{\"and\": [{{\"!==\": [{}, null]}}, ", field.trim());
            let change = Change::Surround { value: place, before, after: "]}" };
            Some(Repair { title: "also ask whether the field is set".to_owned(), changes: vec![change] })
        }
        _ => None,
    }
}

/// Null is loosely equal to 0, so another comparison would let it pass.
fn has_zero(node: &Node) -> bool {
    let is_zero = |json: &Json| matches!(json, Json::Number(number) if number.as_f64() == 0.0);
    node.children().filter_map(Node::literal).any(is_zero)
}
