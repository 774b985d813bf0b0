//! `reagent calibrate`: which settings reproduce a preview that the tenant rendered.

use super::args::{CalibrateArguments, Clock, Format};
use super::error::{CliError, Done};
use super::run::now;
use super::terminal::{Terminal, read_json};
use crate::engine::{
    Calibration, Difference, Preview, all_values, calibrate as search, changed_settings, rendered_value,
};
use crate::io::{load_workspace, read_text, workspace_of};
use crate::model::{Autoescape, EngineProfile, Warnings};
use crate::prove::named_diff;
use serde_json::Value;

pub(super) fn calibrate(arguments: &CalibrateArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let template = read_text(&arguments.template)?;
    let answer = read_json(&arguments.preview)?;
    let preview = Preview::from_answer(&answer).ok_or_else(|| {
        let message =
            "the preview has no `result` and `context`; paste the whole answer of POST /targets/preview";
        CliError::Usage(message.to_owned())
    })?;
    let mut base = match workspace_of(&arguments.template) {
        Some(folder) => load_workspace(&folder)?.read.workspace.profile,
        None => EngineProfile::default(),
    };
    if let Some(timezone) = &arguments.clock.timezone {
        timezone.clone_into(&mut base.timezone);
    }
    let found = search(&template, &preview, &base, now(&arguments.clock));
    match arguments.format {
        Format::Json => terminal.json(&found, true)?,
        Format::Text => print(&found, terminal)?,
    }
    Ok(if found.is_exact { Done::Fine } else { Done::Findings })
}

/// What a tenant rendered, and what Reagent renders.
pub(super) struct Comparison<'a> {
    pub(super) template: &'a str,
    pub(super) preview: &'a Preview,
    pub(super) profile: &'a EngineProfile,
    pub(super) clock: &'a Clock,
}

/// How a comparison ended.
pub(super) enum Compared {
    /// Both render the same.
    Equal,
    /// They do not, and no other settings do better.
    Different,
    /// Other settings do better, up to equality if the flag says so.
    Better(EngineProfile, bool),
}

impl Comparison<'_> {
    /// Shows both, and other settings if those do better.
    pub(super) fn show(&self, terminal: &mut Terminal) -> Result<Compared, CliError> {
        let now = now(self.clock);
        let found = search(self.template, self.preview, self.profile, now);
        if found.is_exact && found.profile == *self.profile {
            let line = format!("the tenant renders what Reagent renders, {}", all_values(found.equal));
            terminal.line(&terminal.paint.style("green", &line))?;
            found.untold().iter().try_for_each(|sentence| terminal.line(sentence))?;
            return Ok(Compared::Equal);
        }
        terminal
            .line("the tenant renders something else than Reagent with the settings of this workspace\n")?;
        match rendered_value(self.template, &self.preview.context, self.profile, now) {
            Ok(ours) => {
                let theirs = self.preview.result.to_value();
                terminal.write(&named_diff(["tenant", "reagent"], &theirs, &ours))?;
            }
            Err(error) => terminal.line(&format!("with the settings of this workspace it fails: {error}"))?,
        }
        terminal.line("")?;
        let changed = changed_settings(self.profile, &found.profile);
        for (name, from, to) in &changed {
            let is_tie = found.ties.iter().any(|tie| tie.setting == *name);
            let to = if is_tie { format!("{to}, or one that does not differ here,") } else { to.clone() };
            let would = if found.is_exact { "makes them equal" } else { "comes closer" };
            terminal.line(&format!("{name}: {to} instead of {from} {would}"))?;
        }
        print(&found, terminal)?;
        if changed.is_empty() || found.error.is_some() {
            return Ok(Compared::Different);
        }
        Ok(Compared::Better(found.profile, found.is_exact))
    }
}

fn print(found: &Calibration, terminal: &mut Terminal) -> Result<(), CliError> {
    let paint = terminal.paint;
    if let Some(error) = &found.error {
        return terminal.line(&format!("no setting renders the template at all: {error}"));
    }
    let total = found.equal + found.differences.len();
    if found.is_exact {
        let line = format!("reproduced: {}; put this into reagent.toml", all_values(total));
        terminal.line(&paint.style("green", &line))?;
    } else {
        let line = format!(
            "no setting reproduces everything; these come closest, {} of {total} values",
            found.equal
        );
        terminal.line(&paint.style("yellow", &line))?;
    }
    terminal.write(&settings(&found.profile))?;
    found.untold().iter().try_for_each(|sentence| terminal.line(sentence))?;
    for Difference { pointer, theirs, ours } in &found.differences {
        let shown =
            |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
        terminal.line(&format!("  {pointer}  theirs {}  ours {}", shown(theirs), shown(ours)))?;
    }
    Ok(())
}

fn settings(profile: &EngineProfile) -> String {
    let autoescape = match profile.autoescape {
        Autoescape::Html => "html",
        Autoescape::Js => "js",
        Autoescape::Off => "off",
    };
    let warnings = match profile.warnings {
        Warnings::Raise => "raise",
        Warnings::Ignore => "ignore",
    };
    format!(
        "\n[engine]\nautoescape = \"{autoescape}\"\nstrict_variables = {}\ntimezone = \"{}\"\nwarnings = \"{warnings}\"\n\n",
        profile.strict_variables, profile.timezone
    )
}
