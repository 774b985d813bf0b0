//! Golden cases: made of runs, checked against runs, updated, reported.

use crate::support::{NOW, copy_sample, env, json, project, reagent, workspace};
use insta::assert_snapshot;
use quick_xml::events::Event;
use reagent::engine::run;
use reagent::io::load_workspace;
use reagent::json::{Style, to_text};
use reagent::model::{CaseContext, Workspace};
use reagent::prove::{
    Tick, Ticked, Ticks, Verdict, expect, new_case, record_missing, run_case, test_trigger, test_workspace,
    update_cases, updated, verify,
};
use reagent::report::{Paint, junit, suite_text};
use reagent::wire::{read_cases, write_cases};

const TRIGGER: &str = r#"{"name": "Big spender", "trigger": "transaction.created", "actions": [
  {"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value": {">": [{"var": "total"}, 500]}}]},
  {"name": "reward.create", "sort_order": 2, "arguments": [{"name": "definition", "value": "thanks"},
    {"name": "value", "value": {"var": "total"}, "is_dynamic": true}]},
  {"name": "target.send", "sort_order": 3, "arguments": [{"name": "target", "value": "mail"}]}]}"#;
const TARGET: &str = r#"{"name": "Mail", "handle": "mail", "url": "https://mail.example.com"}"#;
const TEMPLATE: &str =
    r#"{"who": {{ name|json_encode|raw }}, "total": {{ total }}, "sent_at": "{{ "now"|date("Y") }}"}"#;

