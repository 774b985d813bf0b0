//! Events without personal data: every text that is not known to be harmless gets a pseudonym of the same form.
//!
//! The same value gets the same pseudonym everywhere under the same salt, so that ids and names still join. Kept are
//! numbers (but phone numbers, coordinates and the day of a birthday), flags, dates (but birthdays), decimal amounts, words of
//! a fixed set (status, currency, gender, handle, …), and what the workspace itself names. Signs, spaces, quotes and
//! accents stay where they are: they are what breaks templates. Keys are kept unless they are values: an address, an id.
//!
//! Assumption: keys are in English, as in Omneo's events; a key that nobody knows counts as personal.

mod kind;
mod pseudonym;
mod text;

use crate::json::{Json, Object, pointer_push};
use crate::logic;
use crate::model::{Action, Workspace};
use kind::{BirthPart, birth_part, classify, classify_key, is_coordinate_key, is_phone_key};
use pseudonym::Pseudonyms;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a pseudonym stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PseudonymKind {
    /// An address at example.com
    Email,
    /// Digits in the same places, the country's two kept
    Phone,
    /// Hexadecimal digits in the same places
    Uuid,
    /// The same year, another day
    Birthday,
    /// An address on example.com
    Url,
    /// An address of a private network
    Ip,
    /// A place nearby
    Coordinate,
    /// Words of the same lengths; what is an address or a date inside gets the pseudonym that it has on its own
    Text,
}

/// One value that got a pseudonym.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pseudonym {
    /// JSON Pointer into the new event.
    pub pointer: String,
    /// What it stands for.
    pub kind: PseudonymKind,
    /// The value before: personal data, for the eyes of whoever has the event already.
    #[serde(skip)]
    pub before: String,
    /// The value now.
    pub after: String,
}

/// An event without personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Anonymised {
    /// The event.
    pub data: Json,
    /// What changed, in the order of the event.
    pub changes: Vec<Pseudonym>,
}

/// Gives pseudonyms. The same salt and kept words give the same ones.
///
/// ```
/// use reagent::{contexts::Anonymiser, json};
/// let event = r#"{"email": "ann.lee@mail.test", "tier_handle": "gold", "total": 12.5, "friend": "Ann"}"#;
/// let event = json::parse(event, json::Limits::default()).unwrap();
/// let clean = Anonymiser::new("a salt").anonymise(&event);
/// assert_eq!(clean.changes.len(), 2);
/// assert!(clean.data.get("email").unwrap().as_str().unwrap().ends_with("@example.com"));
/// assert_eq!(clean.data.get("tier_handle"), event.get("tier_handle"));
/// assert_eq!(Anonymiser::new("a salt").anonymise(&event), clean);
/// ```
#[derive(Clone)]
pub struct Anonymiser {
    pseudonyms: Pseudonyms,
    kept: BTreeSet<String>,
}

impl Anonymiser {
    /// Keeps only what is harmless by its key or its form. The salt is a secret: who knows it can try out names.
    pub fn new(salt: &str) -> Self {
        Self { pseudonyms: Pseudonyms::new(salt), kept: BTreeSet::new() }
    }

    /// Keeps some values, too.
    #[must_use]
    pub fn keeping(mut self, values: impl IntoIterator<Item = String>) -> Self {
        self.kept.extend(values);
        self
    }

    /// Keeps what a workspace names: definitions, targets, events, and the texts of its conditions, so that its
    /// triggers decide as before.
    #[must_use]
    pub fn keeping_names_of(self, workspace: &Workspace) -> Self {
        let mut names = Vec::new();
        for definition in &workspace.definitions.all {
            names.push(definition.handle.clone());
            names.extend(definition.name.clone());
        }
        names.extend(workspace.targets.iter().map(|target| target.handle.clone()));
        for trigger in &workspace.triggers {
            names.push(trigger.event.clone());
            trigger.actions.iter().for_each(|action| literals(action, &mut names));
        }
        self.keeping(names)
    }

    /// The event without personal data.
    pub fn anonymise(&self, event: &Json) -> Anonymised {
        let mut changes = Vec::new();
        let data = self.value(event, "", &mut String::new(), &mut changes);
        Anonymised { data, changes }
    }

