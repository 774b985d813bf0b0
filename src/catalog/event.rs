//! Events: what a trigger listens to.

use serde::{Deserialize, Serialize};

use super::{Alias, Evidence, Platform};

/// One event name and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The name as a trigger or a webhook spells it.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// Whose event it is.
    pub platform: Platform,
    /// The resource it is listed under, for grouping in pickers.
    pub group: String,
    /// Id of its [`super::ContextFamily`].
    pub context: String,
    /// What makes it happen, in one sentence.
    pub fires_when: String,
    /// Whether the vendor says when it fires.
    pub fires_when_evidence: Evidence,
    /// Where the name comes from.
    pub status: EventStatus,
    /// Source tags.
    pub documented_in: Vec<String>,
    /// The name to prefer, for names that are probably another one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<Alias>,
    /// What to know before using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Words that people type when they look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search_words: Vec<String>,
}

/// Where an event's name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// The vendor's own list of events.
    VendorList,
    /// Guides or other pages name it, the list does not.
    DocsOnly,
    /// An odd spelling seen in an example or a test.
    Variant,
}

impl EventStatus {
    /// The words shown to users.
    pub fn words(self) -> &'static str {
        match self {
            Self::VendorList => "in the vendor's list",
            Self::DocsOnly => "not in the vendor's list, but named elsewhere",
            Self::Variant => "a spelling variant",
        }
    }
}

/// What a name given as an event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind<'a> {
    /// A known event.
    Known(&'a Event),
    /// A name that probably means another one.
    Alias {
        /// The entry of the name itself.
        event: &'a Event,
        /// The entry of the name to prefer.
        canonical: &'a Event,
    },
    /// A name in the form of a custom event, in a namespace that no known event uses.
    Custom,
    /// None of these.
    Unknown {
        /// Close names, closest first; often none.
        did_you_mean: Vec<String>,
    },
}

/// How custom events are named and sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomEvents {
    /// What they are for.
    pub doc: String,
    /// How a name is built.
    pub pattern: String,
    /// An example of a name.
    pub example: String,
    /// Id of the context family.
    pub context: String,
    /// Names that a custom event may not take.
    pub reserved: Vec<String>,
    /// Who says so.
    pub reserved_source: String,
    /// The calls that send one; the sources disagree, so all are listed.
    pub calls: Vec<CustomEventCall>,
    /// What nobody documents.
    pub not_documented: Vec<String>,
    /// Words that people type when they look for it.
    pub search_words: Vec<String>,
}

/// One documented way to send a custom event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomEventCall {
    /// Method and path.
    pub call: String,
    /// Keys of the body.
    pub body: Vec<String>,
    /// What a reaction sees as its context.
    pub context_root: String,
    /// Whether the vendor says what the context is.
    pub context_evidence: Evidence,
    /// Source tags.
    pub source: Vec<String>,
}

/// What a scheduled reaction (automation) can be set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedules {
    /// What they are for.
    pub doc: String,
    /// Values of `type`.
    pub types: Vec<String>,
    /// Values of `frequency`; null is also accepted.
    pub frequencies: Vec<String>,
    /// Values of `slot`: a zone and an hour.
    pub slots: Vec<String>,
    /// Fields of an automation besides those of a trigger.
    pub fields: Vec<String>,
    /// Typical uses.
    pub patterns: Vec<SchedulePattern>,
    /// Where the sources disagree.
    pub note: String,
    /// Source tags.
    pub source: Vec<String>,
}

/// A typical scheduled reaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedulePattern {
    /// Its name in words.
    pub title: String,
    /// The `frequency` it uses.
    pub frequency: String,
    /// What it does.
    pub doc: String,
    /// Words that people type when they look for it.
    pub search_words: Vec<String>,
}
