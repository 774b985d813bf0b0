//! A custom event, first in a dry run, then live, with what the tenant says of it beside the local run.

use super::error::{CliError, Done};
use super::sync_args::Shape;
use super::tenant::Site;
use super::terminal::Terminal;
use crate::api::{ApiError, Client, Firing};
use crate::engine::{self, Beside, History, RunEnv, RunReport, StepStatus, beside};
use crate::json::{Json, Style, to_text};
use crate::model::{Context, Workspace};
use crate::sync::{Kind, State, name_of};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// Longest result of an item that is shown in a line.
const LONGEST: usize = 100;

/// One of the three documented calls for an event.
pub(super) fn firing(
    shape: Shape,
    event: &str,
    profile_id: Option<&str>,
    context: &Json,
) -> Result<Firing, CliError> {
    let event = event.to_owned();
    let needed = "this shape needs a profile: give --profile-id, or `profile_id` in the context";
    let profile = || profile_id.map(str::to_owned).ok_or_else(|| CliError::Usage(needed.to_owned()));
    Ok(match shape {
        Shape::Tenant => Firing::Tenant { event, context: context.clone() },
        Shape::Profile => Firing::Profile { event, profile_id: profile()?, context: context.clone() },
        Shape::Events => {
            // A context as this call makes it has what was sent under `data`.
            let data = context.get("data").unwrap_or(context).clone();
            Firing::Events { event, profile_id: profile()?, data }
        }
    })
}

/// An event that may be fired.
pub(super) struct Shot<'a> {
    pub(super) site: &'a Site,
    pub(super) event: &'a str,
    pub(super) firing: &'a Firing,
    /// How long the tenant's history is waited for.
    pub(super) wait: Duration,
}

impl Shot<'_> {
    /// Runs the workspace's triggers and shows what would be sent. Nothing is.
    pub(super) fn dry_run(
        &self,
        context: &Arc<Context>,
        env: &RunEnv,
        terminal: &mut Terminal,
    ) -> Result<Vec<RunReport>, CliError> {
        let context = seen(self.firing, context);
        let reports = reports(&self.site.workspace, self.event, &context, env);
        terminal.line(&format!("triggers of this workspace on {}: {}", self.event, reports.len()))?;
        for report in &reports {
            terminal.line(&format!("  {}: {}", report.trigger.name, report.summary))?;
        }
        let (path, body) = self.firing.request();
        let body = to_text(&body, &Style::default());
        terminal.line(&format!("\nPOST {}/{path}\n{body}", self.site.address.text()))?;
        Ok(reports)
    }

    /// Asks for the name of a production tenant.
    pub(super) fn confirm(&self, given: Option<&str>, terminal: &mut Terminal) -> Result<(), CliError> {
        if !self.site.tenant.is_production {
            return Ok(());
        }
        let why = format!("'{}' is a production tenant: its live reactions would run", self.site.tenant.name);
        self.site.confirm(given, &why, terminal)
    }

    /// Really fires it.
    pub(super) fn fire(
        &self,
        client: &Client,
        reports: &[RunReport],
        terminal: &mut Terminal,
    ) -> Result<Done, CliError> {
        // Read before: what is newer afterwards is of this event, or of others at the same time.
        let before = client.newest_history();
        terminal.line(&format!("LIVE: firing {} on {}", self.event, self.site.tenant.name))?;
        terminal.flush()?;
        let answer = client.fire(self.firing)?;
        terminal.line("the tenant took it")?;
        terminal.write(&to_text(&answer, &Style::default()))?;
        match before.and_then(|before| self.history(client, before, reports)) {
            Ok(found) => self.print(&found, reports, terminal)?,
            Err(error) => terminal.line(&format!("what its reactions did cannot be read: {error}"))?,
        }
        Ok(Done::Fine)
    }

    fn history(&self, client: &Client, before: i64, reports: &[RunReport]) -> Result<Vec<Told>, ApiError> {
        let expected = reports.iter().filter(|report| has_reached(report)).count();
        let is_enough = |entries: &[Json]| entries.len() >= expected;
        let entries = client.history_until(before, self.wait, is_enough)?;
        let state = self.site.state().unwrap_or_default();
        let told = entries.iter().filter_map(History::read);
        Ok(told
            .map(|history| {
                let trigger = name_on_tenant(client, &history, &state, self.site);
                Told { history, trigger }
            })
            .collect())
    }

    fn print(&self, told: &[Told], reports: &[RunReport], terminal: &mut Terminal) -> Result<(), CliError> {
        terminal.line("\nthe tenant's action history since then, beside the local run")?;
        terminal.line("Assumption: an item is an action that ran; the tenant's words are not documented")?;
        if told.is_empty() {
            let seconds = self.wait.as_secs();
            terminal.line(&format!("  nothing within {seconds} s; --wait SECONDS waits longer"))?;
        }
        let mut seen = BTreeSet::new();
        for Told { history, trigger } in told {
            let report = reports.iter().find(|report| Some(&report.trigger.name) == trigger.as_ref());
            let what = trigger.clone().unwrap_or_else(|| {
                format!("{} {}", history.actionable_type, history.actionable_id.unwrap_or_default())
            });
            terminal.line(&format!("  {what} (history {})", history.id))?;
            if let Some(report) = report {
                seen.insert(report.trigger.name.clone());
                for row in beside(report, history) {
                    terminal.line(&row_text(&row))?;
                }
                continue;
            }
            terminal.line("    no trigger of this workspace")?;
            for item in &history.items {
                terminal.line(&format!("    {}  {}  {}", item.handler, item.status, cut(&item.result)))?;
            }
        }
        let missing =
            reports.iter().filter(|report| has_reached(report) && !seen.contains(&report.trigger.name));
        for report in missing {
            terminal
                .line(&format!("  {}: runs here, and is not in the tenant's history", report.trigger.name))?;
        }
        Ok(())
    }
}

