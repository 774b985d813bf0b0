//! Sample event contexts and golden cases.

use super::ContextId;
use crate::json::Json;

/// A named sample of an event's JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Local identity.
    pub id: ContextId,
    /// Name shown to people, the file's stem.
    pub name: String,
    /// The event that it is a sample of; `None` where nothing says.
    pub event: Option<String>,
    /// The event's JSON.
    pub data: Json,
    /// Path in the workspace.
    pub file: Option<String>,
}

/// Golden cases of a trigger: contexts and what is expected of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The trigger's file stem.
    pub trigger: String,
    /// The file's JSON.
    pub source: Json,
    /// Path in the workspace.
    pub file: Option<String>,
}
