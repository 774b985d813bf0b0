//! Faults on purpose: each does what it says, as often as it says, and to the requests that it is for.

use crate::http::{Answer, send};
use crate::sandbox::{TOKEN, TRIGGER, call, vacant};
use reagent::json::{Json, Limits, parse};
use reagent::sandbox::{Fault, FaultKind, Sandbox};
use std::time::{Duration, Instant};

/// A request outside of `/api/v3`, or one that may stay without an answer.
fn raw(sandbox: &Sandbox, method: &str, path: &str, extra: &[(&str, &str)], body: &str) -> Option<Answer> {
    let bearer = format!("Bearer {TOKEN}");
    let mut headers = vec![("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
    headers.extend(extra);
    send(method, &format!("{}{path}", sandbox.origin()), &headers, body)
}

#[test]
fn a_fault_hits_the_next_requests_of_its_method_and_path() {
    let sandbox = vacant();
    let busy =
        |status, after: Option<&str>| FaultKind::Status { status, retry_after: after.map(str::to_owned) };
    sandbox.add_fault(Fault { times: 2, ..Fault::of("POST", "/triggers", busy(429, Some("7"))) });
    sandbox.add_fault(Fault::of("GET", "/targets*", busy(429, None)));
    sandbox.add_fault(Fault::of("delete", "/triggers/1", busy(500, None)));
    assert_eq!(call(&sandbox, "GET", "/triggers", "").status, 200);
    for _ in 0..2 {
        let refused = call(&sandbox, "POST", "/triggers", TRIGGER);
        assert_eq!((refused.status, refused.header("retry-after")), (429, Some("7")));
    }
    let made = call(&sandbox, "POST", "/triggers", TRIGGER);
    assert_eq!((made.status, made.at("/data/id")), (201, "1".to_owned()), "a refused create makes nothing");
    let refused = call(&sandbox, "GET", "/targets/9", "");
    assert_eq!((refused.status, refused.header("retry-after")), (429, None));
    assert_eq!(call(&sandbox, "GET", "/targets/9", "").status, 404);
    assert_eq!(call(&sandbox, "DELETE", "/triggers/1", "").status, 500);
    assert_eq!(call(&sandbox, "DELETE", "/triggers/1", "").status, 204);
    let faults: Vec<_> = sandbox.requests().into_iter().filter_map(|request| request.fault).collect();
    assert_eq!(faults, ["status"; 4]);
}

#[test]
fn answers_break_off_in_every_way_and_the_work_is_done_or_not() {
    let sandbox = vacant();
    let count = || call(&sandbox, "GET", "/triggers", "").at("/meta/total");
    let post = |kind: FaultKind| {
        sandbox.add_fault(Fault::of("POST", "/triggers", kind));
        raw(&sandbox, "POST", "/api/v3/triggers", &[], TRIGGER)
    };
    assert!(post(FaultKind::Refuse).is_none());
    assert_eq!(count(), "0");
    assert!(post(FaultKind::NoAnswer).is_none());
    assert_eq!(count(), "1");
    let cut = post(FaultKind::CutBody).unwrap();
    assert!(cut.is_cut && cut.status == 201 && !cut.body.is_empty(), "{cut:?}");
    assert_eq!(count(), "2");
    let truncated = post(FaultKind::Truncate).unwrap();
    assert!(!truncated.is_cut && parse(&truncated.body, Limits::default()).is_err(), "{truncated:?}");
    assert_eq!(count(), "3");
    let begin = Instant::now();
    let slow = post(FaultKind::SlowBody { millis: 20 }).unwrap();
    assert!(slow.at("/data/id") == "4" && begin.elapsed() >= Duration::from_millis(8 * 20));
    let begin = Instant::now();
    let late = post(FaultKind::Delay { millis: 120 }).unwrap();
    assert!(late.status == 201 && begin.elapsed() >= Duration::from_millis(120));
}

#[test]
fn a_server_may_accept_and_change_a_field() {
    let sandbox = vacant();
    let change = FaultKind::Change { field: "name".to_owned(), value: Json::str("Shortened") };
    sandbox.add_fault(Fault::of("POST", "/triggers", change));
    let made = call(&sandbox, "POST", "/triggers", TRIGGER);
    assert_eq!((made.status, made.at("/data/name")), (201, "Shortened".to_owned()));
    assert_eq!(call(&sandbox, "GET", "/triggers/1", "").at("/data/name"), "Shortened");
}

#[test]
fn faults_are_set_by_requests_too() {
    let sandbox = vacant();
    let admin = |method: &str, body: &str| raw(&sandbox, method, "/_sandbox/faults", &[], body).unwrap();
    let set = admin("POST", r#"{"kind":"status","status":503,"retry_after":2,"path":"/targets","times":3}"#);
    assert_eq!((set.status, set.at("/data/0/times")), (201, "3".to_owned()), "{}", set.body);
    let refused = call(&sandbox, "GET", "/targets", "");
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("2")));
    assert_eq!(admin("GET", "").at("/data/0/times"), "2");
    assert_eq!(admin("DELETE", "").status, 204);
    assert_eq!(call(&sandbox, "GET", "/targets", "").status, 200);
    for body in [r#"{"kind":"explode"}"#, r#"{"kind":"status","status":99}"#, r#"{"kind":"change"}"#, "{}"] {
        assert_eq!(admin("POST", body).status, 422, "{body}");
    }
    let unknown = admin("POST", r#"{"kind":"delay","ms":5,"path":"/targets"}"#);
    let words = "The ms field is not known; a delay fault has kind, method, path, times, millis.";
    assert_eq!((unknown.status, unknown.at("/errors/ms/0")), (422, words.to_owned()));
    let home = send("GET", &format!("{}/", sandbox.origin()), &[], "").unwrap().body;
    for line in ["delay      millis", "status     status, retry_after", "change     field, value"] {
        assert!(home.contains(line), "{line}: {home}");
    }
    let header = [("X-Reagent-Fault", r#"{"kind":"status","status":500}"#)];
    assert_eq!(raw(&sandbox, "GET", "/api/v3/targets", &header, "").unwrap().status, 500);
    assert_eq!(call(&sandbox, "GET", "/targets", "").status, 200, "the header is for its own request");
    let strangers = send("POST", &format!("{}/_sandbox/faults", sandbox.origin()), &[], "{}").unwrap();
    assert_eq!(strangers.status, 401);
}
