//! `reagent demo`: the sample workspace, embedded in the program, and what to try next.

use super::args::Format;
use super::error::{CliError, Done};
use super::run::print;
use super::terminal::Terminal;
use crate::engine::{self, Outcome, RunEnv};
use crate::io::IoError;
use crate::model::{Context, Trigger, Workspace};
use crate::sandbox::sample;
use crate::wire::read_workspace;
use jiff::Timestamp;

/// The demo's clock, so that it prints the same every day.
const NOW: &str = "2026-03-02T09:00:00+11:00";

pub(super) fn demo(terminal: &mut Terminal) -> Result<Done, CliError> {
    let workspace = read_workspace(&sample()).map_err(IoError::File)?.workspace;
    let now: Timestamp = NOW.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let env = RunEnv::new(now, workspace.profile.clone());
    let paint = terminal.paint;
    let count = |what: usize, word: &str| format!("{what} {word}{}", if what == 1 { "" } else { "s" });
    terminal.line(&format!(
        "{}: {}, {}, {}. Nothing is sent anywhere.\n",
        paint.style("bold", &workspace.name),
        count(workspace.triggers.len(), "trigger"),
        count(workspace.targets.len(), "target"),
        count(workspace.contexts.len(), "context"),
    ))?;
    overview(&workspace, &env, terminal)?;
    if let Some((trigger, context)) = showcase(&workspace, &env) {
        terminal.line(&paint.style("dim", &format!("{}\n", "─".repeat(100))))?;
        if let Some(report) = engine::run(&workspace, trigger.id, context, &env) {
            print(&report, context, Format::Text, terminal)?;
        }
    }
    terminal.write(NEXT)?;
    Ok(Done::Fine)
}

const NEXT: &str = "
Try next
  reagent catalog events points expire       find an event in plain words
  reagent catalog operators between          help on a JSON Logic operator
  reagent run TRIGGER --context FILE         your own trigger on your own event
  reagent import FILE --into WORKSPACE       bring in a trigger from the API or a colleague
";

/// Every trigger on every context of its event, a line each.
fn overview(workspace: &Workspace, env: &RunEnv, terminal: &mut Terminal) -> Result<(), CliError> {
    for trigger in &workspace.triggers {
        terminal.line(&format!(
            "{} {}",
            terminal.paint.style("bold", &trigger.name),
            terminal.paint.style("dim", &format!("when {}", trigger.event))
        ))?;
        for context in workspace.contexts_of(&trigger.event) {
            let Some(report) = engine::run(workspace, trigger.id, context, env) else { continue };
            let (word, colour) = match report.outcome {
                Outcome::Fired => ("✓ fires", "green"),
                Outcome::Stopped => ("✗ stops", "yellow"),
                Outcome::Failed => ("! fails", "red"),
                Outcome::OtherEvent | Outcome::Inactive => ("· does not run", "dim"),
            };
            let word = terminal.paint.style(colour, &format!("{word:<9}"));
            terminal.line(&format!("  {word} {:<26} {}", context.name, report.summary))?;
        }
        terminal.line("")?;
    }
    Ok(())
}

/// The run that shows most: the one with the most effects, the first of equals.
fn showcase<'a>(workspace: &'a Workspace, env: &RunEnv) -> Option<(&'a Trigger, &'a Context)> {
    let pairs = workspace.triggers.iter().flat_map(|trigger| {
        workspace.contexts_of(&trigger.event).map(move |context| (trigger.as_ref(), context.as_ref()))
    });
    let counted = pairs.map(|(trigger, context)| {
        let report = engine::run(workspace, trigger.id, context, env);
        let effects =
            report.map_or(0, |report| report.steps.iter().filter(|step| step.effect.is_some()).count());
        (effects, trigger, context)
    });
    let best = counted.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((best.1, best.2))
}
