//! The value of a node, as a noun.

use super::clause::clause;
use super::words::{field, joined, literal};
use super::{Place, branch_values, code, is_bool, is_condition};
use crate::json::{Json, Number};
use crate::logic::operators::Code;
use crate::logic::rule::{Call, Kind, Node};

/// What a node's value is.
pub(super) fn noun(node: &Node, place: Place) -> String {
    match &node.kind {
        Kind::Literal(json) => literal(json),
        Kind::List(items) if items.is_empty() => "an empty list".to_owned(),
        Kind::List(items) => format!("the list of {}", joined(&nouns(items, place), "and")),
        Kind::Object(entries) if entries.is_empty() => "an empty list".to_owned(),
        Kind::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{key}: {}", noun(value, place))).collect();
            format!("a record of {}", joined(&entries, "and"))
        }
        Kind::Call(call) => operation(node, call, place),
        Kind::TooDeep => "something nested too deep".to_owned(),
    }
}

pub(super) fn nouns(nodes: &[Node], place: Place) -> Vec<String> {
    nodes.iter().map(|node| noun(node, place)).collect()
}

/// The argument at a position, or a gap.
pub(super) fn arg(call: &Call, position: usize, place: Place) -> String {
    call.arg(position).map_or_else(|| "…".to_owned(), |node| noun(node, place))
}

fn operation(node: &Node, call: &Call, place: Place) -> String {
    let Some(code) = code(call) else { return unknown(call, place) };
    if is_condition(node) && !matches!(code, Code::Missing | Code::MissingSome) {
        return format!("whether {}", clause(node, true, place));
    }
    match code {
        Code::Var => var(call, place),
        Code::Missing => format!("the missing ones of {}", fields(call, place)),
        Code::MissingSome => format!(
            "the missing ones of {}, unless at least {} of them are there",
            call.arg(1).map_or_else(|| "…".to_owned(), |list| field_list(list, place)),
            arg(call, 0, place)
        ),
        Code::If | Code::Ternary => choice(call, place, false),
        Code::And => format!("the first empty one of {}, else the last", list(call, place)),
        Code::Or => format!("the first of {} that is set", list(call, place)),
        Code::Add | Code::Sub | Code::Mul | Code::Div | Code::Rem => arithmetic(code, call, place),
        Code::Max | Code::Min => extreme(code, call, place),
        Code::Filter => filtered(call, place),
        Code::Map => format!("{} for each of {}", body(call, 1, Place::Item), source(call, place)),
        Code::Reduce => reduced(call, place),
        Code::Merge => match call.args.as_slice() {
            [] => "an empty list".to_owned(),
            _ => format!("{} together", list(call, place)),
        },
        Code::Cat => format!("the text made of {}", list(call, place)),
        Code::Substr => part(call, place),
        Code::Log => arg(call, 0, place),
        _ => format!("whether {}", clause(node, true, place)),
    }
}

fn unknown(call: &Call, place: Place) -> String {
    match call.args.as_slice() {
        [] => format!("the unknown operation \"{}\"", call.name),
        _ => format!("the unknown operation \"{}\" of {}", call.name, list(call, place)),
    }
}

fn list(call: &Call, place: Place) -> String {
    joined(&nouns(&call.args, place), "and")
}

fn body(call: &Call, position: usize, place: Place) -> String {
    arg(call, position, place)
}

fn var(call: &Call, place: Place) -> String {
    let name = match call.arg(0) {
        None => field("", place),
        Some(path) => match path_of(path) {
            Some(path) => field(&path, place),
            None => format!("the field named by {}", noun(path, place)),
        },
    };
    match call.arg(1).filter(|default| !matches!(default.literal(), Some(Json::Null))) {
        Some(default) => format!("{name} (or {} if it is missing)", noun(default, place)),
        None => name,
    }
}

/// A path that is written down.
pub(super) fn path_of(node: &Node) -> Option<String> {
    match node.literal()? {
        Json::Null => Some(String::new()),
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.as_text().to_owned()),
        _ => None,
    }
}

