//! Lists: filters, order and pages.

use super::call::{Call, write_query};
use super::kind::Kind;
use super::reply::{Refusal, Reply, object};
use super::validate::Errors;
use crate::json::Json;
use serde_json::json;
use std::cmp::Ordering;

/// Source: the stub of the vendor's PHP client has 15 on a page.
const DEFAULT_SIZE: usize = 15;
/// Assumption: a page has at most 100; the limit is not documented.
const MAX_SIZE: usize = 100;

/// The page of some rows that a request asks for.
pub(super) fn list(kind: &Kind, rows: Vec<&Json>, call: &Call) -> Result<Reply, Refusal> {
    let mut rows = rows;
    for (name, value) in &call.query {
        let parts = bracketed(name);
        match parts.as_slice() {
            ["filter", "search"] => rows.retain(|row| has_words(kind, row, value)),
            ["filter", field] => {
                known(&rows, field, name)?;
                rows.retain(|row| compare(row.get(field), "eq", value) == Some(true));
            }
            ["filter", field, operator] => {
                known(&rows, field, name)?;
                if compare(None, operator, value).is_none() {
                    let sentence =
                        "The practice server does not have this filter: its meaning is not documented.";
                    return Err(Refusal::Invalid(Errors::of(name, sentence)));
                }
                rows.retain(|row| compare(row.get(field), operator, value) == Some(true));
            }
            ["filter", ..] => {
                let sentence =
                    "The practice server does not have this filter: its meaning is not documented.";
                return Err(Refusal::Invalid(Errors::of(name, sentence)));
            }
            _ => {}
        }
    }
    sort(&mut rows, call)?;
    page(&rows, call)
}

/// `filter[name][gt]` as `filter`, `name`, `gt`.
fn bracketed(name: &str) -> Vec<&str> {
    name.split('[').map(|part| part.trim_end_matches(']')).collect()
}

/// A field that no row has is a mistake, which an empty list would hide.
fn known(rows: &[&Json], field: &str, name: &str) -> Result<(), Refusal> {
    if rows.is_empty() || rows.iter().any(|row| row.get(field).is_some()) {
        return Ok(());
    }
    let sentence = format!("There is no field '{field}' to filter or sort by.");
    Err(Refusal::Invalid(Errors::of(name, &sentence)))
}

/// Assumption: a search finds a part of a text, in capitals or not.
fn has_words(kind: &Kind, row: &Json, words: &str) -> bool {
    let words = words.to_lowercase();
    let texts = kind.searched.iter().filter_map(|field| row.get(field)?.as_str());
    texts.into_iter().any(|text| text.to_lowercase().contains(&words))
}

/// Whether a value compares as asked; `None` for an unknown operator.
fn compare(value: Option<&Json>, operator: &str, wanted: &str) -> Option<bool> {
    let order = || ordering(value, wanted);
    Some(match operator {
        "eq" => order() == Some(Ordering::Equal),
        "ne" => order() != Some(Ordering::Equal),
        "gt" => order() == Some(Ordering::Greater),
        "gte" => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
        "lt" => order() == Some(Ordering::Less),
        "lte" => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        "in" => wanted.split(',').any(|one| ordering(value, one.trim()) == Some(Ordering::Equal)),
        "nullable" => value.is_none_or(|value| *value == Json::Null) == is_yes(wanted),
        _ => return None,
    })
}

fn is_yes(text: &str) -> bool {
    matches!(text, "1" | "true")
}

