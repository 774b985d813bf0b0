//! The shapes of date text that PHP understands, as patterns in the notation of `pattern`.
//!
//! Source: the "Supported Date and Time Formats" chapters of the PHP manual, made exact by the answers of PHP 8.2.
//! A NUL in a pattern is the end of the text, behind which PHP has NULs.

use std::sync::LazyLock;

use super::pattern::Automaton;

/// What a matched piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Yesterday,
    Now,
    Noon,
    Midnight,
    Tomorrow,
    Timestamp,
    TimestampFraction,
    FirstOrLastDayOf,
    BackOrFrontOf,
    WeekdayOf,
    Time12,
    MsSqlTime,
    Time24,
    CompactMinutes,
    CompactSeconds,
    American,
    IsoDate,
    IsoDateShortYear,
    IsoDateLongYear,
    YearMonth,
    LooseDate,
    DayMonthYear,
    PointedDate,
    PointedDateShortYear,
    MonthYear,
    YearMonthText,
    MonthDay,
    DayMonth,
    CompactDate,
    DateTime,
    YearDay,
    IsoWeekDay,
    IsoWeek,
    MonthDayYearDashed,
    YearMonthDayDashed,
    LogFormat,
    Year,
    Ago,
    Weekday,
    RelativeWeek,
    RelativeWord,
    Month,
    Zone,
    MonthDayTime12,
    MonthDayTime24,
    RelativeNumber,
    Separator,
    End,
}

/// Named parts of the shapes.
const PIECES: &[(&str, &str)] = &[
    ("digit", "[0-9]"),
    ("space", "[ \t]+ | \"\u{a0}\"+ | \"\u{202f}\"+"),
    ("gap", "[ .\t-]*"),
    ("fraction", "\".\" <digit>+"),
    ("hour24", "[01]? <digit> | \"2\" [0-4]"),
    ("hh24", "[01] <digit> | \"2\" [0-4]"),
    ("hour12", "\"0\"? [1-9] | \"1\" [0-2]"),
    ("minute", "[0-5]? <digit>"),
    ("mm", "[0-5] <digit>"),
    ("second", "<minute> | \"60\""),
    ("ss", "<mm> | \"60\""),
    ("ampm", "[AaPp] \".\"? [Mm] \".\"? [\0\t ]"),
    ("zoneName", "\"(\"? [A-Za-z]{1,6} \")\"? | [A-Z] [a-z]+ ([_/-] [A-Za-z]+)+"),
    (
        "zoneOffset",
        "\"GMT\"? [+-] (<hour24> (\":\"? <minute>)? | <hh24> <mm> <ss> | <hh24> \":\" <mm> \":\" <ss>)",
    ),
    ("zone", "<zoneOffset> | <zoneName>"),
    ("month", "\"0\"? <digit> | \"1\" [0-2]"),
    ("MM", "\"0\" <digit> | \"1\" [0-2]"),
    ("day", "([0-2]? <digit> | \"3\" [01]) (\"st\" | \"nd\" | \"rd\" | \"th\")?"),
    ("DD", "\"0\" <digit> | [12] <digit> | \"3\" [01]"),
    ("year", "<digit>{1,4}"),
    ("YYYY", "<digit>{4}"),
    (
        "dayOfYear",
        "\"00\" [1-9] | \"0\" [1-9] <digit> | [12] <digit>{2} | \"3\" [0-5] <digit> | \"36\" [0-6]",
    ),
    ("week", "\"0\" [1-9] | [1-4] <digit> | \"5\" [0-3]"),
    ("weekdayShort", "'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat'"),
    ("weekdayLong", "('sun' | 'mon' | 'tues' | 'wednes' | 'thurs' | 'fri' | 'satur') 'day' 's'?"),
    ("weekday", "<weekdayLong> | <weekdayShort>"),
    ("dayWord", "<weekday> | 'weekday' 's'?"),
    (
        "monthShort",
        "'jan' | 'feb' | 'mar' | 'apr' | 'may' | 'jun' | 'jul' | 'aug' | 'sep' 't'? | 'oct' | 'nov' | 'dec'",
    ),
    (
        "monthLong",
        "'january' | 'february' | 'march' | 'april' | 'may' | 'june' | 'july' | 'august' | 'september' \
         | 'october' | 'november' | 'december'",
    ),
    ("monthRoman", "\"I\"{1,3} | \"IV\" | \"V\" \"I\"{0,3} | \"IX\" | \"X\" \"I\"{0,2}"),
    ("monthWord", "<monthLong> | <monthShort> | <monthRoman>"),
    ("monthDay", "<monthWord> <gap> <day> ([,.stndrh\t ]+ | [\0])"),
    ("hm24", "'t'? <hour24> [:.] <minute>"),
    ("hms24", "<hm24> [:.] <second>"),
    ("hmsZone", "<hm24> [:.] <ss> <space>? <zone>"),
    ("hm12", "<hour12> [:.] <mm> <space>? <ampm>"),
    ("hms12", "<hour12> [:.] <minute> [:.] <ss> <space>? <ampm>"),
    ("clock", "<hh24> \":\" <mm> \":\" <ss>"),
    ("isoDate", "<YYYY> \"-\" <MM> \"-\" <DD>"),
    (
        "ordinal",
        "'first' | 'second' | 'third' | 'fourth' | 'fifth' | 'sixth' | 'seventh' | 'eight' 'h'? | 'ninth' \
         | 'tenth' | 'eleventh' | 'twelfth'",
    ),
    ("direction", "'next' | 'last' | 'previous' | 'this'"),
    (
        "unit",
        "'ms' | 'µs' | ('msec' | 'millisecond' | 'µsec' | 'microsecond' | 'usec' | 'sec' | 'second' | 'min' \
         | 'minute' | 'hour' | 'day' | 'fortnight' | 'forthnight' | 'month' | 'year') 's'? | 'weeks' | <dayWord>",
    ),
];

