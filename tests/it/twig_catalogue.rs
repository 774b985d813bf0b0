//! The examples of the catalogue print what they say.

use reagent::php::Value;
use reagent::twig::{self, Settings, Template};

fn rendered(template: &str, context: &str) -> String {
    let settings = Settings::default();
    let context: serde_json::Value = serde_json::from_str(context).unwrap();
    let compiled =
        Template::compile(template, &settings).unwrap_or_else(|error| panic!("{template}: {error}"));
    match compiled.render(&Value::from(&context), &settings) {
        Ok(rendered) => rendered.output,
        Err(error) => error.to_string(),
    }
}

#[test]
fn examples_of_filters_functions_and_tests_print_what_they_say() {
    for entry in twig::filters().chain(twig::functions()).chain(twig::tests()) {
        let example = entry.example;
        assert_eq!(rendered(example.template, example.context), example.output, "{}", entry.name);
        assert!(example.template.contains(entry.name), "{} is not in its example", entry.name);
    }
}

#[test]
fn examples_of_operators_print_what_they_say() {
    for operator in twig::operators() {
        let (template, output) = operator.example;
        assert_eq!(rendered(template, "{}"), output, "{}", operator.name);
    }
}

#[test]
fn entries_are_sorted_and_documented() {
    for names in [
        twig::filters().map(|entry| entry.name).collect::<Vec<_>>(),
        twig::functions().map(|entry| entry.name).collect(),
        twig::tests().map(|entry| entry.name).collect(),
    ] {
        assert!(names.is_sorted(), "{names:?}");
    }
    for entry in twig::filters().chain(twig::functions()).chain(twig::tests()) {
        assert!(entry.signature.starts_with(entry.name), "{}", entry.name);
        assert!(!entry.doc.is_empty() && !entry.doc.ends_with('.'), "{}", entry.name);
    }
}
