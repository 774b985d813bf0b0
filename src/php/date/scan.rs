//! Reads a date text piece by piece into [`Fields`].

use super::calendar::days_to_iso_day;
use super::cursor::Cursor;
use super::error::{DOUBLE_DATE, DOUBLE_TIME, DOUBLE_ZONE, EMPTY, Fault, UNEXPECTED_CHARACTER, UNKNOWN_ZONE};
use super::fields::{Fields, MonthEnd, Relative, Special, WeekdayRule};
use super::grammar::{Shape, recognise};
use super::words::{TimeOfDay, add_relative, month, ordinal, weekday_number};
use super::zone::Zone;

/// Why a piece cannot be used.
type Problem = &'static str;

/// Everything that `text` says, or the first thing that is wrong with it.
pub(super) fn scan(text: &str) -> Result<Fields, Fault> {
    // C's isspace; a text of blanks keeps one.
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let mut text = text.as_bytes();
    while let [first, rest @ ..] = text
        && is_blank(first)
        && !rest.is_empty()
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(last)
        && !rest.is_empty()
    {
        text = rest;
    }
    if text.is_empty() {
        return Err(Fault { reason: EMPTY, position: 0, byte: 0 });
    }
    let mut fields = Fields::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let fault = |reason| Fault { reason, position: at, byte: rest.first().copied().unwrap_or(0) };
        let (shape, length) = recognise(rest).ok_or_else(|| fault(UNEXPECTED_CHARACTER))?;
        let matched = rest.get(..length.min(rest.len())).unwrap_or_default();
        apply(&mut fields, shape, matched).map_err(fault)?;
        at += length.max(1);
    }
    Ok(fields)
}

fn apply(fields: &mut Fields, shape: Shape, matched: &[u8]) -> Result<(), Problem> {
    let cursor = &mut Cursor::new(matched);
    match shape {
        Shape::Now | Shape::Separator | Shape::End => {}
        Shape::Yesterday => shift_to_day(fields, -1),
        Shape::Tomorrow => shift_to_day(fields, 1),
        Shape::Midnight => fields.clear_time(),
        Shape::Noon => {
            fields.clear_time();
            fields.times = 1;
            fields.hour = Some(12);
        }
        Shape::Timestamp | Shape::TimestampFraction => read_timestamp(fields, cursor)?,
        Shape::BackOrFrontOf => read_quarter(fields, cursor),
        Shape::Time12 | Shape::MsSqlTime => {
            start_time(fields)?;
            read_clock(fields, cursor, matches!(shape, Shape::MsSqlTime));
            read_meridian(fields, cursor);
        }
        Shape::Time24 => {
            start_time(fields)?;
            read_clock(fields, cursor, true);
            read_zone_if_any(fields, cursor)?;
        }
        Shape::CompactMinutes => read_compact_minutes(fields, cursor)?,
        Shape::CompactSeconds => {
            start_time(fields)?;
            read_time(fields, cursor);
        }
        Shape::Zone => {
            start_zone(fields)?.map_or(Ok(()), |()| {
                cursor.skip_spaces();
                read_zone(fields, cursor)
            })?;
        }
        Shape::MonthDayTime12 | Shape::MonthDayTime24 => read_day_with_time(fields, cursor, shape)?,
        Shape::DateTime | Shape::LogFormat => read_date_with_time(fields, cursor, shape)?,
        Shape::Year => fields.year = cursor.number(4),
        Shape::Ago
        | Shape::FirstOrLastDayOf
        | Shape::WeekdayOf
        | Shape::Weekday
        | Shape::RelativeWeek
        | Shape::RelativeWord
        | Shape::RelativeNumber => apply_relative(fields, shape, cursor)?,
        _ => {
            start_date(fields)?;
            apply_date(fields, shape, cursor)?;
        }
    }
    Ok(())
}

