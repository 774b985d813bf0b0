//! Traps in rules that work as written but not as meant. Each is a measured cause of decisions that differ from what
//! the writer expects, or from other JSON Logic engines.
//!
//! Syntax is checked by [`super::parse()`]; this looks at meaning, and with a sample of the data at types too.

use super::operators::Code;
use super::paths::used_paths;
use super::rule::{Call, Kind, Node, Rule};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use std::collections::BTreeMap;

/// Looks for traps in a rule; with samples of the data it also judges by the types of the fields.
///
/// ```
/// use reagent::{json, logic};
/// let source = json::parse(r#"{"===": [{"var": "total"}, 175]}"#, json::Limits::default()).unwrap();
/// let findings = logic::lint(&logic::parse(&source), &[]);
/// assert_eq!(findings[0].code, "logic/strict-number");
/// ```
pub fn lint(rule: &Rule, samples: &[&Json]) -> Vec<Diagnostic> {
    let mut fields = BTreeMap::new();
    let mut guarded = Vec::new();
    for used in used_paths(rule) {
        let path = used.full_path();
        if used.is_presence {
            guarded.extend(path.clone());
        }
        let (mut seen, mut is_absent) = (Vec::new(), false);
        if let Some(path) = &path {
            for sample in samples {
                let values = values_at(sample, path);
                // A list without items says nothing of what they hold.
                is_absent |= values.is_empty() && !path.contains('*');
                seen.extend(values);
            }
        }
        fields.insert(used.pointer, Field { path, seen, is_absent });
    }
    let mut linter = Linter { rule, fields, guarded, findings: Vec::new() };
    rule.nodes().for_each(|node| linter.note_guard(node));
    rule.nodes().for_each(|node| linter.node(node));
    linter.findings
}

/// What a sample has at a path; `*` stands for every item of a list.
pub fn values_at<'s>(sample: &'s Json, path: &str) -> Vec<&'s Json> {
    let mut found = vec![sample];
    for segment in path.split('.').filter(|_| !path.is_empty()) {
        let step = |json: &'s Json| -> Vec<&'s Json> {
            match json {
                Json::Array(items) if segment == "*" => items.iter().collect(),
                Json::Array(items) => {
                    segment.parse().ok().and_then(|at: usize| items.get(at)).into_iter().collect()
                }
                Json::Object(object) => object.get(segment).into_iter().collect(),
                _ => Vec::new(),
            }
        };
        found = found.into_iter().flat_map(step).collect();
    }
    found
}

/// A field that the rule reads, with what the samples have in it.
struct Field<'s> {
    path: Option<String>,
    seen: Vec<&'s Json>,
    /// Whether a sample lacks it
    is_absent: bool,
}

impl<'s> Field<'s> {
    /// What it holds where it is set.
    fn values(&self) -> impl Iterator<Item = &'s Json> {
        self.seen.iter().copied().filter(|json| **json != Json::Null)
    }
}

struct Linter<'r, 's> {
    rule: &'r Rule,
    /// By the JSON Pointer of the path in the rule
    fields: BTreeMap<String, Field<'s>>,
    /// Paths that the rule asks the presence of
    guarded: Vec<String>,
    findings: Vec<Diagnostic>,
}

fn code(call: &Call) -> Option<Code> {
    call.operator.map(|operator| operator.code)
}

fn is_number(json: &Json) -> bool {
    matches!(json, Json::Number(_))
}

