//! What was last the same on both sides, per tenant: the base of every comparison. A plain file, made for git, without
//! a secret.

use super::Kind;
use super::merge::{Change, Decided, differences, merge};
use super::object::kind_of;
use super::same::same;
use crate::json::{Json, Limits, Object, Style, parse, to_text};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the file's layout.
const VERSION: i64 = 1;

/// What is known of the objects of one tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The tenant's name.
    pub tenant: String,
    /// Its address: ids of another one mean nothing here.
    pub address: String,
    /// By file.
    pub entries: BTreeMap<String, Entry>,
}

/// What is known of one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The tenant's id; `None` between the wish to create it and the answer.
    pub id: Option<i64>,
    /// What both sides last had in common.
    pub base: Json,
    /// What the tenant made of the last write, where that is not what was sent.
    pub echo: Option<Echo>,
}

/// A write and what the tenant made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Echo {
    /// What was sent.
    pub sent: Json,
    /// What was then read.
    pub kept: Json,
}

/// A state file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct StateError {
    /// The file
    pub file: String,
    /// Why, and what to do
    pub reason: String,
}

impl Entry {
    /// The tenant's object as it was meant: what was sent last, with what was changed there after that. What the tenant
    /// itself made of the write is not in it.
    pub(super) fn meant(&self, theirs: &Json) -> Json {
        match &self.echo {
            Some(echo) if same(&echo.kept, theirs) => echo.sent.clone(),
            Some(echo) => {
                let theirs_win = Decided { theirs: BTreeSet::from(["*".to_owned()]), ..Decided::default() };
                merge(Some(&echo.kept), &echo.sent, theirs, &theirs_win).json
            }
            None => theirs.clone(),
        }
    }

    /// What the tenant still makes of what was sent: it was told when it was sent, and is nobody's change.
    pub(super) fn known_differences(&self, theirs: &Json) -> Vec<Change> {
        if self.echo.is_some() { differences(&self.meant(theirs), theirs) } else { Vec::new() }
    }

    fn to_json(&self) -> Json {
        let mut object = Object::new();
        object.set("id", self.id.map_or(Json::Null, Json::int));
        object.set("base", self.base.clone());
        if let Some(echo) = &self.echo {
            object.set("sent", echo.sent.clone());
            object.set("kept", echo.kept.clone());
        }
        Json::Object(object)
    }

    fn from_json(json: &Json) -> Option<Self> {
        let id = match json.get("id")? {
            Json::Null => None,
            Json::Number(id) => Some(id.as_i64()?),
            _ => return None,
        };
        let echo = json.get("sent").zip(json.get("kept"));
        let echo = echo.map(|(sent, kept)| Echo { sent: sent.clone(), kept: kept.clone() });
        Some(Self { id, base: json.get("base")?.clone(), echo })
    }
}

impl State {
    /// Where the state of a tenant is in a workspace.
    pub fn path(tenant: &str) -> String {
        format!(".reagent/{tenant}.json")
    }

    /// A state that knows nothing yet.
    pub fn new(tenant: &str, address: &str) -> Self {
        Self { tenant: tenant.to_owned(), address: address.to_owned(), entries: BTreeMap::new() }
    }

    /// The state in a file's text; refuses one of another tenant or address.
    pub fn read(text: &str, tenant: &str, address: &str) -> Result<Self, StateError> {
        let file = Self::path(tenant);
        let refused = |reason: &str| StateError { file: file.clone(), reason: reason.to_owned() };
        let json = parse(text, Limits::default()).map_err(|error| refused(&error.to_string()))?;
        let version = json.get("version").and_then(|version| match version {
            Json::Number(number) => number.as_i64(),
            _ => None,
        });
        if version != Some(VERSION) {
            return Err(refused("made by another version of Reagent; move it away and `reagent pull` anew"));
        }
        let text_of = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default();
        if text_of("tenant") != tenant || text_of("address") != address {
            let from = format!(
                "it is of tenant '{}' at {}; move it away if '{tenant}' has moved to {address}",
                text_of("tenant"),
                text_of("address")
            );
            return Err(refused(&from));
        }
        let mut state = Self::new(tenant, address);
        let objects = json.get("objects").and_then(Json::as_object);
        for (path, entry) in objects.into_iter().flat_map(Object::iter) {
            let entry = Entry::from_json(entry).filter(|_| kind_of(path).is_some());
            let entry =
                entry.ok_or_else(|| refused(&format!("`{path}` in it is damaged; restore it from git")))?;
            state.entries.insert(path.to_owned(), entry);
        }
        Ok(state)
    }

    /// The file's text: the same state gives the same bytes.
    pub fn to_text(&self) -> String {
        let mut root = Object::new();
        root.set("version", Json::int(VERSION));
        root.set("tenant", Json::str(&self.tenant));
        root.set("address", Json::str(&self.address));
        let objects = self.entries.iter().map(|(file, entry)| (file.clone(), entry.to_json()));
        root.set("objects", Json::Object(objects.collect()));
        to_text(&Json::Object(root), &Style::default())
    }

    /// Where what was recorded during an apply is, until it is in the state file: a line per change, so that each costs
    /// the same however many objects there are.
    pub fn log_path(tenant: &str) -> String {
        format!(".reagent/{tenant}.json.log")
    }

    /// The line of the log that says what is known of a file now. It begins with a line break, so that it stands for
    /// itself after one that was cut by a crash.
    pub fn log_line(&self, file: &str) -> String {
        let mut object = Object::new();
        object.set("file", Json::str(file));
        object.set("entry", self.entries.get(file).map_or(Json::Null, Entry::to_json));
        let text = to_text(&Json::Object(object), &Style::compact());
        format!("\n{}", text.trim_end())
    }

    /// Takes over what a log says. A line that is cut was never acted upon, so it says nothing.
    pub fn follow(&mut self, log: &str) {
        for line in log.lines() {
            let Ok(json) = parse(line, Limits::default()) else { continue };
            let file = json.get("file").and_then(Json::as_str).filter(|file| kind_of(file).is_some());
            match (file, json.get("entry")) {
                (Some(file), Some(Json::Null)) => drop(self.entries.remove(file)),
                (Some(file), Some(entry)) => {
                    if let Some(entry) = Entry::from_json(entry) {
                        self.entries.insert(file.to_owned(), entry);
                    }
                }
                _ => {}
            }
        }
    }

    /// Writes down an object that was brought into a file. A file that was renamed leaves its old entry behind.
    pub fn bring(&mut self, file: &str, entry: Entry) {
        let kind = kind_of(file);
        let is_old = |name: &str| kind_of(name) == kind && name != file;
        self.entries.retain(|name, other| other.id != entry.id || !is_old(name));
        self.entries.insert(file.to_owned(), entry);
    }

    /// The file of an object of the tenant.
    pub fn file_of(&self, kind: Kind, id: i64) -> Option<&str> {
        let is = |(file, entry): &(&String, &Entry)| entry.id == Some(id) && kind_of(file) == Some(kind);
        self.entries.iter().find(is).map(|(file, _)| file.as_str())
    }
}
