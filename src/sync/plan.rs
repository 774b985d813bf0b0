//! What would be done to make a tenant like the files.

use super::known::{KnownDifference, compare};
use super::merge::{Change, Decided, Side, merge};
use super::object::{LocalObject, identity, name_of, without_read_only};
use super::plan_file::entry_of;
use super::same::same;
use super::{Entry, Kind, State};
use crate::json::Json;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The objects of a tenant as it gives them, by kind and id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RemoteObjects {
    objects: BTreeMap<(Kind, i64), Json>,
    /// Kinds that could not be read, and why. Nothing is planned for them.
    left_out: BTreeMap<Kind, String>,
}

impl RemoteObjects {
    /// Adds the objects of a kind; those without an id are left out.
    pub fn add(&mut self, kind: Kind, objects: &[Json]) {
        for object in objects {
            if let Some(Json::Number(id)) = object.get("id")
                && let Some(id) = id.as_i64()
            {
                self.objects.insert((kind, id), without_read_only(kind, object));
            }
        }
    }

    /// Notes that a kind could not be read: what the tenant has of it is not known.
    pub fn leave_out(&mut self, kind: Kind, why: &str) {
        self.left_out.insert(kind, why.to_owned());
    }

    /// Whether a kind was read.
    pub fn knows(&self, kind: Kind) -> bool {
        !self.left_out.contains_key(&kind)
    }

    /// The kinds that could not be read, and why.
    pub fn left_out(&self) -> impl Iterator<Item = (Kind, &str)> {
        self.left_out.iter().map(|(kind, why)| (*kind, why.as_str()))
    }

    /// An object, without what only the server writes.
    pub fn get(&self, kind: Kind, id: i64) -> Option<&Json> {
        self.objects.get(&(kind, id))
    }

    /// Every object.
    pub fn iter(&self) -> impl Iterator<Item = (Kind, i64, &Json)> {
        self.objects.iter().map(|((kind, id), json)| (*kind, *id, json))
    }
}

/// What a plan does with one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The tenant has it not.
    Create,
    /// The files changed it.
    Update,
    /// Its file is gone, and deletion was asked for.
    Delete,
    /// Both have the same; only the state is written.
    Record,
    /// Only the tenant changed it; `reagent pull` brings it.
    Pull,
    /// Both changed it; a decision is needed.
    Conflict,
    /// Its file is gone; only `--prune` deletes it on the tenant.
    Orphan,
    /// The tenant has it no more.
    Gone,
    /// It cannot be planned; the note says why.
    Blocked,
}

impl Step {
    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Record => "record",
            Self::Pull => "changed on the tenant",
            Self::Conflict => "conflict",
            Self::Orphan => "file is gone",
            Self::Gone => "gone from the tenant",
            Self::Blocked => "cannot be planned",
        }
    }

    /// True if something is sent to the tenant.
    pub fn is_write(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }

    /// True if a person has to decide or repair something first.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::Conflict | Self::Gone | Self::Blocked)
    }
}

/// One object of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its file.
    pub file: String,
    /// Its name for people.
    pub name: String,
    /// What is done.
    pub step: Step,
    /// The tenant's id, where it has one.
    pub id: Option<i64>,
    /// Every difference.
    pub changes: Vec<Change>,
    /// What both last had when the plan was made, if that is known.
    pub base: Option<Json>,
    /// What is sent.
    pub body: Option<Json>,
    /// What the tenant must still have when the plan is applied.
    pub before: Option<Json>,
    /// What the files have, for the next comparison.
    pub ours: Option<Json>,
    /// Why, where that is not plain.
    pub note: Option<String>,
}

/// A plan for one tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The tenant's name.
    pub tenant: String,
    /// Its address.
    pub address: String,
    /// In the order in which they are done.
    pub items: Vec<Item>,
    /// What the tenant keeps otherwise than it was sent: nothing is planned for it until it is decided.
    pub known: Vec<KnownDifference>,
    /// How many objects of the tenant no file knows.
    pub unknown: usize,
    /// Kinds that could not be read, and why: nothing is planned for them.
    pub left_out: Vec<(Kind, String)>,
}

impl Plan {
    /// True if nothing is to be sent or decided.
    pub fn is_empty(&self) -> bool {
        !self.items.iter().any(|item| item.step.is_write() || item.step.needs_attention())
    }

    /// How many objects have a step.
    pub fn count(&self, step: Step) -> usize {
        self.items.iter().filter(|item| item.step == step).count()
    }
}

/// What the user asked of a plan.
#[derive(Clone, Debug, Default)]
pub struct PlanOptions {
    /// Whether objects whose file is gone are deleted.
    pub prune: bool,
    /// Conflicts decided for the files: `triggers/a.json#/name`, a file, or `*`.
    pub mine: BTreeSet<String>,
    /// Conflicts decided for the tenant: nothing is sent for them, a pull brings them.
    pub theirs: BTreeSet<String>,
}

