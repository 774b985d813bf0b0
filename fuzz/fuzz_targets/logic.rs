//! Any bytes as a rule and its data: nothing may panic, overflow or differ between the ways of evaluating.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reagent::json::{self, Json, Limits};
use reagent::logic::{self, EvalLimits, EvalOptions, Trace, Warnings};
use reagent::php::Value;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(input) = json::parse(text, Limits::default()) else { return };
    // `{"rule": …, "data": …}`, or a rule that is its own data.
    let rule = input.get("rule").unwrap_or(&input);
    let data = input.get("data").unwrap_or(&input);
    check(rule, data);
});

fn check(source: &Json, data: &Json) {
    let rule = logic::parse(source);
    assert_eq!(rule.to_json(), *source);
    let sentence = logic::describe(&rule);
    assert!(!sentence.is_empty() || source.as_str().is_some() || rule.root().call().is_some());
    logic::describe_condition(&rule);
    let used = logic::used_paths(&rule);
    assert!(used.iter().all(|used| source.pointer(&used.pointer).is_some()));
    logic::lint(&rule, &[data]);
    let program = rule.compile();
    let data_value = Value::from(data);
    for warnings in [Warnings::Raise, Warnings::Ignore] {
        let limits = EvalLimits { steps: 20_000, text_bytes: 1 << 16, items: 10_000, ..EvalLimits::default() };
        let options = EvalOptions { limits, warnings };
        let plain = program.eval(&data_value, &options);
        let mut trace = Trace::default();
        let traced = program.eval_observed(&data_value, &options, &mut trace);
        assert_eq!(shown(&plain), shown(&traced), "traced and untraced differ");
        let decided = program.decide(&data_value, &options);
        let expected = plain.map(|outcome| logic::is_truthy(&outcome.value));
        assert_eq!(decided, expected, "decided and evaluated differ");
        assert!(trace.records().iter().all(|record| record.node().index() < rule.node_count()));
    }
}

fn shown(result: &Result<logic::Outcome, logic::EvalError>) -> String {
    match result {
        Ok(outcome) => format!("{:?} {:?}", outcome.value, outcome.warnings),
        Err(error) => format!("{error:?}"),
    }
}
