//! `reagent catalog`: events, actions, operators, filters and contexts, searched in plain words.

use super::args::{CatalogArguments, Format, Topic};
use super::error::{CliError, Done};
use super::terminal::Terminal;
use crate::catalog::{ActionType, ArgumentType, ContextFamily, Event, Evidence, Required, catalog as known};
use crate::logic::{Operator, operators};
use crate::twig;
use serde::Serialize;
use serde_json::json;

/// One entry as it is printed: a name, what it is, and lines of detail.
#[derive(Serialize)]
struct Entry {
    name: String,
    title: String,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<String>,
    #[serde(skip)]
    json: serde_json::Value,
}

/// Most entries that are printed with their details; those of hundreds would bury the names.
const DETAILED: usize = 5;

pub(super) fn catalog(arguments: &CatalogArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let words = arguments.words.join(" ");
    let entries: Vec<Entry> = match arguments.topic {
        Topic::Events if words.is_empty() => known().events.iter().map(event).collect(),
        Topic::Events => known().search_events(&words).into_iter().map(event).collect(),
        Topic::Actions if words.is_empty() => known().actions.iter().map(action).collect(),
        Topic::Actions => known().search_actions(&words).into_iter().map(action).collect(),
        Topic::Contexts if words.is_empty() => known().contexts.iter().map(context).collect(),
        Topic::Contexts => known().search_contexts(&words).into_iter().map(context).collect(),
        Topic::Operators => matching(operators().iter().map(operator), &words),
        Topic::Filters => matching(twig::filters().map(filter), &words),
    };
    if arguments.format == Format::Json {
        let all: Vec<_> = entries.into_iter().map(|entry| entry.json).collect();
        terminal.json(&all, true)?;
        return Ok(Done::Fine);
    }
    let is_detailed = entries.len() <= DETAILED;
    for entry in &entries {
        print(entry, is_detailed, terminal)?;
    }
    if entries.is_empty() {
        terminal.complain(&format!("nothing found for '{words}'; try fewer or other words"));
    }
    Ok(Done::Fine)
}

fn print(entry: &Entry, is_detailed: bool, terminal: &mut Terminal) -> Result<(), CliError> {
    let name = terminal.paint.style("bold", &format!("{:<38}", entry.name));
    terminal.line(format!("{name} {}", entry.text).trim_end())?;
    if is_detailed {
        for detail in &entry.details {
            terminal.line(&format!("    {detail}"))?;
        }
    }
    Ok(())
}

/// Entries that contain every word somewhere, those with a word in the name or title first.
fn matching(entries: impl Iterator<Item = Entry>, words: &str) -> Vec<Entry> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has_all = |entry: &Entry| {
        let all = format!("{} {} {} {}", entry.name, entry.title, entry.text, entry.details.join(" "))
            .to_lowercase();
        words.iter().all(|word| all.contains(word.as_str()))
    };
    let mut found: Vec<Entry> = entries.filter(has_all).collect();
    found.sort_by_key(|entry| {
        let head = format!("{} {}", entry.name, entry.title).to_lowercase();
        !words.iter().any(|word| head.contains(word.as_str()))
    });
    found
}

fn event(event: &Event) -> Entry {
    let mut details = vec![
        format!(
            "{} · {} · when it fires: {}",
            event.platform.title(),
            event.status.words(),
            event.fires_when_evidence.word()
        ),
        format!("context: {}", event.context),
    ];
    details.extend(event.alias_of.as_ref().map(|alias| {
        format!("probably the same as {} ({}): {}", alias.name, alias.evidence.word(), alias.why)
    }));
    details.extend(event.note.clone());
    details.push(format!("source: {}", event.documented_in.join(", ")));
    let text = match &event.alias_of {
        Some(alias) => format!("{} (see {})", event.fires_when, alias.name),
        None => event.fires_when.clone(),
    };
    Entry { name: event.name.clone(), title: event.title.clone(), text, details, json: json!(event) }
}

fn action(action: &ActionType) -> Entry {
    let mut details: Vec<String> = action.arguments.iter().map(argument).collect();
    if !action.arguments_documented {
        details.push("no source documents its arguments".to_owned());
    } else if action.arguments.iter().all(|argument| argument.required == Required::NotDocumented) {
        details.push("no source says which of them are required".to_owned());
    }
    details.extend(action.assumptions.iter().map(|assumption| format!("assumption: {assumption}")));
    details.push(format!("source: {}", action.source.join(", ")));
    let (name, title, text) = (action.name.clone(), action.title.clone(), action.doc.clone());
    Entry { name, title, text, details, json: json!(action) }
}

fn argument(argument: &ArgumentType) -> String {
    let mut parts = vec![format!("{:<18} {}", argument.name, argument.doc)];
    if !argument.values.is_empty() {
        parts.push(format!("One of {}.", argument.values.join(", ")));
    }
    if argument.required != Required::NotDocumented {
        parts.push(format!("({})", argument.required.words()));
    }
    if argument.evidence == Evidence::Inferred {
        parts.push("(inferred)".to_owned());
    }
    parts.join(" ")
}

fn context(family: &ContextFamily) -> Entry {
    let details =
        family.fields.iter().map(|field| format!("{:<44} {}", field.path, field.evidence.word())).collect();
    Entry {
        name: family.id.clone(),
        title: family.title.clone(),
        text: family.title.clone(),
        details,
        json: json!(family),
    }
}

fn operator(operator: &Operator) -> Entry {
    let example = format!("{} on {} gives {}", operator.rule, operator.data, operator.result);
    let arity = match operator.max_args {
        Some(max) if max == operator.min_args => format!("{max} arguments"),
        Some(max) => format!("{} to {max} arguments", operator.min_args),
        None => format!("{} or more arguments", operator.min_args),
    };
    let json = json!({
        "name": operator.name, "title": operator.title, "doc": operator.doc, "min_args": operator.min_args,
        "max_args": operator.max_args, "example": {"rule": operator.rule, "data": operator.data, "result": operator.result},
    });
    Entry {
        name: operator.name.to_owned(),
        title: operator.title.to_owned(),
        text: operator.title.to_owned(),
        details: vec![operator.doc.to_owned(), arity, format!("example: {example}")],
        json,
    }
}

fn filter(filter: &twig::Entry) -> Entry {
    let twig::Example { template, context, output } = filter.example;
    let json = json!({
        "name": filter.name, "signature": filter.signature, "doc": filter.doc,
        "example": {"template": template, "context": context, "output": output},
    });
    Entry {
        name: filter.name.to_owned(),
        title: filter.signature.to_owned(),
        text: filter.doc.to_owned(),
        details: vec![
            filter.signature.to_owned(),
            format!("example: {template} on {context} prints {output}"),
        ],
        json,
    }
}
