//! `reagent render`: a Twig template on a context, or rows of them.

use super::args::{Escape, RenderArguments};
use super::batch::{batch, row_error};
use super::error::{CliError, Done};
use super::run::now;
use super::terminal::{Terminal, read_json};
use crate::io::read_text;
use crate::json::{Json, Limits, parse};
use crate::php;
use crate::twig::{Settings, Strategy, Template, TwigError};
use serde_json::{Value, json};

pub(super) fn render(arguments: &RenderArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let settings = Settings {
        autoescape: match arguments.autoescape {
            Escape::Html => Strategy::Html,
            Escape::Off => Strategy::Off,
            Escape::Js => Strategy::Js,
        },
        strict_variables: arguments.strict,
        timezone: arguments.clock.timezone.clone().unwrap_or_else(|| "UTC".to_owned()),
        now: now(&arguments.clock),
        ..Settings::default()
    };
    if let Some(rows) = &arguments.batch {
        batch(rows, terminal, |row| answer(row, &settings))?;
        return Ok(Done::Fine);
    }
    let Some(path) = &arguments.template else {
        return Err(CliError::Usage("name a template".to_owned()));
    };
    let source = read_text(path)?;
    let context = match &arguments.context {
        Some(name) => php::Value::from(&read_json(name)?),
        None => php::Value::array(php::Array::new()),
    };
    match rendered(&source, &context, &settings) {
        Ok(output) => {
            terminal.write(&output)?;
            Ok(Done::Fine)
        }
        Err(error) => {
            let place = format!("{}: line {}, column {}", path.display(), error.line, error.column);
            let hint = error.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
            terminal.complain(&format!("{place}: {}\n{}{hint}", error.message, error.excerpt(&source)));
            Ok(Done::Findings)
        }
    }
}

fn rendered(source: &str, context: &php::Value, settings: &Settings) -> Result<String, TwigError> {
    Ok(Template::compile(source, settings)?.render(context, settings)?.output)
}

/// Answers a row `{template, context, autoescape, strict_variables, timezone}`; a setting that is not in the row is
/// the command line's.
fn answer(row: &str, settings: &Settings) -> Value {
    let row = match parse(row, Limits::default()) {
        Ok(row) => row,
        Err(error) => return row_error("row/json", &error.to_string()),
    };
    let Some(template) = row.get("template").and_then(Json::as_str) else {
        return row_error("row/shape", "the row has no text `template`");
    };
    let mut settings = settings.clone();
    match row.get("autoescape") {
        Some(Json::Bool(false)) => settings.autoescape = Strategy::Off,
        Some(Json::String(name)) => match Strategy::from_name(name) {
            Some(strategy) => settings.autoescape = strategy,
            None => return row_error("row/shape", &format!("`autoescape` cannot be '{name}'")),
        },
        _ => {}
    }
    if let Some(Json::Bool(flag)) = row.get("strict_variables") {
        settings.strict_variables = *flag;
    }
    if let Some(timezone) = row.get("timezone").and_then(Json::as_str) {
        timezone.clone_into(&mut settings.timezone);
    }
    let context = row.get("context").map_or(php::Value::Null, php::Value::from);
    match rendered(template, &context, &settings) {
        Ok(output) => json!({ "output": output }),
        Err(error) => json!({"error": {
            "class": error.class, "message": error.message, "line": error.line, "column": error.column,
        }}),
    }
}
