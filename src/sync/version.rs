//! The triggers and targets of a tenant as a workspace: the older side of a comparison.

use super::plan::{Matched, RemoteObjects, match_up};
use super::{Kind, LocalObject, State};
use crate::model::Workspace;
use crate::wire::{Ids, read_target, read_trigger};
use std::collections::BTreeMap;

/// A workspace with the tenant's triggers and targets in place of the local ones; everything else is as in `like`. An
/// object that a file stands for has that file's name.
pub fn remote_workspace(
    local: &[LocalObject],
    remote: &RemoteObjects,
    state: &State,
    like: &Workspace,
) -> Workspace {
    let mut files: BTreeMap<(Kind, i64), String> = BTreeMap::new();
    for (object, matched) in local.iter().zip(match_up(local, remote, state)) {
        if let Matched::One(id, ..) = matched {
            files.insert((object.kind, id), object.file.clone());
        }
    }
    let mut ids = Ids::default();
    let mut workspace = Workspace { triggers: Vec::new(), targets: Vec::new(), ..like.clone() };
    for (kind, id, json) in remote.iter() {
        let file = files.get(&(kind, id)).cloned();
        match kind {
            Kind::Trigger => {
                let (mut trigger, _) = read_trigger(json, &mut ids);
                trigger.file = file;
                workspace.triggers.push(trigger.into());
            }
            Kind::Target => {
                let (mut target, _) = read_target(json, None, &mut ids);
                target.file = file;
                workspace.targets.push(target.into());
            }
            Kind::Automation | Kind::Webhook => {}
        }
    }
    workspace
}
