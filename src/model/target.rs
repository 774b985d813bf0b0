//! Where payloads are posted, and the template that makes them.

use super::{RemoteId, TargetId};
use crate::json::Json;

/// A URL and a Twig template whose output is posted there as JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// Local identity.
    pub id: TargetId,
    /// The server's id.
    pub remote_id: Option<RemoteId>,
    /// Name shown to people.
    pub name: String,
    /// The name by which `target.send` finds it.
    pub handle: String,
    /// Where the payload is posted.
    pub url: String,
    /// Twig source.
    pub template: String,
    /// What the user says of it.
    pub description: Option<String>,
    /// Internal notes.
    pub notes: Option<String>,
    /// The JSON it was read from, without the template where that has a file of its own; `Null` for a new one.
    pub source: Json,
    /// The partner's JSON Schema for the payload, if there is one beside the target.
    pub schema: Option<Json>,
    /// Path of the JSON file in the workspace.
    pub file: Option<String>,
    /// Path of the template's own file in the workspace.
    pub template_file: Option<String>,
}
