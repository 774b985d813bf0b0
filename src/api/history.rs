//! A tenant's action history: what its reactions did, newest first.

use super::client::Call;
use super::{ApiError, Client, id_of};
use crate::json::Json;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many entries are asked for.
const NEWEST: usize = 100;
const SCOPE: &str = "read-action-history";

impl Client {
    /// The id of the newest entry; 0 if there is none.
    pub fn newest_history(&self) -> Result<i64, ApiError> {
        let newest = self.history_page(1)?;
        Ok(newest.iter().filter_map(id_of).max().unwrap_or(0))
    }

    /// The entries that came after one, the oldest first.
    pub fn history_after(&self, id: i64) -> Result<Vec<Json>, ApiError> {
        let mut entries = self.history_page(NEWEST)?;
        entries.retain(|entry| id_of(entry).is_some_and(|own| own > id));
        entries.sort_by_key(id_of);
        Ok(entries)
    }

    /// As above, asking again until it is enough or the time is over: a tenant may run its reactions later.
    pub fn history_until(
        &self,
        id: i64,
        wait: Duration,
        mut is_enough: impl FnMut(&[Json]) -> bool,
    ) -> Result<Vec<Json>, ApiError> {
        const PAUSE: Duration = Duration::from_millis(500);
        let end = Instant::now() + wait;
        loop {
            let entries = self.history_after(id)?;
            if is_enough(&entries) || Instant::now() + PAUSE > end {
                return Ok(entries);
            }
            sleep(PAUSE);
        }
    }

    /// Source: `GET /action-history`, and `sort` of lists. Assumption: `-id` sorts the newest first.
    fn history_page(&self, size: usize) -> Result<Vec<Json>, ApiError> {
        let mut call = Call::get(&["action-history"], SCOPE);
        call.query = vec![("sort".to_owned(), "-id".to_owned()), ("page[size]".to_owned(), size.to_string())];
        let answer = self.scrubbed(&self.call(&call)?);
        let Some(items) = answer.get("data").and_then(Json::as_array) else {
            let place = format!("GET {}/action-history", self.address().text());
            return Err(ApiError::Malformed { place, reason: "a list without `data`".to_owned() });
        };
        Ok(items.to_vec())
    }
}
