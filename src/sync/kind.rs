//! The kinds of objects that a workspace shares with a tenant.

use serde::{Deserialize, Serialize};

/// A kind of object. The order is the one in which they are created: a trigger may name a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Where payloads are posted.
    Target,
    /// An event and its actions.
    Trigger,
    /// A schedule and its actions.
    Automation,
    /// A URL that gets an event as it is.
    Webhook,
}

impl Kind {
    /// Every kind, in order of creation.
    pub const ALL: [Self; 4] = [Self::Target, Self::Trigger, Self::Automation, Self::Webhook];

    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Trigger => "trigger",
            Self::Automation => "automation",
            Self::Webhook => "webhook",
        }
    }

    /// The folder in a workspace, which is also the path under the API's base.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Target => "targets",
            Self::Trigger => "triggers",
            Self::Automation => "automations",
            Self::Webhook => "webhooks",
        }
    }

    /// What scopes call it.
    ///
    /// Source: the scopes are `read-reactions`, `update-targets`, …. Assumption: triggers and automations count as
    /// reactions; no scope is documented for automations.
    pub fn scope(self) -> &'static str {
        match self {
            Self::Target => "targets",
            Self::Trigger | Self::Automation => "reactions",
            Self::Webhook => "webhooks",
        }
    }

    /// The keys that together tell one object of a tenant from another, apart from its id.
    ///
    /// Source: a target's handle is unique, and so is a webhook's trigger and url. Assumption: nothing is documented
    /// for triggers and automations, so two of one name may exist; that is reported.
    pub fn identity(self) -> &'static [&'static str] {
        match self {
            Self::Target => &["handle"],
            Self::Trigger => &["name", "trigger"],
            Self::Automation => &["name"],
            Self::Webhook => &["trigger", "url"],
        }
    }

    /// The keys of an existing object that no plan changes.
    ///
    /// Source: they are in the type of the create request and not in that of the update request. Assumption: so they are
    /// not changed by an update; that is not said anywhere, and is not tried.
    pub fn immutable(self) -> &'static [&'static str] {
        match self {
            Self::Target => &["handle"],
            Self::Webhook => &["namespace"],
            Self::Trigger | Self::Automation => &[],
        }
    }

    /// The keys that only the server writes.
    pub fn read_only(self) -> &'static [&'static str] {
        &["id", "created_at", "updated_at", "deleted_at", "user_id", "last_run_at"]
    }

    /// True if its objects are switched on and off.
    pub fn can_be_active(self) -> bool {
        self != Self::Target
    }
}
