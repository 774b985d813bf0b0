//! Personal data and secrets leave a run before it is shared.
//!
//! By rule: keys that name a person, a way to reach one, a birth date, a place, a token or a signature; and values
//! that look like one of these wherever they stand. A value that is found under such a key is replaced in every other
//! text of the run, too. The same value always gets the same name, so that what belongs together still does. Main
//! entry: [`redact`].

mod format;
mod key;

use crate::json::pointer_push;
use crate::logic;
use format::secrets_in;
use indexmap::IndexMap;
use key::{kind_of_key, last_segment};
use serde::Serialize;
use serde_json::{Map, Value};

/// Most places that are listed.
const MAX_LISTED: usize = 500;
/// Shorter texts say nothing of a person, as the code of a country, and are part of too many others.
const SHORTEST: usize = 4;
/// Names can be short.
const SHORTEST_NAME: usize = 2;

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
    let mut known = Known::default();
    known.learn(json, None);
    let mut redactions = Vec::new();
    let redacted = known.replaced(json, &Forms::of(&known), &mut String::new(), &mut redactions);
    redactions.truncate(MAX_LISTED);
    (redacted, redactions)
}

/// Values that must not be shown, with what stands for each.
#[derive(Default)]
struct Known {
    names: IndexMap<String, (Personal, String)>,
    counts: IndexMap<Personal, usize>,
}

impl Known {
    fn add(&mut self, text: &str, what: Personal) {
        let text = text.trim();
        let shortest = if what == Personal::Name { SHORTEST_NAME } else { SHORTEST };
        if text.chars().count() < shortest || self.names.contains_key(text) {
            return;
        }
        let count = self.counts.entry(what).or_default();
        *count += 1;
        let name = format!("[{} {count}]", what.word());
        self.names.insert(text.to_owned(), (what, name));
    }

    /// Collects the values under keys that name personal data, and those that look like it.
    fn learn(&mut self, json: &Value, under: Option<Personal>) {
        match json {
            Value::Object(entries) => self.learn_entries(entries, under),
            Value::Array(items) => {
                let beside = items.iter().find_map(compared_field);
                for item in items {
                    let is_constant = !item.is_object() && !item.is_array();
                    self.learn(item, under.or(beside.filter(|_| is_constant)));
                }
            }
            Value::String(text) => match under {
                Some(what) => self.add(text, what),
                None => secrets_in(text).for_each(|(secret, what)| self.add(secret, what)),
            },
            Value::Number(number) => {
                if let Some(what) = under {
                    self.add(&number.to_string(), what);
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn learn_entries(&mut self, entries: &Map<String, Value>, under: Option<Personal>) {
        // `{"name": "email", "value": …}` is how arguments and headers are written, `field` how criteria are.
        let named = |key: &str| entries.get(key).and_then(Value::as_str).map(last_segment);
        let pair = named("name").or_else(|| named("field")).and_then(|name| kind_of_key(name, None));
        for (key, value) in entries {
            let is_value =
                ["value", "source", "observed", "required"].contains(&key.as_str()) && !is_rule(value);
            let own = kind_of_key(key, None).filter(|_| !is_key_of_report(key, value));
            let of_person = (key::is_person(key) && value.is_object()).then_some(value);
            if let Some(Value::Object(person)) = of_person {
                self.learn_person(person);
            }
            self.learn(value, under.or(own).or(pair.filter(|_| is_value)));
        }
    }

    /// `name` says whose name it is only below a person.
    fn learn_person(&mut self, person: &Map<String, Value>) {
        for (key, value) in person {
            if let (Some(what), Value::String(text)) = (kind_of_key(key, Some(())), value) {
                self.add(text, what);
            }
        }
    }

    fn replaced(
        &self,
        json: &Value,
        forms: &Forms<'_>,
        pointer: &mut String,
        redactions: &mut Vec<Redaction>,
    ) -> Value {
        let before = pointer.len();
        match json {
            Value::Object(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    pointer_push(pointer, key);
                    let value = self.replaced(value, forms, pointer, redactions);
                    pointer.truncate(before);
                    (key.clone(), value)
                });
                Value::Object(entries.collect())
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    pointer_push(pointer, &index.to_string());
                    let item = self.replaced(item, forms, pointer, redactions);
                    pointer.truncate(before);
                    item
                });
                Value::Array(items.collect())
            }
            Value::String(text) => {
                let (shown, found) = forms.replace(text);
                if let Some(what) =
                    short_personal(pointer).filter(|_| found.is_empty() && !text.trim().is_empty())
                    && !self.names.values().any(|(_, name)| name == text)
                {
                    redactions.push(Redaction { pointer: pointer.clone(), what });
                    return Value::String(format!("[{}]", what.word()));
                }
                let at = |what| Redaction { pointer: pointer.clone(), what };
                redactions.extend(found.into_iter().map(at));
                Value::String(shown)
            }
            Value::Number(number) => match self.names.get(&number.to_string()) {
                Some((what, name)) => {
                    redactions.push(Redaction { pointer: pointer.clone(), what: *what });
                    Value::String(name.clone())
                }
                None => match short_personal(pointer).filter(|what| *what == Personal::BirthDate) {
                    Some(what) => {
                        redactions.push(Redaction { pointer: pointer.clone(), what });
                        Value::String(format!("[{}]", what.word()))
                    }
                    None => json.clone(),
                },
            },
            Value::Bool(_) | Value::Null => json.clone(),
        }
    }
}

