//! The workspace beside the chosen tenant: what differs, what the user decided of it, and what became of sending it.
//!
//! One reading of the tenant gives three lists, each a function of [`Facts`] and [`Decisions`] alone: what would be sent,
//! what could be brought in, and what changed there since the last time.

use super::state::{AppState, JobId};
use super::tenants::Connection;
use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Tenant, Workspace};
use crate::sync::{
    Change, Drift, Entry, Item, Kind, LocalObject, Plan, PlanOptions, PullItem, PullOptions, PullStep,
    RemoteObjects, State, Step, drift, plan, pull,
};
use crate::wire::TextFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A list of the sync panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncList {
    /// What would be sent
    #[default]
    Send,
    /// What could be brought in
    Bring,
    /// What changed on the tenant
    Drift,
}

/// The tab of the sync panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncTab {
    /// There is none
    #[default]
    Closed,
    /// An object is shown
    Behind,
    /// It is shown instead of an object
    Shown,
}

/// Whose version stays where both sides changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The files'
    Mine,
    /// The tenant's
    Theirs,
}

/// A request of the sync panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncCommand {
    /// Shows a list, without asking the tenant
    Show(SyncList),
    /// Closes the panel
    Close,
    /// Reads the tenant and compares
    Compare,
    /// Saves first
    SaveAndCompare,
    /// Decides a conflict, `triggers/a.json#/name`; `None` takes a decision back
    Decide(String, Option<Keep>),
    /// Whether the object of a file is sent
    Choose(String, bool),
    /// Whether all objects are sent
    ChooseAll(bool),
    /// Whether objects whose file is gone are deleted on the tenant
    Prune(bool),
    /// Asks before anything is sent
    AskToSend,
    /// Sends what was chosen
    Send {
        /// The tenant's name as it was typed, where that is asked for
        typed: String,
    },
    /// Whether an object of the tenant is brought in
    ChooseBring(Kind, i64, bool),
    /// Whether copies are brought in that are switched off
    Copies(bool),
    /// Brings in what was chosen, as one edit
    Bring,
}

/// What a comparison is made from.
#[derive(Debug)]
pub struct Facts {
    /// The tenant
    pub tenant: Tenant,
    /// Its address
    pub address: String,
    /// The objects as the files have them
    pub saved: Vec<LocalObject>,
    /// The objects with the edits that are not saved
    pub current: Vec<LocalObject>,
    /// The objects as the tenant has them
    pub remote: RemoteObjects,
    /// What both had last
    pub known: State,
    /// What of it was only seen to be the same: comparing writes nothing, so it is written down with what is sent or
    /// brought in next
    pub noted: Vec<Noted>,
}

/// What the user decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub(super) mine: BTreeSet<String>,
    pub(super) theirs: BTreeSet<String>,
    /// Whether objects whose file is gone are deleted on the tenant
    pub prune: bool,
}

/// An object that was seen to be the same on both sides.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Its file
    pub file: String,
    /// What is known of it by that
    pub entry: Entry,
    /// What was written down of it then: if that is another by now, this is out of date
    pub over: Option<Entry>,
}

impl Decisions {
    /// What was decided of a conflict.
    pub fn of(&self, key: &str) -> Option<Keep> {
        let is_mine = self.mine.contains(key).then_some(Keep::Mine);
        is_mine.or_else(|| self.theirs.contains(key).then_some(Keep::Theirs))
    }
}

/// The workspace compared with a tenant.
#[derive(Debug)]
pub struct Comparison {
    /// What it was made from
    pub facts: Arc<Facts>,
    /// What would be sent, by the files
    pub plan: Plan,
    /// What could be brought in
    pub pulls: Vec<PullItem>,
    /// What changed on the tenant
    pub drift: Drift,
}

impl Comparison {
    /// Compares.
    pub fn of(facts: Arc<Facts>, decisions: &Decisions) -> Self {
        let Decisions { mine, theirs, prune } = decisions.clone();
        let plan = plan(
            &facts.saved,
            &facts.remote,
            &facts.known,
            &PlanOptions { prune, mine: mine.clone(), theirs: theirs.clone() },
        );
        let options = PullOptions { force: false, shows_gone: true, merge: true, theirs, mine };
        let mut pulls = pull(&facts.current, &facts.remote, &facts.known, &options);
        pulls.retain(|item| item.step != PullStep::Record);
        let mut drift = drift(&facts.saved, &facts.remote, &facts.known);
        // What was only seen to be the same was not synced.
        drift.is_first = facts.known.entries.len() == facts.noted.len();
        Self { facts, plan, pulls, drift }
    }

