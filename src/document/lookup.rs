//! Finding objects and actions of a workspace by their local ids.

use super::edit::{ChainId, ObjectId};
use super::order::in_order;
use crate::model::{Action, ActionId, Automation, AutomationId, Target, TargetId, Workspace};
use std::sync::Arc;

/// Where an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionPlace {
    /// Whose action it is
    pub chain: ChainId,
    /// Its position in the file, from 0
    pub action_idx: usize,
}

/// The automation of an id.
pub fn automation(workspace: &Workspace, id: AutomationId) -> Option<&Arc<Automation>> {
    workspace.automations.iter().find(|automation| automation.id == id)
}

/// The target of an id.
pub fn target_by_id(workspace: &Workspace, id: TargetId) -> Option<&Arc<Target>> {
    workspace.targets.iter().find(|target| target.id == id)
}

/// The actions of a chain in file order; none if there is no such chain.
pub fn actions_of(workspace: &Workspace, chain: ChainId) -> &[Action] {
    match chain {
        ChainId::Trigger(id) => workspace.trigger(id).map_or(&[], |trigger| &trigger.actions),
        ChainId::Automation(id) => automation(workspace, id).map_or(&[], |automation| &automation.actions),
    }
}

/// The actions of a chain in the order in which they run.
pub fn chain_in_order(workspace: &Workspace, chain: ChainId) -> Vec<&Action> {
    let actions = actions_of(workspace, chain);
    in_order(actions).into_iter().filter_map(|position| actions.get(position)).collect()
}

/// An action and where it is.
pub fn find_action(workspace: &Workspace, id: ActionId) -> Option<(ActionPlace, &Action)> {
    let find = |chain: ChainId, actions: &'_ [Action]| {
        let action_idx = actions.iter().position(|action| action.id == id)?;
        Some(ActionPlace { chain, action_idx })
    };
    let in_triggers = workspace.triggers.iter().find_map(|t| find(ChainId::Trigger(t.id), &t.actions));
    let place = in_triggers
        .or_else(|| workspace.automations.iter().find_map(|a| find(ChainId::Automation(a.id), &a.actions)))?;
    Some((place, actions_of(workspace, place.chain).get(place.action_idx)?))
}

/// True if the workspace has the object.
pub fn contains(workspace: &Workspace, object: &ObjectId) -> bool {
    match object {
        ObjectId::Trigger(id) => workspace.trigger(*id).is_some(),
        ObjectId::Automation(id) => automation(workspace, *id).is_some(),
        ObjectId::Target(id) => target_by_id(workspace, *id).is_some(),
        ObjectId::Context(id) => workspace.context(*id).is_some(),
        ObjectId::Definition(kind, handle) => workspace.definitions.find(*kind, handle).is_some(),
        ObjectId::Case(trigger) => workspace.cases.iter().any(|case| case.trigger == *trigger),
        ObjectId::Definitions | ObjectId::Settings => true,
    }
}
