//! Runs that are handed on: nothing personal, nothing secret, nothing that a browser would run; and they open again.

use crate::support::{NOW, env, json, reagent, workspace};
use reagent::engine::{RunReport, Secret, run, why};
use reagent::model::{Context, Workspace};
use reagent::report::{Paint, RunFile, html, redact, run_text_with_why};

const HOSTILE: &str = r#"</script><img src=x onerror=alert(1)>'\"&{{7*7}}"#;

/// Values of a made-up member; none of them may be in a shared run.
const CANARIES: [&str; 12] = [
    "Mirabelle",
    "O'Quince",
    "Bartleby",
    "mirabelle@example.com",
    "+61 400 555 010",
    "61400555011",
    "12 Sample Street",
    "Sampleville",
    "1987-06-05",
    "tok_live_7f3a9c",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwIn0.c2lnbmVk",
    "canary-shared-secret",
];

const CONTEXT: &str = r#"{"id":"p-1","first_name":"Mirabelle","last_name":"O'Quince","email":"mirabelle@example.com",
    "mobile_phone":"+61 400 555 010","alt_phone":61400555011,"birth_date":"1987-06-05",
    "address":{"address_line_1":"12 Sample Street","city":"Sampleville","country":"AU"},
    "referrer":{"name":"Bartleby"},"access_token":"tok_live_7f3a9c",
    "note":"Mirabelle asked; jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiJwIn0.c2lnbmVk","tier":"gold","total":80}"#;

fn sending() -> Workspace {
    let trigger = r#"{"name":"Greets","trigger":"profile.updated","is_active":true,"actions":[
        {"name":"filter","sort_order":1,"arguments":[{"name":"condition","value":{"and":[
            {"===":[{"var":"tier"},"gold"]},{"!=":[{"var":"email"},"mirabelle@example.com2"]}]}}]},
        {"name":"target.send","sort_order":2,"arguments":[{"name":"target","value":"mail"}]},
        {"name":"reward.create","sort_order":3,"arguments":[
            {"name":"profile_id","value":{"var":"id"},"is_dynamic":true},{"name":"definition","value":"thanks"},
            {"name":"email","value":{"var":"email"},"is_dynamic":true}]},
        {"name":"filter","sort_order":4,"arguments":[{"name":"condition","value":{"==":[{"var":"first_name"},"Nobody"]}}]}]}"#;
    let target =
        r#"{"name":"Mail","handle":"mail","url":"https://mail.example.com/send?key=tok_live_7f3a9c"}"#;
    let template = r#"{"to": {{ email|json_encode|raw }}, "hello": {{ ("Dear " ~ first_name ~ " " ~ last_name)|json_encode|raw }},
        "lines": [{{ address.address_line_1|json_encode|raw }}, {{ mobile_phone|json_encode|raw }}]}"#;
    workspace(&[
        ("triggers/greets.json", trigger),
        ("targets/mail.json", target),
        ("targets/mail.twig", template),
    ])
}

fn shared(workspace: &Workspace, data: &str) -> (RunReport, RunFile, Context) {
    let trigger = &workspace.triggers[0];
    let context = Context {
        name: "sample".into(),
        event: Some(trigger.event.clone()),
        data: json(data),
        ..Context::default()
    };
    let mut env = env(workspace);
    env.secret = Some(Secret::new("canary-shared-secret"));
    let report = run(workspace, trigger.id, &context, &env).unwrap();
    let file = RunFile::new(&report, why(&report, &context).as_ref(), trigger, &context);
    (report, file, context)
}

#[test]
fn no_personal_data_and_no_secret_is_in_a_shared_run() {
    let (report, file, _) = shared(&sending(), CONTEXT);
    let signature =
        report.steps[1].request.as_ref().unwrap().headers.iter().find(|one| one.is_documented).unwrap();
    for output in [file.to_text(), html(&file), file.text(Paint(false))] {
        for canary in CANARIES.iter().chain([&signature.value.as_str()]) {
            assert!(!output.contains(canary), "{canary} is in\n{output}");
            let escaped = canary.replace('\'', "&#x27;").replace('/', "&#x2f;");
            assert!(!output.contains(&escaped), "{escaped} is in\n{output}");
        }
        assert!(output.contains("gold") && output.contains("p-1"), "what is not personal stays\n{output}");
    }
    let page = html(&file);
    for what in ["name", "email", "phone", "address", "birth date", "token", "signature"] {
        assert!(page.contains(&format!("<td>{what}</td>")), "{what} is not listed\n{page}");
    }
    assert!(file.to_text().contains("Dear [name "), "{}", file.to_text());
}

#[test]
fn values_too_short_to_be_looked_for_are_left_out_where_they_stand() {
    let context = r#"{"id": "p-1", "tier": "gold", "total": 15, "first_name": "Bo", "birth_month": 9, "birth_day": 15, "birth_year": 1987}"#;
    let (_, file, _) = shared(&sending(), context);
    let run: serde_json::Value = serde_json::from_str(&file.to_text()).unwrap();
    let data = &run["context"];
    for key in ["birth_month", "birth_day", "birth_year", "first_name"] {
        assert!(data[key].as_str().is_some_and(|text| text.starts_with('[')), "{key}: {data}");
    }
    assert_eq!(data["total"], 15, "the same number elsewhere is no birth day");
}

