//! Where a template goes one way or the other, and which ways a render went.

use crate::diag::Span;
use serde::Serialize;

/// What makes a template choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    /// `{% if %}`: yes is its body
    If,
    /// `{% elseif %}`: yes is its body
    ElseIf,
    /// `{% for %}`: yes is with items, no is without any
    For,
    /// `a ? b : c`: yes is `b`
    Ternary,
    /// `a ?: b`: yes is `a`
    Elvis,
}

/// A place where a template goes one way or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What chooses.
    pub kind: ChoiceKind,
    /// The condition, or the list of a loop, as written.
    pub condition: String,
    /// Where that is in the template.
    pub span: Span,
}

/// How often a choice went each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// The condition was true, the list had items.
    pub yes: u32,
    /// The condition was false, the list was empty.
    pub no: u32,
}