    /// What arrives unless it is left out: not what was deleted here.
    pub fn arriving(&self) -> impl Iterator<Item = &PullItem> {
        self.pulls.iter().filter(|item| can_be_brought(item) && item.step != PullStep::Gone)
    }

    /// The items of the plan that are shown: those that only record what is the same are not.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.plan.items.iter().filter(|item| item.step != Step::Record)
    }
}

/// What a comparison depends on: it is out of date when this has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SyncStamp {
    pub(super) opened: u64,
    pub(super) revision: u64,
    pub(super) saved_revision: u64,
}

/// What became of one object that was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SendOutcome {
    /// Made, read again, and the same
    Created,
    /// Changed, read again, and the same
    Updated,
    /// Gone from the tenant
    Deleted,
    /// Nothing had to be sent
    AlreadyDone,
    /// The tenant took it and made something else of it
    Differs(Vec<Change>),
    /// The tenant refused it
    Refused {
        /// Why, and what to do
        text: String,
        /// What is wrong with single fields
        findings: Vec<Diagnostic>,
    },
    /// It was not tried
    Skipped(String),
}

impl SendOutcome {
    /// True if the tenant now has what was planned.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Created | Self::Updated | Self::Deleted | Self::AlreadyDone)
    }
}

/// How sending ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendEnd {
    /// Every object was tried
    Through,
    /// The tenant is no longer what was compared: nothing was sent
    Stale(String),
    /// It stopped half-way; sending again goes on from there
    Stopped(String),
}

/// Sending, while it runs and when it has ended.
#[derive(Clone, Debug)]
pub struct Sending {
    pub(super) job: JobId,
    /// What is sent
    pub plan: Arc<Plan>,
    /// What became of each object, by file
    pub outcomes: BTreeMap<String, SendOutcome>,
    /// How it ended; `None` while it runs
    pub end: Option<SendEnd>,
}

impl Sending {
    /// The job that sends.
    pub fn job(&self) -> JobId {
        self.job
    }

    /// How many objects are sent, and how many of them were tried.
    pub fn progress(&self) -> (usize, usize) {
        (self.outcomes.len(), self.plan.items.iter().filter(|item| item.step.is_write()).count())
    }

    /// How many are as planned.
    pub fn done(&self) -> usize {
        self.outcomes.values().filter(|outcome| outcome.is_done()).count()
    }

    /// True if sending the same again makes sense.
    pub fn can_go_on(&self) -> bool {
        match &self.end {
            Some(SendEnd::Stopped(_)) => true,
            Some(SendEnd::Through) => {
                self.outcomes.values().any(|outcome| matches!(outcome, SendOutcome::Skipped(_)))
            }
            _ => false,
        }
    }
}

/// Objects that were brought in and are not saved yet: once they are, it is written down what both sides have.
#[derive(Clone, Debug)]
pub(super) struct Brought {
    pub(super) connection: Connection,
    pub(super) entries: Vec<(String, Entry)>,
    pub(super) noted: Vec<Noted>,
    /// How many changes could be taken back with it
    pub(super) undo_count: usize,
}

/// The sync panel.
#[derive(Clone, Debug, Default)]
pub struct Syncing {
    /// Whether it has a tab, and whether that is shown
    pub tab: SyncTab,
    /// The list that is shown
    pub list: SyncList,
    /// What the user decided
    pub decisions: Decisions,
    /// Files whose objects are not sent
    pub left_out: BTreeSet<String>,
    /// Objects of the tenant that are not brought in
    pub left_there: BTreeSet<(Kind, i64)>,
    /// Whether copies are brought in
    pub copies: bool,
    /// Objects of the tenant of which copies are brought in
    pub copied: BTreeSet<(Kind, i64)>,
    /// Why the last comparison could not be made
    pub error: Option<String>,
    /// Sending, if anything was sent
    pub sending: Option<Sending>,
    pub(super) compared: Option<(SyncStamp, Arc<Comparison>)>,
    pub(super) asked: Option<(JobId, SyncStamp)>,
    pub(super) compares_when_saved: bool,
    pub(super) brought: Option<Brought>,
    /// What tenants refused, and the workspace that was refused
    pub(super) refused: Vec<Diagnostic>,
    pub(super) refused_of: Option<Arc<Workspace>>,
}

/// Work of the sync panel.
#[derive(Clone, Debug)]
pub enum SyncJob {
    /// Reads the tenant and compares
    Compare {
        /// The files as they were read or written last
        files: Arc<Vec<TextFile>>,
        /// The files with the edits that are not saved; `None` if there are none
        unsaved: Option<Vec<TextFile>>,
        /// What the user decided
        decisions: Decisions,
        /// What was seen to be the same before, and is not written down
        noted: Vec<Noted>,
    },
    /// Compares again what is known
    Decide(Arc<Facts>, Decisions),
    /// Sends a plan, and writes down what was seen to be the same
    Send(Arc<Plan>, Vec<Noted>),
    /// Writes down what was brought in and saved, and what was seen to be the same
    Record(Vec<(String, Entry)>, Vec<Noted>),
}

