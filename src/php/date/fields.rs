//! What a date text says, before it is put together with the present: each field given or not, and the relative parts.

use super::zone::Zone;

/// What the text has given so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    pub(super) year: Option<i64>,
    pub(super) month: Option<i64>,
    pub(super) day: Option<i64>,
    pub(super) hour: Option<i64>,
    pub(super) minute: Option<i64>,
    pub(super) second: Option<i64>,
    pub(super) micros: Option<i64>,
    /// How many times of day there were; a compact one may come second, as a year.
    pub(super) times: u32,
    pub(super) has_date: bool,
    pub(super) zones: u32,
    pub(super) zone: Option<Zone>,
    /// Whether the zone says that it is summer time; a place does not.
    pub(super) is_summer: Option<bool>,
    pub(super) relative: Option<Relative>,
}

/// The relative parts of a text, all added up.
#[derive(Debug, Clone, Default)]
pub(super) struct Relative {
    pub(super) years: i64,
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) hours: i64,
    pub(super) minutes: i64,
    pub(super) seconds: i64,
    pub(super) micros: i64,
    /// Whether `weekday` counts.
    pub(super) has_weekday: bool,
    /// 0 is Sunday; negative when counted backwards.
    pub(super) weekday: i64,
    pub(super) weekday_rule: WeekdayRule,
    pub(super) month_end: Option<MonthEnd>,
    pub(super) special: Option<Special>,
}

/// Which day a weekday name means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum WeekdayRule {
    /// The next such day, never the current one.
    #[default]
    After,
    /// The next such day, the current one included.
    From,
    /// The day in the current week from Monday to Sunday.
    SameWeek,
}

/// `first day of`, `last day of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthEnd {
    First,
    Last,
}

/// Counts that are no simple sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// So many days from Monday to Friday.
    WorkDays(i64),
    /// `second tuesday of`.
    WeekdayOfMonth,
    /// `last friday of`.
    LastWeekdayOfMonth,
}

impl Fields {
    pub(super) fn relative(&mut self) -> &mut Relative {
        self.relative.get_or_insert_default()
    }

    /// Midnight, and no time of day given.
    pub(super) fn clear_time(&mut self) {
        self.times = 0;
        self.set_time(0, 0, 0);
        self.micros = Some(0);
    }

    pub(super) fn set_time(&mut self, hour: i64, minute: i64, second: i64) {
        (self.hour, self.minute, self.second) = (Some(hour), Some(minute), Some(second));
    }

    pub(super) fn set_date(&mut self, year: Option<i64>, month: Option<i64>, day: Option<i64>) {
        (self.year, self.month, self.day) = (year, month, day);
    }

    /// Takes a zone as it was read.
    pub(super) fn set_zone(&mut self, zone: Zone) {
        // Source: a capital UTC is also an abbreviation, so it says "no summer time"; other places say nothing.
        if !zone.is_place() || zone == Zone::utc() {
            self.is_summer = Some(zone.local_at(0).is_summer);
        }
        self.zone = Some(zone);
    }
}
