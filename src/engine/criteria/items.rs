//! Criteria about the items of a list: `some`, `none`, `all`, and `filter` where it counts as true or false.

use super::{Aim, Criteria, Scope, Shape, code, look_up};
use crate::json::pointer_push;
use crate::logic::{Call, Code, Node};
use crate::php::{KeyRef, Value};

/// Most items of a list that are looked at one by one.
const MAX_ITEMS: usize = 200;

/// What is asked of the items of a list.
pub(in crate::engine) struct Items<'r> {
    /// The list's own part of the rule
    pub(in crate::engine) list: &'r Node,
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
        let at = list_pointer(list, &aim.scope);
        let item_at = |key: KeyRef<'_>| {
            let mut at = at.clone()?;
            match key {
                KeyRef::Int(int) => pointer_push(&mut at, &int.to_string()),
                KeyRef::Str(text) => pointer_push(&mut at, text),
            }
            Some(at)
        };
        let aims = values.iter().take(MAX_ITEMS).map(|(key, item)| {
            let scope = Scope { data: item.clone(), at: item_at(key) };
            Aim { node: body, want, scope }
        });
        let empty = Scope { data: Value::Null, at: item_at(KeyRef::Int(0)) };
        Shape::Items(Items {
            list,
            is_every,
            may_be_empty,
            count: values.len(),
            aims: aims.collect(),
            first: Aim { node: body, want, scope: empty },
        })
    }
}

/// Where the list is in the context, if it is a field.
fn list_pointer(list: &Node, scope: &Scope) -> Option<String> {
    let call = list.call().filter(|call| code(call) == Some(Code::Var))?;
    let path = call.arg(0)?.literal()?.as_str()?;
    look_up(path, scope).at
}
