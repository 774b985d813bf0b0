//! `reagent eval`: a JSON Logic rule on data, or rows of them.

use super::args::{Engine, EvalArguments, Format};
use super::batch::{batch, row_error};
use super::error::{CliError, Done};
use super::terminal::{Terminal, json_of, read_json};
use crate::json::{Json, Limits, parse};
use crate::logic::{self, EvalOptions, Rule, State, Trace, Warnings};
use crate::php;
use serde_json::{Value, json};
use std::path::Path;

/// PHP itself warns and goes on, and so does `eval`; a run raises, as Laravel does.
fn options() -> EvalOptions {
    EvalOptions { warnings: Warnings::Ignore, ..EvalOptions::default() }
}

pub(super) fn eval(arguments: &EvalArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if let Some(rows) = &arguments.batch {
        batch(rows, terminal, |row| answer_row(row, arguments.engine))?;
        return Ok(Done::Fine);
    }
    let Some(wanted) = &arguments.rule else {
        return Err(CliError::Usage("name a rule".to_owned()));
    };
    let json = if Path::new(wanted).is_file() || !looks_like_json(wanted) {
        read_json(wanted)?
    } else {
        json_of("the rule", wanted)?
    };
    let data = match &arguments.data {
        Some(name) => read_json(name)?,
        None => Json::Object(crate::json::Object::new()),
    };
    let rule = logic::parse(&json);
    for finding in rule.findings() {
        let place = if finding.place.pointer.is_empty() { "the rule" } else { &finding.place.pointer };
        let said: Vec<&str> =
            std::iter::once(&finding.message).chain(&finding.hints).map(String::as_str).collect();
        terminal.complain(&format!("{} at {place}: {}", finding.severity.word(), said.join("; ")));
    }
    if arguments.trace {
        trace(&rule, &php::Value::from(&data), arguments.format, terminal)?;
    }
    let answer = answer(&rule, &data, arguments.engine);
    let is_error = answer.get("error").is_some();
    match arguments.format {
        Format::Json => terminal.json(&answer, true)?,
        Format::Text => print(&answer, terminal)?,
    }
    Ok(if is_error { Done::Findings } else { Done::Fine })
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[', '"'])
}

fn print(answer: &Value, terminal: &mut Terminal) -> Result<(), CliError> {
    if let Some(warning) = answer.get("warning").and_then(Value::as_str) {
        terminal.complain(&format!("warning: PHP warns: {warning}"));
    }
    match (answer.get("result"), answer.get("error")) {
        (Some(result), _) => terminal.json(result, false),
        (None, error) => {
            let text = |key: &str| {
                error.and_then(|error| error.get(key)).and_then(Value::as_str).unwrap_or_default()
            };
            let place = if text("pointer").is_empty() { "the rule" } else { text("pointer") };
            terminal.complain(&format!("{} at {place}", text("message")));
            Ok(())
        }
    }
}

/// Every part of the rule in source order: what it says and what it gives.
fn trace(rule: &Rule, data: &php::Value, format: Format, terminal: &mut Terminal) -> Result<(), CliError> {
    let mut trace = Trace::default();
    // The outcome is printed after the trace, from the same evaluation without an observer.
    let _ = rule.compile().eval_observed(data, &options(), &mut trace);
    for node in rule.nodes().filter(|node| node.call().is_some()) {
        let (pointer, sentence) = (rule.pointer(node.id), logic::describe_node(rule, node.id));
        let values: Vec<_> = trace.records_of(node.id).filter_map(logic::Record::json).collect();
        let state = trace.state(node.id);
        if format == Format::Json {
            let state = state_word(state).1;
            terminal.json(
                &json!({"pointer": pointer, "sentence": sentence, "state": state, "values": values}),
                false,
            )?;
            continue;
        }
        let (mark, word, colour) = (state_word(state).0, state_word(state).1, state_word(state).2);
        let shown: Vec<String> = values.iter().map(Value::to_string).collect();
        let word = terminal.paint.style(colour, &format!("{mark} {word:<13}"));
        let pointer = terminal.paint.style("dim", if pointer.is_empty() { "/" } else { pointer });
        terminal.line(&format!("{word} {sentence} = {}  {pointer}", shown.join(", ")))?;
    }
    Ok(())
}

fn state_word(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::True => ("✓", "true", "green"),
        State::False => ("✗", "false", "red"),
        State::NotEvaluated => ("·", "not evaluated", "dim"),
        State::Error => ("!", "error", "red"),
    }
}

fn answer_row(row: &str, engine: Engine) -> Value {
    let row = match parse(row, Limits::default()) {
        Ok(row) => row,
        Err(error) => return row_error("row/json", &error.to_string()),
    };
    let Some(rule) = row.get("rule") else {
        return row_error("row/shape", "the row has no `rule`");
    };
    let nothing = Json::Null;
    answer(&logic::parse(rule), row.get("data").unwrap_or(&nothing), engine)
}

fn answer(rule: &Rule, data: &Json, engine: Engine) -> Value {
    match engine {
        Engine::Php8 => answer_php(rule, data),
        Engine::Reference => match logic::reference::eval(rule, &data.to_value()) {
            Ok(result) => json!({ "result": result }),
            Err(error) => row_error("logic/reference", &error.to_string()),
        },
    }
}

fn answer_php(rule: &Rule, data: &Json) -> Value {
    let (mut answer, warnings) = match rule.compile().eval(&php::Value::from(data), &options()) {
        Ok(outcome) => (json!({"result": Value::from(&outcome.value)}), outcome.warnings),
        Err(error) => {
            let body = json!({"code": error.code, "message": error.to_string(), "pointer": error.pointer});
            (json!({ "error": body }), error.warnings)
        }
    };
    if let (Some(warning), Some(object)) = (warnings.first(), answer.as_object_mut()) {
        object.insert("warning".to_owned(), warning.message.clone().into());
    }
    answer
}
