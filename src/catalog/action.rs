//! Action types and their arguments.

use serde::{Deserialize, Serialize};

use super::{Alias, Evidence};
use crate::model::DefinitionKind;

/// One action type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionType {
    /// The type as a trigger writes it in an action's `name`.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// What it does.
    pub doc: String,
    /// What a run records for it.
    pub effect: EffectKind,
    /// The name to prefer, for names that are probably another one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<Alias>,
    /// Names that are taken for this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Arguments in the order of the source.
    pub arguments: Vec<ArgumentType>,
    /// Whether any source lists this type's arguments.
    pub arguments_documented: bool,
    /// Source tags.
    pub source: Vec<String>,
    /// What this project assumes because nobody documents it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// Words that people type when they look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search_words: Vec<String>,
}

impl ActionType {
    /// The argument of that name.
    pub fn argument(&self, name: &str) -> Option<&ArgumentType> {
        self.arguments.iter().find(|argument| argument.name == name)
    }
}

/// One argument of an action type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArgumentType {
    /// The name as written.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: ArgumentKind,
    /// What the handle names, for definitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition_kind: Option<DefinitionKind>,
    /// Allowed values, for enums.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// PHP date format, where one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The table that the value must exist in, where one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists_in: Option<String>,
    /// Whether it must be given.
    pub required: Required,
    /// Whether a source lists it for this action; inferred ones are fields of the matching REST call.
    pub evidence: Evidence,
    /// What it does.
    pub doc: String,
    /// Source tag.
    pub source: String,
}

/// What kind of value an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArgumentKind {
    /// Id of a profile
    ProfileId,
    /// Handle of a definition
    Definition,
    /// Handle of a target
    Target,
    /// Id of a product
    ProductId,
    /// Date and time
    Datetime,
    /// A number
    Number,
    /// A whole number
    Integer,
    /// One of a few words
    Enum,
    /// A time zone's name
    Timezone,
    /// Text
    Text,
    /// Any JSON
    Json,
    /// A JSON Logic rule
    Condition,
    /// Handle of a status group
    StatusGroup,
    /// Namespace or handle of a custom attribute
    Attribute,
}

/// Whether an argument must be given. Omneo's argument list does not say, so nearly all are not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// A source says that it must be given.
    Required,
    /// A source says that it may be left out.
    Optional,
    /// No source says.
    NotDocumented,
}

impl Required {
    /// The words shown to users.
    pub fn words(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::NotDocumented => "not documented whether required",
        }
    }
}

/// What an action would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// Decides whether the chain goes on
    Filter,
    /// Gives a profile a reward
    IssueReward,
    /// Gives a profile a benefit
    IssueBenefit,
    /// Records that a benefit was used
    RedeemBenefit,
    /// Gives points
    IssuePoints,
    /// Gives tier points
    IssueTierPoints,
    /// Counts towards an achievement
    IncrementAchievement,
    /// Counts a product towards an achievement
    IncrementAchievementProduct,
    /// Puts a profile into a tier
    AssignTier,
    /// Posts a payload to a target
    SendTarget,
    /// Writes the highest status to a custom attribute
    UpdateAttribute,
}

/// What a name given as an action type is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind<'a> {
    /// A known action type.
    Known(&'a ActionType),
    /// A name that probably means another one.
    Alias {
        /// The entry of the name itself.
        action: &'a ActionType,
        /// The entry of the name to prefer.
        canonical: &'a ActionType,
    },
    /// None of these.
    Unknown {
        /// Close names, closest first; often none.
        did_you_mean: Vec<String>,
    },
}
