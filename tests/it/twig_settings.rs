//! What the settings of a render change, and where errors and warnings are.

use reagent::php::Value;
use reagent::twig::{Rendered, Settings, Strategy, Template, TwigError, Warnings};

fn render(source: &str, settings: &Settings) -> Result<Rendered, TwigError> {
    let context: serde_json::Value = serde_json::from_str(r#"{"b": [1], "s": "<\"é"}"#).unwrap();
    Template::compile(source, settings)?.render(&Value::from(&context), settings)
}

#[test]
fn ignored_warnings_are_reported_with_their_places() {
    let settings = Settings { warnings: Warnings::Ignore, ..Settings::default() };
    let rendered = render("é {{ '5 apples' + 1 }}\n{{ b }} {{ b|join(',') ~ b }}", &settings).unwrap();
    assert_eq!(rendered.output, "é 6\nArray 1Array");
    let shown: Vec<_> =
        rendered.warnings.iter().map(|w| (w.message.as_str(), w.span.line, w.span.column)).collect();
    let expected = [
        ("A non-numeric value encountered", 1, 6),
        ("Array to string conversion", 2, 4),
        ("Array to string conversion", 2, 12),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn each_strategy_escapes_its_own_way() {
    let cases = [
        (Strategy::Html, "&lt;&quot;é"),
        (Strategy::Js, "\\u003C\\u0022\\u00E9"),
        (Strategy::Css, "\\3C \\22 \\E9 "),
        (Strategy::Url, "%3C%22%C3%A9"),
        (Strategy::HtmlAttr, "&lt;&quot;&#x00E9;"),
        (Strategy::Off, "<\"é"),
    ];
    for (autoescape, output) in cases {
        let settings = Settings { autoescape, ..Settings::default() };
        assert_eq!(render("{{ s }}", &settings).unwrap().output, output, "{}", autoescape.name());
    }
}

#[test]
fn an_error_shows_its_place_in_the_source_as_written() {
    let source = "first\r\n  {{ s.x.y }}\r\n";
    let settings = Settings { strict_variables: true, ..Settings::default() };
    let error = render(source, &settings).unwrap_err();
    assert_eq!(&source[error.span.start..error.span.end], "s.x");
    assert_eq!((error.line, error.column), (2, 6));
    assert_eq!(error.excerpt(source), "2 |   {{ s.x.y }}\n         ^^^");
    assert_eq!(render(source, &Settings::default()).unwrap().output, "first\n  \n");
}

#[test]
fn names_of_extra_packages_are_explained() {
    let error = render("{{ 5|format_currency('EUR') }}", &Settings::default()).unwrap_err();
    assert_eq!(error.message, "Unknown \"format_currency\" filter.");
    assert!(error.hint.unwrap().contains("twig/intl-extra"));
}

#[test]
fn now_is_the_clock_of_the_settings() {
    let settings = Settings { now: "2024-03-15T10:20:30Z".parse().unwrap(), ..Settings::default() };
    assert_eq!(
        render("{{ 'now'|date('Y-m-d H:i') }} {{ null|date('d') }}", &settings).unwrap().output,
        "2024-03-15 10:20 15"
    );
}

#[test]
fn a_template_is_shared_between_threads() {
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Template>();
}

/// Syntax that Twig 3.5 does not know, by Twig's manual.
#[test]
fn syntax_of_newer_versions_renders() {
    let context: serde_json::Value =
        serde_json::from_str(include_str!("../fixtures/twig/cases_context.json")).unwrap();
    let rows: Vec<(String, String)> =
        serde_json::from_str(include_str!("../fixtures/twig/newer.json")).unwrap();
    let settings = Settings::default();
    for (source, expected) in rows {
        let template =
            Template::compile(&source, &settings).unwrap_or_else(|error| panic!("{source}: {error}"));
        let rendered = template.render(&Value::from(&context), &settings);
        assert_eq!(rendered.map(|rendered| rendered.output), Ok(expected), "{source}");
    }
}
