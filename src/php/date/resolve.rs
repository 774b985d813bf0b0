//! Puts a date text and the present together: fills what is missing, adds what is relative, finds the instant.

use super::PhpDateTime;
use super::calendar::{Civil, DAY_SECS};
use super::fields::{Fields, MonthEnd, Relative, Special, WeekdayRule};
use super::zone::Zone;

/// Beyond this the instant cannot be counted in 64 bits anyway.
const FIELD_LIMIT: i128 = 1_000_000_000_000_000;

/// A date and time of day, not yet carried: month 13 or second 75 may occur. Wide enough for any text.
#[derive(Debug, Clone, Copy)]
struct Wall {
    year: i128,
    month: i128,
    day: i128,
    hour: i128,
    minute: i128,
    second: i128,
    micros: i128,
}

/// What is known of the zone of a wall time.
struct Placing<'a> {
    zone: &'a Zone,
    /// Whether `is_summer` says which of two equal wall times is meant.
    has_zone: bool,
    is_summer: bool,
}

/// `new DateTime`: what the text does not say comes from `now`.
pub(super) fn construct(fields: &Fields, now: &PhpDateTime) -> Option<PhpDateTime> {
    let present = Wall::from_instant(now);
    let mut fields = fields.clone();
    if fields.has_date && fields.times == 0 {
        fields.clear_time();
    }
    let says_something = [fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second]
        .iter()
        .any(Option::is_some);
    let or = |given: Option<i64>, present: i128| given.map_or(present, i128::from);
    let wall = Wall {
        year: or(fields.year, present.year),
        month: or(fields.month, present.month),
        day: or(fields.day, present.day),
        hour: or(fields.hour, present.hour),
        minute: or(fields.minute, present.minute),
        second: or(fields.second, present.second),
        micros: or(fields.micros, if says_something { 0 } else { present.micros }),
    };
    let zone = fields.zone.as_ref().unwrap_or(now.zone());
    let is_summer = fields.is_summer.unwrap_or_else(|| now.zone().local_at(now.timestamp()).is_summer);
    let placing = Placing { zone, has_zone: fields.zones > 0, is_summer };
    resolve(wall, fields.relative, &placing)
}

/// `DateTime::modify`: what the text does not say stays; its zone is ignored, but `@…` is UTC.
pub(super) fn modify(fields: &Fields, base: &PhpDateTime) -> Option<PhpDateTime> {
    let mut wall = Wall::from_instant(base);
    for (given, part) in [
        (fields.year, &mut wall.year),
        (fields.month, &mut wall.month),
        (fields.day, &mut wall.day),
        (fields.micros, &mut wall.micros),
    ] {
        if let Some(given) = given {
            *part = i128::from(given);
        }
    }
    if let Some(hour) = fields.hour {
        wall.hour = i128::from(hour);
        wall.minute = fields.minute.map_or(0, i128::from);
        wall.second = fields.minute.and(fields.second).map_or(0, i128::from);
    }
    let utc = Zone::from_offset(0);
    let zone = if is_timestamp(fields) { &utc } else { base.zone() };
    let is_summer = base.zone().local_at(base.timestamp()).is_summer;
    resolve(wall, fields.relative.clone(), &Placing { zone, has_zone: true, is_summer })
}

/// Source: PHP recognises `@…` by its fields, so `1970-01-01 00:00 +00:00` counts as well.
fn is_timestamp(fields: &Fields) -> bool {
    let given =
        [fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second, fields.micros];
    given == [Some(1970), Some(1), Some(1), Some(0), Some(0), Some(0), Some(0)]
        && fields.zones > 0
        && fields.zone.as_ref().is_some_and(Zone::is_zero_offset)
}

/// Source: the order of the steps is PHP's, and results depend on it (`last day of` after months, working days last).
fn resolve(mut wall: Wall, relative: Option<Relative>, placing: &Placing) -> Option<PhpDateTime> {
    if let Some(mut relative) = relative {
        start_of_special(&mut wall, &mut relative);
        set_month_end(&mut wall, relative.month_end);
        wall.carry()?;
        if relative.has_weekday {
            go_to_weekday(&mut wall, &relative)?;
        }
        wall.carry()?;
        for (part, more) in [
            (&mut wall.micros, relative.micros),
            (&mut wall.second, relative.seconds),
            (&mut wall.minute, relative.minutes),
            (&mut wall.hour, relative.hours),
            (&mut wall.day, relative.days),
            (&mut wall.month, relative.months),
            (&mut wall.year, relative.years),
        ] {
            *part += i128::from(more);
        }
        set_month_end(&mut wall, relative.month_end);
        wall.carry()?;
        if let Some(Special::WorkDays(count)) = relative.special {
            add_work_days(&mut wall, i128::from(count))?;
        }
    }
    wall.carry()?;
    let wall_seconds = wall.seconds()?;
    let seconds = place(wall_seconds, placing)?;
    PhpDateTime::new(seconds, wall.micros as u32, placing.zone.clone())
}

/// `first monday of` starts at the first of the month, `last monday of` at the first of the next one.
fn start_of_special(wall: &mut Wall, relative: &mut Relative) {
    let months_more = match relative.special {
        Some(Special::WeekdayOfMonth) => 0,
        Some(Special::LastWeekdayOfMonth) => 1,
        _ => return,
    };
    wall.day = 1;
    wall.month += i128::from(relative.months) + months_more;
    relative.months = 0;
}

fn set_month_end(wall: &mut Wall, month_end: Option<MonthEnd>) {
    match month_end {
        Some(MonthEnd::First) => wall.day = 1,
        Some(MonthEnd::Last) => {
            wall.day = 0;
            wall.month += 1;
        }
        None => {}
    }
}