/// What work of the sync panel found out.
#[derive(Clone, Debug)]
pub enum SyncAnswer {
    /// What differs
    Compared(Arc<Comparison>),
    /// One object was sent, by file
    ItemSent(String, SendOutcome),
    /// Sending has ended
    Sent(SendEnd),
    /// It is written down what was brought in
    Recorded,
}

impl AppState {
    pub(super) fn sync_stamp(&self) -> SyncStamp {
        SyncStamp {
            opened: self.files.opened,
            revision: self.document.revision(),
            saved_revision: self.document.saved_revision(),
        }
    }

    /// The newest comparison with the chosen tenant, and whether nothing was changed since.
    pub fn comparison(&self) -> Option<(&Arc<Comparison>, bool)> {
        let (stamp, comparison) = self.sync.compared.as_ref()?;
        let is_it = Some(&comparison.facts.tenant) == self.tenant();
        is_it.then(|| (comparison, *stamp == self.sync_stamp()))
    }

    /// What was seen to be the same on both sides and is not written down yet.
    pub(super) fn noted(&self) -> Vec<Noted> {
        self.comparison().map(|(comparison, _)| comparison.facts.noted.clone()).unwrap_or_default()
    }

    /// True while something is sent.
    pub fn is_sending(&self) -> bool {
        self.sync.sending.as_ref().is_some_and(|sending| sending.end.is_none())
    }

    /// The job that reads the tenant, while it runs.
    pub fn comparing_job(&self) -> Option<JobId> {
        self.sync.asked.as_ref().map(|(job, _)| *job)
    }

    /// What sending would write now: what was chosen, or what was begun and has not ended well.
    pub fn to_write(&self) -> Vec<&Item> {
        let items = match (&self.sync.sending, self.comparison()) {
            (Some(sending), _) if sending.can_go_on() => &sending.plan.items,
            (None, Some((comparison, true))) => &comparison.plan.items,
            _ => return Vec::new(),
        };
        let is_chosen = |item: &&Item| match &self.sync.sending {
            Some(sending) => sending.outcomes.get(&item.file).is_none_or(|outcome| !outcome.is_done()),
            None => !self.sync.left_out.contains(&item.file),
        };
        items.iter().filter(|item| item.step.is_write()).filter(is_chosen).collect()
    }

    /// The plan of [`AppState::to_write`], with what is only written down.
    pub(super) fn to_send(&self) -> Option<Arc<Plan>> {
        if let Some(sending) = &self.sync.sending {
            return sending.can_go_on().then(|| Arc::clone(&sending.plan));
        }
        let (comparison, _) = self.comparison()?;
        let writes = self.to_write();
        let recorded = comparison.plan.items.iter().filter(|item| item.step == Step::Record);
        let items: Vec<Item> = recorded.chain(writes.iter().copied()).cloned().collect();
        let plan = Plan {
            tenant: comparison.plan.tenant.clone(),
            address: comparison.plan.address.clone(),
            items,
            known: Vec::new(),
            unknown: 0,
            left_out: Vec::new(),
        };
        (!writes.is_empty()).then(|| Arc::new(plan))
    }

    /// The tenant's name, if it has to be typed before anything is sent.
    pub fn name_to_type(&self) -> Option<&str> {
        let tenant = self.tenant()?;
        let deletes = self.to_write().iter().any(|item| item.step == Step::Delete);
        (tenant.is_production || deletes).then_some(tenant.name.as_str())
    }

    /// Handles of targets that an object sends to and that are to be made, but were left out.
    pub fn left_out_targets(&self, body: &Json) -> Vec<String> {
        let Some((comparison, _)) = self.comparison() else { return Vec::new() };
        let handles = crate::sync::targets_of(body);
        let is_left = |item: &&Item| {
            item.kind == Kind::Target
                && item.step == Step::Create
                && self.sync.left_out.contains(&item.file)
                && handles.contains(&item.name.as_str())
        };
        comparison.items().filter(is_left).map(|item| item.name.clone()).collect()
    }
}

/// True if an object of the tenant can be brought into this window's workspace.
///
/// Webhooks are files of the workspace, but no objects of the window: `reagent pull` brings them.
pub fn can_be_brought(item: &PullItem) -> bool {
    item.kind != Kind::Webhook && item.content.is_some()
}
