//! Runs one trigger on one context and reports what would happen.
