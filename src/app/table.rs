//! The table of commands: menus, shortcuts, the palette and the shortcuts sheet are made from it.
// data table

use super::command::CommandId;
use super::keys::Shortcut;
use super::state::AppState;
use super::table_live::LIVE_COMMANDS;
use super::table_tenant::TENANT_COMMANDS;
use super::update::{Turn, allowed};
use std::sync::LazyLock;

/// The menu that a command is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// Workspaces and files
    File,
    /// Changes
    Edit,
    /// Objects and where to look
    Go,
    /// Runs
    Run,
    /// What leaves this machine, and only on demand
    Tenant,
    /// Panels, size, colours
    View,
    /// Help
    Help,
}

impl Menu {
    /// All, in order.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Edit, Self::Go, Self::Run, Self::Tenant, Self::View, Self::Help];

    /// The menu's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Go => "Go",
            Self::Run => "Run",
            Self::Tenant => "Tenant",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// One command that menus, shortcuts and the palette offer.
#[derive(Clone, Copy)]
pub struct CommandRow {
    /// Which
    pub id: CommandId,
    /// What it is called
    pub text: &'static str,
    /// What it does
    pub tooltip: &'static str,
    /// Where it is
    pub menu: Menu,
    /// Its keys
    pub shortcut: Option<Shortcut>,
    pub(super) enabled: fn(&AppState) -> Result<(), &'static str>,
    pub(super) run: fn(&mut Turn<'_>),
}

impl CommandRow {
    /// Whether it can be done now; if not, why.
    ///
    /// # Errors
    /// The reason, one sentence.
    pub fn enabled(&self, state: &AppState) -> Result<(), &'static str> {
        (self.enabled)(state)
    }

    /// True if a text box that has the focus keeps the command's keys for itself.
    pub fn yields_to_text(&self, keys: Shortcut) -> bool {
        use CommandId as Id;
        let is_text_key = matches!(
            self.id,
            Id::Undo | Id::Redo | Id::Cut | Id::Copy | Id::Paste | Id::Duplicate | Id::Rename
        );
        is_text_key || !(keys.command || keys.key.starts_with('F') && keys.key.len() > 1)
    }
}

/// All commands, in the order of the menus.
pub fn commands() -> &'static [CommandRow] {
    static ALL: LazyLock<Vec<CommandRow>> =
        LazyLock::new(|| [COMMANDS, TENANT_COMMANDS, LIVE_COMMANDS].concat());
    &ALL
}

/// The row of a command.
pub fn command_row(id: CommandId) -> Option<&'static CommandRow> {
    commands().iter().find(|row| row.id == id)
}

const fn ctrl(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: false, alt: false, key }
}

const fn ctrl_shift(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: true, alt: false, key }
}

const fn alt(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: true, key }
}

const fn plain(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: false, key }
}

const fn shift(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: true, alt: false, key }
}

