//! Reads numbers and words out of a text that a grammar rule has already accepted.
//!
//! Like PHP's own reader it is lax: it skips what it does not look for, because the rule has already checked the shape.
//! The end of the text reads as NUL, and so does a NUL inside it.

use super::error::{NUMBER_OUT_OF_RANGE, UNEXPECTED_DATA};

/// A place in an accepted text.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte, NUL at the end.
    pub(super) fn peek(&self) -> u8 {
        self.peek_at(0)
    }

    /// The byte `ahead` bytes after the next one.
    pub(super) fn peek_at(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Steps over `count` bytes.
    pub(super) fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.text.len());
    }

    pub(super) fn is_end(&self) -> bool {
        self.peek() == 0
    }

    /// Takes bytes for as long as they satisfy `wanted`, at most `limit`.
    pub(super) fn take(&mut self, limit: usize, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(limit).take_while(|&&byte| byte != 0 && wanted(byte)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The next run of digits, at most `limit` of them, with its length.
    pub(super) fn number_with_length(&mut self, limit: usize) -> Option<(i64, usize)> {
        self.take(usize::MAX, |byte| !byte.is_ascii_digit());
        let digits = self.take(limit, |byte| byte.is_ascii_digit());
        if digits.is_empty() {
            return None;
        }
        Some((decimal(digits).unwrap_or(i64::MAX), digits.len()))
    }

    /// The next run of digits, at most `limit` of them.
    pub(super) fn number(&mut self, limit: usize) -> Option<i64> {
        self.number_with_length(limit).map(|(value, _)| value)
    }

    /// A year: one of up to three digits below 100 lies in 1970 to 2069.
    pub(super) fn year(&mut self, limit: usize) -> Option<i64> {
        let (value, length) = self.number_with_length(limit)?;
        Some(match value {
            0..70 if length < 4 => value + 2000,
            70..100 if length < 4 => value + 1900,
            _ => value,
        })
    }

    /// A number with any amount of signs, each `-` turning it around.
    pub(super) fn signed(&mut self, limit: usize) -> Result<i64, &'static str> {
        self.take(usize::MAX, |byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-'));
        let signs = self.take(usize::MAX, |byte| matches!(byte, b'+' | b'-'));
        let is_negative = signs.iter().fold(false, |turned, &sign| turned ^ (sign == b'-'));
        self.take(usize::MAX, |byte| !byte.is_ascii_digit());
        let digits = self.take(limit, |byte| byte.is_ascii_digit());
        if digits.is_empty() {
            return Err(UNEXPECTED_DATA);
        }
        let magnitude = digits
            .iter()
            .try_fold(0_i128, |sum, &digit| sum.checked_mul(10)?.checked_add(i128::from(digit - b'0')));
        let value = magnitude.map(|sum| if is_negative { -sum } else { sum });
        value.and_then(|value| i64::try_from(value).ok()).ok_or(NUMBER_OUT_OF_RANGE)
    }

    /// A fraction that starts with `.` or `:`, in microseconds.
    pub(super) fn fraction_micros(&mut self) -> i64 {
        let text = self.take(usize::MAX, |byte| matches!(byte, b'0'..=b'9' | b'.' | b':'));
        let digits = text.get(1..).unwrap_or_default();
        // PHP computes this in floating point, so ten digits and more are cut, not rounded.
        let number: f64 = str::from_utf8(digits).unwrap_or_default().parse().unwrap_or_default();
        (number * 10_f64.powf(6.0 - digits.len() as f64)) as i64
    }

    /// A run of ASCII letters in lower case.
    pub(super) fn word(&mut self) -> String {
        lower(self.take(usize::MAX, |byte| byte.is_ascii_alphabetic()))
    }

    /// Blanks, tabs and the two non-breaking spaces.
    pub(super) fn skip_spaces(&mut self) {
        loop {
            match [self.peek(), self.peek_at(1), self.peek_at(2)] {
                [b' ' | b'\t', ..] => self.skip(1),
                [0xC2, 0xA0, _] => self.skip(2),
                [0xE2, 0x80, 0xAF] => self.skip(3),
                _ => return,
            }
        }
    }

    /// `st`, `nd`, `rd` or `th` after a day number.
    pub(super) fn skip_day_suffix(&mut self) {
        let suffix = [self.peek().to_ascii_lowercase(), self.peek_at(1).to_ascii_lowercase()];
        if matches!(&suffix, b"nd" | b"rd" | b"st" | b"th") {
            self.skip(2);
        }
    }

    /// What am or pm adds to `hour`.
    pub(super) fn meridian_shift(&mut self, hour: i64) -> i64 {
        self.take(usize::MAX, |byte| !matches!(byte, b'a' | b'A' | b'p' | b'P'));
        let is_morning = matches!(self.peek(), b'a' | b'A');
        self.skip(1);
        for optional in [b".".as_slice(), b"mM", b"."] {
            if optional.contains(&self.peek()) {
                self.skip(1);
            }
        }
        match (is_morning, hour) {
            (true, 12) => -12,
            (true, _) | (false, 12) => 0,
            (false, _) => 12,
        }
    }
}

/// Lower-case text of ASCII bytes.
pub(super) fn lower(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

/// The value of a run of digits, unless it is too large.
pub(super) fn decimal(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0_i64, |sum, &digit| sum.checked_mul(10)?.checked_add(i64::from(digit.checked_sub(b'0')?)))
}
