//! PHP's dates against real PHP: every golden row must be equal, and no text may panic.

use std::io::Read as _;

use proptest::prelude::*;
use reagent::php::date::{DateError, PhpDateTime, Zone};
use serde_json::Value;

/// The pattern in which the goldens show a date.
const SHOWN: &str = r"D Y-m-d\TH:i:s.u e T P Z I U";

#[test]
fn goldens_are_equal() {
    let packed = include_bytes!("../fixtures/dates/goldens.jsonl.gz");
    let mut rows = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut rows).unwrap();
    check_rows(&rows, 2000);
}

fn check_rows(rows: &str, at_least: usize) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in rows.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let expected = match row.get("output") {
            Some(output) => Ok(output.as_str().unwrap().to_owned()),
            None => Err(text(&row, "error").to_owned()),
        };
        let actual = answer(&row).map_err(|error| error.message);
        count += 1;
        if actual != expected {
            wrong.push(format!("{line}\n   got {actual:?}"));
        }
    }
    let shown: Vec<_> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {count} rows differ:\n{}", wrong.len(), shown.join("\n"));
    assert!(count >= at_least, "only {count} rows");
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn answer(row: &Value) -> Result<String, DateError> {
    let input = text(row, "input");
    match text(row, "kind") {
        "new" => {
            let now = PhpDateTime::from_timestamp(1_600_000_000, Zone::parse(text(row, "zone"))?);
            Ok(PhpDateTime::parse(input, &now)?.format(SHOWN))
        }
        "modify" => Ok(instant(row)?.modify(input)?.format(SHOWN)),
        "format" => Ok(instant(row)?.format(text(row, "pattern"))),
        "zone" => {
            let now = PhpDateTime::from_timestamp(1_600_000_000, Zone::utc());
            Ok(PhpDateTime::parse_in("2024-07-01 12:00:00", &Zone::parse(input)?, &now)?.format(SHOWN))
        }
        other => panic!("unknown kind {other}"),
    }
}

/// The instant `now` of a row, shown in its zone.
fn instant(row: &Value) -> Result<PhpDateTime, DateError> {
    let start = PhpDateTime::from_timestamp(0, Zone::utc());
    let date = PhpDateTime::parse(&format!("@{}", text(row, "now")), &start)?;
    Ok(date.with_zone(Zone::parse(text(row, "zone"))?))
}

/// Texts that look like dates, so that the scanner gets further than the first byte.
fn date_like() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("2024-03-15"),
        Just("T"),
        Just("10:20:30"),
        Just(".5"),
        Just("+"),
        Just("-"),
        Just("@"),
        Just("99999999999999999999"),
        Just("monday"),
        Just("last day of"),
        Just("first"),
        Just("sat of"),
        Just(" "),
        Just("weekdays"),
        Just("years"),
        Just("ago"),
        Just("W53"),
        Just("Europe/Amsterdam"),
        Just("9223372036854775807"),
        Just("\0"),
        Just("µs"),
        Just("é"),
        Just("pm"),
        Just("Jan 5"),
        Just("next week"),
        Just("9999999999999 years"),
        Just("+9999999999999999999-12-31"),
        Just("back of 7"),
        Just("("),
        Just("GMT+"),
    ];
    proptest::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![date_like(), ".*", "[0-9:+. @a-z/-]{0,24}"], seconds: i64, pattern in ".*") {
        for zone in [Zone::utc(), Zone::parse("Australia/Lord_Howe").unwrap()] {
            let now = PhpDateTime::from_timestamp(seconds, zone);
            now.format(&pattern);
            now.format(SHOWN);
            for answer in [PhpDateTime::parse(&text, &now), now.modify(&text)] {
                match answer {
                    Ok(date) => prop_assert!(!date.format(SHOWN).is_empty()),
                    Err(error) => prop_assert!(!error.message.is_empty()),
                }
            }
            let _is_zone = Zone::parse(&text);
        }
    }
}

