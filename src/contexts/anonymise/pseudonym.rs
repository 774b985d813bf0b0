//! Pseudonyms: a keyed hash of the value, spelled in the value's own form.

use super::PseudonymKind;
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
            PseudonymKind::Text => self.words(text),
        }
    }

    fn email(&self, text: &str) -> String {
        let local = text.rsplit_once('@').map_or(text, |(local, _)| local);
        // The whole address decides: the same name at two providers stays two people.
        let mut stream = self.stream(&text.to_lowercase());
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
        const MONTHS: u8 = 12;
        /// Every month has as many.
        const DAYS: u8 = 28;
        let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
        let mut stream = self.stream(date);
        let year = date.get(..4).unwrap_or_default();
        let (month, day) = (stream.next() % MONTHS + 1, stream.next() % DAYS + 1);
        format!("{year}-{month:02}-{day:02}{rest}")
    }

    fn url(&self, text: &str) -> String {
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let path = rest.split_once('/').map(|(_, path)| self.words(path));
        path.map_or_else(
            || format!("{scheme}://example.com"),
            |path| format!("{scheme}://example.com/{path}"),
        )
    }

    /// Each word for itself, so that a first name is the same one in a full name.
    fn words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars() {
            if c.is_alphanumeric() {
                word.push(c);
                continue;
            }
            self.flush(&mut word, &mut out);
            out.push(c);
        }
        self.flush(&mut word, &mut out);
        out
    }

    fn flush(&self, word: &mut String, out: &mut String) {
        if !word.is_empty() {
            let mut stream = self.stream(&word.to_lowercase());
            out.push_str(&spelled(word, &mut stream));
            word.clear();
        }
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
