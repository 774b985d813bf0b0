//! Fields of another type than the rule takes them for: a list compared with text, a sum of what may be empty text.
//!
//! What a field holds is what the samples of the event show, and what the catalogue says of it. A finding needs both to
//! speak against the rule: one sample that fits is enough for none.

use super::condition::Repairable;
use super::found::{Change, Repair};
use super::reach::Reach;
use super::scene::at;
use crate::catalog::FieldType;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{are_comparable, can_contain};
use crate::json::Json;
use crate::logic::{Call, Code, Kind, Node, Rule, used_paths};
use crate::php::{Value, numeric};
use std::collections::BTreeMap;

const CODE: &str = "field/wrong-type";

/// Operations of a rule on fields that never have the type for it. Places are pointers into the file; `pointer` is the
/// rule's own.
pub(super) fn findings(rule: &Rule, pointer: &str, event: &Reach<'_>) -> Vec<Repairable> {
    let used = used_paths(rule).into_iter().filter(|used| !used.is_presence);
    let paths = used.filter_map(|used| Some((used.pointer.clone(), used.full_path()?))).collect();
    let typed = Typed { rule, pointer, event, paths };
    rule.nodes().filter_map(|node| typed.of(node, node.call()?)).collect()
}

struct Typed<'t> {
    rule: &'t Rule,
    pointer: &'t str,
    event: &'t Reach<'t>,
    /// By the JSON Pointer of the path in the rule
    paths: BTreeMap<String, String>,
}

/// A field with what it holds where it is set; text that is empty says nothing of its type.
struct Held<'t> {
    path: &'t str,
    seen: Vec<&'t Json>,
    known: Option<FieldType>,
}

impl Held<'_> {
    /// Whether nothing that it holds is of use; where nothing is known, it may be.
    fn never(&self, is_of_use: impl Fn(&Json) -> bool, may_hold: impl Fn(FieldType) -> bool) -> bool {
        let is_known = !self.seen.is_empty() || self.known.is_some();
        is_known && !self.seen.iter().any(|json| is_of_use(json)) && !self.known.is_some_and(may_hold)
    }

    /// What it is in words: "a number".
    fn kind(&self) -> &'static str {
        match (self.seen.first(), self.known) {
            (Some(json), _) => json.kind(),
            (None, Some(FieldType::List)) => "a list",
            (None, Some(FieldType::Object)) => "an object",
            (None, Some(FieldType::Boolean)) => "true or false",
            (None, Some(FieldType::Integer | FieldType::Number)) => "a number",
            (None, _) => "text",
        }
    }

    fn is_list(&self) -> bool {
        self.kind() == "a list"
    }
}

fn code(call: &Call) -> Option<Code> {
    call.operator.map(|operator| operator.code)
}

