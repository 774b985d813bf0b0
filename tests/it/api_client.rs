//! Calls to a tenant over real sockets: faults, limits, redirects, retries, paging, errors.

use crate::listener::{Listener, Reply, Request};
use reagent::api::{Address, ApiError, Client, Options};
use reagent::secret::Secret;
use reagent::sync::Kind;
use std::time::{Duration, Instant};

const TOKEN: &str = "tok-8d1f-unit";

fn quick() -> Options {
    Options {
        read: Duration::from_millis(400),
        total: Duration::from_millis(700),
        first_wait: Duration::from_millis(1),
        max_bytes: 100_000,
        ..Options::default()
    }
}

fn client(url: &str) -> Client {
    Client::new(Address::parse(url).unwrap(), Secret::new(TOKEN), quick()).unwrap()
}

fn answering(answer: impl FnMut(&Request) -> Reply + Send + 'static) -> (Listener, Client) {
    let listener = Listener::start(answer);
    let client = client(&listener.url);
    (listener, client)
}

type Replying = Box<dyn Fn() -> Reply + Send>;

const EMPTY: &str = r#"{"data":[]}"#;

#[test]
fn a_call_carries_the_token_and_asks_for_json() {
    let (listener, client) = answering(|_| Reply::json(200, EMPTY));
    assert_eq!(client.objects(Kind::Trigger).unwrap(), []);
    let request = &listener.requests()[0];
    assert_eq!(request.target, "/api/v3/triggers?page[size]=100&page[number]=1");
    assert_eq!(request.header("authorization"), Some("Bearer tok-8d1f-unit"));
    assert_eq!(request.header("accept"), Some("application/json"));
}

