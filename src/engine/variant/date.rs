//! Dates in the formats that contexts hold: moved by a little, and written like another date.

use jiff::ToSpan;
use jiff::civil::{DateTime, Time};

/// A date with or without a time, and what follows it: a fraction, a zone.
struct Written<'t> {
    at: DateTime,
    separator: Option<char>,
    suffix: &'t str,
}

/// Whether text starts with a date such as `2026-03-01`.
pub(super) fn is_date(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<Written<'_>> {
    let day: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let rest = text.get(10..)?;
    let Some(separator) = rest.chars().next() else {
        return Some(Written { at: day.to_datetime(Time::midnight()), separator: None, suffix: "" });
    };
    if !matches!(separator, ' ' | 'T') {
        return None;
    }
    let time: Time = rest.get(1..9)?.parse().ok()?;
    Some(Written { at: day.to_datetime(time), separator: Some(separator), suffix: rest.get(9..)? })
}

fn write(at: DateTime, like: &Written<'_>) -> String {
    match like.separator {
        None => at.date().to_string(),
        Some(separator) => format!("{}{separator}{}{}", at.date(), at.strftime("%H:%M:%S"), like.suffix),
    }
}

/// A date and the dates right before and after it, written like another date.
pub(super) fn around(text: &str, like: &str) -> Vec<String> {
    let (Some(base), Some(like)) = (read(text), read(like)) else { return Vec::new() };
    let (day, second) = (1.day(), 1.second());
    let mut dates = vec![Some(base.at), base.at.checked_add(day).ok(), base.at.checked_sub(day).ok()];
    if like.separator.is_some() {
        dates.extend([base.at.checked_add(second).ok(), base.at.checked_sub(second).ok()]);
    }
    dates.into_iter().flatten().map(|at| write(at, &like)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_format() {
        let around = |text, like| around(text, like).join(" | ");
        assert_eq!(around("2026-03-01", "2025-01-01"), "2026-03-01 | 2026-03-02 | 2026-02-28");
        assert_eq!(
            around("2026-03-01", "2025-06-30T10:00:00.000Z"),
            "2026-03-01T00:00:00.000Z | 2026-03-02T00:00:00.000Z | 2026-02-28T00:00:00.000Z | \
             2026-03-01T00:00:01.000Z | 2026-02-28T23:59:59.000Z"
        );
        assert!(is_date("2026-03-01 10:00:00") && !is_date("2026-03-40") && !is_date("x"));
    }
}
