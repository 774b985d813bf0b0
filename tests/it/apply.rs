//! Applying plans with the program itself, over loopback: faults and kills at every request, and what is refused.

use crate::fake_tenant::{Running, When};
use crate::listener::Reply;
use crate::support::{Ran, reagent_env, start_reagent};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

pub(crate) const TOKEN: &str = "tok-4f0a-apply";

/// A workspace of which the tenant has some objects, changed since, and others not at all.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) tenant: Running,
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn trigger(name: &str, target: &str) -> Value {
    json!({
        "name": name, "trigger": "tier.achieved", "is_active": true, "notes": null,
        "actions": [
            { "name": "filter", "sort_order": 1, "arguments": [{ "name": "condition", "value": { "==": [1, 1] }, "is_dynamic": null }] },
            { "name": "target.send", "sort_order": 2, "arguments": [{ "name": "target", "value": target }] },
        ],
    })
}

impl Bench {
    pub(crate) fn new(production: bool) -> Self {
        let (folder, tenant) = (TempDir::new().unwrap(), Running::start());
        let settings = format!(
            "name = \"Bench\"\n\n[[tenants]]\nname = \"demo\"\nurl = \"{}\"\nproduction = {production}\n",
            tenant.url
        );
        write(folder.path(), "reagent.toml", &settings);
        Self { folder, tenant }
    }

    /// The mixed case: an update, a deletion, a rename, and creations of every kind.
    pub(crate) fn mixed() -> Self {
        let bench = Self::new(false);
        bench.tenant.add("triggers", &trigger("Kept", "mail"));
        bench.tenant.add("triggers", &trigger("Dropped", "mail"));
        bench.tenant.add(
            "targets",
            &json!({ "name": "Mail", "handle": "mail", "url": "https://m.example.com", "template": "{}" }),
        );
        let ran = bench.run(&["pull"]);
        assert_eq!(
            (ran.code, ran.out.contains("3 objects were written")),
            (0, true),
            "{}{}",
            ran.out,
            ran.err
        );
        fs::remove_file(bench.path("triggers/dropped.json")).unwrap();
        bench.put("triggers/kept.json", &trigger("Kept and renamed", "push"));
        bench.put(
            "targets/push.json",
            &json!({ "name": "Push", "handle": "push", "url": "https://p.example.com" }),
        );
        bench.text("targets/push.twig", "{\"id\": \"{{ id }}\"}");
        bench.put("triggers/new.json", &trigger("New", "push"));
        bench.put("automations/daily.json", &json!({ "name": "Daily", "query": "birthday", "actions": [] }));
        bench.put(
            "webhooks/tier.json",
            &json!({ "trigger": "tier.achieved", "url": "https://w.example.com", "namespace": "crm" }),
        );
        bench
    }

    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, value: &Value) {
        write(self.folder.path(), path, &format!("{value:#}\n"));
    }

    pub(crate) fn text(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn arguments<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [arguments, &["--workspace", self.folder.path().to_str().unwrap()]].concat()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        reagent_env(&self.arguments(arguments), &[("REAGENT_TOKEN", TOKEN)], "")
    }

    /// Runs the program without waiting for it.
    fn start(&self, arguments: &[&str]) -> std::process::Child {
        let mut command = start_reagent(&self.arguments(arguments));
        command.env("REAGENT_TOKEN", TOKEN).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// The tenant has what the files say, and each object once.
    fn check_mixed(&self, case: &str) {
        assert_eq!(self.tenant.names("triggers"), ["Kept and renamed", "New"], "{case}");
        assert_eq!(self.tenant.names("targets"), ["Mail", "Push"], "{case}");
        assert_eq!(self.tenant.names("automations"), ["Daily"], "{case}");
        assert_eq!(self.tenant.all("webhooks").len(), 1, "{case}");
        let kept = &self.tenant.all("triggers")[0];
        assert_eq!(kept["actions"][1]["arguments"][0]["value"], "push", "{case}");
        let plan = self.run(&["plan", "--prune"]);
        assert_eq!(plan.code, 0, "{case}: {}{}", plan.out, plan.err);
        assert!(plan.out.contains("nothing to do"), "{case}: {}", plan.out);
    }
}

