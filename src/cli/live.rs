//! A custom event, first in a dry run, then live, with what the tenant says of it beside the local run.

use super::error::{CliError, Done};
use super::sync_args::Shape;
use super::tenant::Site;
use super::terminal::Terminal;
use crate::api::{Client, Telling};
use crate::engine::{self, Beside, CallShape, Firing, RunEnv, RunReport, TenantRuns};
use crate::json::{Json, Style, to_text};
use crate::model::{Context, Workspace};
use crate::sync::Kind;
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
    let needed = "this shape needs a profile: give --profile-id, or `profile_id` in the context";
    let shape = match shape {
        Shape::Events => CallShape::Events,
        Shape::Profile => CallShape::Profile,
        Shape::Tenant => CallShape::Tenant,
    };
    Firing::of(shape, event, profile_id, context).ok_or_else(|| CliError::Usage(needed.to_owned()))
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
        context: &Context,
        env: &RunEnv,
        terminal: &mut Terminal,
    ) -> Result<Vec<RunReport>, CliError> {
        let context = Context { data: self.firing.seen(), ..Context::clone(context) };
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
        terminal.line(&format!("LIVE: firing {} on {}", self.event, self.site.tenant.name))?;
        terminal.flush()?;
        let state = self.site.state().unwrap_or_default();
        let telling = Telling {
            reports,
            wait: self.wait,
            name_of: &|id| {
                let file = state.file_of(Kind::Trigger, id)?;
                let triggers = &self.site.workspace.triggers;
                let known = triggers.iter().find(|trigger| trigger.file.as_deref() == Some(file))?;
                Some(known.name.clone())
            },
            is_cancelled: &|| false,
        };
        let fired = client.fire_and_tell(self.firing, &telling)?;
        let done = match &fired.answer {
            Ok(answer) => {
                terminal.line("the tenant took it")?;
                terminal.write(&to_text(answer, &Style::default()))?;
                Done::Fine
            }
            Err(error) => {
                terminal.complain(&format!("{error}. {}", Firing::UNSURE));
                Done::Unreachable
            }
        };
        match fired.told {
            Ok(runs) => self.print(&runs, terminal)?,
            Err(error) => terminal.line(&format!("what its reactions did cannot be read: {error}"))?,
        }
        Ok(done)
    }

    fn print(&self, runs: &TenantRuns, terminal: &mut Terminal) -> Result<(), CliError> {
        terminal.line("\nthe tenant's action history since then, beside the local run")?;
        terminal.line("Assumption: an item is an action that ran; the tenant's words are not documented")?;
        if runs.told.is_empty() {
            let seconds = self.wait.as_secs();
            terminal.line(&format!("  nothing within {seconds} s; --wait SECONDS waits longer"))?;
        }
        for told in &runs.told {
            terminal.line(&format!("  {} (history {})", told.name, told.id))?;
            if !told.is_here {
                terminal.line("    no trigger of this workspace")?;
            }
            for row in &told.rows {
                terminal.line(&if told.is_here { row_text(row) } else { alone_text(row) })?;
            }
        }
        for name in &runs.missing {
            terminal.line(&format!("  {name}: runs here, and is not in the tenant's history"))?;
        }
        Ok(())
    }
}

fn alone_text(row: &Beside) -> String {
    let item = row.theirs.as_ref();
    let (status, result) = item.map_or(("", ""), |item| (&item.status, &item.result));
    format!("    {}  {status}  {}", row.action, cut(result))
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

fn reports(workspace: &Workspace, event: &str, context: &Context, env: &RunEnv) -> Vec<RunReport> {
    let triggers = workspace.triggers.iter().filter(|trigger| trigger.event == event);
    triggers.filter_map(|trigger| engine::run(workspace, trigger.id, context, env)).collect()
}