fn go_to_weekday(wall: &mut Wall, relative: &Relative) -> Option<()> {
    let current = wall.civil()?.weekday();
    let wanted = relative.weekday;
    let rule_number = match relative.weekday_rule {
        WeekdayRule::SameWeek => {
            // The week starts on Monday, but Sunday has number 0.
            let wanted = match (current, wanted) {
                (0, 1..) => wanted - 7,
                (0, _) => wanted - if wanted == 0 { 0 } else { 7 },
                (_, 0) => 7,
                _ => wanted,
            };
            wall.day += i128::from(wanted - current);
            return Some(());
        }
        WeekdayRule::From => 1,
        WeekdayRule::After => 0,
    };
    let mut difference = wanted - current;
    if (relative.days < 0 && difference < 0) || (relative.days >= 0 && difference <= -rule_number) {
        difference += 7;
    }
    wall.day += i128::from(if wanted >= 0 { difference } else { wanted.abs() - current - 7 });
    Some(())
}

/// Monday to Friday count; five of them are a week, and a weekend is stepped over.
fn add_work_days(wall: &mut Wall, count: i128) -> Option<()> {
    let weekday = i128::from(wall.civil()?.weekday());
    let rest = count % 5;
    wall.day += count / 5 * 7 + rest;
    wall.day += match (count > 0, rest, weekday) {
        (true, 0, 0) => -2,
        (true, 0, 6) | (false, ..=-1, 0) => -1,
        (true, 1.., 6) | (false, 0, 0) => 1,
        (true, 1.., _) if weekday + rest > 5 => 2,
        (false, 0, 6) => 2,
        (false, ..=-1, _) if weekday + rest < 1 => -2,
        _ => 0,
    };
    Some(())
}

/// The instant at which the clocks of the zone show `wall` (seconds as if in UTC).
///
/// A time that the clocks skip moves forward. Of a time that they show twice the first is taken, unless it is known
/// whether it is summer time.
///
/// Source: PHP looks at the zone at `wall` read as UTC and again after correcting by that offset.
fn place(wall: i64, placing: &Placing) -> Option<i64> {
    let zone = placing.zone;
    let local = zone.local_at(wall);
    let guess = wall.checked_sub(i64::from(local.offset))?;
    if !zone.is_place() {
        return Some(guess);
    }
    let mut actual = zone.local_at(guess).offset;
    let mut changed = None;
    if local.offset == actual && placing.has_zone {
        if local.offset >= 0 && placing.is_summer && !local.is_summer {
            let earlier = guess.checked_sub(7200)?;
            let offset = zone.local_at(earlier).offset;
            let change = zone.change_before(guess);
            if offset != actual && change.is_none_or(|change| wall - i64::from(offset) < change) {
                (actual, changed) = (offset, Some(zone.change_before(earlier)));
            }
        } else if local.offset <= 0 && local.is_summer && !placing.is_summer {
            let later = guess.checked_add(7200)?;
            let offset = zone.local_at(later).offset;
            let change = zone.change_before(later);
            if offset != actual && change.is_none_or(|change| wall - i64::from(offset) >= change) {
                (actual, changed) = (offset, Some(change));
            }
        }
    }
    if local.offset == actual {
        return Some(guess);
    }
    let change = changed.unwrap_or_else(|| zone.change_before(guess));
    let instant = wall.checked_sub(i64::from(actual))?;
    let is_between = change.is_some_and(|change| {
        instant >= change.saturating_add(i64::from(local.offset) - i64::from(actual)) && instant < change
    });
    if is_between { Some(guess) } else { Some(instant) }
}

impl Wall {
    fn from_instant(instant: &PhpDateTime) -> Self {
        let (civil, second_of_day) = instant.civil();
        Self {
            year: i128::from(civil.year),
            month: i128::from(civil.month),
            day: i128::from(civil.day),
            hour: i128::from(second_of_day / 3600),
            minute: i128::from(second_of_day / 60 % 60),
            second: i128::from(second_of_day % 60),
            micros: i128::from(instant.microseconds()),
        }
    }

    /// Brings every part into its range.
    fn carry(&mut self) -> Option<()> {
        let carry = |part: &mut i128, size: i128, next: &mut i128| {
            *next += part.div_euclid(size);
            *part = part.rem_euclid(size);
        };
        carry(&mut self.micros, 1_000_000, &mut self.second);
        carry(&mut self.second, 60, &mut self.minute);
        carry(&mut self.minute, 60, &mut self.hour);
        carry(&mut self.hour, 24, &mut self.day);
        let mut month = self.month - 1;
        carry(&mut month, 12, &mut self.year);
        let day = std::mem::replace(&mut self.day, 1);
        self.month = month + 1;
        if day.abs() > FIELD_LIMIT {
            return None;
        }
        let days = self.civil()?.to_days() + day as i64 - 1;
        let civil = Civil::from_days(days);
        (self.year, self.month, self.day) = (civil.year.into(), civil.month.into(), civil.day.into());
        Some(())
    }

    /// The day, if it is in range; the parts must be carried.
    fn civil(&self) -> Option<Civil> {
        let civil = Civil { year: self.year as i64, month: self.month as i64, day: self.day as i64 };
        (self.year.abs() <= FIELD_LIMIT).then_some(civil)
    }

    /// Seconds since 1970 as if the wall were in UTC.
    fn seconds(&self) -> Option<i64> {
        let days = i128::from(self.civil()?.to_days()) * i128::from(DAY_SECS);
        i64::try_from(days + self.hour * 3600 + self.minute * 60 + self.second).ok()
    }
}
