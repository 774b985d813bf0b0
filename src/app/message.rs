//! Answers from outside. In the past tense: each says what happened.

use super::comparing::OpenedRun;
use super::effect::Pick;
use super::import::ImportPlan;
use super::journal::Journal;
use super::live::{LiveAnswer, Post};
use super::preferences::Preferences;
use super::proof::Proof;
use super::rendering::Rendering;
use super::state::{JobId, RunKey, Stamp};
use super::tenants::TenantAnswer;
use super::varying::TriedVariant;
use super::wish::Found;
use crate::engine::{RunReport, TriggerComparison, Why};
use crate::model::Tenant;
use crate::wire::{ReadWorkspace, TextFile};
use std::path::PathBuf;
use std::sync::Arc;

/// An answer from outside.
#[derive(Clone, Debug)]
pub enum Message {
    /// A part of a job is done
    JobProgressed {
        /// Which job
        job: JobId,
        /// How much is done
        done: usize,
        /// Of how much
        total: usize,
    },
    /// A job could not do its work
    JobFailed {
        /// Which job
        job: JobId,
        /// What, where and what to do
        error: String,
    },
    /// A job stopped because it was asked to
    JobCancelled(JobId),
    /// A workspace was read
    WorkspaceLoaded {
        /// Which job
        job: JobId,
        /// What was read
        loaded: Arc<Loaded>,
    },
    /// Files were written
    FilesSaved(JobId),
    /// Nothing was written: another program changed these files
    SaveConflicted {
        /// Which job
        job: JobId,
        /// Paths in the workspace
        paths: Vec<String>,
    },
    /// The disk was compared with what was read
    FilesCompared {
        /// Which job
        job: JobId,
        /// Paths in the workspace that differ
        changed: Vec<String>,
    },
    /// It is known what an import would bring
    ImportPlanned {
        /// Which job
        job: JobId,
        /// What would arrive
        plan: Box<ImportPlan>,
    },
    /// A file was written
    FileWritten {
        /// Which job
        job: JobId,
        /// The file
        path: PathBuf,
    },
    /// Triggers were run; a job may send several of these, the last one says so
    TriggersRan {
        /// Which job
        job: JobId,
        /// Under which state they were computed
        stamp: Stamp,
        /// The reports
        reports: Vec<(RunKey, Arc<RunReport>)>,
        /// True if no more come
        is_last: bool,
    },
    /// It is known why a run did not fire
    Explained {
        /// Which job
        job: JobId,
        /// Which trigger on which context
        key: RunKey,
        /// The run
        report: Arc<RunReport>,
        /// Why; `None` if it fired
        why: Option<Arc<Why>>,
    },
    /// Two versions of a trigger were compared
    Compared {
        /// Which job
        job: JobId,
        /// What differs
        comparison: Arc<TriggerComparison>,
    },
    /// What was to be imported is a run that somebody shared
    RunOpened {
        /// Which job
        job: JobId,
        /// The run
        run: OpenedRun,
    },
    /// A search for the smallest change has ended
    ChangeFound {
        /// Which job
        job: JobId,
        /// What was found
        found: Found,
    },
    /// The variants of a context were tried
    Varied {
        /// Which job
        job: JobId,
        /// What there is
        found: Vec<TriedVariant>,
    },
    /// The settings of the last session were read
    SettingsRead {
        /// What they are
        preferences: Box<Preferences>,
        /// What is wrong with their file, in words
        complaints: Vec<String>,
    },
    /// The settings were stored, or why not
    SettingsStored(Result<(), String>),
    /// The last session ended unasked and left edits of the workspace that is open, or of one that was never saved
    JournalFound(Box<Journal>),
    /// Unsaved edits were written down; how many files
    JournalWritten(usize),
    /// Unsaved edits could not be written down
    JournalFailed(String),
    /// A template was rendered
    TemplateRendered {
        /// Which job
        job: JobId,
        /// What came of it; `None` if the target was not there
        rendering: Option<Arc<Rendering>>,
    },
    /// Cases, findings or coverage were computed
    Proved {
        /// Which job
        job: JobId,
        /// Under which state they were computed
        stamp: Stamp,
        /// What came of it
        proof: Arc<Proof>,
    },
    /// A job about something live found something out
    LiveAnswered {
        /// Which job
        job: JobId,
        /// What
        answer: LiveAnswer,
    },
    /// Something was posted to the listener
    Posted(Arc<Post>),
    /// The practice server has answered a request
    PracticeAsked,
    /// A job about a tenant is done
    TenantAnswered {
        /// Which job
        job: JobId,
        /// Which tenant
        tenant: Tenant,
        /// What it found out
        answer: TenantAnswer,
    },
    /// A file dialog was answered; nothing was picked if it was cancelled
    PathsPicked(Pick, Vec<PathBuf>),
}

/// A workspace as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// Its folder; `None` for a sample
    pub folder: Option<PathBuf>,
    /// The file that was asked for, as its path in the workspace
    pub wanted: Option<String>,
    /// What was read
    pub read: ReadWorkspace,
    /// The texts, for writing back without a change
    pub files: Vec<TextFile>,
}
