//! Any text as a template, and any JSON after a NUL byte as its context: rendering never panics, overflows, hangs or
//! outgrows its limits, and gives the same answer twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reagent::json;
use reagent::php::Value;
use reagent::twig::{Limits, Settings, Template, Warnings};

const SAMPLE: &str = r#"{"a": 1, "b": [1, "x", {"c": null}], "s": "te\"xt <b>", "m": {"k": 2.5}, "d": "2024-02-29"}"#;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (source, context) = text.split_once('\0').unwrap_or((text, SAMPLE));
    let Ok(context) = json::parse(context, json::Limits::default()) else { return };
    let context = Value::from(&context);
    let limits = Limits { recursion: 20, steps: 20_000, range_items: 10_000, output_bytes: 1 << 20 };
    for (strict_variables, warnings) in [(false, Warnings::Ignore), (true, Warnings::Raise)] {
        let settings = Settings { strict_variables, warnings, limits, ..Settings::default() };
        let Ok(template) = Template::compile(source, &settings) else { return };
        let rendered = template.render(&context, &settings);
        assert!(rendered.as_ref().map_or(true, |rendered| rendered.output.len() <= limits.output_bytes + (1 << 16)));
        // `random` and its like are the only things that may differ.
        if !["random", "shuffle"].iter().any(|word| source.contains(word)) {
            let again = template.render(&context, &settings);
            assert_eq!(rendered.map(|r| r.output).ok(), again.map(|r| r.output).ok());
        }
    }
});
