//! What changed on a tenant since both sides were last the same, whatever the files are now.

use super::known::{KnownDifference, compare};
use super::merge::{Change, Decided, merge};
use super::object::{LocalObject, name_of};
use super::plan::{Matched, RemoteObjects, match_up};
use super::{Kind, State};
use std::collections::BTreeMap;

/// What changed on a tenant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// In order of kind and name.
    pub items: Vec<DriftItem>,
    /// What the tenant keeps otherwise than it was sent: no drift, but no likeness either.
    pub known: Vec<KnownDifference>,
    /// True if nothing was ever sent to the tenant or brought in from it: then it is compared with the files.
    pub is_first: bool,
    /// Kinds that could not be read, and why.
    pub left_out: Vec<(Kind, String)>,
}

/// What happened to an object on the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriftStep {
    /// It was changed there.
    Changed,
    /// The tenant has it no more.
    Gone,
    /// No file knows it.
    New,
    /// A file is it and has something else, and they were never the same: nobody knows who changed it.
    NeverSame,
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
    /// What happened to it.
    pub step: DriftStep,
    /// Every difference.
    pub changes: Vec<Change>,
}

/// Compares a tenant with what was last the same; what never was, with the files.
pub fn drift(local: &[LocalObject], remote: &RemoteObjects, state: &State) -> Drift {
    let mut found = Drift { is_first: state.entries.is_empty(), ..Drift::default() };
    for (file, entry) in &state.entries {
        let (Some(kind), Some(id)) = (super::kind_of(file), entry.id) else { continue };
        if !remote.knows(kind) {
            continue;
        }
        let (name, file) = (name_of(kind, &entry.base), file.clone());
        let Some(theirs) = remote.get(kind, id) else {
            let (step, changes) = (DriftStep::Gone, Vec::new());
            found.items.push(DriftItem { kind, id, file: Some(file), name, step, changes });
            continue;
        };
        let changes = entry.known_differences(theirs);
        if !changes.is_empty() {
            let (file, name) = (file.clone(), name.clone());
            found.known.push(KnownDifference { kind, file, name, id, changes });
        }
        let changes =
            merge(Some(&entry.base), &entry.base, &entry.meant(theirs), &Decided::default()).changes;
        if !changes.is_empty() {
            let step = DriftStep::Changed;
            found.items.push(DriftItem { kind, id, file: Some(file), name, step, changes });
        }
    }
    found.items.extend(never_synced(local, remote, state));
    found.items.sort_by(|a, b| (a.kind, &a.name, a.id).cmp(&(b.kind, &b.name, b.id)));
    found.left_out = remote.left_out().map(|(kind, why)| (kind, why.to_owned())).collect();
    found
}

/// The objects of which nothing was written down yet and that are not as a file has them.
fn never_synced(local: &[LocalObject], remote: &RemoteObjects, state: &State) -> Vec<DriftItem> {
    let mut owners = BTreeMap::new();
    for (object, matched) in local.iter().zip(match_up(local, remote, state)) {
        if let Matched::One(id, entry, _) = matched {
            owners.insert((object.kind, id), (object, entry));
        }
    }
    let is_unknown = |(kind, id, _): &(Kind, i64, _)| state.file_of(*kind, *id).is_none();
    let items = remote.iter().filter(is_unknown).filter_map(|(kind, id, theirs)| {
        let name = name_of(kind, theirs);
        let Some((object, entry)) = owners.get(&(kind, id)) else {
            let (step, changes) = (DriftStep::New, Vec::new());
            return Some(DriftItem { kind, id, file: None, name, step, changes });
        };
        let changes = compare(entry.as_ref(), &object.json, theirs, &Decided::default()).changes;
        let (file, step) = (Some(object.file.clone()), DriftStep::NeverSame);
        (!changes.is_empty()).then_some(DriftItem { kind, id, file, name, step, changes })
    });
    items.collect()
}
