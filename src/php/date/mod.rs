//! Dates as PHP has them: reading any text that `strtotime` reads, changing them, printing them.
//!
//! What Twig's `date` and `date_modify` filters and its `date()` function need, byte for byte. Not PHP's intervals and
//! periods. Start at [`PhpDateTime::parse`]; nothing here reads the clock, "now" is always given.
//!
//! Source: the answers of PHP 8.2 (`tests/fixtures/dates`).

mod abbreviations;
mod calendar;
mod cursor;
mod error;
mod fields;
mod format;
mod grammar;
mod pattern;
mod resolve;
mod scan;
mod words;
mod zone;

use std::cmp::Ordering;

pub use error::DateError;
pub use zone::Zone;

use calendar::{Civil, DAY_SECS};

/// A PHP `DateTime`: an instant with microseconds, and the zone in which it is shown.
///
/// Two of them are equal when their instants are.
///
/// # Examples
/// ```
/// use reagent::php::date::{PhpDateTime, Zone};
/// let now = PhpDateTime::from_timestamp(1_700_000_000, Zone::utc());
/// let date = PhpDateTime::parse("2024-01-31 10:00", &now).unwrap();
/// assert_eq!(date.modify("last day of next month").unwrap().format("D j M Y"), "Thu 29 Feb 2024");
/// ```
#[derive(Debug, Clone)]
pub struct PhpDateTime {
    seconds: i64,
    micros: u32,
    zone: Zone,
}

impl PhpDateTime {
    /// The instant `seconds` after 1970 began in UTC, shown in `zone`.
    pub fn from_timestamp(seconds: i64, zone: Zone) -> Self {
        Self { seconds, micros: 0, zone }
    }

    /// The same with microseconds; `None` when there are a million or more.
    pub fn from_timestamp_micros(seconds: i64, micros: u32, zone: Zone) -> Option<Self> {
        Self::new(seconds, micros, zone)
    }

    fn new(seconds: i64, micros: u32, zone: Zone) -> Option<Self> {
        (micros < 1_000_000).then_some(Self { seconds, micros, zone })
    }

    /// `new DateTime($text)` at the instant `now` under the default zone `now.zone()`.
    ///
    /// # Errors
    /// PHP's message, such as `Failed to parse time string (x) at position 0 (x): …`.
    pub fn parse(text: &str, now: &Self) -> Result<Self, DateError> {
        Self::construct(text, now, Now::InNamedPlace)
    }

    /// `new DateTime($text, $zone)` at the instant `now`.
    pub fn parse_in(text: &str, zone: &Zone, now: &Self) -> Result<Self, DateError> {
        Self::construct(text, &now.with_zone(zone.clone()), Now::AsGiven)
    }

    fn construct(text: &str, now: &Self, which: Now) -> Result<Self, DateError> {
        // Source: the constructor takes the empty text for "now".
        if text.is_empty() || text == "now" {
            return Ok(now.clone());
        }
        let fields = scan::scan(text).map_err(|fault| DateError::unreadable("", text, fault))?;
        let place = fields.zone.as_ref().filter(|zone| which == Now::InNamedPlace && zone.is_place());
        let now = place.map_or_else(|| now.clone(), |zone| now.with_zone(zone.clone()));
        resolve::construct(&fields, &now).ok_or_else(DateError::out_of_range)
    }

    /// `$date->modify($text)`.
    ///
    /// # Errors
    /// PHP's message, such as `DateTime::modify(): Failed to parse time string (x) at position 0 (x): …`.
    pub fn modify(&self, text: &str) -> Result<Self, DateError> {
        let fields =
            scan::scan(text).map_err(|fault| DateError::unreadable("DateTime::modify(): ", text, fault))?;
        resolve::modify(&fields, self).ok_or_else(DateError::out_of_range)
    }

    /// `$date->format($pattern)`.
    pub fn format(&self, pattern: &str) -> String {
        format::format(self, pattern)
    }

    /// Seconds since 1970.
    pub fn timestamp(&self) -> i64 {
        self.seconds
    }

    /// Microseconds within the second.
    pub fn microseconds(&self) -> u32 {
        self.micros
    }

    /// The zone in which it is shown.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// `$date->setTimezone($zone)`: the same instant, shown elsewhere.
    #[expect(clippy::return_self_not_must_use, reason = "a pure function like any other")]
    pub fn with_zone(&self, zone: Zone) -> Self {
        Self { zone, ..self.clone() }
    }

    /// The day and the second of the day that clocks in the zone show.
    fn civil(&self) -> (Civil, i64) {
        let offset = i64::from(self.zone.local_at(self.seconds).offset);
        // In two steps, because the sum may not fit.
        let day_second = self.seconds.rem_euclid(DAY_SECS) + offset;
        let days = self.seconds.div_euclid(DAY_SECS) + day_second.div_euclid(DAY_SECS);
        (Civil::from_days(days), day_second.rem_euclid(DAY_SECS))
    }
}

/// In which zone "now" is looked at for the fields that a text leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Now {
    /// In the place that the text names, if it names one.
    InNamedPlace,
    AsGiven,
}

impl PartialEq for PhpDateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for PhpDateTime {}

impl PartialOrd for PhpDateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PhpDateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.micros).cmp(&(other.seconds, other.micros))
    }
}
