//! Events fired at the practice server: runs, history, and payloads that are really posted.

use crate::http::send;
use crate::sandbox::{call, options};
use crate::support::json;
use reagent::engine::Secret;
use reagent::json::{Json, Style, to_text};
use reagent::sandbox::{Receiver, ReceiverOptions, Sandbox, SandboxOptions, Scheme, Verdict};
use std::io::{BufRead, BufReader, Read, Write};

const SECRET: &str = "a shared secret of our own";
const SURVEY: &str =
    r#"{"event":"custom.survey_completed","profile_id":"p-1","data":{"score":9,"why":"<3 & \"more\""}}"#;

fn receiver() -> Receiver {
    Receiver::start(ReceiverOptions { secret: Some(Secret::new(SECRET)), ..ReceiverOptions::default() })
        .unwrap()
}

/// A vacant practice server that signs with the receiver's secret.
fn signing() -> Sandbox {
    let settings =
        reagent::wire::TextFile { path: "reagent.toml".into(), text: "name = \"Vacant\"\n".into() };
    let secret = Some(Secret::new(SECRET));
    Sandbox::start(SandboxOptions { seed: Some(vec![settings]), secret, ..options() }).unwrap()
}

fn made(sandbox: &Sandbox, path: &str, body: &str) {
    let answer = call(sandbox, "POST", path, body);
    assert_eq!(answer.status, 201, "{}", answer.body);
}

/// A target, and a trigger that sends to it where the score is at least 9.
fn survey(sandbox: &Sandbox, url: &str) {
    let template = r#"{\"why\": {{ data.why|json_encode|raw }}, \"who\": \"{{ profile_id }}\"}"#;
    let target = format!(r#"{{"name":"Care","handle":"care","url":"{url}","template":"{template}"}}"#);
    made(sandbox, "/targets", &target);
    made(
        sandbox,
        "/triggers",
        r#"{"name":"Survey","trigger":"custom.survey_completed","actions":[
          {"name":"target.send","sort_order":30,"arguments":[{"name":"target","value":"care"}]},
          {"name":"filter","sort_order":10,"arguments":[{"name":"condition","value":{">=":[{"var":"data.score"},9]},"is_dynamic":null}]},
          {"name":"benefit.create","sort_order":20,"arguments":[{"name":"profile_id","value":{"var":"profile_id"},"is_dynamic":true}]}]}"#,
    );
}

