//! Requests to the outside world.

use super::comparing::{RunForm, SharedRun};
use super::live::LiveJob;
use super::proof::ProofPart;
use super::rendering::RenderKey;
use super::state::{JobId, RunKey, Stamp, Theme};
use super::syncing::Facts;
use super::tenants::{Connection, TenantJob};
use crate::engine::{Goal, RunReport};
use crate::model::{ActionId, Context, ContextId, EngineProfile, TriggerId, Workspace};
use crate::wire::TextFile;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// A request to the outside world.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Work for a worker thread; answers carry the job's id
    Start(JobId, Job),
    /// Asks a job to stop
    Cancel(JobId),
    /// Something that only the window can do
    Window(WindowEffect),
}

/// Work for a worker thread.
#[derive(Clone, Debug)]
pub enum Job {
    /// Reads a workspace folder, or the workspace around a file
    LoadWorkspace(PathBuf),
    /// Reads a workspace that is embedded in the program
    LoadSample(String),
    /// Writes and deletes files of a workspace
    SaveFiles {
        /// The workspace's folder
        folder: PathBuf,
        /// The files
        writes: Vec<FileWrite>,
        /// Write even if the disk has another text than the one that was read
        overwrites: bool,
    },
    /// Compares files on the disk with the texts that were read
    CompareFiles {
        /// The workspace's folder
        folder: PathBuf,
        /// The texts as read
        files: Arc<Vec<TextFile>>,
    },
    /// Reads what is to be imported and says what would arrive
    PlanImport {
        /// Files and texts
        sources: Vec<ImportSource>,
        /// Into what
        workspace: Arc<Workspace>,
        /// The event that a sample is taken for if it does not say
        event: String,
    },
    /// Writes one file, outside of the workspace
    WriteFile {
        /// The file
        path: PathBuf,
        /// Its text
        text: String,
    },
    /// Runs triggers on contexts
    Run {
        /// Under which state they are computed
        stamp: Stamp,
        /// The snapshot
        workspace: Arc<Workspace>,
        /// What to run
        pairs: Vec<RunKey>,
        /// The surroundings
        settings: RunSettings,
    },
    /// Finds out why a run did not fire
    Explain {
        /// Which trigger on which context
        key: RunKey,
        /// The run
        report: Arc<RunReport>,
        /// What it ran on
        context: Arc<Context>,
    },
    /// Runs two versions of a trigger on all contexts of its event
    Compare {
        /// The older version
        old: OldVersion,
        /// The newer one
        workspace: Arc<Workspace>,
        /// The trigger
        trigger: TriggerId,
        /// The surroundings
        settings: RunSettings,
    },
    /// Writes a run for somebody else, without personal data
    WriteRun {
        /// The file
        path: PathBuf,
        /// As what
        form: RunForm,
        /// The run
        run: Arc<SharedRun>,
    },
    /// Searches for the smallest change
    FindChange {
        /// Of which trigger and context
        key: RunKey,
        /// The snapshot
        workspace: Arc<Workspace>,
        /// The surroundings
        settings: RunSettings,
        /// What a run should show; `None`: the trigger should fire
        goal: Option<Goal>,
    },
    /// Makes variants of a context and tries a trigger on them
    Vary {
        /// The context
        context: ContextId,
        /// The trigger
        trigger: Option<TriggerId>,
        /// The snapshot
        workspace: Arc<Workspace>,
        /// The surroundings
        settings: RunSettings,
    },
    /// Renders a target's template on a sample
    Render {
        /// Of which target, sample and state
        key: RenderKey,
        /// The snapshot
        workspace: Arc<Workspace>,
        /// The surroundings
        settings: RunSettings,
    },
    /// Something about a tenant: the only work that may leave this machine
    Tenant(Connection, Box<TenantJob>),
    /// Practice server, listener, firing, a tenant's own rendering
    Live(Box<LiveJob>),
    /// Runs cases, looks for problems, or measures coverage
    Prove {
        /// Under which state
        stamp: Stamp,
        /// What
        part: ProofPart,
        /// The snapshot
        workspace: Arc<Workspace>,
        /// The surroundings
        settings: RunSettings,
    },
}

/// Where an older version of a trigger comes from.
#[derive(Clone, Debug)]
pub enum OldVersion {
    /// The workspace as its files had it
    Snapshot(Arc<Workspace>),
    /// A git revision of the workspace's folder
    Revision {
        /// The folder
        folder: PathBuf,
        /// The revision, `HEAD~1`
        name: String,
    },
    /// What a tenant has, as it was read last
    Tenant(Arc<Facts>),
}

/// Where an import comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportSource {
    /// A file
    File(PathBuf),
    /// Pasted text
    Text(String),
}

/// A file to write or to delete.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileWrite {
    /// Path in the workspace
    pub path: String,
    /// The new text; `None` deletes the file
    pub text: Option<String>,
    /// The text that the disk should have now; `None` if the file should not be there
    pub known: Option<String>,
}

/// The surroundings of a run, before the clock is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSettings {
    /// The simulated time; `None`: the worker asks the clock
    pub now: Option<Timestamp>,
    /// The engine profile
    pub profile: EngineProfile,
    /// Actions that are skipped
    pub muted: BTreeSet<ActionId>,
    /// Whether triggers that are switched off run all the same
    pub as_if_on: bool,
}

/// What only the window can do.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowEffect {
    /// Puts text on the clipboard
    CopyToClipboard(String),
    /// Asks for the clipboard's text; answered by `Command::PasteText`
    RequestPaste,
    /// Asks for a file or folder; answered by `Message::PathsPicked`
    Pick(Pick),
    /// Applies a theme
    SetTheme(Theme),
    /// Applies a zoom
    SetZoom(f32),
    /// Applies the sizes of text and code, in points
    SetFontSizes {
        /// Of text
        text: f32,
        /// Of code
        code: f32,
    },
    /// Puts the keyboard focus into the name of what is selected
    FocusName,
    /// Puts the keyboard focus into the tree's search
    FocusSearch,
    /// Shows what was posted to this machine
    ShowReceived,
    /// Shows the findings; where they are shown already, closes their panel
    ShowProblems {
        /// Whether the panel was open
        was_open: bool,
    },
    /// Gives the focus to the panel that comes after, or before, that which has it
    TurnPane(isize),
    /// Scrolls the selection into view
    ScrollToSelection,
    /// Keeps settings and recent workspaces for the next start
    StoreSettings,
    /// Forgets the edits that were written down of a workspace, by its folder
    DropJournal(Option<PathBuf>),
    /// Closes the window
    Close,
}

/// What a file dialog asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// A workspace folder to open
    OpenFolder,
    /// A folder to save a workspace to
    SaveFolder,
    /// Files to import
    ImportFiles,
    /// A file to write a run to; the run is kept until the answer comes
    SaveRun {
        /// The suggested name
        name: String,
        /// As what
        form: RunForm,
        /// The run
        run: Arc<SharedRun>,
    },
    /// A file to export to; the text is kept until the answer comes
    ExportFile {
        /// The suggested name
        name: String,
        /// What will be written
        text: String,
    },
}
