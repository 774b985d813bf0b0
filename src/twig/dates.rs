//! Dates in templates: Twig's conversion rules over [`crate::php::date`].

use super::error::{Fault, Outcome};
use super::eval::Runtime;
use super::settings::Settings;
use crate::php::date::{DateError, PhpDateTime, Zone as PhpZone};
use crate::php::{Array, Object, Value, to_str};
use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

/// A date as a value of the template.
#[derive(Debug)]
struct DateObject(PhpDateTime);

impl Object for DateObject {
    fn class_name(&self) -> &'static str {
        "DateTime"
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a render keeps between dates: the default zone.
pub(crate) type Zone = PhpZone;

fn of(value: &Value) -> Option<&PhpDateTime> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref::<DateObject>().map(|date| &date.0),
        _ => None,
    }
}

/// The order of two dates.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    of(left)?.partial_cmp(of(right)?)
}

/// A date as `json_encode` shows it.
pub(crate) fn json(value: &Value) -> Option<Array> {
    let date = of(value)?;
    let mut array = Array::new();
    array.insert_str("date", Value::from(date.format("Y-m-d H:i:s.u")));
    array.insert_str("timezone_type", Value::Int(date.zone().php_type()));
    array.insert_str("timezone", Value::from(date.zone().name()));
    Some(array)
}

/// A date as a value.
pub(crate) fn value(date: PhpDateTime) -> Value {
    Value::Object(Arc::new(DateObject(date)))
}

fn default_zone(settings: &Settings, kept: &mut Option<Zone>) -> Zone {
    kept.get_or_insert_with(|| Zone::parse(&settings.timezone).unwrap_or_else(|_| Zone::utc())).clone()
}

fn now(settings: &Settings, zone: Zone) -> PhpDateTime {
    let (seconds, nanos) = (settings.now.as_second(), settings.now.subsec_nanosecond());
    let micros = u32::try_from(nanos / 1000).unwrap_or(0);
    PhpDateTime::from_timestamp_micros(seconds, micros, zone.clone())
        .unwrap_or_else(|| PhpDateTime::from_timestamp(seconds, zone))
}

fn fault(error: DateError) -> Fault {
    Fault::php(error.message)
}

/// Twig's conversion of anything to a date: `null` and `now` are the clock, digits are seconds. `zone_arg` is the
/// zone to show it in: `null` for the default one, `false` for its own.
pub(crate) fn convert(runtime: &mut Runtime<'_>, date: &Value, zone_arg: &Value) -> Outcome<PhpDateTime> {
    let default = default_zone(runtime.settings, &mut runtime.zone);
    let shown = match zone_arg {
        Value::Null => Some(default.clone()),
        Value::Bool(false) => None,
        name => Some(Zone::parse(&to_str(name).unwrap_or_default()).map_err(fault)?),
    };
    if matches!(date, Value::Null) || date.as_str() == Some("now") {
        return Ok(now(runtime.settings, shown.unwrap_or(default)));
    }
    let found = match of(date) {
        Some(date) => date.clone(),
        None => read(runtime.settings, date, &default)?,
    };
    Ok(match shown {
        Some(zone) => found.with_zone(zone),
        None => found,
    })
}

fn read(settings: &Settings, date: &Value, zone: &Zone) -> Outcome<PhpDateTime> {
    let text = to_str(date).unwrap_or_default();
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let is_seconds = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let now = now(settings, zone.clone());
    if is_seconds {
        return PhpDateTime::parse_in(&format!("@{text}"), zone, &now).map_err(fault);
    }
    PhpDateTime::parse_in(&text, zone, &now).map_err(fault)
}

/// `DateTime::format`
pub(crate) fn format(date: &PhpDateTime, pattern: &str) -> String {
    date.format(pattern)
}

/// `DateTime::modify`
pub(crate) fn modify(date: &PhpDateTime, change: &str) -> Outcome<Value> {
    date.modify(change).map(value).map_err(fault)
}
