//! Everything that a user may ask for.

use super::case_draft::CaseChange;
use super::comparing::Version;
use super::import::ImportChoice;
use super::keys::Shortcut;
use super::live::LiveCommand;
use super::message::Message;
use super::problems::Problem;
use super::state::{Dialog, Discard, JobId, NoticeId, PanelSizes, Theme};
use super::syncing::SyncCommand;
use super::tenants::TenantCommand;
use super::tour::TourMove;
use super::varying::VariantChoice;
use super::wish::Wanted;
use crate::diag::Fix;
use crate::document::{ChainId, Draft, DraftKey, Edit, ObjectId};
use crate::model::{ActionId, ContextId, DefinitionKind, EngineProfile, TargetId, TriggerId};
use jiff::Timestamp;
use std::path::PathBuf;

/// What comes into [`super::update()`].
#[derive(Clone, Debug)]
pub enum Input {
    /// Something that the user asks for
    Command(Command),
    /// An answer from outside
    Message(Message),
}

impl From<Command> for Input {
    fn from(command: Command) -> Self {
        Self::Command(command)
    }
}

impl From<CommandId> for Input {
    fn from(id: CommandId) -> Self {
        Self::Command(Command::Do(id))
    }
}

impl From<TenantCommand> for Input {
    fn from(command: TenantCommand) -> Self {
        Self::Command(Command::Tenant(command))
    }
}

impl From<LiveCommand> for Input {
    fn from(command: LiveCommand) -> Self {
        Self::Command(Command::Live(command))
    }
}

impl From<SyncCommand> for Input {
    fn from(command: SyncCommand) -> Self {
        Self::Command(Command::Sync(command))
    }
}

impl From<Edit> for Input {
    fn from(edit: Edit) -> Self {
        Self::Command(Command::Edit(edit))
    }
}

impl From<Message> for Input {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

/// A request of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command of the table: menus, shortcuts and the palette offer it
    Do(CommandId),
    /// Changes the workspace
    Edit(Edit),
    /// Keeps half-typed text beside the value that it is to become, or forgets it
    Draft(DraftKey, Option<Draft>),
    /// A text box lost the focus or a drag stopped: the next edit is undone on its own
    EndBurst,
    /// Shows an object in a tab
    Select(ObjectId),
    /// Chooses an action of the object that is shown
    SelectAction(Option<ActionId>),
    /// Chooses an action and marks a part of its condition, JSON Pointer
    ShowPart(ActionId, Option<String>),
    /// Chooses a step of the shown run, from 0
    SelectStep(Option<usize>),
    /// Chooses the context on which a trigger is previewed
    ChooseContext(TriggerId, ContextId),
    /// Chooses the sample on which a target's template is rendered
    ChooseSample(TargetId, ContextId),
    /// Closes a tab
    CloseTab(ObjectId),
    /// Adds an action of a type with the arguments that the catalogue knows
    AddAction {
        /// To whose actions
        chain: ChainId,
        /// `None`: last
        before: Option<ActionId>,
        /// The action type
        kind: String,
    },
    /// Replaces a trigger by JSON text; text that is not JSON is refused
    SetTriggerJson(TriggerId, String),
    /// Replaces an action by JSON text
    SetActionJson(ActionId, String),
    /// Replaces an argument by JSON text
    SetArgumentJson(ActionId, String, String),
    /// Adds a definition or changes its name and value
    SetDefinition {
        /// What it defines
        kind: DefinitionKind,
        /// Its handle
        handle: String,
        /// Its new handle, the same to keep it
        new_handle: String,
        /// Its name
        name: Option<String>,
        /// What one is worth
        value: Option<f64>,
    },
    /// Removes a definition
    RemoveDefinition(DefinitionKind, String),
    /// Mutes an action in the preview, or lets it run again. Not saved.
    Mute {
        /// The action
        action: ActionId,
        /// Whether it is skipped
        is_muted: bool,
    },
    /// Changes a setting of the app
    Set(Setting),
    /// Opens a workspace folder, or the workspace of a file
    Open(PathBuf),
    /// Does what was held back because it loses unsaved edits
    DiscardAnd(Discard),
    /// Opens an embedded sample by its name
    OpenSample(String),
    /// Imports files: triggers, lists, API answers, workspace folders' files
    ImportPaths(Vec<PathBuf>),
    /// Imports or pastes text
    PasteText(String),
    /// Looks on the disk whether another program changed the files; when the window gets the focus
    CheckDisk,
    /// Shows the place of a finding
    GoTo(ObjectId, Option<ActionId>),
    /// Shows what a problem is about, down to the line of a template
    ShowProblem(Box<Problem>),
    /// Makes the change that a finding of an object offers
    ApplyFix(ObjectId, Box<Fix>),
    /// Opens or closes a dialog
    Show(Option<Dialog>),
    /// What is typed into the palette
    SetPaletteQuery(String),
    /// What is typed into the tree's search
    SetTreeQuery(String),
    /// Hides a notice
    Dismiss(NoticeId),
    /// Takes what a notice offers
    TakeOffer(NoticeId),
    /// Stops a job
    Cancel(JobId),
    /// Saves to a folder
    SaveTo(PathBuf),
    /// Writes over files that another program changed
    SaveAnyway,
    /// Goes on in the tour, or ends it
    Tour(TourMove),
    /// Asks for files to import
    PickImport,
    /// Shows what a text would bring: JSON or a curl command
    ImportText(String),
    /// Chooses in the preview of an import
    ChooseImport(ImportChoice),
    /// Searches for the smallest change of the shown context, or of the rule
    FindChange(Wanted),
    /// Compares the shown trigger with an older version
    Compare(Version),
    /// Adds the changed context that was found
    AddChangedContext,
    /// Makes the change of the rule that was found
    ChangeRule,
    /// Takes up the edits that the last session left, or forgets them
    RestoreEdits(bool),
    /// Reads files again that another program changed; edits of other files stay
    ReadAgain,
    /// Lets a case of a trigger's file, from 0, expect what happens now
    UpdateCase(String, usize),
    /// Shows what a case of a trigger's file, from 0, expects, to choose what matters
    EditCase(String, usize),
    /// Chooses among the variants that are shown
    ChooseVariants(VariantChoice),
    /// Changes the case that is shown
    ChangeCase(CaseChange),
    /// Deletes a case of a trigger's file, from 0
    DeleteCase(String, usize),
    /// Something about a tenant
    Tenant(TenantCommand),
    /// Practice server, listener, firing, a tenant's own rendering
    Live(LiveCommand),
    /// Something of the sync panel
    Sync(SyncCommand),
}