/// Numbers compare as numbers, flags with 0 and 1, anything else as text. Null compares with nothing.
fn ordering(value: Option<&Json>, wanted: &str) -> Option<Ordering> {
    match value? {
        Json::Bool(flag) => match wanted {
            "1" | "true" => Some(flag.cmp(&true)),
            "0" | "false" => Some(flag.cmp(&false)),
            _ => None,
        },
        Json::Number(number) => number.as_f64().partial_cmp(&wanted.parse().ok()?),
        Json::String(text) => Some(text.as_str().cmp(wanted)),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Assumption: `sort=name` ascends, `sort=-name` descends, commas separate; without it the oldest is first.
fn sort(rows: &mut [&Json], call: &Call) -> Result<(), Refusal> {
    let Some(sort) = call.query("sort") else { return Ok(()) };
    for field in sort.split(',').rev().filter(|field| !field.is_empty()) {
        let (field, is_descending) = field.strip_prefix('-').map_or((field, false), |field| (field, true));
        known(rows, field, "sort")?;
        rows.sort_by(|left, right| {
            let order = by_value(left.get(field), right.get(field));
            if is_descending { order.reverse() } else { order }
        });
    }
    Ok(())
}

fn by_value(left: Option<&Json>, right: Option<&Json>) -> Ordering {
    match (left, right) {
        (Some(Json::Number(left)), Some(Json::Number(right))) => left.as_f64().total_cmp(&right.as_f64()),
        (Some(Json::String(left)), Some(Json::String(right))) => left.cmp(right),
        (Some(Json::Bool(left)), Some(Json::Bool(right))) => left.cmp(right),
        (left, right) => {
            let is_there = |value: Option<&Json>| value.is_some_and(|value| *value != Json::Null);
            is_there(left).cmp(&is_there(right))
        }
    }
}

/// Where a page begins and how long it is.
struct Span {
    offset: usize,
    size: usize,
}

impl Span {
    /// Source: `page[size]` and `page[number]`, also `offset` and `limit`; the older client `page` and `per_page`.
    fn of(call: &Call) -> Result<Self, Refusal> {
        let number = |names: &[&str], least: usize| {
            let Some((name, text)) = names.iter().find_map(|name| Some((*name, call.query(name)?))) else {
                return Ok(None);
            };
            let parsed = text.parse::<usize>().ok().filter(|number| *number >= least);
            let sentence = format!("The {name} field must be at least {least}.");
            parsed.map(Some).ok_or_else(|| Refusal::Invalid(Errors::of(name, &sentence)))
        };
        let size = number(&["page[size]", "limit", "per_page"], 1)?.unwrap_or(DEFAULT_SIZE).min(MAX_SIZE);
        let page = number(&["page[number]", "page"], 1)?.unwrap_or(1);
        let offset = number(&["offset"], 0)?.unwrap_or_else(|| (page - 1).saturating_mul(size));
        Ok(Self { offset, size })
    }
}

/// Source: the envelope is that of Laravel's paginated resources.
fn page(rows: &[&Json], call: &Call) -> Result<Reply, Refusal> {
    let span = Span::of(call)?;
    let total = rows.len();
    let shown: Vec<Json> = rows.iter().skip(span.offset).take(span.size).map(|row| (*row).clone()).collect();
    let last = total.div_ceil(span.size).max(1);
    let current = span.offset / span.size + 1;
    let (from, to) = match shown.len() {
        0 => (None, None),
        count => (Some(span.offset + 1), Some(span.offset + count)),
    };
    let url = |page: usize| page_url(call, page, span.size);
    let previous = (current > 1).then(|| url(current - 1));
    let next = (current < last).then(|| url(current + 1));
    let mut links = vec![json!({"url": previous, "label": "&laquo; Previous", "active": false})];
    links.extend(shown_pages(current, last).into_iter().map(|page| match page {
        Some(page) => json!({"url": url(page), "label": page.to_string(), "active": page == current}),
        None => json!({"url": null, "label": "...", "active": false}),
    }));
    links.push(json!({"url": next, "label": "Next &raquo;", "active": false}));
    let body = object([
        ("data", Json::Array(shown)),
        ("links", json!({"first": url(1), "last": url(last), "prev": previous, "next": next}).into()),
        (
            "meta",
            json!({
                "current_page": current, "from": from, "last_page": last, "links": links,
                "path": call.url, "per_page": span.size, "to": to, "total": total,
            })
            .into(),
        ),
    ]);
    Ok(Reply::of(200, body))
}

fn page_url(call: &Call, page: usize, size: usize) -> String {
    const PAGING: [&str; 6] = ["page[size]", "page[number]", "page", "per_page", "offset", "limit"];
    let kept = call.query.iter().filter(|(name, _)| !PAGING.contains(&name.as_str()));
    let (page, size) = (page.to_string(), size.to_string());
    let paging = [("page[number]", page.as_str()), ("page[size]", size.as_str())];
    let query = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(paging);
    format!("{}?{}", call.url, write_query(query))
}

/// The first, the last and the nearest pages; `None` where some are left out.
fn shown_pages(current: usize, last: usize) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    let mut before = 0;
    let near = current.saturating_sub(3).max(1)..=(current + 3).min(last);
    let pages = [1, 2].into_iter().filter(|page| *page <= last);
    let pages = pages.chain(near).chain([last.saturating_sub(1), last]);
    for page in pages {
        if page > before {
            if page > before + 1 {
                shown.push(None);
            }
            shown.push(Some(page));
            before = page;
        }
    }
    shown
}