/// The shapes that move a date.
fn apply_relative(fields: &mut Fields, shape: Shape, cursor: &mut Cursor) -> Result<(), Problem> {
    match shape {
        Shape::Ago => turn_around(fields),
        Shape::FirstOrLastDayOf => {
            let is_last = matches!(cursor.peek(), b'l' | b'L');
            fields.relative().month_end = Some(if is_last { MonthEnd::Last } else { MonthEnd::First });
        }
        Shape::WeekdayOf => read_weekday_of(fields, cursor)?,
        Shape::Weekday => read_weekday(fields, cursor),
        Shape::RelativeWeek | Shape::RelativeWord => {
            let (amount, rule) = ordinal(cursor);
            cursor.skip_spaces();
            add_relative(fields, cursor, (amount, rule), TimeOfDay::Clear)?;
            if shape == Shape::RelativeWeek {
                let relative = fields.relative();
                relative.weekday_rule = WeekdayRule::SameWeek;
                if !relative.has_weekday {
                    relative.has_weekday = true;
                    relative.weekday = 1;
                }
            }
        }
        Shape::RelativeNumber => {
            fields.relative();
            let amount = cursor.signed(24)?;
            cursor.skip_spaces();
            add_relative(fields, cursor, (amount, WeekdayRule::From), TimeOfDay::Keep)?;
        }
        _ => {}
    }
    Ok(())
}

/// The shapes that are a date and nothing else.
fn apply_date(fields: &mut Fields, shape: Shape, cursor: &mut Cursor) -> Result<(), Problem> {
    match shape {
        Shape::American => {
            fields.month = cursor.number(2);
            fields.day = cursor.number(2);
            if cursor.peek() == b'/' {
                fields.year = cursor.year(4);
            }
        }
        Shape::IsoDate | Shape::IsoDateLongYear => {
            let year = cursor.signed(if shape == Shape::IsoDate { 4 } else { 19 })?;
            fields.set_date(Some(year), cursor.number(2), cursor.number(2));
        }
        Shape::IsoDateShortYear | Shape::LooseDate => {
            fields.set_date(cursor.year(4), cursor.number(2), cursor.number(2));
        }
        Shape::YearMonth => fields.set_date(cursor.year(4), cursor.number(2), Some(1)),
        Shape::DayMonthYear | Shape::DayMonth => {
            fields.day = cursor.number(2);
            cursor.skip_day_suffix();
            fields.month = Some(month(cursor));
            if shape == Shape::DayMonthYear {
                fields.year = cursor.year(4);
            }
        }
        Shape::PointedDate | Shape::PointedDateShortYear => {
            fields.day = cursor.number(2);
            fields.month = cursor.number(2);
            fields.year = if shape == Shape::PointedDate { cursor.number(4) } else { cursor.year(2) };
        }
        Shape::MonthYear => {
            fields.month = Some(month(cursor));
            fields.year = cursor.year(4);
            fields.day = Some(1);
        }
        Shape::YearMonthText => fields.set_date(cursor.year(4), Some(month(cursor)), Some(1)),
        Shape::MonthDay | Shape::MonthDayYearDashed => {
            fields.month = Some(month(cursor));
            fields.day = cursor.number(2);
            fields.year = cursor.year(4);
        }
        Shape::YearMonthDayDashed => {
            fields.set_date(cursor.year(4), Some(month(cursor)), cursor.number(2));
        }
        Shape::CompactDate => read_date(fields, cursor),
        Shape::YearDay => fields.set_date(cursor.year(4), Some(1), cursor.number(3)),
        Shape::IsoWeekDay | Shape::IsoWeek => {
            let year = cursor.number(4).unwrap_or_default();
            let week = cursor.number(2).unwrap_or_default();
            let day = if shape == Shape::IsoWeek { None } else { cursor.number(1) };
            fields.set_date(Some(year), Some(1), Some(1));
            fields.relative().days = days_to_iso_day(year, week, day.unwrap_or(1));
        }
        Shape::Month => fields.month = Some(month(cursor)),
        _ => {}
    }
    Ok(())
}

