//! What is left to show of something that goes two ways.

use super::{BranchCoverage, ConditionCoverage};
use crate::twig::provenance::{ChoiceKind, Chosen};

/// A side that no run has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// "never true"
    pub words: &'static str,
    /// Which way it should go
    pub wanted: bool,
}

impl Missing {
    fn of(seen: Chosen, words: [&'static str; 3]) -> Option<Self> {
        let [neither, no_yes, no_no] = words;
        match (seen.yes, seen.no) {
            (0, 0) => Some(Self { words: neither, wanted: true }),
            (0, _) => Some(Self { words: no_yes, wanted: true }),
            (_, 0) => Some(Self { words: no_no, wanted: false }),
            _ => None,
        }
    }

    /// Of a condition, by how often it was seen each way and could not be evaluated.
    pub fn of_condition(seen: Chosen, errors: u32) -> Option<Self> {
        let neither = if errors > 0 { "never without an error" } else { "never asked" };
        Self::of(seen, [neither, "never true", "never false"])
    }
}

impl ConditionCoverage {
    /// The side that no run has shown; the true one if there is none that was.
    pub fn missing(&self) -> Option<Missing> {
        Missing::of_condition(self.seen, self.errors)
    }
}

impl BranchCoverage {
    /// The way that no render has gone; the body if it went neither.
    pub fn missing(&self) -> Option<Missing> {
        let words = match self.kind {
            ChoiceKind::If | ChoiceKind::ElseIf => ["never asked", "never taken", "never skipped"],
            ChoiceKind::For => ["never asked", "never with items", "never empty"],
            ChoiceKind::Ternary | ChoiceKind::Elvis => ["never asked", "never true", "never false"],
        };
        Missing::of(self.seen, words)
    }

    /// The condition with its tag: `if vip`.
    pub fn title(&self) -> String {
        let tag = match self.kind {
            ChoiceKind::If => "if ",
            ChoiceKind::ElseIf => "elseif ",
            ChoiceKind::For => "for … in ",
            ChoiceKind::Ternary | ChoiceKind::Elvis => "",
        };
        format!("{tag}{}", self.condition)
    }
}
