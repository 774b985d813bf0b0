//! Open Loyalty's webhook routes, and a way to send one of its webhooks: for practising the way from there to Omneo.
//!
//! Source: `GET /api/{storeCode}/webhook/event`, `GET` and `POST /api/{storeCode}/webhook/subscription` with
//! `{"webhookSubscription": {"eventName", "url", "headers"}}`. Assumption: every body and status but those keys.

use super::call::Call;
use super::delivery::Delivery;
use super::kind::SUBSCRIPTIONS;
use super::reply::{Refusal, Reply, object};
use super::store::Store;
use super::token::random_secret;
use super::validate::{Errors, check};
use crate::catalog::{Platform, catalog};
use crate::engine::SignedRequest;
use crate::json::{Json, Object, Style, to_text};
use reqwest::Url;

/// Source: the events of the help page. Assumption: a list of objects with `eventName`.
pub(super) fn events() -> Reply {
    let known = catalog().events.iter().filter(|event| event.platform == Platform::OpenLoyalty);
    let items = known.map(|event| object([("eventName", Json::str(&event.name))])).collect();
    Reply::of(200, object([("items", Json::Array(items))]))
}

/// Source: `url`, `legacy`, `eventName`, `_page` and `_itemsOnPage` in the query, `items` in the answer.
pub(super) fn subscriptions(store: &Store, call: &Call) -> Reply {
    let store_code = call.params.get("store").map(String::as_str);
    let is_wanted = |row: &&Json, key: &str| match (call.query(key), row.get(key)) {
        (None, _) => true,
        (Some(wanted), Some(Json::Bool(flag))) => {
            wanted == flag.to_string() || wanted == i32::from(*flag).to_string()
        }
        (Some(wanted), value) => value.and_then(Json::as_str) == Some(wanted),
    };
    let rows: Vec<&Json> = store
        .rows(&SUBSCRIPTIONS)
        .filter(|row| row.get("storeCode").and_then(Json::as_str) == store_code)
        .filter(|row| ["url", "legacy", "eventName"].iter().all(|key| is_wanted(row, key)))
        .collect();
    let number =
        |key: &str, default: usize| call.query(key).and_then(|text| text.parse().ok()).unwrap_or(default);
    let size = number("_itemsOnPage", 10).clamp(1, 100);
    let skipped = number("_page", 1).saturating_sub(1).saturating_mul(size);
    let items: Vec<Json> = rows.iter().skip(skipped).take(size).map(|row| shown(row)).collect();
    let count = |number: usize| Json::int(i64::try_from(number).unwrap_or(i64::MAX));
    let total = object([("all", count(rows.len())), ("filtered", count(rows.len()))]);
    Reply::of(200, object([("items", Json::Array(items)), ("total", total)]))
}

/// A subscription as it is listed.
fn shown(row: &Json) -> Json {
    let keys = ["webhookSubscriptionId", "eventName", "url", "legacy", "createdAt"];
    Json::Object(
        keys.iter().filter_map(|key| Some(((*key).to_owned(), row.get(key)?.clone()))).collect::<Object>(),
    )
}

/// Assumption: 200 with the new id; an event or a URL that is missing is refused with 422.
pub(super) fn subscribe(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let body = call.body.get("webhookSubscription").cloned().unwrap_or_default();
    let errors = check(&SUBSCRIPTIONS, &body, None);
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let is_known = |name: &str| {
        let events = &catalog().events;
        events.iter().any(|event| event.platform == Platform::OpenLoyalty && event.name == name)
    };
    if !body.get("eventName").and_then(Json::as_str).is_some_and(is_known) {
        return Err(Refusal::Invalid(Errors::of("eventName", "There is no such event.")));
    }
    let id = store.next_id(&SUBSCRIPTIONS);
    let long_id = format!("00000000-0000-4000-8000-{id:012x}");
    let mut row = body.as_object().cloned().unwrap_or_default();
    // They may hold a secret, which belongs in no file.
    row.remove("headers");
    row.set("id", Json::int(id));
    row.set("webhookSubscriptionId", Json::str(&long_id));
    row.set("storeCode", Json::str(call.params.get("store").cloned().unwrap_or_default()));
    row.set("legacy", Json::Bool(false));
    row.set("createdAt", Json::str(call.stamp()));
    store.put(&SUBSCRIPTIONS, id, Json::Object(row))?;
    Ok(Reply::of(200, object([("webhookSubscriptionId", Json::str(long_id))])))
}

/// Not Open Loyalty's: sends a webhook of an event to everyone who subscribed it, signed with the shared secret.
///
/// Source: delivery is synchronous, and repeated once after 4xx or 5xx. Second-hand: the signed headers. Assumption: the
/// body is `{"type", "data"}`.
pub(super) fn send(store: &mut Store, call: &Call) -> Result<Reply, Refusal> {
    let event = super::events::required_text(call, "event")?;
    let data = call.body.get("data").cloned().unwrap_or_else(|| Json::Object(Object::new()));
    let body = to_text(&object([("type", Json::str(&event)), ("data", data)]), &Style::compact());
    let text = |row: &Json, key: &str| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let rows = store.rows(&SUBSCRIPTIONS).filter(|row| text(row, "eventName") == event);
    let mut deliveries = Vec::new();
    for row in rows {
        let url = text(row, "url");
        let headers = signed(&url, &body, call)?;
        deliveries.push(Delivery { noted: None, url, headers, body: body.clone(), is_repeated: true });
    }
    let urls = deliveries.iter().map(|delivery| Json::str(&delivery.url)).collect();
    Ok(Reply { deliveries, ..Reply::of(200, object([("sent_to", Json::Array(urls))])) })
}

fn signed(url: &str, body: &str, call: &Call) -> Result<Vec<(String, String)>, Refusal> {
    let no_id = |_| Refusal::Other(500, "The system gives no random numbers for a request's id.".to_owned());
    let id: String = random_secret().map_err(no_id)?.chars().take(32).collect();
    let parsed = Url::parse(url).ok();
    let host = parsed.as_ref().map(|url| {
        let host = url.host_str().unwrap_or_default();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    });
    let (host, timestamp) = (host.unwrap_or_default(), call.now.as_second().to_string());
    let request = SignedRequest {
        method: "POST",
        host: &host,
        path: parsed.as_ref().map_or("/", Url::path),
        body: body.as_bytes(),
        timestamp: &timestamp,
        request_id: &id,
    };
    let signature = request.sign(&call.secret);
    let headers = [
        ("Content-Type", "application/json".to_owned()),
        ("X-Webhook-Signature", signature),
        ("X-Webhook-Timestamp", timestamp.clone()),
        ("X-Webhook-Signature-Algorithm", "hmac-sha256".to_owned()),
        ("X-Webhook-Request-Id", id.clone()),
    ];
    Ok(headers.map(|(name, value)| (name.to_owned(), value)).into())
}