/// A setting of the app, kept outside of workspaces.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Light or dark
    Theme(Theme),
    /// Size of everything, 1.0 is normal
    Zoom(f32),
    /// The simulated time; `None` is the real one
    Now(Option<Timestamp>),
    /// The simulated zone; `None` is the profile's
    Timezone(Option<String>),
    /// Whether triggers that are switched off are run as if they were on
    AsIfOn(bool),
    /// Another engine profile than the workspace's
    Profile(Option<EngineProfile>),
    /// Whether the preview runs after each edit
    RunsOnEdit(bool),
    /// Size of text in points
    TextSize(f32),
    /// Size of code in points
    CodeSize(f32),
    /// Sizes of the panels
    PanelSizes(PanelSizes),
    /// Gives a command keys, or none; another command that had them has none then
    Shortcut(CommandId, Option<Shortcut>),
    /// Gives a command the keys that it came with
    DefaultShortcut(CommandId),
    /// Gives all commands the keys that they came with
    DefaultShortcuts,
}

impl CommandId {
    /// Its name in the settings file, `new_trigger`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.extend(c.to_lowercase());
        }
        name
    }
}

/// Names of the commands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table of commands says what each does")]
pub enum CommandId {
    NewWorkspace,
    NewTrigger,
    NewTarget,
    NewContext,
    AddContext,
    NewAutomation,
    Open,
    OpenRecent,
    OpenSample,
    Save,
    SaveAs,
    Revert,
    Import,
    Export,
    ExportAll,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    Rename,
    AddAction,
    MoveActionUp,
    MoveActionDown,
    Mute,
    Activate,
    Run,
    RunTrigger,
    RunAll,
    MakeItFire,
    MakeVariants,
    SharePage,
    SaveRun,
    CompareSaved,
    CompareRevision,
    StepForward,
    StepBack,
    SaveCase,
    TestCases,
    CancelJobs,
    Connections,
    TestConnection,
    LogOut,
    FireEvent,
    CompareRendering,
    Practice,
    StopPractice,
    Receive,
    StopListening,
    PlanChanges,
    SendChanges,
    PullChanges,
    Drift,
    SelectNext,
    SelectPrevious,
    NextContext,
    PreviousContext,
    NextProblem,
    PreviousProblem,
    NextTab,
    PreviousTab,
    CloseTab,
    CloseOtherTabs,
    Palette,
    Find,
    NextPane,
    PreviousPane,
    ToggleTree,
    ToggleInspector,
    ToggleProblems,
    ToggleResults,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    Settings,
    EngineProfile,
    Shortcuts,
    Catalogue,
    Tour,
    About,
}
