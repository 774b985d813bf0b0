//! JSON Logic: our evaluator, plain and traced, beside datalogic-rs and jsonlogic-rs, on the same rules and contexts.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking and is not an API")]

use datalogic_rs::{Engine, Logic, ParsedData};
use divan::{Bencher, black_box};
use flate2::read::GzDecoder;
use reagent::json::{Json, Limits, parse};
use reagent::logic::{self, EvalOptions, Program, Rule, Trace};
use reagent::php::Value;
use std::cell::Cell;
use std::io::Read;

const RULES: &str = include_str!("data/rules.json");
const ITEMS: &str = include_str!("data/items.json");
const CONTEXTS: &[u8] = include_bytes!("data/contexts.json.gz");

const CASES: [&str; 3] = ["small", "medium", "nested"];

fn main() {
    divan::main();
}

/// A rule and the contexts it runs on, one after the other.
struct Case {
    rule: Json,
    contexts: Vec<Json>,
}

fn case(name: &str) -> Case {
    let rules = parse(RULES, Limits::default()).unwrap();
    let rule = rules.get(name).unwrap().clone();
    let contexts = if name == "nested" {
        vec![parse(ITEMS, Limits::default()).unwrap()]
    } else {
        let mut text = String::new();
        GzDecoder::new(CONTEXTS).read_to_string(&mut text).unwrap();
        parse(&text, Limits::default()).unwrap().as_array().unwrap().to_vec()
    };
    Case { rule, contexts }
}

/// Gives the positions 0, 1, … and starts again.
struct Rotation(Cell<usize>, usize);

impl Rotation {
    fn next(&self) -> usize {
        let position = self.0.get();
        self.0.set(if position + 1 == self.1 { 0 } else { position + 1 });
        position
    }
}

struct Ours {
    program: Program,
    rule: Rule,
    contexts: Vec<Value>,
    rotation: Rotation,
}

fn ours(name: &str) -> Ours {
    let case = case(name);
    let rule = logic::parse(&case.rule);
    let contexts: Vec<Value> = case.contexts.iter().map(Value::from).collect();
    let rotation = Rotation(Cell::new(0), contexts.len());
    Ours { program: rule.compile(), rule, contexts, rotation }
}

#[divan::bench(args = CASES, sample_count = 100, sample_size = 1000)]
fn a_ours(bencher: Bencher, name: &str) {
    let ours = ours(name);
    let options = EvalOptions::default();
    bencher.bench_local(|| {
        let data = &ours.contexts[ours.rotation.next()];
        black_box(ours.program.eval(black_box(data), &options).unwrap());
    });
}

#[divan::bench(args = CASES, sample_count = 100, sample_size = 1000)]
fn b_ours_decide(bencher: Bencher, name: &str) {
    let ours = ours(name);
    let options = EvalOptions::default();
    bencher.bench_local(|| {
        let data = &ours.contexts[ours.rotation.next()];
        black_box(ours.program.decide(black_box(data), &options).unwrap());
    });
}

#[divan::bench(args = CASES, sample_count = 100, sample_size = 1000)]
fn c_ours_traced(bencher: Bencher, name: &str) {
    let ours = ours(name);
    let options = EvalOptions::default();
    let mut trace = Trace::default();
    bencher.bench_local(|| {
        let data = &ours.contexts[ours.rotation.next()];
        trace.clear();
        black_box(ours.program.eval_observed(black_box(data), &options, &mut trace).unwrap());
    });
}

#[divan::bench(args = CASES, sample_count = 100, sample_size = 1000)]
fn d_datalogic_rs(bencher: Bencher, name: &str) {
    let case = case(name);
    let text = |json: &Json| reagent::json::to_text(json, &reagent::json::Style::compact());
    let engine = Engine::new();
    let rule: Logic = engine.compile(text(&case.rule).as_str()).unwrap();
    let contexts: Vec<ParsedData> =
        case.contexts.iter().map(|json| ParsedData::from_json(&text(json)).unwrap()).collect();
    let rotation = Rotation(Cell::new(0), contexts.len());
    let mut session = engine.session();
    bencher.bench_local(|| {
        let data = &contexts[rotation.next()];
        black_box(session.eval_borrowed(&rule, black_box(data)).unwrap());
        session.reset();
    });
}

#[divan::bench(args = CASES, sample_count = 50, sample_size = 20)]
fn e_jsonlogic_rs(bencher: Bencher, name: &str) {
    let case = case(name);
    let rule = case.rule.to_value();
    let contexts: Vec<serde_json::Value> = case.contexts.iter().map(Json::to_value).collect();
    let rotation = Rotation(Cell::new(0), contexts.len());
    bencher.bench_local(|| {
        let data = &contexts[rotation.next()];
        jsonlogic_rs::apply(black_box(&rule), black_box(data)).unwrap()
    });
}

#[divan::bench(args = CASES, sample_count = 50, sample_size = 20)]
fn f_ours_parse_and_compile(bencher: Bencher, name: &str) {
    let case = case(name);
    bencher.bench_local(|| logic::parse(black_box(&case.rule)).compile());
}

#[divan::bench(args = CASES, sample_count = 50, sample_size = 20)]
fn g_ours_describe(bencher: Bencher, name: &str) {
    let ours = ours(name);
    bencher.bench_local(|| logic::describe(black_box(&ours.rule)));
}
