//! Bringing a tenant's objects into files: what is replaced, what is merged, what is left and said.

use crate::apply::{Bench, trigger};
use serde_json::{Value, json};
use std::fs;

const FILE: &str = "triggers/live.json";

/// A trigger that was brought in, and is the same on both sides.
fn synced() -> Bench {
    let bench = Bench::new(false);
    bench.tenant.add("triggers", &trigger("Live", "mail"));
    assert_eq!(bench.run(&["pull"]).code, 0);
    bench
}

fn text(bench: &Bench) -> String {
    fs::read_to_string(bench.path(FILE)).unwrap()
}

fn put(bench: &Bench, name: &str, notes: &str) {
    let mut ours = trigger(name, "mail");
    ours["notes"] = notes.into();
    bench.put(FILE, &ours);
}

#[test]
fn force_replaces_a_file_that_only_was_changed_here() {
    let bench = synced();
    put(&bench, "Live", "edited here");
    let plain = bench.run(&["pull"]);
    assert!(plain.code == 0 && plain.out.contains("no file was changed"), "{}", plain.out);
    assert!(text(&bench).contains("edited here"));
    let forced = bench.run(&["pull", "--force"]);
    assert_eq!(forced.code, 0, "{}{}", forced.out, forced.err);
    assert!(forced.out.contains("updated  trigger 'Live'"), "{}", forced.out);
    assert!(!text(&bench).contains("edited here"), "{}", text(&bench));
    assert!(bench.run(&["plan"]).out.contains("nothing to do"));
}

#[test]
fn force_asks_for_no_decision_of_what_it_has_replaced() {
    let bench = synced();
    bench.tenant.edit("triggers", 101, |object| object["notes"] = "theirs".into());
    put(&bench, "Live", "ours");
    let forced = bench.run(&["pull", "--force"]);
    assert_eq!(forced.code, 0, "{}{}", forced.out, forced.err);
    assert!(!forced.out.contains("conflict") && !forced.out.contains("decide"), "{}", forced.out);
    assert!(text(&bench).contains("theirs"), "{}", text(&bench));
}

#[test]
fn a_merge_with_a_conflict_says_what_to_decide_first_and_then_brings_the_rest() {
    let bench = synced();
    bench.tenant.edit("triggers", 101, |object| {
        object["notes"] = "theirs".into();
        object["is_active"] = false.into();
    });
    put(&bench, "Live", "ours");
    let merged = bench.run(&["pull", "--merge"]);
    assert_eq!(merged.code, 1, "{}", merged.out);
    assert!(merged.out.contains("before every conflict is decided"), "{}", merged.out);
    assert!(!merged.out.contains("--merge brings"), "it was given: {}", merged.out);
    let decided = bench.run(&["pull", "--mine", "triggers/live.json#/notes"]);
    assert_eq!(decided.code, 0, "{}{}", decided.out, decided.err);
    let ours: Value = serde_json::from_str(&text(&bench)).unwrap();
    assert_eq!((&ours["notes"], &ours["is_active"]), (&json!("ours"), &json!(false)));
}

#[test]
fn what_the_tenant_has_no_more_is_said() {
    let bench = synced();
    bench.tenant.tenant.lock().unwrap().objects.get_mut("triggers").unwrap().clear();
    let pulled = bench.run(&["pull"]);
    assert_eq!(pulled.code, 0, "{}", pulled.err);
    assert!(
        pulled.out.contains("gone from the tenant  trigger 'Live'  triggers/live.json"),
        "{}",
        pulled.out
    );
    assert!(bench.path(FILE).exists());
}

#[test]
fn a_name_that_nothing_has_is_an_error_that_tells_the_nearest() {
    let bench = synced();
    put(&bench, "Live", "ours");
    for (arguments, code, words) in [
        (&["pull", "Lives"][..], 2, "no object 'Lives'; did you mean 'Live'?"),
        (&["pull", "--copy", "triggers/live.json"], 2, "the tenant has no object 'triggers/live.json'"),
        (&["pull", "--theirs", "triggers/lives.json"], 2, "did you mean 'triggers/live.json'?"),
        (&["plan", "--mine", "nosuch.json"], 1, "no object of the workspace has the file 'nosuch.json'"),
        (&["plan", "--theirs", "triggers/live.json#/notse"], 1, "'/notse'; did you mean '/notes'?"),
        (&["apply", "--yes", "--mine", "triggers/lives.json"], 2, "did you mean 'triggers/live.json'?"),
    ] {
        let ran = bench.run(arguments);
        assert!(ran.code == code && ran.err.contains(words), "{arguments:?}: {} {}", ran.code, ran.err);
    }
    assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"));
    assert_eq!(bench.run(&["pull", "triggers/live.json"]).code, 0);
    assert_eq!(bench.run(&["plan", "--mine", "*"]).code, 2);
}

