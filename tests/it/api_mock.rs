//! The client against an independent mock of a server: what goes over the wire is what another implementation of HTTP
//! understands.

use reagent::api::{Address, Client, Options};
use reagent::secret::Secret;
use reagent::sync::Kind;
use serde_json::json;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A mock server and the threads that it answers on.
struct Tenant {
    runtime: Runtime,
    server: MockServer,
}

impl Tenant {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(MockServer::start());
        Self { runtime, server }
    }

    fn answers(&self, mock: Mock) {
        self.runtime.block_on(mock.mount(&self.server));
    }

    fn client(&self) -> Client {
        let address = Address::parse(&self.server.uri()).unwrap();
        let options = Options { first_wait: Duration::from_millis(1), ..Options::default() };
        Client::new(address, Secret::new("tok-mock"), options).unwrap()
    }

    /// Whether every mock was asked as often as it expects.
    fn verify(&self) {
        self.runtime.block_on(self.server.verify());
    }
}

fn reading(number: &str) -> wiremock::MockBuilder {
    Mock::given(method("GET"))
        .and(path("/api/v3/triggers"))
        .and(query_param("page[number]", number))
        .and(header("authorization", "Bearer tok-mock"))
}

#[test]
fn a_server_that_asks_to_slow_down_is_asked_again_and_every_page_is_read() {
    let tenant = Tenant::start();
    let wait = ResponseTemplate::new(429).insert_header("Retry-After", "0");
    tenant.answers(reading("1").respond_with(wait).up_to_n_times(2).expect(2));
    let page = |id: i64, number: i64| {
        let meta = json!({"current_page": number, "last_page": 2, "per_page": 1, "total": 2});
        ResponseTemplate::new(200).set_body_json(json!({"data": [{"id": id, "actions": []}], "meta": meta}))
    };
    tenant.answers(reading("1").respond_with(page(7, 1)).expect(1));
    tenant.answers(reading("2").respond_with(page(8, 2)).expect(1));
    let read = tenant.client().objects(Kind::Trigger).unwrap();
    assert_eq!(read.len(), 2);
    tenant.verify();
}

#[test]
fn a_creation_is_sent_once_and_what_is_refused_is_named_by_field() {
    let tenant = Tenant::start();
    let body = json!({"name": "Mail", "handle": "mail"});
    let creating = || Mock::given(method("POST")).and(path("/api/v3/targets")).and(body_json(&body));
    let refusal =
        json!({"message": "The given data was invalid.", "errors": {"url": ["The url field is required."]}});
    tenant.answers(
        creating().respond_with(ResponseTemplate::new(422).set_body_json(refusal)).up_to_n_times(1).expect(1),
    );
    tenant.answers(creating().respond_with(ResponseTemplate::new(500)).expect(1));
    let sent = crate::support::json(&body.to_string());
    let error = tenant.client().create(Kind::Target, &sent).unwrap_err().to_string();
    assert!(error.contains("The url field is required"), "{error}");
    let error = tenant.client().create(Kind::Target, &sent).unwrap_err();
    assert!(error.may_have_happened(), "{error}");
    tenant.verify();
}

#[test]
fn a_redirect_is_refused_and_the_other_host_is_never_asked() {
    let (tenant, other) = (Tenant::start(), Tenant::start());
    other.answers(Mock::given(method("GET")).respond_with(ResponseTemplate::new(200)).expect(0));
    let there = format!("{}/api/v3/triggers", other.server.uri());
    let moved = ResponseTemplate::new(302).insert_header("Location", there.as_str());
    tenant.answers(reading("1").respond_with(moved).expect(1));
    let error = tenant.client().objects(Kind::Trigger).unwrap_err().to_string();
    assert!(error.contains("redirects to"), "{error}");
    tenant.verify();
    other.verify();
}
