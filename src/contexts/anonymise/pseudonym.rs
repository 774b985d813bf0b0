//! Pseudonyms: a keyed hash of the value, spelled in the value's own form.

use super::PseudonymKind;
use super::text::{Part, WrittenDate, parts};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const VOWELS: &[u8] = b"aeiou";
const CONSONANTS: &[u8] = b"bcdfghjklmnprstvz";

/// The secret that makes pseudonyms.
#[derive(Clone)]
pub(super) struct Pseudonyms(String);

/// An endless stream of numbers that only the salt and the value decide.
struct Stream<'p> {
    salt: &'p str,
    value: String,
    block: u32,
    bytes: Vec<u8>,
}

impl Stream<'_> {
    fn next(&mut self) -> u8 {
        if self.bytes.is_empty() {
            // HMAC takes a key of any length, so that this cannot fail.
            if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.salt.as_bytes()) {
                mac.update(&self.block.to_be_bytes());
                mac.update(self.value.as_bytes());
                self.bytes = mac.finalize().into_bytes().to_vec();
            }
            self.block = self.block.wrapping_add(1);
        }
        self.bytes.pop().unwrap_or_default()
    }

    fn pick(&mut self, from: &[u8]) -> char {
        let at = usize::from(self.next()) % from.len().max(1);
        from.get(at).map_or('a', |byte| char::from(*byte))
    }

    fn digit(&mut self) -> char {
        self.pick(b"0123456789")
    }
}

impl Pseudonyms {
    pub(super) fn new(salt: &str) -> Self {
        Self(salt.to_owned())
    }

    fn stream(&self, value: &str) -> Stream<'_> {
        Stream { salt: &self.0, value: value.to_owned(), block: 0, bytes: Vec::new() }
    }

    pub(super) fn of(&self, kind: PseudonymKind, text: &str) -> String {
        match kind {
            PseudonymKind::Email => self.email(text),
            PseudonymKind::Phone => self.phone(text),
            PseudonymKind::Uuid => self.uuid(text),
            PseudonymKind::Birthday => self.birthday(text),
            PseudonymKind::Url => self.url(text),
            PseudonymKind::Ip => self.ip(text),
            PseudonymKind::Coordinate => self.coordinate(text),
            PseudonymKind::Text => self.words(text, true),
        }
    }

    fn email(&self, text: &str) -> String {
        let local = text.rsplit_once('@').map_or(text, |(local, _)| local);
        // The whole address decides: the same name at two providers stays two people.
        let mut stream = self.stream(&text.trim().to_lowercase());
        format!("{}@example.com", spelled(local, &mut stream))
    }

    /// Other digits in the same places; the first two say the country.
    pub(super) fn phone(&self, text: &str) -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let mut stream = self.stream(&digits);
        let mut position = 0;
        let digit = |c: char| {
            position += usize::from(c.is_ascii_digit());
            if c.is_ascii_digit() && position > 2 { stream.digit() } else { c }
        };
        text.chars().map(digit).collect()
    }

    /// Other digits; the one that says the version stays, letters stay large or small.
    fn uuid(&self, text: &str) -> String {
        const VERSION_AT: usize = 14;
        let mut stream = self.stream(&text.to_lowercase());
        let is_upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
        let spell = |(at, c): (usize, char)| {
            if c == '-' || at == VERSION_AT {
                return c;
            }
            let hex = stream.pick(b"0123456789abcdef");
            if is_upper { hex.to_ascii_uppercase() } else { hex }
        };
        text.chars().enumerate().map(spell).collect()
    }

    /// The same year, so that the age stays nearly the same, and the rest of the text as it was.
    fn birthday(&self, text: &str) -> String {
        let Some(date) = WrittenDate::at(text) else { return text.to_owned() };
        let (month, day) = self.month_and_day(date.month, date.day);
        format!("{}{}", date.with(month, day), text.get(date.length..).unwrap_or_default())
    }

    /// Another day of the year. The year does not matter, so that a birth date and the next birthday still fit.
    pub(super) fn month_and_day(&self, month: u8, day: u8) -> (u8, u8) {
        // A day that could be a month is a date in whatever order it is read.
        const MOST: u8 = 12;
        let mut stream = self.stream(&format!("{month:02}-{day:02}"));
        (stream.next() % MOST + 1, stream.next() % MOST + 1)
    }

    fn ip(&self, text: &str) -> String {
        let mut stream = self.stream(text);
        format!("10.{}.{}.{}", stream.next(), stream.next(), stream.next())
    }

    /// Other digits after the point: a place within a hundred kilometres or so.
    fn coordinate(&self, text: &str) -> String {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let mut stream = self.stream(text);
        let digits = part.chars().map(|c| if c.is_ascii_digit() { stream.digit() } else { c });
        let digits: String = digits.collect();
        if part.is_empty() { text.to_owned() } else { format!("{whole}.{digits}") }
    }

    /// Another host, path and values; the names of the values are kept as keys are.
    fn url(&self, text: &str) -> String {
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (path, query) = rest
            .get(at..)
            .unwrap_or_default()
            .split_once('?')
            .unwrap_or_else(|| (rest.get(at..).unwrap_or_default(), ""));
        let mut out = format!("{scheme}://example.com{}", self.words(path, false));
        let mut mark = '?';
        for value in query.split('&').filter(|_| !query.is_empty()) {
            out.push(mark);
            mark = '&';
            match value.split_once('=') {
                Some((name, value)) => {
                    out.push_str(name);
                    out.push('=');
                    out.push_str(&self.words(value, false));
                }
                None => out.push_str(&self.words(value, false)),
            }
        }
        out
    }

    /// Each word for itself, so that a first name is the same one in a full name, and an address inside a text the one that
    /// it is in a field of its own.
    fn words(&self, text: &str, has_urls: bool) -> String {
        let mut out = String::with_capacity(text.len());
        for part in parts(text, has_urls) {
            match part {
                Part::Sign(sign) => out.push(sign),
                Part::Value(kind, value) => out.push_str(&self.of(kind, value)),
                Part::Word(word) => {
                    out.push_str(&spelled(word, &mut self.stream(&word.to_lowercase())));
                }
            }
        }
        out
    }
}

/// Other letters and digits in the same places, small and large as before. A letter beyond ASCII stays one.
fn spelled(text: &str, stream: &mut Stream<'_>) -> String {
    let mut is_vowel = stream.next().is_multiple_of(2);
    let spell = |c: char| {
        if c.is_ascii_digit() {
            return stream.digit();
        }
        if !c.is_alphanumeric() {
            return c;
        }
        let letter = if is_vowel { stream.pick(VOWELS) } else { stream.pick(CONSONANTS) };
        is_vowel = !is_vowel;
        match (c.is_ascii(), c.is_uppercase()) {
            (true, true) => letter.to_ascii_uppercase(),
            (true, false) => letter,
            (false, true) => 'É',
            (false, false) => 'é',
        }
    };
    text.chars().map(spell).collect()
}
