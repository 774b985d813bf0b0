//! Identities. Local ids are made when a workspace is read and never change; the server's ids are data.

use serde::Serialize;

macro_rules! local_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(pub u32);
    };
}

local_id! {
    /// A trigger of the workspace.
    TriggerId
}
local_id! {
    /// An action of a trigger or an automation, unique in the workspace.
    ActionId
}
local_id! {
    /// A target of the workspace.
    TargetId
}
local_id! {
    /// An automation of the workspace.
    AutomationId
}
local_id! {
    /// A sample event context of the workspace.
    ContextId
}

/// The id that the server gave an object. Omneo uses integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RemoteId(pub i64);
