//! What the tenant has that the files have not, brought into the files.

use super::filler::{without_bookkeeping, without_filler};
use super::known::{Compared, KnownDifference, compare as compare_known};
use super::merge::{Change, Decided, Side, merge};
use super::object::{LocalObject, name_of};
use super::plan::{Matched, RemoteObjects, decided_in, match_up};
use super::same::same;
use super::{Entry, Kind, State};
use crate::json::Json;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The tenant has it no more; its file is left.
    GoneThere,
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
    /// What the tenant keeps otherwise than it was sent, and nobody decided.
    pub known: Option<KnownDifference>,
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
            known: None,
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
                    fill(&mut item, without_bookkeeping(theirs));
                }
                item.step = PullStep::Gone;
            }
            None if unclear(kind, theirs).is_some() => {
                (item.step, item.file) = (PullStep::Unclear, unclear(kind, theirs));
            }
            None => fill(&mut item, without_bookkeeping(theirs)),
        }
        if item.step != PullStep::Record || item.entry.is_some() || item.known.is_some() {
            items.push(item);
        }
    }
    items.extend(gone_there(local, remote, state));
    items
}

/// The files whose objects the tenant has no more.
fn gone_there(local: &[LocalObject], remote: &RemoteObjects, state: &State) -> Vec<PullItem> {
    let gone = local.iter().filter(|object| remote.knows(object.kind)).filter_map(|object| {
        let id = state.entries.get(&object.file)?.id?;
        remote.get(object.kind, id).is_none().then(|| PullItem {
            kind: object.kind,
            id,
            file: Some(object.file.clone()),
            name: name_of(object.kind, &object.json),
            step: PullStep::GoneThere,
            changes: Vec::new(),
            known: None,
            content: None,
            entry: None,
        })
    });
    gone.collect()
}

fn fill(item: &mut PullItem, content: Json) {
    item.entry = Some(Entry { id: Some(item.id), base: content.clone(), echo: None });
    item.content = Some(content);
}

/// The file that an object of the tenant is, and what is known of it.
struct Owner<'a> {
    object: &'a LocalObject,
    entry: Option<&'a Entry>,
    is_own: bool,
}

fn compare(item: &mut PullItem, owner: &Owner<'_>, theirs: &Json, options: &PullOptions) {
    let Owner { object, entry, is_own } = *owner;
    let decided = Decided {
        mine: decided_in(&options.mine, &object.file),
        theirs: decided_in(&options.theirs, &object.file),
    };
    let mut found = compare_known(entry, &object.json, theirs, &decided);
    found.leave_filler_out(&object.json);
    let is_same = found.changes.is_empty();
    let is_untouched = !found.has(Side::Ours) && !found.has(Side::Conflict);
    let is_own_work = !is_untouched || !found.known.is_empty() || entry.is_none();
    if options.force && is_own_work && !(is_same && found.known.is_empty()) {
        return force(item, object, theirs);
    }
    // Who decides something of a file wants it to be brought in.
    let merges = options.merge || !decided.mine.is_empty() || !decided.theirs.is_empty();
    (item.step, item.content, item.entry) = match () {
        () if is_same => {
            let is_of = |entry: &Entry| is_own && same(&entry.base, &object.json);
            let is_known = entry.is_some_and(is_of);
            (PullStep::Record, None, if is_known { None } else { Some(found.entry(item.id)) })
        }
        () if !found.has(Side::Theirs) && !found.has(Side::Conflict) => (PullStep::Record, None, None),
        () if is_untouched && entry.is_some() => taken(PullStep::Take, item.id, &found),
        () if merges && !found.has(Side::Conflict) => taken(PullStep::Merge, item.id, &found),
        () => (PullStep::Left, None, None),
    };
    item.known = (!found.known.is_empty()).then(|| KnownDifference {
        kind: item.kind,
        file: object.file.clone(),
        name: name_of(item.kind, &object.json),
        id: item.id,
        changes: found.known,
    });
    item.changes = found.changes;
}

fn taken(step: PullStep, id: i64, found: &Compared) -> (PullStep, Option<Json>, Option<Entry>) {
    (step, Some(found.json.clone()), Some(found.entry(id)))
}

/// The tenant's version replaces the file, whoever changed what.
fn force(item: &mut PullItem, object: &LocalObject, theirs: &Json) {
    let everything = Decided { theirs: BTreeSet::from(["*".to_owned()]), ..Decided::default() };
    item.step = PullStep::Take;
    item.changes = merge(None, &object.json, theirs, &everything).changes;
    for change in &mut item.changes {
        change.side = Side::Theirs;
    }
    fill(item, without_filler(theirs, &object.json));
}

/// A copy for trying things out: switched off, under a name of its own, so that it is never taken for the original.
pub fn inactive_copy(kind: Kind, json: &Json) -> Json {
    let Json::Object(object) = without_bookkeeping(json) else { return json.clone() };
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
