//! Whole snapshots: are two the same, and which local ids are taken.

use crate::model::{Action, Workspace};
use std::sync::Arc;

/// True if nothing differs. Shared objects are not looked into.
pub(super) fn is_same(a: &Workspace, b: &Workspace) -> bool {
    a.name == b.name
        && a.profile == b.profile
        && a.tenants == b.tenants
        && is_same_list(&a.triggers, &b.triggers)
        && is_same_list(&a.targets, &b.targets)
        && is_same_list(&a.automations, &b.automations)
        && is_same_list(&a.contexts, &b.contexts)
        && is_same_list(&a.cases, &b.cases)
        && is_same_object(&a.definitions, &b.definitions)
}

/// True if every run gives the same in both: what they have of triggers, targets, contexts, definitions and settings.
pub fn runs_alike(a: &Workspace, b: &Workspace) -> bool {
    a.profile == b.profile
        && is_same_list(&a.triggers, &b.triggers)
        && is_same_list(&a.targets, &b.targets)
        && is_same_list(&a.automations, &b.automations)
        && is_same_list(&a.contexts, &b.contexts)
        && is_same_object(&a.definitions, &b.definitions)
}

pub(super) fn is_same_object<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

fn is_same_list<T: PartialEq>(a: &[Arc<T>], b: &[Arc<T>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_object(a, b))
}

/// The highest local id of any object, 0 without one.
pub(super) fn highest_id(workspace: &Workspace) -> u32 {
    let highest_of = |actions: &[Action]| actions.iter().map(|action| action.id.0).max().unwrap_or(0);
    let triggers = workspace.triggers.iter().map(|trigger| trigger.id.0.max(highest_of(&trigger.actions)));
    let automations =
        workspace.automations.iter().map(|automation| automation.id.0.max(highest_of(&automation.actions)));
    let targets = workspace.targets.iter().map(|target| target.id.0);
    let contexts = workspace.contexts.iter().map(|context| context.id.0);
    triggers.chain(automations).chain(targets).chain(contexts).max().unwrap_or(0)
}
