//! Why a date could not be read: PHP's own words.

use thiserror::Error;

/// A date text or zone that PHP refuses, with the message PHP gives.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct DateError {
    /// PHP's message, with the position and the character it complains about.
    pub message: String,
}

/// What the scanner found wrong, before it is known which PHP function reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) reason: &'static str,
    pub(super) position: usize,
    pub(super) byte: u8,
}

pub(super) const UNEXPECTED_CHARACTER: &str = "Unexpected character";
pub(super) const UNEXPECTED_DATA: &str = "Found unexpected data";
pub(super) const NUMBER_OUT_OF_RANGE: &str = "Number out of range";
pub(super) const UNKNOWN_ZONE: &str = "The timezone could not be found in the database";
pub(super) const DOUBLE_TIME: &str = "Double time specification";
pub(super) const DOUBLE_DATE: &str = "Double date specification";
pub(super) const DOUBLE_ZONE: &str = "Double timezone specification";
pub(super) const EMPTY: &str = "Empty string";

impl DateError {
    /// The message for `text`; `function` is empty for the constructor, which names no function.
    ///
    /// Source: PHP builds the message as a C string, so the text ends at its first NUL, and so does the message when the
    /// offending character is NUL (only the empty text in `modify`).
    pub(super) fn unreadable(function: &str, text: &str, fault: Fault) -> Self {
        let shown = text.split('\0').next().unwrap_or_default();
        let mut message =
            format!("{function}Failed to parse time string ({shown}) at position {} (", fault.position);
        match fault.byte {
            0 => {}
            byte if byte.is_ascii() => message.push(char::from(byte)),
            // PHP prints the lone byte, which is no text; what it becomes on its way out is the replacement character.
            _ => message.push(char::REPLACEMENT_CHARACTER),
        }
        if fault.byte != 0 {
            message.push_str("): ");
            message.push_str(fault.reason);
        }
        Self { message }
    }

    /// Assumption: PHP wraps around here; a wrong date helps nobody, so this names the limit instead.
    pub(super) fn out_of_range() -> Self {
        Self { message: "The date is outside the range of a 64-bit count of seconds since 1970".to_owned() }
    }
}
