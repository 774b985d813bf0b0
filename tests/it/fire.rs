//! Firing events and previews, tokens, and the connection test, with the program itself.

use crate::apply::Bench;
use crate::listener::{Listener, Reply};
use crate::support::{reagent_env, reagent_with};
use reagent::sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

const FIRED: &str = r#"{"data":{"ok":true}}"#;

/// A workspace with a trigger on a custom event and a tenant that takes what is fired.
fn bench(production: bool) -> (Bench, Listener) {
    let bench = Bench::new(production);
    let listener = Listener::start(|request| match request.path() {
        "/api/v3/targets/preview" => Reply::json(
            200,
            r#"{"data":{"result":{"name":"Ada"},"context":{"id":"p-1","first_name":"Ada"}}}"#,
        ),
        _ => Reply::json(200, FIRED),
    });
    let toml = std::fs::read_to_string(bench.path("reagent.toml")).unwrap();
    bench.text("reagent.toml", &toml.replace(&bench.tenant.url, &listener.url));
    let filter = json!({ "name": "condition", "value": { ">=": [{ "var": "data.score" }, 9] } });
    bench.put("triggers/survey.json", &json!({
        "name": "Survey", "trigger": "custom.survey", "actions": [
            { "name": "filter", "sort_order": 1, "arguments": [filter] },
            { "name": "benefit.create", "sort_order": 2, "arguments": [{ "name": "definition", "value": "coffee" }] },
        ],
    }));
    bench.put("contexts/custom.survey/nine.json", &json!({ "profile_id": "p-1", "data": { "score": 9 } }));
    bench.put("contexts/profile.updated/ada.json", &json!({ "id": "p-1", "first_name": "Ada" }));
    bench.put("targets/crm.json", &json!({ "name": "CRM", "handle": "crm", "url": "https://c.example.com" }));
    bench.text("targets/crm.twig", "{\"name\": \"{{ first_name }}\"}");
    (bench, listener)
}

