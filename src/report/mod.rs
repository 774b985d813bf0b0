//! Reports as people read them: the app's own text, from templates under `assets/report`, rendered by minijinja.
//!
//! Never a user's template: those are Twig's and go through [`crate::twig`]. Main entries: [`run_text`], [`curl`].

mod coverage;
mod paint;
mod redact;
mod sentence;
mod share;
mod suite;

use crate::engine::{Flip, RequestPreview, RunReport, TriggerComparison, Why};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Value, context};
use std::sync::LazyLock;

pub use coverage::{CoverageReport, coverage_text};
pub use paint::Paint;
pub use redact::{Personal, Redaction, redact};
pub use sentence::{action_phrase, trigger_sentence};
pub use share::{RunFile, RunFileError, html};
pub use suite::{junit, suite_text};

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| environment(false));
/// Every value that a page shows is escaped.
static HTML_ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| environment(true));

fn environment(is_html: bool) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(move |_| if is_html { AutoEscape::Html } else { AutoEscape::None });
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        environment.set_syntax(syntax);
    }
    environment.add_filter("inline", |value: Value| json(&value, false));
    environment.add_filter("pretty", |value: Value| json(&value, true));
    environment.add_filter("shell", |text: &str| format!("'{}'", text.replace('\'', r"'\''")));
    environment.add_filter("xml", |text: String| suite::xml(&text));
    environment.add_filter("diff", |text: String, is_on: bool| suite::coloured(&text, Paint(is_on)));
    environment.add_filter("pad", |text: String, width: usize| format!("{text:<width$}"));
    environment
        .add_filter("paint", |text: String, style: &str, is_on: bool| Paint(is_on).style(style, &text));
    environment
}

fn json(value: &Value, is_pretty: bool) -> Result<String, Error> {
    let text = if is_pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    text.map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// Renders one of the app's own templates. They are tested, so an error here is shown instead of hidden.
fn render(template: &str, context: Value) -> String {
    ENVIRONMENT.render_str(template, context).unwrap_or_else(|error| format!("(report failed: {error:#})\n"))
}

/// Renders a page. The template is our own and its data is only data, so an error here is a fault of ours, and is shown.
fn render_html(template: &str, context: Value) -> String {
    HTML_ENVIRONMENT.render_str(template, context).unwrap_or_else(|error| {
        let message = error.to_string().replace('&', "&amp;").replace('<', "&lt;");
        format!("<!doctype html><title>Report failed</title><p>{message}</p>\n")
    })
}

/// A run as text.
pub fn run_text(report: &RunReport, paint: Paint) -> String {
    text_of(&Value::from(Serde(report)), None, paint)
}

/// A run as text, and why it did not fire if it did not.
pub fn run_text_with_why(report: &RunReport, why: Option<&Why>, paint: Paint) -> String {
    text_of(&Value::from(Serde(report)), why.map(why_value), paint)
}

/// Why a run did not fire, as text.
pub fn why_text(why: &Why, paint: Paint) -> String {
    render(
        include_str!("../../assets/report/why.txt"),
        context! { why => why_value(why), colours => paint.0 },
    )
}

/// The smallest changes that make a trigger fire, as text.
pub fn flip_text(flip: &Flip, paint: Paint) -> String {
    let flip = Value::from(Serde(flip));
    render(include_str!("../../assets/report/flip.txt"), context! { flip, colours => paint.0 })
}

/// Two versions of a trigger over contexts, as text.
pub fn comparison_text(comparison: &TriggerComparison, paint: Paint) -> String {
    let comparison = Value::from(Serde(comparison));
    render(include_str!("../../assets/report/compare.txt"), context! { comparison, colours => paint.0 })
}

fn text_of(run: &Value, why: Option<Value>, paint: Paint) -> String {
    let run = render(include_str!("../../assets/report/run.txt"), context! { run, colours => paint.0 });
    let why = why
        .map(|why| render(include_str!("../../assets/report/why.txt"), context! { why, colours => paint.0 }));
    run + &why.unwrap_or_default()
}

/// The words are part of the report, so that a run that was saved reads the same.
fn why_value(why: &Why) -> Value {
    context! { words => why.cause.words(), almost => why.almost(), ..Value::from(Serde(why)) }
}

/// A request as a command line for a POSIX shell. Nothing sends it but the user.
pub fn curl(request: &RequestPreview) -> String {
    render(include_str!("../../assets/report/curl.txt"), context! { request => Value::from(Serde(request)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Header;

    #[test]
    fn a_curl_command_quotes_for_the_shell() {
        let request = RequestPreview {
            method: "POST",
            url: "https://k.example.com/a?b=1&c=2".into(),
            headers: vec![Header {
                name: "x-omneo-event",
                value: "tier.achieved".into(),
                is_documented: false,
            }],
            body: r#"{"name":"O'Neil"}"#.into(),
            json: None,
        };
        let expected = "curl -X POST 'https://k.example.com/a?b=1&c=2' \\\n  -H 'x-omneo-event: tier.achieved' \\\n  --data-raw '{\"name\":\"O'\\''Neil\"}'\n";
        assert_eq!(curl(&request), expected);
    }
}
