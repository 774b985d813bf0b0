//! What a trace shows of an evaluation, and which fields a rule reads.

use reagent::json::{Json, Limits, parse};
use reagent::logic::{self, EvalOptions, Rule, State, Trace};
use reagent::php::Value;

fn json(text: &str) -> Json {
    parse(text, Limits::default()).unwrap()
}

fn traced(rule: &str, data: &str) -> (Rule, Trace) {
    let rule = logic::parse(&json(rule));
    let mut trace = Trace::default();
    // The outcome may be an error: the trace shows it too.
    let outcome =
        rule.compile().eval_observed(&Value::from(&json(data)), &EvalOptions::default(), &mut trace);
    let failed = trace.state(rule.root().id) == State::Error;
    assert_eq!(outcome.is_err(), failed);
    (rule, trace)
}

fn state(rule: &Rule, trace: &Trace, pointer: &str) -> State {
    trace.state(rule.node_at(pointer).unwrap().id)
}

#[test]
fn four_states_are_told_apart() {
    let source = r#"{"or": [{">": [{"var": "a"}, 5]}, {"==": [{"var": "b"}, "x"]}, {"var": "c"}]}"#;
    let (rule, trace) = traced(source, r#"{"a": 1, "b": "x", "c": 1}"#);
    assert_eq!(state(&rule, &trace, "/or/0"), State::False);
    assert_eq!(state(&rule, &trace, "/or/0/>/0"), State::True);
    assert_eq!(state(&rule, &trace, "/or/1"), State::True);
    assert_eq!(state(&rule, &trace, "/or/2"), State::NotEvaluated);
    let (rule, trace) = traced(r#"{"and": [{"var": "a"}, {"/": [1, 0]}]}"#, r#"{"a": 1}"#);
    assert_eq!(state(&rule, &trace, "/and/0"), State::True);
    assert_eq!(state(&rule, &trace, "/and/1"), State::Error);
    assert_eq!(state(&rule, &trace, ""), State::Error);
}

#[test]
fn every_item_of_a_loop_is_recorded_with_its_index() {
    let source = r#"{"map": [{"var": "items"}, {"reduce": [{"var": "q"}, {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]}]}"#;
    let (rule, trace) = traced(source, r#"{"items": [{"q": [1, 2]}, {"q": []}, {"q": [5]}]}"#);
    let sums = rule.node_at("/map/1/reduce/1").unwrap().id;
    let shown: Vec<_> = trace
        .records_of(sums)
        .map(|record| {
            let inner = trace.iterations()[record.iteration().unwrap()];
            let outer = trace.iterations()[inner.parent().unwrap()];
            (outer.index, inner.index, record.json().unwrap())
        })
        .collect();
    assert_eq!(shown, [(0, 0, 1.into()), (0, 1, 3.into()), (2, 0, 5.into())]);
    let reduce = rule.node_at("/map/1").unwrap().id;
    let indices: Vec<_> = trace.records_of(reduce).map(|record| trace.index_of(record)).collect();
    assert_eq!(indices, [Some(0), Some(1), Some(2)]);
    let map = trace.records_of(rule.root().id).next().unwrap();
    assert_eq!((map.iteration(), map.json().unwrap().to_string()), (None, "[3,0,5]".to_owned()));
}

#[test]
fn a_trace_can_be_used_again() {
    let rule = logic::parse(&json(r#"{"map": [{"var": "items"}, {"+": [{"var": ""}, 1]}]}"#));
    let program = rule.compile();
    let mut trace = Trace::default();
    let counts = [3, 1, 2].map(|count| {
        trace.clear();
        let data = Value::from(&serde_json::json!({ "items": vec![7; count] }));
        program.eval_observed(&data, &EvalOptions::default(), &mut trace).unwrap();
        trace.records().len()
    });
    assert_eq!(counts, [8, 4, 6]);
    assert!(!trace.is_truncated());
}

#[test]
fn used_paths_are_found_wherever_they_are_named() {
    let paths = |text: &str| -> Vec<String> {
        let rule = logic::parse(&json(text));
        let used = logic::used_paths(&rule);
        used.iter()
            .map(|used| format!("{} {}", used.full_path().unwrap_or("?".to_owned()), used.pointer))
            .collect()
    };
    assert_eq!(paths(r#"{"missing": ["a", "b"]}"#), ["a /missing/0", "b /missing/1"]);
    assert_eq!(paths(r#"{"missing_some": [1, ["a"]]}"#), ["a /missing_some/1/0"]);
    assert_eq!(paths(r#"{"var": ["a", {"var": "b"}]}"#), ["a /var/0", "b /var/1/var"]);
    assert_eq!(paths(r#"{"var": {"cat": ["a", {"var": "b"}]}}"#), ["b /var/cat/1/var"]);
    assert_eq!(
        paths(
            r#"{"reduce": [{"var": "items"}, {"+": [{"var": "accumulator"}, {"var": "current.price"}]}, {"var": "start"}]}"#
        ),
        ["items /reduce/0/var", "items.*.price /reduce/1/+/1/var", "start /reduce/2/var"]
    );
    assert_eq!(
        paths(
            r#"{"some": [{"filter": [{"var": "items"}, {"var": "ok"}]}, {"some": [{"var": "tags"}, {"var": ""}]}]}"#
        ),
        [
            "items /some/0/filter/0/var",
            "items.*.ok /some/0/filter/1/var",
            "items.*.tags /some/1/some/0/var",
            "items.*.tags.* /some/1/some/1/var"
        ]
    );
    assert_eq!(paths(r#"{"map": [[1, 2], {"var": "x"}]}"#), ["? /map/1/var"]);
}
