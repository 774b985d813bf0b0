//! Verdicts: what is said to be never or always true is so on every context that is tried.

use crate::support::json;
use proptest::prelude::*;
use reagent::json::Json;
use reagent::logic::{self, EvalOptions, Exception, Verdict};
use reagent::php::Value;
use std::fmt::Write;

const CASES: &str = include_str!("../fixtures/jsonlogic/certain.txt");

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Varies => "varies",
        Verdict::NeverTrue => "never",
        Verdict::AlwaysTrue => "always",
    }
}

#[test]
fn rules_have_their_verdicts() {
    let mut wrong = String::new();
    for line in CASES.lines() {
        let (rule, expected) = line.rsplit_once(" | ").unwrap();
        let found = word(logic::verdict(&logic::parse(&json(rule))));
        if found != expected {
            writeln!(wrong, "{rule} is {found}, not {expected}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_only_true_or_odd_text_would_pass_is_told_with_that_exception() {
    let told = |text: &str| {
        let rule = logic::parse(&json(text));
        (word(logic::sensible_verdict(&rule)), logic::verdict_exception(&rule))
    };
    let is = |op: &str, literal: &str| format!(r#"{{"{op}":[{{"var":"x"}},{literal}]}}"#);
    let pair = |group: &str, a: String, b: String| format!(r#"{{"{group}":[{a},{b}]}}"#);
    let never = [
        (is("==", r#""AUD""#), is("==", r#""NZD""#), Exception::True),
        (is("in", r#"["AUD","NZD"]"#), is("==", r#""USD""#), Exception::True),
        (is("==", "1"), is("==", "2"), Exception::True),
        (is(">=", "10"), is("<=", "5"), Exception::Either),
        (is(">=", r#""2026-06-01""#), is("<=", r#""2026-01-01""#), Exception::True),
        (is(">", "1000"), is("<", "500"), Exception::OddText),
        (is("===", r#""a""#), is("===", r#""b""#), Exception::Nothing),
    ];
    for (a, b, exception) in never {
        assert_eq!(told(&pair("and", a.clone(), b.clone())), ("never", exception), "{a} {b}");
    }
    let both = pair("or", is("!=", r#""AUD""#), is("!=", r#""NZD""#));
    assert_eq!(told(&both), ("always", Exception::True));
    // A field that is compared with a flag may hold one.
    let flag = format!(r#"{{"and":[{},{},{}]}}"#, is("==", "true"), is("==", r#""a""#), is("==", r#""b""#));
    assert_eq!(told(&flag).0, "varies");
    let same = pair("and", is("==", "5"), is("==", r#""5.0""#));
    assert_eq!(told(&same).0, "varies");
}

#[test]
fn parts_are_named_where_they_are() {
    let parts = |rule: &str| -> Vec<String> {
        let rule = logic::parse(&json(rule));
        let place = |id| rule.pointer(id).to_owned();
        let shown = logic::certain_parts(&rule).into_iter().map(|part| {
            let pair = part.pair.map(|(a, b)| format!(": {} {}", place(a), place(b))).unwrap_or_default();
            format!("{} {}{pair}", word(part.verdict), place(part.node))
        });
        shown.collect()
    };
    let both = r#"{"and":[{"===":[{"var":"y"},1]},{">":[{"var":"x"},5]},{"<":[{"var":"x"},3]}]}"#;
    assert_eq!(parts(both), ["never : /and/1 /and/2"]);
    assert_eq!(
        parts(&format!(r#"{{"or":[{{"var":"a"}},{both}]}}"#)),
        ["never /or/1: /or/1/and/1 /or/1/and/2"]
    );
    assert_eq!(parts(r#"{"if":[{"in":[{"var":"x"},[]]},true,false]}"#), ["never "]);
    assert_eq!(parts(r#"{"if":[{"in":[{"var":"x"},[]]},"a",{"var":"x"}]}"#), ["never /if/0"]);
    assert_eq!(parts(r#"{"and":[true,{"var":"x"}]}"#), [""; 0]);
}

/// Literals of which many are near each other in one of PHP's orders.
const LITERALS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "3",
    "5",
    "5.0",
    "-1",
    "0.5",
    "1e300",
    "9007199254740993",
    "\"\"",
    "\"0\"",
    "\"3\"",
    "\"5\"",
    "\"05\"",
    "\"5.0\"",
    "\" 5\"",
    "\"5 \"",
    "\"1e1\"",
    "\"10\"",
    "\"a\"",
    "\"b\"",
    "\"gold\"",
    "\"Gold\"",
    "\"5 apples\"",
    "\"2024-01-01\"",
    "\"2024-06-01\"",
    "\"INF\"",
    "\"-\"",
    "\"é\"",
];
const MORE_VALUES: &[&str] = &[
    "[]",
    "{}",
    "[0]",
    "[\"a\"]",
    "{\"a\":null}",
    "2",
    "4",
    "4.5",
    "-0.0",
    "1e999",
    "-1e999",
    "\"4\"",
    "\"4.5\"",
    "\"-0\"",
    "\"00\"",
    "\"aa\"",
    "\"~\"",
    "\"2024-03\"",
    "\"1e999\"",
    "\" \"",
    "\"\\t4\"",
    "9007199254740992",
    "\"9007199254740993\"",
    "\"99999999999999999999\"",
    "\"+3\"",
    "\".5\"",
    "\"5e0\"",
    "\"3x\"",
    "[[]]",
];

fn literal() -> impl Strategy<Value = Json> {
    prop::sample::select(LITERALS.to_vec()).prop_map(json)
}

fn field() -> impl Strategy<Value = Json> {
    prop_oneof![
        6 => Just(json(r#"{"var": "x"}"#)),
        2 => Just(json(r#"{"var": ["y"]}"#)),
        1 => literal().prop_map(|default| call("var", vec![Json::str("x"), default])),
    ]
}

fn call(name: &str, args: Vec<Json>) -> Json {
    Json::Object([(name.to_owned(), Json::Array(args))].into_iter().collect())
}

fn atom() -> impl Strategy<Value = Json> {
    let operator = prop::sample::select(vec!["==", "!=", "===", "!==", "<", "<=", ">", ">="]);
    let order = prop::sample::select(vec!["<", "<="]);
    prop_oneof![
        6 => (operator.clone(), field(), literal()).prop_map(|(op, a, b)| call(op, vec![a, b])),
        2 => (operator, literal(), field()).prop_map(|(op, a, b)| call(op, vec![a, b])),
        2 => (order, literal(), field(), literal()).prop_map(|(op, a, b, c)| call(op, vec![a, b, c])),
        2 => (field(), prop::collection::vec(literal(), 0..3))
            .prop_map(|(needle, list)| call("in", vec![needle, Json::Array(list)])),
        1 => (literal(), field()).prop_map(|(needle, list)| call("in", vec![needle, list])),
        1 => field(),
        1 => literal(),
        1 => Just(json(r#"{"missing": ["x"]}"#)),
        1 => Just(json(r#"{"-": [{"var": "x"}, 1]}"#)),
    ]
}

fn condition() -> impl Strategy<Value = Json> {
    atom().prop_recursive(3, 8, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..4);
        let group = prop::sample::select(vec!["and", "or", "and", "if"]);
        prop_oneof![
            4 => (group, some).prop_map(|(name, args)| call(name, args)),
            1 => inner.clone().prop_map(|arg| call("!", vec![arg])),
            1 => (prop::sample::select(vec!["some", "all", "none"]), inner)
                .prop_map(|(name, arg)| call(name, vec![json(r#"{"var": "x"}"#), arg])),
        ]
    })
}

/// Text that is no number, and true: what sensible verdicts may leave out.
fn is_odd(value: &Value, exception: Exception) -> bool {
    let is_odd_text =
        || value.as_str().is_some_and(|text| !text.is_empty() && reagent::php::numeric(text).is_none());
    let is_true = || matches!(value, Value::Bool(true));
    match exception {
        Exception::Nothing => false,
        Exception::True => is_true(),
        Exception::OddText => is_odd_text(),
        Exception::Either => is_true() || is_odd_text(),
    }
}

fn values() -> Vec<Option<Value>> {
    let all = LITERALS.iter().chain(MORE_VALUES).map(|text| Some(Value::from(&json(text))));
    all.chain([None]).collect()
}

/// Evaluates a rule on every value of `x`, with some values of `y`; calls back with what came out.
fn on_every_value(rule: &Json, with_y: bool, mut seen: impl FnMut(Option<bool>, &Value)) {
    let program = logic::parse(rule).compile();
    let values = values();
    for (at, x) in values.iter().enumerate() {
        let others = [at, 0, (at * 7 + 3) % values.len(), (at * 13 + 5) % values.len()];
        for y in others.into_iter().take(if with_y { 4 } else { 1 }) {
            let mut data = reagent::php::Array::new();
            for (name, value) in [("x", x), ("y", &values[y])] {
                if let Some(value) = value {
                    data.insert_str(name, value.clone());
                }
            }
            let data = Value::array(data);
            seen(program.decide(&data, &EvalOptions::default()).ok(), &data);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_holds_on_every_context(rule in condition()) {
        let parsed = logic::parse(&rule);
        let sensible = logic::sensible_verdict(&parsed);
        if sensible != Verdict::Varies {
            let exception = logic::verdict_exception(&parsed);
            on_every_value(&rule, true, |holds, data| {
                let is_odd = data.as_array().unwrap().values().any(|value| is_odd(value, exception));
                let is_told = (holds == Some(true)) == (sensible == Verdict::AlwaysTrue);
                assert!(is_odd || is_told, "{rule:?} on {data:?}");
            });
        }
        match logic::verdict(&parsed) {
            Verdict::Varies => {}
            Verdict::NeverTrue => on_every_value(&rule, true, |holds, data| {
                assert_ne!(holds, Some(true), "{rule:?} on {data:?}");
            }),
            Verdict::AlwaysTrue => on_every_value(&rule, true, |holds, data| {
                assert_eq!(holds, Some(true), "{rule:?} on {data:?}");
            }),
        }
    }
}

/// Two comparisons of one field, all of them: a contradiction or tautology is told wherever the values show no other.
#[test]
fn two_comparisons_of_one_field_are_told_exactly() {
    let operators = ["==", "!=", "===", "!==", "<", "<=", ">", ">="];
    let literals = ["null", "true", "3", "5", "\"5\"", "\"a\"", "\"b\""];
    let (mut told, mut missed) = (0, Vec::new());
    for (first, a) in operators.iter().flat_map(|op| literals.iter().map(move |literal| (op, literal))) {
        for (second, b) in operators.iter().flat_map(|op| literals.iter().map(move |literal| (op, literal))) {
            let rule = format!(
                r#"{{"and":[{{"{first}":[{{"var":"x"}},{a}]}},{{"{second}":[{{"var":"x"}},{b}]}}]}}"#
            );
            let rule = json(&rule);
            let (mut is_seen_true, mut is_seen_else) = (false, false);
            on_every_value(&rule, false, |holds, _| match holds {
                Some(true) => is_seen_true = true,
                _ => is_seen_else = true,
            });
            match logic::verdict(&logic::parse(&rule)) {
                Verdict::NeverTrue => {
                    assert!(!is_seen_true, "{rule:?}");
                    told += 1;
                }
                Verdict::AlwaysTrue => assert!(!is_seen_else, "{rule:?}"),
                Verdict::Varies if !is_seen_true || !is_seen_else => missed.push(rule.to_value().to_string()),
                Verdict::Varies => {}
            }
        }
    }
    assert!(told > 200, "{told}");
    assert!(missed.len() < 20, "{} missed of {told} {:#?}", missed.len(), missed.first_chunk::<12>());
}
