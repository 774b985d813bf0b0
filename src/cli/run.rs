//! `reagent run`: one trigger on one context.

use super::args::{Clock, Format, RunArguments, SubjectArguments};
use super::error::{CliError, Done};
use super::terminal::{Terminal, json_of, read_input, read_json, secret_of};
use crate::diag::nearest;
use crate::engine::{self, Outcome, RunEnv, RunReport, Secret, Why};
use crate::io::{load_workspace, workspace_of, write_text};
use crate::json::Json;
use crate::model::{Context, EngineProfile, Trigger, Workspace};
use crate::report::{RunFile, html, run_text_with_why};
use crate::wire::{Ids, read_trigger};
use jiff::Timestamp;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A trigger on a context, as the arguments name them.
pub(super) struct Subject {
    pub(super) workspace: Workspace,
    pub(super) trigger: Arc<Trigger>,
    pub(super) context: Arc<Context>,
    pub(super) env: RunEnv,
}

impl Subject {
    /// Runs the trigger.
    pub(super) fn report(&self) -> Result<RunReport, CliError> {
        let report = engine::run(&self.workspace, self.trigger.id, &self.context, &self.env);
        report.ok_or_else(|| CliError::Usage("the trigger is not in the workspace".to_owned()))
    }
}

/// Reads what the arguments name.
pub(super) fn subject(arguments: &SubjectArguments, terminal: &mut Terminal) -> Result<Subject, CliError> {
    let (mut workspace, folder) =
        workspace_around(arguments.workspace.as_ref(), &arguments.trigger, terminal)?;
    let trigger = trigger_in(&mut workspace, &arguments.trigger, folder.as_deref(), 0)?;
    let context = find_context(&workspace, &trigger.event, &arguments.context)?;
    let mut env = environment(&workspace.profile, &arguments.clock);
    env.as_if_on = arguments.as_if_on;
    if let Some(path) = &arguments.secret_file {
        env.secret = Some(Secret::new(secret_of(path)?));
    }
    Ok(Subject { workspace, trigger, context, env })
}

pub(super) fn run(arguments: &RunArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let subject = subject(&arguments.subject, terminal)?;
    let report = subject.report()?;
    print(&report, &subject.context, arguments.subject.format, terminal)?;
    if arguments.html.is_some() || arguments.run_file.is_some() {
        let why = engine::why(&report, &subject.context);
        let file = RunFile::new(&report, why.as_ref(), &subject.trigger, &subject.context);
        if let Some(path) = &arguments.html {
            write_text(path, &html(&file))?;
        }
        if let Some(path) = &arguments.run_file {
            write_text(path, &file.to_text())?;
        }
    }
    Ok(if report.outcome == Outcome::Failed { Done::Findings } else { Done::Fine })
}

/// A run, and why it did not fire if it did not.
#[derive(Serialize)]
struct Explained<'r> {
    #[serde(flatten)]
    report: &'r RunReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

/// Prints a report.
pub(super) fn print(
    report: &RunReport,
    context: &Context,
    format: Format,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    let why = engine::why(report, context);
    match format {
        Format::Text => terminal.write(&run_text_with_why(report, why.as_ref(), terminal.paint)),
        Format::Json => terminal.json(&Explained { report, why }, true),
    }
}

/// The surroundings that the options ask for.
pub(super) fn environment(profile: &EngineProfile, clock: &Clock) -> RunEnv {
    let mut profile = profile.clone();
    if let Some(timezone) = &clock.timezone {
        profile.timezone.clone_from(timezone);
    }
    RunEnv::new(now(clock), profile)
}

/// The simulated time, or the real one.
pub(super) fn now(clock: &Clock) -> Timestamp {
    clock.now.unwrap_or_else(Timestamp::now)
}

/// The named workspace, else the one around the trigger's file, else the current folder's if that is one.
pub(super) fn workspace_around(
    named: Option<&PathBuf>,
    trigger: &str,
    terminal: &mut Terminal,
) -> Result<(Workspace, Option<PathBuf>), CliError> {
    let trigger = Path::new(trigger);
    let found = match named {
        Some(folder) => Some(folder.clone()),
        None if trigger.is_file() => workspace_of(trigger),
        None => Some(PathBuf::from(".")),
    };
    match found {
        Some(folder) => {
            let read = load_workspace(&folder)?.read;
            for broken in &read.broken {
                terminal.complain(&format!("left out: {broken}"));
            }
            Ok((read.workspace, Some(folder)))
        }
        None => Ok((Workspace::default(), None)),
    }
}

