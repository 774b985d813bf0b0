//! The state of the application. Views read it; [`super::update()`] alone changes it.

use super::case_draft::CaseDraft;
use super::command::{Command, CommandId};
use super::comparing::{Comparing, OpenedRun};
use super::effect::FileWrite;
use super::explain::{Explaining, Explanation};
use super::import::Importing;
use super::journal::Journal;
use super::keys::Shortcut;
use super::live::Live;
use super::problems::ProblemCache;
use super::proof::Proofs;
use super::rendering::{RenderKey, Rendering};
use super::syncing::Syncing;
use super::tenants::Tenants;
use super::varying::Varying;
use super::wish::Search;
use crate::diag::{Diagnostic, Span};
use crate::document::{Document, ObjectId};
use crate::engine::RunReport;
use crate::model::{ActionId, ContextId, EngineProfile, TargetId, Trigger, TriggerId, Workspace};
use crate::wire::TextFile;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything that the window shows.
#[derive(Clone, Debug, Default)]
pub struct AppState {
    /// The open workspace and its history
    pub document: Document,
    /// What is shown and chosen
    pub selection: Selection,
    /// Reports of runs
    pub results: Results,
    /// What runs in the background
    pub jobs: Jobs,
    /// What the user should know
    pub notices: Notices,
    /// Settings of the app
    pub settings: Settings,
    /// The files behind the workspace
    pub files: Files,
    /// The tenants of the workspace
    pub tenants: Tenants,
    /// The workspace beside the chosen tenant
    pub sync: Syncing,
    /// Panels, dialogs, queries
    pub view: View,
    /// Practice server, listener, what is fired
    pub live: Live,
}

/// What is shown and chosen.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Open tabs in order
    pub tabs: Vec<ObjectId>,
    /// The object that is shown; always one of the tabs
    pub object: Option<ObjectId>,
    /// The action that is chosen in it
    pub action: Option<ActionId>,
    /// The part of its condition that is marked, JSON Pointer
    pub part: Option<String>,
    /// The part of its template that was gone to
    pub span: Option<Span>,
    /// The step of the shown run, from 0
    pub step_idx: Option<usize>,
    /// The context that each trigger is previewed on, where one was chosen
    pub contexts: BTreeMap<TriggerId, ContextId>,
    /// The context that each target's template is rendered on, where one was chosen
    pub samples: BTreeMap<TargetId, ContextId>,
}

/// A trigger on a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunKey {
    /// The trigger
    pub trigger: TriggerId,
    /// The context
    pub context: ContextId,
}

/// Under which state a report was computed: it is fresh while both are as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The document's revision
    pub revision: u64,
    /// How often the simulation's settings had changed
    pub simulation: u64,
    /// Which document; opening another one makes all answers late
    pub opened: u64,
}

/// A report and the state it was computed under.
#[derive(Clone, Debug)]
pub struct RunResult {
    /// When
    pub stamp: Stamp,
    /// What happened
    pub report: Arc<RunReport>,
    /// The trigger as it was then
    pub(super) trigger: Option<Arc<Trigger>>,
}

/// Reports of runs.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The newest report of each trigger and context
    pub runs: BTreeMap<RunKey, RunResult>,
    /// How often reports came
    pub(super) changes: u64,
    pub(super) problems: ProblemCache,
    pub(super) preview: Option<Preview>,
    pub(super) why: Option<Explanation>,
    pub(super) explaining: Option<Explaining>,
    pub(super) search: Option<Search>,
    pub(super) comparing: Option<Comparing>,
    pub(super) proofs: Proofs,
    /// The newest rendering of a target's template
    pub rendering: Option<Arc<Rendering>>,
    pub(super) render_job: Option<(JobId, RenderKey, bool)>,
}

/// The preview that was asked for last: one at a time, and none again that failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preview {
    pub(super) job: JobId,
    pub(super) key: RunKey,
    pub(super) stamp: Stamp,
    pub(super) is_running: bool,
}

/// Identity of a background job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(pub u64);

/// A job that runs.
#[derive(Clone, Debug)]
pub struct JobState {
    /// Which
    pub id: JobId,
    /// What it does, in words
    pub label: String,
    /// How much is done, of how much; unknown for most
    pub progress: Option<(usize, usize)>,
    /// Whether the user may stop it
    pub can_cancel: bool,
    /// Whether it is shown; previews come and go unseen
    pub is_shown: bool,
}

/// What runs in the background.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    /// Oldest first
    pub running: Vec<JobState>,
    pub(super) last_id: u64,
}

/// Identity of a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticeId(pub u64);

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// Goes away by itself
    Done,
    /// Goes away by itself later
    Warning,
    /// Stays until it is read
    Error,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The button's text
    pub label: &'static str,
    /// What it does
    pub command: Box<Command>,
    /// The revision at which it makes sense; `None` is always
    pub revision: Option<u64>,
}

/// Something that the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Which
    pub id: NoticeId,
    /// How it is shown
    pub kind: NoticeKind,
    /// One sentence
    pub text: String,
    /// What it offers to do
    pub offer: Option<Offer>,
    /// When it came, in the time given to `update`
    pub at_millis: u64,
}

/// What the user should know.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// Oldest first
    pub all: Vec<Notice>,
    pub(super) last_id: u64,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system
    #[default]
    System,
    /// Light
    Light,
    /// Dark
    Dark,
}

/// What runs are computed under, besides the workspace. Not saved with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Simulation {
    /// The simulated time; `None` is the real one
    pub now: Option<Timestamp>,
    /// The simulated zone; `None` is the profile's
    pub timezone: Option<String>,
    /// Another profile than the workspace's
    pub profile: Option<EngineProfile>,
    /// Actions that are skipped
    pub muted: BTreeSet<ActionId>,
    /// Whether triggers that are switched off are run as if they were on
    pub as_if_on: bool,
    pub(super) changes: u64,
}

