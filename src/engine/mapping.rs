//! A webhook of Open Loyalty as an Omneo custom event, by a template of the user's own.
//!
//! The template renders the JSON of `{"event", "profile_id", "data"}`, which is what `POST /events` takes; nothing at all
//! leaves the webhook out. It is Reagent that renders it, not Omneo: nothing is escaped, and a variable that the webhook
//! does not have is an error, so that no half-empty event is fired. Main entry: [`map_webhook`].

use super::RunEnv;
use crate::json::{Json, Limits, Object, parse};
use crate::php;
use crate::twig::{Settings, Strategy, Template};

/// What is assumed of Open Loyalty, where nothing is documented. Shown to the user.
pub const OPEN_LOYALTY_ASSUMPTIONS: &[&str] = &[
    "a webhook is {\"type\", \"data\"}; a third party sends {\"eventName\", \"data\"}, which is taken, too. The keys of data are documented for no event: capture one of your own first, with reagent receive",
    "the signature is known second-hand: X-Webhook-Signature over method, host, path, body, X-Webhook-Timestamp and a request id, at most 5 minutes old",
    "headers of a subscription are sent as a list of {\"name\", \"value\"}; only the key `headers` is documented",
    "the same request id is the same webhook: Open Loyalty sends again once after an answer of 4xx or 5xx",
    "nothing links a member to an Omneo profile; the mapping says which field is the profile's id",
];

/// The custom event that a webhook becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    /// The event's name.
    pub event: String,
    /// The profile, if the mapping names one.
    pub profile_id: Option<String>,
    /// What goes along.
    pub data: Json,
}

impl Mapped {
    /// The context that `POST /events` makes of it: everything at the root but `data`.
    pub fn context(&self) -> Json {
        let mut root = Object::new();
        if let Some(id) = &self.profile_id {
            root.set("profile_id", Json::str(id));
        }
        root.set("data", self.data.clone());
        Json::Object(root)
    }
}

/// Why a webhook becomes no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The template fails.
    #[error("line {line}, column {column}: {message}")]
    Template {
        /// From 1
        line: u32,
        /// From 1
        column: u32,
        /// The engine's words
        message: String,
    },
    /// What it renders is not JSON.
    #[error("it renders no JSON: {0}; print values with |json_encode")]
    NotJson(String),
    /// What it renders lacks something.
    #[error("it renders JSON without {0}")]
    Lacks(&'static str),
}

/// The name of a webhook's event. Source: `type`; second-hand: `eventName`.
pub fn webhook_event(webhook: &Json) -> Option<&str> {
    webhook.get("type").or_else(|| webhook.get("eventName")).and_then(Json::as_str)
}

/// Renders a mapping on a webhook. `None` if it renders nothing: the webhook is left out on purpose.
pub fn map_webhook(template: &str, webhook: &Json, env: &RunEnv) -> Result<Option<Mapped>, MappingError> {
    let settings = Settings { autoescape: Strategy::Off, strict_variables: true, ..env.twig_settings() };
    let rendered = Template::compile(template, &settings)
        .and_then(|template| template.render(&php::Value::from(webhook), &settings));
    let text = rendered.map_err(|error| MappingError::Template {
        line: error.line,
        column: error.column,
        message: error.message,
    })?;
    if text.output.trim().is_empty() {
        return Ok(None);
    }
    let json = parse(text.output.trim(), Limits::default());
    let json = json.map_err(|error| MappingError::NotJson(error.to_string()))?;
    let event = json.get("event").and_then(Json::as_str).filter(|event| !event.is_empty());
    let data = match json.get("data") {
        None | Some(Json::Null) => Json::Object(Object::new()),
        Some(data @ Json::Object(_)) => data.clone(),
        Some(_) => return Err(MappingError::Lacks("an object under `data`")),
    };
    let profile_id = match json.get("profile_id") {
        Some(Json::String(id)) if !id.is_empty() => Some(id.clone()),
        Some(Json::Number(id)) => Some(id.as_text().to_owned()),
        _ => None,
    };
    Ok(Some(Mapped { event: event.ok_or(MappingError::Lacks("an `event`"))?.to_owned(), profile_id, data }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Style, to_text};
    use crate::model::EngineProfile;

    fn mapped(template: &str, webhook: &str) -> Result<Option<Mapped>, MappingError> {
        let env = RunEnv::new("2026-03-02T09:00:00Z".parse().unwrap(), EngineProfile::default());
        map_webhook(template, &parse(webhook, Limits::default()).unwrap(), &env)
    }

    const CHANGED: &str = r#"{"type": "CustomerLevelChanged", "data": {"customer": {"loyaltyCardNumber": "c-7"}, "tier": {"name": "Gold & \"more\""}}}"#;

    #[test]
    fn a_mapping_renders_the_event_as_it_is_sent() {
        let template = r#"{"event": "custom.tier", "profile_id": {{ data.customer.loyaltyCardNumber|json_encode }},
            "data": {"tier": {{ data.tier.name|json_encode }}, "was": {{ data.old|default(null)|json_encode }}}}"#;
        let event = mapped(template, CHANGED).unwrap().unwrap();
        assert_eq!((event.event.as_str(), event.profile_id.as_deref()), ("custom.tier", Some("c-7")));
        let context = to_text(&event.context(), &Style::compact());
        assert_eq!(context, r#"{"profile_id":"c-7","data":{"tier":"Gold & \"more\"","was":null}}"#);
    }

    #[test]
    fn a_mapping_that_renders_nothing_leaves_the_webhook_out() {
        let template = "{% if data.tier.name == 'Silver' %}{\"event\": \"a.b\"}{% endif %}\n";
        assert_eq!(mapped(template, CHANGED), Ok(None));
    }

    #[test]
    fn what_would_be_half_empty_is_an_error() {
        for (template, words) in [
            ("{{ data.amount }}", "line 1, column"),
            ("{\"event\": \"a.b\",", "it renders no JSON"),
            ("{\"data\": {}}", "without an `event`"),
            ("{\"event\": \"a.b\", \"data\": 5}", "without an object under `data`"),
        ] {
            let error = mapped(template, CHANGED).unwrap_err().to_string();
            assert!(error.contains(words), "{template}: {error}");
        }
    }
}
