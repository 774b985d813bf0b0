//! The three kinds of zone that PHP knows: a place, an abbreviation, an offset.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::abbreviations::ABBREVIATIONS;
use super::cursor::{Cursor, decimal, lower};
use super::error::DateError;

static PLACES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
/// The rules of a place repeat with the calendar.
const CYCLE_SECS: i64 = 146_097 * 86_400;
/// In the year 9892; jiff's own range ends with 9999.
const LAST_LOOKUP: i64 = 250_000_000_000;
/// PHP's limit of an offset.
const OFFSET_LIMIT_SECS: i32 = 100 * 3600;

/// A PHP time zone. PHP prints the three kinds differently (`e`, `T`), and only a place has summer time.
#[derive(Debug, Clone)]
pub struct Zone(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// `Europe/Amsterdam`.
    Place { name: Arc<str>, rules: TimeZone },
    /// `EST`; fixed, in summer too.
    Abbreviation { name: Arc<str>, offset: i32, is_summer: bool },
    /// `+05:30`.
    Offset(i32),
}

/// What holds in a zone at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Local {
    /// Seconds east of UTC.
    pub(super) offset: i32,
    pub(super) is_summer: bool,
}

impl Zone {
    /// The place `UTC`.
    pub fn utc() -> Self {
        Self(Kind::Place { name: "UTC".into(), rules: TimeZone::UTC })
    }

    /// `new DateTimeZone($text)`: the name of a place or an abbreviation in any case, or an offset.
    ///
    /// # Examples
    /// ```
    /// use reagent::php::date::Zone;
    /// assert_eq!(Zone::parse("Australia/Sydney").unwrap().name(), "Australia/Sydney");
    /// assert_eq!(Zone::parse("+1030").unwrap().name(), "+10:30");
    /// assert!(Zone::parse("Mars/Olympus").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, DateError> {
        if text.contains('\0') {
            let message =
                "DateTimeZone::__construct(): Argument #1 ($timezone) must not contain any null bytes";
            return Err(DateError { message: message.to_owned() });
        }
        let mut cursor = Cursor::new(text.as_bytes());
        let zone = Self::read(&mut cursor);
        if let Some(Self(Kind::Offset(offset))) = &zone
            && offset.abs() >= OFFSET_LIMIT_SECS
        {
            let message = format!("DateTimeZone::__construct(): Timezone offset is out of range ({text})");
            return Err(DateError { message });
        }
        zone.filter(|_| cursor.is_end()).ok_or_else(|| DateError {
            message: format!("DateTimeZone::__construct(): Unknown or bad timezone ({text})"),
        })
    }

    /// PHP's number of the kind: 1 an offset, 2 an abbreviation, 3 a place.
    pub fn php_type(&self) -> i64 {
        match &self.0 {
            Kind::Offset(_) => 1,
            Kind::Abbreviation { .. } => 2,
            Kind::Place { .. } => 3,
        }
    }

    /// What PHP prints for `e`: the place, the abbreviation, or the offset.
    pub fn name(&self) -> String {
        match &self.0 {
            Kind::Place { name, .. } | Kind::Abbreviation { name, .. } => name.to_string(),
            Kind::Offset(offset) => offset_text(*offset, ":"),
        }
    }

    /// Reads a zone, with or without parentheses.
    pub(super) fn read(cursor: &mut Cursor) -> Option<Self> {
        cursor.take(usize::MAX, |byte| matches!(byte, b' ' | b'\t' | b'('));
        let ahead = [cursor.peek(), cursor.peek_at(1), cursor.peek_at(2), cursor.peek_at(3)];
        if matches!(&ahead, b"GMT+" | b"GMT-") {
            cursor.skip(3);
        }
        let zone = match cursor.peek() {
            sign @ (b'+' | b'-') => {
                cursor.skip(1);
                let offset = read_offset(cursor)?;
                Some(Self(Kind::Offset(if sign == b'-' { -offset } else { offset })))
            }
            _ => Self::named(cursor.take(usize::MAX, |byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+')
            })),
        };
        cursor.take(usize::MAX, |byte| byte == b')');
        zone
    }

    /// Source: abbreviations come first, but a capital `UTC` is the place.
    fn named(name: &[u8]) -> Option<Self> {
        if name == b"UTC" {
            return Some(Self::utc());
        }
        let key = lower(name);
        if let Ok(found) = ABBREVIATIONS.binary_search_by_key(&key.as_str(), |row| row.0)
            && let Some(&(_, offset, is_summer)) = ABBREVIATIONS.get(found)
        {
            let name = key.to_ascii_uppercase().into();
            return Some(Self(Kind::Abbreviation { name, offset, is_summer }));
        }
        let name = str::from_utf8(name).ok().filter(|name| !name.is_empty())?;
        let rules = PLACES.get(name).ok()?;
        Some(Self(Kind::Place { name: name.into(), rules }))
    }

    /// Offset and summer time at an instant.
    pub(super) fn local_at(&self, seconds: i64) -> Local {
        match &self.0 {
            Kind::Place { rules, .. } => {
                let info = rules.to_offset_info(lookup_instant(seconds).0);
                Local { offset: info.offset().seconds(), is_summer: info.dst().is_dst() }
            }
            Kind::Abbreviation { offset, is_summer, .. } => Local { offset: *offset, is_summer: *is_summer },
            Kind::Offset(offset) => Local { offset: *offset, is_summer: false },
        }
    }

    /// What PHP prints for `T`.
    ///
    /// Source: PHP 8.2 prints `GMT+0200` for an offset.
    pub(super) fn abbreviation_at(&self, seconds: i64) -> String {
        match &self.0 {
            Kind::Place { rules, .. } => {
                rules.to_offset_info(lookup_instant(seconds).0).abbreviation().to_owned()
            }
            Kind::Abbreviation { name, .. } => name.to_string(),
            Kind::Offset(offset) => format!("GMT{}", offset_text(*offset, "")),
        }
    }

    /// The last change of a place's clock at or before an instant.
    pub(super) fn change_before(&self, seconds: i64) -> Option<i64> {
        let Kind::Place { rules, .. } = &self.0 else { return None };
        let (instant, shift) = lookup_instant(seconds);
        let after = Timestamp::from_second(instant.as_second().saturating_add(1)).ok()?;
        rules.preceding(after).next().map(|change| change.timestamp().as_second() + shift)
    }

    pub(super) fn is_place(&self) -> bool {
        matches!(self.0, Kind::Place { .. })
    }

    /// Whether this is exactly an offset of zero, as `@0` gives it.
    pub(super) fn is_zero_offset(&self) -> bool {
        matches!(self.0, Kind::Offset(0))
    }

    pub(super) fn from_offset(seconds: i32) -> Self {
        Self(Kind::Offset(seconds))
    }
}

