//! Any text as a template: nothing may panic or overflow, and an error's place is inside the source.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reagent::php::Value;
use reagent::twig::{Limits, Settings, Template, WarningMode};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    let limits = Limits { recursion: 20, steps: 20_000, range_items: 10_000, output_bytes: 1 << 20 };
    let context = serde_json::json!({"a": 1, "b": [1, "x", {"c": null}], "s": "te\"xt <b>", "m": {"k": 2.5}});
    let context = Value::from(&context);
    for (strict_variables, warnings) in [(false, WarningMode::Ignore), (true, WarningMode::Raise)] {
        let settings = Settings { strict_variables, warnings, limits, ..Settings::default() };
        let rendered = Template::compile(source, &settings)
            .and_then(|template| template.render(&context, &settings));
        if let Err(error) = rendered {
            assert!(error.span.start <= error.span.end && error.span.end <= source.len());
            error.excerpt(source);
        }
    }
});
