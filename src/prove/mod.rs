//! Golden cases: what a trigger is expected to do on an event, and whether it still does; and what cases cover.
//!
//! ```text
//!  RunReport ─► expect ─► GoldenCase (cases/<trigger>.json)
//!  GoldenCase ─► run_case ─► RunReport ─► verify ─► Vec<Difference>
//! ```
//!
//! Nothing is read, written or sent here. Main entries: [`new_case`] makes a case of a run, [`test_trigger`] and
//! [`test_workspace`] run cases, [`update_cases`] takes over what changed, [`record_missing`] makes the cases that are
//! not there yet, [`Ticks`] says what of a run matters; [`case_coverage`] and [`context_coverage`] say what no run has shown.

mod case_run;
mod coverage;
mod expect;
mod masked;
mod payload_diff;
mod suite;
mod ticks;
mod update;
mod verify;

pub use case_run::{CaseProblem, DEFAULT_NOW, case_context, case_env, run_case};
pub use coverage::{
    ActionCoverage, BranchCoverage, Collector, ConditionCoverage, Coverage, CoverageRatios, MinCoverage,
    Missing, Ratio, TemplateCoverage, TriggerCoverage, Uncovered, case_coverage, context_coverage,
    coverage_ratios, leaf_conditions, target_coverage,
};
pub use expect::{expect, new_case, outcome_word};
pub use payload_diff::{named_diff, payload_diff};
pub use suite::{
    CaseReport, Counts, SuiteReport, TriggerReport, Verdict, stem as trigger_stem, test_trigger,
    test_workspace,
};
pub use ticks::{Tick, Ticked, TickedStep, TickedValue, Ticks};
pub use update::{CaseChange, CasesUpdate, record_missing, update_cases, updated};
pub use verify::{Difference, ValueDifference, verify};