/// Settings of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Light or dark
    pub theme: Theme,
    /// Size of everything
    pub zoom: f32,
    /// Whether the preview runs after each edit
    pub runs_on_edit: bool,
    /// What runs are computed under
    pub simulation: Simulation,
    /// Folders that were open, newest first
    pub recent: Vec<PathBuf>,
    /// Size of text in points
    pub text_size: f32,
    /// Size of code in points
    pub code_size: f32,
    /// Sizes of the panels in points
    pub sizes: PanelSizes,
    /// The user's own keys; `None`: the command has none
    pub shortcuts: BTreeMap<CommandId, Option<Shortcut>>,
    /// Whether the tour was seen or skipped
    pub is_tour_done: bool,
}

/// Sizes of the panels in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelSizes {
    /// Width of the tree
    pub tree: f32,
    /// Width of the inspector
    pub inspector: f32,
    /// Height of the results
    pub results: f32,
}

impl Default for PanelSizes {
    fn default() -> Self {
        Self { tree: 264.0, inspector: 300.0, results: 210.0 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 1.0,
            runs_on_edit: true,
            simulation: Simulation::default(),
            recent: Vec::new(),
            text_size: 13.0,
            code_size: 12.5,
            sizes: PanelSizes::default(),
            shortcuts: BTreeMap::new(),
            is_tour_done: false,
        }
    }
}

/// The files behind the workspace.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The workspace's folder; `None` until it is saved for the first time
    pub folder: Option<PathBuf>,
    /// The texts as they were read or written last
    pub texts: Arc<Vec<TextFile>>,
    /// What reading found; places name files
    pub findings: Vec<Diagnostic>,
    /// Files that could not be read, in words
    pub broken: Vec<String>,
    /// Files that another program changed since
    pub changed_on_disk: Vec<String>,
    /// Edits that the last session left, until it is answered what becomes of them
    pub journal: Option<Box<Journal>>,
    pub(super) reapplied: Vec<FileWrite>,
    pub(super) saving: Option<Saving>,
    pub(super) loading: Option<(JobId, u64)>,
    pub(super) conflict: Option<PathBuf>,
    pub(super) opened: u64,
}

/// A save that runs.
#[derive(Clone, Debug)]
pub(super) struct Saving {
    pub(super) job: JobId,
    pub(super) folder: PathBuf,
    pub(super) snapshot: Arc<Workspace>,
    pub(super) revision: u64,
    pub(super) texts: Arc<Vec<TextFile>>,
}

/// What would lose edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discard {
    /// Opening another workspace
    Open(PathBuf),
    /// Opening a sample
    OpenSample(String),
    /// Beginning a new workspace
    New,
    /// Going back to the files
    Revert,
    /// Closing the app
    Quit,
}

/// JSON on its way to a context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContext {
    /// Its name
    pub name: String,
    /// The event that it is a sample of; empty until one is chosen
    pub event: String,
    /// What was typed, pasted or dropped; perhaps no JSON yet
    pub text: Arc<str>,
    /// Whether its personal data is replaced when it is added
    pub is_anonymised: bool,
}

/// A dialog over the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Commands and objects by name
    Palette,
    /// Settings of the app
    Settings,
    /// The engine's assumptions
    EngineProfile,
    /// All shortcuts
    Shortcuts,
    /// Events and actions that are known
    Catalogue,
    /// Which action to add
    AddAction,
    /// JSON that becomes a context
    AddContext(NewContext),
    /// Recent workspaces
    OpenRecent,
    /// Sample workspaces
    OpenSample,
    /// The tenants, their tokens, whether they can be reached
    Connections,
    /// The practice server
    Practice,
    /// An event that may be fired
    Fire,
    /// A tenant's own rendering of the shown template
    TenantPreview,
    /// What would be sent, before it is
    ConfirmSend,
    /// What this is
    About,
    /// Going on would lose edits
    ConfirmDiscard(Discard),
    /// Other programs changed these files
    ConfirmOverwrite(Vec<String>),
    /// The smallest change that does what was wished
    Change,
    /// What a golden case expects
    Case,
    /// Variants of a context
    Variants,
    /// The shown trigger and an older version of it
    Compare,
    /// A run that somebody shared
    SharedRun,
    /// What to import, and what would arrive
    Import,
    /// Other programs changed files since they were read
    ChangedOnDisk,
    /// The last session left edits that were not saved
    RestoreEdits,
}

/// Which panels are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panels {
    /// The workspace's objects
    pub tree: bool,
    /// The chosen action
    pub inspector: bool,
    /// Runs
    pub results: bool,
}

impl Default for Panels {
    fn default() -> Self {
        Self { tree: true, inspector: true, results: true }
    }
}

/// Panels, dialogs, queries.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Which panels are open
    pub panels: Panels,
    /// The dialog that is open
    pub dialog: Option<Dialog>,
    /// What is typed into the palette
    pub palette_query: String,
    /// What is typed into the tree's search
    pub tree_query: String,
    /// The step of the tour that is shown, from 0
    pub tour: Option<usize>,
    /// The shared run that was opened last
    pub opened_run: Option<Arc<OpenedRun>>,
    /// The variants that are being looked at
    pub varying: Option<Varying>,
    /// The golden case that is being changed
    pub case: Option<CaseDraft>,
    /// The import that is being looked at
    pub import: Option<Importing>,
    /// Which problem was gone to last
    pub problem_idx: Option<usize>,
}