#[test]
fn an_event_runs_triggers_writes_history_and_posts_signed_payloads() {
    let (receiver, sandbox) = (receiver(), signing());
    survey(&sandbox, &format!("{}/care?x=1", receiver.url()));
    let answer = call(&sandbox, "POST", "/events", SURVEY);
    assert_eq!((answer.status, answer.at("/data/profile_id")), (200, "p-1".to_owned()));

    let posts = receiver.received();
    assert_eq!(posts.len(), 1);
    let post = &posts[0];
    assert_eq!((post.method.as_str(), post.path.as_str()), ("POST", "/care?x=1"));
    assert_eq!(post.event.as_deref(), Some("custom.survey_completed"));
    assert_eq!(post.signature.map(|s| (s.scheme, s.verdict)), Some((Scheme::Omneo, Verdict::Valid)));
    assert_eq!(post.body, r#"{"why": "<3 & \"more\"", "who": "p-1"}"#);

    let history = call(&sandbox, "GET", "/action-history?filter[actionable_type]=trigger", "");
    for (pointer, expected) in [
        ("/meta/total", "1"),
        ("/data/0/actionable_id", "1"),
        ("/data/0/parent_history", "null"),
        ("/data/0/children_history", "[]"),
        ("/data/0/items/0/handler", "filter"),
        ("/data/0/items/0/status", "passed"),
        ("/data/0/items/1/handler", "benefit.create"),
        ("/data/0/items/1/status", "simulated"),
        ("/data/0/items/1/arguments", r#"{"profile_id":"p-1"}"#),
        ("/data/0/items/1/context/data/score", "9"),
        ("/data/0/items/2/handler", "target.send"),
        ("/data/0/items/2/status", "sent"),
        ("/data/0/items/2/result/status", "200"),
        ("/data/0/items/2/action_history_id", "1"),
        ("/data/0/items/3", "absent"),
    ] {
        assert_eq!(history.at(pointer), expected, "{pointer}");
    }
    assert_eq!(call(&sandbox, "GET", "/action-history/1", "").at("/data/id"), "1");

    call(&sandbox, "POST", "/events", &SURVEY.replace(":9", ":8"));
    let stopped = call(&sandbox, "GET", "/action-history/2", "");
    assert_eq!(
        (stopped.at("/data/items/0/status"), stopped.at("/data/items/1")),
        ("stopped".into(), "absent".into())
    );
    call(&sandbox, "PUT", "/triggers/1", r#"{"is_active":false}"#);
    call(&sandbox, "POST", "/events", SURVEY);
    assert_eq!(
        call(&sandbox, "GET", "/action-history", "").at("/meta/total"),
        "2",
        "an inactive trigger rests"
    );
    assert_eq!(receiver.received().len(), 1);
}

#[test]
fn nothing_leaves_this_machine() {
    let sandbox = signing();
    for (handle, url) in [
        ("name", "https://relay.example.com/x"),
        ("address", "http://192.0.2.1/x"),
        ("six", "http://[2001:db8::1]/x"),
        ("any", "http://0.0.0.0:1/x"),
        ("tricky", "http://127.0.0.1@192.0.2.1/x"),
        ("decimal", "http://3221225985/x"),
        ("closed", "http://127.0.0.1:1/x"),
    ] {
        let target = format!(r#"{{"name":"T","handle":"{handle}","url":"{url}","template":"{{}}"}}"#);
        made(&sandbox, "/targets", &target);
        let trigger = format!(
            r#"{{"name":"{handle}","trigger":"custom.{handle}","actions":[{{"name":"target.send","arguments":[{{"name":"target","value":"{handle}"}}]}}]}}"#
        );
        made(&sandbox, "/triggers", &trigger);
        call(&sandbox, "POST", "/tenants/custom-event", &format!(r#"{{"event":"custom.{handle}"}}"#));
        let history = call(&sandbox, "GET", "/action-history?sort=-id&page[size]=1", "");
        let expected = if handle == "closed" { "failed" } else { "blocked" };
        assert_eq!(history.at("/data/0/items/0/status"), expected, "{handle}: {}", history.body);
        let is_explained = history.at("/data/0/items/0/result/error").contains("--allow-egress");
        assert_eq!(is_explained, handle != "closed", "{handle}: {}", history.body);
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let (receiver, sandbox) = (receiver(), signing());
    let redirecting = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    survey(&sandbox, &format!("http://{}/care", redirecting.local_addr().unwrap()));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (mut stream, _) = redirecting.accept().unwrap();
            let mut request = [0; 8192];
            let mut length = 0;
            while !String::from_utf8_lossy(&request[..length]).ends_with('}') {
                length += stream.read(&mut request[length..]).unwrap();
            }
            let answer =
                format!("HTTP/1.1 307 Go\r\nLocation: {}/\r\nContent-Length: 0\r\n\r\n", receiver.url());
            stream.write_all(answer.as_bytes()).unwrap();
        });
        call(&sandbox, "POST", "/events", SURVEY);
    });
    let history = call(&sandbox, "GET", "/action-history/1", "");
    let seen = ["/data/items/2/status", "/data/items/2/result/status"].map(|pointer| history.at(pointer));
    assert_eq!(seen, ["failed", "307"]);
    assert!(receiver.received().is_empty());
}

#[test]
fn webhooks_get_the_context_with_extra_data_where_their_condition_holds() {
    let (receiver, sandbox) = (receiver(), signing());
    let webhook = |path: &str, more: &str| {
        let url = format!("{}/{path}", receiver.url());
        let body = format!(r#"{{"trigger":"custom.sale","url":"{url}","namespace":"pos"{more}}}"#);
        made(&sandbox, "/webhooks", &body);
    };
    webhook("all", "");
    webhook("off", r#","is_active":false"#);
    webhook("big", r#","condition":{">":[{"var":"total"},100]}"#);
    webhook("odd", r#","condition":{"not_an_operator":[1]}"#);
    webhook("extra", r#","extra_data_template":"{\"total\": {{ total * 2 }}, \"by\": \"{{ staff }}\"}""#);
    webhook("bad", r#","extra_data_template":"{{ total""#);
    let context = r#"{"total":49.50,"staff":"Ines"}"#;
    let answer = call(
        &sandbox,
        "POST",
        "/tenants/custom-event",
        &format!(r#"{{"event":"custom.sale","context":{context}}}"#),
    );
    assert_eq!((answer.status, answer.at("/data")), (200, context.to_owned()));

    let mut bodies: Vec<_> = receiver.received().into_iter().map(|post| (post.path, post.body)).collect();
    bodies.sort();
    let extra = r#"{"total":99,"staff":"Ines","by":"Ines"}"#;
    assert_eq!(bodies, [("/all".to_owned(), context.to_owned()), ("/extra".to_owned(), extra.to_owned())]);
    assert!(receiver.received().iter().all(|post| post.signature.unwrap().verdict == Verdict::Valid));
    let history = call(&sandbox, "GET", "/action-history?filter[actionable_type]=webhook&sort=id", "");
    let statuses: Vec<String> =
        (0..5).map(|row| history.at(&format!("/data/{row}/items/0/status"))).collect();
    assert_eq!(statuses, ["sent", "stopped", "failed", "sent", "failed"]);
}

#[test]
fn custom_events_have_three_shapes() {
    let sandbox = Sandbox::start(options()).unwrap();
    let profile = "7d1f0c9e-52b4-4a3e-9a57-1c6f2e8b4d01";
    let path = format!("/profiles/{profile}/custom-event");
    let answer = call(
        &sandbox,
        "POST",
        &path,
        r#"{"event":"custom.survey_completed","context":{"data":{"score":10}}}"#,
    );
    assert_eq!((answer.status, answer.at("/data/id")), (200, profile.to_owned()), "{}", answer.body);
    let history = call(&sandbox, "GET", "/action-history", "");
    let given =
        (0..2).find(|row| history.at(&format!("/data/{row}/items/1/handler")) == "benefit.create").unwrap();
    assert_eq!(history.at(&format!("/data/{given}/items/1/arguments/profile_id")), profile);

    for (path, body, status) in [
        ("/profiles/nobody/custom-event", r#"{"event":"custom.x"}"#, 404),
        (path.as_str(), r#"{"event":"profile.updated"}"#, 422),
        ("/tenants/custom-event", r#"{"context":{}}"#, 422),
        ("/tenants/custom-event", r#"{"event":"a.b","context":[1]}"#, 422),
        ("/events", r#"{"event":7}"#, 422),
        ("/events", r#"{"event":"a.b","data":"x"}"#, 422),
    ] {
        assert_eq!(call(&sandbox, "POST", path, body).status, status, "{path} {body}");
    }
}

#[test]
fn a_preview_renders_a_template_on_a_sample() {
    let sandbox = Sandbox::start(options()).unwrap();
    let contexts =
        reagent::io::load_workspace(&crate::support::project("samples/loyalty-demo")).unwrap().read.workspace;
    let transaction = contexts.contexts_of("transaction.created").next().unwrap().data.clone();
    let id = to_text(transaction.get("id").unwrap(), &Style::compact()).trim_matches('"').to_owned();
    let body = format!(
        r#"{{"resource":"transaction","resource_id":"{id}","template":"{{\"total\": {{{{ total }}}}}}"}}"#
    );
    let answer = call(&sandbox, "POST", "/targets/preview", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json().pointer("/data/context"), Some(&transaction));
    assert!(matches!(answer.json().pointer("/data/result/total"), Some(Json::Number(_))));
    let by_id = format!(r#"{{"resource":"transaction","resource_id":"{id}","target_id":2}}"#);
    let rendered = call(&sandbox, "POST", "/targets/preview", &by_id);
    assert_eq!(
        (rendered.status, rendered.at("/data/result/data/type")),
        (200, "event".to_owned()),
        "{}",
        rendered.body
    );
    for (body, status) in [
        ("{}", 422),
        (r#"{"resource":"shop","resource_id":"1","template":"{}"}"#, 422),
        (r#"{"resource":"reward","resource_id":"nope","template":"{}"}"#, 404),
        (&body.replace("{{ total }}", "{{ total"), 422),
        (&body.replace("{{ total }}", ""), 422),
    ] {
        assert_eq!(call(&sandbox, "POST", "/targets/preview", body).status, status, "{body}");
    }
}

#[test]
fn an_automation_runs_for_every_sample_profile() {
    let (receiver, sandbox) = (receiver(), Sandbox::start(options()).unwrap());
    let target = format!(
        r#"{{"name":"H","handle":"hello","url":"{}/h","template":"{{\"id\": \"{{{{ id }}}}\"}}"}}"#,
        receiver.url()
    );
    made(&sandbox, "/targets", &target);
    let automation = r#"{"name":"Hello","is_active":false,"query":"all","actions":[{"name":"target.send","arguments":[{"name":"target","value":"hello"}]}]}"#;
    made(&sandbox, "/automations", automation);
    assert_eq!(call(&sandbox, "POST", "/automations/1/trigger", "{}").status, 422);
    let ran =
        call(&sandbox, "POST", "/automations/1/trigger", r#"{"force":true,"now":"2026-05-01 08:00:00"}"#);
    assert_eq!((ran.status, ran.at("/data/last_run_at")), (200, "2026-05-01 08:00:00".to_owned()));
    let ids: Vec<String> = receiver.received().iter().map(|post| post.body.clone()).collect();
    assert!(ids.len() > 1 && ids.iter().all(|body| json(body).get("id").is_some()), "{ids:?}");
    let history = call(&sandbox, "GET", "/action-history?filter[actionable_type]=automation", "");
    assert_eq!(history.at("/meta/total"), ids.len().to_string());
}

#[test]
fn a_receiver_shows_what_it_refuses_and_what_another_known_secret_signs() {
    let receiver = Receiver::start(ReceiverOptions::default()).unwrap();
    let long = "x".repeat(3 * 1024 * 1024);
    let headers = [("X-Omneo-Event", "profile.updated")];
    // The server hangs up before it has read everything, so that its answer may get lost on the way.
    let answer = send("POST", &format!("{}/long", receiver.url()), &headers, &long);
    assert!(answer.is_none_or(|answer| answer.status == 413));
    let post = receiver.received().pop().expect("a refused post leaves a trace");
    assert_eq!(
        (post.path.as_str(), post.event.as_deref(), post.body.as_str()),
        ("/long", headers[0].1.into(), "")
    );
    let words = "refused with 413: too large, 3145728 bytes; the limit is 2097152";
    assert_eq!(post.refused.as_deref(), Some(words));
    let signature = reagent::engine::sign(b"{}", &Secret::new(SECRET));
    let checked = |other: Option<Secret>| {
        receiver.also_check(other);
        let headers = [("X-Omneo-Hmac-SHA256", signature.as_str())];
        assert_eq!(send("POST", &receiver.url(), &headers, "{}").unwrap().status, 200);
        receiver.received().pop().unwrap().signature.unwrap().verdict
    };
    assert_eq!(checked(Some(Secret::new(SECRET))), Verdict::Valid);
    assert_eq!(checked(Some(Secret::new("another"))), Verdict::Unchecked, "it may be of somebody else");
    assert_eq!(checked(None), Verdict::Unchecked);
}

#[test]
fn a_receiver_checks_signatures_and_keeps_no_secret() {
    let receiver = receiver();
    let post = |headers: &[(&str, &str)]| {
        send("POST", &format!("{}/hook", receiver.url()), headers, r#"{"type":"CustomerRegistered"}"#)
            .unwrap()
            .status
    };
    assert_eq!(post(&[("Authorization", "Bearer hidden-value")]), 401);
    assert_eq!(post(&[("X-Omneo-Hmac-SHA256", "00"), ("X-Omneo-Event", "profile.updated")]), 401);
    let now = jiff::Timestamp::now().as_second();
    let (recent, old) = (now.to_string(), (now - 4_000).to_string());
    let host = receiver.url().strip_prefix("http://").unwrap().to_owned();
    let signed = |timestamp: &str| {
        let body = br#"{"type":"CustomerRegistered"}"#;
        let request = reagent::engine::SignedRequest {
            method: "POST",
            host: &host,
            path: "/hook",
            body,
            timestamp,
            request_id: "r-1",
        };
        request.sign(&Secret::new(format!("whsec_{SECRET}")))
    };
    for (timestamp, status) in [(&recent, 200), (&old, 401)] {
        let headers = [
            ("X-Webhook-Signature", signed(timestamp)),
            ("X-Webhook-Timestamp", timestamp.clone()),
            ("X-Request-Id", "r-1".into()),
        ];
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(post(&headers), status);
    }
    let posts = receiver.received();
    let verdicts: Vec<_> =
        posts.iter().map(|post| post.signature.map(|signature| signature.verdict)).collect();
    assert_eq!(verdicts, [None, Some(Verdict::Invalid), Some(Verdict::Valid), Some(Verdict::Expired)]);
    assert_eq!(posts[0].event.as_deref(), Some("CustomerRegistered"));
    assert_eq!(posts[1].event.as_deref(), Some("profile.updated"));
    let shown = format!("{posts:?}");
    assert!(!shown.contains("hidden-value") && !shown.contains(SECRET));
    let unchecked = Receiver::start(ReceiverOptions::default()).unwrap();
    let headers = [("X-Omneo-Hmac-SHA256", "00")];
    assert_eq!(send("POST", &unchecked.url(), &headers, "x").unwrap().status, 200);
    assert_eq!(unchecked.received()[0].signature.unwrap().verdict, Verdict::Unchecked);
    unchecked.stop();
}

#[cfg(unix)]
#[test]
fn the_program_prints_a_line_of_json_for_each_post() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_reagent"))
        .args(["receive", "--port", "0", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let url = said.trim_end().rsplit(' ').next().unwrap();
    assert_eq!(
        send("POST", &format!("{url}/x"), &[("X-Omneo-Event", "tier.achieved")], "{}").unwrap().status,
        200
    );
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let line = json(&line);
    let seen = ["event", "path", "body"].map(|key| line.get(key).and_then(Json::as_str).unwrap());
    assert_eq!(seen, ["tier.achieved", "/x", "{}"]);
    let ended = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(ended.success() && child.wait().unwrap().success());
}
