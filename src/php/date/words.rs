//! The words of dates: months, weekdays, units, ordinals.

use super::cursor::{Cursor, lower};
use super::error::NUMBER_OUT_OF_RANGE;
use super::fields::{Fields, Special, WeekdayRule};

/// What a unit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Micros,
    Seconds,
    Minutes,
    Hours,
    Days,
    Months,
    Years,
    Weekday,
    WorkDays,
}

/// Word, unit, how many of the unit (or which weekday). A plural `s` is looked for separately.
const UNITS: &[(&str, Unit, i64)] = &[
    ("ms", Unit::Micros, 1000),
    ("msec", Unit::Micros, 1000),
    ("millisecond", Unit::Micros, 1000),
    ("µs", Unit::Micros, 1),
    ("µsec", Unit::Micros, 1),
    ("usec", Unit::Micros, 1),
    ("microsecond", Unit::Micros, 1),
    ("sec", Unit::Seconds, 1),
    ("second", Unit::Seconds, 1),
    ("min", Unit::Minutes, 1),
    ("minute", Unit::Minutes, 1),
    ("hour", Unit::Hours, 1),
    ("day", Unit::Days, 1),
    ("week", Unit::Days, 7),
    ("fortnight", Unit::Days, 14),
    ("forthnight", Unit::Days, 14),
    ("month", Unit::Months, 1),
    ("year", Unit::Years, 1),
    ("sun", Unit::Weekday, 0),
    ("sunday", Unit::Weekday, 0),
    ("mon", Unit::Weekday, 1),
    ("monday", Unit::Weekday, 1),
    ("tue", Unit::Weekday, 2),
    ("tuesday", Unit::Weekday, 2),
    ("wed", Unit::Weekday, 3),
    ("wednesday", Unit::Weekday, 3),
    ("thu", Unit::Weekday, 4),
    ("thursday", Unit::Weekday, 4),
    ("fri", Unit::Weekday, 5),
    ("friday", Unit::Weekday, 5),
    ("sat", Unit::Weekday, 6),
    ("saturday", Unit::Weekday, 6),
    // Source: as a mere day name `weekday` is the first in PHP's list of specials, which makes it a Monday.
    ("weekday", Unit::WorkDays, 1),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// Words that stand for a count.
const ORDINALS: &[(&str, i64, WeekdayRule)] = &[
    ("first", 1, WeekdayRule::After),
    ("next", 1, WeekdayRule::After),
    ("second", 2, WeekdayRule::After),
    ("third", 3, WeekdayRule::After),
    ("fourth", 4, WeekdayRule::After),
    ("fifth", 5, WeekdayRule::After),
    ("sixth", 6, WeekdayRule::After),
    ("seventh", 7, WeekdayRule::After),
    ("eight", 8, WeekdayRule::After),
    ("eighth", 8, WeekdayRule::After),
    ("ninth", 9, WeekdayRule::After),
    ("tenth", 10, WeekdayRule::After),
    ("eleventh", 11, WeekdayRule::After),
    ("twelfth", 12, WeekdayRule::After),
    ("last", -1, WeekdayRule::After),
    ("previous", -1, WeekdayRule::After),
    ("this", 0, WeekdayRule::From),
];

/// Whether a weekday sets the time to midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeOfDay {
    Keep,
    Clear,
}

/// The month that the next word names, 0 if none.
pub(super) fn month(cursor: &mut Cursor) -> i64 {
    cursor.take(usize::MAX, |byte| matches!(byte, b' ' | b'\t' | b'-' | b'.' | b'/'));
    let word = cursor.word();
    let number = MONTHS.iter().position(|name| *name == word || name.get(..3) == Some(&word));
    let number = number.or_else(|| ROMAN.iter().position(|name| *name == word));
    match number {
        Some(index) => index as i64 + 1,
        None if word == "sept" => 9,
        None => 0,
    }
}

/// The count that the next word stands for.
pub(super) fn ordinal(cursor: &mut Cursor) -> (i64, WeekdayRule) {
    cursor.take(usize::MAX, |byte| matches!(byte, b' ' | b'\t' | b'-' | b'/'));
    let word = cursor.word();
    let found = ORDINALS.iter().find(|(name, ..)| *name == word);
    found.map_or((0, WeekdayRule::After), |(_, amount, rule)| (*amount, *rule))
}

/// 0 for Sunday to 6 for Saturday.
pub(super) fn weekday_number(cursor: &mut Cursor) -> i64 {
    unit(cursor).map_or(0, |(_, number)| number)
}

fn unit(cursor: &mut Cursor) -> Option<(Unit, i64)> {
    let word = lower(cursor.take(usize::MAX, |byte| {
        !matches!(byte, b' ' | b',' | b'\t' | b';' | b':' | b'/' | b'.' | b'-' | b'(' | b')')
    }));
    let find = |word: &str| UNITS.iter().find(|(name, ..)| *name == word);
    let row = find(&word).or_else(|| find(word.strip_suffix('s')?))?;
    Some((row.1, row.2))
}

/// Adds `amount` of the unit that the next word names.
pub(super) fn add_relative(
    fields: &mut Fields,
    cursor: &mut Cursor,
    (amount, rule): (i64, WeekdayRule),
    time: TimeOfDay,
) -> Result<(), &'static str> {
    fields.relative();
    let Some((unit, size)) = unit(cursor) else { return Ok(()) };
    if matches!(unit, Unit::Weekday | Unit::WorkDays) && time == TimeOfDay::Clear {
        fields.clear_time();
    }
    let relative = fields.relative();
    let sum = match unit {
        Unit::Micros => &mut relative.micros,
        Unit::Seconds => &mut relative.seconds,
        Unit::Minutes => &mut relative.minutes,
        Unit::Hours => &mut relative.hours,
        Unit::Days => &mut relative.days,
        Unit::Months => &mut relative.months,
        Unit::Years => &mut relative.years,
        Unit::Weekday => {
            let weeks = if amount > 0 { amount - 1 } else { amount };
            relative.days = relative.days.saturating_add(weeks.saturating_mul(7));
            relative.has_weekday = true;
            relative.weekday = size;
            relative.weekday_rule = rule;
            return Ok(());
        }
        Unit::WorkDays => {
            relative.special = Some(Special::WorkDays(amount));
            return Ok(());
        }
    };
    *sum = amount.checked_mul(size).and_then(|more| sum.checked_add(more)).ok_or(NUMBER_OUT_OF_RANGE)?;
    Ok(())
}
