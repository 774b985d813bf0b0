//! The operator table: every example gives what the table says, every name is found.

use reagent::json::{Json, Limits, parse};
use reagent::logic::{self, EvalOptions};
use reagent::php::Value;

fn json(text: &str) -> Json {
    parse(text, Limits::default()).unwrap()
}

#[test]
fn every_example_gives_its_result() {
    assert_eq!(logic::operators().len(), 35);
    for operator in logic::operators() {
        let rule = logic::parse(&json(operator.rule));
        assert!(rule.findings().is_empty(), "{}", operator.name);
        let call = rule.root().call().unwrap();
        assert_eq!(call.operator, Some(operator));
        let outcome =
            rule.compile().eval(&Value::from(&json(operator.data)), &EvalOptions::default()).unwrap();
        let expected: serde_json::Value = serde_json::from_str(operator.result).unwrap();
        assert_eq!(serde_json::Value::from(&outcome.value), expected, "{}", operator.name);
    }
}

#[test]
fn names_are_unique_and_aliases_are_no_operators() {
    for (position, operator) in logic::operators().iter().enumerate() {
        assert_eq!(logic::operator(operator.name), Some(operator));
        assert!(logic::operators().iter().skip(position + 1).all(|other| other.name != operator.name));
        for alias in operator.aliases {
            assert_eq!(logic::operator(alias), None, "{alias}");
            assert_eq!(logic::suggestion(alias).map(|near| near.name), Some(operator.name), "{alias}");
        }
    }
}

#[test]
fn an_unknown_operator_gets_a_suggestion() {
    let cases = [
        ("fliter", "filter"),
        ("AND", "and"),
        ("contains", "in"),
        ("missingSome", "missing_some"),
        ("=", "=="),
    ];
    for (written, meant) in cases {
        assert_eq!(logic::suggestion(written).map(|operator| operator.name), Some(meant), "{written}");
    }
    assert_eq!(logic::suggestion("zz_bogus"), None);
}
