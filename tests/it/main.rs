//! The one integration test binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking and are not an API"
)]

mod anonymise;
mod api_client;
mod api_mock;
mod api_tls;
mod app;
mod apply;
mod calibrate;
mod canary;
mod canary_commands;
mod catalog;
mod check;
mod cli;
mod compare;
mod condition;
mod contexts;
mod coverage;
mod dates;
mod document;
mod engine;
mod fake_tenant;
mod fire;
#[cfg(feature = "gui")]
mod gui;
#[cfg(feature = "gui")]
mod gui_accessibility;
#[cfg(feature = "gui")]
mod gui_action;
#[cfg(feature = "gui")]
mod gui_canary;
#[cfg(feature = "gui")]
mod gui_cases;
#[cfg(feature = "gui")]
mod gui_condition;
#[cfg(feature = "gui")]
mod gui_connections;
#[cfg(feature = "gui")]
mod gui_context;
#[cfg(feature = "gui")]
mod gui_keyboard;
#[cfg(feature = "gui")]
mod gui_live;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod gui_offline;
#[cfg(feature = "gui")]
mod gui_pictures;
#[cfg(feature = "gui")]
mod gui_shell;
#[cfg(feature = "gui")]
mod gui_simulator;
#[cfg(feature = "gui")]
mod gui_sync;
mod gui_sync_known;
#[cfg(feature = "gui")]
mod gui_template;
#[cfg(feature = "gui")]
mod gui_tenant;
#[cfg(feature = "gui")]
mod gui_versions;
#[cfg(feature = "gui")]
mod gui_why;
#[cfg(feature = "gui")]
mod gui_window;
mod http;
mod json;
mod known;
mod layering;
mod lint;
mod listener;
mod logic_certain;
mod logic_describe;
mod logic_differential;
mod logic_findings;
mod logic_operators;
mod logic_properties;
mod logic_trace;
mod open_loyalty;
mod probe;
mod prove;
mod prove_strict;
mod pull;
mod samples;
mod sandbox;
mod sandbox_faults;
mod sandbox_fire;
mod sandbox_sync;
mod saved_plan;
mod share;
mod share_people;
mod shell;
#[cfg(feature = "gui")]
mod software_renderer;
mod support;
mod sync;
mod twig_catalogue;
mod twig_corpus;
mod twig_limits;
mod twig_settings;
mod variant;
mod why;
mod wire;