fn shop(cases: &str) -> Workspace {
    workspace(&[
        ("triggers/big.json", TRIGGER),
        ("targets/mail.json", TARGET),
        ("targets/mail.twig", TEMPLATE),
        ("contexts/transaction.created/big.json", r#"{"name": "Ann", "total": 600}"#),
        ("contexts/transaction.created/small.json", r#"{"name": "Bo", "total": 20}"#),
        ("cases/big.json", cases),
    ])
}

/// What fails in a file with one case, as `pointer: message` lines.
fn failures(expect: &str, sample: &str) -> String {
    let cases = format!(r#"[{{"name": "it", "context": "{sample}", "now": "{NOW}", "expect": {expect}}}]"#);
    let workspace = shop(&cases);
    let report = test_trigger(&workspace, &workspace.triggers[0]).unwrap();
    let lines = report.cases[0].differences.iter().map(|d| format!("{}: {}\n", d.pointer, d.message));
    report.cases[0].problem.clone().into_iter().chain(lines).collect()
}

#[test]
fn a_case_made_of_a_run_passes_on_that_run_and_survives_writing() {
    let workspace = shop("[]");
    let trigger = &workspace.triggers[0];
    let cases = record_missing(&workspace, trigger, &env(&workspace));
    assert_eq!(cases.len(), 2);
    let written = write_cases(&json("[]"), &cases);
    let (read, findings) = read_cases(&written);
    assert_eq!((findings.len(), read.len()), (0, 2));
    for case in &read {
        let report = run_case(&workspace, trigger, case).unwrap();
        assert_eq!(verify(&case.expect, &report), []);
    }
    assert_eq!(write_cases(&written, &read), written);
    let big = &read[0].expect;
    assert_eq!(big.actions.as_deref().unwrap(), ["reward.create", "target.send"]);
    let text = to_text(big.steps[1].payload.as_ref().unwrap(), &Style::compact());
    assert_eq!(text, r#"{"who":"Ann","total":600,"sent_at":"2026"}"#);
    assert_eq!((read[1].expect.outcome.as_deref(), read[1].expect.stopped_at), (Some("stopped"), Some(1)));
}

#[test]
fn every_expectation_can_fail_and_says_how() {
    assert_snapshot!(failures(r#"{"outcome": "fired", "stopped_at": 2, "actions": ["reward.create"]}"#, "small"), @"
    /outcome: expected fired, got stopped: Stopped at step 1: not true that total is more than 500
    /actions: expected to act: reward.create; would act: no action
    ");
    assert_snapshot!(failures(r#"{"outcome": "stopped", "stopped_at": 3}"#, "small"), @"/stopped_at: expected the end at step 3, got step 1: Stopped at step 1: not true that total is more than 500");
    assert_snapshot!(failures(r#"{"steps": [{"action": "reward.create", "arguments": {"definition": "thx", "old": 1}},
      {"action": "target.send", "payload": {"who": "Ann", "total": 601, "at": 1}, "payload_text": "{}"},
      {"action": "target.send"}]}"#, "big"), @"
    /steps/0/arguments/definition: argument 'definition' of reward.create is \"thanks\", expected \"thx\"
    /steps/0/arguments/old: argument 'old' of reward.create is nothing, expected 1
    /steps/1/payload: the payload of target.send differs at /total and 2 places more
    /steps/1/payload_text: the payload of target.send differs
    /steps/2: target.send is expected to act, but does not: Fires: would issue reward 'thanks' worth 600.00 to the profile of the context, and send 47 bytes of JSON to target 'mail' at https://mail.example.com
    ");
}

#[test]
fn what_is_not_ticked_does_not_matter() {
    assert_eq!(failures(r#"{"outcome": "fired"}"#, "big"), "");
    assert_eq!(failures(r#"{"outcome": "stopped"}"#, "small"), "");
    let ignoring = |ignore: &str| {
        let step = format!(
            r#"{{"action": "target.send", "payload": {{"who": "X", "sent_at": 1, "total": 600}}, "ignore": [{ignore}]}}"#
        );
        failures(&format!(r#"{{"steps": [{step}]}}"#), "big")
    };
    assert_eq!(ignoring(r#""/payload/who", "/payload/sent_at""#), "");
    assert_eq!(ignoring(r#""/payload/*""#), "");
    assert!(ignoring(r#""/payload/who""#).contains("differs at /sent_at"));
}

/// The ticks of expectations beside a run on the sample `big`.
fn ticks(expect: &str) -> Ticks {
    let workspace = shop(&format!(r#"[{{"name": "it", "context": "big", "expect": {expect}}}]"#));
    let case = read_cases(&workspace.cases[0].source).0.remove(0);
    let report = run_case(&workspace, &workspace.triggers[0], &case).unwrap();
    Ticks::new(&case.expect, &report)
}

#[test]
fn ticks_that_nobody_touches_are_the_expectations_that_were_there() {
    for expect in [
        r#"{"outcome": "fired"}"#,
        r#"{"steps": [{"action": "target.send", "payload": {"who": "X"}}, {"action": "reward.create", "note": 1}]}"#,
        r#"{"steps": [{"action": "sms.send", "arguments": {}}, {"action": "target.send", "payload_text": "x", "ignore": ["/payload/*"]}]}"#,
    ] {
        let ticks = ticks(expect);
        assert!(!ticks.is_changed(), "{expect}: {:?}", ticks.finish());
    }
}

#[test]
fn a_tick_is_taken_and_given_back_value_by_value() {
    let mut ticks = ticks(
        r#"{"outcome": "stopped", "steps": [{"action": "target.send", "payload": {"who": "Bo", "total": 600, "sent_at": "2026"}}]}"#,
    );
    assert_eq!(ticks.steps.len(), 2, "what acts now can be expected, too");
    let mail = ticks.steps.iter().position(|step| step.wanted.action == "target.send").unwrap();
    let who = Tick::Value(mail, "/payload/who".to_owned());
    ticks.set(&who, false);
    assert_eq!(ticks.ticked(&who), Ticked::No);
    assert_eq!(ticks.ticked(&Tick::Payload(mail)), Ticked::Partly);
    let said = ticks.steps[mail].values("payload");
    let differs = |key: &str| said.iter().find(|value| value.key == key).unwrap().differs.is_some();
    assert!(differs("who") && !differs("total"));
    ticks.set(&Tick::Payload(mail), true);
    assert_eq!(ticks.ticked(&who), Ticked::Yes, "all of it matters again");
    assert_eq!(
        ticks.finish().steps[0].payload,
        Some(json(r#"{"who": "Bo", "total": 600, "sent_at": "2026"}"#))
    );
    ticks.set(&Tick::Outcome, false);
    ticks.set(&Tick::Outcome, true);
    assert_eq!(ticks.finish().outcome.as_deref(), Some("fired"), "ticked anew is what happens now");
    ticks.set(&Tick::Step(mail), false);
    ticks.set(&Tick::Outcome, false);
    assert!(ticks.is_empty());
}

#[test]
fn the_second_action_of_a_type_is_expected_without_the_first() {
    let twice = TRIGGER.replace(
        r#"{"name": "target.send""#,
        r#"{"name": "reward.create", "sort_order": 4, "arguments": [{"name": "definition", "value": "more"}]}, {"name": "target.send""#,
    );
    let workspace = workspace(&[
        ("triggers/big.json", twice.as_str()),
        ("targets/mail.json", TARGET),
        ("targets/mail.twig", TEMPLATE),
        ("contexts/transaction.created/big.json", r#"{"name": "Ann", "total": 600}"#),
    ]);
    let trigger = &workspace.triggers[0];
    let case = &record_missing(&workspace, trigger, &env(&workspace))[0];
    let report = run_case(&workspace, trigger, case).unwrap();
    let mut ticks = Ticks::new(&case.expect, &report);
    let first = ticks.steps.iter().position(|step| step.wanted.action == "reward.create").unwrap();
    ticks.set(&Tick::Step(first), false);
    let expect = ticks.finish();
    let rewards: Vec<_> = expect.steps.iter().filter(|step| step.action == "reward.create").collect();
    assert_eq!(rewards.len(), 2, "the first only counts");
    assert_eq!((&rewards[0].arguments, rewards[1].arguments.is_some()), (&None, true));
    assert_eq!(verify(&expect, &report), []);
}

#[test]
fn the_clock_and_the_zone_are_the_cases_own() {
    let payload = r#"{"steps": [{"action": "target.send", "payload": {"who": "Ann", "total": 600, "sent_at": "2031"}}]}"#;
    let case = |clock: &str| {
        let cases = format!(r#"[{{"name": "it", "context": "big", {clock}, "expect": {payload}}}]"#);
        let workspace = shop(&cases);
        let report = test_workspace(&workspace, |_| true).triggers.remove(0).cases.remove(0);
        (report.verdict, report.problem.unwrap_or_default())
    };
    assert_eq!(case(r#""now": "2031-05-01T00:00:00Z""#).0, Verdict::Passed);
    assert_eq!(case(r#""now": "2030-12-31T20:00:00Z", "timezone": "Asia/Tokyo""#).0, Verdict::Passed);
    assert_eq!(case(r#""now": "2030-12-31T20:00:00Z""#).0, Verdict::Failed);
    assert!(case(r#""now": "tomorrow""#).1.contains("'tomorrow', which is no time"));
    assert!(case(r#""timezone": "Mars/Base""#).1.contains("no time zone"));
    assert!(failures(r#"{"outcome": "fired"}"#, "bigg").contains("did you mean 'big'?"));
}

#[test]
fn an_update_keeps_what_is_unticked_ignored_and_unknown() {
    let before = r#"{ "owner": "crm", "cases": [
  {"name": "a", "context": "big", "note": "keep me", "expect": {"actions": ["reward.create"], "why": 1,
    "steps": [{"action": "reward.create", "arguments": {"definition": "old", "value": 0}, "ignore": ["/arguments/value"]}]}},
  {"name": "b", "context": "small", "expect": {"outcome": "stopped"}}]}"#;
    let workspace = shop(before);
    let update = update_cases(&workspace, &workspace.cases[0]);
    assert_eq!(update.changes.iter().map(|change| change.case.as_str()).collect::<Vec<_>>(), ["a"]);
    let text = to_text(&update.source, &Style::compact());
    assert_snapshot!(text, @r#"{"owner":"crm","cases":[{"name":"a","context":"big","note":"keep me","expect":{"actions":["reward.create","target.send"],"why":1,"steps":[{"action":"reward.create","arguments":{"definition":"thanks","value":0},"ignore":["/arguments/value"]},{"action":"target.send","arguments":{"target":"mail"},"exact":true,"payload":{"who":"Ann","total":600,"sent_at":"2026"}}]}},{"name":"b","context":"small","expect":{"outcome":"stopped"}}]}"#);
    let green = shop(&text);
    let again = update_cases(&green, &green.cases[0]);
    assert_eq!((again.changes.len(), again.source == green.cases[0].source), (0, true));
}

#[test]
fn an_update_of_all_expectations_is_what_a_new_case_would_expect() {
    let workspace = shop("[]");
    let runs: Vec<_> = workspace
        .contexts
        .iter()
        .map(|context| run(&workspace, workspace.triggers[0].id, context, &env(&workspace)).unwrap())
        .collect();
    for (from, to) in [(0, 1), (1, 0), (0, 0)] {
        assert_eq!(updated(&expect(&runs[from]), &runs[to]), expect(&runs[to]));
    }
}

#[test]
fn odd_cases_are_findings_and_never_pass_silently() {
    let odd = r#"{"cases": [7, {}, {"name": "x", "context": 3, "now": 5, "expect": {"outcome": "fird", "steps": {}}},
        {"name": "x", "context": {"total": 900}, "expect": {"outcome": "fired"}}]}"#;
    let (cases, findings) = read_cases(&json(odd));
    assert_eq!(cases.len(), 4);
    let codes: Vec<_> =
        findings.iter().map(|finding| (finding.place.pointer.as_str(), finding.code)).collect();
    assert_eq!(
        codes,
        [
            ("/cases/0", "wire/shape"),
            ("/cases/1", "wire/missing"),
            ("/cases/1", "wire/missing"),
            ("/cases/1", "wire/missing"),
            ("/cases/2/context", "wire/shape"),
            ("/cases/2/now", "wire/shape"),
            ("/cases/2/expect/outcome", "case/outcome"),
            ("/cases/2/expect/steps", "wire/shape"),
            ("/cases/3/name", "case/same-name"),
        ]
    );
    let workspace = shop(odd);
    let report = test_trigger(&workspace, &workspace.triggers[0]).unwrap();
    let verdicts: Vec<Verdict> = report.cases.iter().map(|case| case.verdict).collect();
    assert_eq!(verdicts, [Verdict::Broken, Verdict::Broken, Verdict::Broken, Verdict::Passed]);
    assert_eq!(write_cases(&json(odd), &cases), json(odd));
    let orphan = crate::support::workspace(&[("cases/gone.json", r#"[{"name": "a", "expect": {}}]"#)]);
    let report = test_workspace(&orphan, |_| true);
    assert!(report.triggers[0].cases[0].problem.as_ref().unwrap().contains("there is no trigger 'gone'"));
}

const HOSTILE: &str = "<&\"'> ]]> \u{1} \u{1b}[31m \u{fffe} {{ 7*7 }} {% x %} \n\t é 🎁";

#[test]
fn junit_is_valid_whatever_things_are_called() {
    let mut workspace = shop("[]");
    workspace.name = HOSTILE.to_owned();
    let report = run(&workspace, workspace.triggers[0].id, &workspace.contexts[0], &env(&workspace)).unwrap();
    let context = CaseContext::Sample("big".to_owned());
    let mut case = new_case(HOSTILE, context, &env(&workspace), &report);
    case.expect.actions = Some(vec![HOSTILE.to_owned()]);
    case.expect.steps[1].payload = Some(reagent::json::Json::str(HOSTILE));
    let broken = new_case("gone", CaseContext::Sample(HOSTILE.to_owned()), &env(&workspace), &report);
    let text = to_text(&write_cases(&json("[]"), &[case, broken]), &Style::default());
    let mut suite = test_workspace(&shop(&text), |_| true);
    suite.workspace = HOSTILE.to_owned();
    let xml = junit(&[suite]);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{xml}")) {
            Event::Start(tag) | Event::Empty(tag) => {
                names.push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                for attribute in tag.attributes() {
                    let value = attribute.unwrap();
                    let text = String::from_utf8(value.value.into_owned()).unwrap();
                    let text = quick_xml::escape::unescape(&text).unwrap();
                    let is_allowed =
                        |c: char| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || "\n\r\t".contains(c);
                    assert!(text.chars().all(is_allowed), "{text:?}");
                    assert!(!text.contains("49"));
                }
            }
            Event::Text(text) => assert!(!text.contains(&b'\x01')),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(names, ["testsuites", "testsuite", "testcase", "failure", "testcase", "error"]);
    assert!(xml.contains(r#"tests="2" failures="1" errors="1""#));
}

#[test]
fn a_failing_case_is_shown_so_that_a_stranger_understands_it() {
    let cases = r#"{"cases": [{"name": "Ann gets her reward", "context": "big", "now": "2026-03-02T09:00:00+11:00",
      "expect": {"outcome": "fired", "steps": [
        {"action": "reward.create", "arguments": {"definition": "thanks", "value": 500}},
        {"action": "target.send", "payload": {"who": "Ann", "total": 500, "sent_at": "2026"}}]}},
      {"name": "nobody", "context": "bigg", "expect": {"outcome": "fired"}}]}"#;
    let mut suite = test_workspace(&shop(cases), |_| true);
    suite.workspace = "shop".to_owned();
    assert_snapshot!(suite_text(&[suite], Paint(false)), @r#"
    Big spender (shop/triggers/big.json)
      ✗ Ann gets her reward cases/big.json
          argument 'value' of reward.create is 600, expected 500
          the payload of target.send differs at /total
            --- expected
            +++ actual
            @@ -1,5 +1,5 @@
             {
               "who": "Ann",
            -  "total": 500,
            +  "total": 600,
               "sent_at": "2026"
             }
      ! nobody cases/big.json
          cannot be run: there is no sample 'bigg' in contexts/transaction.created; did you mean 'big'?
    2 cases: 0 passed, 1 failed, 1 cannot be run
    If what happens now is right, make it the expectation: reagent test --update
    "#);
}

#[test]
fn a_workspace_without_cases_is_not_green_and_says_how_to_make_some() {
    let mut suite = test_workspace(&shop(r#"{"cases": []}"#), |_| true);
    (suite.triggers, suite.without_cases) = (Vec::new(), vec!["big".to_owned()]);
    suite.workspace = ".".to_owned();
    assert_snapshot!(suite_text(&[suite], Paint(false)), @r"
    no cases for big; make one of every context: reagent test --record
    no cases: nothing was tested
    ");
    // What cannot be run is not mended by taking over what happens.
    let cases = r#"[{"name": "nobody", "context": "bigg", "expect": {"outcome": "fired"}}]"#;
    let mut suite = test_workspace(&shop(cases), |_| true);
    suite.workspace = ".".to_owned();
    let text = suite_text(&[suite.clone()], Paint(false));
    assert!(text.contains("(triggers/big.json)") && !text.contains("--update"), "{text}");
    assert!(junit(&[suite]).contains(r#"<testsuite name="big""#));
}

/// Every sample but the broken one has a case of each trigger, in which something happens and in which nothing does.
#[test]
fn the_samples_prove_every_trigger() {
    let folders: Vec<String> = std::fs::read_dir(project("samples"))
        .unwrap()
        .map(|entry| format!("samples/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    let mut arguments = vec!["test"];
    arguments.extend(folders.iter().map(String::as_str));
    let ran = reagent(&arguments);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("61 cases: 61 passed\n"), "{}", ran.out);
    for folder in folders.iter().filter(|folder| !folder.ends_with("broken")) {
        let workspace = load_workspace(&project(folder)).unwrap().read.workspace;
        let suite = test_workspace(&workspace, |_| true);
        assert_eq!(suite.without_cases, Vec::<String>::new(), "{folder}");
        for cases in &workspace.cases {
            let (cases, findings) = read_cases(&cases.source);
            assert_eq!(findings, [], "{folder}");
            let outcomes = cases.iter().filter_map(|case| case.expect.outcome.as_deref());
            let outcomes: std::collections::BTreeSet<&str> = outcomes.collect();
            assert!(outcomes.contains("fired") && outcomes.contains("stopped"), "{folder}: {outcomes:?}");
        }
    }
}

#[test]
fn a_planted_change_turns_the_sample_red_and_an_update_green_again() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("high-spend", folder.path());
    let at = folder.path().to_str().unwrap();
    let file = folder.path().join("triggers/high-spend.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("500\n", "600\n").replace("\"value\": 25,", "\"value\": 30,"))
        .unwrap();
    let xml = folder.path().join("junit.xml");
    let red = reagent(&["test", at, "--junit", xml.to_str().unwrap(), "--format", "json"]);
    assert_eq!(red.code, 1, "{}", red.err);
    let report: serde_json::Value = serde_json::from_str(&red.out).unwrap();
    assert_eq!(report["counts"], serde_json::json!({"passed": 5, "failed": 2, "broken": 0}));
    let difference = &report["workspaces"][0]["triggers"][0]["cases"][2]["differences"][0];
    assert_eq!(difference["message"], "argument 'value' of reward.create is 30, expected 25");
    assert!(std::fs::read_to_string(&xml).unwrap().contains("failures=\"2\""));
    let updated = reagent(&["test", at, "--update"]);
    assert_eq!(updated.code, 0, "{}", updated.out);
    assert!(updated.err.contains("updated 'gold-member-612-passes' in"), "{}", updated.err);
    assert!(updated.err.contains("argument 'value' of reward.create is 30, expected 25"));
    let cases = folder.path().join("cases/high-spend.json");
    let once = std::fs::read_to_string(&cases).unwrap();
    assert_eq!(reagent(&["test", at, "--update"]).code, 0);
    assert_eq!(std::fs::read_to_string(&cases).unwrap(), once, "a green update writes nothing");
}

#[test]
fn triggers_are_chosen_by_file_and_what_cannot_be_read_is_exit_2() {
    let one = reagent(&["test", "samples/nps-survey/triggers/nps-promoter.json"]);
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert!(one.out.contains("7 cases: 7 passed"), "{}", one.out);
    assert_eq!(reagent(&["test", "samples/nps-survey/cases/nps-promoter.json"]).out, one.out);
    let gone = reagent(&["test", "samples/nps-surve"]);
    assert_eq!(gone.code, 2);
    let folder = tempfile::tempdir().unwrap();
    copy_sample("high-spend", folder.path());
    std::fs::write(folder.path().join("cases/high-spend.json"), "{\"cases\": [").unwrap();
    let broken = reagent(&["test", folder.path().to_str().unwrap()]);
    assert_eq!((broken.code, broken.out.as_str()), (2, ""), "{}", broken.err);
    assert!(broken.err.contains("cases/high-spend.json: line 1"), "{}", broken.err);
}