/// Compares files, tenant and what they last had in common.
pub fn plan(local: &[LocalObject], remote: &RemoteObjects, state: &State, options: &PlanOptions) -> Plan {
    let known: Vec<LocalObject> = local.iter().filter(|object| remote.knows(object.kind)).cloned().collect();
    let local = known.as_slice();
    let matched = match_up(local, remote, state);
    let mut differing = Vec::new();
    let mut items: Vec<Item> = local
        .iter()
        .zip(&matched)
        .filter_map(|(object, matched)| item(object, matched, remote, options, &mut differing))
        .collect();
    let known: BTreeSet<(Kind, i64)> = local
        .iter()
        .zip(&matched)
        .filter_map(|(object, matched)| Some((object.kind, matched.id()?)))
        .collect();
    let files: BTreeSet<&str> = local.iter().map(|object| object.file.as_str()).collect();
    for (file, entry) in state.entries.iter().filter(|(file, _)| !files.contains(file.as_str())) {
        items.extend(orphan(file, entry, remote, &known, options));
    }
    for item in &mut items {
        item.base = entry_of(item, state).map(|entry| entry.base.clone());
    }
    let unknown = remote
        .iter()
        .filter(|(kind, id, _)| !known.contains(&(*kind, *id)) && state.file_of(*kind, *id).is_none());
    let unknown = unknown.count();
    // Targets before the triggers that name them; the other way round when something is deleted.
    items.sort_by_key(|item| match item.step {
        Step::Delete => (1, std::cmp::Reverse(item.kind), item.kind),
        _ => (0, std::cmp::Reverse(Kind::Target), item.kind),
    });
    let left_out = remote.left_out().map(|(kind, why)| (kind, why.to_owned())).collect();
    let (tenant, address) = (state.tenant.clone(), state.address.clone());
    Plan { tenant, address, items, known: differing, unknown, left_out }
}

/// What a file's object is on the tenant.
#[derive(Clone, Debug)]
pub(super) enum Matched {
    /// It is this one; the base is what both last had, and whether that was under this very file.
    One(i64, Option<Entry>, bool),
    /// It was this one, which is there no more.
    Gone(i64),
    /// It is not there.
    None,
    /// It cannot be told.
    Unclear(String),
}

impl Matched {
    fn id(&self) -> Option<i64> {
        match self {
            Self::One(id, ..) | Self::Gone(id) => Some(*id),
            _ => None,
        }
    }
}

pub(super) fn match_up(local: &[LocalObject], remote: &RemoteObjects, state: &State) -> Vec<Matched> {
    let files: BTreeSet<&str> = local.iter().map(|object| object.file.as_str()).collect();
    let mut by_identity: BTreeMap<(Kind, String), Vec<i64>> = BTreeMap::new();
    let key = |kind: Kind, json: &Json| (kind, format!("{:?}", identity(kind, json)));
    for (kind, id, json) in remote.iter() {
        // An object that another file has is not free.
        let owner = state.file_of(kind, id);
        if owner.is_none_or(|owner| !files.contains(owner)) {
            by_identity.entry(key(kind, json)).or_default().push(id);
        }
    }
    let mut twins: BTreeMap<(Kind, String), usize> = BTreeMap::new();
    for object in local {
        *twins.entry(key(object.kind, &object.json)).or_default() += 1;
    }
    let find = |object: &LocalObject| {
        let entry = state.entries.get(&object.file);
        if let Some((id, entry)) = entry.and_then(|entry| Some((entry.id?, entry))) {
            let is_there = remote.get(object.kind, id).is_some();
            return if is_there { Matched::One(id, Some(entry.clone()), true) } else { Matched::Gone(id) };
        }
        let key = key(object.kind, &object.json);
        let free = by_identity.get(&key).map(Vec::as_slice).unwrap_or_default();
        let keys = object.kind.identity().join(" and ");
        match free {
            _ if twins.get(&key).is_some_and(|count| *count > 1) => {
                Matched::Unclear(format!("another file has the same {keys}; give them different ones"))
            }
            [] => Matched::None,
            // A file that was renamed keeps what was known of it; one that was being created was sent as the entry says.
            [id] => {
                let renamed = state.file_of(object.kind, *id).and_then(|file| state.entries.get(file));
                Matched::One(*id, entry.or(renamed).cloned(), false)
            }
            many => Matched::Unclear(format!(
                "the tenant has {} {}s with this {keys} (ids {}), and it is not known which one is meant; rename or \
                 delete all but one there",
                many.len(),
                object.kind.word(),
                many.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            )),
        }
    };
    local.iter().map(find).collect()
}

