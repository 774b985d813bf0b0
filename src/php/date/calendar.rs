//! The proleptic Gregorian calendar on plain integers: days since 1970, weekdays, ISO weeks.
//!
//! Not jiff's `civil::Date`, because PHP's years go far beyond ±9999 (`PHP_INT_MAX` is a valid timestamp).

/// Seconds of a day.
pub(super) const DAY_SECS: i64 = 86_400;
/// Days in the 400 years after which the calendar repeats.
const CYCLE_DAYS: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_FROM_MARCH_0: i64 = 719_468;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: i64,
    /// 1 to 31.
    pub(super) day: i64,
}

impl Civil {
    /// Days since 1970-01-01; exact for every year below 10¹⁴.
    ///
    /// The year is counted from March, so that the leap day is its last day and month lengths follow one straight line.
    pub(super) fn to_days(self) -> i64 {
        let march_year = if self.month <= 2 { self.year - 1 } else { self.year };
        let march_month = (self.month + 9) % 12;
        let in_cycle = march_year.rem_euclid(400);
        let day_of_march_year = (153 * march_month + 2) / 5 + self.day - 1;
        march_year.div_euclid(400) * CYCLE_DAYS + in_cycle * 365 + in_cycle / 4 - in_cycle / 100
            + day_of_march_year
            - EPOCH_FROM_MARCH_0
    }

    /// The inverse of [`Civil::to_days`].
    pub(super) fn from_days(days: i64) -> Self {
        let shifted = days + EPOCH_FROM_MARCH_0;
        let cycle = shifted.div_euclid(CYCLE_DAYS);
        let in_cycle = shifted.rem_euclid(CYCLE_DAYS);
        let year_in_cycle =
            (in_cycle - in_cycle / 1460 + in_cycle / 36_524 - in_cycle / (CYCLE_DAYS - 1)) / 365;
        let day_of_march_year = in_cycle - (365 * year_in_cycle + year_in_cycle / 4 - year_in_cycle / 100);
        let march_month = (5 * day_of_march_year + 2) / 153;
        let day = day_of_march_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = cycle * 400 + year_in_cycle + i64::from(month <= 2);
        Self { year, month, day }
    }

    /// 0 for Sunday to 6 for Saturday.
    pub(super) fn weekday(self) -> i64 {
        (self.to_days() + 4).rem_euclid(7)
    }

    /// 1 for Monday to 7 for Sunday.
    pub(super) fn iso_weekday(self) -> i64 {
        (self.to_days() + 3).rem_euclid(7) + 1
    }

    /// 0 for 1 January.
    pub(super) fn day_of_year(self) -> i64 {
        self.to_days() - Self { month: 1, day: 1, ..self }.to_days()
    }

    /// ISO 8601 year and week number.
    pub(super) fn iso_week(self) -> (i64, i64) {
        let thursday = Self::from_days(self.to_days() + 4 - self.iso_weekday());
        (thursday.year, thursday.day_of_year() / 7 + 1)
    }
}

/// Whether the year has a 29 February.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The length of a month (1 to 12).
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1 January of `year` to a day of its ISO week `week`.
///
/// Source: PHP treats `W` dates as 1 January plus so many days, so week 53 of a short year runs into the next year.
pub(super) fn days_to_iso_day(year: i64, week: i64, weekday: i64) -> i64 {
    let first = Civil { year, month: 1, day: 1 }.weekday();
    let monday_shift = if first > 4 { 7 - first } else { -first };
    monday_shift + (week - 1) * 7 + weekday
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-1_000_000..1_000_000).step_by(37) {
            assert_eq!(Civil::from_days(days).to_days(), days);
        }
        assert_eq!(Civil { year: 1970, month: 1, day: 1 }.to_days(), 0);
        assert_eq!(Civil { year: 2024, month: 2, day: 29 }.to_days(), 19_782);
    }

    #[test]
    fn iso_week_belongs_to_the_year_of_its_thursday() {
        assert_eq!(Civil { year: 2021, month: 1, day: 3 }.iso_week(), (2020, 53));
        assert_eq!(Civil { year: 2024, month: 12, day: 30 }.iso_week(), (2025, 1));
    }
}
