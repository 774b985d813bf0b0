//! What the practice server says of itself.

use super::fault::fault_lines;
use super::routes::routes;
use super::samples::profiles;
use crate::model::Workspace;
use std::fmt::Write;

/// What the practice server does where Omneo documents nothing. A client should not count on any of it.
pub const SANDBOX_ASSUMPTIONS: &[&str] = &[
    "a create is answered with 201",
    "a PUT changes the keys that it sends; actions that it sends replace all actions, and one with a known id keeps it",
    "an omitted is_active becomes true; null stays null and counts as active",
    "an action that is sent without a uuid gets its type as uuid; a flag that is sent as 0 or 1 becomes false or true",
    "a target's handle cannot be changed; an empty template is accepted",
    "an automation needs only a name; conditions and queries are stored without a check",
    "a filter without an operator means equal, capitals count; `in` takes commas; `nullable` 1 finds null, 0 the others",
    "filter[search] finds a part of the texts; search_with, custom_field and json_contains are refused",
    "sort takes field names with commas, a minus descends; without it the oldest comes first",
    "a page has 15 objects, at most 100",
    "times are UTC",
    "a body without Content-Type: application/json is refused with 415, one that is not JSON with 400",
    "404, 405, 413 and 500 have a body with a message; 422 has a message beside errors, worded as Laravel does",
    "deleted ids are not given again",
    "/events makes {event, profile_id, data} the context; the custom-event routes make their context the root, that of a profile with its profile_id",
    "/events takes an event without a profile_id or data, too",
    "a profile is known if a context is of it or names it; any other is answered with 404",
    "only active triggers of the very event run, in the order of their ids, webhooks after them; the answer waits for all payloads",
    "actions of rewards, benefits, points and tiers are simulated: nothing is issued, and no further event fires",
    "an automation's query is not asked: its actions run once for every sample profile, whose JSON is the context",
    "the words of status, handler and actionable_type in the action history are the practice server's own; it keeps 1000",
    "targets get the headers of webhooks: x-omneo-event and x-omneo-hmac-sha256; nothing is sent twice",
    "a webhook's namespace holds nothing back, because the token has none; a target's condition is not evaluated",
    "Open Loyalty's routes take the same token, as Bearer or in X-AUTH-TOKEN, and any store code; the headers of a subscription are neither kept nor sent; webhooks are {type, data}, signed with the practice secret by the scheme that is known second-hand, and sent again once after 4xx or 5xx",
    "a preview finds its resource among the contexts; a template that fails is answered with 422",
];

/// The text of `GET /`.
pub(super) fn home(origin: &str, samples: &Workspace) -> String {
    let mut text = format!(
        "Reagent practice server, not Omneo\n\nBase URL  {origin}/api/v3\nHeader    Authorization: Bearer TOKEN\n\nRoutes\n"
    );
    for route in routes() {
        let _ = writeln!(text, "  {:<6} {:<42} {}", route.method.word(), route.path, route.about);
    }
    let known: Vec<String> = profiles(samples).into_keys().collect();
    let _ = writeln!(text, "\nProfiles of the contexts\n  {}", known.join("\n  "));
    text.push_str("\nFaults on purpose, for POST /_sandbox/faults: any with method, path and times, and\n");
    text.push_str(&fault_lines());
    text.push_str("\nWhere Omneo documents nothing, it assumes\n");
    text.push_str(&assumptions());
    text
}

/// The assumptions, a line each.
pub fn assumptions() -> String {
    SANDBOX_ASSUMPTIONS.iter().fold(String::new(), |mut text, assumption| {
        let _ = writeln!(text, "- {assumption}");
        text
    })
}
