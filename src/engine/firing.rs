//! A custom event as a tenant gets it: the three documented calls, and the context that reactions then see.

use crate::json::{Json, Object};
use serde::Serialize;

/// The documented ways to fire a custom event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallShape {
    /// `POST /events`
    #[default]
    Events,
    /// `POST /profiles/{id}/custom-event`
    Profile,
    /// `POST /tenants/custom-event`
    Tenant,
}

impl CallShape {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Events, Self::Profile, Self::Tenant];

    /// The call, as the documentation writes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Events => "POST /events",
            Self::Profile => "POST /profiles/{id}/custom-event",
            Self::Tenant => "POST /tenants/custom-event",
        }
    }
}

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
    /// What is said where the answer to a fired event got lost.
    pub const UNSURE: &str =
        "Whether the tenant took the event is not known; look at its action history before firing it again";

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

    /// The segments of the path, and the body that is sent.
    pub fn call(&self) -> (Vec<&str>, Json) {
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

    /// One of the calls for a context; `None` if it needs a profile and there is none.
    pub fn of(shape: CallShape, event: &str, profile_id: Option<&str>, context: &Json) -> Option<Self> {
        let (event, context) = (event.to_owned(), context.clone());
        let profile_id = profile_id.map(str::to_owned);
        Some(match shape {
            CallShape::Tenant => Self::Tenant { event, context },
            CallShape::Profile => Self::Profile { event, profile_id: profile_id?, context },
            CallShape::Events => {
                // A context as this call makes it has what was sent under `data`.
                let data = context.get("data").cloned().unwrap_or(context);
                Self::Events { event, profile_id: profile_id?, data }
            }
        })
    }

    /// The context that reactions are expected to see.
    ///
    /// Source: the guide's filter for `POST /events` reads `data.score` and `profile_id`. Assumption: the other calls make
    /// their context the root.
    pub fn seen(&self) -> Json {
        match self {
            Self::Events { .. } => self.call().1,
            Self::Profile { context, .. } | Self::Tenant { context, .. } => context.clone(),
        }
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
