//! Which trigger of a newer workspace is which of an older one.

use super::compare::TriggerVersion;
use crate::model::{Context, Trigger, TriggerId, Workspace};
use std::sync::Arc;

/// A trigger in two workspaces; one of them may not have it.
pub type Versions = (Option<TriggerId>, Option<TriggerId>);

/// Pairs the triggers of two workspaces by file, and those that remain by name: a file that was moved is the same trigger.
/// Those of the newer workspace come first, in its order; then what only the older one has.
pub fn paired(older: &Workspace, newer: &Workspace) -> Vec<Versions> {
    let by_file = |new: &Trigger| {
        let mut same = older.triggers.iter().filter(|old| old.file.is_some() && old.file == new.file);
        same.next().map(|old| old.id)
    };
    let mut pairs: Vec<Versions> = newer.triggers.iter().map(|new| (by_file(new), Some(new.id))).collect();
    let is_left = |pairs: &[Versions], old: &Trigger| !pairs.iter().any(|(id, _)| *id == Some(old.id));
    for at in 0..pairs.len() {
        let Some((None, Some(new))) = pairs.get(at).copied() else { continue };
        let name = newer.trigger(new).map(|new| new.name.as_str());
        let mut same =
            older.triggers.iter().filter(|old| is_left(&pairs, old) && Some(old.name.as_str()) == name);
        // Of two with one name nobody knows which is meant.
        if let (Some(old), None) = (same.next().map(|old| old.id), same.next())
            && let Some(pair) = pairs.get_mut(at)
        {
            pair.0 = Some(old);
        }
    }
    let gone: Vec<TriggerId> =
        older.triggers.iter().filter(|old| is_left(&pairs, old)).map(|old| old.id).collect();
    pairs.extend(gone.into_iter().map(|old| (Some(old), None)));
    pairs
}

/// The contexts of both versions' events: what listens to another event no longer fires on those of the old one.
pub fn contexts_of_versions<'w>(
    workspace: &'w Workspace,
    versions: [Option<TriggerVersion<'_>>; 2],
) -> Vec<&'w Arc<Context>> {
    let events = versions.map(|version| {
        let (workspace, id) = version?;
        workspace.trigger(id).map(|trigger| trigger.event.as_str())
    });
    let is_meant =
        |context: &&Arc<Context>| context.event.as_deref().is_some_and(|event| events.contains(&Some(event)));
    workspace.contexts.iter().filter(is_meant).collect()
}
