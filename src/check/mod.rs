//! Rules over a workspace: what is wrong or risky, before anything is pushed.
//!
//! Checking never fails; it returns findings whose places name the file, the line and the column. Main entry:
//! [`check()`]. What can be found is listed in [`RULES`].

mod apply;
mod arrival;
mod payload;
mod reach;
mod root;
mod rules;
mod schema;

pub use apply::{Applied, apply_fixes};
pub use arrival::arrival_findings;
pub use rules::{RULES, Rule};
pub use schema::schema_findings;

use crate::diag::Diagnostic;
use crate::engine::RunEnv;
use crate::model::Workspace;
use jiff::Timestamp;

/// Everything that is found in a workspace, by file and place. `now` is what `"now"` means in templates.
pub fn check(workspace: &Workspace, now: Timestamp) -> Vec<Diagnostic> {
    let settings = RunEnv::new(now, workspace.profile.clone()).twig_settings();
    let targets = workspace.targets.iter();
    targets.flat_map(|target| payload::findings(workspace, target, &settings)).collect()
}
