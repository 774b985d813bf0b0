//! What must not be shown: values under keys that name personal data, values that look like it, and their parts.

use super::address::{Piece, pieces};
use super::format::{is_email, secrets_in};
use super::key::{is_person, is_place, kind_of_key, kind_of_persons_key, last_segment};
use super::{Personal, is_rule};
use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

/// Shorter texts say nothing of a person, as the code of a country, and are part of too many others.
const SHORTEST: usize = 4;
/// Names can be short.
const SHORTEST_NAME: usize = 2;
/// Shortest part of a full name that is looked for on its own.
const SHORTEST_PART: usize = 3;
/// Before the @ these say nothing of a person.
const MAILBOXES: &[&str] = &[
    "accounts",
    "admin",
    "billing",
    "care",
    "contact",
    "customer",
    "email",
    "events",
    "feedback",
    "hello",
    "help",
    "info",
    "loyalty",
    "mail",
    "marketing",
    "member",
    "news",
    "newsletter",
    "no-reply",
    "noreply",
    "office",
    "orders",
    "profile",
    "rewards",
    "sales",
    "service",
    "shop",
    "store",
    "support",
    "team",
    "test",
];

/// Values that must not be shown, with what stands for each.
#[derive(Default)]
pub(super) struct Known {
    /// By the value, in small letters where they do not matter.
    names: IndexMap<String, (Personal, String)>,
    counts: IndexMap<Personal, usize>,
    /// Parts of birth dates, too short to be looked for everywhere.
    short: IndexSet<String>,
}

impl Known {
    /// What is personal in some JSON.
    pub(super) fn of(json: &Value) -> Self {
        let mut known = Self::default();
        known.learn(json, None);
        known.learn_parts();
        known
    }

