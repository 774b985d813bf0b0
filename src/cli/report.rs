//! `reagent report`: a run that was shared as a file, printed again.

use super::args::{Format, ReportArguments};
use super::error::{CliError, Done};
use super::terminal::{Terminal, read_json};
use crate::io::write_text;
use crate::report::{RunFile, html};

pub(super) fn report(arguments: &ReportArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let json = read_json(&arguments.file)?;
    let file = RunFile::read(&json)
        .map_err(|error| CliError::Usage(format!("cannot open {}: {error}", arguments.file)))?;
    match (&arguments.html, arguments.format) {
        (Some(path), _) => write_text(path, &html(&file))?,
        (None, Format::Json) => terminal.json(file.json(), true)?,
        (None, Format::Text) => terminal.write(&file.text(terminal.paint))?,
    }
    Ok(Done::Fine)
}
