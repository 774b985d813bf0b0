//! The designer window.
