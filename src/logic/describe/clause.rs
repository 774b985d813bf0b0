//! When a node holds, as a clause.

use super::noun::{arg, choice, missing_fields, noun, path_of, plain_condition, source};
use super::words::{is_date, is_plural, joined, literal_items, statement};
use super::{Place, code};
use crate::json::Json;
use crate::logic::observe::is_truthy;
use crate::logic::operators::Code;
use crate::logic::rule::{Call, Kind, Node};
use crate::php::Value;

/// When a node holds, or when it does not.
pub(super) fn clause(node: &Node, holds: bool, place: Place) -> String {
    match &node.kind {
        Kind::Literal(json) => constant(is_truthy(&Value::from(json)) == holds),
        Kind::List(items) => constant(items.is_empty() != holds),
        Kind::Object(entries) => constant(entries.is_empty() != holds),
        Kind::Call(call) => operation(node, call, holds, place),
        Kind::TooDeep => noun(node, place),
    }
}

fn constant(is_true: bool) -> String {
    if is_true { "always".to_owned() } else { "never".to_owned() }
}

fn operation(node: &Node, call: &Call, holds: bool, place: Place) -> String {
    match code(call) {
        Some(Code::And) => compound(call, Code::And, holds, place),
        Some(Code::Or) => compound(call, Code::Or, holds, place),
        Some(Code::Not) => call.arg(0).map_or_else(|| "…".to_owned(), |arg| clause(arg, !holds, place)),
        Some(Code::Truthy | Code::Log) => {
            call.arg(0).map_or_else(|| "…".to_owned(), |arg| clause(arg, holds, place))
        }
        Some(Code::If | Code::Ternary) => condition(call, holds, place),
        Some(Code::Eq | Code::StrictEq) => equality(call, holds, place),
        Some(Code::Ne | Code::StrictNe) => equality(call, !holds, place),
        Some(code @ (Code::Lt | Code::Le | Code::Gt | Code::Ge)) => order(code, call, holds, place),
        Some(Code::In) => membership(call, holds, place),
        Some(Code::Some | Code::Filter) => {
            quantified(call, if holds { Code::Some } else { Code::None }, place)
        }
        Some(Code::None) => quantified(call, if holds { Code::None } else { Code::Some }, place),
        Some(Code::All) if holds => quantified(call, Code::All, place),
        Some(Code::All) => format!("not {}", quantified(call, Code::All, place)),
        Some(Code::Missing) => missing(call, holds, place),
        Some(Code::MissingSome) => missing_some(call, holds, place),
        Some(Code::Var) if call.args.len() < 2 => field_holds(call, holds, place),
        _ => is_set(&noun(node, place), holds),
    }
}

fn is_set(name: &str, holds: bool) -> String {
    if holds { format!("{name} is set") } else { format!("{name} is empty") }
}

fn field_holds(call: &Call, holds: bool, place: Place) -> String {
    let path = call.arg(0).and_then(path_of);
    let stated = path.filter(|_| place != Place::Fold).and_then(|path| statement(&path, holds));
    stated.unwrap_or_else(|| {
        let name = call.arg(0).map_or_else(String::new, |_| noun_of_call(call, place));
        is_set(if name.is_empty() { "the whole data" } else { &name }, holds)
    })
}

fn noun_of_call(call: &Call, place: Place) -> String {
    match call.arg(0).and_then(path_of) {
        Some(path) => super::words::field(&path, place),
        None => format!("the field named by {}", arg(call, 0, place)),
    }
}

/// `and` and `or`; a negated one is said by negating its parts.
fn compound(call: &Call, operator: Code, holds: bool, place: Place) -> String {
    let is_and = operator == Code::And;
    let says_and = is_and == holds;
    let word = if says_and { "and" } else { "or" };
    let mut parts = Vec::new();
    collect(call, &mut parts, (is_and, holds), place);
    parts.iter_mut().rev().skip(1).for_each(enclose);
    match parts.as_slice() {
        [] => constant(!holds),
        [one] => one.clone(),
        [a, b] => format!("{a}, {word} {b}"),
        [others @ .., last] => format!("{}, {word} {last}", others.join(", ")),
    }
}

/// The parts of nested `and`s or `or`s, as one list.
fn collect(call: &Call, parts: &mut Vec<String>, (is_and, holds): (bool, bool), place: Place) {
    let same = if is_and { Code::And } else { Code::Or };
    for node in &call.args {
        match node.call() {
            Some(inner) if code(inner) == Some(same) => collect(inner, parts, (is_and, holds), place),
            _ => parts.push(part(node, holds, place)),
        }
    }
}

