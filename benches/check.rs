//! A generated workspace of 200 triggers, 50 contexts and 20 targets, read and checked as `reagent check` does.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking and is not an API")]

#[path = "check/workspace.rs"]
mod workspace;

use divan::Bencher;
use jiff::Timestamp;
use reagent::check::check_files;
use reagent::wire::{TextFile, read_workspace};
use workspace::{EVENTS, TARGETS, files};

fn main() {
    divan::main();
}

fn checked(bencher: Bencher<'_, '_>, files: &[TextFile]) {
    bencher.bench(|| check_files(&read_workspace(files).unwrap(), files, Timestamp::UNIX_EPOCH).len());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn everything(bencher: Bencher<'_, '_>) {
    checked(bencher, &files(TARGETS, &EVENTS));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn without_templates(bencher: Bencher<'_, '_>) {
    checked(bencher, &files(0, &EVENTS));
}