impl Typed<'_> {
    fn of(&self, node: &Node, call: &Call) -> Option<Repairable> {
        match code(call)? {
            Code::Eq | Code::Ne | Code::Lt | Code::Le | Code::Gt | Code::Ge => self.comparison(node, call),
            Code::In => self.membership(node, call),
            Code::Map | Code::Filter | Code::Reduce | Code::All | Code::Some | Code::None => {
                self.items(node, call)
            }
            Code::Sub | Code::Mul | Code::Div | Code::Rem => self.arithmetic(node, call),
            _ => None,
        }
    }

    /// The field that a node reads.
    fn held(&self, node: &Node) -> Option<Held<'_>> {
        let call = node.call().filter(|call| code(call) == Some(Code::Var))?;
        let path =
            self.paths.get(self.rule.pointer(call.args.first()?.id)).filter(|path| !path.is_empty())?;
        let mut seen = self.event.values(path);
        seen.retain(|json| !matches!(json, Json::Null) && json.as_str() != Some(""));
        let known = self.event.family.and_then(|family| family.field(path)).map(|field| field.kind);
        Some(Held { path, seen, known: known.filter(|kind| *kind != FieldType::Any) })
    }

    fn where_seen(&self, held: &Held<'_>) -> String {
        let name = self.event.event;
        if held.seen.is_empty() { format!("in {name}") } else { format!("in the samples of {name}") }
    }

    fn finding(&self, node: &Node, message: String) -> Diagnostic {
        let pointer = format!("{}{}", self.pointer, self.rule.pointer(node.id));
        at(Severity::Warning, CODE, message, pointer)
    }

    fn comparison(&self, node: &Node, call: &Call) -> Option<Repairable> {
        let (position, held) =
            call.args.iter().enumerate().find_map(|(at, arg)| Some((at, self.held(arg)?)))?;
        let literals: Vec<&Json> = call.args.iter().filter_map(Node::literal).collect();
        let literal = *literals.first()?;
        // Null asks whether it is set; a flag is judged by `logic/boolean-field`.
        if matches!(literal, Json::Null | Json::Bool(_)) || call.args.len() > literals.len() + 1 {
            return None;
        }
        let required = Value::from(literal);
        let is_never = held.never(
            |json| is_flag(json, literal) || are_comparable(&Value::from(json), &required),
            |kind| may_compare(kind, literal) || (kind == FieldType::Text && held.seen.is_empty()),
        );
        if !is_never {
            return None;
        }
        let kind = held.kind();
        let message = format!(
            "\"{}\" is {kind} {}, but is compared with {}",
            held.path,
            self.where_seen(&held),
            kind_of_literal(literal)
        );
        let finding = self.finding(node, message).hint(effect(&held, code(call)?, literal));
        let finding = self
            .inside(&held, call)
            .into_iter()
            .fold(finding, |finding, path| finding.hint(format!("did you mean \"{path}\"?")));
        let repair = self.compared_rightly(node, call, &held, (position, literal));
        Some((finding, repair))
    }

    /// A field of an object, of which one was probably meant.
    fn inside(&self, held: &Held<'_>, call: &Call) -> Option<String> {
        if held.kind() != "an object" || !matches!(code(call), Some(Code::Eq | Code::Ne)) {
            return None;
        }
        let paths = self.event.paths();
        let named = |name: &str| paths.iter().find(|path| **path == format!("{}.{name}", held.path)).cloned();
        ["handle", "name", "id"].into_iter().find_map(named)
    }

    /// The same as it was probably meant: a text in a list, a flag that is true.
    fn compared_rightly(
        &self,
        node: &Node,
        call: &Call,
        held: &Held<'_>,
        (position, literal): (usize, &Json),
    ) -> Option<Repair> {
        let is_equal = match code(call)? {
            Code::Eq => true,
            Code::Ne => false,
            _ => return None,
        };
        let place = format!("{}{}", self.pointer, self.rule.pointer(node.id));
        let flag = match literal.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        if let Some(flag) = flag.filter(|_| held.kind() == "true or false") {
            let literal = call.args.iter().find(|arg| arg.literal().is_some())?;
            let value = format!("{}{}", self.pointer, self.rule.pointer(literal.id));
            let change = Change::Replace { value, json: Json::Bool(flag) };
            return Some(Repair { title: format!("compare with {flag}"), changes: vec![change] });
        }
        let required = Value::from(literal);
        let fits = |json: &Json| can_contain(&Value::from(json), &required);
        if !held.is_list() || !held.seen.iter().all(|json| fits(json)) {
            return None;
        }
        let field = self.rule.source().pointer(self.rule.pointer(call.args.get(position)?.id))?;
        let member = operation("in", Json::Array(vec![literal.clone(), field.clone()]));
        let json = if is_equal { member } else { operation("!", member) };
        let title = "ask whether it is in the list".to_owned();
        Some(Repair { title, changes: vec![Change::Replace { value: place, json }] })
    }

    fn membership(&self, node: &Node, call: &Call) -> Option<Repairable> {
        let (needle, haystack) = (call.arg(0)?, call.arg(1)?);
        if let (Kind::List(items), Some(held)) = (&haystack.kind, self.held(needle)) {
            return self.listed(node, items, &held);
        }
        let literal = needle.literal().filter(|json| !matches!(json, Json::Null | Json::Bool(_)))?;
        let held = self.held(haystack)?;
        let required = Value::from(literal);
        let is_never = held.never(
            |json| matches!(json, Json::Object(_)) || can_contain(&Value::from(json), &required),
            |kind| match kind {
                FieldType::Integer | FieldType::Number | FieldType::Boolean => false,
                FieldType::Text | FieldType::Date | FieldType::Datetime => {
                    held.seen.is_empty() || literal.as_str().is_some()
                }
                // What the items are is known from the samples only.
                _ => held.seen.is_empty(),
            },
        );
        if !is_never {
            return None;
        }
        let (path, seen) = (held.path, self.where_seen(&held));
        let items = held.seen.iter().filter_map(|json| json.as_array()).flatten();
        let (message, hint) = if let Some(kind) = items.map(Json::kind).next() {
            let (kind, wanted) = (plural(kind), kind_of_literal(literal));
            let message = format!("the items of \"{path}\" are {kind} {seen}, but {wanted} is looked for");
            (message, "ask \"some\" of the items")
        } else {
            let message = format!("\"{path}\" is {} {seen}; nothing is ever found in it", held.kind());
            (message, "use a field that is a list or text")
        };
        Some((self.finding(node, message).hint(hint), None))
    }

    /// A field that is looked for among written choices; numbers and text among each other are `logic/mixed-list`.
    fn listed(&self, node: &Node, items: &[Node], held: &Held<'_>) -> Option<Repairable> {
        let is_scalar = |item: &Node| item.literal().is_some_and(|json| !matches!(json, Json::Null));
        let is_nested = |json: &Json| matches!(json, Json::Array(_) | Json::Object(_));
        let is_never =
            held.never(|json| !is_nested(json), |kind| !matches!(kind, FieldType::List | FieldType::Object));
        if items.is_empty() || !items.iter().all(is_scalar) || !is_never {
            return None;
        }
        let message = format!(
            "\"{}\" is {} {}, which is never one of the choices",
            held.path,
            held.kind(),
            self.where_seen(held)
        );
        let hint = "ask \"some\" of the items, or compare a field inside";
        Some((self.finding(node, message).hint(hint), None))
    }

    fn items(&self, node: &Node, call: &Call) -> Option<Repairable> {
        let held = self.held(call.arg(0)?)?;
        let is_never = held.never(
            |json| matches!(json, Json::Array(_) | Json::Object(_)),
            |kind| matches!(kind, FieldType::List | FieldType::Object),
        );
        if !is_never {
            return None;
        }
        let message = format!(
            "\"{}\" is {} {}, but \"{}\" goes through the items of a list",
            held.path,
            held.kind(),
            self.where_seen(&held),
            call.name
        );
        let hint = "in anything else there are no items, so nothing of this is ever asked";
        Some((self.finding(node, message).hint(hint), None))
    }

    /// Computing with text: numeric text is a number, but text may be empty, and that is an error.
    fn arithmetic(&self, node: &Node, call: &Call) -> Option<Repairable> {
        let held = call.args.iter().find_map(|arg| {
            let held = self.held(arg)?;
            let is_numeric =
                |json: &&Json| json.as_str().is_some_and(|text| numeric(text).is_some()) || is_number(json);
            let is_text = matches!(held.known, Some(FieldType::Text)) && held.seen.iter().all(is_numeric);
            let is_seen_as_number = held.seen.iter().any(|json| is_number(json));
            let is_default = arg.call().is_some_and(|call| call.args.len() > 1);
            (is_text && !is_seen_as_number && !is_default && !self.is_asked(held.path)).then_some(held)
        })?;
        let message = format!(
            "\"{}\" is text, which may be empty or no number; computing with such text is an error",
            held.path
        );
        let hint = "ask first whether it is set, or give 0 for it with \"if\"";
        Some((self.finding(node, message).hint(hint), None))
    }

    /// Whether the rule asks the field for its truth, which empty text has not.
    fn is_asked(&self, path: &str) -> bool {
        let is_it = |node: &Node| self.held(node).is_some_and(|held| held.path == path);
        self.rule.nodes().filter_map(Node::call).any(|call| {
            let asks = matches!(
                code(call),
                Some(Code::And | Code::Or | Code::Not | Code::Truthy | Code::If | Code::Ternary)
            );
            asks && call.args.iter().any(is_it)
        })
    }
}

