//! Rows in, one line out per row, in order. A bad row has an error of its own and never stops the others.

use super::error::CliError;
use super::terminal::Terminal;
use crate::io::{IoError, MAX_FILE_BYTES};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Longest row.
const MAX_ROW_BYTES: u64 = MAX_FILE_BYTES;

/// Answers every row of a file, or of standard input for `-`. Memory is bounded by the longest row.
pub(super) fn batch(
    name: &str,
    terminal: &mut Terminal,
    answer: impl FnMut(&str) -> Value,
) -> Result<(), CliError> {
    if name == "-" {
        return rows(io::stdin().lock(), CliError::Input, terminal, answer);
    }
    let path = Path::new(name);
    let failed = |source| CliError::Io(IoError::system("read", path, source));
    let file = File::open(path).map_err(failed)?;
    rows(BufReader::new(file), failed, terminal, answer)
}

fn rows(
    mut reader: impl BufRead,
    failed: impl Fn(io::Error) -> CliError,
    terminal: &mut Terminal,
    mut answer: impl FnMut(&str) -> Value,
) -> Result<(), CliError> {
    let mut row = Vec::new();
    loop {
        // Whoever feeds rows one by one waits for each answer.
        terminal.flush()?;
        row.clear();
        let read = reader.by_ref().take(MAX_ROW_BYTES).read_until(b'\n', &mut row).map_err(&failed)?;
        if read == 0 {
            return Ok(());
        }
        let is_cut = read as u64 == MAX_ROW_BYTES && row.last() != Some(&b'\n');
        if is_cut {
            skip_line(&mut reader).map_err(&failed)?;
        }
        let line = String::from_utf8_lossy(&row);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let message = format!("the row is longer than {MAX_ROW_BYTES} bytes");
        let value = if is_cut { row_error("row/too-long", &message) } else { answer(line) };
        terminal.json(&value, false)?;
    }
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, is_end) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(newline) => (newline + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if is_end {
            return Ok(());
        }
    }
}

/// The answer to a row that cannot be read.
pub(super) fn row_error(code: &str, message: &str) -> Value {
    serde_json::json!({"error": {"code": code, "message": message, "pointer": ""}})
}
