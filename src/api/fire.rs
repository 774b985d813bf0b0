//! Firing custom events, and asking the tenant to render a template.

use super::client::Call;
use super::{ApiError, Client, id_of};
use crate::engine::{Firing, History, RunReport, TenantRuns, has_reached, tell};
use crate::json::Json;
use crate::sync::{Kind, name_of};
use reqwest::Method;
use std::time::Duration;

/// What became of a fired event.
#[derive(Clone, Debug)]
pub struct Fired {
    /// What the tenant answered; an error is one after which it may have taken the event all the same.
    pub answer: Result<Json, ApiError>,
    /// What its reactions did, or why that cannot be read.
    pub told: Result<TenantRuns, ApiError>,
}

/// How the tenant's history of a fired event is waited for and read.
pub struct Telling<'a> {
    /// The local runs of the same event.
    pub reports: &'a [RunReport],
    /// How long is waited.
    pub wait: Duration,
    /// The trigger of the workspace that an id on the tenant is known to be.
    pub name_of: &'a dyn Fn(i64) -> Option<String>,
    /// True once nobody waits any more.
    pub is_cancelled: &'a dyn Fn() -> bool,
}

impl Client {
    /// Fires an event: the tenant's live reactions run. It is sent once and never repeated, but for a 429 or 503 that
    /// names a time to wait.
    pub fn fire(&self, firing: &Firing) -> Result<Json, ApiError> {
        let (path, body) = firing.call();
        let call = Call::send(Method::POST, &path, Some(&body), "for custom events, which is not documented");
        self.call(&call).map(|answer| self.scrubbed(&answer))
    }

    /// Asks the tenant to render a template for one of its objects; nothing is sent to the target's URL.
    ///
    /// Source: `POST /targets/preview` takes `resource`, `resource_id` and `template` and answers with the decoded
    /// `result` and the `context`.
    pub fn preview(&self, resource: &str, resource_id: &str, template: &str) -> Result<Json, ApiError> {
        let entries = [("resource", resource), ("resource_id", resource_id), ("template", template)];
        let body = entries.map(|(key, value)| (key.to_owned(), Json::str(value)));
        let body = Json::Object(body.into_iter().collect());
        let mut call = Call::send(Method::POST, &["targets", "preview"], Some(&body), "read-targets");
        // It only renders.
        call.is_repeatable = true;
        self.call(&call).map(|answer| self.scrubbed(&answer))
    }

    /// Fires an event and reads what the tenant's reactions did.
    ///
    /// # Errors
    /// If the event was not taken. A history that cannot be read is no error, nor is an answer that got lost: the event
    /// has, or may have, been fired, and its history tells more.
    pub fn fire_and_tell(&self, firing: &Firing, telling: &Telling<'_>) -> Result<Fired, ApiError> {
        // Read before: what is newer afterwards is of this event, or of others at the same time.
        let before = self.newest_history();
        let answer = match self.fire(firing) {
            Err(error) if !error.may_have_happened() => return Err(error),
            answer => answer,
        };
        let told = before.and_then(|before| self.told_since(before, telling));
        Ok(Fired { answer, told })
    }

    fn told_since(&self, before: i64, telling: &Telling<'_>) -> Result<TenantRuns, ApiError> {
        let expected = telling.reports.iter().filter(|report| has_reached(report)).count();
        let is_enough = |entries: &[Json]| entries.len() >= expected || (telling.is_cancelled)();
        let entries = self.history_until(before, telling.wait, is_enough)?;
        let histories = entries.iter().filter_map(History::read);
        let named = histories.map(|history| {
            let name = self.trigger_of(&history, telling.name_of);
            (history, name)
        });
        Ok(tell(&named.collect::<Vec<_>>(), telling.reports))
    }

    /// The trigger of a history: by the id that is known here, else by the name that the tenant gives.
    fn trigger_of(&self, history: &History, known: &dyn Fn(i64) -> Option<String>) -> Option<String> {
        if !history.actionable_type.to_ascii_lowercase().contains("trigger") {
            return None;
        }
        let id = history.actionable_id?;
        let asked = || self.object(Kind::Trigger, id).ok().filter(|object| id_of(object) == Some(id));
        known(id).or_else(|| asked().map(|object| name_of(Kind::Trigger, &object)))
    }
}