/// What the key of a place names whose values may be too short to be looked for elsewhere: a birth day, a name of two
/// letters. They are left out where they stand.
fn short_personal(pointer: &str) -> Option<Personal> {
    let what = kind_of_key(pointer.rsplit('/').next()?, None)?;
    matches!(what, Personal::BirthDate | Personal::Name).then_some(what)
}

/// The personal field that a comparison reads: `{"var": "profile.email"}`.
fn compared_field(item: &Value) -> Option<Personal> {
    let path = match item.get("var")? {
        Value::Array(items) => items.first()?.as_str()?,
        path => path.as_str()?,
    };
    kind_of_key(last_segment(path), None)
}

/// A rule names fields; the names are no personal values.
fn is_rule(value: &Value) -> bool {
    let Some(entries) = value.as_object() else { return false };
    entries.len() == 1 && entries.keys().all(|key| logic::operator(key).is_some())
}

/// Keys of the report itself that only look personal.
fn is_key_of_report(key: &str, value: &Value) -> bool {
    key == "is_documented" || value.is_boolean()
}

/// A way in which a value is written: as it is, in JSON, in HTML.
struct Form<'k> {
    text: String,
    what: Personal,
    name: &'k str,
}

/// All forms by their first character, longer ones first, so that a name inside a longer one does not break it.
#[derive(Default)]
struct Forms<'k>(IndexMap<char, Vec<Form<'k>>>);

impl<'k> Forms<'k> {
    fn of(known: &'k Known) -> Self {
        let mut forms = Self::default();
        for (value, (what, name)) in &known.names {
            for text in written_forms(value) {
                let Some(first) = text.chars().next() else { continue };
                forms.0.entry(first).or_default().push(Form { text, what: *what, name });
            }
        }
        for same in forms.0.values_mut() {
            same.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        }
        forms
    }

    /// The text with every whole occurrence replaced, and what was replaced, each once.
    fn replace(&self, text: &str) -> (String, Vec<Personal>) {
        let (mut out, mut found, mut skip_to) = (String::new(), Vec::new(), 0);
        let mut before = None;
        for (at, c) in text.char_indices() {
            if at < skip_to {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let form =
                self.0.get(&c).and_then(|forms| forms.iter().find(|form| is_whole(form, before, rest)));
            if let Some(form) = form {
                out.push_str(form.name);
                skip_to = at + form.text.len();
                before = form.text.chars().next_back();
                if !found.contains(&form.what) {
                    found.push(form.what);
                }
            } else {
                out.push(c);
                before = Some(c);
            }
        }
        (out, found)
    }
}

/// Whether a text begins with a form that is no part of a longer word.
fn is_whole(form: &Form<'_>, before: Option<char>, rest: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let Some(after) = rest.strip_prefix(form.text.as_str()) else { return false };
    let starts_in_word = is_word(before) && is_word(form.text.chars().next());
    let ends_in_word = is_word(after.chars().next()) && is_word(form.text.chars().next_back());
    !starts_in_word && !ends_in_word
}

fn written_forms(value: &str) -> Vec<String> {
    let quoted = Value::from(value).to_string();
    let in_json = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let in_php = in_json.replace('/', "\\/");
    let in_html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let in_html = in_html.replace('\'', "&#039;").replace('"', "&quot;");
    let mut forms = vec![value.to_owned(), in_json, in_php, in_html];
    forms.dedup();
    forms
}
