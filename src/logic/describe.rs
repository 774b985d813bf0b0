//! A rule as one plain English sentence, for people who do not read JSON.
//!
//! Two views of a node: a *clause* says when it holds ("spend is at least 500"), a *noun* names its value ("spend
//! times 2"). Not a translation that could be read back; see [`describe`].

mod clause;
mod noun;
mod words;

use super::operators::Code;
use super::rule::{Call, Kind, Node, NodeId, Rule};

/// What a rule says, in one sentence without a full stop: when it holds if it is a condition, else what it computes.
/// "Is set" and "is empty" mean json-logic's truth: null, false, 0, empty text and an empty list are empty.
///
/// ```
/// use reagent::{json, logic};
/// let source = r#"{"and": [{"in": [{"var": "tier_handle"}, ["gold", "platinum"]]},
///                          {">=": [{"var": "aggregations.spend_12m"}, 500]}]}"#;
/// let rule = logic::parse(&json::parse(source, json::Limits::default()).unwrap());
/// assert_eq!(
///     logic::describe(&rule),
///     "tier handle is 'gold' or 'platinum', and spend 12m is at least 500"
/// );
/// ```
pub fn describe(rule: &Rule) -> String {
    sentence(rule.root(), Place::default())
}

/// What one node of a rule says; empty if there is no such node.
pub fn describe_node(rule: &Rule, id: NodeId) -> String {
    rule.node(id).map_or_else(String::new, |node| sentence(node, place_of(rule, id)))
}

/// When one node of a rule holds, or when it does not: "spend is less than 500". Empty if there is no such node.
///
/// ```
/// use reagent::{json, logic};
/// let source = r#"{"!": {"in": [{"var": "tier"}, ["gold", "platinum"]]}}"#;
/// let rule = logic::parse(&json::parse(source, json::Limits::default()).unwrap());
/// let inner = rule.node_at("/!").unwrap().id;
/// assert_eq!(logic::describe_wanted(&rule, inner, false), "tier is neither 'gold' nor 'platinum'");
/// ```
pub fn describe_wanted(rule: &Rule, id: NodeId, holds: bool) -> String {
    rule.node(id).map_or_else(String::new, |node| clause::clause(node, holds, place_of(rule, id)))
}

/// When a rule holds, also where it is a plain value: "email is set".
pub fn describe_condition(rule: &Rule) -> String {
    clause::clause(rule.root(), true, Place::default())
}

/// What field names mean where a node stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Fields of the data
    #[default]
    Root,
    /// Fields of an item of a list
    Item,
    /// The pair of `reduce`
    Fold,
}

fn sentence(node: &Node, place: Place) -> String {
    let is_default = |node: &Node| node.literal().is_some() && !is_bool(node);
    let joins = node.call().is_some_and(|call| match code(call) {
        Some(Code::And) => true,
        // `{"or": [field, "none"]}` is a value with a default.
        Some(Code::Or) => !call.args.iter().any(is_default),
        _ => false,
    });
    if joins || is_condition(node) { clause::clause(node, true, place) } else { noun::noun(node, place) }
}

/// Whether a node is meant to be true or false.
fn is_condition(node: &Node) -> bool {
    let Some(call) = node.call() else { return false };
    match code(call) {
        Some(Code::And | Code::Or) => call.args.iter().any(is_condition),
        Some(Code::If | Code::Ternary) => {
            call.args.len() > 1 && branch_values(call).all(|value| is_condition(value) || is_bool(value))
        }
        Some(
            Code::Not
            | Code::Truthy
            | Code::All
            | Code::None
            | Code::Some
            | Code::Missing
            | Code::MissingSome,
        ) => true,
        Some(code) => code.compares(),
        None => false,
    }
}

fn is_bool(node: &Node) -> bool {
    matches!(node.kind, Kind::Literal(crate::json::Json::Bool(_)))
}

/// The values that an `if` chooses from.
fn branch_values(call: &Call) -> impl Iterator<Item = &Node> {
    let count = call.args.len();
    call.args.iter().enumerate().filter(move |(at, _)| at % 2 == 1 || at + 1 == count).map(|(_, node)| node)
}

fn code(call: &Call) -> Option<Code> {
    call.operator.map(|operator| operator.code)
}

/// Where a node stands, found by walking down to it.
fn place_of(rule: &Rule, id: NodeId) -> Place {
    let mut node = rule.root();
    let mut place = Place::Root;
    while node.id != id {
        let next = node.children().enumerate().take_while(|(_, child)| child.id <= id).last();
        let Some((position, child)) = next else { break };
        if position == 1
            && let Some(call) = node.call()
        {
            place = match code(call) {
                Some(Code::Map | Code::Filter | Code::All | Code::Some | Code::None) => Place::Item,
                Some(Code::Reduce) => Place::Fold,
                _ => place,
            };
        }
        node = child;
    }
    place
}