    fn value(&self, json: &Json, key: &str, pointer: &mut String, changes: &mut Vec<Pseudonym>) -> Json {
        let mut child = |key: &str, segment: &str, value: &Json| {
            let len = pointer.len();
            pointer_push(pointer, segment);
            let new = self.value(value, key, pointer, changes);
            pointer.truncate(len);
            new
        };
        match json {
            Json::Object(object) => self.object(object, pointer, changes),
            // The items of `emails` are what the key says.
            Json::Array(items) => {
                let items = items.iter().enumerate();
                Json::Array(items.map(|(index, item)| child(key, &index.to_string(), item)).collect())
            }
            Json::String(text) => match self.pseudonym(key, text) {
                Some((kind, after)) if after != *text => {
                    let (pointer, before) = (pointer.clone(), text.clone());
                    changes.push(Pseudonym { pointer, kind, before, after: after.clone() });
                    Json::String(after)
                }
                _ => json.clone(),
            },
            Json::Number(number) => {
                let before = number.as_text();
                let kind = number_kind(key, before);
                let after = kind.map(|kind| self.pseudonyms.of(kind, before)).filter(|after| after != before);
                let Some((kind, after)) = kind.zip(after) else { return json.clone() };
                let json = Json::number(&after).unwrap_or_default();
                changes.push(Pseudonym { pointer: pointer.clone(), kind, before: before.to_owned(), after });
                json
            }
            other => other.clone(),
        }
    }

    fn object(&self, object: &Object, pointer: &mut String, changes: &mut Vec<Pseudonym>) -> Json {
        let born = birthday_of(object);
        let mut clean = Vec::new();
        for (key, value) in object.iter() {
            let len = pointer.len();
            let new_key = classify_key(key).filter(|_| !self.kept.contains(key));
            let new_key = new_key.map(|kind| (kind, self.pseudonyms.of(kind, key)));
            let shown = new_key.as_ref().map_or(key, |(_, new)| new.as_str()).to_owned();
            pointer_push(pointer, &shown);
            if let Some((kind, after)) = new_key {
                changes.push(Pseudonym { pointer: pointer.clone(), kind, before: key.to_owned(), after });
            }
            let part = born.zip(birth_part(key)).and_then(|(born, part)| self.birth_part(born, part, value));
            let new = match part {
                Some((before, after, json)) => {
                    let (pointer, kind) = (pointer.clone(), PseudonymKind::Birthday);
                    changes.push(Pseudonym { pointer, kind, before, after });
                    json
                }
                None => self.value(value, key, pointer, changes),
            };
            pointer.truncate(len);
            clean.push((shown, new));
        }
        // A key that is there twice stays so.
        Json::Object(clean.into_iter().collect())
    }

    /// The month or the day of the birthday that the whole date gets; the value before, after, and as JSON.
    fn birth_part(
        &self,
        (month, day): (u8, u8),
        part: BirthPart,
        value: &Json,
    ) -> Option<(String, String, Json)> {
        let (month, day) = self.pseudonyms.month_and_day(month, day);
        let new = match part {
            BirthPart::Month => month,
            BirthPart::Day => day,
        };
        let before = digits_of(value)?;
        let after = text::padded(before, new);
        let json = match value {
            Json::String(_) => Json::str(&after),
            _ => Json::int(i64::from(new)),
        };
        (before != after).then(|| (before.to_owned(), after, json))
    }

    fn pseudonym(&self, key: &str, text: &str) -> Option<(PseudonymKind, String)> {
        if self.kept.contains(text) {
            return None;
        }
        let kind = classify(key, text)?;
        Some((kind, self.pseudonyms.of(kind, text)))
    }
}

/// What a number stands for; most are kept.
fn number_kind(key: &str, number: &str) -> Option<PseudonymKind> {
    if is_phone_key(key) {
        return Some(PseudonymKind::Phone);
    }
    (is_coordinate_key(key) && number.contains('.')).then_some(PseudonymKind::Coordinate)
}

/// The digits of a number, or of a text that is one.
fn digits_of(value: &Json) -> Option<&str> {
    let text = match value {
        Json::Number(number) => number.as_text(),
        Json::String(text) => text,
        _ => return None,
    };
    text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
}

/// Month and day of birth, where an object has both in fields of their own.
fn birthday_of(object: &Object) -> Option<(u8, u8)> {
    let part = |wanted| {
        let (_, value) = object.iter().find(|(key, _)| birth_part(key) == Some(wanted))?;
        digits_of(value)?.parse::<u8>().ok()
    };
    let (month, day) = (part(BirthPart::Month)?, part(BirthPart::Day)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// The texts that an action's rules and arguments name.
fn literals(action: &Action, names: &mut Vec<String>) {
    for argument in &action.arguments {
        let rule = logic::parse(&argument.value);
        let texts = rule.nodes().filter_map(|node| node.literal()?.as_str());
        names.extend(texts.filter(|text| !text.is_empty()).map(str::to_owned));
    }
}
