//! Personal data and secrets leave a run before it is shared.
//!
//! By rule: keys that name a person, a way to reach one, a birth date, a place, a token or a signature; and values
//! that look like one of these wherever they stand. A value that is found under such a key is replaced in every other
//! text of the run, too, however it is capitalised; so are a full name's words and what is before the @ of an email
//! address. The user, the password and the values of a web address go, its host stays. The same value always gets the
//! same name, so that what belongs together still does. Main entry: [`redact`].

mod address;
mod format;
mod forms;
mod key;
mod known;

use crate::json::pointer_push;
use crate::logic;
use address::{Piece, pieces};
use format::secrets_in;
use forms::Forms;
use key::kind_of_key;
use known::Known;
use serde::Serialize;
use serde_json::{Map, Value};

/// Most places that are listed.
const MAX_LISTED: usize = 500;
/// What a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    /// A person's name
    Name,
    /// An email address
    Email,
    /// A phone number
    Phone,
    /// A postal address or a place
    Address,
    /// A birth date
    BirthDate,
    /// A token, a password or a number of a card
    Token,
    /// A signature
    Signature,
}

impl Personal {
    /// The word that stands for a value.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::BirthDate => "birth date",
            Self::Token => "token",
            Self::Signature => "signature",
        }
    }
}

/// A place where something was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Redaction {
    /// JSON Pointer into the run.
    pub pointer: String,
    /// What was there.
    pub what: Personal,
}

/// The JSON without personal data, and where something was left out.
///
/// ```
/// use reagent::report::redact;
/// let run = serde_json::json!({"context": {"first_name": "Robin", "total": 80}, "summary": "would greet Robin"});
/// let (run, redacted) = redact(&run);
/// assert_eq!(run["context"]["first_name"], "[name 1]");
/// assert_eq!(run["summary"], "would greet [name 1]");
/// assert_eq!(redacted.len(), 2);
/// ```
pub fn redact(json: &Value) -> (Value, Vec<Redaction>) {
    let known = Known::of(json);
    let mut redactor =
        Redactor { known: &known, forms: Forms::of(&known), pointer: String::new(), redactions: Vec::new() };
    let redacted = redactor.value(json);
    let mut redactions = redactor.redactions;
    redactions.truncate(MAX_LISTED);
    (redacted, redactions)
}

/// Walks a run and leaves out what is known.
struct Redactor<'k> {
    known: &'k Known,
    forms: Forms<'k>,
    /// Of the value, with the keys that are shown.
    pointer: String,
    redactions: Vec<Redaction>,
}