impl<'s> Linter<'_, 's> {
    /// The field that a node reads without a default.
    fn field(&self, node: &Node) -> Option<&Field<'s>> {
        let call = node.call().filter(|call| code(call) == Some(Code::Var) && call.args.len() == 1)?;
        self.fields.get(self.rule.pointer(call.args.first()?.id))
    }

    fn is_seen_null(&self, node: &Node) -> bool {
        let Some(field) = self.field(node) else { return false };
        field.is_absent || field.seen.iter().any(|json| **json == Json::Null)
    }

    fn is_guarded(&self, node: &Node) -> bool {
        let path = self.field(node).and_then(|field| field.path.as_ref());
        path.is_some_and(|path| self.guarded.contains(path))
    }

    /// A field that is asked for its truth (`!!`, `!`, or alone in `and`, `or`, `if`) or compared with null is known to be
    /// nullable by its writer.
    fn note_guard(&mut self, node: &Node) {
        let Some(call) = node.call() else { return };
        if let Some((Json::Null, other)) = Self::literal_and_other(call) {
            let asked = self.field(other).and_then(|field| field.path.clone());
            self.guarded.extend(asked);
        }
        if matches!(
            code(call),
            Some(Code::And | Code::Or | Code::Not | Code::Truthy | Code::If | Code::Ternary)
        ) {
            let asked = call.args.iter().filter_map(|arg| self.field(arg)?.path.clone());
            let asked: Vec<String> = asked.collect();
            self.guarded.extend(asked);
        }
    }

    fn node(&mut self, node: &Node) {
        let Some(call) = node.call() else { return };
        let Some(operator) = code(call) else { return };
        match operator {
            Code::StrictEq | Code::StrictNe => self.strict(node, call),
            Code::Eq | Code::Ne => self.boolean(node, call),
            Code::Lt | Code::Le | Code::Gt | Code::Ge => self.order(node, call, operator),
            Code::In => self.membership(node, call),
            Code::Sub | Code::Mul | Code::Div | Code::Rem => self.arithmetic(node, call, operator),
            _ => {}
        }
    }

    fn report(
        &mut self,
        severity: Severity,
        code: &'static str,
        (node, message): (&Node, String),
        hint: &str,
    ) {
        let place = Place::pointer(self.rule.pointer(node.id));
        self.findings.push(Diagnostic::new(severity, code, message, place).hint(hint));
    }

    fn name(&self, node: &Node) -> String {
        let path = self.field(node).and_then(|field| field.path.clone());
        path.map_or_else(|| "the value".to_owned(), |path| format!("\"{path}\""))
    }

    /// A literal and the other operand, whichever way round they are written.
    fn literal_and_other(call: &Call) -> Option<(&Json, &Node)> {
        let (a, b) = (call.arg(0)?, call.arg(1)?);
        match (a.literal(), b.literal()) {
            (None, Some(literal)) => Some((literal, a)),
            (Some(literal), None) => Some((literal, b)),
            _ => None,
        }
    }

    fn strict(&mut self, node: &Node, call: &Call) {
        let Some((literal, other)) = Self::literal_and_other(call) else { return };
        // `!== null` asks whether the field is there, which a field of any type may answer.
        if *literal == Json::Null {
            return;
        }
        let values = self.field(other).into_iter().flat_map(Field::values);
        let mut kinds: Vec<&str> = values.map(Json::kind).collect();
        kinds.dedup();
        let seen_kind = kinds.first().copied();
        let is_seen_otherwise = seen_kind.is_some() && !kinds.contains(&literal.kind());
        let name = self.name(other);
        if is_seen_otherwise {
            let (kind, given) = (seen_kind.unwrap_or_default(), literal.kind());
            let message = format!("{name} is {kind} in the sample, which is never exactly equal to {given}");
            self.report(Severity::Warning, "logic/strict-type", (node, message), "Compare with \"==\"");
        } else if is_number(literal) {
            let message = format!(
                "175 and 175.0 are not exactly equal on the server, and a webhook body does not show which one {name} is"
            );
            self.report(
                Severity::Warning,
                "logic/strict-number",
                (node, message),
                "Compare numbers with \"==\"",
            );
        }
    }

    fn boolean(&mut self, node: &Node, call: &Call) {
        let Some((Json::Bool(flag), other)) = Self::literal_and_other(call) else { return };
        let Some(field) = self.field(other) else { return };
        let odd = field.seen.iter().find(|json| !matches!(json, Json::Bool(_) | Json::Null));
        if let Some(odd) = odd {
            let kind = odd.kind();
            let message = format!(
                "{} is {kind} in the sample; compared with {flag}, even the text \"false\" counts as true",
                self.name(other)
            );
            let hint = "Compare with the value that the field really has";
            self.report(Severity::Warning, "logic/boolean-field", (node, message), hint);
        }
    }

    fn order(&mut self, node: &Node, call: &Call, operator: Code) {
        if matches!(operator, Code::Lt | Code::Le)
            && let Some(third) = call.arg(2)
        {
            return self.between(node, third);
        }
        // Null is smaller than any date, so only the side that must be smaller is a trap.
        let (small, large) = match operator {
            Code::Lt | Code::Le => (call.arg(0), call.arg(1)),
            _ => (call.arg(1), call.arg(0)),
        };
        let (Some(small), Some(literal)) = (small, large.and_then(Node::literal)) else { return };
        if self.field(small).is_none() || self.is_guarded(small) {
            return;
        }
        let is_null = self.is_seen_null(small);
        let severity = if is_null { Severity::Warning } else { Severity::Info };
        let is_date =
            literal.as_str().is_some_and(|text| text.starts_with(|first: char| first.is_ascii_digit()));
        if is_date || (is_null && is_number(literal)) {
            let message = format!(
                "a missing or null {} is less than every date and every positive number",
                self.name(small)
            );
            let hint = "Also ask whether the field is set: {\"!!\": [{\"var\": …}]}";
            self.report(severity, "logic/nullable-order", (node, message), hint);
        }
    }

    fn between(&mut self, node: &Node, third: &Node) {
        if self.field(third).is_none() || self.is_guarded(third) {
            return;
        }
        let severity = if self.is_seen_null(third) { Severity::Warning } else { Severity::Info };
        let message =
            format!("if {} is missing or null, the upper bound is not checked at all", self.name(third));
        let hint = "Give the field a default, or write two comparisons";
        self.report(severity, "logic/nullable-bound", (node, message), hint);
    }

    fn membership(&mut self, node: &Node, call: &Call) {
        let (Some(needle), Some(Node { kind: Kind::List(items), .. })) = (call.arg(0), call.arg(1)) else {
            return;
        };
        let has_numbers = items.iter().filter_map(Node::literal).any(is_number);
        let has_text = items.iter().filter_map(Node::literal).any(|json| json.as_str().is_some());
        if has_numbers && has_text {
            let message = "the list mixes numbers and text; the server compares them loosely, so 10 is in it if \"1e1\" is";
            let hint = "Write all items as the field has them";
            return self.report(Severity::Warning, "logic/mixed-list", (node, message.to_owned()), hint);
        }
        let Some(field) = self.field(needle) else { return };
        let is_odd = |seen: &Json| (has_numbers && seen.as_str().is_some()) || (has_text && is_number(seen));
        let Some(seen) = field.values().next() else { return };
        if field.values().all(is_odd) {
            let message = format!(
                "{} is {} in the sample, and the list has other types",
                self.name(needle),
                seen.kind()
            );
            let hint = "Write all items as the field has them";
            self.report(Severity::Warning, "logic/mixed-list", (node, message), hint);
        }
    }

    fn arithmetic(&mut self, node: &Node, call: &Call, operator: Code) {
        for (position, arg) in call.args.iter().enumerate() {
            let Some(field) = self.field(arg) else { continue };
            let is_text =
                |json: &&Json| json.as_str().is_some_and(|text| crate::php::numeric(text).is_none());
            if field.seen.iter().any(is_text) {
                let message = format!(
                    "{} is not numeric in the sample; computing with such text is an error",
                    self.name(arg)
                );
                let hint = "Give 0 for it with \"if\", or leave the field out of the sum";
                self.report(Severity::Warning, "logic/arithmetic-text", (node, message), hint);
            } else if position == 1 && !self.is_guarded(arg) {
                self.second_operand(node, arg, operator);
            }
        }
    }

    fn second_operand(&mut self, node: &Node, arg: &Node, operator: Code) {
        let severity = if self.is_seen_null(arg) { Severity::Warning } else { Severity::Info };
        let name = self.name(arg);
        let (code, message, hint) = match operator {
            Code::Sub => (
                "logic/nullable-minus",
                format!("if {name} is missing or null, the first value is negated instead"),
                "Give the field a default: {\"var\": [\"…\", 0]}",
            ),
            Code::Div | Code::Rem => (
                "logic/nullable-divisor",
                format!("if {name} is missing, null or 0, the division is an error"),
                "Ask first whether the field is more than 0",
            ),
            _ => return,
        };
        self.report(severity, code, (node, message), hint);
    }
}
