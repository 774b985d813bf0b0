//! What the tenant has defined: rewards, benefits, points, tiers, achievements, products. For pickers, checks and cost.

use crate::json::Json;
use serde::{Deserialize, Serialize};

/// What a definition defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionKind {
    /// A reward
    Reward,
    /// A benefit
    Benefit,
    /// Points
    Point,
    /// Tier points
    TierPoint,
    /// A tier
    Tier,
    /// An achievement
    Achievement,
    /// A product
    Product,
}

impl DefinitionKind {
    /// Every kind, with its key in `definitions.json`.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Reward, "rewards"),
        (Self::Benefit, "benefits"),
        (Self::Point, "points"),
        (Self::TierPoint, "tier_points"),
        (Self::Tier, "tiers"),
        (Self::Achievement, "achievements"),
        (Self::Product, "products"),
    ];

    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reward => "reward",
            Self::Benefit => "benefit",
            Self::Point => "point",
            Self::TierPoint => "tier point",
            Self::Tier => "tier",
            Self::Achievement => "achievement",
            Self::Product => "product",
        }
    }
}

/// One definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// What it defines.
    pub kind: DefinitionKind,
    /// The handle, or the id of a product.
    pub handle: String,
    /// Name shown to people.
    pub name: Option<String>,
    /// What one is worth, in the tenant's currency.
    pub value: Option<f64>,
}

/// All known definitions. Empty means unknown: nothing is checked against it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions {
    /// In file order.
    pub all: Vec<Definition>,
    /// The JSON they were read from.
    pub source: Json,
}

impl Definitions {
    /// The definitions of a kind.
    pub fn of_kind(&self, kind: DefinitionKind) -> impl Iterator<Item = &Definition> {
        self.all.iter().filter(move |definition| definition.kind == kind)
    }

    /// The definition of a kind and handle.
    pub fn find(&self, kind: DefinitionKind, handle: &str) -> Option<&Definition> {
        self.of_kind(kind).find(|definition| definition.handle == handle)
    }
}
