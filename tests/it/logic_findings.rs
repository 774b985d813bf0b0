//! Findings of the parser and the linter: each rule with the codes that it gets, and where.

use reagent::diag::Severity;
use reagent::json::{Json, Limits, parse};
use reagent::logic;

const LINTS: &str = include_str!("../fixtures/jsonlogic/lints.txt");

fn json(text: &str) -> Json {
    parse(text, Limits::default()).unwrap()
}

#[test]
fn every_lint_is_found_where_it_is_and_nowhere_else() {
    for line in LINTS.lines() {
        let mut columns = line.trim_end_matches(" |").splitn(3, " | ");
        let rule = logic::parse(&json(columns.next().unwrap()));
        let sample = json(columns.next().unwrap());
        let codes: Vec<&str> = logic::lint(&rule, &[&sample]).iter().map(|finding| finding.code).collect();
        assert_eq!(codes.join(" "), columns.next().unwrap_or_default().trim(), "{line}");
    }
}

/// Code, pointer and first hint of each finding.
fn found(rule: &str) -> Vec<(&'static str, String, String)> {
    let rule = logic::parse(&json(rule));
    let shown = rule.findings().iter().map(|finding| {
        (finding.code, finding.place.pointer.clone(), finding.hints.first().cloned().unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn the_parser_says_what_is_wrong_and_where() {
    let unknown = found(r#"{"and": [true, {"fliter": [1]}]}"#);
    let hint = "Did you mean \"filter\" (items that match)?".to_owned();
    assert_eq!(unknown, [("logic/unknown-operator", "/and/1".to_owned(), hint)]);
    let few = found(r#"{"==": {"var": "a"}}"#);
    assert_eq!((few[0].0, few[0].1.as_str()), ("logic/arity", ""));
    assert_eq!(found(r#"{">": [1, 2, 3]}"#)[0].0, "logic/arity");
    assert_eq!(found(r#"{"==": [1, 2], "and": []}"#)[0].0, "logic/several-keys");
    assert_eq!(found(r#"{"var": "a", "var": "b"}"#)[0].0, "logic/duplicate-key");
    assert_eq!(found(r#"{"-": {"a": 5, "b": 3}}"#)[0].0, "logic/named-arguments");
    assert_eq!(found(r#"{"if": [true, {"var": "a"}, [1, {"var": ""}]]}"#), []);
}

#[test]
fn too_many_arguments_are_an_error_only_where_php_refuses_them() {
    let severity = |rule: &str| logic::parse(&json(rule)).findings()[0].severity;
    assert_eq!(severity(r#"{"==": [1, 2, 3]}"#), Severity::Warning);
    assert_eq!(severity(r#"{"substr": ["a", 0, 1, 2]}"#), Severity::Error);
}

fn value(rule: &str, data: &str) -> String {
    let outcome = logic::parse(&json(rule))
        .compile()
        .eval(&reagent::php::Value::from(&json(data)), &logic::EvalOptions::default());
    match outcome {
        Ok(outcome) => serde_json::Value::from(&outcome.value).to_string(),
        Err(error) => format!("{error} at {}", error.pointer),
    }
}

/// PHP 8.2's own answers to functions with these parameters, called with named arguments.
#[test]
fn named_arguments_follow_php() {
    let too_few =
        r"ArgumentCountError: JWadhams\JsonLogic::JWadhams\{closure}(): Argument #1 ($a) not passed at ";
    assert_eq!(value(r#"{"-": {"b": 3, "a": 5}}"#, "{}"), "2");
    assert_eq!(value(r#"{"-": {"b": 3, "x": 5}}"#, "{}"), "Error: Unknown named parameter $x at ");
    assert_eq!(
        value(r#"{"==": {"b": 3, "2": 5}}"#, "{}"),
        "Error: Cannot use positional argument after named argument at "
    );
    assert_eq!(
        value(r#"{"==": {"2": 3, "a": 5}}"#, "{}"),
        "Error: Named parameter $a overwrites previous argument at "
    );
    assert_eq!(value(r#"{"<": {"c": 3, "b": 5}}"#, "{}"), too_few);
}

#[test]
fn errors_name_their_place() {
    assert_eq!(
        value(r#"{"or": [false, {"/": [1, 0]}]}"#, "{}"),
        "DivisionByZeroError: Division by zero at /or/1"
    );
    assert_eq!(
        value(r#"{"cat": [{"var": "a"}, {"cat": [[1]]}]}"#, "{}"),
        "ErrorException: Array to string conversion at /cat/1"
    );
}

#[test]
fn rules_inside_data_are_evaluated_where_php_does() {
    // json-logic-php's `missing` applies `{"var": key}` to each key, and a key may be a rule.
    assert_eq!(value(r#"{"missing": {"var": "keys"}}"#, r#"{"keys": [{"cat": ["x"]}], "x": 1}"#), "[]");
    assert_eq!(value(r#"{"missing": {"var": "keys"}}"#, r#"{"keys": [["y", 7]], "x": 1}"#), "[]");
}

#[test]
fn the_second_engine_is_asked_only_where_it_can_be_trusted() {
    let compare = |rule: &str, data: &str| {
        logic::compare_engines(
            &logic::parse(&json(rule)),
            &json(data).to_value(),
            &logic::EvalOptions::default(),
        )
    };
    let alike = compare(r#"{">": [{"var": "a"}, 5]}"#, r#"{"a": 7}"#);
    assert_eq!(alike.same_decision, Some(true));
    assert_eq!(alike.reference.unwrap(), true);
    let differ = compare(r#"{"==": ["1", "01"]}"#, "{}");
    assert_eq!(differ.same_decision, Some(false));
    assert_eq!(compare(r#"{"zz_bogus": [1]}"#, "{}").same_decision, None);
    assert_eq!(compare(r#"{"in": [3, [{"+": [1, 2]}]]}"#, "{}").same_decision, None);
    assert_eq!(compare(r#"{"some": [{"var": "a"}, true]}"#, r#"{"a": [{"var": "b"}]}"#).same_decision, None);
}