#[test]
fn a_plan_says_what_differs_and_its_exit_code_says_whether() {
    let bench = Bench::mixed();
    let plan = bench.run(&["plan", "--prune"]);
    assert_eq!(plan.code, 2, "{}", plan.err);
    for words in [
        "+ create: target 'push'",
        "~ update: trigger 'Kept and renamed' (id 101)  triggers/kept.json",
        "name: \"Kept\" becomes \"Kept and renamed\"",
        "action 2 target.send, argument target, value: \"mail\" becomes \"push\"",
        "- delete: trigger 'Dropped' (id 102)",
        "4 to create, 1 to update, 1 to delete",
    ] {
        assert!(plan.out.contains(words), "{words}: {}", plan.out);
    }
    let order = |words: &str| plan.out.find(words).unwrap();
    assert!(order("target 'push'") < order("trigger 'New'") && order("webhook") < order("Dropped"));
    let data: Value = serde_json::from_str(&bench.run(&["plan", "--format", "json"]).out).unwrap();
    assert_eq!(data["has_changes"], true);
    assert_eq!(bench.run(&["plan", "--tenant", "nobody"]).code, 1);
    assert_eq!(bench.run(&["plan", "--nonsense"]).code, 1);
    assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"), "a plan only reads");
}

#[test]
fn nothing_is_sent_deleted_or_touched_in_production_without_consent() {
    let bench = Bench::mixed();
    assert_eq!(bench.run(&["apply"]).code, 2);
    let pruned = bench.run(&["apply", "--prune", "--yes"]);
    assert_eq!(pruned.code, 2);
    assert!(
        pruned.err.contains("1 of its objects would be deleted") && pruned.err.contains("--confirm demo"),
        "{}",
        pruned.err
    );
    assert_eq!(bench.run(&["apply", "--prune", "--confirm", "dem"]).code, 2);

    let production = Bench::new(true);
    production.put("triggers/new.json", &trigger("New", "mail"));
    assert_eq!(production.run(&["plan", "--out", production.path("p.json").to_str().unwrap()]).code, 2);
    for arguments in [&["apply", "--yes"][..], &["apply", production.path("p.json").to_str().unwrap()]] {
        let ran = production.run(arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("'demo' is a production tenant"), "{}", ran.err);
    }
    for bench in [&bench, &production] {
        assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"));
    }
    assert_eq!(production.run(&["apply", "--confirm", "demo"]).code, 0);
    assert_eq!(production.tenant.names("triggers"), ["New"]);
}