/// The fields that `missing` looks for.
pub(super) fn field_names(nodes: &[Node], place: Place) -> Vec<String> {
    let name = |node: &Node| path_of(node).map_or_else(|| noun(node, place), |path| field(&path, place));
    nodes.iter().map(name).collect()
}

/// The fields of `missing`, written one by one, as one list, or joined by `merge`.
pub(super) fn missing_fields(call: &Call, place: Place) -> Vec<String> {
    match call.args.as_slice() {
        [Node { kind: Kind::List(items), .. }, ..] => field_names(items, place),
        [Node { kind: Kind::Call(merge), .. }] if code(merge) == Some(Code::Merge) => {
            merge.args.iter().flat_map(|arg| merged_fields(arg, place)).collect()
        }
        args => field_names(args, place),
    }
}

fn merged_fields(node: &Node, place: Place) -> Vec<String> {
    match &node.kind {
        Kind::List(items) => field_names(items, place),
        Kind::Literal(_) => field_names(std::slice::from_ref(node), place),
        _ => vec![format!("what is named by ({})", noun(node, place))],
    }
}

fn fields(call: &Call, place: Place) -> String {
    joined(&missing_fields(call, place), "and")
}

fn field_list(node: &Node, place: Place) -> String {
    match &node.kind {
        Kind::List(items) => joined(&field_names(items, place), "and"),
        _ => noun(node, place),
    }
}