#[test]
fn hostile_texts_are_shown_and_never_run() {
    let text = serde_json::Value::from(HOSTILE).to_string();
    let trigger = format!(
        r#"{{"name":{text},"trigger":"profile.updated","is_active":true,"actions":[
        {{"name":"filter","label":{text},"sort_order":1,"arguments":[{{"name":"condition","value":
            {{"and":[{{"==":[{{"var":{text}}},{text}]}},{{{text}:[1]}}]}}}}]}},
        {{"name":{text},"sort_order":2,"arguments":[{{"name":{text},"value":{text}}}]}}]}}"#
    );
    let on_trigger = workspace(&[("triggers/t.json", &trigger)]);
    let context = format!(r#"{{{text}:{text},"other":[{text}]}}"#);
    let (_, file, _) = shared(&on_trigger, &context);
    let page = html(&file);
    assert!(page.contains("onerror"), "the text is shown");
    for forbidden in ["<script", "</script", "<img", "<a ", "<link", "<iframe", "http://", "url(", "@import"]
    {
        assert!(!page.contains(forbidden), "{forbidden} in\n{page}");
    }
    let tags = page.matches('<').count();
    let plain = html(&shared(&on_trigger, "{}").1);
    assert!(tags.abs_diff(plain.matches('<').count()) < 40, "hostile texts add no tags of their own");
    for attribute in ["onerror=alert(1)>", " onload=", "javascript:"] {
        assert!(!page.contains(attribute), "{attribute} in\n{page}");
    }
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let page = html(&shared(&sending(), CONTEXT).1);
    assert!(page.trim_start().starts_with("<!doctype html>"));
    for needed in
        ["prefers-color-scheme: dark", "Content-Security-Policy", "default-src 'none'", "✓ true", "✗ false"]
    {
        assert!(page.contains(needed), "{needed}\n{page}");
    }
    assert!(page.contains("Why it did not fire"), "{page}");
    assert!(!page.contains(" src=") && !page.contains(" href="), "{page}");
    assert!(!page.contains("report failed"), "{page}");
}

#[test]
fn a_run_file_opens_again_and_reads_the_same() {
    let data = r#"{"id":"p-1","tier":"silver","total":80,"email":null}"#;
    let (report, file, context) = shared(&sending(), data);
    let opened = RunFile::read(&json(&file.to_text())).unwrap();
    assert_eq!(opened, file);
    let why = why(&report, &context);
    assert_eq!(
        opened.text(Paint(false)),
        run_text_with_why(&report, why.as_ref(), Paint(false)).replace("mirabelle@example.com2", "[email 1]")
    );
    assert_eq!(html(&opened), html(&file));
}

#[test]
fn redaction_keeps_joins_and_leaves_the_rest() {
    let run = serde_json::json!({
        "a": {"email": "sam@example.com", "is_email_verified": true, "country": "AU"},
        "b": {"contact": {"name": "Sam Sample"}, "name": "tier-2"},
        "c": ["write to sam@example.com", "Samuel is another", "Sam Sample, tier-2"],
        "headers": [{"name": "X-Omneo-Hmac-SHA256", "value": "00ff"}, {"name": "x-omneo-event", "value": "a.b"}],
        "rule": {"==": [{"var": "profile.last_name"}, "Quince"]},
        "text": "last name is 'Quince'",
    });
    let (shown, redactions) = redact(&run);
    let expected = serde_json::json!({
        "a": {"email": "[email 1]", "is_email_verified": true, "country": "AU"},
        "b": {"contact": {"name": "[name 1]"}, "name": "tier-2"},
        "c": ["write to [email 1]", "Samuel is another", "[name 1], tier-2"],
        "headers": [{"name": "X-Omneo-Hmac-SHA256", "value": "[signature 1]"}, {"name": "x-omneo-event", "value": "a.b"}],
        "rule": {"==": [{"var": "profile.last_name"}, "[name 2]"]},
        "text": "last name is '[name 2]'",
    });
    assert_eq!(shown, expected);
    let places: Vec<&str> = redactions.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(
        places,
        ["/a/email", "/b/contact/name", "/c/0", "/c/2", "/headers/0/value", "/rule/==/1", "/text"]
    );
}

#[test]
fn the_program_writes_and_opens_shared_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (page, file, again) = (path("run.html"), path("run.json"), path("again.html"));
    let trigger = "samples/tier-2-welcome/triggers/tier-2-welcome.json";
    let ran = reagent(&[
        "run",
        trigger,
        "-c",
        "silver-tier-2-passes",
        "--now",
        NOW,
        "--html",
        &page,
        "--run-file",
        &file,
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let opened = reagent(&["report", &file]);
    assert_eq!((opened.code, opened.err.as_str()), (0, ""));
    assert_eq!(opened.out.lines().next(), ran.out.lines().next());
    assert_eq!(reagent(&["report", &file, "--html", &again]).code, 0);
    assert_eq!(std::fs::read_to_string(&again).unwrap(), std::fs::read_to_string(&page).unwrap());
    let refused = reagent(&["report", trigger]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("this is no shared run"), "{}", refused.err);
}
