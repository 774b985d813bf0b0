//! Jobs of the sync panel: reading a tenant and comparing, sending a plan, writing down what was brought in.

use super::reporter::Reporter;
use super::tenant::{client, in_words};
use super::tokens::Tokens;
use crate::api::{ApplyError, Client, Outcome, Witness, apply, read_kind};
use crate::app::{
    Comparison, Decisions, Facts, Message, Noted, SendEnd, SendOutcome, SyncAnswer, SyncJob, TenantAnswer,
};
use crate::diag::Diagnostic;
use crate::io::collect_files;
use crate::json::Json;
use crate::site::{Site, objects_of};
use crate::sync::{
    Entry, Item, Kind, Plan, PullOptions, PullStep, RemoteObjects, State, kind_of, place_in_words, pull,
};
use crate::wire::TextFile;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Does a job of the sync panel.
pub(super) fn sync_job(
    site: &Site,
    job: SyncJob,
    tokens: &Tokens,
    reporter: &Reporter,
) -> Result<SyncAnswer, String> {
    match job {
        SyncJob::Compare { files, unsaved, decisions, noted } => {
            let mut facts = facts(site, &files, unsaved.as_deref(), tokens, reporter)?;
            note_same(&mut facts, &noted);
            Ok(compared(Arc::new(facts), &decisions))
        }
        SyncJob::Decide(facts, decisions) => Ok(compared(facts, &decisions)),
        SyncJob::Send(plan, noted) => Ok(SyncAnswer::Sent(send(site, (&plan, &noted), tokens, reporter)?)),
        SyncJob::Record(entries, noted) => record(site, entries, &noted).map(|()| SyncAnswer::Recorded),
    }
}

fn compared(facts: Arc<Facts>, decisions: &Decisions) -> SyncAnswer {
    SyncAnswer::Compared(Arc::new(Comparison::of(facts, decisions)))
}

fn facts(
    site: &Site,
    known_files: &[TextFile],
    unsaved: Option<&[TextFile]>,
    tokens: &Tokens,
    reporter: &Reporter,
) -> Result<Facts, String> {
    let on_disk = collect_files(&site.folder).map_err(|error| error.to_string())?;
    check_unchanged(known_files, &on_disk)?;
    let objects = |files: &[TextFile]| objects_of(files).map_err(|error| error.to_string());
    let saved = objects(&on_disk)?;
    let current = match unsaved {
        Some(files) => objects(files)?,
        None => saved.clone(),
    };
    let known = site.state().map_err(|error| error.to_string())?;
    let (client, _) = client(site, tokens)?;
    let remote = read(&client, reporter)?;
    let (tenant, address) = (site.tenant.clone(), site.address.text().to_owned());
    Ok(Facts { tenant, address, saved, current, remote, known, noted: Vec::new() })
}

/// What is the same on both sides is remembered: who changes it later is then known. Comparing writes no file.
fn note_same(facts: &mut Facts, seen_before: &[Noted]) {
    facts.noted = add_noted(&mut facts.known, seen_before);
    let same = pull(&facts.saved, &facts.remote, &facts.known, &PullOptions::default());
    let same = same.into_iter().filter(|item| item.step == PullStep::Record);
    for (file, entry) in same.filter_map(|item| item.file.zip(item.entry)) {
        let seen = facts.noted.iter().position(|noted| noted.file == file);
        let over = match seen {
            Some(position) => facts.noted.remove(position).over,
            None => facts.known.entries.get(&file).cloned(),
        };
        facts.known.bring(&file, entry.clone());
        facts.noted.push(Noted { file, entry, over });
    }
}

/// Adds what was seen to be the same, unless something else was written down since; gives what was added.
fn add_noted(state: &mut State, noted: &[Noted]) -> Vec<Noted> {
    let is_current = |noted: &&Noted| state.entries.get(&noted.file) == noted.over.as_ref();
    let added: Vec<Noted> = noted.iter().filter(is_current).cloned().collect();
    for noted in &added {
        state.bring(&noted.file, noted.entry.clone());
    }
    added
}

