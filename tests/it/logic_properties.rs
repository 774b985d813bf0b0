//! What holds for every rule and all data: writing gives the source back, tracing changes nothing, nothing panics.

use proptest::prelude::*;
use reagent::json::{Json, Limits, Object, parse};
use reagent::logic::{self, EvalLimits, EvalOptions, Trace, Warnings};
use reagent::php::Value;

fn scalar() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        (-3_i64..6).prop_map(Json::int),
        prop_oneof![Just("1.0"), Just("0.5"), Just("-2.5"), Just("1e300"), Just("12345678901234567890")]
            .prop_map(|text| Json::number(text).unwrap()),
        prop_oneof![
            Just(""),
            Just("0"),
            Just("a"),
            Just("b"),
            Just("a.b"),
            Just("items"),
            Just("current"),
            Just("accumulator"),
            Just("current.a"),
            Just("5 apples"),
            Just("1e1"),
            Just("gold"),
            Just("é"),
            Just("2024-01-01"),
            Just("0.a"),
        ]
        .prop_map(Json::str),
    ]
}

fn name() -> impl Strategy<Value = String> {
    let known = (0..logic::operators().len()).prop_map(|at| logic::operators()[at].name.to_owned());
    prop_oneof![
        30 => known,
        1 => Just("zz_bogus".to_owned()),
        1 => Just("1".to_owned()),
        1 => Just("b".to_owned()),
    ]
}

