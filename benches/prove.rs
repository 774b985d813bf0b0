//! 200 triggers, each with golden cases of 50 contexts: 10,000 cases with arguments and payloads, as `reagent test` runs
//! them.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking and is not an API")]

#[path = "check/workspace.rs"]
mod workspace;

use divan::Bencher;
use jiff::Timestamp;
use reagent::check::check_files;
use reagent::engine::RunEnv;
use reagent::json::{Json, Object, Style, to_text};
use reagent::model::Workspace;
use reagent::prove::{record_missing, test_workspace};
use reagent::wire::{TextFile, read_workspace, write_cases};
use workspace::{CONTEXTS, EVENTS, TARGETS, TRIGGERS, files};

fn main() {
    // The same as a folder, to time the program itself on: PROVE_FOLDER=… cargo bench --bench prove
    if let Some(folder) = std::env::var_os("PROVE_FOLDER") {
        let folder = std::path::PathBuf::from(folder);
        for file in files_with_cases() {
            let path = folder.join(file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file.text).unwrap();
        }
        return;
    }
    divan::main();
}

/// Each trigger with a case of every context that expects all that a run does.
fn files_with_cases() -> Vec<TextFile> {
    let mut files = files(TARGETS, &EVENTS[..1]);
    files.push(TextFile { path: "reagent.toml".to_owned(), text: "name = \"cases\"\n".to_owned() });
    let read = read_workspace(&files).unwrap();
    let env = RunEnv::new(Timestamp::UNIX_EPOCH, read.workspace.profile.clone());
    let mut source = Object::new();
    source.set("cases", Json::Array(Vec::new()));
    let source = Json::Object(source);
    for (number, trigger) in read.workspace.triggers.iter().enumerate() {
        let cases = record_missing(&read.workspace, trigger, &env);
        let text = to_text(&write_cases(&source, &cases), &Style::default());
        files.push(TextFile { path: format!("cases/t{number:03}.json"), text });
    }
    files
}

fn tested(workspace: &Workspace) -> usize {
    let counts = test_workspace(workspace, |_| true).counts();
    assert_eq!((counts.passed, counts.total()), (TRIGGERS * CONTEXTS, TRIGGERS * CONTEXTS));
    counts.passed
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn cases(bencher: Bencher<'_, '_>) {
    let read = read_workspace(&files_with_cases()).unwrap();
    bencher.bench(|| tested(&read.workspace));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn read_and_test(bencher: Bencher<'_, '_>) {
    let files = files_with_cases();
    bencher.bench(|| tested(&read_workspace(&files).unwrap().workspace));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn read_check_and_test(bencher: Bencher<'_, '_>) {
    let files = files_with_cases();
    bencher.bench(|| {
        let read = read_workspace(&files).unwrap();
        let found = check_files(&read, &files, Timestamp::UNIX_EPOCH).len();
        found + tested(&read.workspace)
    });
}