#[test]
fn what_is_not_the_apis_answer_is_refused() {
    let long = format!("{{\"data\":[\"{}\"]}}", "x".repeat(200_000));
    let chunked = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        Reply::Bytes(format!("{head}{:x}\r\n{body}", body.len()).into_bytes())
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"da";
    let cases: Vec<(Replying, &str)> = vec![
        (Box::new(|| Reply::json(200, r#"{"data":[{"id":1}"#)), "it may be cut off"),
        (Box::new(move || Reply::Bytes(head.into())), "the connection ended before the answer did"),
        (Box::new(move || chunked("{\"data\":[")), "the connection ended before the answer did"),
        (
            Box::new(|| Reply::with(200, "Content-Type: text/html\r\n", "<h1>Log in</h1>")),
            "text/html instead of JSON",
        ),
        (Box::new(|| Reply::with(200, "", "{}")), "no content type instead of JSON"),
        (Box::new(|| Reply::json(200, r#"{"triggers":[]}"#)), "a list without `data`"),
        (Box::new(move || Reply::json(200, &long)), "longer than 100000 bytes"),
        (Box::new(|| Reply::Bytes(b"\x00\x01\x02 nonsense\r\n\r\n".to_vec())), "the connection ended"),
        (Box::new(|| Reply::Close), "the connection ended"),
    ];
    for (reply, words) in cases {
        let (_listener, client) = answering(move |_| reply());
        let error = client.objects(Kind::Trigger).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("triggers"), "{words}: {error}");
    }
}

#[test]
fn an_endless_answer_is_cut_off_while_it_is_read() {
    let endless = || {
        let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".to_vec();
        bytes.extend(std::iter::repeat_n(b' ', 300_000));
        Reply::Hang(bytes)
    };
    let (_listener, client) = answering(move |_| endless());
    assert!(matches!(client.objects(Kind::Target), Err(ApiError::TooLarge { limit: 100_000, .. })));
}

#[test]
fn a_server_that_is_silent_or_drips_is_given_up_in_time() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n";
    let drip = format!("{head}{}", " ".repeat(5000));
    let hang = move || Reply::Hang(head.into());
    let cases: Vec<Replying> = vec![
        Box::new(|| Reply::Hang(Vec::new())),
        Box::new(hang),
        Box::new(move || Reply::Drip(drip.clone().into())),
    ];
    for reply in cases {
        let (_listener, client) = answering(move |_| reply());
        let started = Instant::now();
        let error = client.create(Kind::Trigger, &crate::support::json("{}")).unwrap_err();
        assert!(matches!(error, ApiError::Timeout { .. }), "{error}");
        assert!(error.may_have_happened());
        assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    }
}

#[test]
fn a_redirect_never_takes_the_token_along() {
    let other = Listener::start(|_| Reply::json(200, EMPTY));
    let to = format!("Location: {}/api/v3/triggers?key=abc\r\n", other.url);
    for status in [301, 302, 307, 308] {
        let to = to.clone();
        let (_listener, client) = answering(move |_| Reply::with(status, &to, ""));
        let error = client.objects(Kind::Trigger).unwrap_err().to_string();
        assert!(error.contains(&format!("redirects to {}/api/v3/triggers;", other.url)), "{error}");
    }
    assert!(other.requests().is_empty(), "nothing reached the other host");
}

#[test]
fn what_may_be_repeated_is_and_what_creates_is_not() {
    for (status, headers, tries) in [(500, "", 4), (503, "", 4), (429, "", 4), (404, "", 1), (400, "", 1)] {
        let (listener, client) = answering(move |_| Reply::with(status, headers, ""));
        assert!(client.objects(Kind::Target).is_err());
        assert_eq!(listener.requests().len(), tries, "GET {status}");
    }
    let body = crate::support::json("{}");
    let replies: [(u16, &str, usize); 5] = [
        (500, "", 1),
        (503, "", 1),
        (429, "", 1),
        (429, "Retry-After: 0\r\n", 4),
        (503, "Retry-After: 0\r\n", 4),
    ];
    for (status, headers, tries) in replies {
        let (listener, client) = answering(move |_| Reply::with(status, headers, ""));
        assert!(client.create(Kind::Target, &body).is_err());
        assert_eq!(listener.requests().len(), tries, "POST {status} {headers}");
    }
    let (listener, client) = answering(|_| Reply::Close);
    assert!(client.create(Kind::Target, &body).is_err());
    assert_eq!(listener.requests().len(), 1, "a lost answer to POST is not asked for again");
}

#[test]
fn a_wait_that_is_too_long_is_an_error_that_says_so() {
    let (listener, client) = answering(|_| Reply::with(429, "Retry-After: 3600\r\n", ""));
    let error = client.objects(Kind::Target).unwrap_err().to_string();
    assert!(error.contains("slow down (429) and to wait 3600 s"), "{error}");
    assert_eq!(listener.requests().len(), 1);
}

#[test]
fn a_deletion_whose_answer_was_lost_is_done() {
    let mut count = 0;
    let (listener, client) = answering(move |_| {
        count += 1;
        if count == 1 { Reply::Close } else { Reply::json(404, "{}") }
    });
    client.delete(Kind::Webhook, 7).unwrap();
    assert_eq!(listener.requests().len(), 2);
}

#[test]
fn all_pages_are_read_and_repeated_ones_are_an_error() {
    let paged = |request: &Request| {
        let number = request.number("page[number]").unwrap();
        let items: Vec<String> =
            (0..15).map(|i| format!(r#"{{"id":{},"actions":[]}}"#, (number - 1) * 15 + i)).collect();
        let body =
            format!(r#"{{"data":[{}],"meta":{{"current_page":{number},"last_page":4}}}}"#, items.join(","));
        Reply::json(200, &body)
    };
    let (listener, client) = answering(paged);
    assert_eq!(client.objects(Kind::Trigger).unwrap().len(), 60);
    assert_eq!(listener.requests().len(), 4);

    let same = r#"{"data":[{"id":1,"actions":[]}],"links":{"next":"https://elsewhere.example.com/?page=2"}}"#;
    let (listener, client) = answering(move |_| Reply::json(200, same));
    let error = client.objects(Kind::Trigger).unwrap_err().to_string();
    assert!(error.contains("pages repeat"), "{error}");
    assert_eq!(listener.requests().len(), 2);
}

#[test]
fn a_list_without_actions_is_completed() {
    let (listener, client) = answering(|request| match request.path() {
        "/api/v3/triggers" => Reply::json(200, r#"{"data":[{"id":5,"name":"A"}]}"#),
        _ => Reply::json(200, r#"{"data":{"id":5,"name":"A","actions":[{"name":"filter"}]}}"#),
    });
    let objects = client.objects(Kind::Trigger).unwrap();
    assert!(objects[0].pointer("/actions/0/name").is_some());
    assert_eq!(listener.requests().len(), 2);
}

#[test]
fn errors_say_what_where_and_what_to_do() {
    let cases = [
        (
            401,
            r#"{"message":"Unauthenticated."}"#,
            "was not accepted (401). It may have expired; `reagent login",
        ),
        (
            403,
            r#"{"message":"This action is unauthorized."}"#,
            "It probably needs the scope create-reactions",
        ),
        (
            422,
            r#"{"message":"x","errors":{"name":["The name has already been taken."],"actions.1.arguments.0.value":["Must exist in profiles."]}}"#,
            "(422): name: The name has already been taken; actions.1.arguments.0.value: Must exist in profiles",
        ),
        (409, r#"{"message":"Busy with tok-8d1f-unit"}"#, "answered 409: Busy with [secret]"),
        (500, "<html>", "answered 500"),
    ];
    for (status, body, words) in cases {
        let (_listener, client) = answering(move |_| Reply::json(status, body));
        let error = client.create(Kind::Trigger, &crate::support::json("{}")).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(words), "{status}: {text}");
        assert!(text.starts_with("POST http://127.0.0.1:"), "{text}");
        assert!(!format!("{error:?}{client:?}").contains(TOKEN));
    }
}

#[test]
fn the_connection_test_names_the_scope_that_is_missing() {
    let (_listener, client) = answering(|request| match request.path() {
        "/api/v3/webhooks" => Reply::json(403, "{}"),
        _ => Reply::json(200, EMPTY),
    });
    let probed = client.probe();
    assert_eq!(probed.iter().filter(|(_, answer)| answer.is_ok()).count(), 3);
    let error = probed[3].1.as_ref().unwrap_err().to_string();
    assert!(error.contains("read-webhooks"), "{error}");

    let (listener, client) = answering(|_| Reply::json(401, r#"{"message":"Unauthenticated."}"#));
    assert_eq!(client.probe().len(), 1);
    assert_eq!(listener.requests().len(), 1, "a token that is not accepted is not tried four times");
}

#[test]
fn a_host_that_is_not_there_is_named() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = client(&format!("http://{closed}")).objects(Kind::Trigger).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot reach {closed}: ")), "{error}");
}
