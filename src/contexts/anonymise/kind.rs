//! Which texts are personal, by their key and their form.

use super::PseudonymKind;
use super::text::WrittenDate;
use crate::catalog::FieldType;
use crate::contexts::kind_of;
use crate::json::Json;

/// Last words of keys whose values are of a fixed set, and harmless.
const FIXED: &[&str] = &[
    "status",
    "type",
    "kind",
    "currency",
    "timezone",
    "zone",
    "locale",
    "language",
    "country",
    "channel",
    "event",
    "trigger",
    "topic",
    "namespace",
    "unit",
    "category",
    "platform",
    "handle",
    "tier",
    "state",
    "method",
    "format",
    "direction",
    "period",
    "interval",
    "frequency",
    "colour",
    "color",
    "size",
    "department",
    "brand",
    "season",
    "gender",
    "sex",
    "salutation",
    "pronouns",
];
const PHONES: &[&str] = &["phone", "mobile", "cellphone", "fax", "e164", "msisdn", "tel", "telephone"];
const BIRTHDAYS: &[&str] = &["birth", "birthday", "birthdate", "dob", "bday"];
const COORDINATES: &[&str] = &["lat", "latitude", "lng", "lon", "long", "longitude"];
/// Words of keys whose digits are no amount.
const NUMBERED: &[&str] = &[
    "id",
    "ids",
    "uuid",
    "card",
    "code",
    "barcode",
    "pin",
    "postcode",
    "zip",
    "account",
    "reference",
    "ref",
];

fn words(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in key.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

pub(super) fn is_phone_key(key: &str) -> bool {
    words(key).iter().any(|word| PHONES.contains(&word.as_str()))
}

/// Whether a key names where something is: `latitude`, `geo_lat`.
pub(super) fn is_coordinate_key(key: &str) -> bool {
    words(key).last().is_some_and(|word| COORDINATES.contains(&word.as_str()))
}

/// Which part of a birth date a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BirthPart {
    Month,
    Day,
}

/// The part of a birth date that `birth_month` or `birthday_day` names.
pub(super) fn birth_part(key: &str) -> Option<BirthPart> {
    let words = words(key);
    let is_birth = words.iter().any(|word| BIRTHDAYS.contains(&word.as_str()));
    match words.last().map(String::as_str) {
        Some("month") if is_birth => Some(BirthPart::Month),
        Some("day") if is_birth => Some(BirthPart::Day),
        _ => None,
    }
}

/// Whether a key is itself a value: an address, an id, a phone number.
pub(super) fn classify_key(key: &str) -> Option<PseudonymKind> {
    if is_email(key) {
        return Some(PseudonymKind::Email);
    }
    if is_uuid(key) {
        return Some(PseudonymKind::Uuid);
    }
    is_phone(key).then_some(PseudonymKind::Phone)
}

/// What a text stands for; `None` if it is kept.
pub(super) fn classify(key: &str, text: &str) -> Option<PseudonymKind> {
    let words = words(key);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if text.trim().is_empty() {
        return None;
    }
    // An address of the web may have one of a person in it.
    if text.contains("://") && !text.contains(char::is_whitespace) {
        return Some(PseudonymKind::Url);
    }
    if is_email(text) {
        return Some(PseudonymKind::Email);
    }
    if is_uuid(text) {
        return Some(PseudonymKind::Uuid);
    }
    if is_coordinate_key(key) && is_decimal(text) {
        return Some(PseudonymKind::Coordinate);
    }
    if has(BIRTHDAYS) && WrittenDate::at(text).is_some() {
        return Some(PseudonymKind::Birthday);
    }
    match kind_of(&Json::str(text)) {
        FieldType::Date | FieldType::Datetime => return None,
        _ => {}
    }
    if is_phone_key(key) || is_phone(text) {
        return Some(PseudonymKind::Phone);
    }
    let is_fixed = words.last().is_some_and(|word| FIXED.contains(&word.as_str()));
    // A fixed word is short and has no spaces; `country: "Ann's flat, 3 Sea St"` is not one.
    let is_word = text.len() <= 40 && !text.contains(char::is_whitespace) && !text.contains('@');
    let is_zone = text.split_once('/').is_some_and(|(area, _)| area.chars().all(char::is_alphabetic));
    let is_amount = !has(NUMBERED) && is_decimal(text);
    let is_kept = (is_fixed && (is_word || is_zone)) || is_amount || matches!(text, "true" | "false");
    if is_kept { None } else { Some(PseudonymKind::Text) }
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.trim().rsplit_once('@') else { return false };
    !local.is_empty() && domain.contains('.') && !text.trim().contains(char::is_whitespace)
}

pub(super) fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, len)| part.len() == len && is_hex(part))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `+61 400 000 000` under any key.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.starts_with('+')
        && (7..=15).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || "+ -().".contains(c))
}

/// An amount as text, short enough to be no number of a card or an account.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(part) && whole.len() <= 6
}