const COMMANDS: &[CommandRow] = &[
    CommandRow {
        id: CommandId::NewWorkspace,
        text: "New workspace",
        tooltip: "Begins an empty workspace",
        menu: Menu::File,
        shortcut: Some(ctrl_shift("N")),
        enabled: allowed::always,
        run: |turn| turn.new_workspace(),
    },
    CommandRow {
        id: CommandId::NewTrigger,
        text: "New trigger",
        tooltip: "Adds a trigger",
        menu: Menu::File,
        shortcut: Some(ctrl("N")),
        enabled: allowed::always,
        run: |turn| turn.new_trigger(),
    },
    CommandRow {
        id: CommandId::NewTarget,
        text: "New target",
        tooltip: "Adds a target with an empty template",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.new_target(),
    },
    CommandRow {
        id: CommandId::NewContext,
        text: "New context",
        tooltip: "Adds a context for the shown trigger, from the catalogue's sample",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.new_context(),
    },
    CommandRow {
        id: CommandId::AddContext,
        text: "New context from JSON…",
        tooltip: "Makes a context of JSON from a log, a webhook body or a colleague",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_add_context("", ""),
    },
    CommandRow {
        id: CommandId::NewAutomation,
        text: "New automation",
        tooltip: "Adds a scheduled reaction",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.new_automation(),
    },
    CommandRow {
        id: CommandId::Open,
        text: "Open workspace…",
        tooltip: "Opens a folder with triggers",
        menu: Menu::File,
        shortcut: Some(ctrl("O")),
        enabled: allowed::always,
        run: |turn| turn.pick_open(),
    },
    CommandRow {
        id: CommandId::OpenRecent,
        text: "Open recent…",
        tooltip: "Opens a workspace that was open before",
        menu: Menu::File,
        shortcut: Some(ctrl_shift("O")),
        enabled: allowed::has_recent,
        run: |turn| turn.show_recent(),
    },
    CommandRow {
        id: CommandId::OpenSample,
        text: "Open sample…",
        tooltip: "Opens a working example",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_samples(),
    },
    CommandRow {
        id: CommandId::Save,
        text: "Save",
        tooltip: "Writes what was changed to the workspace's files",
        menu: Menu::File,
        shortcut: Some(ctrl("S")),
        enabled: allowed::can_save,
        run: |turn| turn.save(),
    },
    CommandRow {
        id: CommandId::SaveAs,
        text: "Save as…",
        tooltip: "Writes the whole workspace to another folder",
        menu: Menu::File,
        shortcut: Some(ctrl_shift("S")),
        enabled: allowed::is_not_saving,
        run: |turn| turn.save_as(),
    },
    CommandRow {
        id: CommandId::Revert,
        text: "Revert to saved…",
        tooltip: "Reads the files again and drops what is not saved",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::can_revert,
        run: |turn| turn.revert(),
    },
    CommandRow {
        id: CommandId::Import,
        text: "Import…",
        tooltip: "Adds triggers, targets, automations and contexts from files, pasted JSON or a curl command",
        menu: Menu::File,
        shortcut: Some(ctrl("I")),
        enabled: allowed::always,
        run: |turn| turn.show_import(),
    },
    CommandRow {
        id: CommandId::Export,
        text: "Export…",
        tooltip: "Writes what is shown as the JSON that the API takes",
        menu: Menu::File,
        shortcut: Some(ctrl("E")),
        enabled: allowed::has_exportable,
        run: |turn| turn.export(),
    },
    CommandRow {
        id: CommandId::ExportAll,
        text: "Export all triggers…",
        tooltip: "Writes a list of all triggers as the API takes them",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::has_triggers,
        run: |turn| turn.export_all(),
    },
    CommandRow {
        id: CommandId::SharePage,
        text: "Share this run as a page…",
        tooltip: "Exports the shown run as one HTML page, without personal data",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::has_fresh_report,
        run: |turn| turn.share_page(),
    },
    CommandRow {
        id: CommandId::SaveRun,
        text: "Save this run…",
        tooltip: "Exports the shown run as a JSON file that opens again, without personal data",
        menu: Menu::File,
        shortcut: None,
        enabled: allowed::has_fresh_report,
        run: |turn| turn.save_run(),
    },
    CommandRow {
        id: CommandId::Quit,
        text: "Quit",
        tooltip: "Closes the window",
        menu: Menu::File,
        shortcut: Some(ctrl("Q")),
        enabled: allowed::always,
        run: |turn| turn.quit(),
    },
    CommandRow {
        id: CommandId::Undo,
        text: "Undo",
        tooltip: "Takes back the last change",
        menu: Menu::Edit,
        shortcut: Some(ctrl("Z")),
        enabled: allowed::can_undo,
        run: |turn| turn.undo(),
    },
    CommandRow {
        id: CommandId::Redo,
        text: "Redo",
        tooltip: "Makes the change again that was taken back",
        menu: Menu::Edit,
        shortcut: Some(ctrl_shift("Z")),
        enabled: allowed::can_redo,
        run: |turn| turn.redo(),
    },
    CommandRow {
        id: CommandId::Cut,
        text: "Cut",
        tooltip: "Copies what is chosen and deletes it",
        menu: Menu::Edit,
        shortcut: Some(ctrl("X")),
        enabled: allowed::has_selection,
        run: |turn| turn.cut(),
    },
    CommandRow {
        id: CommandId::Copy,
        text: "Copy",
        tooltip: "Copies what is chosen as JSON",
        menu: Menu::Edit,
        shortcut: Some(ctrl("C")),
        enabled: allowed::has_selection,
        run: |turn| turn.copy(),
    },
    CommandRow {
        id: CommandId::Paste,
        text: "Paste",
        tooltip: "Adds actions, triggers or contexts from copied JSON",
        menu: Menu::Edit,
        shortcut: Some(ctrl("V")),
        enabled: allowed::always,
        run: |turn| turn.paste(),
    },
    CommandRow {
        id: CommandId::Duplicate,
        text: "Duplicate",
        tooltip: "Adds a copy of what is chosen",
        menu: Menu::Edit,
        shortcut: Some(ctrl("D")),
        enabled: allowed::has_selection,
        run: |turn| turn.duplicate(),
    },
    CommandRow {
        id: CommandId::Delete,
        text: "Delete",
        tooltip: "Deletes what is chosen; undo brings it back",
        menu: Menu::Edit,
        shortcut: Some(plain("Delete")),
        enabled: allowed::has_selection,
        run: |turn| turn.delete(),
    },
    CommandRow {
        id: CommandId::Rename,
        text: "Rename",
        tooltip: "Goes to the name of what is shown",
        menu: Menu::Edit,
        shortcut: Some(plain("F2")),
        enabled: allowed::has_object,
        run: |turn| turn.rename(),
    },
    CommandRow {
        id: CommandId::AddAction,
        text: "Add action…",
        tooltip: "Adds a step to the chain",
        menu: Menu::Edit,
        shortcut: Some(ctrl_shift("A")),
        enabled: allowed::has_chain,
        run: |turn| turn.show_add_action(),
    },
    CommandRow {
        id: CommandId::MoveActionUp,
        text: "Move action up",
        tooltip: "Lets the chosen action run earlier",
        menu: Menu::Edit,
        shortcut: Some(alt("ArrowUp")),
        enabled: allowed::can_move_up,
        run: |turn| turn.move_up(),
    },
    CommandRow {
        id: CommandId::MoveActionDown,
        text: "Move action down",
        tooltip: "Lets the chosen action run later",
        menu: Menu::Edit,
        shortcut: Some(alt("ArrowDown")),
        enabled: allowed::can_move_down,
        run: |turn| turn.move_down(),
    },
    CommandRow {
        id: CommandId::Mute,
        text: "Mute action",
        tooltip: "Skips the chosen action in previews, or lets it run again; not saved",
        menu: Menu::Edit,
        shortcut: Some(ctrl("M")),
        enabled: allowed::has_action,
        run: |turn| turn.toggle_mute(),
    },
    CommandRow {
        id: CommandId::Activate,
        text: "Switch on or off",
        tooltip: "Sets whether the server runs the reaction",
        menu: Menu::Edit,
        shortcut: None,
        enabled: allowed::has_chain,
        run: |turn| turn.toggle_active(),
    },
    CommandRow {
        id: CommandId::Run,
        text: "Run",
        tooltip: "Runs the shown trigger on the chosen context",
        menu: Menu::Run,
        shortcut: Some(ctrl("Enter")),
        enabled: allowed::can_run,
        run: |turn| turn.run_shown(),
    },
    CommandRow {
        id: CommandId::RunTrigger,
        text: "Run on all contexts",
        tooltip: "Runs the shown trigger on every sample of its event",
        menu: Menu::Run,
        shortcut: Some(ctrl_shift("Enter")),
        enabled: allowed::can_run,
        run: |turn| turn.run_trigger(),
    },
    CommandRow {
        id: CommandId::RunAll,
        text: "Run all triggers",
        tooltip: "Runs every trigger on every context of its event",
        menu: Menu::Run,
        shortcut: Some(shift("F5")),
        enabled: allowed::can_run_all,
        run: |turn| turn.run_all(),
    },
    CommandRow {
        id: CommandId::MakeItFire,
        text: "Make it fire…",
        tooltip: "Finds the smallest change of the context, or of the rule, with which the shown trigger fires",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::has_stopped,
        run: |turn| turn.make_it_fire(),
    },
    CommandRow {
        id: CommandId::MakeVariants,
        text: "Make variants of the context…",
        tooltip: "Makes contexts with one thing changed, and shows what the trigger does with each",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::has_varied_context,
        run: |turn| turn.make_variants(),
    },
    CommandRow {
        id: CommandId::CompareSaved,
        text: "Compare with the saved version…",
        tooltip: "Runs the shown trigger as it was saved and as it is now on every context of its event",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::has_saved_trigger,
        run: |turn| turn.compare_saved(),
    },
    CommandRow {
        id: CommandId::CompareRevision,
        text: "Compare with a git revision…",
        tooltip: "Runs the shown trigger as it was in a git revision and as it is now",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::has_trigger_in_folder,
        run: |turn| turn.show_compare(),
    },
    CommandRow {
        id: CommandId::StepForward,
        text: "Next step",
        tooltip: "Goes to the next step of the run",
        menu: Menu::Run,
        shortcut: Some(plain("F10")),
        enabled: allowed::has_report,
        run: |turn| turn.step_forward(),
    },
    CommandRow {
        id: CommandId::StepBack,
        text: "Previous step",
        tooltip: "Goes back a step of the run",
        menu: Menu::Run,
        shortcut: Some(shift("F10")),
        enabled: allowed::has_report,
        run: |turn| turn.step_back(),
    },
    CommandRow {
        id: CommandId::NextContext,
        text: "Next context",
        tooltip: "Previews the trigger on the next context",
        menu: Menu::Run,
        shortcut: Some(alt("ArrowRight")),
        enabled: allowed::has_contexts,
        run: |turn| turn.next_context(),
    },
    CommandRow {
        id: CommandId::PreviousContext,
        text: "Previous context",
        tooltip: "Previews the trigger on the previous context",
        menu: Menu::Run,
        shortcut: Some(alt("ArrowLeft")),
        enabled: allowed::has_contexts,
        run: |turn| turn.previous_context(),
    },
    CommandRow {
        id: CommandId::SaveCase,
        text: "Save as case",
        tooltip: "Expects from now on what the shown run does",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::can_save_case,
        run: |turn| turn.save_case(),
    },
    CommandRow {
        id: CommandId::TestCases,
        text: "Test all cases",
        tooltip: "Runs every case and says which of them still hold",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::has_triggers,
        run: |turn| turn.test_cases(),
    },
    CommandRow {
        id: CommandId::CancelJobs,
        text: "Stop",
        tooltip: "Stops what runs in the background",
        menu: Menu::Run,
        shortcut: Some(ctrl("Period")),
        enabled: allowed::has_cancellable,
        run: |turn| turn.cancel_jobs(),
    },
    CommandRow {
        id: CommandId::SelectNext,
        text: "Next object",
        tooltip: "Shows the next object of the tree",
        menu: Menu::Go,
        shortcut: Some(ctrl("ArrowDown")),
        enabled: allowed::always,
        run: |turn| turn.select_next(),
    },
    CommandRow {
        id: CommandId::SelectPrevious,
        text: "Previous object",
        tooltip: "Shows the previous object of the tree",
        menu: Menu::Go,
        shortcut: Some(ctrl("ArrowUp")),
        enabled: allowed::always,
        run: |turn| turn.select_previous(),
    },
    CommandRow {
        id: CommandId::NextProblem,
        text: "Next problem",
        tooltip: "Goes to the next finding",
        menu: Menu::Go,
        shortcut: Some(plain("F8")),
        enabled: allowed::has_problems,
        run: |turn| turn.next_problem(),
    },
    CommandRow {
        id: CommandId::PreviousProblem,
        text: "Previous problem",
        tooltip: "Goes to the previous finding",
        menu: Menu::Go,
        shortcut: Some(shift("F8")),
        enabled: allowed::has_problems,
        run: |turn| turn.previous_problem(),
    },
    CommandRow {
        id: CommandId::NextTab,
        text: "Next tab",
        tooltip: "Shows the next tab",
        menu: Menu::Go,
        shortcut: Some(ctrl("PageDown")),
        enabled: allowed::has_tabs,
        run: |turn| turn.next_tab(),
    },
    CommandRow {
        id: CommandId::PreviousTab,
        text: "Previous tab",
        tooltip: "Shows the previous tab",
        menu: Menu::Go,
        shortcut: Some(ctrl("PageUp")),
        enabled: allowed::has_tabs,
        run: |turn| turn.previous_tab(),
    },
    CommandRow {
        id: CommandId::CloseTab,
        text: "Close tab",
        tooltip: "Closes the shown tab; nothing is deleted",
        menu: Menu::Go,
        shortcut: Some(ctrl("W")),
        enabled: allowed::has_object,
        run: |turn| turn.close_shown_tab(),
    },
    CommandRow {
        id: CommandId::CloseOtherTabs,
        text: "Close other tabs",
        tooltip: "Closes all tabs but the shown one",
        menu: Menu::Go,
        shortcut: None,
        enabled: allowed::has_object,
        run: |turn| turn.close_other_tabs(),
    },
    CommandRow {
        id: CommandId::Palette,
        text: "Command palette…",
        tooltip: "Finds commands and objects by name",
        menu: Menu::Go,
        shortcut: Some(ctrl("K")),
        enabled: allowed::always,
        run: |turn| turn.show_palette(),
    },
    CommandRow {
        id: CommandId::Find,
        text: "Find in tree",
        tooltip: "Goes to the tree's search",
        menu: Menu::Go,
        shortcut: Some(ctrl("F")),
        enabled: allowed::always,
        run: |turn| turn.find(),
    },
    CommandRow {
        id: CommandId::NextPane,
        text: "Go to the next panel",
        tooltip: "The keyboard goes from tree to editor, inspector and results",
        menu: Menu::View,
        shortcut: Some(plain("F6")),
        enabled: allowed::always,
        run: |turn| turn.turn_pane(1),
    },
    CommandRow {
        id: CommandId::PreviousPane,
        text: "Go to the panel before",
        tooltip: "The keyboard goes from results to inspector, editor and tree",
        menu: Menu::View,
        shortcut: Some(shift("F6")),
        enabled: allowed::always,
        run: |turn| turn.turn_pane(-1),
    },
    CommandRow {
        id: CommandId::ToggleTree,
        text: "Show or hide the tree",
        tooltip: "The workspace's objects",
        menu: Menu::View,
        shortcut: Some(ctrl("B")),
        enabled: allowed::always,
        run: |turn| turn.toggle_tree(),
    },
    CommandRow {
        id: CommandId::ToggleInspector,
        text: "Show or hide the inspector",
        tooltip: "The chosen action's arguments",
        menu: Menu::View,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.toggle_inspector(),
    },
    CommandRow {
        id: CommandId::ToggleProblems,
        text: "Show or hide problems",
        tooltip: "Findings of files and runs",
        menu: Menu::View,
        shortcut: Some(ctrl("J")),
        enabled: allowed::always,
        run: |turn| turn.toggle_problems(),
    },
    CommandRow {
        id: CommandId::ToggleResults,
        text: "Show or hide results",
        tooltip: "What the run did",
        menu: Menu::View,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.toggle_results(),
    },
    CommandRow {
        id: CommandId::ZoomIn,
        text: "Zoom in",
        tooltip: "Makes everything larger",
        menu: Menu::View,
        shortcut: Some(ctrl("Equals")),
        enabled: allowed::can_zoom_in,
        run: |turn| turn.zoom_in(),
    },
    CommandRow {
        id: CommandId::ZoomOut,
        text: "Zoom out",
        tooltip: "Makes everything smaller",
        menu: Menu::View,
        shortcut: Some(ctrl("Minus")),
        enabled: allowed::can_zoom_out,
        run: |turn| turn.zoom_out(),
    },
    CommandRow {
        id: CommandId::ZoomReset,
        text: "Reset zoom",
        tooltip: "Normal size",
        menu: Menu::View,
        shortcut: Some(ctrl("0")),
        enabled: allowed::always,
        run: |turn| turn.zoom_reset(),
    },
    CommandRow {
        id: CommandId::ThemeLight,
        text: "Light theme",
        tooltip: "Dark text on light",
        menu: Menu::View,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.theme_light(),
    },
    CommandRow {
        id: CommandId::ThemeDark,
        text: "Dark theme",
        tooltip: "Light text on dark",
        menu: Menu::View,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.theme_dark(),
    },
    CommandRow {
        id: CommandId::ThemeSystem,
        text: "Theme of the system",
        tooltip: "Light or dark as the system is",
        menu: Menu::View,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.theme_system(),
    },
    CommandRow {
        id: CommandId::Settings,
        text: "Settings…",
        tooltip: "Theme, size, simulated clock",
        menu: Menu::View,
        shortcut: Some(ctrl("Comma")),
        enabled: allowed::always,
        run: |turn| turn.show_settings(),
    },
    CommandRow {
        id: CommandId::EngineProfile,
        text: "Engine profile…",
        tooltip: "What runs assume of Omneo",
        menu: Menu::Run,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_profile(),
    },
    CommandRow {
        id: CommandId::Catalogue,
        text: "Events and actions…",
        tooltip: "What fires each event and what each action takes",
        menu: Menu::Help,
        shortcut: Some(plain("F1")),
        enabled: allowed::always,
        run: |turn| turn.show_catalogue(),
    },
    CommandRow {
        id: CommandId::Shortcuts,
        text: "Shortcuts",
        tooltip: "All keys",
        menu: Menu::Help,
        shortcut: Some(ctrl("Slash")),
        enabled: allowed::always,
        run: |turn| turn.show_shortcuts(),
    },
    CommandRow {
        id: CommandId::Tour,
        text: "Tour",
        tooltip: "Three steps that show how a trigger is designed",
        menu: Menu::Help,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.start_tour(),
    },
    CommandRow {
        id: CommandId::About,
        text: "About Reagent",
        tooltip: "Version and licences",
        menu: Menu::Help,
        shortcut: None,
        enabled: allowed::always,
        run: |turn| turn.show_about(),
    },
];
