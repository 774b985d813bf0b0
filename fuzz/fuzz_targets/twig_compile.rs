//! Any text as a template, up to compiling: the lexer, the parser and the compiler never panic, overflow or hang, and
//! an error's place is inside the source.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reagent::twig::{Settings, Strategy, Template};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    for autoescape in [Strategy::Html, Strategy::Js, Strategy::Off] {
        let settings = Settings { autoescape, ..Settings::default() };
        if let Err(error) = Template::compile(source, &settings) {
            assert!(error.span.start <= error.span.end && error.span.end <= source.len());
            assert!(error.line >= 1 && error.column >= 1);
            error.excerpt(source);
        }
    }
});
