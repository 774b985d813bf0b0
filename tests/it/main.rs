//! The one integration test binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking and are not an API"
)]

mod calibrate;
mod catalog;
mod cli;
mod dates;
mod engine;
mod json;
mod layering;
mod lint;
mod logic_describe;
mod logic_differential;
mod logic_operators;
mod logic_properties;
mod samples;
mod support;
mod twig_corpus;
mod wire;