/// The shapes in the order in which they win ties.
const RULES: &[(Shape, &str)] = &[
    (Shape::Yesterday, "'yesterday'"),
    (Shape::Now, "'now'"),
    (Shape::Noon, "'noon'"),
    (Shape::Midnight, "'midnight' | 'today'"),
    (Shape::Tomorrow, "'tomorrow'"),
    (Shape::Timestamp, "\"@\" \"-\"? <digit>+"),
    (Shape::TimestampFraction, "\"@\" \"-\"? <digit>+ \".\" <digit>{0,6}"),
    (Shape::FirstOrLastDayOf, "('first' | 'last') ' day of'"),
    (Shape::BackOrFrontOf, "('back' | 'front') ' of ' <hour24> (<space>? <ampm>)?"),
    (Shape::WeekdayOf, "(<ordinal> | <direction>) <space> <weekday> <space> 'of'"),
    (Shape::Time12, "<hour12> <space>? <ampm> | <hm12> | <hms12>"),
    (Shape::MsSqlTime, "<hour12> \":\" <mm> \":\" <ss> [:.] <digit>+ <ampm>"),
    (Shape::Time24, "'t' <hour24> | <hm24> | <hms24> | <hms24> <fraction>"),
    (Shape::CompactMinutes, "'t'? <hh24> <mm>"),
    (Shape::CompactSeconds, "'t'? <hh24> <mm> <ss>"),
    (Shape::American, "<month> \"/\" <day> (\"/\" <year>)?"),
    (
        Shape::IsoDate,
        "[+-]? <isoDate> | <YYYY> \"/\" <MM> \"/\" <DD> \"/\"? | <YYYY> \"/\" <month> \"/\" <day>",
    ),
    (Shape::IsoDateShortYear, "<digit>{2} \"-\" <MM> \"-\" <DD>"),
    (Shape::IsoDateLongYear, "[+-] <digit>{5,19} \"-\" <MM> \"-\" <DD>"),
    (Shape::YearMonth, "<YYYY> \"-\" <month>"),
    (Shape::LooseDate, "<year> \"-\" <month> \"-\" <day>"),
    (Shape::DayMonthYear, "<day> <gap> <monthWord> <gap> <year>"),
    (Shape::PointedDate, "<day> [.\t-] <month> [.-] <YYYY>"),
    (Shape::PointedDateShortYear, "<day> [.\t] <month> \".\" <digit>{2}"),
    (Shape::MonthYear, "<monthWord> <gap> <YYYY>"),
    (Shape::YearMonthText, "<YYYY> <gap> <monthWord>"),
    (Shape::MonthDay, "<monthWord> <gap> <day> [,.stndrh\t ]+ <year> | <monthDay>"),
    (Shape::DayMonth, "<day> <gap> <monthWord>"),
    (Shape::CompactDate, "<YYYY> <MM> <DD>"),
    (
        Shape::DateTime,
        "<YYYY> <MM> <DD> (\"T\" <hour24> \":\" <mm> \":\" <ss> | 't' <hour24> <mm> <ss>) \
         | <isoDate> \"T\" <clock> <fraction> <zoneOffset>? \
         | <YYYY> \"-\" <month> \"-\" <day> \"T\" <hour24> \":\" <minute> \":\" <second> \
         | <YYYY> \":\" <MM> \":\" <DD> \" \" <clock>",
    ),
    (Shape::YearDay, "<YYYY> [.-]? <dayOfYear>"),
    (Shape::IsoWeekDay, "<YYYY> \"-\"? \"W\" <week> \"-\"? [0-7]"),
    (Shape::IsoWeek, "<YYYY> \"-\"? \"W\" <week>"),
    (Shape::MonthDayYearDashed, "<monthShort> \"-\" <DD> \"-\" <year>"),
    (Shape::YearMonthDayDashed, "<year> \"-\" <monthShort> \"-\" <DD>"),
    (Shape::LogFormat, "<day> \"/\" <monthShort> \"/\" <YYYY> \":\" <clock> <space> <zoneOffset>"),
    (Shape::Year, "<YYYY>"),
    (Shape::Ago, "'ago'"),
    (Shape::Weekday, "<dayWord>"),
    (Shape::RelativeWeek, "<direction> <space> 'week'"),
    (Shape::RelativeWord, "(<ordinal> | <direction>) <space> <unit>"),
    (Shape::Month, "<monthLong> | <monthShort>"),
    (Shape::Zone, "<zone>"),
    (Shape::MonthDayTime12, "<monthDay> (<hm12> | <hms12>)"),
    (Shape::MonthDayTime24, "<monthDay> (<hm24> | <hms24> | <hmsZone>)"),
    (Shape::RelativeNumber, "[+-]* [ \t]* <digit>{1,13} <space>? (<unit> | 'week')"),
    (Shape::Separator, "[.,] | <space>"),
    (Shape::End, "[\0\n]"),
];

