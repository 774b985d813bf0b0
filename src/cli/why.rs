//! `reagent why`: why a trigger does not fire on a context, and the smallest change with which it would.

use super::args::{Format, SubjectArguments};
use super::error::{CliError, Done};
use super::run::{Subject, subject};
use super::terminal::Terminal;
use crate::engine::{self, Flip, RunReport, Why};
use crate::report::{flip_text, why_text};
use serde::Serialize;

/// The answer as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    trigger: &'a str,
    context: &'a str,
    summary: &'a str,
    why: Option<&'a Why>,
    flip: Option<&'a Flip>,
}

pub(super) fn why(arguments: &SubjectArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let subject = subject(arguments, terminal)?;
    let report = subject.report()?;
    let why = engine::why(&report, &subject.context);
    let Subject { workspace, trigger, context, env } = &subject;
    let flip = why.as_ref().and_then(|_| engine::flip(workspace, trigger.id, context, env));
    match arguments.format {
        Format::Json => terminal.json(&answer(&report, why.as_ref(), flip.as_ref()), true)?,
        Format::Text => {
            terminal.line(&terminal.paint.style("bold", &report.summary))?;
            if let (Some(why), Some(flip)) = (&why, &flip) {
                terminal.write(&why_text(why, terminal.paint))?;
                terminal.write(&flip_text(flip, terminal.paint))?;
            }
        }
    }
    Ok(Done::Fine)
}

fn answer<'a>(report: &'a RunReport, why: Option<&'a Why>, flip: Option<&'a Flip>) -> Answer<'a> {
    let (trigger, context) = (report.trigger.name.as_str(), report.context.name.as_str());
    Answer { trigger, context, summary: &report.summary, why, flip }
}
