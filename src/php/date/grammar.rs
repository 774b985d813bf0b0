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
    let (rule, length) = AUTOMATON.longest(text)?;
    RULES.get(rule).map(|(shape, _)| (*shape, length))
}

#[cfg(test)]
mod tests {
    use super::{Shape, compile, recognise};

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
}
