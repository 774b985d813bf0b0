//! Standard output, input and error of the process.

use super::error::CliError;
use crate::io::read_text;
use crate::json::{Json, Limits, parse};
use crate::report::Paint;
use std::io::{self, BufWriter, IsTerminal, Read, StdoutLock, Write};
use std::path::Path;

/// Where results and complaints go.
pub(super) struct Terminal {
    out: BufWriter<StdoutLock<'static>>,
    /// Whether results are coloured: only on a terminal, and not if `NO_COLOR` is set.
    pub(super) paint: Paint,
}

impl Terminal {
    pub(super) fn of_process() -> Self {
        let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let paint = Paint(io::stdout().is_terminal() && !is_plain);
        Self { out: BufWriter::new(io::stdout().lock()), paint }
    }

    /// Writes to standard output.
    pub(super) fn write(&mut self, text: &str) -> Result<(), CliError> {
        self.out.write_all(text.as_bytes()).map_err(CliError::Output)
    }

    /// Writes a line to standard output.
    pub(super) fn line(&mut self, text: &str) -> Result<(), CliError> {
        self.write(text)?;
        self.write("\n")
    }

    /// Writes a value as one or several lines of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize, is_pretty: bool) -> Result<(), CliError> {
        let written = if is_pretty {
            serde_json::to_writer_pretty(&mut self.out, value)
        } else {
            serde_json::to_writer(&mut self.out, value)
        };
        written.map_err(|error| CliError::Output(error.into()))?;
        self.write("\n")
    }

    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        self.out.flush().map_err(CliError::Output)
    }

    /// Writes to standard error. If even that is impossible there is nobody to tell.
    pub(super) fn complain(&mut self, message: &str) {
        let _ = self.out.flush();
        let _ = writeln!(io::stderr().lock(), "reagent: {message}");
    }
}

/// The text of a file, or of standard input for `-`.
pub(super) fn read_input(name: &str) -> Result<String, CliError> {
    if name != "-" {
        return Ok(read_text(Path::new(name))?);
    }
    let mut text = String::new();
    let limit = crate::io::MAX_FILE_BYTES;
    io::stdin().lock().take(limit).read_to_string(&mut text).map_err(CliError::Input)?;
    Ok(text)
}

/// The secret in a file, without the line break at its end.
pub(super) fn secret_of(path: &Path) -> Result<String, CliError> {
    Ok(read_text(path)?.trim_end_matches(['\r', '\n']).to_owned())
}

/// The JSON of a file, or of standard input for `-`.
pub(super) fn read_json(name: &str) -> Result<Json, CliError> {
    json_of(name, &read_input(name)?)
}

/// The JSON of a text; `name` says what it is in errors.
pub(super) fn json_of(name: &str, text: &str) -> Result<Json, CliError> {
    let shown = if name == "-" { "standard input" } else { name };
    parse(text, Limits::default()).map_err(|source| CliError::Json { name: shown.to_owned(), source })
}
