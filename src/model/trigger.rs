//! Reactions: triggers, which an event fires, and automations, which a schedule fires.

use super::{Action, AutomationId, RemoteId, TriggerId};
use crate::json::Json;

/// An event and the ordered actions that follow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trigger {
    /// Local identity.
    pub id: TriggerId,
    /// The server's id.
    pub remote_id: Option<RemoteId>,
    /// Name shown to people.
    pub name: String,
    /// The event's name, `tier.achieved`.
    pub event: String,
    /// What the user says of it.
    pub description: Option<String>,
    /// Internal notes.
    pub notes: Option<String>,
    /// Whether the server runs it. `None` is `null` or absent.
    ///
    /// Assumption: an omitted `is_active` counts as active; the default is not documented.
    pub is_active: Option<bool>,
    /// Actions in file order.
    pub actions: Vec<Action>,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
    /// Path in the workspace, `triggers/tier-2-welcome.json`.
    pub file: Option<String>,
}

/// A scheduled reaction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Automation {
    /// Local identity.
    pub id: AutomationId,
    /// The server's id.
    pub remote_id: Option<RemoteId>,
    /// Name shown to people.
    pub name: String,
    /// What the user says of it.
    pub description: Option<String>,
    /// Whether the server runs it. `None` is `null` or absent.
    pub is_active: Option<bool>,
    /// Actions in file order.
    pub actions: Vec<Action>,
    /// The JSON it was read from, with the schedule and the query; `Null` for a new one.
    pub source: Json,
    /// Path in the workspace.
    pub file: Option<String>,
}