#[test]
fn what_a_text_leaves_out_comes_from_now() {
    let now =
        PhpDateTime::from_timestamp_micros(1_710_498_030, 123_456, Zone::parse("Europe/Amsterdam").unwrap())
            .unwrap();
    for (text, expected) in [
        ("", "2024-03-15 11:20:30.123456 Europe/Amsterdam"),
        ("now", "2024-03-15 11:20:30.123456 Europe/Amsterdam"),
        ("10:00", "2024-03-15 10:00:00.000000 Europe/Amsterdam"),
        ("+1 hour", "2024-03-15 12:20:30.123456 Europe/Amsterdam"),
        ("tomorrow noon", "2024-03-16 12:00:00.000000 Europe/Amsterdam"),
        ("May 5", "2024-05-05 00:00:00.000000 Europe/Amsterdam"),
        ("1.5", "2024-03-15 01:05:00.000000 Europe/Amsterdam"),
        ("+1 day UTC", "2024-03-16 10:20:30.123456 UTC"),
        ("now EST", "2024-03-15 11:20:30.123456 EST"),
        ("2010", "2024-03-15 20:10:00.000000 Europe/Amsterdam"),
        ("15 March", "2024-03-15 00:00:00.000000 Europe/Amsterdam"),
    ] {
        let date = PhpDateTime::parse(text, &now).unwrap();
        assert_eq!(date.format("Y-m-d H:i:s.u e"), expected, "{text}");
    }
}

#[test]
fn beyond_64_bits_is_an_error_that_names_the_limit() {
    let now = PhpDateTime::from_timestamp(i64::MAX, Zone::utc());
    assert_eq!(now.format("Y-m-d"), "292277026596-12-04");
    assert!(now.modify("+1 year").unwrap_err().message.contains("64-bit"));
    assert!(PhpDateTime::parse("+9999999999999-01-01", &now).unwrap_err().message.contains("64-bit"));
}

#[test]
fn dates_compare_by_instant() {
    let utc = PhpDateTime::from_timestamp(1_700_000_000, Zone::utc());
    let there = utc.with_zone(Zone::parse("Asia/Tokyo").unwrap());
    assert_eq!(utc, there);
    assert!(utc < there.modify("+1 usec").unwrap());
}

/// Each date text, zone and pattern of Twig payloads as they come from Omneo, with what Twig 3.30 prints.
#[test]
fn payload_dates_print_as_in_twig() {
    let expiry = "2024-12-31 23:59:59";
    let issue = "2024-07-01T22:15:30+10:00";
    for (text, zone, pattern, expected) in [
        (expiry, "UTC", "F j, Y H:i", "December 31, 2024 23:59"),
        (expiry, "UTC", r"Y-m-d\TH:i:sP", "2024-12-31T23:59:59+00:00"),
        (expiry, "UTC", "U", "1735689599"),
        (issue, "UTC", "c", "2024-07-01T12:15:30+00:00"),
        (issue, "UTC", "D, d M y", "Mon, 01 Jul 24"),
        (issue, "UTC", "e T O Z", "UTC UTC +0000 0"),
        (expiry, "Australia/Sydney", "jS F Y", "31st December 2024"),
        (expiry, "Australia/Sydney", "U", "1735649999"),
        (issue, "Australia/Sydney", "c", "2024-07-01T22:15:30+10:00"),
        (issue, "Australia/Sydney", "e T O Z", "Australia/Sydney AEST +1000 36000"),
        ("2024-01-02 08:05:00", "Australia/Sydney", "jS F Y", "2nd January 2024"),
    ] {
        let zone = Zone::parse(zone).unwrap();
        let now = PhpDateTime::from_timestamp(1_700_000_000, zone.clone());
        let date = PhpDateTime::parse(text, &now).unwrap();
        assert_eq!(date.with_zone(zone).format(pattern), expected, "{text} {pattern}");
    }
}
