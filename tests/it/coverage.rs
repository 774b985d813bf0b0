//! Coverage: what cases and samples have shown of conditions, actions and templates, and what not.

use crate::support::{NOW, env, json, project, reagent, workspace};
use reagent::io::load_workspace;
use reagent::logic;
use reagent::model::Workspace;
use reagent::php::Value;
use reagent::prove::{
    Coverage, CoverageRatios, case_coverage, context_coverage, coverage_ratios, leaf_conditions,
    target_coverage,
};
use reagent::twig::{Settings, Template};
use serde_json::json as value;

const TRIGGER: &str = r#"{"name": "Gold", "trigger": "profile.updated", "actions": [
  {"name": "target.send", "sort_order": 3, "arguments": [{"name": "target", "value": "mail"}]},
  {"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value":
    {"and": [{"===": [{"var": "tier"}, "gold"]}, {"or": [{">": [{"var": "total"}, 500]}, {"var": "vip"}]}]}}]},
  {"name": "reward.create", "sort_order": 2, "arguments": [{"name": "value", "is_dynamic": true, "value":
    {"if": [{">": [{"var": "total"}, 1000]}, 50, 25]}}]}]}"#;
const TARGET: &str = r#"{"name": "Mail", "handle": "mail", "url": "https://mail.example.com"}"#;
const TEMPLATE: &str = r#"{
{% if name %}"name": {{ name|json_encode|raw }},{% elseif nick %}"nick": "x",{% endif %}
"items": [{% for item in items %}{{ item.sku is defined ? 1 : 2 }}{{ loop.last ? '' : ',' }}{% endfor %}],
"who": {{ (nick ?: 'nobody')|json_encode|raw }} }"#;

fn shop(contexts: &[&str]) -> Workspace {
    let named: Vec<(String, &str)> = contexts
        .iter()
        .enumerate()
        .map(|(number, text)| (format!("contexts/profile.updated/{number}.json"), *text))
        .collect();
    let mut files =
        vec![("triggers/gold.json", TRIGGER), ("targets/mail.json", TARGET), ("targets/mail.twig", TEMPLATE)];
    files.extend(named.iter().map(|(path, text)| (path.as_str(), *text)));
    workspace(&files)
}

fn over(contexts: &[&str]) -> Coverage {
    let workspace = shop(contexts);
    context_coverage(&workspace, &workspace.triggers[0], &env(&workspace))
}

/// What is missing, a line each: pointer or line, and the sentence.
fn missing(coverage: &Coverage) -> Vec<String> {
    let at = |place: &reagent::diag::Place| match place.span {
        Some(span) => span.line.to_string(),
        None => place.pointer.clone(),
    };
    coverage.uncovered().iter().map(|item| format!("{} {}", at(&item.place), item.sentence)).collect()
}