/// What is compared is what this window has read: otherwise a change of another program would look like the user's.
fn check_unchanged(known: &[TextFile], on_disk: &[TextFile]) -> Result<(), String> {
    let texts = |files: &[TextFile]| -> BTreeMap<String, String> {
        let of_objects = files.iter().filter(|file| kind_of(&file.path.replace(".twig", ".json")).is_some());
        of_objects.map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    let (known, on_disk) = (texts(known), texts(on_disk));
    let is_other = |path: &&String| known.get(*path) != on_disk.get(*path);
    match known.keys().chain(on_disk.keys()).find(is_other) {
        Some(path) => Err(format!(
            "another program changed {path} since it was read; read the files again first with 'Revert to saved…' in the menu File"
        )),
        None => Ok(()),
    }
}

/// All objects of a tenant, kind by kind; it may be left between two kinds.
fn read(client: &Client, reporter: &Reporter) -> Result<RemoteObjects, String> {
    let (mut remote, mut refusal) = (RemoteObjects::default(), None);
    for (done, kind) in Kind::ALL.into_iter().enumerate() {
        if reporter.is_cancelled() {
            return Err("it was stopped".to_owned());
        }
        reporter.progress(done, Kind::ALL.len());
        let refused = read_kind(client, kind, &mut remote).map_err(|error| in_words(&error))?;
        refusal = refusal.or(refused);
    }
    match refusal {
        Some(error) if remote.left_out().count() == Kind::ALL.len() => Err(in_words(&error)),
        _ => Ok(remote),
    }
}

fn send(
    site: &Site,
    (plan, noted): (&Plan, &[Noted]),
    tokens: &Tokens,
    reporter: &Reporter,
) -> Result<SendEnd, String> {
    let mut state = site.state().map_err(|error| error.to_string())?;
    add_noted(&mut state, noted);
    let (client, _) = client(site, tokens)?;
    let mut teller = Teller { site, reporter };
    let outcomes = apply(&client, plan, &mut state, &mut teller);
    // Whatever came of it: what was noted object by object becomes the state file.
    site.settle(&state).map_err(|error| error.to_string())?;
    Ok(match outcomes {
        Ok(_) => SendEnd::Through,
        Err(error @ ApplyError::Stale { .. }) => SendEnd::Stale(error.to_string()),
        Err(ApplyError::Call { file, source }) => SendEnd::Stopped(format!("{file}: {}", in_words(&source))),
        Err(error) => SendEnd::Stopped(error.to_string()),
    })
}

/// Records the state, and tells what became of each object.
struct Teller<'a> {
    site: &'a Site,
    reporter: &'a Reporter,
}

impl Witness for Teller<'_> {
    fn record(&mut self, state: &State, files: &[&str]) -> Result<(), String> {
        self.site.note(state, files).map_err(|error| error.to_string())
    }

    fn done(&mut self, item: &Item, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Created => SendOutcome::Created,
            Outcome::Updated => SendOutcome::Updated,
            Outcome::Deleted => SendOutcome::Deleted,
            Outcome::AlreadyDone => SendOutcome::AlreadyDone,
            Outcome::Differs(changes) => SendOutcome::Differs(changes.clone()),
            Outcome::Refused(error, findings) => SendOutcome::Refused {
                text: in_words(error),
                findings: findings.iter().map(|finding| worded(finding, item.body.as_ref())).collect(),
            },
            Outcome::Skipped(why) => SendOutcome::Skipped(why.clone()),
        };
        let answer = TenantAnswer::Sync(SyncAnswer::ItemSent(item.file.clone(), outcome));
        let (job, tenant) = (self.reporter.job(), self.site.tenant.clone());
        self.reporter.send(Message::TenantAnswered { job, tenant, answer });
    }

    fn is_stopped(&self) -> bool {
        self.reporter.is_cancelled()
    }
}

/// The server's name of a field, `actions.1.arguments.0.value`, in the words of the window.
fn worded(finding: &Diagnostic, body: Option<&Json>) -> Diagnostic {
    let said = finding.message.split_once(": ").map_or(finding.message.as_str(), |(_, said)| said);
    let place =
        body.map(|body| place_in_words(body, &finding.place.pointer)).filter(|place| !place.is_empty());
    match place {
        Some(place) => {
            Diagnostic { message: format!("The tenant refuses {place}: {said}"), ..finding.clone() }
        }
        None => finding.clone(),
    }
}

fn record(site: &Site, entries: Vec<(String, Entry)>, noted: &[Noted]) -> Result<(), String> {
    let mut state = site.state().map_err(|error| error.to_string())?;
    add_noted(&mut state, noted);
    for (file, entry) in entries {
        state.bring(&file, entry);
    }
    site.record(&state).map_err(|error| error.to_string())
}
