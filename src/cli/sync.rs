//! `reagent plan`, `reagent apply` and `reagent drift`.

use super::args::Format;
use super::error::{CliError, Done};
use super::named::check_decided;
use super::sync_args::{ApplyArguments, DriftArguments, PlanArguments};
use super::tenant::{Site, read_line, write};
use super::terminal::Terminal;
use crate::api::{ApplyError, Client, Outcome, Witness, apply as apply_plan, read_what_is_readable};
use crate::diag::Diagnostic;
use crate::io::read_text;
use crate::sync::{
    Drift, DriftStep, Item, Kind, Plan, PlanOptions, State, Step, change_json, change_text,
    drift as drift_of, drift_text, known_json, misfits, plan as plan_of, plan_json, plan_text, read_plan,
    undecided_text, write_plan,
};
use serde_json::json;
use std::io::IsTerminal;

/// Exits with 0 for no changes, 2 for changes and 1 for an error, as `terraform plan -detailed-exitcode` does.
pub(super) fn plan(arguments: &PlanArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    planned(arguments, terminal).map_err(|error| CliError::Plan(Box::new(error)))
}

fn planned(arguments: &PlanArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    let client = site.client(&arguments.tenant, terminal)?;
    let options = plan_options(arguments.prune, &arguments.mine, &arguments.theirs);
    let (plan, _) = make_plan(&site, &client, &options)?;
    match arguments.format {
        Format::Text => terminal.write(&plan_text(&plan))?,
        Format::Json => terminal.json(&plan_json(&plan), true)?,
    }
    if let Some(out) = &arguments.out {
        write(out, &write_plan(&plan))?;
        let apply = format!("saved; `reagent apply {}` does exactly this, or nothing", out.display());
        terminal.complain(&apply);
    }
    Ok(if plan.is_empty() { Done::Fine } else { Done::Changes })
}

fn plan_options(prune: bool, mine: &[String], theirs: &[String]) -> PlanOptions {
    PlanOptions { prune, mine: mine.iter().cloned().collect(), theirs: theirs.iter().cloned().collect() }
}

fn make_plan(site: &Site, client: &Client, options: &PlanOptions) -> Result<(Plan, State), CliError> {
    let (local, state) = (site.local()?, site.state()?);
    let remote = read_what_is_readable(client, &Kind::ALL)?;
    let plan = plan_of(&local, &remote, &state, options);
    let changes_of = |file: &str| {
        let planned = plan.items.iter().filter(|item| item.file == file).flat_map(|item| &item.changes);
        let known = plan.known.iter().filter(|known| known.file == file).flat_map(|known| &known.changes);
        planned.chain(known).cloned().collect()
    };
    check_decided(options.mine.iter().chain(&options.theirs), &local, &state, changes_of)?;
    Ok((plan, state))
}

pub(super) fn drift(arguments: &DriftArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    drifted(arguments, terminal).map_err(|error| CliError::Plan(Box::new(error)))
}

fn drifted(arguments: &DriftArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    let client = site.client(&arguments.tenant, terminal)?;
    let drift = drift_of(&site.local()?, &read_what_is_readable(&client, &Kind::ALL)?, &site.state()?);
    match arguments.format {
        Format::Text => terminal.write(&drift_text(&drift))?,
        Format::Json => terminal.json(&drift_json(&drift), true)?,
    }
    Ok(if drift.items.is_empty() { Done::Fine } else { Done::Changes })
}

fn drift_json(drift: &Drift) -> serde_json::Value {
    let items = drift.items.iter().map(|item| {
        json!({
            "kind": item.kind, "id": item.id, "file": item.file, "name": item.name,
            "is_gone": item.step == DriftStep::Gone, "was_synced": item.step != DriftStep::NeverSame,
            "changes": item.changes.iter().map(change_json).collect::<Vec<_>>(),
        })
    });
    let left_out = drift.left_out.iter().map(|(kind, why)| json!({ "kind": kind, "why": why }));
    json!({
        "items": items.collect::<Vec<_>>(), "known_differences": known_json(&drift.known),
        "left_out": left_out.collect::<Vec<_>>(),
    })
}

