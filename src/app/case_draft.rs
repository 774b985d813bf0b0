//! A golden case whose expectations are being changed: what matters and what does not.

use super::state::AppState;
use crate::prove::{Tick, Ticks};

/// A case of a trigger's file, with changes that are not made yet.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseDraft {
    /// The stem of the trigger's file
    pub stem: String,
    /// Which case of its file, from 0
    pub position: usize,
    /// The case's name before
    pub old_name: String,
    /// Its name
    pub name: String,
    /// The time that it is in the case
    pub now: String,
    /// What is expected, and what happens now
    pub ticks: Ticks,
}

/// A change of the case that is being looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseChange {
    /// Names it
    Name(String),
    /// Lets something matter, or not
    Tick(Tick, bool),
    /// Only how the run ends matters
    OnlyOutcome,
    /// Everything that happens now matters
    Everything,
    /// Makes the changes
    Accept,
}

impl AppState {
    /// Whether the changes of the case can be made; if not, why.
    ///
    /// # Errors
    /// The reason, one sentence.
    pub fn can_keep(&self, draft: &CaseDraft) -> Result<(), &'static str> {
        let names = self.case_names(&draft.stem);
        let is_taken = names.iter().enumerate().any(|(at, name)| at != draft.position && *name == draft.name);
        if draft.name.trim().is_empty() {
            Err("A case needs a name")
        } else if is_taken {
            Err("Another case of this trigger has that name")
        } else if draft.ticks.is_empty() {
            Err("A case that expects nothing proves nothing")
        } else if draft.name == draft.old_name && !draft.ticks.is_changed() {
            Err("Nothing was changed")
        } else {
            Ok(())
        }
    }
}
