//! How much was seen, never rounded up.

use crate::twig::provenance::Chosen;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Hundredths of a percent in a whole.
const WHOLE: u128 = 10_000;

/// How many of how many things were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratio {
    /// Seen.
    pub covered: usize,
    /// All.
    pub total: usize,
}

impl Ratio {
    pub(super) fn of_sides(seen: Chosen) -> Self {
        Self { covered: usize::from(seen.yes > 0) + usize::from(seen.no > 0), total: 2 }
    }

    /// True if everything was seen; also if there is nothing to see.
    pub fn is_full(self) -> bool {
        self.covered >= self.total
    }

    /// Percent with two digits, rounded down: 9,999 of 10,001 are not 100.
    ///
    /// ```
    /// use reagent::prove::Ratio;
    /// assert_eq!(Ratio { covered: 99_999, total: 100_000 }.percent(), "99.99");
    /// assert_eq!(Ratio { covered: 3, total: 3 }.percent(), "100");
    /// assert_eq!(Ratio { covered: 1, total: 2 }.percent(), "50");
    /// ```
    pub fn percent(self) -> String {
        let hundredths =
            if self.total == 0 { WHOLE } else { self.covered as u128 * WHOLE / self.total as u128 };
        MinCoverage(hundredths).to_string()
    }

    /// Whole percents, rounded down.
    pub fn whole_percent(self) -> u128 {
        if self.total == 0 { 100 } else { self.covered as u128 * 100 / self.total as u128 }
    }

    /// True if it is at least so much, compared exactly.
    pub fn is_at_least(self, least: MinCoverage) -> bool {
        self.total == 0 || self.covered as u128 * WHOLE >= least.0 * self.total as u128
    }
}

impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Self>>(ratios: I) -> Self {
        ratios.fold(Self::default(), |sum, ratio| Self {
            covered: sum.covered + ratio.covered,
            total: sum.total + ratio.total,
        })
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Ratio", 3)?;
        fields.serialize_field("covered", &self.covered)?;
        fields.serialize_field("total", &self.total)?;
        fields.serialize_field("percent", &self.percent())?;
        fields.end()
    }
}

/// A percentage with at most two digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinCoverage(u128);

impl FromStr for MinCoverage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write a percentage from 0 to 100, such as 80 or 99.5".to_owned();
        let (whole, part) =
            text.trim_end_matches('%').split_once('.').unwrap_or((text.trim_end_matches('%'), ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) || whole.is_empty() || whole.len() > 3 || part.len() > 2 {
            return Err(wrong());
        }
        let hundredths: u128 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
        if hundredths <= WHOLE { Ok(Self(hundredths)) } else { Err(wrong()) }
    }
}

impl fmt::Display for MinCoverage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        out.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_rounded_up() {
        let hair = Ratio { covered: 9_999_999, total: 10_000_000 };
        assert_eq!(hair.percent(), "99.99");
        assert!(!hair.is_at_least("100".parse().unwrap()));
        assert!(hair.is_at_least("99.99".parse().unwrap()));
        let third = Ratio { covered: 2, total: 3 };
        assert_eq!(third.percent(), "66.66");
        assert!(third.is_at_least("66.66".parse().unwrap()) && !third.is_at_least("66.67".parse().unwrap()));
        assert_eq!(
            (Ratio::default().percent(), Ratio { covered: 0, total: 9 }.percent()),
            ("100".into(), "0".into())
        );
        for wrong in ["", "101", "-1", "1e2", "99.999", ".5", "abc"] {
            assert!(wrong.parse::<MinCoverage>().is_err(), "{wrong}");
        }
    }
}
