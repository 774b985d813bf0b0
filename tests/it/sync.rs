//! Comparing three versions: what we changed, what the tenant changed, conflicts, plans, state.

use crate::support::json;
use reagent::json::{Json, Style, to_text};
use reagent::sync::{
    Decided, DriftStep, Entry, Kind, PlanOptions, PullOptions, PullStep, RemoteObjects, Side, State, Step,
    drift, local_objects, merge, plan, plan_text, pull, read_plan, write_plan,
};
use reagent::wire::TextFile;

const BASE: &str = r#"{"name":"A","trigger":"tier.achieved","is_active":true,"actions":[
  {"name":"filter","sort_order":1,"arguments":[{"name":"condition","value":{"===":[{"var":"a"},1]},"is_dynamic":null}]},
  {"name":"reward.create","sort_order":2,"arguments":[{"name":"definition","value":"r-10"},{"name":"value","value":10}]}]}"#;

/// The changes as `side pointer`, and the merged object.
fn compared(base: Option<&str>, ours: &str, theirs: &str) -> (Vec<String>, Json) {
    let base = base.map(json);
    let merged = merge(base.as_ref(), &json(ours), &json(theirs), &Decided::default());
    let changes = merged.changes.iter().map(|change| format!("{:?} {}", change.side, change.pointer));
    (changes.collect(), merged.json)
}

#[test]
fn what_means_the_same_is_no_change() {
    let theirs = r#"{"is_active":true,"trigger":"tier.achieved","name":"A","notes":null,"actions":[
      {"uuid":"9f1c","name":"filter","sort_order":1,"description":null,"arguments":[{"value":{"===":[{"var":"a"},1]},"name":"condition","is_dynamic":false}]},
      {"uuid":"9f1d","name":"reward.create","sort_order":2,"arguments":[{"name":"value","value":10},{"name":"definition","value":"r-10","is_dynamic":null}]}]}"#;
    assert_eq!(compared(Some(BASE), BASE, theirs).0, Vec::<String>::new());
}

#[test]
fn each_side_is_told_apart_down_to_the_argument() {
    let ours = BASE.replace("\"value\":10}", "\"value\":25}").replace("\"A\"", "\"B\"");
    let theirs = BASE.replace("\"r-10\"", "\"r-11\"").replace("true", "false");
    let (changes, merged) = compared(Some(BASE), &ours, &theirs);
    let expected = [
        "Ours /name",
        "Theirs /is_active",
        "Theirs /actions/1/arguments/0/value",
        "Ours /actions/1/arguments/1/value",
    ];
    assert_eq!(changes, expected);
    let at = |pointer: &str| to_text(merged.pointer(pointer).unwrap(), &Style::compact());
    assert_eq!(at("/name"), "\"B\"");
    assert_eq!(at("/is_active"), "false");
    assert_eq!(at("/actions/1/arguments/0/value"), "\"r-11\"");
    assert_eq!(at("/actions/1/arguments/1/value"), "25");
}

#[test]
fn both_sides_on_one_value_are_a_conflict_unless_they_agree() {
    let ours = BASE.replace("r-10", "r-20");
    let theirs = BASE.replace("r-10", "r-30");
    assert_eq!(compared(Some(BASE), &ours, &theirs).0, ["Conflict /actions/1/arguments/0/value"]);
    assert_eq!(compared(Some(BASE), &ours, &ours).0, Vec::<String>::new());
    assert_eq!(compared(None, &ours, &theirs).0, ["Conflict /actions/1/arguments/0/value"]);
    let decided = |mine: &[&str], theirs: &[&str]| Decided {
        mine: mine.iter().map(ToString::to_string).collect(),
        theirs: theirs.iter().map(ToString::to_string).collect(),
    };
    for (decided, expected, value) in [
        (decided(&["/actions/1/arguments/0/value"], &[]), Side::Ours, "\"r-20\""),
        (decided(&[], &["*"]), Side::Theirs, "\"r-30\""),
    ] {
        let merged = merge(Some(&json(BASE)), &json(&ours), &json(&theirs), &decided);
        assert_eq!(merged.changes[0].side, expected);
        let kept = merged.json.pointer("/actions/1/arguments/0/value").unwrap();
        assert_eq!(to_text(kept, &Style::compact()), value);
    }
}

