//! Criteria about the items of a list: `some`, `none`, `all`, and `filter` where it counts as true or false.

use super::{Aim, Criteria, Field, Presence, Scope, Shape, code, look_up};
use crate::json::pointer_push;
use crate::logic::{Call, Code, Node};
use crate::php::{KeyRef, Value};

/// Most items of a list that are looked at one by one.
const MAX_ITEMS: usize = 200;

/// What is asked of the items of a list.
pub(in crate::engine) struct Items<'r> {
    /// The list's own part of the rule
    pub(in crate::engine) list: &'r Node,
    /// What is asked of each item
    pub(in crate::engine) body: &'r Node,
    /// Every item must meet its aim, or else one of them
    pub(in crate::engine) is_every: bool,
    /// Whether a list without items is fine
    pub(in crate::engine) may_be_empty: bool,
    /// How many items there are; more than there are aims in a long list
    pub(in crate::engine) count: usize,
    /// What each item must meet
    pub(in crate::engine) aims: Vec<Aim<'r>>,
    /// What a first item would have to meet, for a list without items
    pub(in crate::engine) first: Aim<'r>,
}

impl<'r> Criteria<'r> {
    pub(super) fn items(&self, aim: &Aim<'r>, call: &'r Call, quantifier: Code) -> Shape<'r> {
        let (Some(list), Some(body)) = (call.arg(0), call.arg(1)) else { return Shape::Leaf };
        let (is_every, want) = match (quantifier, aim.want) {
            (Code::All, true) => (true, true),
            (Code::All, false) => (false, false),
            (Code::None, true) | (Code::Some | Code::Filter, false) => (true, false),
            _ => (false, true),
        };
        // Source: json-logic-php, `all` of an empty list is false.
        let may_be_empty = if quantifier == Code::All { !aim.want } else { is_every };
        let Ok(Value::Array(values)) = self.value(list, &aim.scope) else { return Shape::Leaf };
        let aims =
            self.item_scopes(list, &aim.scope).into_iter().map(|scope| Aim { node: body, want, scope });
        Shape::Items(Items {
            list,
            body,
            is_every,
            may_be_empty,
            count: values.len(),
            aims: aims.collect(),
            first: Aim { node: body, want, scope: first_item(list, &aim.scope) },
        })
    }

    /// What the items of a list see; those that a filter keeps know their place in the list that it filters.
    pub(in crate::engine) fn item_scopes(&self, list: &Node, scope: &Scope) -> Vec<Scope> {
        if let Some((source, kept)) = filtered(list) {
            let mut scopes = self.item_scopes(source, scope);
            scopes.retain(|scope| self.value(kept, scope).is_ok_and(|value| crate::logic::is_truthy(&value)));
            return scopes;
        }
        let Ok(Value::Array(values)) = self.value(list, scope) else { return Vec::new() };
        let at = list_field(list, scope).and_then(|field| field.at);
        let item_at = |key: KeyRef<'_>| {
            let mut at = at.clone()?;
            match key {
                KeyRef::Int(int) => pointer_push(&mut at, &int.to_string()),
                KeyRef::Str(text) => pointer_push(&mut at, text),
            }
            Some(at)
        };
        let scope = |(key, item): (KeyRef<'_>, &Value)| Scope { data: item.clone(), at: item_at(key) };
        values.iter().take(MAX_ITEMS).map(scope).collect()
    }
}

/// What a first item would have to meet where the list itself is not there.
pub(in crate::engine) fn first_of_absent<'r>(aim: &Aim<'r>) -> Option<Aim<'r>> {
    let call = aim.node.call()?;
    let needs_item = match code(call)? {
        Code::All | Code::Some | Code::Filter => aim.want,
        Code::None => !aim.want,
        _ => false,
    };
    let (list, body) = (call.arg(0)?, call.arg(1)?);
    let is_absent = list_field(list, &aim.scope)?.presence != Presence::Set;
    let scope = first_item(list, &aim.scope);
    (needs_item && is_absent).then_some(Aim { node: body, want: true, scope })
}

/// The list that a filter goes through, and what it asks.
pub(in crate::engine) fn filtered(list: &Node) -> Option<(&Node, &Node)> {
    let call = list.call().filter(|call| code(call) == Some(Code::Filter))?;
    Some((call.arg(0)?, call.arg(1)?))
}

/// The place of a first item.
pub(in crate::engine) fn first_item(list: &Node, scope: &Scope) -> Scope {
    let list = filtered(list).map_or(list, |(source, _)| source);
    let at = list_field(list, scope).and_then(|field| field.at);
    let at = at.map(|mut at| {
        pointer_push(&mut at, "0");
        at
    });
    Scope { data: Value::Null, at }
}

/// The field that a list is.
fn list_field(list: &Node, scope: &Scope) -> Option<Field> {
    let call = list.call().filter(|call| code(call) == Some(Code::Var))?;
    Some(look_up(call.arg(0)?.literal()?.as_str()?, scope))
}
