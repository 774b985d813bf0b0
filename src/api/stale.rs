//! Whether the tenant still is what a plan was made for, or already is what it plans.

use super::apply::called;
use crate::json::Json;
use crate::sync::{Entry, Item, RemoteObjects, State, Step, differences, same};

/// How an item of a plan stands on the tenant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Standing {
    /// As it was when the plan was made.
    Open,
    /// As the plan wants it: an earlier attempt got this far. The id, and what the tenant has.
    Done(i64, Json),
    /// Something else.
    Stale(String),
}

impl Standing {
    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Self::Stale(reason) => Some(reason.clone()),
            _ => None,
        }
    }
}

pub(super) fn standing(item: &Item, remote: &RemoteObjects, state: &State) -> Standing {
    let entry = state.entries.get(&item.file);
    match item.step {
        Step::Create => creation(item, remote, state, entry),
        Step::Delete => match item.id.and_then(|id| remote.get(item.kind, id)) {
            None => Standing::Done(item.id.unwrap_or_default(), Json::Null),
            Some(now) if is_before(item, now) => Standing::Open,
            Some(_) => Standing::Stale(format!("{} was changed on the tenant", called(item))),
        },
        _ => change(item, remote, entry),
    }
}

fn is_before(item: &Item, now: &Json) -> bool {
    item.before.as_ref().is_some_and(|before| same(before, now))
}

fn change(item: &Item, remote: &RemoteObjects, entry: Option<&Entry>) -> Standing {
    let Some(id) = item.id else { return Standing::Stale(format!("{} has no id", called(item))) };
    let Some(now) = remote.get(item.kind, id) else {
        return Standing::Stale(format!("{} is gone from the tenant", called(item)));
    };
    let wanted = item.body.as_ref().or(item.ours.as_ref());
    match wanted {
        _ if item.step == Step::Record && item.before.as_ref().is_none_or(|_| is_before(item, now)) => {
            Standing::Done(id, now.clone())
        }
        _ if item.step == Step::Update && is_before(item, now) => Standing::Open,
        Some(wanted) if item.step == Step::Update && is_made_of(wanted, now, entry) => {
            Standing::Done(id, now.clone())
        }
        _ => Standing::Stale(format!("{} was changed on the tenant", called(item))),
    }
}

/// True if the tenant has what was wanted, or what it made of just that.
fn is_made_of(wanted: &Json, now: &Json, entry: Option<&Entry>) -> bool {
    let is_echo = entry
        .and_then(|entry| entry.echo.as_ref())
        .is_some_and(|echo| same(&echo.sent, wanted) && same(&echo.kept, now));
    is_echo || differences(wanted, now).is_empty()
}

/// A creation is open if the tenant has nothing of this identity. If it has one that no file owns, that is ours if it is
/// as it was sent; the entry tells whether it ever was.
fn creation(item: &Item, remote: &RemoteObjects, state: &State, entry: Option<&Entry>) -> Standing {
    let Some(body) = &item.body else { return Standing::Stale(format!("{} has no body", called(item))) };
    if let Some(id) = entry.and_then(|entry| entry.id) {
        return match remote.get(item.kind, id) {
            Some(now) if is_made_of(body, now, entry) => Standing::Done(id, now.clone()),
            // Its file was planned as new because the tenant had it no more.
            None => Standing::Open,
            Some(_) => Standing::Stale(format!("{} was changed on the tenant", called(item))),
        };
    }
    let identity = |json: &Json| -> Vec<Option<Json>> {
        item.kind.identity().iter().map(|key| json.get(key).cloned()).collect()
    };
    let is_twin =
        |id: i64, json: &Json| identity(json) == identity(body) && state.file_of(item.kind, id).is_none();
    let twins: Vec<(i64, &Json)> = remote
        .iter()
        .filter(|(kind, id, json)| *kind == item.kind && is_twin(*id, json))
        .map(|(_, id, json)| (id, json))
        .collect();
    match twins.as_slice() {
        [] => Standing::Open,
        // Sent before, or by hand: the same either way.
        [(id, now)] if entry.is_some() || differences(body, now).is_empty() => {
            Standing::Done(*id, (*now).clone())
        }
        [_] => Standing::Stale(format!("the tenant has another {} by now", called(item))),
        many => {
            let ids: Vec<String> = many.iter().map(|(id, _)| id.to_string()).collect();
            let reason = format!(
                "the tenant has {} objects that could be {} (ids {}); rename or delete all but one there",
                many.len(),
                called(item),
                ids.join(", ")
            );
            Standing::Stale(reason)
        }
    }
}