static AUTOMATON: LazyLock<Automaton> = LazyLock::new(|| compile().0);

/// The automaton and the mistakes in the patterns; a test makes sure that there are none.
fn compile() -> (Automaton, Vec<String>) {
    Automaton::new(PIECES, RULES.iter().map(|(_, pattern)| *pattern))
}

/// The shape that `text` starts with, and how many bytes it takes; the last of them may be the NUL behind the text.
pub(super) fn recognise(text: &[u8]) -> Option<(Shape, usize)> {
    recognise_iso(text).or_else(|| recognise_any(text))
}

fn recognise_any(text: &[u8]) -> Option<(Shape, usize)> {
    let (rule, length) = AUTOMATON.longest(text)?;
    RULES.get(rule).map(|(shape, _)| (*shape, length))
}

/// What the automaton would answer for the pieces of `2024-03-15 10:20:30+02:00` and `2024-03-15T10:20:30Z`.
///
/// Nearly all dates in payloads look like this, and this way one takes a tenth of the time. It answers only where no
/// other shape can be longer, which a test checks against the automaton.
fn recognise_iso(text: &[u8]) -> Option<(Shape, usize)> {
    let ends_at = |length: usize| text.len() == length;
    let is_followed_by =
        |length: usize, bytes: &[u8]| text.get(length).is_none_or(|byte| bytes.contains(byte));
    match text {
        [b'Z'] => Some((Shape::Zone, 1)),
        [b'+' | b'-', zone @ ..] if ends_at(6) && is_clock(zone, 2) => Some((Shape::Zone, 6)),
        [b' ', time @ ..] if is_clock(time, 2) => Some((Shape::Separator, 1)),
        _ if is_clock(text, 3) && is_followed_by(8, b"+-Z") => Some((Shape::Time24, 8)),
        _ if is_iso_date(text) => match text.get(10..) {
            Some([b'T', time @ ..]) if is_clock(time, 3) => iso_time_end(text, 19),
            Some([] | [b' ', ..]) => Some((Shape::IsoDate, 10)),
            _ => None,
        },
        _ => None,
    }
}