fn condition(call: &Call, holds: bool, place: Place) -> String {
    if let Some((condition, meaning)) = plain_condition(call) {
        return clause(condition, meaning == holds, place);
    }
    match call.args.as_slice() {
        [] => constant(!holds),
        [one] => clause(one, holds, place),
        // With a fixed answer on one side, "if" is no more than "or" and "and".
        [condition, value, other] if is_bool(value, true) => either([condition, other], "or", holds, place),
        [condition, value, other] if is_bool(other, false) => either([condition, value], "and", holds, place),
        _ if holds => choice(call, place, true),
        _ => format!("it is not so that {}", choice(call, place, true)),
    }
}

fn is_bool(node: &Node, flag: bool) -> bool {
    node.literal().is_some_and(|json| *json == Json::Bool(flag))
}

fn either(parts: [&Node; 2], word: &str, holds: bool, place: Place) -> String {
    let [mut a, b] = parts.map(|node| part(node, holds, place));
    enclose(&mut a);
    let word = match (word, holds) {
        ("or", true) | ("and", false) => "or",
        _ => "and",
    };
    format!("{a}, {word} {b}")
}

/// A clause about the items of a list has a comma inside; before others it needs parentheses to show where it ends.
fn enclose(part: &mut String) {
    if part.starts_with("for ") || part.starts_with("not for ") {
        *part = format!("({part})");
    }
}

/// A clause as a part of a longer one: in parentheses if it has parts itself.
fn part(node: &Node, holds: bool, place: Place) -> String {
    let text = clause(node, holds, place);
    let has_parts = node.call().is_some_and(|call| {
        call.args.len() > 1 && matches!(code(call), Some(Code::And | Code::Or | Code::If | Code::Ternary))
    });
    if has_parts { format!("({text})") } else { text }
}

/// Both operands; a literal on the left changes places with what it is compared with.
fn operands(call: &Call) -> (Option<&Node>, Option<&Node>, bool) {
    let (left, right) = (call.arg(0), call.arg(1));
    let is_literal = |node: Option<&Node>| node.is_some_and(|node| node.literal().is_some());
    if is_literal(left) && right.is_some() && !is_literal(right) {
        (right, left, true)
    } else {
        (left, right, false)
    }
}

fn said(node: Option<&Node>, place: Place) -> String {
    node.map_or_else(|| "…".to_owned(), |node| noun(node, place))
}

fn equality(call: &Call, holds: bool, place: Place) -> String {
    let is_strict = matches!(code(call), Some(Code::StrictEq | Code::StrictNe));
    let (subject, value, _) = operands(call);
    if let Some(text) = special_equality(subject, value, (holds, is_strict), place) {
        return text;
    }
    let not = if holds { "" } else { " not" };
    let exactly = if is_strict && !value.is_some_and(reads_exact) { " exactly" } else { "" };
    format!("{} is{not}{exactly} {}", said(subject, place), said(value, place))
}

/// Text that is no number is equal only to itself: "exactly" would add nothing.
fn reads_exact(node: &Node) -> bool {
    let text = node.literal().and_then(Json::as_str);
    text.is_some_and(|text| !text.is_empty() && crate::php::parse_numeric(text).is_none())
}

/// True for the field without a path.
fn is_whole(node: &Node) -> bool {
    let call = node.call().filter(|call| code(call) == Some(Code::Var));
    call.and_then(|call| path_of(call.arg(0)?)).is_some_and(|path| path.is_empty())
}

/// What reads better than "is": true, false, nothing, multiples.
fn special_equality(
    subject: Option<&Node>,
    value: Option<&Node>,
    (holds, is_strict): (bool, bool),
    place: Place,
) -> Option<String> {
    let (subject, value) = (subject?, value?);
    let is_not = if holds { "is" } else { "is not" };
    match value.literal()? {
        Json::Bool(flag) => {
            let call = subject.call()?;
            if super::is_condition(subject) {
                return Some(clause(subject, *flag == holds, place));
            }
            let path = call.arg(0).and_then(path_of).filter(|_| code(call) == Some(Code::Var))?;
            statement(&path, *flag == holds).filter(|_| place != Place::Fold)
        }
        Json::Null if is_strict => Some(format!("{} {is_not} missing", noun(subject, place))),
        Json::Null => Some(format!("{} {is_not} empty", noun(subject, place))),
        // How a row begins in an editor: nothing is asked yet.
        Json::String(text) if text.is_empty() && place == Place::Root && is_whole(subject) => {
            Some("a field is still to be chosen".to_owned())
        }
        Json::String(text) if text.is_empty() => {
            Some(format!("{} {is_not} empty text", noun(subject, place)))
        }
        Json::Number(number) if number.as_f64() == 0.0 => {
            let call = subject.call().filter(|call| code(call) == Some(Code::Rem))?;
            Some(format!("{} {is_not} a multiple of {}", arg(call, 0, place), arg(call, 1, place)))
        }
        _ => None,
    }
}