#[test]
fn a_file_gets_what_was_changed_and_nothing_that_the_server_adds() {
    let bench = Bench::new(false);
    let there = json!({
        "name": "Live", "trigger": "tier.achieved", "is_active": true, "notes": null, "references_id": null,
        "actions": [{
            "name": "reward.create", "sort_order": 1, "notes": null, "references_id": null,
            "arguments": [{ "name": "value", "value": 10, "is_dynamic": null, "label": null }],
        }],
    });
    bench.tenant.add("triggers", &there);
    let ours = "{\n  \"name\": \"Live\",\n  \"trigger\": \"tier.achieved\",\n  \"is_active\": true,\n  \"actions\": [\n    {\n      \"name\": \"reward.create\",\n      \"sort_order\": 1,\n      \"arguments\": [\n        {\n          \"name\": \"value\",\n          \"value\": 10\n        }\n      ]\n    }\n  ]\n}\n";
    bench.text(FILE, ours);
    assert_eq!(bench.run(&["pull"]).code, 0);
    assert_eq!(text(&bench), ours, "the same already");
    let reward =
        |object: &mut Value, value: i64| object["actions"][0]["arguments"][0]["value"] = value.into();
    bench.tenant.edit("triggers", 101, |object| reward(object, 25));
    assert_eq!(bench.run(&["pull"]).code, 0);
    assert_eq!(lines_changed(ours, &text(&bench)), 1, "{}", text(&bench));
    // Decided for the tenant, and forced.
    bench.tenant.edit("triggers", 101, |object| reward(object, 30));
    bench.text(FILE, &ours.replace("\"value\": 10", "\"value\": 11"));
    assert_eq!(bench.run(&["pull", "--theirs", FILE]).code, 0);
    assert_eq!(lines_changed(ours, &text(&bench)), 1, "{}", text(&bench));
    bench.text(FILE, &ours.replace("\"value\": 10", "\"value\": 12"));
    assert_eq!(bench.run(&["pull", "--force"]).code, 0);
    assert_eq!(lines_changed(ours, &text(&bench)), 1, "{}", text(&bench));
    assert!(bench.run(&["plan"]).out.contains("nothing to do"));
    // A new file has no identifiers of the server either.
    assert_eq!(bench.run(&["pull", "--copy"]).code, 0);
    let copy = fs::read_to_string(bench.path("triggers/live-copy.json")).unwrap();
    assert!(!copy.contains("uuid") && !copy.contains("\"id\""), "{copy}");
}

/// How many lines of two texts of the same length differ.
fn lines_changed(before: &str, after: &str) -> usize {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    assert_eq!(before.len(), after.len(), "{after:#?}");
    before.iter().zip(&after).filter(|(before, after)| before != after).count()
}

#[test]
fn drift_before_any_sync_compares_with_the_files() {
    let bench = Bench::new(false);
    bench.tenant.add("triggers", &trigger("Live", "mail"));
    bench.put(FILE, &trigger("Live", "mail"));
    let drift = bench.run(&["drift"]);
    assert_eq!(drift.code, 0, "{}{}", drift.out, drift.err);
    assert!(drift.out.contains("nothing was synced with this tenant yet"), "{}", drift.out);
    assert!(drift.out.contains("it has what they have"), "{}", drift.out);
    put(&bench, "Live", "edited here");
    bench.tenant.add("triggers", &trigger("Other", "mail"));
    let drift = bench.run(&["drift"]);
    assert_eq!(drift.code, 2, "{}{}", drift.out, drift.err);
    assert!(drift.out.contains("never synced, and not the same: trigger 'Live'"), "{}", drift.out);
    assert!(drift.out.contains("new on the tenant: trigger 'Other' (id 102)\n"), "{}", drift.out);
    assert!(!bench.path(".reagent").exists(), "drift writes nothing");
}
