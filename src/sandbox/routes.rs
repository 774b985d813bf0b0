//! The table of routes: what the server answers, and the list that it shows of itself.

use super::call::Call;
use super::kind::{AUTOMATIONS, HISTORY, TARGETS, TRIGGERS, WEBHOOKS};
use super::reply::{Refusal, Reply};
use super::store::Store;
use super::{actions, admin, events, objects, open_loyalty};

/// What answers a route.
pub(super) type Answer = fn(&mut Store, &Call) -> Result<Reply, Refusal>;

/// A route.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) about: &'static str,
    pub(super) answer: Answer,
}

/// The methods that Omneo's routes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

const fn route(method: Method, path: &'static str, about: &'static str, answer: Answer) -> Route {
    Route { method, path, about, answer }
}

/// The five routes of a kind of object.
macro_rules! object_routes {
    ($kind:ident, $all:literal, $one:literal, $word:literal) => {
        [
            route(Method::Get, $all, concat!("List ", $word, "s"), |store, call| {
                objects::index(&$kind, store, call)
            }),
            route(Method::Post, $all, concat!("Create ", $word), |store, call| {
                objects::create(&$kind, store, call)
            }),
            route(Method::Get, $one, concat!("Read ", $word), |store, call| {
                objects::show(&$kind, store, call)
            }),
            route(Method::Put, $one, concat!("Update ", $word), |store, call| {
                objects::update(&$kind, store, call)
            }),
            route(Method::Delete, $one, concat!("Delete ", $word), |store, call| {
                objects::delete(&$kind, store, call)
            }),
        ]
    };
}

/// Source: the vendor's SDK types and guides.
static GROUPS: &[&[Route]] = &[
    &object_routes!(TRIGGERS, "/api/v3/triggers", "/api/v3/triggers/{id}", "trigger"),
    &[
        route(
            Method::Get,
            "/api/v3/triggers/{id}/actions",
            "List the actions of a trigger",
            |store, call| actions::index(&TRIGGERS, store, call),
        ),
        route(Method::Post, "/api/v3/triggers/{id}/actions", "Add an action to a trigger", |store, call| {
            actions::create(&TRIGGERS, store, call)
        }),
        route(Method::Get, "/api/v3/triggers/{id}/actions/{action_id}", "Read an action", |store, call| {
            actions::show(&TRIGGERS, store, call)
        }),
        route(Method::Put, "/api/v3/triggers/{id}/actions/{action_id}", "Update an action", |store, call| {
            actions::update(&TRIGGERS, store, call)
        }),
        route(
            Method::Delete,
            "/api/v3/triggers/{id}/actions/{action_id}",
            "Delete an action",
            |store, call| actions::delete(&TRIGGERS, store, call),
        ),
    ],
    &object_routes!(TARGETS, "/api/v3/targets", "/api/v3/targets/{id}", "target"),
    &object_routes!(AUTOMATIONS, "/api/v3/automations", "/api/v3/automations/{id}", "automation"),
    &[route(
        Method::Get,
        "/api/v3/automations/{id}/actions",
        "List the actions of an automation",
        |store, call| actions::index(&AUTOMATIONS, store, call),
    )],
    &object_routes!(WEBHOOKS, "/api/v3/webhooks", "/api/v3/webhooks/{id}", "webhook"),
    &[
        route(Method::Get, "/api/v3/action-history", "List what reactions did", |store, call| {
            objects::index(&HISTORY, store, call)
        }),
        route(Method::Get, "/api/v3/action-history/{id}", "Read what one reaction did", |store, call| {
            objects::show(&HISTORY, store, call)
        }),
    ],
    &[
        route(Method::Post, "/api/v3/targets/preview", "Render a template on a sample", events::preview),
        route(
            Method::Post,
            "/api/v3/automations/{id}/trigger",
            "Run an automation now",
            events::trigger_automation,
        ),
        route(Method::Post, "/api/v3/events", "Fire an event: event, profile_id, data", events::event),
        route(
            Method::Post,
            "/api/v3/profiles/{id}/custom-event",
            "Fire: event, context",
            events::profile_event,
        ),
        route(Method::Post, "/api/v3/tenants/custom-event", "Fire: event, context", events::tenant_event),
    ],
    &[
        route(
            Method::Get,
            "/api/{store}/webhook/event",
            "Open Loyalty's: list the events of webhooks",
            |_, _| Ok(open_loyalty::events()),
        ),
        route(
            Method::Get,
            "/api/{store}/webhook/subscription",
            "Open Loyalty's: list subscriptions",
            |store, call| Ok(open_loyalty::subscriptions(store, call)),
        ),
        route(
            Method::Post,
            "/api/{store}/webhook/subscription",
            "Open Loyalty's: subscribe an event",
            open_loyalty::subscribe,
        ),
    ],
    &[
        route(
            Method::Post,
            "/_sandbox/openloyalty",
            "Send a webhook of Open Loyalty: event, data",
            open_loyalty::send,
        ),
        route(Method::Post, "/_sandbox/events", "Not Omneo's: fire any event: event, context", admin::event),
        route(Method::Get, "/_sandbox/about", "Not Omneo's: says that this is a practice server", |_, _| {
            Ok(admin::about())
        }),
        route(Method::Get, "/_sandbox/faults", "Not Omneo's: list the faults that wait", |_, call| {
            Ok(admin::faults(call))
        }),
        route(Method::Post, "/_sandbox/faults", "Not Omneo's: add a fault", |_, call| admin::add_fault(call)),
        route(Method::Delete, "/_sandbox/faults", "Not Omneo's: remove all faults", |_, call| {
            Ok(admin::clear_faults(call))
        }),
    ],
];

/// Every route.
pub(super) fn routes() -> impl Iterator<Item = &'static Route> {
    GROUPS.iter().copied().flatten()
}
