//! From JSON to a [`Rule`]: never fails, and says what is wrong.

use super::operators::{self, Code, Operator};
use super::rule::{Call, Form, Kind, Node, NodeId, Rule};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::{self, Json, Object, pointer_push};
use crate::php::KeyRef;
use std::sync::Arc;

/// Deepest nesting of a rule that is evaluated, in JSON levels. Half of what JSON may have, so that a small thread's
/// stack is enough; rules that people write have less than twenty.
pub const MAX_DEPTH: usize = json::MAX_DEPTH / 2;

/// Reads a rule. Unknown operators, wrong numbers of arguments and odd shapes become nodes too, with findings.
///
/// ```
/// use reagent::{json, logic};
/// let source = json::parse(r#"{"fliter": [{"var": "items"}, true]}"#, json::Limits::default()).unwrap();
/// let rule = logic::parse(&source);
/// assert_eq!(rule.findings()[0].code, "logic/unknown-operator");
/// assert_eq!(rule.to_json(), source);
/// ```
pub fn parse(source: &Json) -> Rule {
    let mut parser = Parser { pointer: String::new(), pointers: Vec::new(), findings: Vec::new() };
    // Copying and dropping what is too deep would overflow the stack as surely as reading it.
    let kept = if is_within(source, json::MAX_DEPTH) { source.clone() } else { Json::Null };
    let root = parser.node(source, MAX_DEPTH);
    Rule { source: Arc::new(kept), root, pointers: parser.pointers.into(), findings: parser.findings }
}

/// Whether JSON is nested at most `limit` levels deep; itself without recursion.
fn is_within(json: &Json, limit: usize) -> bool {
    let mut stack = vec![(json, 0)];
    while let Some((json, depth)) = stack.pop() {
        if depth > limit {
            return false;
        }
        match json {
            Json::Array(items) => stack.extend(items.iter().map(|item| (item, depth + 1))),
            Json::Object(object) => stack.extend(object.iter().map(|(_, value)| (value, depth + 1))),
            _ => {}
        }
    }
    true
}

struct Parser {
    pointer: String,
    pointers: Vec<String>,
    findings: Vec<Diagnostic>,
}

impl Parser {
    fn node(&mut self, json: &Json, levels: usize) -> Node {
        let id = NodeId(u32::try_from(self.pointers.len()).unwrap_or(u32::MAX));
        self.pointers.push(self.pointer.clone());
        let kind = match json {
            Json::Array(_) | Json::Object(_) if levels == 0 => {
                self.report(
                    Severity::Error,
                    "logic/limit-depth",
                    format!("the rule is nested deeper than {MAX_DEPTH} levels"),
                );
                Kind::TooDeep
            }
            Json::Array(items) => Kind::List(self.items(items, levels - 1)),
            Json::Object(object) => self.object(object, levels - 1),
            scalar => Kind::Literal(scalar.clone()),
        };
        Node { id, kind }
    }

    fn items(&mut self, items: &[Json], levels: usize) -> Vec<Node> {
        let numbered = items.iter().enumerate();
        numbered.map(|(position, item)| self.child(&position.to_string(), item, levels)).collect()
    }

    fn child(&mut self, segment: &str, json: &Json, levels: usize) -> Node {
        let len = self.pointer.len();
        pointer_push(&mut self.pointer, segment);
        let node = self.node(json, levels);
        self.pointer.truncate(len);
        node
    }

    /// An object with exactly one key, which PHP does not read as an integer, is an operation.
    fn object(&mut self, object: &Object, levels: usize) -> Kind {
        let entries = self.unique_entries(object);
        if let [(name, args)] = entries.as_slice()
            && matches!(KeyRef::from_text(name), KeyRef::Str(_))
        {
            return Kind::Call(self.call(name, args, levels));
        }
        self.check_literal_object(&entries);
        let children = entries.iter().map(|(key, value)| {
            let node = self.child(key, value, levels);
            ((*key).to_owned(), node)
        });
        Kind::Object(children.collect())
    }