/// `if` as a value, or as a condition.
pub(super) fn choice(call: &Call, place: Place, as_condition: bool) -> String {
    let said = |node: &Node| match node.literal() {
        Some(Json::Bool(true)) if as_condition => "always".to_owned(),
        Some(Json::Bool(false)) if as_condition => "never".to_owned(),
        _ if as_condition => clause(node, true, place),
        _ => noun(node, place),
    };
    let mut parts = Vec::new();
    for pair in call.args.chunks(2) {
        let text = match (pair, parts.is_empty()) {
            ([condition, value], true) => {
                format!("if {} then {}", clause(condition, true, place), said(value))
            }
            ([condition, value], false) => {
                format!("else if {} then {}", clause(condition, true, place), said(value))
            }
            ([value], false) => format!("otherwise {}", said(value)),
            ([value], true) => said(value),
            _ => continue,
        };
        parts.push(text);
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// `{"if": [condition, true, false]}` says no more than its condition.
pub(super) fn plain_condition(call: &Call) -> Option<(&Node, bool)> {
    let [condition, _, _] = call.args.as_slice() else { return None };
    let values: Vec<&Node> = branch_values(call).collect();
    if !values.iter().all(|value| is_bool(value)) {
        return None;
    }
    match (values.first()?.literal()?, values.get(1)?.literal()?) {
        (Json::Bool(true), Json::Bool(false)) => Some((condition, true)),
        (Json::Bool(false), Json::Bool(true)) => Some((condition, false)),
        _ => None,
    }
}

fn arithmetic(code: Code, call: &Call, place: Place) -> String {
    let operands: Vec<String> = call.args.iter().map(|node| operand(node, place)).collect();
    let word = match code {
        Code::Add => "plus",
        Code::Sub => "minus",
        Code::Mul => "times",
        _ => "divided by",
    };
    match (code, operands.as_slice()) {
        (Code::Rem, [a, b, ..]) => format!("the remainder of {a} divided by {b}"),
        (Code::Sub, [one]) => format!("the negative of {one}"),
        (Code::Sub | Code::Div, [a, b, ..]) => format!("{a} {word} {b}"),
        (_, [one]) => format!("{one} as a number"),
        (Code::Add, []) => "0".to_owned(),
        (_, []) => "…".to_owned(),
        (Code::Add, many) if many.len() > 2 => format!("the sum of {}", joined(many, "and")),
        (_, many) => many.join(&format!(" {word} ")),
    }
}

/// An operand, in parentheses where the order of operations would be lost.
fn operand(node: &Node, place: Place) -> String {
    let text = noun(node, place);
    let is_compound = node.call().is_some_and(|call| {
        let computes = matches!(
            code(call),
            Some(Code::Add | Code::Sub | Code::Mul | Code::Div | Code::If | Code::Ternary)
        );
        computes && call.args.len() > 1
    });
    if is_compound { format!("({text})") } else { text }
}

fn extreme(code: Code, call: &Call, place: Place) -> String {
    let (two, many) = if code == Code::Max {
        ("the larger of", "the largest of")
    } else {
        ("the smaller of", "the smallest of")
    };
    let word = if call.args.len() == 2 { two } else { many };
    format!("{word} {}", list(call, place))
}

/// The list that a loop runs over: "the items".
pub(super) fn source(call: &Call, place: Place) -> String {
    let Some(node) = call.arg(0) else { return "…".to_owned() };
    let text = noun(node, place);
    let is_name = node.call().and_then(code) == Some(Code::Var) && !text.starts_with("the ") && text != "it";
    if is_name { format!("the {text}") } else { text }
}

fn filtered(call: &Call, place: Place) -> String {
    let condition = call.arg(1).map_or_else(|| "…".to_owned(), |body| clause(body, true, Place::Item));
    format!("{} where {condition}", source(call, place))
}

fn reduced(call: &Call, place: Place) -> String {
    let over = source(call, place);
    let start = call.arg(2);
    if let Some(text) = folded(call, place) {
        return text;
    }
    let start = start.map_or_else(|| "nothing".to_owned(), |node| noun(node, place));
    format!("{over} combined one by one, from {start}, each time into {}", body(call, 1, Place::Fold))
}

/// The usual folds: sum, product, count, largest, smallest.
fn folded(call: &Call, place: Place) -> Option<String> {
    let fold = call.arg(1)?.call()?;
    let [a, b] = fold.args.as_slice() else { return None };
    let item = match (is_accumulator(a), is_accumulator(b)) {
        (true, false) => b,
        (false, true) => a,
        _ => return None,
    };
    let start = call.arg(2).and_then(Node::literal).unwrap_or(&Json::Null);
    let number = match start {
        Json::Number(number) => Some(Number::as_f64(number)),
        Json::Null => Some(0.0),
        _ => None,
    }?;
    let over = source(call, place);
    let what = |word: &str| match noun(item, Place::Fold) {
        it if it == "it" => format!("{word} {over}"),
        text => format!("{word} {text} over {over}"),
    };
    let is_one = item.literal().is_some_and(|json| *json == Json::int(1));
    match code(fold)? {
        Code::Add if number == 0.0 && is_one => {
            Some(format!("the number of {}", over.trim_start_matches("the ")))
        }
        Code::Add if number == 0.0 => Some(what("the sum of")),
        Code::Mul if number == 1.0 => Some(what("the product of")),
        Code::Max => Some(what("the largest of")),
        Code::Min => Some(what("the smallest of")),
        _ => None,
    }
}

fn is_accumulator(node: &Node) -> bool {
    let Some(call) = node.call().filter(|call| code(call) == Some(Code::Var)) else { return false };
    call.arg(0).and_then(path_of).as_deref() == Some("accumulator")
}

fn part(call: &Call, place: Place) -> String {
    let text = arg(call, 0, place);
    let number = |position| match call.arg(position).and_then(Node::literal) {
        Some(Json::Number(number)) => number.as_i64(),
        _ => None,
    };
    match (number(1), number(2), call.args.len()) {
        (Some(0), Some(length), 3) if length > 0 => format!("the first {length} characters of {text}"),
        (Some(0), Some(length), 3) => format!("{text} without its last {} characters", length.unsigned_abs()),
        (Some(start), None, 2) if start < 0 => {
            format!("the last {} characters of {text}", start.unsigned_abs())
        }
        (Some(start), None, 2) if start > 0 => {
            format!("{text} from character {} on", start.saturating_add(1))
        }
        (Some(start), Some(length), 3) if start > 0 && length > 0 => {
            format!("{length} characters of {text} from character {} on", start.saturating_add(1))
        }
        _ => {
            let length =
                if call.args.len() > 2 { format!(", length {}", arg(call, 2, place)) } else { String::new() };
            format!("the part of {text} from position {}{length}", arg(call, 1, place))
        }
    }
}