fn start_time(fields: &mut Fields) -> Result<(), Problem> {
    if fields.times > 0 {
        return Err(DOUBLE_TIME);
    }
    fields.clear_time();
    fields.times = 1;
    Ok(())
}

fn start_date(fields: &mut Fields) -> Result<(), Problem> {
    if fields.has_date {
        return Err(DOUBLE_DATE);
    }
    fields.has_date = true;
    Ok(())
}

/// Whether the zone that follows counts: a second one is ignored, a third one is an error.
fn start_zone(fields: &mut Fields) -> Result<Option<()>, Problem> {
    fields.zones += 1;
    match fields.zones {
        1 => Ok(Some(())),
        2 => Ok(None),
        _ => Err(DOUBLE_ZONE),
    }
}

fn read_zone(fields: &mut Fields, cursor: &mut Cursor) -> Result<(), Problem> {
    fields.set_zone(Zone::read(cursor).ok_or(UNKNOWN_ZONE)?);
    Ok(())
}

fn read_zone_if_any(fields: &mut Fields, cursor: &mut Cursor) -> Result<(), Problem> {
    if cursor.is_end() { Ok(()) } else { read_zone(fields, cursor) }
}

fn read_date(fields: &mut Fields, cursor: &mut Cursor) {
    fields.set_date(cursor.number(4), cursor.number(2), cursor.number(2));
}

fn read_time(fields: &mut Fields, cursor: &mut Cursor) {
    fields.hour = cursor.number(2);
    fields.minute = cursor.number(2);
    fields.second = cursor.number(2);
}

/// An hour, then minutes, seconds and a fraction as far as separators go on.
fn read_clock(fields: &mut Fields, cursor: &mut Cursor, with_fraction: bool) {
    let goes_on = |cursor: &Cursor| matches!(cursor.peek(), b':' | b'.');
    fields.hour = cursor.number(2);
    if goes_on(cursor) {
        fields.minute = cursor.number(2);
        if goes_on(cursor) {
            fields.second = cursor.number(2);
            if with_fraction && goes_on(cursor) {
                fields.micros = Some(cursor.fraction_micros());
            }
        }
    }
}

fn read_meridian(fields: &mut Fields, cursor: &mut Cursor) {
    cursor.skip_spaces();
    fields.hour = fields.hour.map(|hour| hour + cursor.meridian_shift(hour));
}

/// `1030`, which is a year when a time of day has already been given.
fn read_compact_minutes(fields: &mut Fields, cursor: &mut Cursor) -> Result<(), Problem> {
    match fields.times {
        0 => {
            fields.hour = cursor.number(2);
            fields.minute = cursor.number(2);
            fields.second = Some(0);
        }
        1 => fields.year = cursor.number(4),
        _ => return Err(DOUBLE_TIME),
    }
    fields.times += 1;
    Ok(())
}

/// `May 5 10:30 pm`, `May-5 10:30:00 CET`.
fn read_day_with_time(fields: &mut Fields, cursor: &mut Cursor, shape: Shape) -> Result<(), Problem> {
    start_date(fields)?;
    fields.month = Some(month(cursor));
    fields.day = cursor.number(2);
    start_time(fields)?;
    fields.hour = cursor.number(2);
    fields.minute = cursor.number(2);
    let is_morning_or_evening = shape == Shape::MonthDayTime12;
    if cursor.peek() == b':' || (is_morning_or_evening && cursor.peek() == b'.') {
        fields.second = cursor.number(2);
        if cursor.peek() == b'.' {
            fields.micros = Some(cursor.fraction_micros());
        }
    }
    if is_morning_or_evening {
        fields.hour = fields.hour.map(|hour| hour + cursor.meridian_shift(hour));
        return Ok(());
    }
    read_zone_if_any(fields, cursor)
}

