//! What the tenant has that the files have not: shown as drift, or brought into the files.

use super::merge::{Change, Decided, Side, merge};
use super::object::{LocalObject, name_of};
use super::plan::{Matched, RemoteObjects, decided_in, match_up};
use super::same::same;
use super::{Entry, Kind, State};
use crate::json::Json;
use std::collections::{BTreeMap, BTreeSet};

/// What changed on a tenant since the last sync, whatever the files are now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// In order of kind and name.
    pub items: Vec<DriftItem>,
    /// Kinds that could not be read, and why.
    pub left_out: Vec<(Kind, String)>,
}

/// One object that changed on the tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftItem {
    /// What it is.
    pub kind: Kind,
    /// The tenant's id.
    pub id: i64,
    /// Its file; `None` if no file ever knew it.
    pub file: Option<String>,
    /// Its name for people.
    pub name: String,
    /// True if the tenant has it no more.
    pub is_gone: bool,
    /// Every difference.
    pub changes: Vec<Change>,
}

/// Compares a tenant with what was last the same.
pub fn drift(remote: &RemoteObjects, state: &State) -> Drift {
    let mut items = Vec::new();
    for (file, entry) in &state.entries {
        let (Some(kind), Some(id)) = (super::kind_of(file), entry.id) else { continue };
        if !remote.knows(kind) {
            continue;
        }
        let theirs = remote.get(kind, id);
        let changes = theirs.map(|theirs| {
            merge(Some(&entry.base), &entry.base, &entry.meant(theirs), &Decided::default()).changes
        });
        if changes.as_ref().is_none_or(|changes| !changes.is_empty()) {
            let name = name_of(kind, &entry.base);
            let (is_gone, changes) = (changes.is_none(), changes.unwrap_or_default());
            items.push(DriftItem { kind, id, file: Some(file.clone()), name, is_gone, changes });
        }
    }
    for (kind, id, json) in remote.iter().filter(|(kind, id, _)| state.file_of(*kind, *id).is_none()) {
        let (name, changes) = (name_of(kind, json), Vec::new());
        items.push(DriftItem { kind, id, file: None, name, is_gone: false, changes });
    }
    items.sort_by(|a, b| (a.kind, &a.name, a.id).cmp(&(b.kind, &b.name, b.id)));
    let left_out = remote.left_out().map(|(kind, why)| (kind, why.to_owned())).collect();
    Drift { items, left_out }
}

/// What pulling does with one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullStep {
    /// It gets a file.
    New,
    /// Its file was not touched since the last sync and is brought up to date.
    Take,
    /// Its file gets what the tenant changed and keeps what was changed here.
    Merge,
    /// Its file was changed here and the tenant has something else: it is left, and shown.
    Left,
    /// Its file is gone here; it is not brought back unasked.
    Gone,
    /// Both have the same; only the state is written.
    Record,
    /// It cannot be told which file it is.
    Unclear,
}

/// One object that is pulled, or shown.
#[derive(Clone, Debug, PartialEq)]
pub struct PullItem {
    /// What it is.
    pub kind: Kind,
    /// The tenant's id.
    pub id: i64,
    /// Its file; `None` for one that has to be made.
    pub file: Option<String>,
    /// Its name for people.
    pub name: String,
    /// What is done.
    pub step: PullStep,
    /// Every difference.
    pub changes: Vec<Change>,
    /// What the file gets, if it is written.
    pub content: Option<Json>,
    /// What is then known of it.
    pub entry: Option<Entry>,
}

/// What the user asked of a pull.
#[derive(Clone, Debug, Default)]
pub struct PullOptions {
    /// The tenant's version replaces files that were changed here.
    pub force: bool,
    /// What becomes of objects whose file is gone here is given, too, so that it can be brought back.
    pub shows_gone: bool,
    /// Files that were changed here get what the tenant changed elsewhere in them.
    pub merge: bool,
    /// Conflicts decided for the tenant: `triggers/a.json#/name`, or `*`.
    pub theirs: BTreeSet<String>,
    /// Conflicts decided for the files.
    pub mine: BTreeSet<String>,
}

