//! Shared by the suites: a workspace from texts, and the program as a user runs it.

use reagent::engine::{RunEnv, RunReport, run};
use reagent::json::{Json, Limits, parse};
use reagent::model::{Context, Workspace};
use reagent::wire::{TextFile, read_workspace};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const NOW: &str = "2026-03-02T09:00:00+11:00";

pub(crate) fn json(text: &str) -> Json {
    parse(text, Limits::default()).unwrap()
}

/// A workspace from pairs of path and text.
pub(crate) fn workspace(files: &[(&str, &str)]) -> Workspace {
    let files: Vec<_> =
        files.iter().map(|(path, text)| TextFile { path: (*path).into(), text: (*text).into() }).collect();
    read_workspace(&files).unwrap().workspace
}

pub(crate) fn env(workspace: &Workspace) -> RunEnv {
    RunEnv::new(NOW.parse().unwrap(), workspace.profile.clone())
}

/// Runs the first trigger of a workspace on a context of its own event.
pub(crate) fn run_first(workspace: &Workspace, context: &str) -> RunReport {
    let trigger = &workspace.triggers[0];
    let context = Context {
        name: "sample".into(),
        event: Some(trigger.event.clone()),
        data: json(context),
        ..Context::default()
    };
    run(workspace, trigger.id, &context, &env(workspace)).unwrap()
}

/// What the program printed and how it ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program in the project's folder.
pub(crate) fn reagent(arguments: &[&str]) -> Ran {
    reagent_with(arguments, "")
}

/// Runs the program with a text on standard input.
pub(crate) fn reagent_with(arguments: &[&str], input: &str) -> Ran {
    reagent_env(arguments, &[], input)
}

/// The program, not yet started: in the project's folder, without a display, a token or a keychain.
pub(crate) fn start_reagent(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reagent"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "REAGENT_TOKEN", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(variable);
    }
    command.env("XDG_RUNTIME_DIR", "/nonexistent");
    command
}

/// Runs the program with variables and a text on standard input.
pub(crate) fn reagent_env(arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Ran {
    let mut child = start_reagent(arguments)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // The program may answer without reading its input.
            let _ = stdin.write_all(input.as_bytes());
        });
        child.wait_with_output().unwrap()
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Copies a sample workspace, with all that lies in it, to a folder that may be written to.
pub(crate) fn copy_sample(name: &str, to: &Path) {
    copy_folder(&project("samples").join(name), to);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