/// XML-RPC, SOAP, EXIF and the like, and the time of web server logs.
fn read_date_with_time(fields: &mut Fields, cursor: &mut Cursor, shape: Shape) -> Result<(), Problem> {
    start_time(fields)?;
    start_date(fields)?;
    if shape == Shape::LogFormat {
        fields.day = cursor.number(2);
        fields.month = Some(month(cursor));
        fields.year = cursor.number(4);
        read_time(fields, cursor);
        cursor.skip_spaces();
        return read_zone(fields, cursor);
    }
    read_date(fields, cursor);
    read_time(fields, cursor);
    if cursor.peek() == b'.' {
        fields.micros = Some(cursor.fraction_micros());
        return read_zone_if_any(fields, cursor);
    }
    Ok(())
}

/// `@1700000000.5`: seconds since 1970, in the zone `+00:00`.
fn read_timestamp(fields: &mut Fields, cursor: &mut Cursor) -> Result<(), Problem> {
    fields.relative();
    fields.has_date = false;
    fields.set_date(Some(0), Some(0), Some(0));
    fields.clear_time();
    if start_zone(fields)?.is_none() {
        return Ok(());
    }
    let is_negative = cursor.peek_at(1) == b'-';
    let seconds = cursor.signed(24)?;
    if cursor.peek() == b'.' {
        cursor.skip(1);
        let digits = cursor.clone().take(6, |byte| byte.is_ascii_digit()).len() as u32;
        let micros = cursor.signed(6)? * 10_i64.pow(6_u32.saturating_sub(digits));
        fields.relative().micros = if is_negative { -micros } else { micros };
    }
    fields.set_date(Some(1970), Some(1), Some(1));
    let relative = fields.relative();
    relative.seconds = relative.seconds.saturating_add(seconds);
    fields.set_zone(Zone::from_offset(0));
    Ok(())
}

/// `back of 7pm` is a quarter past seven, `front of 7pm` a quarter to seven.
fn read_quarter(fields: &mut Fields, cursor: &mut Cursor) {
    // Source: PHP looks for a small `b`, so `Back of` is the front.
    let is_back = cursor.peek() == b'b';
    fields.clear_time();
    fields.times = 1;
    let hour = cursor.number(2).unwrap_or_default() - i64::from(!is_back);
    fields.hour = Some(hour);
    fields.minute = Some(if is_back { 15 } else { 45 });
    if !cursor.is_end() {
        read_meridian(fields, cursor);
    }
}

fn shift_to_day(fields: &mut Fields, days: i64) {
    fields.relative().days = days;
    fields.clear_time();
}

fn read_weekday(fields: &mut Fields, cursor: &mut Cursor) {
    fields.clear_time();
    let weekday = weekday_number(cursor);
    let relative = fields.relative();
    relative.has_weekday = true;
    relative.weekday = weekday;
    if relative.weekday_rule != WeekdayRule::SameWeek {
        relative.weekday_rule = WeekdayRule::From;
    }
}

fn read_weekday_of(fields: &mut Fields, cursor: &mut Cursor) -> Result<(), Problem> {
    let (amount, rule) = ordinal(cursor);
    cursor.skip_spaces();
    let (special, rule) = if amount > 0 {
        (Special::WeekdayOfMonth, WeekdayRule::From)
    } else {
        (Special::LastWeekdayOfMonth, rule)
    };
    fields.relative().special = Some(special);
    add_relative(fields, cursor, (amount, rule), TimeOfDay::Clear)
}

/// `ago`: everything relative that came before it counts backwards.
fn turn_around(fields: &mut Fields) {
    let mut unused = Relative::default();
    // Without a relative part before it, `ago` leaves only the weekday turned, which a later weekday replaces.
    let relative = fields.relative.as_mut().unwrap_or(&mut unused);
    for part in [
        &mut relative.years,
        &mut relative.months,
        &mut relative.days,
        &mut relative.hours,
        &mut relative.minutes,
        &mut relative.seconds,
        &mut relative.weekday,
    ] {
        *part = part.saturating_neg();
    }
    if relative.weekday == 0 {
        relative.weekday = -7;
    }
    if let Some(Special::WorkDays(days)) = &mut relative.special {
        *days = days.saturating_neg();
    }
}
