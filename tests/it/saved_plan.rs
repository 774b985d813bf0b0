//! Saved plans: of one workspace as it was, and honest about what they leave open.

use crate::apply::{Bench, trigger};
use serde_json::json;
use std::fs;

/// A workspace with a creation and an undecided conflict, and its saved plan.
fn planned() -> (Bench, String) {
    let bench = Bench::new(false);
    bench.tenant.add("triggers", &trigger("Live", "mail"));
    let mut ours = trigger("Live", "mail");
    ours["is_active"] = false.into();
    bench.put("triggers/live.json", &ours);
    bench.put("triggers/new.json", &trigger("New", "mail"));
    let plan = bench.path("plan.json").to_str().unwrap().to_owned();
    let made = bench.run(&["plan", "--out", &plan]);
    assert_eq!(made.code, 2, "{}{}", made.out, made.err);
    (bench, plan)
}

#[test]
fn what_was_undecided_is_said_and_is_no_success() {
    let (bench, plan) = planned();
    let applied = bench.run(&["apply", &plan]);
    assert_eq!(applied.code, 1, "{}{}", applied.out, applied.err);
    for words in [
        "! conflict: trigger 'Live' (id 101)  triggers/live.json",
        "1 to decide or repair",
        "1 of 1 as planned",
    ] {
        assert!(applied.out.contains(words), "{words}: {}", applied.out);
    }
    assert_eq!(bench.tenant.names("triggers"), ["Live", "New"]);
}

#[test]
fn a_plan_of_another_workspace_is_refused() {
    let (bench, plan) = planned();
    let settings = fs::read_to_string(bench.path("reagent.toml")).unwrap();
    let run = |folder: &tempfile::TempDir| {
        let folder = folder.path().to_str().unwrap();
        crate::support::reagent_env(
            &["apply", &plan, "--workspace", folder],
            &[("REAGENT_TOKEN", crate::apply::TOKEN)],
            "",
        )
    };
    let other = tempfile::TempDir::new().unwrap();
    fs::write(other.path().join("reagent.toml"), &settings).unwrap();
    let refused = run(&other);
    assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("this workspace has no triggers/new.json"), "{}", refused.err);
    // The same file, but something else is known of the tenant.
    let same = tempfile::TempDir::new().unwrap();
    fs::write(same.path().join("reagent.toml"), &settings).unwrap();
    fs::create_dir_all(same.path().join("triggers")).unwrap();
    fs::copy(bench.path("triggers/new.json"), same.path().join("triggers/new.json")).unwrap();
    let known = json!({
        "version": 1, "tenant": "demo", "address": format!("{}/api/v3", bench.tenant.url),
        "objects": { "triggers/new.json": { "id": 7, "base": trigger("Renamed since", "mail") } },
    });
    fs::create_dir_all(same.path().join(".reagent")).unwrap();
    fs::write(same.path().join(".reagent/demo.json"), known.to_string()).unwrap();
    let refused = run(&same);
    assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("what is known of triggers/new.json"), "{}", refused.err);
    assert!(bench.tenant.requests().iter().all(|request| request.method == "GET"));
}

#[test]
fn a_plan_of_a_file_that_was_changed_since_is_stale() {
    let (bench, plan) = planned();
    bench.put("triggers/new.json", &trigger("New", "push"));
    let stale = bench.run(&["apply", &plan]);
    assert_eq!(stale.code, 1, "{}{}", stale.out, stale.err);
    assert!(stale.err.contains("triggers/new.json is not what the plan was made from"), "{}", stale.err);
    bench.put("triggers/new.json", &trigger("New", "mail"));
    bench.put("triggers/later.json", &trigger("Later", "mail"));
    assert!(bench.run(&["apply", &plan]).out.contains("1 of 1 as planned"));
    assert!(
        bench.run(&["apply", &plan]).out.contains("1 of 1 as planned"),
        "and again, where nothing is left"
    );
    assert_eq!(bench.tenant.names("triggers"), ["Live", "New"]);
}
