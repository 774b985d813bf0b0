//! One step of a reaction and its arguments.

use super::{ActionId, RemoteId};
use crate::json::Json;

/// Which JSON key holds the action's type.
///
/// Source: every documented request puts it in `name`; a newer API reference calls `uuid` the type and `name` the
/// display name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KindKey {
    /// `name`
    #[default]
    Name,
    /// `uuid`, with `name` as the display name
    Uuid,
}

/// One step of a trigger or an automation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Action {
    /// Local identity.
    pub id: ActionId,
    /// The server's id.
    pub remote_id: Option<RemoteId>,
    /// The action type: `filter`, `reward.create`, `target.send`, …
    pub kind: String,
    /// Where the type is written.
    pub kind_key: KindKey,
    /// The display name, where the type is written elsewhere.
    pub label: Option<String>,
    /// Position in the chain; lower runs first.
    pub sort_order: Option<i64>,
    /// What the user says of it.
    pub description: Option<String>,
    /// Internal notes.
    pub notes: Option<String>,
    /// Arguments in file order.
    pub arguments: Vec<Argument>,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
}

impl Action {
    /// The last argument of a name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().rev().find(|argument| argument.name == name)
    }

    /// True for a step that decides whether the chain goes on.
    pub fn is_filter(&self) -> bool {
        self.kind == "filter"
    }
}

/// A named argument of an action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Argument {
    /// The name that the action type expects.
    pub name: String,
    /// A static value, or a JSON Logic rule where the argument is dynamic.
    pub value: Json,
    /// `Some(true)`: the value is a JSON Logic rule. `None` is `null` or absent and behaves as static.
    pub is_dynamic: Option<bool>,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
}
