//! The parts of the window.

pub(crate) mod action_card;
pub(crate) mod argument_form;
mod automation_editor;
mod cases;
pub(crate) mod centre;
pub(crate) mod context_editor;
mod context_fields;
mod definitions_editor;
pub(crate) mod dock;
pub(crate) mod event_picker;
pub(crate) mod inspector;
mod problems;
mod received;
mod simulator;
pub(crate) mod status_bar;
pub(crate) mod target_editor;
pub(crate) mod top_bar;
mod trace;
pub(crate) mod tree;
pub(crate) mod trigger_editor;
mod why;
