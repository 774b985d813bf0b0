//! Reagent: design Omneo loyalty reactions and see what they do before they go live.
//!
//! ```text
//!  file / server JSON ─► wire ─► model ─┐
//!                                       ├─► engine ─► RunReport
//!  assets ─► catalog ───────────────────┘      │
//!                                   logic (JSON Logic) · twig (templates)
//!                                              │
//!                                        php (values as PHP sees them)
//! ```
//!
//! Reading order: [`json`] (text that survives open and save), [`model`] (what a workspace holds), [`wire`]
//! (how files and the API spell it), [`php`] (values with PHP's semantics), [`logic`] and [`twig`] (the two
//! engines), [`engine`] (one trigger on one context), [`prove`] (golden cases and coverage), [`contexts`] (samples: their
//! fields, without personal data, varied), [`catalog`] (what is known about events and actions), [`io`] (files), [`sync`]
//! (what differs from a tenant) and [`api`] (talking to one), [`cli`]; [`document`] (edits and undo), [`app`] (the
//! application without a window), [`tasks`] (its worker threads); [`sandbox`] (a practice server on this machine).
//!
//! Everything but `io`, `api`, `tasks`, `sandbox`, `cli` and `gui` is pure: no files, no network, no clock, no threads.

pub mod api;
pub mod app;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod contexts;
pub mod diag;
pub mod document;
pub mod engine;
#[cfg(feature = "gui")]
pub mod gui;
pub mod io;
pub mod json;
pub mod logic;
pub mod model;
pub mod php;
pub mod prove;
pub mod report;
pub mod sandbox;
pub mod secret;
pub mod site;
pub mod sync;
pub mod tasks;
pub mod twig;
pub mod wire;
