//! Targets, triggers, automations and webhooks of a tenant: list, read, create, update, delete.

use super::client::Call;
use super::{ApiError, Client};
use crate::json::Json;
use crate::sync::{Kind, name_of};
use reqwest::Method;

impl Client {
    /// All objects of a kind, whole.
    pub fn objects(&self, kind: Kind) -> Result<Vec<Json>, ApiError> {
        let items = self.list(&[kind.folder()], &scope("read", kind))?;
        // It would be written to files and states.
        if let Some(item) = items.iter().find(|item| self.is_leaking(item)) {
            let reason = format!(
                "{} '{}' has your API token in it; take it out there",
                kind.word(),
                name_of(kind, item)
            );
            return Err(malformed("GET", kind, &self.scrubbed_text(&reason)));
        }
        // Assumption: a list has whole objects. One that leaves the actions out is read object by object.
        let is_whole =
            |item: &Json| matches!(kind, Kind::Target | Kind::Webhook) || item.get("actions").is_some();
        items
            .into_iter()
            .map(|item| match id_of(&item) {
                Some(id) if !is_whole(&item) => self.object(kind, id),
                _ => Ok(item),
            })
            .collect()
    }

    /// One object.
    pub fn object(&self, kind: Kind, id: i64) -> Result<Json, ApiError> {
        let answer = self.call(&Call::get(&[kind.folder(), &id.to_string()], &scope("read", kind)))?;
        entity(&answer, "GET", kind)
    }

    /// Creates an object and gives back what the tenant says that it made.
    pub fn create(&self, kind: Kind, body: &Json) -> Result<Json, ApiError> {
        let call = Call::send(Method::POST, &[kind.folder()], Some(body), &scope("create", kind));
        entity(&self.call(&call)?, "POST", kind)
    }

    /// Updates an object.
    ///
    /// Assumption: `PUT` with all keys sets them all; what becomes of keys that are left out is not documented, so none
    /// is, and every write is read again.
    pub fn update(&self, kind: Kind, id: i64, body: &Json) -> Result<(), ApiError> {
        let path = [kind.folder(), &id.to_string()];
        self.call(&Call::send(Method::PUT, &path, Some(body), &scope("update", kind))).map(drop)
    }

    /// Deletes an object; one that is gone already counts as deleted.
    pub fn delete(&self, kind: Kind, id: i64) -> Result<(), ApiError> {
        let path = [kind.folder(), &id.to_string()];
        match self.call(&Call::send(Method::DELETE, &path, None, &scope("delete", kind))) {
            Ok(_) | Err(ApiError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Asks for one object of each kind: whether the address, the certificate, the token and its scopes are right.
    pub fn probe(&self) -> Vec<(Kind, Result<(), ApiError>)> {
        let ask = |kind: Kind| {
            let mut call = Call::get(&[kind.folder()], &scope("read", kind));
            call.query = vec![("page[size]".to_owned(), "1".to_owned())];
            self.call(&call).and_then(|answer| {
                let is_list = answer.get("data").is_some_and(|data| data.as_array().is_some());
                is_list.then_some(()).ok_or_else(|| malformed("GET", kind, "a list without `data`"))
            })
        };
        let mut answers = Vec::new();
        for kind in Kind::ALL {
            let answer = ask(kind);
            // Whatever is wrong with the way or the token is the same for all.
            let is_same_for_all = answer.as_ref().is_err_and(|error| {
                !error.is_about_one_object() && !matches!(error, ApiError::Forbidden { .. })
            });
            answers.push((kind, answer));
            if is_same_for_all {
                break;
            }
        }
        answers
    }
}

/// The server's id of an object.
pub fn id_of(object: &Json) -> Option<i64> {
    match object.get("id") {
        Some(Json::Number(id)) => id.as_i64(),
        _ => None,
    }
}

/// Source: an entity comes as `{"data": {…}}`.
fn entity(answer: &Json, method: &str, kind: Kind) -> Result<Json, ApiError> {
    match answer.get("data") {
        Some(data) if id_of(data).is_some() => Ok(data.clone()),
        _ => Err(malformed(method, kind, "an object without `data` and `id`")),
    }
}

fn malformed(method: &str, kind: Kind, reason: &str) -> ApiError {
    ApiError::Malformed { place: format!("{method} {}", kind.folder()), reason: reason.to_owned() }
}

fn scope(verb: &str, kind: Kind) -> String {
    format!("{verb}-{}", kind.scope())
}