fn item(
    object: &LocalObject,
    matched: &Matched,
    remote: &RemoteObjects,
    options: &PlanOptions,
    known: &mut Vec<KnownDifference>,
) -> Option<Item> {
    let mut item = Item {
        kind: object.kind,
        file: object.file.clone(),
        name: name_of(object.kind, &object.json),
        step: Step::Blocked,
        id: matched.id(),
        changes: Vec::new(),
        base: None,
        body: None,
        before: None,
        ours: Some(object.json.clone()),
        note: None,
    };
    let decided = Decided {
        mine: decided_in(&options.mine, &object.file),
        theirs: decided_in(&options.theirs, &object.file),
    };
    match matched {
        Matched::Unclear(why) => item.note = Some(why.clone()),
        Matched::Gone(_) if decided.mine.contains("*") || decided.mine.contains("") => {
            (item.step, item.body, item.id) = (Step::Create, Some(object.json.clone()), None);
        }
        Matched::Gone(id) => {
            item.step = Step::Gone;
            item.note = Some(format!(
                "its id there was {id}; delete the file, or create it again with --mine {}#",
                object.file
            ));
        }
        Matched::None => (item.step, item.body) = (Step::Create, Some(object.json.clone())),
        Matched::One(id, entry, is_own) => {
            let theirs = remote.get(object.kind, *id)?;
            let merged = compare(entry.as_ref(), &object.json, theirs, &decided);
            item.step = step_of(&merged.changes);
            if !merged.known.is_empty() {
                let (kind, file, name) = (item.kind, item.file.clone(), item.name.clone());
                known.push(KnownDifference { kind, file, name, id: *id, changes: merged.known });
            }
            item.before = Some(theirs.clone());
            if item.step == Step::Update {
                item.body = Some(with_removals(merged.json, &merged.changes));
            }
            item.changes = merged.changes;
            let is_recorded = *is_own && entry.as_ref().is_some_and(|entry| same(&entry.base, &object.json));
            if item.step == Step::Record && is_recorded {
                return None;
            }
            check_immutable(&mut item);
        }
    }
    Some(item)
}

/// A value that was taken out here is sent as null: leaving it out may leave it as it is.
fn with_removals(mut json: Json, changes: &[Change]) -> Json {
    let removed = changes.iter().filter(|change| change.side == Side::Ours && change.ours.is_none());
    for key in removed.filter_map(|change| change.pointer.strip_prefix('/')).filter(|key| !key.contains('/'))
    {
        if let Json::Object(object) = &mut json {
            object.set(key, Json::Null);
        }
    }
    json
}

/// The pointers that were decided for one file.
pub(super) fn decided_in(all: &BTreeSet<String>, file: &str) -> BTreeSet<String> {
    let of_file = |decided: &String| match decided.split_once('#') {
        Some((name, pointer)) if name == file => Some(pointer.to_owned()),
        None if decided == "*" || decided == file => Some("*".to_owned()),
        _ => None,
    };
    all.iter().filter_map(of_file).collect()
}

fn step_of(changes: &[Change]) -> Step {
    let has = |side: Side| changes.iter().any(|change| change.side == side);
    if has(Side::Conflict) {
        Step::Conflict
    } else if has(Side::Ours) {
        Step::Update
    } else if has(Side::Theirs) {
        Step::Pull
    } else {
        Step::Record
    }
}

/// A key for which only the request that creates an object has a place is not changed by a plan.
fn check_immutable(item: &mut Item) {
    let is_fixed = |change: &&Change| {
        change.side == Side::Ours
            && item.kind.immutable().iter().any(|key| change.pointer == format!("/{key}"))
    };
    if let Some(change) = item.changes.iter().find(is_fixed) {
        item.note = Some(format!(
            "the API's documentation names no way to change the {} of a {}, so it is not tried; put the old one back, or make \
             a new file for a new {1}",
            change.what,
            item.kind.word()
        ));
        (item.step, item.body) = (Step::Blocked, None);
    }
}

/// An object that the files had and have no more.
fn orphan(
    file: &str,
    entry: &Entry,
    remote: &RemoteObjects,
    known: &BTreeSet<(Kind, i64)>,
    options: &PlanOptions,
) -> Option<Item> {
    let kind = super::object::kind_of(file)?;
    let id = entry.id?;
    let theirs = remote.get(kind, id).filter(|_| !known.contains(&(kind, id)))?;
    let is_changed =
        !merge(Some(&entry.base), &entry.base, &entry.meant(theirs), &Decided::default()).changes.is_empty();
    let is_theirs = decided_in(&options.theirs, file).contains("*");
    let (step, note) = match (options.prune, is_changed) {
        _ if is_theirs => {
            (Step::Orphan, Some("decided for the tenant; `reagent pull --force` brings it back"))
        }
        (_, true) => {
            (Step::Conflict, Some("its file is gone, but the tenant changed it; pull it, or delete it there"))
        }
        (true, false) => (Step::Delete, None),
        (false, false) => (Step::Orphan, Some("--prune deletes it on the tenant")),
    };
    Some(Item {
        kind,
        file: file.to_owned(),
        name: name_of(kind, theirs),
        step,
        id: Some(id),
        changes: Vec::new(),
        base: None,
        body: None,
        before: Some(theirs.clone()),
        ours: None,
        note: note.map(str::to_owned),
    })
}
