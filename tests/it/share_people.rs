//! Shared runs: values that a template or a rule made of personal data, and the secrets of web addresses.

use crate::support::{env, json, workspace};
use reagent::engine::{run, why};
use reagent::model::Context;
use reagent::report::{RunFile, html, redact};
use serde_json::{Value, json as value};

const CONTEXT: &str = r#"{"id": "p-1", "email": "wanda.orchard@example.com", "birth_day": 17, "total": 17, "cvv": 901, "pwd": "pq",
    "phone": "0412 999 888", "url": "https://shop.example.com/orders?email=wanda.orchard@example.com&token=abc-77",
    "by_email": {"wanda.orchard@example.com": {"n": 1}}, "comment": "WANDA rang", "tier": "gold",
    "staff": {"name": "Bertram Cobble", "id": 7}, "location": {"name": "Sampleville store", "phone": "+61 3 9000 1000"},
    "username": "wandao", "nick": "Wandy", "instagram": "@wanda_o", "tax_id": "12 345 678 901",
    "profile": {"first_name": "Wanda", "last_name": "Orchard", "email": "Wanda.Orchard@Example.com"}}"#;

const TEMPLATE: &str = r#"{"hello": {{ ("Dear " ~ profile.first_name|upper)|json_encode|raw }},
    "parts": {{ email|split('@')|json_encode|raw }}, "short": {{ profile.first_name|slice(0, 3)|json_encode|raw }},
    "day": {{ birth_day }}, "by": {{ by_email|json_encode|raw }}, "tier": {{ tier|json_encode|raw }},
    "seller": {{ staff.name|split(' ')|first|json_encode|raw }}, "shout": {{ email|upper|json_encode|raw }}}"#;

const CANARIES: [&str; 14] = [
    "wanda",
    "orchard",
    "wan\"",
    "bertram",
    "cobble",
    "0412",
    "abc-77",
    "wandy",
    "@wanda_o",
    "12 345",
    "user:",
    "pw-55",
    "secretkey",
    "\"day\": 17",
];

#[test]
fn values_made_of_personal_data_and_secrets_of_addresses_are_left_out() {
    let trigger = r#"{"name": "Sends", "trigger": "custom.x", "is_active": true, "actions": [
        {"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value":
            {"in": ["example.com", {"var": "email"}]}}]},
        {"name": "target.send", "sort_order": 2, "arguments": [{"name": "target", "value": "x"}]}]}"#;
    let target =
        r#"{"name": "X", "handle": "x", "url": "https://user:pw-55@hooks.example.com/x?key=SECRETKEY"}"#;
    let workspace =
        workspace(&[("triggers/t.json", trigger), ("targets/x.json", target), ("targets/x.twig", TEMPLATE)]);
    let context = Context {
        name: "c".into(),
        event: Some("custom.x".into()),
        data: json(CONTEXT),
        ..Context::default()
    };
    let trigger = &workspace.triggers[0];
    let report = run(&workspace, trigger.id, &context, &env(&workspace)).unwrap();
    let request = report.steps[1].request.as_ref().unwrap();
    assert!(request.body.contains("Dear WANDA") && request.url.contains("pw-55"), "the run itself is whole");
    let file = RunFile::new(&report, why(&report, &context).as_ref(), trigger, &context);
    for output in [file.to_text(), html(&file)] {
        let small = output.to_lowercase();
        for canary in CANARIES {
            assert!(!small.contains(canary), "{canary} is in\n{output}");
        }
        assert!(
            output.contains("@hooks.example.com") && output.contains("key=["),
            "the host stays\n{output}"
        );
    }
    let data = &file.json()["context"];
    assert_eq!(data["total"], 17, "the same number in the event is no birth day");
    assert_eq!(data["location"]["name"], "Sampleville store");
    assert_eq!(data["tier"], "gold");
    assert_eq!((&data["cvv"], &data["pwd"]), (&value!("[token]"), &value!("[token]")));
    let rule = &file.json()["run"]["steps"][0]["condition"]["rule"]["in"];
    assert_eq!(rule[0], "example.com", "a domain is no address");
    assert_eq!(RunFile::read(&json(&file.to_text())).unwrap(), file);
}

fn shown(run: &Value) -> Value {
    redact(run).0
}

#[test]
fn capitals_make_no_other_person_and_short_names_no_holes_in_sentences() {
    let run = value!({"email": "Ann@Example.com", "again": "ann@EXAMPLE.com", "first_name": "So",
        "text": "so it is, So; SO", "list": {"ann@example.com": 1, "ANN@example.com": 2}});
    let expected = value!({"email": "[email 1]", "again": "[email 1]", "first_name": "[name 1]",
        "text": "so it is, [name 1]; [name 1]", "list": {"[email 1]": 1, "[email 1]'": 2}});
    assert_eq!(shown(&run), expected);
}

#[test]
fn a_person_may_be_called_as_a_report_speaks() {
    let run = value!({"first_name": "Passed", "last_name": "Fired", "steps": [{"status": "passed", "state": "true"}],
        "outcome": "fired", "text": "passed"});
    let shown = shown(&run);
    assert_eq!(shown["steps"][0]["status"], "passed");
    assert_eq!(shown["outcome"], "fired");
    assert_eq!(shown["text"], "[name 1]");
}

#[test]
fn mailboxes_of_firms_do_not_hide_ordinary_words() {
    let run = value!({"email": "info@example.com", "severity": "info", "text": "the info desk"});
    assert_eq!(shown(&run)["text"], "the info desk");
}

#[test]
fn a_pointer_in_the_list_of_what_was_left_out_tells_nothing() {
    let (_, list) = redact(&value!({"by": {"zoe@example.com": {"email": "zoe@example.com"}}}));
    let pointers: Vec<&str> = list.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(pointers, ["/by/[email 1]", "/by/[email 1]/email"]);
}