fn order(operator: Code, call: &Call, holds: bool, place: Place) -> String {
    let has_third = matches!(operator, Code::Lt | Code::Le) && call.args.len() > 2;
    if has_third {
        return between(operator, call, holds, place);
    }
    let (subject, value, is_swapped) = operands(call);
    let operator = if is_swapped { mirrored(operator) } else { operator };
    let not = if holds { "" } else { "not " };
    let words = if value.is_some_and(is_date) { date_words(operator) } else { number_words(operator) };
    format!("{} is {not}{words} {}", said(subject, place), bound(value, place))
}

/// The end of a range; a date is shown as a date.
fn bound(node: Option<&Node>, place: Place) -> String {
    match node.filter(|node| is_date(node)).and_then(Node::literal).and_then(Json::as_str) {
        Some(date) => date.strip_suffix(" 00:00:00").unwrap_or(date).to_owned(),
        None => said(node, place),
    }
}

fn mirrored(operator: Code) -> Code {
    match operator {
        Code::Lt => Code::Gt,
        Code::Le => Code::Ge,
        Code::Gt => Code::Lt,
        _ => Code::Le,
    }
}

fn number_words(operator: Code) -> &'static str {
    match operator {
        Code::Lt => "less than",
        Code::Le => "at most",
        Code::Gt => "more than",
        _ => "at least",
    }
}

fn date_words(operator: Code) -> &'static str {
    match operator {
        Code::Lt => "before",
        Code::Le => "on or before",
        Code::Gt => "after",
        _ => "on or after",
    }
}

fn between(operator: Code, call: &Call, holds: bool, place: Place) -> String {
    let not = if holds { "" } else { "not " };
    let (low, middle, high) = (bound(call.arg(0), place), arg(call, 1, place), bound(call.arg(2), place));
    let dates = call.arg(0).is_some_and(is_date);
    match (operator, dates) {
        (Code::Le, _) => format!("{middle} is {not}between {low} and {high}"),
        (_, true) => format!("{middle} is {not}after {low} and before {high}"),
        (_, false) => format!("{middle} is {not}more than {low} and less than {high}"),
    }
}

fn membership(call: &Call, holds: bool, place: Place) -> String {
    let (needle, haystack) = (arg(call, 0, place), call.arg(1));
    if let Some(items) = haystack.and_then(literal_items) {
        return one_of(&needle, &items, holds);
    }
    let name = said(haystack, place);
    if haystack.is_some_and(|node| node.literal().is_some()) {
        let not = if holds { "is" } else { "is not" };
        return format!("{needle} {not} part of {name}");
    }
    let verb = match (is_plural(&name), holds) {
        (true, true) => "include",
        (true, false) => "do not include",
        (false, true) => "includes",
        (false, false) => "does not include",
    };
    format!("{name} {verb} {needle}")
}

fn one_of(needle: &str, items: &[String], holds: bool) -> String {
    match (items, holds) {
        ([], true) => format!("{needle} is in an empty list"),
        ([], false) => format!("{needle} is not in an empty list"),
        ([one], true) => format!("{needle} is {one}"),
        ([one], false) => format!("{needle} is not {one}"),
        ([a, b], true) => format!("{needle} is {a} or {b}"),
        ([a, b], false) => format!("{needle} is neither {a} nor {b}"),
        (many, true) => format!("{needle} is one of {}", joined(many, "or")),
        (many, false) => format!("{needle} is none of {}", joined(many, "or")),
    }
}

fn quantified(call: &Call, quantifier: Code, place: Place) -> String {
    let words = match quantifier {
        Code::All => "for every one of",
        Code::None => "for none of",
        _ => "for at least one of",
    };
    let condition = call.arg(1).map_or_else(|| "…".to_owned(), |body| clause(body, true, Place::Item));
    format!("{words} {}, {condition}", source(call, place))
}

fn missing(call: &Call, holds: bool, place: Place) -> String {
    let is_computed = matches!(call.args.as_slice(), [Node { kind: Kind::Call(inner), .. }] if code(inner) != Some(Code::Merge));
    let fields = missing_fields(call, place);
    match (fields.as_slice(), holds) {
        ([one], true) if is_computed => format!("at least one of {one} is missing"),
        ([one], false) if is_computed => format!("{one} are all there"),
        ([], _) => constant(!holds),
        ([one], true) => format!("{one} is missing"),
        ([one], false) => format!("{one} is there"),
        (many, true) => format!("{} is missing", joined(many, "or")),
        (many, false) => format!("{} are all there", joined(many, "and")),
    }
}

fn missing_some(call: &Call, holds: bool, place: Place) -> String {
    let count = arg(call, 0, place);
    let fields = match call.arg(1) {
        Some(Node { kind: Kind::List(items), .. }) => joined(&super::noun::field_names(items, place), "and"),
        other => said(other, place),
    };
    if count == "1" {
        return if holds {
            format!("none of {fields} is there")
        } else {
            format!("at least one of {fields} is there")
        };
    }
    let words = if holds { "fewer than" } else { "at least" };
    format!("{words} {count} of {fields} are there")
}
