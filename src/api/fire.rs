//! Firing custom events, and asking the tenant to render a template.

use super::client::Call;
use super::{ApiError, Client};
use crate::json::{Json, Object};
use reqwest::Method;

/// Event names that the API keeps for itself.
///
/// Source: the type of the custom event request excludes these five.
pub const RESERVED_EVENTS: [&str; 5] =
    ["aggregation.updated", "profile.created", "profile.deleted", "profile.merged", "profile.updated"];

/// The three documented ways to fire a custom event. It is not documented whether they do the same.
#[derive(Clone, Debug, PartialEq)]
pub enum Firing {
    /// `POST /events` with `event`, `profile_id` and `data`.
    ///
    /// Source: the guide on custom events; no version of the vendor's SDK has it.
    Events {
        /// The event's name
        event: String,
        /// The profile
        profile_id: String,
        /// What the actions find under `data`
        data: Json,
    },
    /// `POST /profiles/{id}/custom-event` with `event` and `context`.
    Profile {
        /// The event's name
        event: String,
        /// The profile
        profile_id: String,
        /// What the actions find. Assumption: at the root.
        context: Json,
    },
    /// `POST /tenants/custom-event` with `event` and `context`.
    Tenant {
        /// The event's name
        event: String,
        /// What the actions find. Assumption: at the root.
        context: Json,
    },
}

impl Firing {
    /// Why an event may not be fired, if it may not.
    pub fn refusal(event: &str) -> Option<String> {
        if RESERVED_EVENTS.contains(&event) {
            return Some(format!(
                "'{event}' is reserved: Omneo fires it itself; use a name of your own with a namespace, such as \
                 custom.{}",
                event.replace('.', "_")
            ));
        }
        let is_named = event.contains('.') && !event.starts_with('.') && !event.ends_with('.');
        let is_plain = !event.contains(|c: char| c.is_whitespace() || c.is_control());
        (!is_named || !is_plain).then(|| {
            format!("'{event}' has no namespace; the guide asks for one, such as custom.survey_completed")
        })
    }

    fn call(&self) -> (Vec<&str>, Json) {
        let body = |entries: &[(&str, Json)]| {
            Json::Object(
                entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect::<Object>(),
            )
        };
        match self {
            Self::Events { event, profile_id, data } => {
                let entries = [
                    ("event", Json::str(event)),
                    ("profile_id", Json::str(profile_id)),
                    ("data", data.clone()),
                ];
                (vec!["events"], body(&entries))
            }
            Self::Profile { event, profile_id, context } => {
                let entries = [("event", Json::str(event)), ("context", context.clone())];
                (vec!["profiles", profile_id, "custom-event"], body(&entries))
            }
            Self::Tenant { event, context } => {
                let entries = [("event", Json::str(event)), ("context", context.clone())];
                (vec!["tenants", "custom-event"], body(&entries))
            }
        }
    }

    /// The path and the body that are sent.
    pub fn request(&self) -> (String, Json) {
        let (path, body) = self.call();
        (path.join("/"), body)
    }
}

impl Client {
    /// Fires an event: the tenant's live reactions run. It is sent once and never repeated, but for a 429 or 503 that
    /// names a time to wait.
    pub fn fire(&self, firing: &Firing) -> Result<Json, ApiError> {
        let (path, body) = firing.call();
        let call = Call::send(Method::POST, &path, Some(&body), "for custom events, which is not documented");
        self.call(&call).map(|answer| self.scrubbed(&answer))
    }

    /// Asks the tenant to render a template for one of its objects; nothing is sent to the target's URL.
    ///
    /// Source: `POST /targets/preview` takes `resource`, `resource_id` and `template` and answers with the decoded
    /// `result` and the `context`.
    pub fn preview(&self, resource: &str, resource_id: &str, template: &str) -> Result<Json, ApiError> {
        let entries = [("resource", resource), ("resource_id", resource_id), ("template", template)];
        let body = entries.map(|(key, value)| (key.to_owned(), Json::str(value)));
        let body = Json::Object(body.into_iter().collect());
        let mut call = Call::send(Method::POST, &["targets", "preview"], Some(&body), "read-targets");
        // It only renders.
        call.is_repeatable = true;
        self.call(&call).map(|answer| self.scrubbed(&answer))
    }
}

#[cfg(test)]
mod tests {
    use super::Firing;

    #[test]
    fn reserved_and_nameless_events_are_refused_with_the_reason() {
        for (event, reason) in [
            ("profile.updated", "reserved"),
            ("survey", "namespace"),
            (".x", "namespace"),
            ("a b.c", "namespace"),
            ("", "namespace"),
        ] {
            assert!(Firing::refusal(event).is_some_and(|said| said.contains(reason)), "{event}");
        }
        assert_eq!(Firing::refusal("custom.survey_completed"), None);
    }
}
