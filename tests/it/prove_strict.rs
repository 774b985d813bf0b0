//! Golden cases that do not say what they mean to: they never pass. And what is left out of an expectation never fails.

use crate::support::{copy_sample, env, json, reagent, workspace};
use reagent::json::{Style, to_text};
use reagent::model::Workspace;
use reagent::prove::{Verdict, expect, test_trigger, update_cases, verify};
use reagent::wire::read_cases;

const TRIGGER: &str = r#"{"name": "Thanks", "trigger": "x.y", "actions": [
  {"name": "reward.create", "arguments": [{"name": "definition", "value": "thanks"}, {"name": "value", "value": 25}]}]}"#;

fn shop(cases: &str) -> Workspace {
    workspace(&[("triggers/t.json", TRIGGER), ("contexts/x.y/any.json", "{}"), ("cases/t.json", cases)])
}

/// How a file with one case comes out, and what is said about it.
fn outcome(case: &str) -> (Verdict, String, String) {
    let workspace = shop(&format!(r#"[{{"name": "it", "context": "any", {case}}}]"#));
    let mut report = test_trigger(&workspace, &workspace.triggers[0]).unwrap();
    let case = report.cases.remove(0);
    let lines = case.differences.iter().map(|difference| difference.message.clone());
    let said: Vec<String> = case.problem.clone().into_iter().chain(lines).collect();
    (case.verdict, case.place.pointer.clone(), said.join("\n"))
}

#[test]
fn a_case_that_does_not_say_what_it_means_never_passes() {
    for (case, pointer, words) in [
        (r#""expct": {"outcome": "fired"}"#, "/0/expct", "did you mean `expect`?"),
        (r#""expect": {}"#, "/0/expect", "expects nothing"),
        (r#""expect": {"steps": []}"#, "/0/expect", "expects nothing"),
        (r#""expect": "fired""#, "/0/expect", "should be an object"),
        (
            r#""expect": {"outcome": "fired", "stoped_at": 2}"#,
            "/0/expect/stoped_at",
            "did you mean `stopped_at`?",
        ),
        (r#""expect": {"outcome": "fired", "action": []}"#, "/0/expect/action", "did you mean `actions`?"),
        (
            r#""expect": {"outcome": "fired", "zzz": 1}"#,
            "/0/expect/zzz",
            "known are outcome, stopped_at, actions, steps",
        ),
        (
            r#""expect": {"outcome": "fird"}"#,
            "/0/expect/outcome",
            "one of fired, stopped, failed, inactive, other_event",
        ),
        (r#""expect": {"stopped_at": "2"}"#, "/0/expect/stopped_at", "should be a whole number"),
        (r#""expect": {"outcome": "fired"}, "timezon": "UTC""#, "/0/timezon", "did you mean `timezone`?"),
        (
            r#""expect": {"steps": [{"action": "reward.create", "argumets": {"value": 1}}]}"#,
            "/0/expect/steps/0/argumets",
            "did you mean `arguments`?",
        ),
    ] {
        let (verdict, place, said) = outcome(case);
        assert_eq!((verdict, place.as_str()), (Verdict::Broken, pointer), "{case}: {said}");
        assert!(said.contains(words), "{case}: {said}");
    }
    assert_eq!(outcome(r#""expect": {"outcome": "fired"}, "note": "asked by Ann""#).0, Verdict::Passed);
}

#[test]
fn broken_cases_end_the_command_with_1_and_their_line() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("high-spend", folder.path());
    let file = folder.path().join("cases/high-spend.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("\"expect\"", "\"expct\"", 1)).unwrap();
    let line = text.lines().position(|line| line.contains("\"expect\"")).unwrap() + 1;
    let ran = reagent(&["test", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out.contains("1 cannot be run") && ran.out.contains(&format!("high-spend.json:{line}")),
        "{}",
        ran.out
    );
}

#[test]
fn arguments_that_are_left_out_do_not_matter_unless_the_step_is_exact() {
    let step =
        |rest: &str| outcome(&format!(r#""expect": {{"steps": [{{"action": "reward.create", {rest}}}]}}"#));
    assert_eq!(step(r#""arguments": {"value": 25}"#).0, Verdict::Passed);
    assert_eq!(step(r#""arguments": {}"#).0, Verdict::Passed);
    let (verdict, _, said) = step(r#""arguments": {"value": 26}"#);
    assert_eq!(
        (verdict, said.as_str()),
        (Verdict::Failed, "argument 'value' of reward.create is 25, expected 26")
    );
    let (verdict, _, said) = step(r#""arguments": {"value": 25}, "exact": true"#);
    assert_eq!(verdict, Verdict::Failed);
    assert_eq!(said, "argument 'definition' of reward.create is \"thanks\", expected nothing");
    let ignoring = r#""arguments": {"value": 25}, "exact": true, "ignore": ["/arguments/definition"]"#;
    assert_eq!(step(ignoring).0, Verdict::Passed);
}

#[test]
fn what_is_recorded_notices_a_new_argument_and_an_update_takes_only_what_is_meant() {
    let workspace = shop("[]");
    let run = |workspace: &Workspace| {
        reagent::engine::run(workspace, workspace.triggers[0].id, &workspace.contexts[0], &env(workspace))
            .unwrap()
    };
    let recorded = expect(&run(&workspace));
    let more = TRIGGER.replace("25}", "25}, {\"name\": \"meta\", \"value\": {}}");
    let changed = workspace_of(&more, "[]");
    let found = verify(&recorded, &run(&changed));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("'meta'"), "{}", found[0].message);
    let cases = r#"[{"name":"it","context":"any","expect":{"steps":[{"action":"reward.create","arguments":{"value":20}}]}}]"#;
    let old = workspace_of(&more, cases);
    let update = update_cases(&old, &old.cases[0]);
    assert_eq!(to_text(&update.source, &Style::compact()), cases.replace("20", "25"));
}

fn workspace_of(trigger: &str, cases: &str) -> Workspace {
    workspace(&[("triggers/t.json", trigger), ("contexts/x.y/any.json", "{}"), ("cases/t.json", cases)])
}

#[test]
fn exact_is_written_where_it_was_read_and_nowhere_else() {
    let text =
        r#"{"cases": [{"name": "a", "context": {}, "expect": {"steps": [{"action": "x", "exact": true}]}}]}"#;
    let (cases, findings) = read_cases(&json(text));
    assert!(findings.is_empty() && cases[0].expect.steps[0].is_exact, "{findings:?}");
    assert_eq!(reagent::wire::write_cases(&json(text), &cases), json(text));
}

#[test]
fn a_trigger_that_cannot_be_read_is_named_as_such_and_no_case_at_all_is_not_green() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("high-spend", folder.path());
    let at = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("triggers/high-spend.json"), "{\"name\": ").unwrap();
    let ran = reagent(&["test", at]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("the trigger cannot be read: triggers/high-spend.json: line 1"), "{}", ran.out);
    assert!(!ran.out.contains("there is no trigger"), "{}", ran.out);
    std::fs::remove_dir_all(folder.path().join("cases")).unwrap();
    let ran = reagent(&["test", at]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("nothing was tested"), "{}", ran.err);
    assert_eq!(reagent(&["test", at, "--coverage=contexts"]).code, 0, "coverage over samples needs no case");
}
