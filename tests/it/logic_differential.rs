//! The evaluator against json-logic-php's own answers: value, number type, error, warning.

use flate2::read::GzDecoder;
use reagent::json::{Json, Limits, parse};
use reagent::logic::{self, EvalOptions, Warnings};
use reagent::php::{KeyRef, Value};
use std::io::Read;

const ROWS: &[u8] = include_bytes!("../fixtures/jsonlogic/differential.jsonl.gz");
/// Odd rules on odd data (named arguments, rules in data, overflow), answered by PHP 8.2's own operations.
const ODDITIES: &[u8] = include_bytes!("../fixtures/jsonlogic/oddities.jsonl.gz");
const CALIBRATION: &str = include_str!("../fixtures/jsonlogic/calibration.jsonl");

fn rows(corpus: &[u8]) -> Vec<Json> {
    let mut text = String::new();
    GzDecoder::new(corpus).read_to_string(&mut text).unwrap();
    text.lines().map(|line| parse(line, Limits::default()).unwrap()).collect()
}

/// As the corpus was written by PHP's `json_encode`: type and value, where an empty array is an empty list.
fn same(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(a), Json::Bool(b)) => a == b,
        (Value::Int(a), Json::Number(b)) => b.as_i64() == Some(*a),
        (Value::Float(a), Json::Number(b)) => b.as_i64().is_none() && *a == b.as_f64(),
        (Value::Str(a), Json::String(b)) => **a == *b.as_str(),
        (Value::Float(a), Json::Object(b)) if a.is_infinite() => {
            b.get("$num").and_then(Json::as_str) == Some(if *a > 0.0 { "Infinity" } else { "-Infinity" })
        }
        (Value::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.is_list() && a.values().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Array(a), Json::Object(b)) => {
            let pairs = || a.iter().zip(b.iter());
            a.len() == b.len()
                && pairs().all(|((key, a), (name, b))| KeyRef::from_text(name) == key && same(a, b))
        }
        _ => false,
    }
}

/// PHP's words with what differs from run to run made equal, as the corpus has them.
fn normal(message: &str) -> String {
    if message == "Undefined variable $current" {
        return "Undefined variable #".to_owned();
    }
    message
        .strip_prefix("Undefined array key ")
        .map_or(message.to_owned(), |_| "Undefined array key #".to_owned())
}

fn check(row: &Json) -> Result<(), String> {
    let rule = logic::parse(row.get("rule").unwrap());
    let data = Value::from(row.get("data").unwrap());
    let program = rule.compile();
    let ignore = EvalOptions { warnings: Warnings::Ignore, ..EvalOptions::default() };
    let expected_error = row.get("error").and_then(Json::as_str);
    let expected_warning = row.get("warning").and_then(Json::as_str).map(normal);
    let (shown, warnings) = match (program.eval(&data, &ignore), expected_error) {
        (Ok(outcome), None) if same(&outcome.value, row.get("result").unwrap()) => {
            (String::new(), outcome.warnings)
        }
        (Err(error), Some(expected)) if error.to_string() == expected => (String::new(), error.warnings),
        (other, _) => (format!("{other:?}"), Vec::new()),
    };
    if !shown.is_empty() {
        return Err(shown);
    }
    let first = warnings.first().map(|warning| normal(&warning.message));
    if first != expected_warning {
        return Err(format!("warned {first:?}"));
    }
    let raised = program.eval(&data, &EvalOptions::default());
    let raised_first = raised
        .as_ref()
        .err()
        .filter(|error| error.class == "ErrorException")
        .map(|error| normal(&error.message));
    if raised_first != first {
        return Err(format!("raised {raised_first:?} instead of {first:?}"));
    }
    let decided = program.decide(&data, &EvalOptions::default());
    let expected = raised.map(|outcome| logic::is_truthy(&outcome.value));
    if decided == expected { Ok(()) } else { Err(format!("decided {decided:?} instead of {expected:?}")) }
}

fn check_all(corpus: &[u8], least: usize) {
    let rows = rows(corpus);
    let mut wrong = Vec::new();
    for row in &rows {
        if let Err(shown) = check(row) {
            let row = reagent::json::to_text(row, &reagent::json::Style::compact());
            wrong.push(format!("{row}\n   got {shown}"));
        }
    }
    eprintln!("{} of {} rows give PHP's answer", rows.len() - wrong.len(), rows.len());
    assert!(rows.len() >= least, "the corpus is not complete");
    let few: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), few.join("\n"));
}

#[test]
fn every_row_of_the_corpus_gives_phps_answer() {
    check_all(ROWS, 15_002);
}

#[test]
fn odd_rules_on_odd_data_give_phps_answer() {
    check_all(ODDITIES, 3_000);
}

#[test]
fn every_calibration_probe_gives_phps_answer() {
    for line in CALIBRATION.lines() {
        let row = parse(line, Limits::default()).unwrap();
        let program = logic::parse(row.get("rule").unwrap()).compile();
        let outcome = program.eval(&Value::from(row.get("data").unwrap()), &EvalOptions::default());
        let expected = row.get("php").unwrap();
        match outcome {
            Ok(outcome) => assert!(same(&outcome.value, expected), "{line}"),
            Err(error) => assert_eq!(
                expected.get("err").and_then(Json::as_str),
                Some(error.to_string().as_str()),
                "{line}"
            ),
        }
    }
}
