//! Dates, as far as jiff reads and prints them: the one place that knows what a date is.

use super::error::{Fault, Outcome};
use super::eval::Runtime;
use super::settings::Settings;
use crate::php::{Array, Object, Value, to_int, to_str};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil::DateTime};
use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

/// A date as a value of the template.
#[derive(Debug)]
struct DateObject(Zoned);

impl Object for DateObject {
    fn class_name(&self) -> &'static str {
        "DateTime"
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a render keeps between dates.
pub(crate) type Zone = TimeZone;

fn of(value: &Value) -> Option<&Zoned> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref::<DateObject>().map(|date| &date.0),
        _ => None,
    }
}

/// The order of two dates.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    Some(of(left)?.timestamp().cmp(&of(right)?.timestamp()))
}

/// A date as `json_encode` shows it.
pub(crate) fn json(value: &Value) -> Option<Array> {
    let date = of(value)?;
    let mut array = Array::new();
    array.insert_str("date", Value::from(date.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string()));
    array.insert_str("timezone_type", Value::Int(3));
    array.insert_str("timezone", Value::from(date.time_zone().iana_name().unwrap_or("UTC")));
    Some(array)
}

/// A date as a value.
pub(crate) fn value(date: Zoned) -> Value {
    Value::Object(Arc::new(DateObject(date)))
}

fn zone(settings: &Settings, kept: &mut Option<Zone>) -> Zone {
    kept.get_or_insert_with(|| TimeZone::get(&settings.timezone).unwrap_or(TimeZone::UTC)).clone()
}

/// Twig's conversion of anything to a date: `null` and `now` are the clock, digits are seconds. `zone_arg` is the
/// zone to show it in: `null` for the default one, `false` for its own.
pub(crate) fn convert(runtime: &mut Runtime<'_>, date: &Value, zone_arg: &Value) -> Outcome<Zoned> {
    let default = zone(runtime.settings, &mut runtime.zone);
    let shown = match zone_arg {
        Value::Null => Some(default.clone()),
        Value::Bool(false) => None,
        name => {
            let name = to_str(name).unwrap_or_default();
            let found = TimeZone::get(&name);
            Some(found.map_err(|_| {
                Fault::php(format!("DateTimeZone::__construct(): Unknown or bad timezone ({name})"))
            })?)
        }
    };
    let found = match of(date) {
        Some(date) => date.clone(),
        None => read(runtime, date, &default)?,
    };
    Ok(match shown {
        Some(zone) => found.with_time_zone(zone),
        None => found,
    })
}

fn read(runtime: &Runtime<'_>, date: &Value, zone: &Zone) -> Outcome<Zoned> {
    let text = to_str(date).unwrap_or_default();
    let text = text.trim();
    if matches!(date, Value::Null) || text.is_empty() || text == "now" {
        return Ok(runtime.settings.now.to_zoned(zone.clone()));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let instant = Timestamp::from_second(to_int(date)).unwrap_or(runtime.settings.now);
        return Ok(instant.to_zoned(zone.clone()));
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.to_zoned(zone.clone()));
    }
    let civil = text.parse::<DateTime>().ok().and_then(|civil| civil.to_zoned(zone.clone()).ok());
    civil.ok_or_else(|| {
        let first = text.chars().next().unwrap_or(' ');
        let why = "The timezone could not be found in the database";
        Fault::php(format!("Failed to parse time string ({text}) at position 0 ({first}): {why}"))
    })
}

/// PHP's `DateTime::format` for the common letters.
pub(crate) fn format(date: &Zoned, pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut chars = pattern.chars();
    while let Some(letter) = chars.next() {
        let directive = match letter {
            '\\' => {
                out.extend(chars.next());
                continue;
            }
            'Y' => "%Y",
            'y' => "%y",
            'm' => "%m",
            'n' => "%-m",
            'M' => "%b",
            'F' => "%B",
            'd' => "%d",
            'j' => "%-d",
            'D' => "%a",
            'l' => "%A",
            'H' => "%H",
            'G' => "%-H",
            'h' => "%I",
            'g' => "%-I",
            'i' => "%M",
            's' => "%S",
            'A' => "%p",
            'a' => "%P",
            'P' => "%:z",
            'O' => "%z",
            'U' => "%s",
            'e' => "%Q",
            'T' => "%Z",
            'N' => "%u",
            'w' => "%w",
            'c' => "%Y-%m-%dT%H:%M:%S%:z",
            'S' => {
                out.push_str(ordinal(date.day()));
                continue;
            }
            'z' => {
                out.push_str(&(date.day_of_year() - 1).to_string());
                continue;
            }
            'Z' => {
                out.push_str(&date.offset().seconds().to_string());
                continue;
            }
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(&date.strftime(directive).to_string());
    }
    out
}

fn ordinal(day: i8) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// `DateTime::modify`, for counts of units only.
pub(crate) fn modify(date: &Zoned, change: &str) -> Outcome<Value> {
    let span = change.trim().trim_start_matches('+').parse::<jiff::Span>();
    let moved = span.ok().and_then(|span| date.checked_add(span).ok());
    moved.map(value).ok_or_else(|| {
        let first = change.chars().next().unwrap_or(' ');
        let why = "The timezone could not be found in the database";
        Fault::php(format!(
            "DateTime::modify(): Failed to parse time string ({change}) at position 0 ({first}): {why}"
        ))
    })
}