/// Flags come as 0 and 1, too.
fn is_flag(json: &Json, literal: &Json) -> bool {
    let is_bit = match literal {
        Json::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
        other => matches!(other.as_str(), Some("0" | "1")),
    };
    is_bit && matches!(json, Json::Bool(_))
}

/// Whether a field of a type that the catalogue names may meet what it is compared with. Text may hold a number, but the
/// samples would show it.
fn may_compare(kind: FieldType, literal: &Json) -> bool {
    let is_numeric = match literal {
        Json::Number(_) => true,
        other => other.as_str().is_some_and(|text| numeric(text).is_some()),
    };
    match kind {
        FieldType::Integer | FieldType::Number => is_numeric,
        FieldType::Boolean => is_flag(&Json::Bool(true), literal),
        FieldType::List | FieldType::Object => false,
        _ => literal.as_str().is_some(),
    }
}

fn is_number(json: &Json) -> bool {
    matches!(json, Json::Number(_))
}

fn kind_of_literal(literal: &Json) -> &'static str {
    let is_date = |text: &str| crate::contexts::kind_of(&Json::str(text)) != FieldType::Text;
    if literal.as_str().is_some_and(is_date) { "a date" } else { literal.kind() }
}

fn plural(kind: &str) -> &'static str {
    match kind {
        "a number" => "numbers",
        "a list" => "lists",
        "an object" => "objects",
        "text" => "texts",
        _ => "of another type",
    }
}

/// What comes of the comparison on the server.
fn effect(held: &Held<'_>, code: Code, literal: &Json) -> String {
    let is_equality = matches!(code, Code::Eq | Code::Ne);
    match held.kind() {
        "true or false" if literal.as_str().is_some_and(|text| !matches!(text, "" | "0")) && is_equality => {
            format!(
                "any text but \"\" and \"0\" is loosely equal to true, so \"{}\" alone decides",
                held.path
            )
        }
        "a list" | "an object" if is_equality => "it is never equal to text or a number".to_owned(),
        "a list" | "an object" => "it counts as more than every text and number".to_owned(),
        "true or false" => "the server compares both as true or false".to_owned(),
        _ => "the server compares the two as text".to_owned(),
    }
}

fn operation(name: &str, argument: Json) -> Json {
    Json::Object([(name.to_owned(), argument)].into_iter().collect())
}