/// A trigger of the workspace, or one from a file outside of it, which joins the workspace for this run; `extra` tells
/// several of these apart.
pub(super) fn trigger_in(
    workspace: &mut Workspace,
    wanted: &str,
    folder: Option<&Path>,
    extra: u32,
) -> Result<Arc<Trigger>, CliError> {
    if Path::new(wanted).is_file() {
        let in_workspace = folder.and_then(|folder| {
            let absolute = std::path::absolute(wanted).ok()?;
            let inside = absolute.strip_prefix(std::path::absolute(folder).ok()?).ok()?.to_path_buf();
            workspace.find_trigger(&inside.to_string_lossy().replace('\\', "/")).cloned()
        });
        return match in_workspace {
            Some(trigger) => Ok(trigger),
            None => add_trigger(workspace, &read_json(wanted)?, extra),
        };
    }
    workspace.find_trigger(wanted).cloned().ok_or_else(|| no_trigger(workspace, wanted))
}

fn add_trigger(workspace: &mut Workspace, json: &Json, extra: u32) -> Result<Arc<Trigger>, CliError> {
    if json.as_object().is_none() {
        let message =
            format!("the trigger should be a JSON object, but is {}; try `reagent import`", json.kind());
        return Err(CliError::Usage(message));
    }
    // The ids of the workspace count from 1, so the highest ones are free.
    let (mut trigger, _) = read_trigger(json, &mut Ids::default());
    trigger.id.0 = u32::MAX - extra;
    let trigger = Arc::new(trigger);
    workspace.triggers.push(Arc::clone(&trigger));
    Ok(trigger)
}

/// A file, standard input, or a context of the workspace by name; those of the event first.
pub(super) fn find_context(
    workspace: &Workspace,
    event: &str,
    wanted: &str,
) -> Result<Arc<Context>, CliError> {
    let path = Path::new(wanted);
    if wanted == "-" || path.is_file() {
        let data = json_of(wanted, &read_input(wanted)?)?;
        let name = path
            .file_stem()
            .map_or_else(|| "standard input".to_owned(), |stem| stem.to_string_lossy().into());
        return Ok(Arc::new(Context { name, event: event_of(path), data, ..Context::default() }));
    }
    let own = workspace.contexts_of(event);
    let named = own.chain(&workspace.contexts).find(|context| context.name == wanted);
    named.cloned().ok_or_else(|| {
        let all = workspace.contexts.iter().map(|context| context.name.as_str());
        CliError::Usage(not_found("context", wanted, all))
    })
}

/// The event of a context file is the folder under `contexts` that it is in.
fn event_of(path: &Path) -> Option<String> {
    let absolute = std::path::absolute(path).ok()?;
    let folder = absolute.parent()?;
    let is_in_contexts = folder.parent()?.file_name()? == "contexts";
    is_in_contexts.then(|| folder.file_name().map(|name| name.to_string_lossy().into_owned()))?
}

/// Says that there is no such trigger.
pub(super) fn no_trigger(workspace: &Workspace, wanted: &str) -> CliError {
    let stems = workspace
        .triggers
        .iter()
        .filter_map(|trigger| Path::new(trigger.file.as_deref()?).file_stem()?.to_str());
    CliError::Usage(not_found("trigger", wanted, stems))
}

/// Says what was not found, the nearest name, and where to look.
fn not_found<'a>(what: &str, wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let near = nearest(wanted, names.iter().copied(), 0.75_f64.next_up());
    let rest = match (near, names.as_slice()) {
        (Some(name), _) => format!("did you mean '{name}'?"),
        (None, []) => format!("the workspace has no {what}s"),
        (None, names) => format!("there are {}", names.join(", ")),
    };
    format!("no file and no {what} of the workspace is called '{wanted}'; {rest}")
}
