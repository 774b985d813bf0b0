//! Why a trigger did not fire: hand-made failures with their class, sentence, place and count.

use crate::support::{env, json, project, workspace};
use reagent::engine::{Cause, RunReport, Why, run, why};
use reagent::json::{Json, Style, to_text};
use reagent::model::Context;
use reagent::report::{Paint, why_text};
use std::collections::BTreeSet;

const FILES: [&str; 5] = ["comparisons", "presence", "groups", "lists", "chain"];

fn compact(json: &Json) -> String {
    to_text(json, &Style::compact())
}

/// Runs a case: a condition before an action, or actions of its own.
fn run_case(case: &Json) -> (RunReport, Context) {
    let actions = case.get("actions").map_or_else(
        || {
            let rule = compact(case.get("rule").unwrap());
            format!(
                r#"[{{"name":"filter","sort_order":1,"arguments":[{{"name":"condition","value":{rule}}}]}},
                {{"name":"benefit.create","sort_order":2,"arguments":[{{"name":"profile_id","value":"p-1"}},
                {{"name":"definition","value":"coffee"}}]}}]"#
            )
        },
        compact,
    );
    let is_active = case.get("is_active").map_or_else(|| "true".to_owned(), compact);
    let trigger =
        format!(r#"{{"name":"T","trigger":"tier.achieved","is_active":{is_active},"actions":{actions}}}"#);
    let workspace = workspace(&[("triggers/t.json", &trigger)]);
    let event = case.get("context_event").and_then(Json::as_str).unwrap_or("tier.achieved");
    let context = Context {
        name: "sample".into(),
        event: Some(event.into()),
        data: case.get("context").unwrap().clone(),
        ..Context::default()
    };
    let report = run(&workspace, workspace.triggers[0].id, &context, &env(&workspace)).unwrap();
    (report, context)
}

fn outcome_of(why: &Why) -> Vec<(&'static str, String)> {
    let cause = serde_json::to_value(why.cause).unwrap().as_str().unwrap().to_owned();
    let pointer = why.first().map_or_else(String::new, |first| first.pointer.clone());
    vec![
        ("cause", cause),
        ("sentence", why.sentence.clone()),
        ("pointer", pointer),
        ("criteria", format!("{} of {}", why.held, why.total)),
    ]
}

#[test]
fn each_failure_has_its_cause_sentence_place_and_count() {
    let (mut wrong, mut causes, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for file in FILES {
        let text = std::fs::read_to_string(project(&format!("tests/fixtures/why/{file}.json"))).unwrap();
        for case in json(&text).as_array().unwrap() {
            let name = case.get("name").unwrap().as_str().unwrap();
            let (report, context) = run_case(case);
            let Some(why) = why(&report, &context) else {
                wrong.push(format!("{file} | {name} fires"));
                continue;
            };
            causes.insert(why.cause);
            count += 1;
            for (key, found) in outcome_of(&why) {
                let expected = case.get(key).and_then(Json::as_str).unwrap_or("");
                if found != expected {
                    wrong.push(format!("{file} | {name} | {key} | {found} | {expected}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(count >= 40, "{count} cases");
    assert_eq!(causes.len(), Cause::ALL.len(), "every cause has a case: {causes:?}");
}

/// What `reagent why` prints of a condition on a context.
fn told(rule: &str, context: &str) -> String {
    let case = json(&format!(r#"{{"rule":{rule},"context":{context}}}"#));
    let (report, context) = run_case(&case);
    let why = why(&report, &context).unwrap();
    format!("{}\n{}", report.summary, why_text(&why, Paint(false)))
}

#[test]
fn the_text_says_where_how_many_more_and_what_other_engines_do() {
    let whole = told(r#"{">":[{"var":"total"},5]}"#, r#"{"total":1}"#);
    assert!(whole.contains("but is 1 at the whole condition\n"), "{whole}");
    let part = told(r#"{"and":[{">":[{"var":"total"},5]}]}"#, r#"{"total":1}"#);
    assert!(part.contains("but is 1 at /and/0\n"), "{part}");
    let other = told(r#"{"!=":[{"var":"code"},"1e1"]}"#, r#"{"code":"10"}"#);
    assert!(other.contains("engines disagree (portable JSON Logic would let it pass)"), "{other}");
    for never in ["false", "{}", "0"] {
        let text = told(never, "{}");
        assert!(text.starts_with("Stopped at step 1: the condition never holds\n"), "{never}: {text}");
    }
    let many: Vec<String> = (0..23).map(|at| format!(r#"{{"==":[{{"var":"f{at}"}},"x"]}}"#)).collect();
    let many = told(&format!(r#"{{"and":[{}]}}"#, many.join(",")), "{}");
    assert_eq!((many.matches('\u{2717}').count(), many.contains("  … and 3 more\n")), (20, true), "{many}");
}
