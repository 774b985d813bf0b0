//! Open Loyalty's webhook subscriptions: which events there are, who is subscribed, and a new one.
//!
//! Source: `GET /api/{storeCode}/webhook/event`, `GET` and `POST /api/{storeCode}/webhook/subscription`; a bearer token, or
//! a permanent one in `X-AUTH-TOKEN`. What is assumed beyond that is said at each call.

use super::client::Call;
use super::{Address, ApiError, Client, Options};
use crate::json::{Json, Object};
use crate::model::OpenLoyalty;
use crate::secret::Secret;
use reqwest::Method;
use std::collections::BTreeSet;

const PAGE_SIZE: usize = 50;
const MAX_PAGES: usize = 200;
/// What a refusal says is missing.
const RIGHT: &str = "to read and change webhooks in Open Loyalty's roles";

/// An instance of Open Loyalty that can be called.
#[derive(Debug)]
pub struct OpenLoyaltyClient {
    client: Client,
}

/// A webhook subscription.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Subscription {
    /// `webhookSubscriptionId`
    pub id: String,
    /// The event
    pub event: String,
    /// Where it is posted
    pub url: String,
    /// Whether it keeps the payload's older format
    pub is_legacy: bool,
}

/// A subscription to make.
#[derive(Debug)]
pub struct NewSubscription {
    /// The event
    pub event: String,
    /// Where it is posted
    pub url: String,
    /// Names and values of headers that go along; the values may be secrets.
    pub headers: Vec<(String, Secret)>,
}

impl NewSubscription {
    /// What is sent. Assumption: `headers` is a list of `{"name", "value"}`; only the key is documented.
    fn body(&self) -> Json {
        let mut inner = Object::new();
        inner.set("eventName", Json::str(&self.event));
        inner.set("url", Json::str(&self.url));
        if !self.headers.is_empty() {
            let header = |(name, value): &(String, Secret)| {
                Json::Object(
                    [("name", Json::str(name)), ("value", Json::str(value.expose()))]
                        .map(|(key, value)| (key.to_owned(), value))
                        .into_iter()
                        .collect(),
                )
            };
            inner.set("headers", Json::Array(self.headers.iter().map(header).collect()));
        }
        let mut body = Object::new();
        body.set("webhookSubscription", Json::Object(inner));
        Json::Object(body)
    }
}

impl OpenLoyaltyClient {
    /// Prepares calls; nothing is sent yet.
    pub fn new(instance: &OpenLoyalty, token: Secret, options: Options) -> Result<Self, ApiError> {
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let (given, store) = (instance.url.trim_end_matches('/'), instance.store.as_str());
        if store.is_empty() || !store.chars().all(is_code) {
            let reason = "a store code has letters, digits, dashes and underscores".to_owned();
            return Err(ApiError::Address { given: store.to_owned(), reason });
        }
        let address = Address::parse(&format!("{}/api/{store}", given.trim_end_matches("/api")))?;
        let client = Client::new(address, token, options)?;
        Ok(Self { client: if instance.is_permanent { client.with_permanent_token() } else { client } })
    }

    /// The address that is called.
    pub fn address(&self) -> &Address {
        self.client.address()
    }

    /// The events that webhooks can be of. Assumption: a list, or `items`, of names or of objects with a name.
    pub fn events(&self) -> Result<Vec<String>, ApiError> {
        let answer = self.client.call(&Call::get(&["webhook", "event"], RIGHT))?;
        let items = answer.get("items").unwrap_or(&answer);
        let Some(items) = items.as_array() else { return Err(self.malformed("event", "a list of events")) };
        let name = |item: &Json| {
            let named = ["eventName", "name", "event"].iter().find_map(|key| item.get(key)?.as_str());
            item.as_str().or(named).map(|name| self.client.scrubbed_text(name))
        };
        Ok(items.iter().filter_map(name).collect())
    }

    /// Every subscription, of one event if it is named.
    pub fn subscriptions(&self, event: Option<&str>) -> Result<Vec<Subscription>, ApiError> {
        let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
        for page in 1..=MAX_PAGES {
            let mut call = Call::get(&["webhook", "subscription"], RIGHT);
            call.query = vec![
                ("_page".to_owned(), page.to_string()),
                ("_itemsOnPage".to_owned(), PAGE_SIZE.to_string()),
            ];
            call.query.extend(event.map(|event| ("eventName".to_owned(), event.to_owned())));
            let answer = self.client.scrubbed(&self.client.call(&call)?);
            let Some(items) = answer.get("items").and_then(Json::as_array) else {
                return Err(self.malformed("subscription", "`items`"));
            };
            let before = all.len();
            all.extend(items.iter().map(subscription).filter(|found| seen.insert(found.id.clone())));
            // The last page, or the same one again.
            if items.len() < PAGE_SIZE || all.len() == before {
                break;
            }
        }
        Ok(all)
    }

    /// Subscribes; gives the new id if the answer has one. It is sent once and never repeated.
    pub fn subscribe(&self, new: &NewSubscription) -> Result<Option<String>, ApiError> {
        let body = new.body();
        let call = Call::send(Method::POST, &["webhook", "subscription"], Some(&body), RIGHT);
        let answer = self.client.scrubbed(&self.client.call(&call)?);
        Ok(answer.get("webhookSubscriptionId").and_then(Json::as_str).map(str::to_owned))
    }

    fn malformed(&self, of: &str, lacking: &str) -> ApiError {
        let place = format!("GET {}/webhook/{of}", self.address().text());
        ApiError::Malformed { place, reason: format!("an answer without {lacking}") }
    }
}

fn subscription(json: &Json) -> Subscription {
    let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    Subscription {
        id: text("webhookSubscriptionId"),
        event: text("eventName"),
        url: text("url"),
        is_legacy: json.get("legacy") == Some(&Json::Bool(true)),
    }
}