/// A history and the trigger of the workspace that it is of.
struct Told {
    history: History,
    trigger: Option<String>,
}

/// By the id that the last sync noted, else by the name that the tenant gives.
fn name_on_tenant(client: &Client, history: &History, state: &State, site: &Site) -> Option<String> {
    if !history.actionable_type.to_ascii_lowercase().contains("trigger") {
        return None;
    }
    let id = history.actionable_id?;
    let file = state.file_of(Kind::Trigger, id);
    let known =
        site.workspace.triggers.iter().find(|trigger| file.is_some() && trigger.file.as_deref() == file);
    if let Some(known) = known {
        return Some(known.name.clone());
    }
    let object = client.object(Kind::Trigger, id).ok()?;
    Some(name_of(Kind::Trigger, &object))
}

/// True if a run did something that a history would show.
fn has_reached(report: &RunReport) -> bool {
    let is_reached = |status| !matches!(status, StepStatus::NotReached | StepStatus::Muted);
    report.steps.iter().any(|step| is_reached(step.status))
}

fn row_text(row: &Beside) -> String {
    let sign = if row.is_same { ' ' } else { '≠' };
    let position = row.position.map_or_else(|| "-".to_owned(), |position| position.to_string());
    let ours = if row.ours.is_empty() { "no such step" } else { &row.ours };
    let theirs = row.theirs.as_ref().map_or_else(
        || "nothing".to_owned(),
        |item| format!("{} {}  {}", item.handler, item.status, cut(&item.result)),
    );
    format!("  {sign} {position} {:<16} here {ours:<12} there {theirs}", row.action).trim_end().to_owned()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The context that the reactions are expected to see.
///
/// Source: the guide's filter for `POST /events` reads `data.score` and `profile_id`.
fn seen(firing: &Firing, context: &Arc<Context>) -> Arc<Context> {
    let Firing::Events { .. } = firing else { return Arc::clone(context) };
    let (_, body) = firing.request();
    Arc::new(Context { data: body, ..Context::clone(context) })
}

fn reports(workspace: &Workspace, event: &str, context: &Context, env: &RunEnv) -> Vec<RunReport> {
    let triggers = workspace.triggers.iter().filter(|trigger| trigger.event == event);
    triggers.filter_map(|trigger| engine::run(workspace, trigger.id, context, env)).collect()
}
