//! Routes that Omneo does not have: faults, and events that custom events may not be.

use super::call::Call;
use super::events::{context_of, required_text};
use super::fault::Fault;
use super::fire::fire;
use super::front::locked;
use super::reply::{Refusal, Reply, object};
use super::store::Store;
use crate::json::Json;

/// Fires any event, `profile.updated` too, with the context as it is.
pub(super) fn event(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let name = required_text(call, "event")?;
    let context = Json::Object(context_of(call)?);
    let deliveries = fire(store, &name, &context, call)?;
    Ok(Reply { deliveries, ..Reply::entity(200, context) })
}

/// How a client tells this server from a tenant.
pub(super) fn about() -> Reply {
    Reply::entity(200, object([("is_practice_server", Json::Bool(true))]))
}

pub(super) fn faults(call: &Call) -> Reply {
    Reply::of(200, locked(&call.faults).to_json())
}

pub(super) fn add_fault(call: &Call) -> Result<Reply, Refusal> {
    let fault = Fault::read(&call.body)?;
    let mut faults = locked(&call.faults);
    faults.add(fault);
    Ok(Reply::of(201, faults.to_json()))
}

pub(super) fn clear_faults(call: &Call) -> Reply {
    locked(&call.faults).clear();
    Reply::no_content()
}