/// Compares a tenant with the files, for bringing its changes into them.
pub fn pull(
    local: &[LocalObject],
    remote: &RemoteObjects,
    state: &State,
    options: &PullOptions,
) -> Vec<PullItem> {
    let matched = match_up(local, remote, state);
    let mut owners: BTreeMap<(Kind, i64), Owner<'_>> = BTreeMap::new();
    for (object, matched) in local.iter().zip(&matched) {
        if let Matched::One(id, entry, is_own) = matched {
            owners.insert((object.kind, *id), Owner { object, entry: entry.as_ref(), is_own: *is_own });
        }
    }
    let unclear = |kind: Kind, json: &Json| {
        let name = name_of(kind, json);
        let twin = local.iter().zip(&matched).find(|(object, matched)| {
            object.kind == kind
                && name_of(kind, &object.json) == name
                && matches!(matched, Matched::Unclear(_))
        });
        twin.map(|(object, _)| object.file.clone())
    };
    let mut items = Vec::new();
    for (kind, id, theirs) in remote.iter() {
        let mut item = PullItem {
            kind,
            id,
            file: None,
            name: name_of(kind, theirs),
            step: PullStep::New,
            changes: Vec::new(),
            content: None,
            entry: None,
        };
        match owners.get(&(kind, id)) {
            Some(owner) => {
                item.file = Some(owner.object.file.clone());
                compare(&mut item, owner, theirs, options);
            }
            None if state.file_of(kind, id).is_some() && !options.force => {
                if options.shows_gone {
                    replace(&mut item, theirs);
                }
                item.step = PullStep::Gone;
            }
            None if unclear(kind, theirs).is_some() => {
                (item.step, item.file) = (PullStep::Unclear, unclear(kind, theirs));
            }
            None => replace(&mut item, theirs),
        }
        if item.step != PullStep::Record || item.entry.is_some() {
            items.push(item);
        }
    }
    items
}

fn replace(item: &mut PullItem, theirs: &Json) {
    item.content = Some(theirs.clone());
    item.entry = Some(Entry { id: Some(item.id), base: theirs.clone(), echo: None });
}

/// The file that an object of the tenant is, and what is known of it.
struct Owner<'a> {
    object: &'a LocalObject,
    entry: Option<&'a Entry>,
    is_own: bool,
}

fn compare(item: &mut PullItem, owner: &Owner<'_>, theirs: &Json, options: &PullOptions) {
    let Owner { object, entry, is_own } = *owner;
    let meant = entry.map_or_else(|| theirs.clone(), |entry| entry.meant(theirs));
    let decided = Decided {
        mine: decided_in(&options.mine, &object.file),
        theirs: decided_in(&options.theirs, &object.file),
    };
    let merged = merge(entry.map(|entry| &entry.base), &object.json, &meant, &decided);
    let has = |side: Side| merged.changes.iter().any(|change| change.side == side);
    let echo = entry.and_then(|entry| entry.echo.clone());
    let known = |base: Json| Some(Entry { id: Some(item.id), base, echo: echo.clone() });
    let is_untouched = !has(Side::Ours) && !has(Side::Conflict);
    (item.step, item.content, item.entry) = match () {
        () if merged.changes.is_empty() => {
            let is_of = |entry: &Entry| is_own && same(&entry.base, &object.json);
            let is_known = entry.is_some_and(is_of);
            (PullStep::Record, None, if is_known { None } else { known(object.json.clone()) })
        }
        () if !has(Side::Theirs) && !has(Side::Conflict) => (PullStep::Record, None, None),
        () if is_untouched && (entry.is_some() || options.force) => {
            (PullStep::Take, Some(merged.json.clone()), known(merged.json))
        }
        () if options.force => {
            replace(item, theirs);
            (PullStep::Take, item.content.take(), item.entry.take())
        }
        () if options.merge && !has(Side::Conflict) => (PullStep::Merge, Some(merged.json), known(meant)),
        () => (PullStep::Left, None, None),
    };
    item.changes = merged.changes;
}

/// A copy for trying things out: switched off, under a name of its own, so that it is never taken for the original.
pub fn inactive_copy(kind: Kind, json: &Json) -> Json {
    let Json::Object(object) = json else { return json.clone() };
    let mut copy = object.clone();
    let mut append = |key: &str, ending: &str| {
        if let Some(text) = object.get(key).and_then(Json::as_str) {
            copy.set(key, Json::str(format!("{text}{ending}")));
        }
    };
    append("name", " (copy)");
    if kind == Kind::Target {
        append("handle", "-copy");
    }
    if kind.can_be_active() {
        copy.set("is_active", Json::Bool(false));
    }
    Json::Object(copy)
}
