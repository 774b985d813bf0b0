//! What differs between a workspace and a tenant, and what would be done about it: pure, no network and no files.
//!
//! ```text
//!  files ─► LocalObject ─┐
//!  State (base) ─────────┼─► merge, per object, action, argument ─► plan ─► Plan ─► text, JSON, saved plan
//!  tenant ─► RemoteObjects ┘                                      └─► drift, pull
//! ```
//!
//! Who talks to the tenant is [`crate::api`]. Main entries: [`local_objects`], [`plan()`], [`drift`], [`pull()`].

mod align;
mod bring;
mod drift;
mod filler;
mod kind;
mod known;
mod merge;
mod object;
mod plan;
mod plan_file;
mod pull;
mod same;
mod state;
mod text;
mod version;

pub use bring::Bringing;
pub use drift::{Drift, DriftItem, DriftStep, drift};
pub use kind::Kind;
pub use known::KnownDifference;
pub use merge::{Change, Decided, Merged, Side, differences, merge};
pub use object::{
    LocalObject, LocalObjects, kind_of, local_objects, name_of, place_in_words, targets_of, without_read_only,
};
pub use plan::{Item, Plan, PlanOptions, RemoteObjects, Step, plan};
pub use plan_file::{PlanFileError, misfits, read_plan, write_plan};
pub use pull::{PullItem, PullOptions, PullStep, inactive_copy, pull};
pub use same::same;
pub use state::{Echo, Entry, State, StateError};
pub use text::{
    change_json, change_text, drift_text, known_json, known_text, left_out_text, plan_json, plan_text,
    undecided_text,
};
pub use version::remote_workspace;
