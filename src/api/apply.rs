//! Applying a plan: object by object, recorded before and after each write, read again after each write, and safe to
//! start again after any failure.
//!
//! A creation is recorded as wished for before it is sent. If its answer is lost, the next attempt looks for an object
//! of the same identity before it creates another one.

use super::stale::{Standing, standing};
use super::{ApiError, Client, id_of};
use crate::diag::Diagnostic;
use crate::json::{Json, Object};
use crate::sync::{
    Change, Echo, Entry, Item, Kind, Plan, RemoteObjects, State, Step, differences, name_of, same,
    targets_of, without_read_only,
};
use std::collections::{BTreeMap, BTreeSet};

/// What became of one object of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The tenant made it.
    Created,
    /// The tenant took it.
    Updated,
    /// It is gone from the tenant.
    Deleted,
    /// Nothing had to be sent: both have the same, or an earlier attempt sent it.
    AlreadyDone,
    /// The tenant took it and made something else of it.
    Differs(Vec<Change>),
    /// The tenant refused it; what it says of single fields, at their places in the files.
    Refused(ApiError, Vec<Diagnostic>),
    /// It was not tried, because of this.
    Skipped(String),
}

impl Outcome {
    /// True if the tenant now has what was planned.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Created | Self::Updated | Self::Deleted | Self::AlreadyDone)
    }
}

/// Why applying stopped. What was done until then is recorded; applying again goes on from there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ApplyError {
    /// The tenant is no longer what the plan was made for. Nothing was sent.
    #[error("the plan is stale, nothing was sent: {}. Make a new plan", list(reasons))]
    Stale {
        /// What changed since
        reasons: Vec<String>,
    },
    /// The plan is for another tenant.
    #[error("the plan is for tenant '{tenant}' at {address}")]
    OtherTenant {
        /// The plan's tenant
        tenant: String,
        /// The plan's address
        address: String,
    },
    /// A call failed in a way that the next ones would, too.
    #[error("stopped at {file}: {source}. What was done is recorded; apply again to go on")]
    Call {
        /// The object
        file: String,
        /// Why
        source: ApiError,
    },
    /// What was done could not be recorded.
    #[error("stopped at {file}: what was done could not be recorded: {reason}. Apply again to go on")]
    Record {
        /// The object
        file: String,
        /// Why
        reason: String,
    },
}

fn list(reasons: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = reasons.iter().take(SHOWN).cloned().collect();
    if reasons.len() > SHOWN {
        shown.push(format!("and {} more", reasons.len() - SHOWN));
    }
    shown.join("; ")
}