impl PartialEq for Zone {
    /// Same kind, same name.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Place { name: left, .. }, Kind::Place { name: right, .. })
            | (Kind::Abbreviation { name: left, .. }, Kind::Abbreviation { name: right, .. }) => {
                left == right
            }
            (Kind::Offset(left), Kind::Offset(right)) => left == right,
            _ => false,
        }
    }
}

impl Eq for Zone {}

/// `+05:30` with the given separator; seconds are not shown.
pub(super) fn offset_text(offset: i32, separator: &str) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
}

/// An instant that jiff can look up, with the seconds that it lies before the real one.
fn lookup_instant(seconds: i64) -> (Timestamp, i64) {
    let cycles = if seconds > LAST_LOOKUP { (seconds - LAST_LOOKUP) / CYCLE_SECS + 1 } else { 0 };
    let shift = cycles * CYCLE_SECS;
    let earliest = Timestamp::MIN.as_second();
    (Timestamp::from_second((seconds - shift).max(earliest)).unwrap_or(Timestamp::MIN), shift)
}

/// `5`, `0530`, `5:30`, `053015` or `05:30:15` after the sign, in seconds.
fn read_offset(cursor: &mut Cursor) -> Option<i32> {
    let text = cursor.take(usize::MAX, |byte| byte.is_ascii_digit() || byte == b':');
    // Like C's strtol: digits up to the first other character.
    let leading = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        decimal(rest.get(..length).unwrap_or_default()).unwrap_or(0)
    };
    let colon_at = |index: usize| text.get(index) == Some(&b':');
    let seconds = match text.len() {
        1 | 2 => leading(0) * 3600,
        3 | 4 if colon_at(1) => leading(0) * 3600 + leading(2) * 60,
        3..=5 if colon_at(2) => leading(0) * 3600 + leading(3) * 60,
        3 | 4 => leading(0) / 100 * 3600 + leading(0) % 100 * 60,
        6 => leading(0) / 10_000 * 3600 + leading(0) / 100 % 100 * 60 + leading(0) % 100,
        8 if colon_at(2) && colon_at(5) => leading(0) * 3600 + leading(3) * 60 + leading(6),
        _ => return None,
    };
    i32::try_from(seconds).ok()
}
