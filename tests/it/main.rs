//! The one integration test binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking and are not an API"
)]

mod api_client;
mod api_tls;
mod app;
mod apply;
mod calibrate;
mod canary;
mod catalog;
mod cli;
mod condition;
mod dates;
mod document;
mod engine;
mod fake_tenant;
mod fire;
#[cfg(feature = "gui")]
mod gui;
#[cfg(feature = "gui")]
mod gui_condition;
#[cfg(feature = "gui")]
mod gui_template;
mod http;
mod json;
mod layering;
mod lint;
mod listener;
mod logic_describe;
mod logic_differential;
mod logic_findings;
mod logic_operators;
mod logic_properties;
mod logic_trace;
mod samples;
mod sandbox;
mod sandbox_faults;
mod sandbox_fire;
mod sandbox_sync;
mod support;
mod sync;
mod twig_catalogue;
mod twig_corpus;
mod twig_limits;
mod twig_settings;
mod wire;
