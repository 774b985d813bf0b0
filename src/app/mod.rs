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

mod command;
pub mod condition;
mod effect;
mod message;
mod palette;
mod problems;
mod query;
pub mod rendering;
mod saving;
mod search;
mod state;
mod table;
mod update;

pub use command::{Command, CommandId, Input, Setting};
pub use effect::{Effect, FileWrite, Job, Pick, RunSettings, WindowEffect};
pub use message::{ImportedFile, Loaded, Message};
pub use palette::{Entry, Hit, palette};
pub use problems::{Counts, Problem};
pub use saving::planned_writes;
pub use search::{ObjectHit, match_score, object_subtitle, object_title, search};
pub use state::{
    AppState, Dialog, Discard, Files, JobId, JobState, Jobs, Notice, NoticeId, NoticeKind, Notices, Offer,
    Panels, Results, RunKey, RunResult, Selection, Settings, Simulation, Stamp, Theme, View,
};
pub use table::{CommandRow, Menu, Shortcut, command_row, commands};
pub use update::{new_action, update};