#[test]
fn what_no_sample_shows_is_named_with_its_place() {
    let coverage = over(&[r#"{"tier": "gold", "total": 600, "name": "Ann", "items": [{"sku": 1}, {}]}"#]);
    assert_eq!(
        missing(&coverage),
        [
            "/actions/1/arguments/0/value/and/0 never false: tier is 'gold'",
            "/actions/1/arguments/0/value/and/1/or/0 never false: total is more than 500",
            "/actions/1/arguments/0/value/and/1/or/1 never asked: vip",
            "/actions/2/arguments/0/value/if/0 never true: total is more than 1000",
            "2 never skipped: if name",
            "2 never asked: elseif nick",
            "3 never empty: for … in items",
            "4 never true: nick",
        ]
    );
    assert_eq!((coverage.ratio().covered, coverage.ratio().total), (13, 23));
}

#[test]
fn everything_can_be_covered() {
    let coverage = over(&[
        r#"{"tier": "gold", "total": 600, "name": "Ann", "items": [{"sku": 1}, {}]}"#,
        r#"{"tier": "gold", "total": 1600, "nick": "A", "items": []}"#,
        r#"{"tier": "gold", "total": 2, "vip": true}"#,
        r#"{"tier": "gold", "total": 2, "vip": false}"#,
        r#"{"tier": "silver"}"#,
    ]);
    assert_eq!(missing(&coverage), Vec::<String>::new());
    assert!(coverage.ratio().is_full() && coverage.ratio().percent() == "100");
    let counts: Vec<_> = coverage.triggers[0].actions.iter().map(|action| action.reached).collect();
    assert_eq!(counts, [3, 5, 3], "in file order");
    assert_eq!(coverage.templates[0].renders, 3);
}

#[test]
fn nothing_was_run_and_what_fails_is_said() {
    let coverage = over(&[]);
    assert_eq!(coverage.ratio().covered, 0);
    assert!(missing(&coverage).contains(&"/actions/0 never reached: target.send".to_owned()));
    let failing = TRIGGER.replace(r#"{"var": "vip"}"#, r#"{"%": [{"var": "vip"}, 0]}"#);
    let workspace = workspace(&[
        ("triggers/gold.json", &failing),
        ("contexts/profile.updated/a.json", r#"{"tier": "gold", "total": 1}"#),
    ]);
    let coverage = context_coverage(&workspace, &workspace.triggers[0], &env(&workspace));
    let found = missing(&coverage);
    assert!(found.iter().any(|line| line.contains("never without an error: ")), "{found:#?}");
}

#[test]
fn groups_and_constants_are_no_leaves() {
    let of = |text: &str, is_condition| {
        let rule = logic::parse(&json(text));
        let leaves = leaf_conditions(&rule, is_condition);
        leaves.iter().map(|leaf| rule.pointer(*leaf).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(r#"{"!": [{"or": [{"var": "a"}, false]}]}"#, true), ["/!/0/or/0"]);
    assert_eq!(
        of(r#"{"some": [{"var": "items"}, {"and": [{">": [{"var": "q"}, 1]}, {"var": "x"}]}]}"#, true),
        ["", "/some/1/and/0", "/some/1/and/1"]
    );
    assert_eq!(of(r#"{"+": [{"var": "a"}, {"if": [{"var": "b"}, {"var": "c"}, 1]}]}"#, false), ["/+/1/if/0"]);
    assert_eq!(of(r#"{"or": [{"var": "a"}, "none"]}"#, false), ["/or/0"]);
    assert_eq!(of("true", true), Vec::<String>::new());
}

#[test]
fn a_template_tells_which_way_it_went_in_macros_and_captures_too() {
    let source = "{% macro m(x) %}{{ x ? 'a' : 'b' }}{% endmacro %}{% import _self as me %}\
        {% set s %}{% if s2 %}1{% else %}2{% endif %}{% endset %}{{ me.m(1) }}{{ me.m(0) }}{{ s }}";
    let settings = Settings::default();
    let template = Template::compile(source, &settings).unwrap();
    let traced = template.render_traced(&Value::from(&value!({})), &settings).unwrap();
    assert_eq!(traced.output, "ab2");
    let seen: Vec<_> = template
        .choices()
        .into_iter()
        .zip(&traced.choices)
        .map(|(choice, seen)| (choice.condition, seen.yes, seen.no))
        .collect();
    assert_eq!(seen, [("s2".to_owned(), 0, 1), ("x".to_owned(), 1, 1)]);
}

#[test]
fn cases_count_at_their_own_clock_and_triggers_without_cases_count_nothing() {
    let cases = format!(
        r#"[{{"name": "a", "context": {{"tier": "silver"}}, "now": "{NOW}", "expect": {{}}}},
        {{"name": "gone", "context": "nowhere", "expect": {{}}}}]"#
    );
    let workspace = workspace(&[
        ("triggers/gold.json", TRIGGER),
        ("triggers/other.json", TRIGGER),
        ("cases/gold.json", &cases),
    ]);
    let coverage = case_coverage(&workspace, |_| true);
    let runs: Vec<_> = coverage.triggers.iter().map(|trigger| trigger.runs).collect();
    assert_eq!(runs, [1, 0]);
    assert_eq!(coverage.triggers[0].conditions[0].seen.no, 1);
}

#[test]
fn the_command_prints_lines_and_holds_the_least_percentage() {
    let ran = reagent(&["test", "samples/high-spend", "--coverage"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("% covered: "), "{}", ran.out);
    let red = reagent(&["test", "samples/high-spend", "--min-coverage", "85.72"]);
    assert_eq!(red.code, 1);
    assert_eq!(red.err, "reagent: 85.71 % are covered, 85.72 % are asked for\n");
    let line = "  samples/high-spend/targets/klaviyo-high-spend.twig:29 never empty: for … in items\n";
    assert!(red.out.contains(line), "{}", red.out);
    assert_eq!(reagent(&["test", "samples/high-spend", "--min-coverage", "85.71"]).code, 0);
    let report = reagent(&["test", "samples/high-spend", "--coverage=contexts", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(report["coverage"]["ratio"], value!({"covered": 12, "total": 14, "percent": "85.71"}));
    let wrong = reagent(&["test", "samples/tier-2-welcome", "--min-coverage", "120"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("from 0 to 100"), "{}", wrong.err);
}

#[test]
fn the_ratios_of_a_workspace_are_those_of_its_triggers_and_targets_one_by_one() {
    let workspace = load_workspace(&project("samples/loyalty-demo")).unwrap().read.workspace;
    let env = env(&workspace);
    let ratios = coverage_ratios(&workspace, &env, &|| true);
    assert_eq!(ratios.triggers.len(), workspace.triggers.len());
    for (id, ratio) in ratios.triggers {
        let coverage = context_coverage(&workspace, workspace.trigger(id).unwrap(), &env);
        assert_eq!(ratio, coverage.triggers[0].ratio());
    }
    assert!(!ratios.templates.is_empty());
    for (handle, ratio) in ratios.templates {
        let coverage = target_coverage(&workspace, workspace.target(&handle).unwrap(), &env).unwrap();
        assert_eq!(ratio, coverage.ratio(), "{handle}");
    }
    assert_eq!(coverage_ratios(&workspace, &env, &|| false), CoverageRatios::default());
}
