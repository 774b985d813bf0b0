//! Names, literals and lists in words.

use super::Place;
use crate::json::{Json, Style, to_text};
use crate::logic::rule::{Kind, Node};

/// Containers whose name says nothing to a reader.
///
/// Source: Omneo's event contexts keep computed totals under `aggregations` and fields of a tenant under `attributes`.
const SILENT: [&str; 2] = ["aggregations", "attributes"];

/// Longest list that is spelled out.
const SPELLED_OUT: usize = 8;

/// A path in words: `aggregations.spend_12m` is "spend 12m".
pub(super) fn field(path: &str, place: Place) -> String {
    if path.is_empty() {
        return match place {
            Place::Root => "the whole data".to_owned(),
            Place::Item => "it".to_owned(),
            Place::Fold => "the result so far with its item".to_owned(),
        };
    }
    if place == Place::Fold {
        if let Some(rest) = path.strip_prefix("current") {
            return rest.strip_prefix('.').map_or_else(|| "it".to_owned(), plain);
        }
        if let Some(rest) = path.strip_prefix("accumulator") {
            let so_far = "the result so far".to_owned();
            return rest.strip_prefix('.').map_or(so_far, |rest| format!("{} so far", plain(rest)));
        }
    }
    plain(path)
}

fn plain(path: &str) -> String {
    let mut segments: Vec<&str> = path.split('.').collect();
    if segments.len() > 1 && segments.first().is_some_and(|first| SILENT.contains(first)) {
        segments.remove(0);
    }
    let words = segments.iter().map(|segment| match segment.parse::<usize>() {
        Ok(position) => format!("#{}", position + 1),
        Err(_) => segment.replace(['_', '-'], " "),
    });
    words.collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A field whose name is a statement: `is_void` reads "it is void", `location.is_active` "location is active".
pub(super) fn statement(path: &str, holds: bool) -> Option<String> {
    let (parent, last) = path.rsplit_once('.').map_or((None, path), |(parent, last)| (Some(parent), last));
    let (verb, rest) = last.split_once('_')?;
    let not = match (verb, holds) {
        ("is" | "was" | "can", true) => verb.to_owned(),
        ("is" | "was" | "can", false) => format!("{verb} not"),
        ("has", true) => "has".to_owned(),
        ("has", false) => "has no".to_owned(),
        _ => return None,
    };
    let subject = parent.map_or_else(|| "it".to_owned(), plain);
    Some(format!("{subject} {not} {}", rest.replace('_', " ")))
}

/// A literal in words.
pub(super) fn literal(json: &Json) -> String {
    match json {
        Json::Null => "nothing".to_owned(),
        Json::String(text) if text.is_empty() => "empty text".to_owned(),
        Json::String(text) => quoted(text),
        other => to_text(other, &Style::compact()),
    }
}

pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}

/// Whether text is a date such as `2024-06-30` or `2024-06-30 10:00:00`.
pub(super) fn is_date(node: &Node) -> bool {
    let Some(text) = node.literal().and_then(Json::as_str) else { return false };
    let shape = text.bytes().take(10).map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
}

/// The items of a literal list of scalars.
pub(super) fn literal_items(node: &Node) -> Option<Vec<String>> {
    let Kind::List(items) = &node.kind else { return None };
    items.iter().map(|item| item.literal().map(literal)).collect()
}

/// "a", "a and b", "a, b and c"; long lists are cut.
pub(super) fn joined(items: &[String], last: &str) -> String {
    if items.len() > SPELLED_OUT {
        let shown = items.get(..SPELLED_OUT - 1).unwrap_or_default().join(", ");
        return format!("{shown} {last} {} more", items.len() + 1 - SPELLED_OUT);
    }
    match items {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [others @ .., final_item] => format!("{} {last} {final_item}", others.join(", ")),
    }
}

/// Whether a name reads as a plural: "flattened tags".
pub(super) fn is_plural(name: &str) -> bool {
    name.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| name.ends_with(ending))
}
