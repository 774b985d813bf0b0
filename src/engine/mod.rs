//! Runs one trigger on one context and reports what would happen. Nothing leaves the machine.
//!
//! ```text
//!  trigger ─► order ─► each action: arguments ─► filter | effect | target.send ─► StepReport
//!  context ─────────────────────────┘
//! ```
//!
//! Assumptions about Omneo, where nothing is documented, are listed at [`ASSUMPTIONS`] and shown to the user.
//! Main entry: [`run`]; [`Plan`] for many runs of one workspace.

mod argument;
mod calibrate;
mod compare;
mod condition;
mod criteria;
mod effect;
mod env;
mod firing;
mod history;
mod mapping;
mod order;
mod plan;
mod report;
mod run;
mod signature;
mod target_send;
mod variant;
mod versions;
mod why;

pub use crate::secret::Secret;
pub use argument::{argument_findings, looks_like_logic};
pub use calibrate::{
    Calibration, Difference, PREVIEW_RESOURCES, Preview, calibrate, changed_settings, preview_resource,
    rendered_value,
};
pub use compare::{
    ComparedContext, ComparedVerdict, Presence, RunDifference, TriggerComparison, TriggerVersion, compare,
};
pub use env::{RunEnv, logic_options};
pub use firing::{CallShape, Firing, RESERVED_EVENTS};
pub use history::{Beside, History, HistoryItem, TenantRuns, Told, beside, has_reached, tell};
pub use mapping::{Mapped, MappingError, OPEN_LOYALTY_ASSUMPTIONS, map_webhook, webhook_event};
pub use order::{in_order, order_findings};
pub use plan::Plan;
pub use report::{
    ArgumentReport, ConditionReport, ContextRef, Effect, Environment, Header, How, Outcome, PartReport,
    PartState, PortableReport, RequestPreview, RunReport, StepError, StepReport, StepStatus, TriggerRef,
};
pub use run::run;
pub use signature::{SignedRequest, is_signed, sign};
pub use target_send::target_findings;
pub use variant::{
    BranchWish, Change, ChangedCondition, ContextVariant, Flip, Goal, NoVariant, RuleVariant, Wish, flip,
    variant_for, variant_that_fails, variant_where,
};
pub use versions::{Versions, contexts_of_versions, paired};
pub use why::{Cause, Criterion, ItemPlace, Why, are_comparable, can_contain, why, why_condition};

/// What the engine assumes where Omneo documents nothing.
pub const ASSUMPTIONS: &[&str] = &[
    "JSON Logic is json-logic-php's on PHP 8, Twig is PHP Twig 3.x with html autoescaping and lenient variables",
    "a PHP warning ends the evaluation, as it does under Laravel",
    "filter.condition is always evaluated; any other argument only when is_dynamic is true",
    "actions without a sort_order run first; equal sort_orders run in file order",
    "an action that fails stops the chain",
    "an omitted is_active counts as active",
    "a payload that is not JSON is not sent",
    "an empty template forwards the whole context",
];
