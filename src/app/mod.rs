//! The application without a window: state, commands, effects, messages, and the one function that joins them.
//!
//! ```text
//!  view(&AppState) ─► Command ─┐
//!                              ├─► update(&mut AppState, …) ─► Vec<Effect> ─┬─► tasks (Job)
//!  worker ─► Message ──────────┘                                            └─► window (WindowEffect)
//! ```
//!
//! Pure: no files, clock, threads or drawing; the time comes in with each call. Nobody else changes [`AppState`].
//! Main entries: [`update()`], [`commands`], [`AppState`].

mod case_draft;
mod command;
mod comparing;
pub mod condition;
mod effect;
mod explain;
mod import;
mod journal;
mod keys;
mod live;
mod message;
mod palette;
mod preferences;
mod problems;
mod proof;
mod query;
pub mod rendering;
mod run_findings;
mod saving;
mod search;
mod seen;
mod state;
mod syncing;
mod table;
mod table_live;
mod table_tenant;
mod tenants;
mod tour;
mod unfinished;
mod update;
mod varying;
mod wish;

pub use case_draft::{CaseChange, CaseDraft};
pub use command::{Command, CommandId, Input, Setting};
pub use comparing::{Comparing, OpenedRun, RunForm, SharedRun, Version};
pub use effect::{Effect, FileWrite, ImportSource, Job, OldVersion, Pick, RunSettings, WindowEffect};
pub use explain::Explanation;
pub use import::{GoesOn, ImportChoice, ImportItem, ImportPlan, Importing, Inspect, Planner, Stopped};
pub use journal::{Journal, Unsaved, UnsavedStamp};
pub use keys::{KEYS, Shortcut};
pub use live::{
    Compared, DryRun, FireDraft, Live, LiveAnswer, LiveCommand, LiveJob, PRACTICE_TENANT, Post, Practice,
    PreviewAsk, Server, Shot, ShotResult, SignatureCheck, TenantPreview,
};
pub use message::{Loaded, Message};
pub use palette::{Entry, Hit, palette};
pub use preferences::{Preferences, preferences_text, read_preferences};
pub use problems::{Counts, Problem};
pub use proof::{Proof, ProofPart, Proofs, Ratios, WorkspaceProof};
pub use saving::planned_writes;
pub use search::{ObjectHit, match_score, object_subtitle, object_title, search};
pub use seen::{Covered, Gap, GapPlace, SeenActions, SeenPart};
pub use state::{
    AppState, Dialog, Discard, Files, JobId, JobState, Jobs, NewContext, Notice, NoticeId, NoticeKind,
    Notices, Offer, PanelSizes, Panels, Results, RunKey, RunResult, Selection, Settings, Simulation, Stamp,
    Theme, View,
};
pub use syncing::{
    Comparison, Decisions, Facts, Keep, Noted, SendEnd, SendOutcome, Sending, SyncAnswer, SyncCommand,
    SyncJob, SyncList, SyncTab, Syncing, can_be_brought,
};
pub use table::{CommandRow, Menu, command_row, commands};
pub use tenants::{
    Connection, ConnectionTest, Look, TenantAnswer, TenantCommand, TenantJob, Tenants, TestAnswer,
};
pub use tour::{TOUR, TourMove, TourStep};
pub use unfinished::Unfinished;
pub use update::{new_action, update};
pub use varying::{TriedVariant, VariantChoice, Varying};
pub use wish::{Found, Search, Wanted};