/// Where a date with time ends whose seconds end at `length`: there, behind a fraction, or behind fraction and offset.
fn iso_time_end(text: &[u8], length: usize) -> Option<(Shape, usize)> {
    let fraction = match text.get(length..)? {
        [] | [b'+' | b'-' | b'Z', ..] => return Some((Shape::DateTime, length)),
        [b'.', digits @ ..] => digits.iter().take_while(|byte| byte.is_ascii_digit()).count(),
        _ => 0,
    };
    let end = length + 1 + fraction;
    match text.get(end..)? {
        _ if fraction == 0 => None,
        [] | [b'Z'] => Some((Shape::DateTime, end)),
        [b'+' | b'-', zone @ ..] if zone.len() == 5 && is_clock(zone, 2) => Some((Shape::DateTime, end + 6)),
        _ => None,
    }
}

/// Whether `text` starts with so many two-digit groups with colons between them, none beyond 23 or 59.
fn is_clock(text: &[u8], groups: usize) -> bool {
    (0..groups).all(|group| {
        let at = group * 3;
        let limit = if group == 0 { 23 } else { 59 };
        (group == 0 || text.get(at - 1) == Some(&b':')) && is_two_digits(text.get(at..), limit)
    })
}

/// Whether `text` starts with `YYYY-MM-DD`.
fn is_iso_date(text: &[u8]) -> bool {
    let Some([year @ .., b'-', _, _, b'-', _, _]) = text.first_chunk::<10>() else { return false };
    year.iter().all(u8::is_ascii_digit)
        && is_two_digits(text.get(5..), 12)
        && is_two_digits(text.get(8..), 31)
}

fn is_two_digits(text: Option<&[u8]>, most: u8) -> bool {
    let Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..]) = text else { return false };
    (tens - b'0') * 10 + (ones - b'0') <= most
}

#[cfg(test)]
mod tests {
    use super::{Shape, compile, recognise, recognise_any, recognise_iso};
    use proptest::prelude::*;

    #[test]
    fn patterns_are_well_formed() {
        assert_eq!(compile().1, Vec::<String>::new());
    }

    #[test]
    fn longest_shape_wins() {
        assert_eq!(recognise(b"2024-03-15 10:00"), Some((Shape::IsoDate, 10)));
        assert_eq!(recognise(b"2024-03-15T10:20:30.5+02:00"), Some((Shape::DateTime, 27)));
        assert_eq!(recognise(b"4 pm"), Some((Shape::Time12, 5)));
        assert_eq!(recognise(b"2024"), Some((Shape::CompactMinutes, 4)));
        assert_eq!(recognise(b"2460"), Some((Shape::Year, 4)));
    }

    proptest! {
        #[test]
        fn the_short_way_agrees_with_the_automaton(
            date in "([0-3][0-9]{3}-[01][0-9]-[0-3][0-9])?",
            joint in "( |T|t|  |)",
            time in "([0-2][0-9]:[0-6][0-9](:[0-6][0-9])?)?",
            rest in "(\\.[0-9]{0,9}(Z|[+-][0-2][0-9]:[0-6][0-9])?|Z|z|[+-][0-2][0-9]:?[0-6][0-9]| UTC| pm|Z[a-z]| days|[0-9: aApPmM.+-]{0,3}|)",
        ) {
            let text = [date, joint, time, rest].concat();
            for at in 0..text.len() {
                let text = &text.as_bytes()[at..];
                if let Some(short) = recognise_iso(text) {
                    prop_assert_eq!(Some(short), recognise_any(text));
                }
            }
        }
    }
}
