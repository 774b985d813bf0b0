//! Events without personal data: one value has one pseudonym wherever it stands, and keeps its form.

use crate::support::json;
use reagent::contexts::{Anonymiser, PseudonymKind};
use reagent::json::{Json, Style, to_text};

const EVENT: &str = r#"{"email": "vera.plum@mail.test", "receipt_email": "Vera.Plum@mail.test", "mobile_phone": "0412 345 678",
  "phone_number": "+61 412 345 678", "note": "Call 0412345678 (or +61412345678), write to vera.plum@mail.test, see https://shop.test/u/vera?ref=vera.plum@mail.test&n=7 now",
  "site": "https://shop.test/u/vera", "order": "https://shop.test/o?email=vera.plum@mail.test&n=1", "ip": "203.0.113.9", "dob": "15/09/1985", "birth_date": "1985-09-15T00:00:00Z", "next_birthday": "2026-09-15",
  "birth_year": 1985, "birth_month": 9, "birth_day": 15, "gender": "female", "latitude": -37.79812, "longitude": 144.5,
  "geo": {"lat": "-37.79812"}, "owner": "7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01",
  "by_email": {"vera.plum@mail.test": {"n": 1}, "7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01": 2}, "total": 37.5, "born": "on 15/9/1985"}"#;

fn clean() -> Json {
    Anonymiser::new("salt").anonymise(&json(EVENT)).data
}

fn text(json: &Json, pointer: &str) -> String {
    json.pointer(pointer).unwrap().as_str().unwrap().to_owned()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn one_value_has_one_pseudonym_in_fields_texts_addresses_and_keys() {
    let clean = clean();
    let (email, note) = (text(&clean, "/email"), text(&clean, "/note"));
    assert!(email.ends_with("@example.com") && !email.contains("vera"), "{email}");
    assert_eq!(text(&clean, "/receipt_email").to_lowercase(), email);
    assert_eq!(note.matches(&email).count(), 2, "{email} in {note}");
    assert!(clean.pointer(&format!("/by_email/{email}/n")).is_some(), "{clean:?}");
    assert!(clean.get("by_email").unwrap().get(&text(&clean, "/owner")).is_some());
    assert!(note.contains(&digits(&text(&clean, "/mobile_phone"))), "{note}");
    assert!(note.contains(&format!("+{}", digits(&text(&clean, "/phone_number")))), "{note}");
    let site = text(&clean, "/site");
    assert!(
        site.starts_with("https://example.com/") && note.contains(&format!("{site}?ref=")),
        "{site} in {note}"
    );
    assert!(note.contains("&n="), "names of values are kept: {note}");
    assert!(text(&clean, "/order").starts_with("https://example.com/"), "{}", text(&clean, "/order"));
    assert!(text(&clean, "/order").contains(&format!("?email={email}&n=")), "{}", text(&clean, "/order"));
    let ip = text(&clean, "/ip");
    assert!(ip.parse::<std::net::Ipv4Addr>().is_ok() && ip != "203.0.113.9", "{ip}");
}

#[test]
fn a_birthday_stays_a_date_and_its_parts_say_the_same() {
    let clean = clean();
    let date: jiff::civil::Date = text(&clean, "/birth_date")[..10].parse().unwrap();
    assert!(text(&clean, "/birth_date").ends_with("T00:00:00Z"));
    assert_ne!((date.month(), date.day()), (9, 15));
    assert_eq!(date.year(), 1985);
    assert_eq!(text(&clean, "/dob"), format!("{:02}/{:02}/1985", date.day(), date.month()));
    assert!(text(&clean, "/born").ends_with(&format!("{}/1985", date.month())), "{}", text(&clean, "/born"));
    assert_eq!(text(&clean, "/next_birthday")[4..], text(&clean, "/birth_date")[4..10]);
    let part = |key: &str| clean.get(key).unwrap().to_value();
    assert_eq!((part("birth_month"), part("birth_day")), (date.month().into(), date.day().into()));
    assert_eq!(part("birth_year"), 1985);
}

#[test]
fn places_move_and_words_of_a_small_set_stay() {
    let (clean, event) = (clean(), json(EVENT));
    for kept in ["gender", "total"] {
        assert_eq!(clean.get(kept), event.get(kept));
    }
    let latitude = to_text(clean.get("latitude").unwrap(), &Style::compact());
    assert!(latitude.starts_with("-37.") && latitude.len() == 9 && latitude != "-37.79812", "{latitude}");
    assert_eq!(text(&clean, "/geo/lat"), latitude, "a text and a number are one place");
}

#[test]
fn what_is_told_of_a_key_does_not_tell_the_key() {
    let event = json(r#"{"by": {"vera@mail.test": {"email": "vera@mail.test"}}}"#);
    let clean = Anonymiser::new("salt").anonymise(&event);
    let found: Vec<_> =
        clean.changes.iter().map(|change| (change.kind, change.pointer.contains("vera"))).collect();
    assert_eq!(found, [(PseudonymKind::Email, false), (PseudonymKind::Email, false)]);
}
