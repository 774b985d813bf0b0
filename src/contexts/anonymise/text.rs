//! A text taken apart: addresses, numbers and dates inside it are values of their own, so that they get the pseudonym that
//! they have in a field of their own.

use super::PseudonymKind;
use super::kind::{is_email, is_uuid};

/// Longest parts of an email address.
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;
/// Most characters of a phone number with its spaces.
const LONGEST_PHONE: usize = 32;
/// A run of so many digits is a number of somebody, not an amount.
const LONG_NUMBER: usize = 8;
const MOST_PHONE_DIGITS: usize = 15;

/// A part of a text.
pub(super) enum Part<'t> {
    /// A value of its own.
    Value(PseudonymKind, &'t str),
    /// Letters and digits.
    Word(&'t str),
    /// What is between them.
    Sign(char),
}

/// The parts of a text, in order.
pub(super) fn parts(text: &str, has_urls: bool) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let value = value_at(rest).filter(|(kind, _)| has_urls || *kind != PseudonymKind::Url);
        let word = run(rest, char::is_alphanumeric, usize::MAX);
        let (part, length) = match value.and_then(|(kind, length)| Some((kind, rest.get(..length)?))) {
            Some((kind, value)) => (Part::Value(kind, value), value.len()),
            None if word.is_empty() => (Part::Sign(first), first.len_utf8()),
            None if is_long_number(word) => (Part::Value(PseudonymKind::Phone, word), word.len()),
            None => (Part::Word(word), word.len()),
        };
        parts.push(part);
        rest = rest.get(length..).unwrap_or_default();
    }
    parts
}

/// The value that a text begins with, and its length.
fn value_at(text: &str) -> Option<(PseudonymKind, usize)> {
    let first = text.chars().next()?;
    if !(first.is_alphanumeric() || matches!(first, '+' | '(')) {
        return None;
    }
    let url = || Some((PseudonymKind::Url, url_at(text)?));
    let email = || Some((PseudonymKind::Email, email_at(text)?));
    let uuid = || Some((PseudonymKind::Uuid, uuid_at(text)?));
    let date = || Some((PseudonymKind::Birthday, WrittenDate::at(text)?.length));
    let ip = || Some((PseudonymKind::Ip, ip_at(text)?));
    let phone = || Some((PseudonymKind::Phone, phone_at(text)?));
    url().or_else(email).or_else(uuid).or_else(date).or_else(ip).or_else(phone)
}

