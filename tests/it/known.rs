//! What a tenant makes of a write: told when it is sent, and known from then on until somebody decides it.

use crate::apply::{Bench, trigger};
use serde_json::{Value, json};
use std::fs;

const FILE: &str = "triggers/new.json";
const KNOWN: &str = "known difference: trigger 'New' (id 101)  triggers/new.json\n    name: sent \"New\", the tenant keeps \"NEW\"";

fn shout(object: &mut Value) {
    if let Some(name) = object["name"].as_str() {
        object["name"] = name.to_uppercase().into();
    }
}

impl Bench {
    fn normalise(&self, normalise: fn(&mut Value)) {
        self.tenant.tenant.lock().unwrap().normalise = normalise;
    }

    /// A trigger was sent, and the tenant made something else of its name.
    fn altered() -> Self {
        let bench = Self::new(false);
        bench.normalise(shout);
        bench.put(FILE, &trigger("New", "mail"));
        let ran = bench.run(&["apply", "--yes"]);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        bench
    }

    fn object(&self, path: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path(path)).unwrap()).unwrap()
    }

    /// What the file has, changed as a person would.
    fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut object = self.object(path);
        change(&mut object);
        self.put(path, &object);
    }

    fn writes(&self) -> usize {
        self.tenant.requests().iter().filter(|request| request.method != "GET").count()
    }
}

#[test]
fn plan_drift_and_pull_keep_saying_what_the_tenant_made_of_a_write() {
    let bench = Bench::altered();
    for arguments in [&["plan"][..], &["drift"], &["pull"]] {
        let ran = bench.run(arguments);
        assert_eq!(ran.code, 0, "it was told before: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(KNOWN), "{arguments:?}: {}", ran.out);
        assert!(ran.out.contains("--mine triggers/new.json"), "{}", ran.out);
    }
    assert!(bench.run(&["plan"]).out.contains("nothing to do, 1 known difference"));
    for command in ["plan", "drift"] {
        let data: Value = serde_json::from_str(&bench.run(&[command, "--format", "json"]).out).unwrap();
        let known = &data["known_differences"][0];
        assert_eq!((&known["file"], &known["id"]), (&json!(FILE), &json!(101)), "{data}");
        assert_eq!(known["changes"][0]["theirs"], "NEW", "{data}");
    }
    let before = bench.writes();
    let again = bench.run(&["apply", "--yes"]);
    assert_eq!((again.code, bench.writes()), (0, before), "it is not sent for ever: {}", again.out);
    assert!(again.out.contains("nothing was sent"), "{}", again.out);
}

#[test]
fn a_known_difference_is_sent_again_when_that_is_asked_for() {
    let bench = Bench::altered();
    for decided in [FILE, "triggers/new.json#/name"] {
        let plan = bench.run(&["plan", "--mine", decided]);
        assert_eq!(plan.code, 2, "{}{}", plan.out, plan.err);
        assert!(plan.out.contains("name: \"NEW\" becomes \"New\""), "{}", plan.out);
    }
    let stubborn = bench.run(&["apply", "--yes", "--mine", FILE]);
    assert_eq!(stubborn.code, 1, "{}", stubborn.out);
    assert!(bench.run(&["plan"]).out.contains(KNOWN));
    bench.normalise(|_| {});
    assert_eq!(bench.run(&["apply", "--yes", "--mine", FILE]).code, 0);
    assert_eq!(bench.tenant.names("triggers"), ["New"]);
    let plan = bench.run(&["plan"]);
    assert!(plan.out.ends_with("\nnothing to do\n"), "{}", plan.out);
}

#[test]
fn a_known_difference_is_brought_in_when_that_is_asked_for() {
    let bench = Bench::altered();
    bench.edit(FILE, |object| object["notes"] = "edited here".into());
    let pulled = bench.run(&["pull", "--theirs", FILE]);
    assert_eq!(pulled.code, 0, "{}{}", pulled.out, pulled.err);
    let object = bench.object(FILE);
    assert_eq!((&object["name"], &object["notes"]), (&json!("NEW"), &json!("edited here")));
    let plan = bench.run(&["plan"]);
    assert!(plan.out.contains("1 to update") && !plan.out.contains("known"), "{}", plan.out);
    assert!(!plan.out.contains("name:"), "only the edit is sent: {}", plan.out);
    assert_eq!(bench.run(&["apply", "--yes"]).code, 0);
    for command in ["plan", "drift"] {
        let ran = bench.run(&[command]);
        assert!(ran.code == 0 && !ran.out.contains("known"), "{}", ran.out);
    }
}

#[test]
fn what_somebody_changes_there_later_does_not_hide_a_known_difference() {
    let bench = Bench::altered();
    bench.tenant.edit("triggers", 101, |object| object["notes"] = "somebody".into());
    let plan = bench.run(&["plan"]);
    assert!(plan.out.contains(KNOWN), "{}", plan.out);
    assert!(plan.out.contains("notes: the tenant has \"somebody\""), "{}", plan.out);
    assert!(!plan.out.contains("name: the tenant has"), "{}", plan.out);
    let drift = bench.run(&["drift"]);
    assert_eq!(drift.code, 2);
    assert!(
        drift.out.contains("notes: nothing became \"somebody\"") && drift.out.contains(KNOWN),
        "{}",
        drift.out
    );
    assert_eq!(bench.run(&["pull"]).code, 0);
    let object = bench.object(FILE);
    assert_eq!((&object["name"], &object["notes"]), (&json!("New"), &json!("somebody")));
    assert!(bench.run(&["plan"]).out.contains("nothing to do, 1 known difference"));
}

#[test]
fn an_edit_of_the_file_is_told_from_a_known_difference() {
    let bench = Bench::altered();
    bench.edit(FILE, |object| object["notes"] = "edited here".into());
    let plan = bench.run(&["plan"]);
    assert_eq!(plan.code, 2);
    assert!(
        plan.out.contains("notes: nothing becomes \"edited here\"") && plan.out.contains(KNOWN),
        "{}",
        plan.out
    );
    // The file was made like the tenant by hand: there is nothing left to say.
    bench.put(FILE, &trigger("NEW", "mail"));
    for arguments in [&["plan"][..], &["apply", "--yes"], &["plan"], &["drift"], &["pull"]] {
        let ran = bench.run(arguments);
        assert!(ran.code == 0 && !ran.out.contains("known"), "{arguments:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn force_takes_the_tenants_version_of_a_known_difference() {
    let bench = Bench::altered();
    assert_eq!(bench.run(&["pull", "--force"]).code, 0);
    assert_eq!(bench.object(FILE)["name"], "NEW");
    let plan = bench.run(&["plan"]);
    assert!(plan.out.ends_with("\nnothing to do\n"), "{}", plan.out);
}