fn with_action(text: &str, action: &str) -> String {
    format!("{},{action}]}}", text.strip_suffix("]}").unwrap())
}

fn without_reward(text: &str) -> String {
    let at = text.find(",\n  {\"name\":\"reward.create\"").unwrap();
    format!("{}]}}", &text[..at])
}

#[test]
fn actions_are_added_removed_and_moved() {
    let send = r#"{"name":"target.send","sort_order":3,"arguments":[{"name":"target","value":"mail"}]}"#;
    let points = r#"{"name":"point.create","sort_order":4,"arguments":[]}"#;
    let (changes, merged) = compared(Some(BASE), BASE, &with_action(BASE, send));
    assert_eq!(changes, ["Theirs /actions/2"]);
    assert_eq!(merged.pointer("/actions/2/name").unwrap().as_str(), Some("target.send"));
    assert_eq!(compared(Some(BASE), &with_action(BASE, send), BASE).0, ["Ours /actions/2"]);
    assert_eq!(
        compared(Some(BASE), &with_action(BASE, send), &with_action(BASE, send)).0,
        Vec::<String>::new()
    );
    let both = compared(Some(BASE), &with_action(BASE, send), &with_action(BASE, points)).0;
    assert_eq!(both, ["Ours /actions/2", "Conflict /actions/2"], "two additions to one chain are a decision");

    let removed = without_reward(BASE);
    let (changes, merged) = compared(Some(BASE), BASE, &removed);
    assert_eq!(changes, ["Theirs /actions/1"]);
    assert_eq!(merged.get("actions").unwrap().as_array().unwrap().len(), 1);
    assert_eq!(compared(Some(BASE), &removed, BASE).0, ["Ours /actions/1"]);
    let dearer = BASE.replace("r-10", "r-30");
    assert_eq!(
        compared(Some(BASE), &removed, &dearer).0,
        ["Conflict /actions/1"],
        "removed here, changed there"
    );

    let moved = BASE.replace("\"sort_order\":1", "\"sort_order\":5");
    assert_eq!(compared(Some(BASE), &moved, BASE).0, ["Ours /actions/0/sort_order"]);
}