/// The longest start of a text of some characters.
fn run(text: &str, is_part: impl Fn(char) -> bool, most: usize) -> &str {
    let end = text.char_indices().take(most).find(|(_, c)| !is_part(*c)).map(|(at, _)| at);
    let end = end.or_else(|| text.char_indices().nth(most).map(|(at, _)| at)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether a value of this length is no part of a longer word.
fn ends_whole(text: &str, length: usize) -> bool {
    !text.get(length..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

fn is_long_number(word: &str) -> bool {
    word.len() >= LONG_NUMBER && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn url_at(text: &str) -> Option<usize> {
    const LONGEST_SCHEME: usize = 16;
    let scheme = run(text, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'), LONGEST_SCHEME);
    let rest = text.get(scheme.len()..)?;
    if scheme.is_empty() || !rest.starts_with("://") {
        return None;
    }
    let is_part = |c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '<' | '>' | '`');
    let url = run(text, is_part, usize::MAX);
    Some(url.trim_end_matches(['.', ',', ';', '!', ')', ']', '}']).len())
}

fn email_at(text: &str) -> Option<usize> {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'');
    let local = run(text, is_local, LONGEST_LOCAL);
    let rest = text.get(local.len()..)?.strip_prefix('@')?;
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let domain = run(rest, is_domain, LONGEST_DOMAIN).trim_end_matches(['.', '-']);
    let length = local.len() + '@'.len_utf8() + domain.len();
    text.get(..length).is_some_and(is_email).then_some(length)
}

fn uuid_at(text: &str) -> Option<usize> {
    const LENGTH: usize = 36;
    (text.get(..LENGTH).is_some_and(is_uuid) && ends_whole(text, LENGTH)).then_some(LENGTH)
}

fn ip_at(text: &str) -> Option<usize> {
    const LONGEST: usize = 15;
    let address = run(text, |c| c.is_ascii_digit() || c == '.', LONGEST).trim_end_matches('.');
    let is_ip = address.split('.').count() == 4 && address.split('.').all(|part| part.parse::<u8>().is_ok());
    (is_ip && ends_whole(text, address.len())).then_some(address.len())
}

/// A phone number with its spaces: with a plus, a leading zero or an area in brackets.
fn phone_at(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.');
    let number = run(text, is_part, LONGEST_PHONE).trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let is_number = number.starts_with(['+', '0', '(']);
    let is_phone = is_number && (LONG_NUMBER..=MOST_PHONE_DIGITS).contains(&digits);
    (is_phone && ends_whole(text, number.len())).then_some(number.len())
}

/// A date as people and programs write it, at the start of a text.
pub(super) struct WrittenDate<'t> {
    parts: [&'t str; 3],
    separator: char,
    /// Which part is the month, which the day.
    month_at: usize,
    day_at: usize,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) length: usize,
}

impl<'t> WrittenDate<'t> {
    /// `1985-09-15`, `15/9/1985`. Assumption: the day comes first where both could be the month.
    pub(super) fn at(text: &'t str) -> Option<Self> {
        let digits = |text: &'t str| run(text, |c| c.is_ascii_digit(), 5);
        let first = digits(text);
        let separator = text.get(first.len()..)?.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        let rest = text.get(first.len()..)?.strip_prefix(separator)?;
        let second = digits(rest);
        let third = digits(rest.get(second.len()..)?.strip_prefix(separator)?);
        let length = first.len() + second.len() + third.len() + 2 * separator.len_utf8();
        let (mut month_at, mut day_at) = match (first.len(), second.len(), third.len()) {
            (4, 1..=2, 1..=2) => (1, 2),
            (1..=2, 1..=2, 4) => (1, 0),
            _ => return None,
        };
        let parts = [first, second, third];
        let number = |at: usize| parts.get(at)?.parse::<u8>().ok();
        if day_at == 0 && number(month_at)? > 12 {
            (month_at, day_at) = (0, 1);
        }
        let (month, day) = (number(month_at)?, number(day_at)?);
        let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
        let after = text.get(length..)?.chars().next();
        let is_whole = !after.is_some_and(|c| c.is_alphanumeric() && c != 'T');
        (is_date && is_whole).then_some(Self { parts, separator, month_at, day_at, month, day, length })
    }

    /// The same year and spelling, another day.
    pub(super) fn with(&self, month: u8, day: u8) -> String {
        let part = |(at, part): (usize, &&str)| {
            let new = match at {
                at if at == self.month_at => month,
                at if at == self.day_at => day,
                _ => return (*part).to_owned(),
            };
            padded(part, new)
        };
        let parts: Vec<String> = self.parts.iter().enumerate().map(part).collect();
        parts.join(&self.separator.to_string())
    }
}

/// A number with a leading zero where the other one has two digits.
pub(super) fn padded(like: &str, number: u8) -> String {
    if like.len() == 2 { format!("{number:02}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_inside_sentences() {
        let found = |text| {
            let value = |part: Part<'_>| match part {
                Part::Value(kind, text) => Some(format!("{kind:?} {text}")),
                _ => None,
            };
            parts(text, true).into_iter().filter_map(value).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(
            found("Call +61 412 345 678, or o'hara@mail.test."),
            "Phone +61 412 345 678, Email o'hara@mail.test"
        );
        assert_eq!(
            found("see https://a.test/x?y=1) 15/09/1985"),
            "Url https://a.test/x?y=1, Birthday 15/09/1985"
        );
        assert_eq!(found("0412345678 0498765432"), "Phone 0412345678, Phone 0498765432");
        assert_eq!(found("from 203.0.113.9."), "Ip 203.0.113.9");
        assert_eq!(found("born 1985-09-15T00:00:00Z"), "Birthday 1985-09-15");
        for plain in ["spent 500 on 3 bowls", "203.0.113.999", "a@b", "1.2.3", "", "é@", "://", "tier-2"] {
            assert_eq!(found(plain), "", "{plain}");
        }
    }

    #[test]
    fn a_date_keeps_its_spelling() {
        let other = |text: &str| WrittenDate::at(text).map(|date| date.with(2, 3)).unwrap_or_default();
        assert_eq!(
            ["1985-09-15", "15/09/1985", "09/15/1985", "5.9.1985"].map(other),
            ["1985-02-03", "03/02/1985", "02/03/1985", "3.2.1985"]
        );
        assert_eq!(["1985-13-15", "15/09/85", "1985-09/15", "1985-09-155"].map(other), [""; 4]);
    }
}