    /// Every value with what it is about and what stands for it.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Personal, &str)> {
        self.names.iter().map(|(value, (what, name))| (value.as_str(), *what, name.as_str()))
    }

    /// What stands for a number.
    pub(super) fn number(&self, number: &str) -> Option<(Personal, &str)> {
        self.names.get(number).map(|(what, name)| (*what, name.as_str()))
    }

    /// Whether a text stands for a value.
    pub(super) fn is_name(&self, text: &str) -> bool {
        self.names.values().any(|(_, name)| name == text)
    }

    /// Whether a value is a part of a birth date.
    pub(super) fn is_short(&self, text: &str) -> bool {
        self.short.contains(text.trim().trim_start_matches('0'))
    }

    fn add(&mut self, text: &str, what: Personal) {
        let Some(key) = key_of(text, what) else {
            if what == Personal::BirthDate && !text.trim().is_empty() {
                self.short.insert(text.trim().trim_start_matches('0').to_owned());
            }
            return;
        };
        if !self.names.contains_key(&key) {
            let count = self.counts.entry(what).or_default();
            *count += 1;
            let name = format!("[{} {count}]", what.word());
            self.names.insert(key, (what, name));
        }
    }

    /// A part of a full name, and what is before the @ of an email address, where nothing else names it.
    fn learn_parts(&mut self) {
        let mut parts: IndexMap<String, (Personal, String)> = IndexMap::new();
        for (value, (what, name)) in &self.names {
            let part_of = || format!("[part of {}", name.trim_start_matches('['));
            let found: Vec<&str> = match what {
                Personal::Email if is_email(value) => {
                    let local = value.rsplit_once('@').map_or("", |(local, _)| local);
                    let is_mailbox = MAILBOXES.contains(&local);
                    [local].into_iter().filter(|local| !is_mailbox && local.len() >= SHORTEST).collect()
                }
                Personal::Name if value.contains(char::is_whitespace) => {
                    let words = value.split(|c: char| !c.is_alphanumeric());
                    words.filter(|word| word.chars().count() >= SHORTEST_PART).collect()
                }
                _ => Vec::new(),
            };
            for part in found {
                parts.entry(part.to_owned()).or_insert_with(|| (*what, part_of()));
            }
        }
        for (part, named) in parts {
            self.names.entry(part).or_insert(named);
        }
    }

    fn learn(&mut self, json: &Value, under: Option<Personal>) {
        match json {
            Value::Object(entries) => self.learn_entries(entries, under),
            Value::Array(items) => {
                let beside = items.iter().find_map(compared_field);
                for item in items {
                    let beside = beside.filter(|what| is_compared_value(item, *what));
                    self.learn(item, under.or(beside));
                }
            }
            Value::String(text) => self.learn_text(text, under),
            Value::Number(number) => {
                if let Some(what) = under {
                    self.add(&number.to_string(), what);
                }
            }
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn learn_text(&mut self, text: &str, under: Option<Personal>) {
        for piece in pieces(text) {
            if let Piece::Address(address) = piece {
                address.secrets().into_iter().for_each(|(secret, what)| self.add(secret, what));
            }
        }
        match under {
            Some(what) => self.add(text, what),
            None => secrets_in(text).for_each(|(secret, what)| self.add(secret, what)),
        }
    }

    fn learn_entries(&mut self, entries: &Map<String, Value>, under: Option<Personal>) {
        // `{"name": "email", "value": …}` is how arguments and headers are written, `field` how criteria are.
        let named = |key: &str| entries.get(key).and_then(Value::as_str).map(last_segment);
        let pair = named("name").or_else(|| named("field")).and_then(kind_of_key);
        for (key, value) in entries {
            let is_value =
                ["value", "source", "observed", "required"].contains(&key.as_str()) && !is_rule(value);
            let own = kind_of_key(key).filter(|_| !is_key_of_report(key, value));
            if let Value::Object(person) = value
                && (is_person(key) || (is_someone(person) && !is_place(key)))
            {
                self.learn_person(person);
            }
            secrets_in(key).for_each(|(secret, what)| self.add(secret, what));
            self.learn(value, under.or(own).or(pair.filter(|_| is_value)));
        }
    }

    /// `name` says whose name it is only below a person.
    fn learn_person(&mut self, person: &Map<String, Value>) {
        for (key, value) in person {
            if let (Some(what), Value::String(text)) = (kind_of_persons_key(key), value) {
                self.add(text, what);
            }
        }
    }
}

/// Whether an object is about a person, whatever it is called: it has an email address or a birth date.
fn is_someone(entries: &Map<String, Value>) -> bool {
    let mut personal = entries.iter().filter(|(_, value)| !value.is_boolean());
    personal.any(|(key, _)| matches!(kind_of_key(key), Some(Personal::Email | Personal::BirthDate)))
}

/// How a value is remembered; `None` if it is too short to be looked for.
fn key_of(text: &str, what: Personal) -> Option<String> {
    let text = text.trim();
    let length = text.chars().count();
    let shortest = if what == Personal::Name { SHORTEST_NAME } else { SHORTEST };
    if length < shortest {
        return None;
    }
    Some(if length < SHORTEST { text.to_owned() } else { text.to_lowercase() })
}

/// The personal field that a comparison reads: `{"var": "profile.email"}`.
fn compared_field(item: &Value) -> Option<Personal> {
    let path = match item.get("var")? {
        Value::Array(items) => items.first()?.as_str()?,
        path => path.as_str()?,
    };
    kind_of_key(last_segment(path))
}

/// A constant beside a personal field is personal; the domain of an email address is not.
fn is_compared_value(item: &Value, what: Personal) -> bool {
    let is_domain = |text: &str| {
        let host = text.strip_prefix('@').unwrap_or(text);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        host.contains('.') && host.chars().all(is_plain)
    };
    let is_constant = !item.is_object() && !item.is_array();
    is_constant && !(what == Personal::Email && item.as_str().is_some_and(is_domain))
}

/// Keys of the report itself that only look personal.
fn is_key_of_report(key: &str, value: &Value) -> bool {
    key == "is_documented" || value.is_boolean()
}
