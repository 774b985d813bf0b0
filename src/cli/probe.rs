//! `reagent probe`: which JSON Logic a test tenant runs.

use super::args::Format;
use super::error::{CliError, Done};
use super::run::now;
use super::sync_args::ProbeArguments;
use super::tenant::Site;
use super::terminal::Terminal;
use crate::api::{Client, PROBE_EVENT, ProbeAnswers, probe_trigger};
use crate::json::{Style, to_text};
use crate::logic::{DIALECTS, DialectFound, Probe, name_dialect, probes};
use serde_json::json;
use std::time::Duration;

/// Reagent's own engine.
const OURS: &str = "php";

pub(super) fn probe(arguments: &ProbeArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let site = Site::of(&arguments.tenant, None)?;
    let name = &site.tenant.name;
    if site.tenant.is_production {
        return Err(refused(name, "is a production tenant"));
    }
    if !site.tenant.is_test && !site.address.is_loopback() {
        return Err(refused(name, "is not marked as a test tenant"));
    }
    let event = format!("{PROBE_EVENT}{}", now(&arguments.clock).as_second());
    if !arguments.yes {
        for probe in probes() {
            let rule = to_text(&probe.rule, &Style::compact());
            terminal.line(&format!("{:<20} {rule}", probe.name))?;
        }
        let example = probes().first().map(|probe| probe_trigger(&probe.name, &probe.rule, &event));
        terminal.line("\neach becomes a trigger of two filters and nothing else, such as")?;
        terminal.line(&to_text(&example.unwrap_or_default(), &Style::default()))?;
        let count = probes().len() + 2;
        terminal.line(&format!(
            "nothing was sent; --yes makes {count} such triggers on {name}, fires their event once, reads the action \
             history, and removes them"
        ))?;
        return Ok(Done::Fine);
    }
    let client = site.client(&arguments.tenant, terminal)?;
    if !site.tenant.is_test && !client.is_practice_server() {
        return Err(refused(name, "is neither the practice server nor marked as a test tenant"));
    }
    terminal.complain(
        "Assumption: a history has an item for each action that ran; two controls show whether that is so",
    );
    let answers = ask(&client, &event, arguments.wait)?;
    report(&answers, arguments.format, terminal)
}

fn refused(name: &str, why: &str) -> CliError {
    CliError::Usage(format!(
        "'{name}' {why}: probe triggers are made only on the practice server and on tenants with `test = true` in \
         reagent.toml"
    ))
}

fn ask(client: &Client, event: &str, wait: u64) -> Result<ProbeAnswers, CliError> {
    Ok(client.probe_conditions(probes(), event, Duration::from_secs(wait))?)
}

fn report(answers: &ProbeAnswers, format: Format, terminal: &mut Terminal) -> Result<Done, CliError> {
    for (id, why) in &answers.left_behind {
        terminal.complain(&format!(
            "trigger {id} could not be removed: {why}; run this again, or remove it there"
        ));
    }
    if answers.removed_before > 0 {
        let count = answers.removed_before;
        terminal.complain(&format!("{count} probe triggers of an earlier attempt were removed first"));
    }
    let seen: Vec<(&Probe, bool)> = probes()
        .iter()
        .filter_map(|probe| Some((probe, *answers.held.get(&probe.name)?)))
        .filter(|_| answers.is_readable)
        .collect();
    let found = name_dialect(&seen);
    let is_ours = found.exact().iter().any(|dialect| dialect.key == OURS) && seen.len() == probes().len();
    match format {
        Format::Json => terminal.json(
            &json!({
                "is_readable": answers.is_readable, "held": answers.held, "found": found,
                "exact": found.exact().iter().map(|dialect| dialect.key).collect::<Vec<_>>(),
            }),
            true,
        )?,
        Format::Text => text(answers, &seen, &found, terminal)?,
    }
    let is_clean = answers.left_behind.is_empty();
    Ok(if is_ours && is_clean { Done::Fine } else { Done::Findings })
}

fn text(
    answers: &ProbeAnswers,
    seen: &[(&Probe, bool)],
    found: &DialectFound,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    if !answers.is_readable {
        return terminal.line(
            "the tenant's action history does not show which filters hold: a rule that is always true or one that never \
             is was not read as such. Nothing can be said of its JSON Logic",
        );
    }
    for (probe, held) in seen {
        let ours = DIALECTS.iter().find(|dialect| dialect.key == OURS).and_then(|ours| probe.holds(*ours));
        let sign = if ours == Some(*held) { ' ' } else { '≠' };
        let held = if *held { "holds" } else { "does not hold" };
        let rule = to_text(&probe.rule, &Style::compact());
        terminal.line(&format!("{sign} {:<20} {held:<14} {rule}", probe.name))?;
    }
    let missing = probes().len() - seen.len();
    if missing > 0 {
        terminal.line(&format!(
            "{missing} have no entry in the action history yet; --wait SECONDS waits longer"
        ))?;
    }
    terminal.line("")?;
    let names: Vec<&str> = found.exact().iter().map(|dialect| dialect.name).collect();
    let line = match (names.as_slice(), found.matches.first()) {
        ([one], _) => format!("this is {one}: {0} of {0} answers are its own", found.answered),
        ([], Some(best)) => format!(
            "no known engine answers like this; {} comes closest, {} of {} (not {})",
            best.dialect.name,
            best.equal,
            found.answered,
            best.differing.join(", ")
        ),
        (several, _) => format!("this is one of {}; the answers do not tell them apart", several.join(", ")),
    };
    terminal.line(&terminal.paint.style("bold", &line))?;
    if !found.exact().iter().any(|dialect| dialect.key == OURS) {
        terminal.line(
            "Reagent's results are those of json-logic-php on PHP 8, so they may differ from this tenant's",
        )?;
    }
    Ok(())
}