#[test]
fn the_order_of_equal_sort_orders_counts() {
    let action = |name: &str| format!(r#"{{"name":"{name}","arguments":[]}}"#);
    let chain = |first: &str, second: &str| {
        format!(r#"{{"name":"A","actions":[{},{}]}}"#, action(first), action(second))
    };
    let (ab, ba) = (chain("point.create", "reward.create"), chain("reward.create", "point.create"));
    assert_eq!(compared(Some(&ab), &ba, &ab).0, ["Ours /actions"]);
    let (changes, merged) = compared(Some(&ab), &ab, &ba);
    assert_eq!(changes, ["Theirs /actions"]);
    assert_eq!(merged.pointer("/actions/0/name").unwrap().as_str(), Some("reward.create"));
}

#[test]
fn numbers_are_compared_as_php_does() {
    let number = |text: &str| format!(r#"{{"name":"A","x":{text}}}"#);
    for (left, right, is_same) in
        [("1000", "1e3", false), ("1.50", "1.5", true), ("1", "1.0", false), ("0", "null", false)]
    {
        let changes = compared(Some(&number(left)), &number(left), &number(right)).0;
        assert_eq!(changes.is_empty(), is_same, "{left} {right}");
    }
}

fn file(path: &str, text: &str) -> TextFile {
    TextFile { path: path.into(), text: text.into() }
}

fn remote(objects: &[(Kind, &str)]) -> RemoteObjects {
    let mut remote = RemoteObjects::default();
    for (kind, text) in objects {
        remote.add(*kind, &[json(text)]);
    }
    remote
}

fn state(entries: &[(&str, i64, &str)]) -> State {
    let mut state = State::new("demo", "https://x.example.com/api/v3");
    for (file, id, base) in entries {
        state.entries.insert((*file).into(), Entry { id: Some(*id), base: json(base), echo: None });
    }
    state
}

fn steps(
    files: &[TextFile],
    remote: &RemoteObjects,
    state: &State,
    options: &PlanOptions,
) -> Vec<(String, Step)> {
    let local = local_objects(files).objects;
    plan(&local, remote, state, options).items.into_iter().map(|item| (item.file, item.step)).collect()
}

const TARGET: &str = r#"{"name":"Mail","handle":"mail","url":"https://m.example.com"}"#;

#[test]
fn a_plan_creates_targets_first_and_deletes_only_when_asked() {
    let files =
        [file("triggers/a.json", BASE), file("targets/mail.json", TARGET), file("targets/mail.twig", "{}")];
    let expected =
        [("targets/mail.json".to_owned(), Step::Create), ("triggers/a.json".to_owned(), Step::Create)];
    let options = PlanOptions::default();
    assert_eq!(steps(&files, &RemoteObjects::default(), &state(&[]), &options), expected);

    let old = r#"{"id":7,"name":"Old","trigger":"x.y","actions":[]}"#;
    let there =
        remote(&[(Kind::Trigger, old), (Kind::Trigger, r#"{"id":8,"name":"Theirs","trigger":"x.y"}"#)]);
    let known = state(&[("triggers/old.json", 7, r#"{"name":"Old","trigger":"x.y","actions":[]}"#)]);
    assert_eq!(steps(&[], &there, &known, &options), [("triggers/old.json".to_owned(), Step::Orphan)]);
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    assert_eq!(steps(&[], &there, &known, &prune), [("triggers/old.json".to_owned(), Step::Delete)]);
    let changed = remote(&[(Kind::Trigger, &old.replace("x.y", "x.z"))]);
    assert_eq!(steps(&[], &changed, &known, &prune), [("triggers/old.json".to_owned(), Step::Conflict)]);
}

#[test]
fn an_object_is_found_again_by_id_then_by_what_it_is() {
    let options = PlanOptions::default();
    let there = remote(&[(Kind::Trigger, &BASE.replacen('{', "{\"id\":5,", 1))]);
    // Renamed on our side, known by id.
    let renamed = [file("triggers/a.json", &BASE.replace("\"A\"", "\"B\""))];
    assert_eq!(steps(&renamed, &there, &state(&[("triggers/a.json", 5, BASE)]), &options)[0].1, Step::Update);
    // Never synced, the same on both sides.
    let files = [file("triggers/a.json", BASE)];
    assert_eq!(steps(&files, &there, &state(&[]), &options)[0].1, Step::Record);
    // The file was renamed.
    let moved = [file("triggers/b.json", BASE)];
    assert_eq!(
        steps(&moved, &there, &state(&[("triggers/a.json", 5, BASE)]), &options),
        [("triggers/b.json".to_owned(), Step::Record)]
    );
    // Two of the same name: nobody knows which one.
    let twins = remote(&[
        (Kind::Trigger, &BASE.replacen('{', "{\"id\":5,", 1)),
        (Kind::Trigger, &BASE.replacen('{', "{\"id\":6,", 1)),
    ]);
    let local = local_objects(&files).objects;
    let unclear = plan(&local, &twins, &state(&[]), &options);
    assert_eq!(unclear.items[0].step, Step::Blocked);
    assert!(plan_text(&unclear).contains("ids 5, 6"), "{}", plan_text(&unclear));
    // Gone from the tenant.
    let gone = steps(&files, &RemoteObjects::default(), &state(&[("triggers/a.json", 5, BASE)]), &options);
    assert_eq!(gone[0].1, Step::Gone);
}

#[test]
fn a_handle_cannot_be_changed() {
    let files = [file("targets/mail.json", &TARGET.replace("\"mail\"", "\"post\""))];
    let there = remote(&[(Kind::Target, &TARGET.replacen('{', "{\"id\":3,", 1))]);
    let local = local_objects(&files).objects;
    let plan = plan(&local, &there, &state(&[("targets/mail.json", 3, TARGET)]), &PlanOptions::default());
    assert_eq!(plan.items[0].step, Step::Blocked);
    assert!(
        plan_text(&plan).contains("names no way to change the handle of a target, so it is not tried"),
        "{}",
        plan_text(&plan)
    );
}

#[test]
fn a_saved_plan_and_a_state_come_back_as_they_were() {
    let files = [file("triggers/a.json", &BASE.replace("10}", "1e1}"))];
    let there = remote(&[(Kind::Trigger, &BASE.replacen('{', "{\"id\":5,", 1))]);
    let known = state(&[("triggers/a.json", 5, BASE)]);
    let made = plan(&local_objects(&files).objects, &there, &known, &PlanOptions::default());
    let read = read_plan(&write_plan(&made)).unwrap();
    assert_eq!(write_plan(&read), write_plan(&made));
    assert_eq!(read.items[0].body, made.items[0].body);
    for damaged in ["", "{}", "{\"version\":1,\"items\":[{}]}"] {
        assert!(read_plan(damaged).is_err(), "{damaged}");
    }
    let text = known.to_text();
    assert_eq!(State::read(&text, "demo", "https://x.example.com/api/v3").unwrap(), known);
    let moved = State::read(&text, "demo", "https://y.example.com/api/v3").unwrap_err().to_string();
    assert!(moved.contains("x.example.com") && moved.contains("has moved"), "{moved}");
}

#[test]
fn drift_is_what_the_tenant_did_and_nothing_else() {
    let files = BASE.replace("r-10", "r-99");
    let there = remote(&[
        (Kind::Trigger, &BASE.replace("true", "false").replacen('{', "{\"id\":5,", 1)),
        (Kind::Trigger, r#"{"id":9,"name":"New","trigger":"x.y"}"#),
    ]);
    let known = state(&[("triggers/a.json", 5, BASE), ("triggers/gone.json", 6, &files)]);
    let found = drift(&[], &there, &known);
    let said: Vec<(i64, DriftStep, usize)> =
        found.items.iter().map(|item| (item.id, item.step, item.changes.len())).collect();
    assert_eq!(said, [(5, DriftStep::Changed, 1), (6, DriftStep::Gone, 0), (9, DriftStep::New, 0)]);
}

#[test]
fn a_pull_leaves_files_that_were_changed_here() {
    let theirs = BASE.replace("true", "false").replacen('{', "{\"id\":5,", 1);
    let there = remote(&[(Kind::Trigger, &theirs)]);
    let known = state(&[("triggers/a.json", 5, BASE)]);
    let step = |text: &str, options: &PullOptions| {
        let local = local_objects(&[file("triggers/a.json", text)]).objects;
        let item = pull(&local, &there, &known, options).remove(0);
        (item.step, item.content.map(|json| to_text(&json, &Style::compact())))
    };
    let plain = PullOptions::default();
    let force = PullOptions { force: true, ..PullOptions::default() };
    let merging = PullOptions { merge: true, ..PullOptions::default() };
    let edited = BASE.replace("r-10", "r-99");
    assert_eq!(step(BASE, &plain).0, PullStep::Take);
    assert_eq!(step(&edited, &plain), (PullStep::Left, None));
    let (merged, text) = step(&edited, &merging);
    assert_eq!(merged, PullStep::Merge);
    assert!(
        text.as_ref().is_some_and(|text| text.contains("r-99") && text.contains("\"is_active\":false")),
        "{text:?}"
    );
    let (taken, text) = step(&edited, &force);
    assert_eq!(taken, PullStep::Take);
    assert!(text.is_some_and(|text| text.contains("r-10")));
    let clash = BASE.replace("true", "null");
    assert_eq!(step(&clash, &merging).0, PullStep::Left, "a conflict is not merged");
}
