//! What differs between two snapshots, by file.

use super::edit::ObjectId;
use super::snapshot::is_same_object;
use crate::model::Workspace;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One file that differs from what was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The object; one that is not in the workspace any more was removed.
    pub object: ObjectId,
    /// Its file now; `None` if it was removed.
    pub file: Option<String>,
    /// The file that it had when it was saved and has no longer: it is deleted by saving.
    pub old_file: Option<String>,
}

type Slot = (ObjectId, Option<String>);

/// The files that differ, in the order of the tree.
pub(super) fn between(saved: &Workspace, now: &Workspace) -> Vec<Change> {
    let mut changes = Vec::new();
    if saved.name != now.name || saved.profile != now.profile || saved.tenants != now.tenants {
        changes.push(Change { object: ObjectId::Settings, file: None, old_file: None });
    }
    list(&saved.triggers, &now.triggers, |t| (ObjectId::Trigger(t.id), t.file.clone()), &mut changes);
    list(
        &saved.automations,
        &now.automations,
        |a| (ObjectId::Automation(a.id), a.file.clone()),
        &mut changes,
    );
    list(&saved.targets, &now.targets, |t| (ObjectId::Target(t.id), t.file.clone()), &mut changes);
    list(&saved.contexts, &now.contexts, |c| (ObjectId::Context(c.id), c.file.clone()), &mut changes);
    list(&saved.cases, &now.cases, |c| (ObjectId::Case(c.trigger.clone()), c.file.clone()), &mut changes);
    if !is_same_object(&saved.definitions, &now.definitions) {
        changes.push(Change {
            object: ObjectId::Definitions,
            file: Some(DEFINITIONS_FILE.to_owned()),
            old_file: None,
        });
    }
    changes
}

/// True if there is any difference; asked in every frame, so it stops at the first.
pub(super) fn differ(saved: &Workspace, now: &Workspace) -> bool {
    let is_plain = differs_in_place(&saved.triggers, &now.triggers, |t| t.id)
        || differs_in_place(&saved.contexts, &now.contexts, |c| c.id)
        || differs_in_place(&saved.targets, &now.targets, |t| t.id);
    is_plain || !between(saved, now).is_empty()
}

/// True if lists surely differ: in length, or in an object that stands where it stood.
fn differs_in_place<T: PartialEq, I: PartialEq>(
    saved: &[Arc<T>],
    now: &[Arc<T>],
    id: impl Fn(&T) -> I,
) -> bool {
    let is_other = |(old, new): (&Arc<T>, &Arc<T>)| {
        !Arc::ptr_eq(old, new) && id(old) == id(new) && !is_same_object(old, new)
    };
    saved.len() != now.len() || saved.iter().zip(now).any(is_other)
}

const DEFINITIONS_FILE: &str = "definitions.json";

fn list<T: PartialEq>(
    saved: &[Arc<T>],
    now: &[Arc<T>],
    slot: impl Fn(&T) -> Slot,
    changes: &mut Vec<Change>,
) {
    // Nearly all objects are shared and in their place: this is asked in every frame.
    let is_in_place =
        |at: usize| matches!((saved.get(at), now.get(at)), (Some(a), Some(b)) if Arc::ptr_eq(a, b));
    let moved = |objects: &[Arc<T>]| (0..objects.len()).filter(|at| !is_in_place(*at)).collect::<Vec<_>>();
    let mut before: BTreeMap<ObjectId, (&Arc<T>, Option<String>)> = BTreeMap::new();
    for object in moved(saved).into_iter().filter_map(|at| saved.get(at)) {
        let (id, file) = slot(object);
        before.insert(id, (object, file));
    }
    for object in moved(now).into_iter().filter_map(|at| now.get(at)) {
        let (id, file) = slot(object);
        match before.remove(&id) {
            Some((old, _)) if is_same_object(old, object) => {}
            Some((_, old_file)) => {
                let old_file = old_file.filter(|old| Some(old) != file.as_ref());
                changes.push(Change { object: id, file, old_file });
            }
            None => changes.push(Change { object: id, file, old_file: None }),
        }
    }
    for (id, (_, old_file)) in before {
        changes.push(Change { object: id, file: None, old_file });
    }
}
