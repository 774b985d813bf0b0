//! One-click fixes of what the linter warns of: each gives the whole rule with the trap taken out.

use super::edit::set_value;
use super::relation::{call, single};
use super::{Condition, Row};
use crate::diag::Diagnostic;
use crate::json::{Json, Object};

/// A change of a rule that removes what a finding warns of.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFix {
    /// What it does, in a few words
    pub title: &'static str,
    /// The rule after it
    pub rule: Json,
}

/// What can be done about a finding, the most careful first. `sample` is an event to take types from.
pub fn fixes(rule: &Json, finding: &Diagnostic, sample: Option<&Json>) -> Vec<RuleFix> {
    let at = finding.place.pointer.as_str();
    let fixed = match finding.code {
        "logic/strict-number" | "logic/strict-type" => {
            loosened(rule, at).map(|rule| ("Compare loosely", rule))
        }
        "logic/nullable-order" => guarded(rule, at).map(|rule| ("Also ask whether it is set", rule)),
        "logic/nullable-bound" => two_sided(rule, at).map(|rule| ("Write two comparisons", rule)),
        "logic/mixed-list" => {
            one_type(rule, at, sample).map(|rule| ("Write all items as the field has them", rule))
        }
        "logic/nullable-minus" => defaulted(rule, at, 1).map(|rule| ("Take 0 where it is missing", rule)),
        "logic/nullable-divisor" => {
            divisible(rule, at).map(|rule| ("Ask first whether it is more than 0", rule))
        }
        "logic/unknown-operator" => {
            renamed(rule, at, finding).map(|rule| ("Use the operator that is meant", rule))
        }
        _ => None,
    };
    fixed.map(|(title, rule)| RuleFix { title, rule }).into_iter().collect()
}

fn operation(rule: &Json, at: &str) -> Option<(String, Vec<Json>)> {
    let (name, args) = super::read::operation(rule.pointer(at)?)?;
    Some((name.to_owned(), args.as_array()?.to_vec()))
}

fn loosened(rule: &Json, at: &str) -> Option<Json> {
    let (name, args) = operation(rule, at)?;
    let loose = match name.as_str() {
        "===" => "==",
        "!==" => "!=",
        _ => return None,
    };
    set_value(rule, at, call(loose, args))
}

/// `and` of "is set" and what is there.
fn with_guard(rule: &Json, at: &str, guard: Json) -> Option<Json> {
    set_value(rule, at, call("and", vec![guard, rule.pointer(at)?.clone()]))
}

fn guarded(rule: &Json, at: &str) -> Option<Json> {
    let (name, args) = operation(rule, at)?;
    // The side that must be smaller is the one that null passes.
    let small = args.get(usize::from(!name.starts_with('<')))?;
    with_guard(rule, at, single("!!", Json::Array(vec![small.clone()])))
}

fn two_sided(rule: &Json, at: &str) -> Option<Json> {
    let (name, args) = operation(rule, at)?;
    let [low, middle, high] = args.as_slice() else { return None };
    let below = call(&name, vec![low.clone(), middle.clone()]);
    set_value(rule, at, call("and", vec![below, call(&name, vec![middle.clone(), high.clone()])]))
}

fn row_at(rule: &Json, at: &str) -> Option<Row> {
    let condition = Condition::read(rule);
    // A "none of" row is about the `in` inside of it.
    let outer = at.strip_suffix("/!").or_else(|| at.strip_suffix("/!/0")).unwrap_or(at);
    condition.find(at).or_else(|| condition.find(outer))?.row().cloned()
}

fn one_type(rule: &Json, at: &str, sample: Option<&Json>) -> Option<Json> {
    let row = row_at(rule, at)?;
    let list = row.values.first()?;
    let seen = row.field.path.split('.').try_fold(sample?, |json, key| json.get(key))?;
    let items = list.json.as_array()?.iter();
    let typed = items.map(|item| match (seen, item) {
        (Json::Number(_), Json::String(text)) => Json::number(text),
        (Json::String(_), Json::Number(number)) => Some(Json::str(number.as_text())),
        (_, item) => Some(item.clone()),
    });
    let typed: Vec<Json> = typed.collect::<Option<_>>()?;
    if Some(typed.as_slice()) == list.json.as_array() {
        None
    } else {
        set_value(rule, &list.pointer, Json::Array(typed))
    }
}

fn defaulted(rule: &Json, at: &str, position: usize) -> Option<Json> {
    let (name, mut args) = operation(rule, at)?;
    let path = args.get(position)?.get("var")?;
    let path = path.as_str().or_else(|| path.as_array()?.first()?.as_str())?.to_owned();
    *args.get_mut(position)? = call("var", vec![Json::str(path), Json::int(0)]);
    set_value(rule, at, call(&name, args))
}

/// Asks for the divisor before the comparison that divides.
fn divisible(rule: &Json, at: &str) -> Option<Json> {
    let (_, args) = operation(rule, at)?;
    let guard = call(">", vec![args.get(1)?.clone(), Json::int(0)]);
    let condition = Condition::read(rule);
    let mut place = at;
    while condition.find(place).is_none_or(|part| part.row().is_none()) {
        place = place.rsplit_once('/')?.0;
    }
    with_guard(rule, place, guard)
}

/// The hint names the operator in quotes.
fn renamed(rule: &Json, at: &str, finding: &Diagnostic) -> Option<Json> {
    let meant = finding.hints.first()?.strip_prefix("Did you mean \"")?.split('"').next()?;
    let object = rule.pointer(at)?.as_object().filter(|object| object.len() == 1)?;
    let (_, args) = object.iter().next()?;
    set_value(rule, at, Json::Object(Object::from_iter([(meant.to_owned(), args.clone())])))
}