/// Who hears of the progress: records the state, and shows what became of each object.
pub trait Witness {
    /// Stores what has become known of some files so that it survives a crash.
    fn record(&mut self, state: &State, files: &[&str]) -> Result<(), String>;
    /// Hears what became of an object.
    fn done(&mut self, item: &Item, outcome: &Outcome);
    /// True if the rest is not to be sent any more. Applying again goes on from there.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Reads all objects of the kinds that matter.
pub fn read_tenant(client: &Client, kinds: &[Kind]) -> Result<RemoteObjects, ApiError> {
    let mut remote = RemoteObjects::default();
    for kind in kinds {
        remote.add(*kind, &client.objects(*kind)?);
    }
    Ok(remote)
}

/// Reads what the token may read: a kind that is refused with 403 or 404 is left out, and nothing is planned for it.
///
/// # Errors
/// If nothing at all can be read, or something else is wrong than rights and routes.
pub fn read_what_is_readable(client: &Client, kinds: &[Kind]) -> Result<RemoteObjects, ApiError> {
    let mut remote = RemoteObjects::default();
    let mut refusal = None;
    for kind in kinds {
        if let Some(error) = read_kind(client, *kind, &mut remote)? {
            refusal.get_or_insert(error);
        }
    }
    match refusal {
        Some(error) if remote.left_out().count() == kinds.len() => Err(error),
        _ => Ok(remote),
    }
}

/// Reads one kind; gives the refusal, if there is one, for which it is left out.
pub fn read_kind(
    client: &Client,
    kind: Kind,
    remote: &mut RemoteObjects,
) -> Result<Option<ApiError>, ApiError> {
    match client.objects(kind) {
        Ok(objects) => remote.add(kind, &objects),
        Err(error @ (ApiError::Forbidden { .. } | ApiError::NotFound { .. })) => {
            remote.leave_out(kind, &error.to_string());
            return Ok(Some(error));
        }
        Err(error) => return Err(error),
    }
    Ok(None)
}

/// Does exactly what a plan says, or refuses it as stale before anything is sent.
pub fn apply(
    client: &Client,
    plan: &Plan,
    state: &mut State,
    witness: &mut dyn Witness,
) -> Result<Vec<Outcome>, ApplyError> {
    if plan.tenant != state.tenant || plan.address != state.address {
        let (tenant, address) = (plan.tenant.clone(), plan.address.clone());
        return Err(ApplyError::OtherTenant { tenant, address });
    }
    let items: Vec<&Item> =
        plan.items.iter().filter(|item| item.step.is_write() || item.step == Step::Record).collect();
    let kinds: BTreeSet<Kind> = items.iter().map(|item| item.kind).collect();
    let kinds: Vec<Kind> = kinds.into_iter().collect();
    let first = items.first().map(|item| item.file.clone()).unwrap_or_default();
    let remote = read_tenant(client, &kinds).map_err(|source| ApplyError::Call { file: first, source })?;
    let standings: Vec<Standing> = items.iter().map(|item| standing(item, &remote, state)).collect();
    let reasons: Vec<String> = standings.iter().filter_map(Standing::reason).collect();
    if !reasons.is_empty() {
        return Err(ApplyError::Stale { reasons });
    }
    let (failed, denied) = (BTreeSet::new(), BTreeMap::new());
    let mut applying = Applying { client, state, witness, failed, denied };
    let mut outcomes = Vec::new();
    for (item, standing) in items.into_iter().zip(standings) {
        let outcome = if applying.witness.is_stopped() {
            Outcome::Skipped("sending was stopped before".to_owned())
        } else {
            applying.item(item, standing)?
        };
        applying.witness.done(item, &outcome);
        if item.kind == Kind::Target && !outcome.is_done() && !matches!(outcome, Outcome::Differs(_)) {
            applying.failed.insert(item.name.clone());
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

struct Applying<'a> {
    client: &'a Client,
    state: &'a mut State,
    witness: &'a mut dyn Witness,
    /// Handles of targets that were not written.
    failed: BTreeSet<String>,
    /// Writes that the token may not do, by kind and step.
    denied: BTreeMap<(Kind, &'static str), String>,
}

impl Applying<'_> {
    fn item(&mut self, item: &Item, standing: Standing) -> Result<Outcome, ApplyError> {
        if let Some(target) = self.missing_target(item) {
            return Ok(Outcome::Skipped(format!("it sends to target '{target}', which was not written")));
        }
        if let Some(why) =
            self.denied.get(&(item.kind, item.step.word())).filter(|_| standing == Standing::Open)
        {
            return Ok(Outcome::Skipped(why.clone()));
        }
        match (item.step, standing) {
            (Step::Delete, Standing::Open) => self.delete(item),
            (Step::Delete, _) => {
                self.state.entries.remove(&item.file);
                self.record(item).map(|()| Outcome::AlreadyDone)
            }
            (_, Standing::Done(id, kept)) => self.settle(item, id, &kept, Outcome::AlreadyDone),
            (Step::Create, _) => self.create(item),
            (Step::Update, _) => self.update(item),
            _ => Ok(Outcome::AlreadyDone),
        }
    }

    fn missing_target(&self, item: &Item) -> Option<String> {
        let handles = item.body.as_ref().map(targets_of).unwrap_or_default();
        handles.into_iter().find(|handle| self.failed.contains(*handle)).map(str::to_owned)
    }

    fn create(&mut self, item: &Item) -> Result<Outcome, ApplyError> {
        let Some(body) = &item.body else { return Ok(Outcome::Skipped("it has no body".to_owned())) };
        // The wish is recorded first: a lost answer then leads to a search instead of a second object.
        let wish = Entry { id: None, base: body.clone(), echo: None };
        self.state.entries.insert(item.file.clone(), wish);
        self.record(item)?;
        let made = match self.client.create(item.kind, body) {
            Ok(made) => id_of(&made).map(|id| (id, Some(without_read_only(item.kind, &made)))),
            Err(error) if error.may_have_happened() => match self.search(item, &error)? {
                Some(id) => Some((id, None)),
                None => return Err(ApplyError::Call { file: item.file.clone(), source: error }),
            },
            Err(error) => {
                // It was certainly not made.
                self.state.entries.remove(&item.file);
                self.record(item)?;
                return self.refused(item, error);
            }
        };
        let Some((id, made)) = made else {
            return Ok(Outcome::Skipped("the tenant gave it no id".to_owned()));
        };
        // Known from here on, whatever becomes of the reading.
        let base = item.ours.clone().unwrap_or_else(|| body.clone());
        let echo = made.map(|kept| Echo { sent: body.clone(), kept });
        let entry = Entry { id: Some(id), base, echo };
        self.state.entries.insert(item.file.clone(), entry);
        self.record(item)?;
        let kept = self.read_back(item, id)?;
        self.settle(item, id, &kept, Outcome::Created)
    }

    /// Looks for the object of a creation whose answer was lost.
    fn search(&self, item: &Item, error: &ApiError) -> Result<Option<i64>, ApplyError> {
        let failed = |source: ApiError| ApplyError::Call { file: item.file.clone(), source };
        let remote = read_tenant(self.client, &[item.kind]).map_err(|_| failed(error.clone()))?;
        match standing(item, &remote, self.state) {
            Standing::Done(id, _) => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    fn update(&mut self, item: &Item) -> Result<Outcome, ApplyError> {
        let (Some(body), Some(id)) = (&item.body, item.id) else {
            return Ok(Outcome::Skipped("it has no body or id".to_owned()));
        };
        match self.client.update(item.kind, id, &update_body(item, body)) {
            Ok(()) => {}
            // A lost answer: what is read next tells whether it was taken.
            Err(error) if error.may_have_happened() => {
                let kept = self.read_back(item, id)?;
                if !differences(body, &kept).is_empty() {
                    return Err(ApplyError::Call { file: item.file.clone(), source: error });
                }
            }
            Err(error) => return self.refused(item, error),
        }
        let kept = self.read_back(item, id)?;
        self.settle(item, id, &kept, Outcome::Updated)
    }

    fn delete(&mut self, item: &Item) -> Result<Outcome, ApplyError> {
        let Some(id) = item.id else { return Ok(Outcome::Skipped("it has no id".to_owned())) };
        match self.client.delete(item.kind, id) {
            Ok(()) => {
                self.state.entries.remove(&item.file);
                self.record(item).map(|()| Outcome::Deleted)
            }
            Err(error) => self.refused(item, error),
        }
    }

    fn read_back(&self, item: &Item, id: i64) -> Result<Json, ApplyError> {
        let read = self.client.object(item.kind, id);
        let read = read.map_err(|source| ApplyError::Call { file: item.file.clone(), source })?;
        Ok(without_read_only(item.kind, &read))
    }

    /// Records what both sides now have, and says if the tenant made something else of what was sent.
    fn settle(&mut self, item: &Item, id: i64, kept: &Json, outcome: Outcome) -> Result<Outcome, ApplyError> {
        let ours = item.ours.clone().unwrap_or_default();
        let sent = item.body.clone().unwrap_or_else(|| ours.clone());
        // What is only recorded was not sent just now: it differs no more than an earlier write has shown.
        let is_seen = item.step != Step::Record || self.has_echo(item);
        let echo = (is_seen && !same(&sent, kept)).then(|| Echo { sent: sent.clone(), kept: kept.clone() });
        self.state.entries.insert(item.file.clone(), Entry { id: Some(id), base: ours, echo });
        let former = self.forget_old_names(item, id);
        self.record_with(item, &former)?;
        let changes = if item.step == Step::Record { Vec::new() } else { differences(&sent, kept) };
        Ok(if changes.is_empty() { outcome } else { Outcome::Differs(changes) })
    }

    /// True if the tenant made something else of an earlier write, or its answer was not heard.
    fn has_echo(&self, item: &Item) -> bool {
        let former = || item.id.and_then(|id| self.state.file_of(item.kind, id));
        let entry = self.state.entries.get(&item.file);
        let entry = entry.or_else(|| self.state.entries.get(former()?));
        entry.is_some_and(|entry| entry.id.is_none() || entry.echo.is_some())
    }

    /// A renamed file leaves its old entry behind; gives the names of such files.
    fn forget_old_names(&mut self, item: &Item, id: i64) -> Vec<String> {
        let is_old = |(file, entry): &(&String, &Entry)| {
            **file != item.file && entry.id == Some(id) && crate::sync::kind_of(file) == Some(item.kind)
        };
        let former: Vec<String> =
            self.state.entries.iter().filter(is_old).map(|(file, _)| file.clone()).collect();
        self.state.entries.retain(|file, _| !former.contains(file));
        former
    }

    fn refused(&mut self, item: &Item, error: ApiError) -> Result<Outcome, ApplyError> {
        if let ApiError::Forbidden { scope, .. } = &error {
            // The next ones of this kind would be refused, too; other kinds may not be.
            let why =
                format!("the token is not allowed to do this (403), it probably needs the scope {scope}");
            self.denied.insert((item.kind, item.step.word()), why);
            return Ok(Outcome::Refused(error, Vec::new()));
        }
        if !error.is_about_one_object() {
            return Err(ApplyError::Call { file: item.file.clone(), source: error });
        }
        let twig = format!("{}.twig", item.file.trim_end_matches(".json"));
        let twig = (item.kind == Kind::Target).then_some(twig.as_str());
        let findings = match &error {
            ApiError::Invalid { fields, .. } => {
                fields.iter().map(|field| field.finding(&item.file, twig)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Outcome::Refused(error, findings))
    }

    fn record(&mut self, item: &Item) -> Result<(), ApplyError> {
        self.record_with(item, &[])
    }

    /// Records what is known of an object, and that nothing is known of its former files.
    fn record_with(&mut self, item: &Item, former: &[String]) -> Result<(), ApplyError> {
        let files: Vec<&str> = former.iter().chain([&item.file]).map(String::as_str).collect();
        let recorded = self.witness.record(self.state, &files);
        recorded.map_err(|reason| ApplyError::Record { file: item.file.clone(), reason })
    }
}

/// What is sent to update an object: with what the tenant has besides, since what becomes of keys that are left out is
/// not documented, and without what cannot be updated.
///
/// Source: the type of the update request has neither a target's handle nor a webhook's namespace.
fn update_body(item: &Item, body: &Json) -> Json {
    let Json::Object(object) = body else { return body.clone() };
    let others = item.before.as_ref().and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let others = others.filter(|(key, _)| object.get(key).is_none());
    let whole = object.iter().chain(others).filter(|(key, _)| !item.kind.immutable().contains(key));
    Json::Object(whole.map(|(key, value)| (key.to_owned(), value.clone())).collect())
}

/// What an item is called in messages.
pub(super) fn called(item: &Item) -> String {
    let name = item.body.as_ref().or(item.before.as_ref()).map(|json| name_of(item.kind, json));
    format!("{} '{}' ({})", item.kind.word(), name.unwrap_or_else(|| item.name.clone()), item.file)
}
