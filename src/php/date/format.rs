//! Prints a date by PHP's format letters.

use std::fmt::Write as _;

use super::PhpDateTime;
use super::calendar::{Civil, days_in_month, is_leap};
use super::zone::{Local, offset_text};

const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Everything that the letters print.
struct Shown<'a> {
    date: &'a PhpDateTime,
    civil: Civil,
    local: Local,
    hour: i64,
    minute: i64,
    second: i64,
}

/// `$date->format($pattern)`.
pub(super) fn format(date: &PhpDateTime, pattern: &str) -> String {
    let (civil, second_of_day) = date.civil();
    let shown = Shown {
        date,
        civil,
        local: date.zone().local_at(date.timestamp()),
        hour: second_of_day / 3600,
        minute: second_of_day / 60 % 60,
        second: second_of_day % 60,
    };
    let mut out = String::with_capacity(pattern.len() * 3);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            // Source: a backslash at the end prints the NUL behind the pattern.
            out.push(letters.next().unwrap_or('\0'));
        } else {
            shown.write_letter(&mut out, letter);
        }
    }
    out
}

impl Shown<'_> {
    fn write_letter(&self, out: &mut String, letter: char) {
        // Writing to a String never fails.
        let _infallible = match letter {
            'd' | 'j' | 'D' | 'l' | 'N' | 'w' | 'S' | 'z' => self.write_day(out, letter),
            'W' | 'F' | 'M' | 'm' | 'n' | 't' | 'L' | 'o' | 'X' | 'x' | 'Y' | 'y' => {
                self.write_month_or_year(out, letter)
            }
            'a' | 'A' | 'B' | 'g' | 'G' | 'h' | 'H' | 'i' | 's' | 'u' | 'v' => self.write_time(out, letter),
            'e' | 'I' | 'O' | 'P' | 'p' | 'T' | 'Z' => self.write_zone(out, letter),
            'c' => self.write_iso(out),
            'r' => self.write_rfc(out),
            'U' => write!(out, "{}", self.date.timestamp()),
            other => out.write_char(other),
        };
    }

    fn write_day(&self, out: &mut String, letter: char) -> std::fmt::Result {
        let day = self.civil.day;
        match letter {
            'd' => write!(out, "{day:02}"),
            'j' => write!(out, "{day}"),
            'D' => out.write_str(self.weekday().get(..3).unwrap_or_default()),
            'l' => out.write_str(self.weekday()),
            'N' => write!(out, "{}", self.civil.iso_weekday()),
            'w' => write!(out, "{}", self.civil.weekday()),
            'z' => write!(out, "{}", self.civil.day_of_year()),
            _ => out.write_str(match (day % 10, day) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            }),
        }
    }

    fn write_month_or_year(&self, out: &mut String, letter: char) -> std::fmt::Result {
        let Civil { year, month, .. } = self.civil;
        match letter {
            'W' => write!(out, "{:02}", self.civil.iso_week().1),
            'F' => out.write_str(self.month()),
            'M' => out.write_str(self.month().get(..3).unwrap_or_default()),
            'm' => write!(out, "{month:02}"),
            'n' => write!(out, "{month}"),
            't' => write!(out, "{}", days_in_month(year, month)),
            'L' => write!(out, "{}", u8::from(is_leap(year))),
            'o' => write!(out, "{}", self.civil.iso_week().0),
            'y' => write!(out, "{:02}", year % 100),
            _ => {
                let sign = match letter {
                    _ if year < 0 => "-",
                    'X' => "+",
                    'x' if year > 9999 => "+",
                    _ => "",
                };
                write!(out, "{sign}{:04}", year.unsigned_abs())
            }
        }
    }

    fn write_time(&self, out: &mut String, letter: char) -> std::fmt::Result {
        let is_morning = self.hour < 12;
        let hour12 = (self.hour + 11) % 12 + 1;
        match letter {
            'a' => out.write_str(if is_morning { "am" } else { "pm" }),
            'A' => out.write_str(if is_morning { "AM" } else { "PM" }),
            'B' => write!(out, "{:03}", self.swatch_beat()),
            'g' => write!(out, "{hour12}"),
            'G' => write!(out, "{}", self.hour),
            'h' => write!(out, "{hour12:02}"),
            'H' => write!(out, "{:02}", self.hour),
            'i' => write!(out, "{:02}", self.minute),
            's' => write!(out, "{:02}", self.second),
            'u' => write!(out, "{:06}", self.date.microseconds()),
            _ => write!(out, "{:03}", self.date.microseconds() / 1000),
        }
    }

    fn write_zone(&self, out: &mut String, letter: char) -> std::fmt::Result {
        let zone = self.date.zone();
        let offset = self.local.offset;
        match letter {
            'e' => out.write_str(&zone.name()),
            'I' => write!(out, "{}", u8::from(self.local.is_summer)),
            'O' => out.write_str(&offset_text(offset, "")),
            'T' => out.write_str(&zone.abbreviation_at(self.date.timestamp())),
            'Z' => write!(out, "{offset}"),
            'p' if matches!(
                zone.abbreviation_at(self.date.timestamp()).as_str(),
                "UTC" | "Z" | "GMT+0000"
            ) =>
            {
                out.write_char('Z')
            }
            _ => out.write_str(&offset_text(offset, ":")),
        }
    }

    /// `c`. Source: its year is a number of at least four characters, sign included, unlike `Y`.
    fn write_iso(&self, out: &mut String) -> std::fmt::Result {
        let Civil { year, month, day } = self.civil;
        let Self { hour, minute, second, .. } = self;
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        out.write_str(&offset_text(self.local.offset, ":"))
    }

    /// `r`.
    fn write_rfc(&self, out: &mut String) -> std::fmt::Result {
        let Self { hour, minute, second, .. } = self;
        write!(
            out,
            "{:.3}, {:02} {:.3} {:04} ",
            self.weekday(),
            self.civil.day,
            self.month(),
            self.civil.year
        )?;
        write!(out, "{hour:02}:{minute:02}:{second:02} {}", offset_text(self.local.offset, ""))
    }

    fn weekday(&self) -> &'static str {
        WEEKDAYS.get(self.civil.weekday() as usize).unwrap_or(&"")
    }

    fn month(&self) -> &'static str {
        MONTHS.get((self.civil.month - 1) as usize).unwrap_or(&"")
    }

    /// Thousandths of a day in UTC+1.
    ///
    /// Source: PHP's remainder keeps the sign, so before 1970 the beat is off by one now and then.
    fn swatch_beat(&self) -> i64 {
        let tenths = (self.date.timestamp() % 86_400 + 3600) * 10;
        let tenths = if tenths < 0 { tenths + 864_000 } else { tenths };
        tenths / 864 % 1000
    }
}
