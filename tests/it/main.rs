//! The one integration test binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking and are not an API"
)]
mod twig_catalogue;
mod twig_corpus;
mod twig_limits;
mod twig_settings;
