//! The sync panel: the workspace beside the chosen tenant. Nothing of it is sent or brought in unasked.
//!
//! ```text
//!  panel ─► head (tenant, compare, lists) ─┬─► send  ─► item ─► change (mine, theirs, last in common)
//!                                          ├─► bring ─► change
//!                                          └─► drift ─► change
//!  dialog ─► confirm ─► SyncCommand::Send
//! ```

mod bring;
mod change;
mod confirm;
mod drift;
mod item;
mod known;
mod look;
mod panel;
mod refused;
mod send;

pub(crate) use confirm::confirm_send;
pub(crate) use panel::sync_panel;
pub(crate) use refused::refusals;