    /// Entries as PHP keeps them: a repeated key has its last value in its first place.
    fn unique_entries<'a>(&mut self, object: &'a Object) -> Vec<(&'a str, &'a Json)> {
        let mut entries = indexmap::IndexMap::with_capacity(object.len());
        for (key, value) in object.iter() {
            if entries.insert(key, value).is_some() {
                self.report(
                    Severity::Warning,
                    "logic/duplicate-key",
                    format!("the key \"{key}\" is written twice; only the last one counts"),
                );
            }
        }
        entries.into_iter().collect()
    }

    fn check_literal_object(&mut self, entries: &[(&str, &Json)]) {
        let known = entries.iter().find(|(key, _)| operators::operator(key).is_some());
        if let Some((key, _)) = known {
            let finding = Diagnostic::new(
                Severity::Warning,
                "logic/several-keys",
                format!("an object with several keys is data, so \"{key}\" is not applied here"),
                Place::pointer(self.pointer.clone()),
            );
            self.findings
                .push(finding.hint("Write each operation as an object of its own, joined by \"and\""));
        }
    }

    fn call(&mut self, name: &str, args: &Json, levels: usize) -> Call {
        let operator = operators::operator(name);
        if operator.is_none() {
            self.unknown_operator(name);
        }
        let len = self.pointer.len();
        pointer_push(&mut self.pointer, name);
        let (args, form) = self.args(args, levels);
        self.pointer.truncate(len);
        if let Some(operator) = operator {
            self.check_arity(operator, args.len(), &form);
        }
        Call { name: name.to_owned(), operator, args, form }
    }

    fn args(&mut self, args: &Json, levels: usize) -> (Vec<Node>, Form) {
        match args {
            Json::Array(items) if levels > 0 => (self.items(items, levels - 1), Form::List),
            Json::Object(object) if levels > 0 && is_named(object) => {
                let entries = self.unique_entries(object);
                self.report(
                    Severity::Warning,
                    "logic/named-arguments",
                    "the arguments are an object; the server matches its keys with its own parameter names"
                        .to_owned(),
                );
                let nodes = entries.iter().map(|(key, value)| self.child(key, value, levels - 1)).collect();
                (nodes, Form::Named(entries.iter().map(|(key, _)| (*key).to_owned()).collect()))
            }
            single => (vec![self.node(single, levels)], Form::Single),
        }
    }

    fn report(&mut self, severity: Severity, code: &'static str, message: String) {
        self.findings.push(Diagnostic::new(severity, code, message, Place::pointer(self.pointer.clone())));
    }

    fn unknown_operator(&mut self, name: &str) {
        let finding = Diagnostic::new(
            Severity::Error,
            "logic/unknown-operator",
            format!("\"{name}\" is not an operator of JSON Logic; the server refuses the rule"),
            Place::pointer(self.pointer.clone()),
        );
        let finding = match operators::suggestion(name) {
            Some(near) => {
                finding.hint(format!("Did you mean \"{}\" ({})?", near.name, near.title.to_lowercase()))
            }
            None => finding,
        };
        self.findings.push(finding);
    }

    fn check_arity(&mut self, operator: &Operator, count: usize, form: &Form) {
        let place = Place::pointer(self.pointer.clone());
        let name = operator.name;
        if count < operator.min_args {
            let message = format!("\"{name}\" needs {}, and has {count}", arguments(operator.min_args));
            let mut finding = Diagnostic::new(Severity::Error, "logic/arity", message, place);
            if *form == Form::Single && operator.min_args > 1 {
                finding =
                    finding.hint(format!("Write the arguments as a list: {{\"{name}\": [first, second]}}"));
            }
            self.findings.push(finding);
        } else if let Some(max) = operator.max_args.filter(|max| count > *max) {
            let message =
                format!("\"{name}\" uses {} at most, and has {count}; the rest is ignored", arguments(max));
            // PHP's own substr is the one that refuses arguments it does not know.
            let severity = if operator.code == Code::Substr { Severity::Error } else { Severity::Warning };
            self.findings.push(Diagnostic::new(severity, "logic/arity", message, place));
        }
    }
}

/// Whether an object in the place of arguments is a set of named arguments and not an operation of its own.
fn is_named(object: &Object) -> bool {
    let mut keys = object.iter().map(|(key, _)| key);
    let Some(first) = keys.next() else { return true };
    keys.any(|key| key != first) || matches!(KeyRef::from_text(first), KeyRef::Int(_))
}

fn arguments(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}