/// Any JSON, mostly shaped like rules.
fn rule() -> impl Strategy<Value = Json> {
    scalar().prop_recursive(5, 48, 4, |inner| {
        let args = prop::collection::vec(inner.clone(), 0..4);
        let call = |name: String, args: Json| Json::Object([(name, args)].into_iter().collect());
        prop_oneof![
            6 => (name(), args.clone()).prop_map(move |(name, args)| call(name, Json::Array(args))),
            2 => (name(), inner.clone()).prop_map(move |(name, arg)| call(name, arg)),
            1 => args.prop_map(Json::Array),
            1 => prop::collection::vec((name(), inner), 0..3)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

fn data() -> impl Strategy<Value = Json> {
    let key =
        || prop_oneof![Just("a"), Just("b"), Just("items"), Just("0"), Just("")].prop_map(str::to_owned);
    scalar().prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            prop::collection::vec((key(), inner), 0..4)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// Data with a list at `items`, where the loops find it.
fn context() -> impl Strategy<Value = Json> {
    (data(), prop::collection::vec(data(), 0..4), data()).prop_map(|(a, items, b)| {
        let entries = [("a", a), ("items", Json::Array(items)), ("b", b)];
        Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>())
    })
}

fn options(warnings: Warnings) -> EvalOptions {
    EvalOptions {
        limits: EvalLimits { steps: 5_000, text_bytes: 4_096, items: 1_000, ..EvalLimits::default() },
        warnings,
    }
}

fn shown(result: &Result<logic::Outcome, logic::EvalError>) -> String {
    match result {
        Ok(outcome) => format!("{:?} {:?}", outcome.value, outcome.warnings),
        Err(error) => format!("{error:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_and_writing_give_the_source_back(source in rule()) {
        let rule = logic::parse(&source);
        prop_assert_eq!(rule.to_json(), source.clone());
        for node in rule.nodes() {
            let pointer = rule.pointer(node.id);
            prop_assert!(source.pointer(pointer).is_some(), "{}", pointer);
            prop_assert_eq!(rule.node_at(pointer).map(|found| found.id), Some(node.id));
        }
    }

    #[test]
    fn a_traced_evaluation_gives_the_same_as_an_untraced_one(source in rule(), data in context()) {
        let rule = logic::parse(&source);
        let program = rule.compile();
        let data = Value::from(&data);
        for warnings in [Warnings::Raise, Warnings::Ignore] {
            let options = options(warnings);
            let plain = program.eval(&data, &options);
            let mut trace = Trace::default();
            let traced = program.eval_observed(&data, &options, &mut trace);
            prop_assert_eq!(shown(&plain), shown(&traced));
            let expected = plain.map(|outcome| logic::is_truthy(&outcome.value));
            prop_assert_eq!(program.decide(&data, &options), expected);
        }
    }

    #[test]
    fn sentences_paths_and_lints_take_every_rule(source in rule(), data in context()) {
        let rule = logic::parse(&source);
        for node in rule.nodes() {
            logic::describe_node(&rule, node.id);
        }
        logic::describe_condition(&rule);
        for used in logic::used_paths(&rule) {
            prop_assert!(source.pointer(&used.pointer).is_some());
        }
        for finding in logic::lint(&rule, &[&data]) {
            prop_assert!(finding.code.starts_with("logic/"));
        }
        let compared = logic::compare_engines(&rule, &data.to_value(), &options(Warnings::Raise));
        prop_assert!(compared.same_decision.is_some() || compared.reference.is_err());
    }
}

/// Drops lists that are too deep for the compiler's own recursive drop.
fn dismantle(json: Json) {
    let mut rest = vec![json];
    while let Some(json) = rest.pop() {
        if let Json::Array(items) = json {
            rest.extend(items);
        }
    }
}

#[test]
fn a_hundred_thousand_levels_are_an_error_not_a_crash() {
    let mut deep = Json::Bool(true);
    for _ in 0..100_000 {
        deep = Json::Array(vec![deep]);
    }
    let rule = logic::parse(&deep);
    assert!(rule.findings().iter().any(|finding| finding.code == "logic/limit-depth"));
    let error = rule.compile().eval(&Value::Null, &EvalOptions::default()).unwrap_err();
    assert_eq!(error.code, "logic/limit-depth");
    dismantle(deep);
    // Between what is evaluated and what JSON allows, the source is kept.
    let source = nest(Json::Null, "!", logic::MAX_DEPTH + 50);
    let rule = logic::parse(&source);
    assert_eq!(rule.to_json(), source);
    assert_eq!(rule.findings()[0].code, "logic/limit-depth");
}

#[test]
fn the_deepest_rule_that_is_read_is_evaluated() {
    let mut source = Json::Bool(true);
    for _ in 0..logic::MAX_DEPTH {
        source = Json::Object([("!".to_owned(), source)].into_iter().collect());
    }
    let rule = logic::parse(&source);
    assert_eq!(rule.findings(), []);
    assert_eq!(rule.to_json(), source);
    let program = rule.compile();
    assert_eq!(program.decide(&Value::Null, &EvalOptions::default()), Ok(true));
    program.eval_observed(&Value::Null, &EvalOptions::default(), &mut Trace::default()).unwrap();
    assert_eq!(logic::describe(&rule), "always");
    assert!(rule.nodes().all(|node| !logic::describe_node(&rule, node.id).is_empty()));
    assert_eq!(logic::used_paths(&rule), []);
}

/// Wraps JSON in one operation after the other.
fn nest(mut source: Json, operator: &str, levels: usize) -> Json {
    for _ in 0..levels {
        source = Json::Object([(operator.to_owned(), source)].into_iter().collect());
    }
    source
}

#[test]
fn every_operator_may_be_nested_to_the_limit() {
    let options = options(Warnings::Ignore);
    for operator in logic::operators() {
        let inner = Json::Array(vec![Json::int(1), Json::int(2)]);
        let rule = logic::parse(&nest(inner, operator.name, logic::MAX_DEPTH - 1));
        let program = rule.compile();
        let plain = program.eval(&Value::Null, &options);
        let traced = program.eval_observed(&Value::Null, &options, &mut Trace::default());
        assert_eq!(shown(&plain), shown(&traced), "{}", operator.name);
        assert!(!logic::describe(&rule).is_empty() || operator.name == "var");
        logic::describe_condition(&rule);
        logic::used_paths(&rule);
        logic::lint(&rule, &[]);
    }
}

#[test]
fn loops_and_choices_may_be_nested_to_the_limit() {
    let var = || parse(r#"{"var": ""}"#, Limits::default()).unwrap();
    let list = || Json::Array(vec![Json::int(1)]);
    for operator in ["map", "filter", "reduce", "all", "some", "none", "if", "and", "+", "cat"] {
        let mut source = var();
        // Two levels for each: the object and its list.
        for _ in 0..(logic::MAX_DEPTH - 2) / 2 {
            source = Json::Object(
                [(operator.to_owned(), Json::Array(vec![list(), source]))].into_iter().collect(),
            );
        }
        let rule = logic::parse(&source);
        assert!(rule.findings().iter().all(|finding| finding.code != "logic/limit-depth"), "{operator}");
        let program = rule.compile();
        let options = options(Warnings::Ignore);
        let plain = program.eval(&Value::Int(1), &options);
        let traced = program.eval_observed(&Value::Int(1), &options, &mut Trace::default());
        assert_eq!(shown(&plain), shown(&traced), "{operator}");
        logic::describe(&rule);
    }
}

#[test]
fn deep_rules_that_find_deep_rules_in_the_data_end() {
    let missing = parse(r#"{"missing": {"var": "a"}}"#, Limits::default()).unwrap();
    let rule = logic::parse(&nest(missing.clone(), "!", logic::MAX_DEPTH - 2));
    let keys = Json::Array(vec![nest(missing, "cat", 12)]);
    let data = Value::from(&Json::Object([("a".to_owned(), keys)].into_iter().collect()));
    let error = rule.compile().eval(&data, &EvalOptions::default()).unwrap_err();
    assert_eq!(
        (error.code, error.message.as_str()),
        ("logic/limit-depth", "rules found in the data are nested too deep")
    );
}

fn failing(rule: &str, data: &str, steps: u64) -> logic::EvalError {
    let json = |text| parse(text, Limits::default()).unwrap();
    let mut options = options(Warnings::Ignore);
    options.limits.steps = steps;
    logic::parse(&json(rule)).compile().eval(&Value::from(&json(data)), &options).unwrap_err()
}

#[test]
fn limits_are_errors_with_a_place() {
    let items = format!("{{\"items\": [{}1]}}", "1,".repeat(600));
    let nested = r#"{"map": [{"var": "items"}, {"map": [[1,2,3,4], {"+": [{"var": ""}, 1]}]}]}"#;
    assert_eq!(failing(nested, &items, 5_000).code, "logic/limit-steps");
    let doubling =
        r#"{"reduce": [{"var": "items"}, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "x"]}"#;
    let error = failing(doubling, &items, 50_000);
    assert_eq!((error.code, error.pointer.as_str()), ("logic/limit-output", "/reduce/1"));
    let growing = r#"{"reduce": [{"var": "items"}, [{"var": "accumulator"}, {"var": "accumulator"}], 0]}"#;
    assert_eq!(failing(growing, &items, 50_000).code, "logic/limit-output");
    let deepening = r#"{"reduce": [{"var": "items"}, [{"var": "accumulator"}], 0]}"#;
    assert_eq!(failing(deepening, &items, 50_000).code, "logic/limit-output");
}

#[test]
fn a_rule_in_the_data_that_finds_itself_ends() {
    let error = failing(r#"{"missing": {"var": "a"}}"#, r#"{"a": [{"missing": {"var": "a"}}]}"#, 5_000);
    assert_eq!(error.code, "logic/limit-depth");
}