pub(super) fn apply(arguments: &ApplyArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let saved = match &arguments.plan {
        Some(path) => {
            let plan = read_plan(&read_text(path)?);
            Some(plan.map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))?)
        }
        None => None,
    };
    let site = Site::of(&arguments.tenant, saved.as_ref().map(|plan| plan.tenant.as_str()))?;
    let client = site.client(&arguments.tenant, terminal)?;
    let is_saved = saved.is_some();
    let (plan, mut state) = if let Some(plan) = saved {
        let state = site.state()?;
        check_fits(&plan, &site, &state)?;
        terminal.write(&undecided_text(&plan))?;
        (plan, state)
    } else {
        let options = plan_options(arguments.prune, &arguments.mine, &arguments.theirs);
        let made = make_plan(&site, &client, &options)?;
        terminal.write(&plan_text(&made.0))?;
        made
    };
    if plan.items.iter().any(|item| item.step.is_write()) {
        ask(arguments, &site, &plan, is_saved, terminal)?;
    }
    let undecided = plan.items.iter().filter(|item| item.step.needs_attention()).count();
    let mut reporter = Reporter { site: &site, terminal, failed: None };
    let outcomes = apply_plan(&client, &plan, &mut state, &mut reporter);
    // Whatever came of it: what was noted object by object becomes the state file.
    let recorded = site.settle(&state);
    if let Some(error) = reporter.failed.take() {
        return Err(error);
    }
    let outcomes = outcomes?;
    recorded?;
    let done = outcomes.iter().filter(|outcome| outcome.is_done()).count();
    let recorded = plan.count(Step::Record);
    let (sent, total) = (done.saturating_sub(recorded), outcomes.len().saturating_sub(recorded));
    let said =
        if total == 0 { "nothing was sent".to_owned() } else { format!("{sent} of {total} as planned") };
    terminal.line(&said)?;
    Ok(if done == outcomes.len() && undecided == 0 { Done::Fine } else { Done::Findings })
}

/// A saved plan is for the workspace that it was made in, as it was then. Another tenant is found out when it is applied.
fn check_fits(plan: &Plan, site: &Site, state: &State) -> Result<(), CliError> {
    if (&plan.tenant, &plan.address) != (&state.tenant, &state.address) {
        return Ok(());
    }
    let reasons = misfits(plan, &site.local()?, state);
    if reasons.is_empty() { Ok(()) } else { Err(CliError::Apply(ApplyError::Stale { reasons })) }
}

/// Nothing is sent to a production tenant, and nothing is deleted, without the tenant's name; anything else needs a yes.
fn ask(
    arguments: &ApplyArguments,
    site: &Site,
    plan: &Plan,
    is_saved: bool,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    let deletions = plan.count(Step::Delete);
    if site.tenant.is_production || deletions > 0 {
        let mut why = Vec::new();
        if site.tenant.is_production {
            why.push(format!("'{}' is a production tenant", site.tenant.name));
        }
        if deletions > 0 {
            why.push(format!("{deletions} of its objects would be deleted"));
        }
        return site.confirm(arguments.confirm.as_deref(), &why.join(" and "), terminal);
    }
    if is_saved || arguments.yes || arguments.confirm.as_ref() == Some(&site.tenant.name) {
        return Ok(());
    }
    if std::io::stdin().is_terminal() {
        terminal.complain("send this? type yes");
        if read_line()? == "yes" {
            return Ok(());
        }
    }
    let message = "nothing was sent; add --yes, or save a plan with `reagent plan --out FILE` and apply that";
    Err(CliError::Usage(message.to_owned()))
}

struct Reporter<'a> {
    site: &'a Site,
    terminal: &'a mut Terminal,
    failed: Option<CliError>,
}

impl Witness for Reporter<'_> {
    fn record(&mut self, state: &State, files: &[&str]) -> Result<(), String> {
        self.site.note(state, files).map_err(|error| error.to_string())
    }

    fn done(&mut self, item: &Item, outcome: &Outcome) {
        if item.step == Step::Record {
            return;
        }
        let mut text = format!("{}  {} '{}'\n", outcome_text(outcome), item.kind.word(), item.name);
        match outcome {
            Outcome::Differs(changes) => {
                for change in changes {
                    text.push_str(&change_text(change, &item.file));
                }
            }
            Outcome::Refused(_, findings) => {
                text.extend(findings.iter().map(|finding| refusal_text(finding, &item.file)));
            }
            _ => {}
        }
        if let Err(error) = self.terminal.write(&text) {
            self.failed = Some(error);
        }
    }
}

fn refusal_text(finding: &Diagnostic, file: &str) -> String {
    let file = finding.place.file.as_deref().unwrap_or(file);
    let pointer = &finding.place.pointer;
    let at = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
    format!("    {file}{at}: {}\n", finding.message)
}

fn outcome_text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Created => "created".to_owned(),
        Outcome::Updated => "updated".to_owned(),
        Outcome::Deleted => "deleted".to_owned(),
        Outcome::AlreadyDone => "already done".to_owned(),
        Outcome::Differs(_) => "taken, but the tenant has something else than was sent".to_owned(),
        Outcome::Refused(error, _) => format!("refused: {error}"),
        Outcome::Skipped(why) => format!("skipped, {why}"),
    }
}
