//! Lists, page by page.

use super::client::Call;
use super::{ApiError, Client};
use crate::json::Json;
use std::collections::BTreeSet;

/// How many objects a page is asked to have; the server may give fewer.
const PAGE_SIZE: usize = 100;
/// Most pages of one list.
const MAX_PAGES: usize = 2_000;

impl Client {
    /// All items of a list.
    ///
    /// Source: `page[size]` and `page[number]`; Laravel's `meta.current_page` and `meta.last_page`, `links.next`. Not
    /// every list is paged: one without either is whole.
    pub(super) fn list(&self, path: &[&str], scope: &str) -> Result<Vec<Json>, ApiError> {
        let mut items = Vec::new();
        let mut seen = BTreeSet::new();
        for number in 1..=MAX_PAGES {
            let page = self.page(path, scope, number)?;
            let (count, before) = (page.items.len(), items.len());
            for item in page.items {
                // An object that moved to the next page while we were reading comes twice.
                let id = item.get("id").map(|id| format!("{id:?}"));
                if id.is_none_or(|id| seen.insert(id)) {
                    items.push(item);
                }
            }
            if count == 0 || !page.has_next {
                return Ok(items);
            }
            if items.len() == before {
                // The same page again: the server does not page as documented.
                break;
            }
        }
        let place = format!("GET {}/{}", self.address().text(), path.join("/"));
        Err(ApiError::Malformed { place, reason: "its pages repeat or never end".to_owned() })
    }

    fn page(&self, path: &[&str], scope: &str, number: usize) -> Result<Page, ApiError> {
        let mut call = Call::get(path, scope);
        call.query = vec![
            ("page[size]".to_owned(), PAGE_SIZE.to_string()),
            ("page[number]".to_owned(), number.to_string()),
        ];
        let answer = self.call(&call)?;
        let Some(items) = answer.get("data").and_then(Json::as_array) else {
            let place = format!("GET {}/{}", self.address().text(), path.join("/"));
            return Err(ApiError::Malformed { place, reason: "a list without `data`".to_owned() });
        };
        Ok(Page { items: items.to_vec(), has_next: has_next(&answer) })
    }
}

struct Page {
    items: Vec<Json>,
    has_next: bool,
}

fn has_next(answer: &Json) -> bool {
    let number = |key: &str| match answer.pointer(&format!("/meta/{key}")) {
        Some(Json::Number(number)) => number.as_i64(),
        _ => None,
    };
    match (number("current_page"), number("last_page")) {
        (Some(current), Some(last)) => current < last,
        _ => answer.pointer("/links/next").is_some_and(|next| next.as_str().is_some()),
    }
}
