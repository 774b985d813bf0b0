//! Sync end to end against the practice server: the README's five commands, a second workspace, faults on the way.

use crate::sandbox::{TOKEN, call, vacant};
use crate::support::{Ran, copy_sample, reagent_env};
use reagent::sandbox::Sandbox;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let arguments = [arguments, &["--workspace", folder.to_str().unwrap()]].concat();
    reagent_env(&arguments, &[("REAGENT_TOKEN", TOKEN)], "")
}

/// A copy of the sample workspace that knows the practice server.
fn sample(sandbox: &Sandbox) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy_sample("loyalty-demo", folder.path());
    add_tenant(folder.path(), sandbox);
    folder
}

fn add_tenant(folder: &Path, sandbox: &Sandbox) {
    let path = folder.join("reagent.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|_| "name = \"Second\"\n".to_owned());
    fs::write(path, format!("{text}\n[[tenants]]\nname = \"practice\"\nurl = \"{}\"\n", sandbox.url()))
        .unwrap();
}

#[test]
fn the_samples_are_pushed_and_pulled_by_somebody_else() {
    let sandbox = vacant();
    let first = sample(&sandbox);
    let plan = first.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    assert_eq!(run(first.path(), &["ping"]).code, 0);
    let made = run(first.path(), &["plan", "--out", plan]);
    assert_eq!(made.code, 2, "{}", made.err);
    assert!(made.out.contains("9 to create"), "{}", made.out);
    let applied = run(first.path(), &["apply", plan]);
    assert_eq!(applied.code, 0, "{}{}", applied.out, applied.err);
    assert!(applied.out.contains("9 of 9 as planned"), "{}", applied.out);
    for arguments in [&["plan"][..], &["drift"]] {
        let ran = run(first.path(), arguments);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
    // Somebody else pulls, changes one argument, and pushes.
    let second = TempDir::new().unwrap();
    add_tenant(second.path(), &sandbox);
    let pulled = run(second.path(), &["pull"]);
    assert!(pulled.out.contains("9 objects were written"), "{}{}", pulled.out, pulled.err);
    assert_eq!(run(second.path(), &["plan"]).code, 0);
    let file = second.path().join("triggers/gold-members-over-500-25-dollar-thank-you.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"thank-you-25\"", "\"thank-you-50\"")).unwrap();
    let changed = run(second.path(), &["apply", "--yes"]);
    assert_eq!(changed.code, 0, "{}{}", changed.out, changed.err);
    assert!(
        changed.out.contains("argument definition, value: \"thank-you-25\" becomes \"thank-you-50\""),
        "{}",
        changed.out
    );
    // The first sees it, and brings it into its own file.
    let drift = run(first.path(), &["drift"]);
    assert_eq!(drift.code, 2);
    assert!(drift.out.contains("\"thank-you-25\" became \"thank-you-50\""), "{}", drift.out);
    let pulled = run(first.path(), &["pull"]);
    assert_eq!(pulled.code, 0, "{}{}", pulled.out, pulled.err);
    let text = fs::read_to_string(first.path().join("triggers/high-spend.json")).unwrap();
    assert!(text.contains("thank-you-50"), "{text}");
    assert_eq!(run(first.path(), &["plan"]).code, 0);
    sandbox.stop();
}

#[test]
fn faults_of_the_practice_server_are_borne() {
    let sandbox = vacant();
    let folder = sample(&sandbox);
    // Changes what it is sent, then fails in the middle, then asks to slow down.
    for fault in [
        r#"{"kind":"cut_body","method":"POST","path":"/triggers","times":1}"#,
        r#"{"kind":"status","status":429,"retry_after":0,"method":"GET","path":"/targets","times":1}"#,
        r#"{"kind":"truncate","method":"GET","path":"/webhooks","times":1}"#,
    ] {
        let url = sandbox.url().replace("/api/v3", "/_sandbox/faults");
        let bearer = format!("Bearer {TOKEN}");
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        let set = crate::http::send("POST", &url, &headers, fault).unwrap();
        assert!(set.status < 300, "{}", set.body);
    }
    let first = run(folder.path(), &["apply", "--yes"]);
    assert!(matches!(first.code, 0 | 3), "{}{}", first.out, first.err);
    let again = run(folder.path(), &["apply", "--yes"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(run(folder.path(), &["plan"]).code, 0);
    let triggers = call(&sandbox, "GET", "/triggers?page[size]=100", "");
    assert_eq!(triggers.at("/meta/total"), "5", "nothing twice: {}", triggers.body);
    sandbox.stop();
}

#[test]
fn a_fired_event_runs_and_a_preview_agrees() {
    let sandbox = vacant();
    let folder = sample(&sandbox);
    assert_eq!(run(folder.path(), &["apply", "--yes"]).code, 0);
    let fired = run(folder.path(), &["fire", "custom.survey_completed", "detractor-3-care-team", "--yes"]);
    assert_eq!(fired.code, 0, "{}{}", fired.out, fired.err);
    let history = call(&sandbox, "GET", "/action-history", "");
    assert_ne!(history.at("/meta/total"), "0", "{}", history.body);
    sandbox.stop();
}

#[test]
fn a_trigger_is_compared_with_what_the_tenant_has() {
    let sandbox = vacant();
    let folder = sample(&sandbox);
    assert_eq!(run(folder.path(), &["apply", "--yes"]).code, 0);
    let same = run(folder.path(), &["compare", "--tenant", "practice", "--now", crate::support::NOW]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    let path = folder.path().join("triggers/high-spend.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("500", "400")).unwrap();
    let before = run(folder.path(), &["drift"]);
    let ran = run(folder.path(), &["compare", "-t", "practice", "high-spend", "--now", crate::support::NOW]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("gold-member-480-stops") && ran.out.contains("newly"), "{}", ran.out);
    assert_eq!(run(folder.path(), &["drift"]).out, before.out, "nothing was changed there");
    // What only the folder has is new, asked for by name or not; a name that nobody has is an error.
    fs::write(folder.path().join("triggers/new.json"), r#"{"name": "New", "trigger": "x.y", "actions": []}"#)
        .unwrap();
    let ran = run(folder.path(), &["compare", "--tenant", "practice", "--now", crate::support::NOW]);
    assert!(ran.out.contains("New: the trigger is new"), "{}", ran.out);
    let ran = run(folder.path(), &["compare", "--tenant", "practice", "new"]);
    assert_eq!((ran.code, ran.out.contains("the trigger is new")), (1, true), "{}{}", ran.out, ran.err);
    assert_eq!(run(folder.path(), &["compare", "--tenant", "practice", "newer"]).code, 2);
    assert_eq!(run(folder.path(), &["compare", "--tenant", "nobody"]).code, 2);
}