impl Redactor<'_> {
    fn value(&mut self, json: &Value) -> Value {
        match json {
            Value::Object(entries) => self.entries(entries),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Value::Array(items.map(|(index, item)| self.child(&index.to_string(), item)).collect())
            }
            Value::String(text) => Value::String(self.text(text)),
            Value::Number(number) => match self.number(&number.to_string()) {
                Some((what, shown)) => {
                    self.note(what);
                    Value::String(shown)
                }
                None => json.clone(),
            },
            Value::Bool(_) | Value::Null => json.clone(),
        }
    }

    fn child(&mut self, segment: &str, value: &Value) -> Value {
        let before = self.pointer.len();
        pointer_push(&mut self.pointer, segment);
        let value = self.value(value);
        self.pointer.truncate(before);
        value
    }

    fn entries(&mut self, entries: &Map<String, Value>) -> Value {
        let mut shown = Map::new();
        for (key, value) in entries {
            // Two addresses that differ in capitals alone are one value, but two keys.
            let (mut name, found) = self.key(key);
            while shown.contains_key(&name) && !found.is_empty() {
                name.push('\'');
            }
            let before = self.pointer.len();
            pointer_push(&mut self.pointer, &name);
            for what in found {
                self.note(what);
            }
            let is_fixed = is_word_of_report(key, value);
            let value = if is_fixed { value.clone() } else { self.value(value) };
            self.pointer.truncate(before);
            shown.insert(name, value);
        }
        Value::Object(shown)
    }

    /// A key that looks personal itself, or is a full name; the words of ordinary keys stay.
    fn key(&self, key: &str) -> (String, Vec<Personal>) {
        let is_personal = secrets_in(key).next().is_some()
            || (key.contains(char::is_whitespace) && self.forms.whole(key).is_some());
        if is_personal { self.forms.replace(key) } else { (key.to_owned(), Vec::new()) }
    }

    fn text(&mut self, text: &str) -> String {
        let (shown, found) = self.without_known(text);
        let short = || {
            let what = short_personal(&self.pointer).or_else(|| self.short_in_payload(text))?;
            Some((what, format!("[{}]", what.word())))
        };
        let beginning = || {
            let (name, what) = self.forms.beginning_with(text).filter(|_| self.is_in_payload())?;
            Some((what, format!("[part of {}", name.trim_start_matches("[part of ").trim_start_matches('['))))
        };
        let is_open = found.is_empty() && !text.trim().is_empty() && !self.known.is_name(text);
        let left_out = if is_open { short().or_else(beginning) } else { None };
        if let Some((what, shown)) = left_out {
            self.note(what);
            return shown;
        }
        for what in found {
            self.note(what);
        }
        shown
    }

    /// The text without known values; hosts of web addresses stay as they are.
    fn without_known(&self, text: &str) -> (String, Vec<Personal>) {
        let (mut out, mut found) = (String::with_capacity(text.len()), Vec::new());
        if let Some(name) = self.forms.whole(text) {
            let what = self.forms.replace(text).1;
            return (name.to_owned(), what);
        }
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    let (shown, what) = self.forms.replace(text);
                    out.push_str(&shown);
                    found.extend(what);
                }
                Piece::Address(address) => {
                    let (path, what) = self.forms.replace(address.path());
                    found.extend(what);
                    found.extend(address.is_cut().then_some(Personal::Token));
                    out.push_str(&address.shown(|part| self.forms.whole(part).map(str::to_owned), &path));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        (out, found)
    }

    fn number(&self, number: &str) -> Option<(Personal, String)> {
        if let Some((what, name)) = self.known.number(number) {
            return Some((what, name.to_owned()));
        }
        let at_key = short_personal(&self.pointer).filter(|what| *what != Personal::Name);
        let what = at_key.or_else(|| self.short_in_payload(number))?;
        Some((what, format!("[{}]", what.word())))
    }

    /// What a template prints may be a birth day; elsewhere the same number is something else.
    fn short_in_payload(&self, text: &str) -> Option<Personal> {
        (self.is_in_payload() && self.known.is_short(text)).then_some(Personal::BirthDate)
    }

    fn is_in_payload(&self) -> bool {
        self.pointer.contains("/request/json")
    }

    fn note(&mut self, what: Personal) {
        self.redactions.push(Redaction { pointer: self.pointer.clone(), what });
    }
}

/// The words by which a report says what became of something; a person may be called so, too.
fn is_word_of_report(key: &str, value: &Value) -> bool {
    let words: &[&str] = match key {
        "status" => &["passed", "stopped", "would_run", "failed", "muted", "not_reached"],
        "state" => &["true", "false", "not_evaluated", "error"],
        "outcome" => &["fired", "stopped", "failed", "other_event", "inactive"],
        "severity" => &["info", "warning", "error"],
        _ => return false,
    };
    value.as_str().is_some_and(|value| words.contains(&value))
}

/// What the key of a place names whose values may be too short to be looked for elsewhere: a birth day, a name of two
/// letters, the check digits of a card. They are left out where they stand.
fn short_personal(pointer: &str) -> Option<Personal> {
    let what = kind_of_key(pointer.rsplit('/').next()?)?;
    let is_secret = matches!(what, Personal::Token | Personal::Signature);
    (is_secret || matches!(what, Personal::BirthDate | Personal::Name)).then_some(what)
}

/// A rule names fields; the names are no personal values.
fn is_rule(value: &Value) -> bool {
    let Some(entries) = value.as_object() else { return false };
    entries.len() == 1 && entries.keys().all(|key| logic::operator(key).is_some())
}