#[test]
fn a_fired_event_is_first_a_dry_run_and_has_the_chosen_shape() {
    let (bench, listener) = bench(false);
    let dry = bench.run(&["fire", "custom.survey", "nine"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(dry.out.contains("Survey: Fires: would issue benefit 'coffee'"), "{}", dry.out);
    assert!(dry.out.contains("nothing was sent; --yes fires it"), "{}", dry.out);
    assert!(listener.requests().is_empty());
    let shapes = [
        (
            "events",
            "/api/v3/events",
            json!({ "event": "custom.survey", "profile_id": "p-1", "data": { "score": 9 } }),
        ),
        (
            "profile",
            "/api/v3/profiles/p-1/custom-event",
            json!({ "event": "custom.survey", "context": { "profile_id": "p-1", "data": { "score": 9 } } }),
        ),
        (
            "tenant",
            "/api/v3/tenants/custom-event",
            json!({ "event": "custom.survey", "context": { "profile_id": "p-1", "data": { "score": 9 } } }),
        ),
    ];
    for (number, (shape, path, body)) in shapes.into_iter().enumerate() {
        let ran = bench.run(&["fire", "custom.survey", "nine", "--shape", shape, "--yes"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("LIVE: firing custom.survey on demo"), "{}", ran.out);
        let posts: Vec<_> =
            listener.requests().into_iter().filter(|request| request.method == "POST").collect();
        let request = &posts[number];
        assert_eq!(request.path(), path);
        assert!(ran.out.contains("what its reactions did cannot be read"), "{}", ran.out);
        assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), body);
    }
}

/// The answer gets lost, and what the event did is in the tenant's history.
#[test]
fn an_event_whose_answer_got_lost_is_not_fired_again_unseen() {
    let (bench, _) = bench(false);
    let sandbox = crate::sandbox::vacant();
    let settings = format!("name = \"Lost\"\n\n[[tenants]]\nname = \"demo\"\nurl = \"{}\"\n", sandbox.url());
    bench.text("reagent.toml", &settings);
    let run = |arguments: &[&str]| {
        let folder = bench.path(".");
        let arguments = [arguments, &["--workspace", folder.to_str().unwrap()]].concat();
        reagent_env(&arguments, &[("REAGENT_TOKEN", crate::sandbox::TOKEN)], "")
    };
    assert_eq!(run(&["apply", "--yes"]).code, 0);
    let fire = ["fire", "custom.survey", "nine", "--yes", "--wait", "0"];
    for (number, kind) in [FaultKind::Truncate, FaultKind::NoAnswer].into_iter().enumerate() {
        sandbox.add_fault(Fault::of("POST", "/events", kind));
        let ran = run(&fire);
        assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
        let unsure =
            "Whether the tenant took the event is not known; look at its action history before firing";
        assert!(
            ran.err.contains(unsure) && !ran.out.contains("the tenant took it"),
            "{}{}",
            ran.out,
            ran.err
        );
        let history = format!("  Survey (history {})\n    1 filter", number + 1);
        assert!(ran.out.contains(&history), "{}{}", ran.out, ran.err);
    }
    // A refusal is none of this: nothing ran.
    sandbox.add_fault(Fault::of("POST", "/events", FaultKind::Status { status: 403, retry_after: None }));
    let refused = run(&fire);
    assert_eq!(refused.code, 3);
    assert!(!refused.err.contains("not known") && !refused.out.contains("history"), "{}", refused.err);
}

#[test]
fn reserved_events_and_unconfirmed_production_are_refused() {
    let (bench, listener) = bench(true);
    let reserved = bench.run(&["fire", "profile.updated", "ada", "--yes"]);
    assert_eq!(reserved.code, 2);
    assert!(
        reserved.err.contains("'profile.updated' is reserved: Omneo fires it itself"),
        "{}",
        reserved.err
    );
    let production = bench.run(&["fire", "custom.survey", "nine", "--yes"]);
    assert_eq!(production.code, 2);
    assert!(production.err.contains("its live reactions would run"), "{}", production.err);
    assert!(listener.requests().is_empty());
    assert_eq!(bench.run(&["fire", "custom.survey", "nine", "--yes", "--confirm", "demo"]).code, 0);
}

#[test]
fn a_preview_compares_the_tenants_rendering_with_ours() {
    let (bench, listener) = bench(false);
    let same = bench.run(&["preview", "crm", "ada"]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    assert!(same.out.contains("the tenant renders what Reagent renders, its only value"), "{}", same.out);
    let words =
        "this template tells nothing of autoescape, strict_variables, timezone, warnings: any value renders";
    assert!(same.out.contains(words), "{}", same.out);
    let asked: Value = serde_json::from_str(&listener.requests()[0].body).unwrap();
    assert_eq!((&asked["resource"], &asked["resource_id"]), (&json!("profile"), &json!("p-1")));
    bench.text("targets/crm.twig", "{\"name\": \"{{ first_name|upper }}\"}");
    let other = bench.run(&["preview", "crm", "ada"]);
    assert_eq!(other.code, 1);
    assert!(other.out.contains("/name  theirs \"Ada\"  ours \"ADA\""), "{}", other.out);
    assert!(other.out.contains("-  \"name\": \"Ada\"\n+  \"name\": \"ADA\"\n"), "{}", other.out);
}

#[test]
fn a_preview_names_the_setting_that_makes_both_equal_and_writes_it() {
    let (bench, _) = bench(false);
    let listener = Listener::start(|_| {
        let body = json!({ "data": {
            "result": { "name": "Jo & Ann", "hour": "09:13" },
            "context": { "id": "p-1", "first_name": "Jo & Ann", "joined_at": 1_700_000_000 },
        }});
        Reply::json(200, &body.to_string())
    });
    let toml = std::fs::read_to_string(bench.path("reagent.toml")).unwrap();
    let at = toml.find("url = ").unwrap();
    let end = at + toml[at..].find('\n').unwrap();
    let toml = format!("# kept\n{}url = \"{}\"{}", &toml[..at], listener.url, &toml[end..]);
    bench.text("reagent.toml", &toml);
    bench.text("targets/crm.twig", r#"{"name": "{{ first_name }}", "hour": "{{ joined_at|date('H:i') }}"}"#);
    let shown = bench.run(&["preview", "crm", "ada"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    for words in [
        "-  \"name\": \"Jo & Ann\",\n-  \"hour\": \"09:13\"\n+  \"name\": \"Jo &amp; Ann\",\n+  \"hour\": \"22:13\"\n",
        "autoescape: off, or one that does not differ here, instead of html makes them equal",
        "timezone: Australia/Melbourne, or one that does not differ here, instead of UTC makes them equal",
        "timezone: Australia/Melbourne, Australia/Sydney do not differ here",
        "this template tells nothing of strict_variables, warnings:",
        "--calibrate writes these settings into reagent.toml",
    ] {
        assert!(shown.out.contains(words), "{words}: {}", shown.out);
    }
    assert_eq!(std::fs::read_to_string(bench.path("reagent.toml")).unwrap(), toml);
    let written = bench.run(&["preview", "crm", "ada", "--calibrate"]);
    assert_eq!(written.code, 0, "{}{}", written.out, written.err);
    let text = std::fs::read_to_string(bench.path("reagent.toml")).unwrap();
    assert!(
        text.starts_with("# kept\n")
            && text.contains("[engine]\nautoescape = \"off\"\ntimezone = \"Australia/Melbourne\"\n"),
        "{text}"
    );
    let again = bench.run(&["preview", "crm", "ada"]);
    assert!(again.code == 0 && again.out.contains("all 2 values"), "{}{}", again.out, again.err);
}

/// The practice server answers with its history; a trigger that was changed here is seen to differ.
#[test]
fn what_the_tenant_did_is_shown_beside_the_local_run() {
    let (bench, _) = bench(false);
    let sandbox = crate::sandbox::vacant();
    let settings =
        format!("name = \"Beside\"\n\n[[tenants]]\nname = \"demo\"\nurl = \"{}\"\n", sandbox.url());
    bench.text("reagent.toml", &settings);
    let run = |arguments: &[&str]| {
        let folder = bench.path(".");
        let arguments = [arguments, &["--workspace", folder.to_str().unwrap()]].concat();
        reagent_env(&arguments, &[("REAGENT_TOKEN", crate::sandbox::TOKEN)], "")
    };
    assert_eq!(run(&["apply", "--yes"]).code, 0);
    let fire = ["fire", "custom.survey", "nine", "--yes", "--wait", "0"];
    let same = run(&fire);
    for words in [
        "Assumption: an item is an action that ran",
        "  Survey (history 1)",
        "    1 filter           here passed       there filter passed",
        "    2 benefit.create   here would run    there benefit.create simulated",
    ] {
        assert!(same.out.contains(words), "{words}: {}{}", same.out, same.err);
    }
    let text = std::fs::read_to_string(bench.path("triggers/survey.json")).unwrap();
    bench.text("triggers/survey.json", &text.replace('9', "10"));
    let differs = run(&fire);
    assert!(
        differs.out.contains("  ≠ 2 benefit.create   here not reached  there benefit.create simulated"),
        "{}",
        differs.out
    );
    // Somebody else's trigger on the event, and one that the tenant does not have.
    let other =
        r#"{"name":"Theirs","trigger":"custom.survey","actions":[{"name":"point.create","sort_order":1}]}"#;
    assert_eq!(crate::sandbox::call(&sandbox, "POST", "/triggers", other).status, 201);
    bench.text("triggers/mine.json", &text.replace("Survey", "Mine"));
    let more = run(&fire);
    assert!(
        more.out.contains("  Theirs (history 4)\n    no trigger of this workspace\n    point.create"),
        "{}",
        more.out
    );
    assert!(more.out.contains("  Mine: runs here, and is not in the tenant's history"), "{}", more.out);
}

#[test]
fn the_source_of_a_token_is_said_and_a_missing_one_too() {
    let bench = Bench::new(false);
    bench.text("token.txt", "tok-file-1\n");
    let (folder, file) = (bench.path("."), bench.path("token.txt"));
    let (folder, file) = (folder.to_str().unwrap(), file.to_str().unwrap());
    let ran = bench.run(&["ping"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("with the token from the environment variable REAGENT_TOKEN"), "{}", ran.err);
    assert!(ran.out.contains("webhooks: readable"), "{}", ran.out);
    let ran = bench.run(&["ping", "--token-file", file]);
    assert!(ran.err.contains("with the token from the file given with --token-file"), "{}", ran.err);
    let last = bench.tenant.requests().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer tok-file-1"));
    // Without a secret service: an error that says what else can be done, and no weaker place.
    let ran = reagent_env(&["ping", "--workspace", folder], &[], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("keychain") && ran.err.contains("REAGENT_TOKEN or --token-file"), "{}", ran.err);
    let ran = reagent_with(&["login", "demo"], "tok-login-1\n");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the token was not stored") && !ran.err.contains("tok-login-1"), "{}", ran.err);
    for (bad, problem) in
        [("", "input was empty"), ("\n", "input was empty"), ("two words", "one word"), ("a\nb", "one word")]
    {
        let ran = reagent_with(&["login", "demo"], bad);
        assert!(ran.code == 2 && ran.err.contains(problem), "{}", ran.err);
        assert!(ran.err.contains("run `reagent login demo < FILE`"), "{}", ran.err);
    }
}
