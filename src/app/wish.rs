//! The smallest change that does what the user wishes: make the shown trigger fire, or a part of a condition hold or
//! fail. What was asked, and what came of it.

use super::state::{AppState, JobId, RunKey, Stamp};
use crate::engine::{ContextVariant, Flip, NoVariant};
use crate::model::{ActionId, ContextId, TargetId};
use std::sync::Arc;

/// What the shown context, or the rule, should be changed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The trigger fires
    Fires,
    /// A part of a filter's condition is reached and is so
    Part {
        /// The filter
        action: ActionId,
        /// JSON Pointer into its condition; empty for the whole
        pointer: String,
        /// Whether it should hold
        holds: bool,
    },
    /// A part of a dynamic argument is come to and is so
    Argument {
        /// The action
        action: ActionId,
        /// The argument
        name: String,
        /// JSON Pointer into its rule
        pointer: String,
        /// Whether it should hold
        holds: bool,
    },
    /// An action is come to
    Reached(ActionId),
    /// A target's template goes a way
    Branch {
        /// The target
        target: TargetId,
        /// Which of the template's choices
        choice: usize,
        /// Whether its body is taken, its list has items
        taken: bool,
    },
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Changes with which the trigger fires
    Fires(Box<Flip>),
    /// A change of a context with which the run shows what was wished
    Shows(ContextId, Box<Result<ContextVariant, NoVariant>>),
    /// The search itself failed
    Failed(String),
}

/// A search for the smallest change.
#[derive(Clone, Debug)]
pub struct Search {
    /// Of which trigger and context
    pub key: RunKey,
    /// What for
    pub wanted: Wanted,
    /// Under which state
    pub stamp: Stamp,
    /// What was found; `None` while it runs
    pub found: Option<Arc<Found>>,
    pub(super) job: JobId,
}

impl Search {
    /// The changed context, if there is one.
    pub fn context(&self) -> Option<&ContextVariant> {
        match self.found.as_deref()? {
            Found::Fires(flip) => flip.context.as_ref().ok(),
            Found::Shows(_, variant) => variant.as_ref().as_ref().ok(),
            Found::Failed(_) => None,
        }
    }
}

impl Search {
    /// The context that is changed.
    pub fn base(&self) -> ContextId {
        match self.found.as_deref() {
            Some(Found::Shows(base, _)) => *base,
            _ => self.key.context,
        }
    }
}

impl AppState {
    /// The search that was asked for last, and whether nothing was changed since.
    pub fn search_for_change(&self) -> Option<(&Search, bool)> {
        let search = self.results.search.as_ref()?;
        Some((search, search.stamp == self.stamp()))
    }
}