#[test]
fn applying_makes_the_tenant_like_the_files_and_again_does_nothing() {
    let bench = Bench::mixed();
    let ran = bench.run(&["apply", "--prune", "--confirm", "demo"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("6 of 7 as planned") || ran.out.contains("6 of 6 as planned"), "{}", ran.out);
    bench.check_mixed("once");
    let state = fs::read(bench.path(".reagent/demo.json")).unwrap();
    bench.tenant.heal();
    assert_eq!(bench.run(&["apply", "--yes"]).code, 0);
    assert_eq!(
        fs::read(bench.path(".reagent/demo.json")).unwrap(),
        state,
        "the same state is the same bytes"
    );
    assert!(!String::from_utf8(state).unwrap().contains(TOKEN));
    let put = bench.tenant.requests().into_iter().find(|request| request.method == "PUT").unwrap();
    assert!(!put.body.contains("created_at") && !put.body.contains("uuid"), "{}", put.body);
}

#[test]
fn a_saved_plan_is_applied_exactly_or_refused_as_stale() {
    let bench = Bench::mixed();
    let plan = bench.path("plan.json");
    let plan = plan.to_str().unwrap();
    assert_eq!(bench.run(&["plan", "--out", plan]).code, 2);
    // What is changed here afterwards is not part of it.
    bench.put("triggers/later.json", &trigger("Later", "mail"));
    bench.tenant.edit("triggers", 101, |object| object["notes"] = "somebody was here".into());
    let stale = bench.run(&["apply", plan]);
    assert_eq!(stale.code, 1);
    assert!(
        stale.err.contains("the plan is stale, nothing was sent: trigger 'Kept and renamed'"),
        "{}",
        stale.err
    );
    assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"));
    bench.tenant.edit("triggers", 101, |object| object["notes"] = Value::Null);
    assert_eq!(bench.run(&["apply", plan]).code, 0);
    assert_eq!(bench.tenant.names("triggers"), ["Dropped", "Kept and renamed", "New"]);
    assert_eq!(bench.run(&["apply", plan]).code, 0, "applied again, it finds everything done");
    assert_eq!(bench.tenant.names("triggers").len(), 3);
}

#[test]
fn what_the_tenant_makes_of_a_write_is_no_change_of_the_file() {
    let bench = Bench::new(false);
    bench.tenant.tenant.lock().unwrap().normalise = |object| {
        if let Some(name) = object["name"].as_str() {
            object["name"] = name.trim().to_uppercase().into();
        }
    };
    bench.put("triggers/new.json", &trigger("New", "mail"));
    let ran = bench.run(&["apply", "--yes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("the tenant has something else than was sent"), "{}", ran.out);
    assert!(ran.out.contains("name: the tenant has \"NEW\", the file \"New\""), "{}", ran.out);
    let plan = bench.run(&["plan"]);
    assert_eq!(plan.code, 0, "it is known from now on: {}", plan.out);
    bench.put("triggers/new.json", &trigger("Newer", "mail"));
    assert!(bench.run(&["plan"]).out.contains("\"NEW\" becomes \"Newer\""));
}

#[test]
fn a_refused_object_is_shown_at_its_place_and_the_others_go_on() {
    let bench = Bench::mixed();
    bench.tenant.tenant.lock().unwrap().refuse = |request| {
        let is_push = request.method == "POST" && request.path().ends_with("/targets");
        let body = r#"{"message":"The given data was invalid.","errors":{"template":["Is not JSON."],"url":["Is taken."]}}"#;
        is_push.then(|| Reply::json(422, body))
    };
    let ran = bench.run(&["apply", "--yes"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("targets/push.twig: The tenant refuses template: Is not JSON"), "{}", ran.out);
    assert!(ran.out.contains("targets/push.json at /url: The tenant refuses url: Is taken"), "{}", ran.out);
    assert!(
        ran.out.contains("skipped, it sends to target 'push', which was not written  trigger 'New'"),
        "{}",
        ran.out
    );
    assert_eq!(bench.tenant.names("automations"), ["Daily"]);
    bench.tenant.tenant.lock().unwrap().refuse = |_| None;
    assert_eq!(bench.run(&["apply", "--prune", "--confirm", "demo"]).code, 0);
    bench.check_mixed("after the refusal");
}

#[test]
fn a_creation_that_cannot_be_told_from_others_is_not_repeated() {
    let bench = Bench::new(false);
    bench.put("triggers/new.json", &trigger("New", "mail"));
    for _ in 0..2 {
        bench.tenant.add("triggers", &trigger("New", "mail"));
    }
    let ran = bench.run(&["apply", "--yes"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("it is not known which one is meant"), "{}", ran.out);
    assert_eq!(bench.tenant.all("triggers").len(), 2);
}

#[test]
fn drift_and_pull_bring_what_the_tenant_did() {
    let bench = Bench::mixed();
    assert_eq!(bench.run(&["apply", "--prune", "--confirm", "demo"]).code, 0);
    assert_eq!(bench.run(&["drift"]).code, 0);
    bench.tenant.edit("triggers", 101, |object| object["is_active"] = false.into());
    bench.tenant.add("webhooks", &json!({ "trigger": "x.y", "url": "https://z.example.com" }));
    let drift = bench.run(&["drift"]);
    assert_eq!(drift.code, 2);
    assert!(drift.out.contains("is_active: true became false"), "{}", drift.out);
    assert!(drift.out.contains("new on the tenant: webhook 'x.y to https://z.example.com'"), "{}", drift.out);

    // A file that was changed here is shown and left.
    let mut ours = trigger("Kept and renamed", "push");
    ours["description"] = "edited here".into();
    bench.put("triggers/kept.json", &ours);
    let before = fs::read(bench.path("triggers/kept.json")).unwrap();
    let pull = bench.run(&["pull"]);
    assert_eq!(pull.code, 1);
    assert!(pull.out.contains("left, it was changed here  trigger 'Kept and renamed'"), "{}", pull.out);
    assert!(pull.out.contains("is_active: the tenant has false, the file true"), "{}", pull.out);
    assert_eq!(fs::read(bench.path("triggers/kept.json")).unwrap(), before);
    assert!(bench.path("webhooks/x-y-to-https-z-example-com.json").exists());
    let merged = bench.run(&["pull", "--merge"]);
    assert_eq!(merged.code, 0, "{}{}", merged.out, merged.err);
    let text = fs::read_to_string(bench.path("triggers/kept.json")).unwrap();
    assert!(text.contains("edited here") && text.contains("\"is_active\": false"), "{text}");
    let plan = bench.run(&["plan"]);
    assert!(
        plan.out.contains("description: nothing becomes \"edited here\"") && plan.out.contains("1 to update"),
        "{}",
        plan.out
    );
}

#[test]
fn a_copy_is_switched_off_and_never_taken_for_the_original() {
    let bench = Bench::new(false);
    bench.tenant.add("triggers", &trigger("Live", "mail"));
    bench.tenant.add(
        "targets",
        &json!({ "name": "Mail", "handle": "mail", "url": "https://m.example.com", "template": "{}" }),
    );
    let ran = bench.run(&["pull", "--copy"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let copy: Value =
        serde_json::from_str(&fs::read_to_string(bench.path("triggers/live-copy.json")).unwrap()).unwrap();
    assert_eq!((&copy["is_active"], &copy["name"]), (&json!(false), &json!("Live (copy)")));
    assert!(!bench.path(".reagent").exists());
    assert!(bench.run(&["plan"]).out.contains("2 to create"));
}

/// A token that may not read webhooks, and a tenant that has no automations.
fn refuse_two_kinds(request: &crate::listener::Request) -> Option<Reply> {
    match request.path() {
        path if path.contains("/webhooks") => Some(Reply::json(403, "{}")),
        path if path.contains("/automations") => Some(Reply::json(404, "{}")),
        _ => None,
    }
}

#[test]
fn a_kind_that_may_not_be_read_is_left_out_and_the_others_go_on() {
    let bench = Bench::mixed();
    bench.tenant.tenant.lock().unwrap().refuse = refuse_two_kinds;
    let plan = bench.run(&["plan", "--prune"]);
    assert_eq!(plan.code, 2, "{}", plan.err);
    for words in [
        "automations are left out, nothing is planned for them: GET",
        "webhooks are left out, nothing is planned for them: GET",
        "It probably needs the scope read-webhooks",
        "2 to create, 1 to update, 1 to delete",
    ] {
        assert!(plan.out.contains(words), "{words}: {}", plan.out);
    }
    assert!(!plan.out.contains("Daily"), "{}", plan.out);
    let data: Value = serde_json::from_str(&bench.run(&["plan", "--format", "json"]).out).unwrap();
    assert_eq!(
        (&data["left_out"][0]["kind"], &data["left_out"][1]["kind"]),
        (&json!("automation"), &json!("webhook"))
    );
    let applied = bench.run(&["apply", "--prune", "--confirm", "demo"]);
    assert_eq!(applied.code, 0, "{}{}", applied.out, applied.err);
    // What was known of a kind that can be read no more is neither drift nor gone.
    bench.tenant.tenant.lock().unwrap().refuse = |_| None;
    assert_eq!(bench.run(&["apply", "--yes"]).code, 0);
    bench.check_mixed("afterwards");
    bench.tenant.tenant.lock().unwrap().refuse = refuse_two_kinds;
    let drift = bench.run(&["drift"]);
    assert_eq!(drift.code, 0, "{}{}", drift.out, drift.err);
    assert!(drift.out.contains("webhooks are left out"), "{}", drift.out);
    fs::remove_file(bench.path("webhooks/tier.json")).unwrap();
    assert_eq!(bench.run(&["plan", "--prune"]).code, 0, "no deletion is planned for what cannot be read");
    let state = fs::read_to_string(bench.path(".reagent/demo.json")).unwrap();
    let pulled = bench.run(&["pull"]);
    assert!(pulled.err.contains("webhooks are left out"), "{}", pulled.err);
    assert_eq!(fs::read_to_string(bench.path(".reagent/demo.json")).unwrap(), state);
    bench.tenant.tenant.lock().unwrap().refuse = |_| Some(Reply::json(403, "{}"));
    assert_eq!(bench.run(&["plan"]).code, 1, "nothing at all can be read");
}

#[test]
fn a_write_that_is_forbidden_for_one_kind_does_not_stop_the_others() {
    let bench = Bench::mixed();
    bench.put(
        "targets/more.json",
        &json!({ "name": "More", "handle": "more", "url": "https://q.example.com", "template": "{}" }),
    );
    bench.tenant.tenant.lock().unwrap().refuse = |request| {
        (request.method == "POST" && request.path().ends_with("/targets")).then(|| Reply::json(403, "{}"))
    };
    let ran = bench.run(&["apply", "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("refused: POST") && ran.out.contains("It probably needs the scope create-targets"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("skipped, the token is not allowed to do this (403)"), "{}", ran.out);
    assert!(ran.out.contains("created  automation 'Daily'"), "{}", ran.out);
    let posts = bench
        .tenant
        .requests()
        .iter()
        .filter(|one| one.method == "POST" && one.path().ends_with("/targets"))
        .count();
    assert_eq!(posts, 1);
    bench.tenant.tenant.lock().unwrap().refuse = |_| None;
    assert_eq!(bench.run(&["apply", "--prune", "--confirm", "demo"]).code, 0);
    assert_eq!(bench.tenant.names("targets"), ["Mail", "More", "Push"]);
}

#[test]
fn a_conflict_is_decided_for_the_tenant_per_place_when_planning_and_applying() {
    let bench = Bench::mixed();
    bench.tenant.edit("triggers", 101, |object| {
        object["name"] = "Renamed there".into();
        object["notes"] = "theirs".into();
    });
    let mut ours = trigger("Kept and renamed", "push");
    ours["notes"] = "ours".into();
    bench.put("triggers/kept.json", &ours);
    let conflict = bench.run(&["plan"]);
    assert!(conflict.out.contains("! conflict: trigger"), "{}", conflict.out);
    let decided = ["--theirs", "triggers/kept.json#/name", "--mine", "triggers/kept.json#/notes"];
    let plan = bench.run(&[&["plan"], &decided[..]].concat());
    assert!(
        plan.out.contains("name: the tenant has \"Renamed there\", the file \"Kept and renamed\""),
        "{}",
        plan.out
    );
    assert!(plan.out.contains("notes: \"theirs\" becomes \"ours\""), "{}", plan.out);
    let applied = bench.run(&[&["apply", "--yes"], &decided[..]].concat());
    assert_eq!(applied.code, 0, "{}{}", applied.out, applied.err);
    let kept = &bench.tenant.all("triggers")[0];
    assert_eq!((&kept["name"], &kept["notes"]), (&json!("Renamed there"), &json!("ours")));
    // The file does not have the tenant's decision yet; a pull brings it.
    assert_eq!(bench.run(&["pull"]).code, 0);
    let text = fs::read_to_string(bench.path("triggers/kept.json")).unwrap();
    assert!(text.contains("Renamed there") && text.contains("ours"), "{text}");
    // A whole object: nothing is sent for it.
    bench.tenant.edit("triggers", 101, |object| object["notes"] = "theirs again".into());
    bench.text("triggers/kept.json", &text.replace("ours", "ours again"));
    let before = bench.tenant.requests().len();
    let whole = bench.run(&["apply", "--yes", "--theirs", "triggers/kept.json"]);
    assert_eq!(whole.code, 0, "{}{}", whole.out, whole.err);
    assert!(bench.tenant.requests()[before..].iter().all(|request| request.method == "GET"));
}

#[test]
fn a_lost_answer_at_any_request_is_made_up_for_by_applying_again() {
    let mut at = 1;
    loop {
        let mut is_struck = false;
        for when in [When::Before, When::After] {
            let bench = Bench::mixed();
            let case = format!("request {at} {when:?}");
            bench.tenant.strike_at(at, when, || {});
            let first = bench.run(&["apply", "--prune", "--confirm", "demo"]);
            is_struck = bench.tenant.heal() >= at;
            assert!(matches!(first.code, 0 | 3), "{case}: {}{}", first.out, first.err);
            let again = bench.run(&["apply", "--prune", "--confirm", "demo"]);
            assert_eq!(again.code, 0, "{case}: {}{}", again.out, again.err);
            bench.check_mixed(&case);
        }
        if !is_struck {
            break;
        }
        at += 1;
    }
    assert!(at >= 15, "only {at} requests");
}

/// Kills the process at every request, before the tenant does what was asked and after, and starts it again.
#[cfg(unix)]
#[test]
fn a_process_killed_a_hundred_times_leaves_the_planned_state_and_nothing_twice() {
    let mut kills = 0;
    // First killed once per attempt at each request; then killed again and again until it gets through.
    for at in 1.. {
        let mut is_over = false;
        for when in [When::Before, When::After] {
            let bench = Bench::mixed();
            let is_killed = kill_at(&bench, at, when);
            kills += usize::from(is_killed);
            is_over |= !is_killed;
            let again = bench.run(&["apply", "--prune", "--confirm", "demo"]);
            assert_eq!(again.code, 0, "request {at} {when:?}: {}{}", again.out, again.err);
            bench.check_mixed(&format!("killed at request {at} {when:?}"));
        }
        if is_over {
            break;
        }
    }
    // The same workspace is killed one request later each time; what was recorded is never lost.
    while kills < 100 {
        let bench = Bench::mixed();
        let mut at = 1;
        while kill_at(&bench, at, if at % 2 == 0 { When::Before } else { When::After }) {
            (at, kills) = (at + 1, kills + 1);
        }
        bench.check_mixed(&format!("killed {} times in a row", at - 1));
    }
}

/// Applies and kills the process with the n-th request; false if it was done before.
#[cfg(unix)]
fn kill_at(bench: &Bench, at: usize, when: When) -> bool {
    let pid = Arc::new(AtomicU32::new(0));
    let victim = Arc::clone(&pid);
    let strike = move || {
        let pid = loop {
            match victim.load(Ordering::SeqCst) {
                0 => std::thread::yield_now(),
                pid => break pid,
            }
        };
        Command::new("sh").args(["-c", &format!("kill -9 {pid}")]).status().unwrap();
    };
    bench.tenant.strike_at(at, when, strike);
    let mut child = bench.start(&["apply", "--prune", "--confirm", "demo"]);
    pid.store(child.id(), Ordering::SeqCst);
    let status = child.wait().unwrap();
    bench.tenant.heal();
    status.code().is_none()
}
