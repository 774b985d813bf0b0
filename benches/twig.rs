//! The payload template: rendering it, and parsing and rendering it as each keystroke in the editor does.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark fails by panicking and is no API")]

use divan::Bencher;
use reagent::php::Value;
use reagent::twig::{Settings, Strategy, Template};

const TEMPLATE: &str = include_str!("data/payload.twig");
const CONTEXT: &str = include_str!("data/payload_context.json");

fn main() {
    divan::main();
}

fn context() -> Value {
    let json: serde_json::Value = serde_json::from_str(CONTEXT).unwrap();
    Value::from(&json)
}

fn settings(autoescape: Strategy) -> Settings {
    Settings { autoescape, ..Settings::default() }
}

#[divan::bench(args = [Strategy::Html, Strategy::Off])]
fn render(bencher: Bencher<'_, '_>, autoescape: Strategy) {
    let (settings, context) = (settings(autoescape), context());
    let template = Template::compile(TEMPLATE, &settings).unwrap();
    bencher.bench_local(|| template.render(divan::black_box(&context), &settings).unwrap());
}

#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    let settings = settings(Strategy::Html);
    bencher.bench_local(|| Template::compile(divan::black_box(TEMPLATE), &settings).unwrap());
}

#[divan::bench]
fn compile_and_render(bencher: Bencher<'_, '_>) {
    let (settings, context) = (settings(Strategy::Html), context());
    bencher.bench_local(|| {
        let template = Template::compile(divan::black_box(TEMPLATE), &settings).unwrap();
        template.render(&context, &settings).unwrap()
    });
}
