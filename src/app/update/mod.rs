//! The one function that changes the state.
//!
//! Synchronous and total: it never blocks and never panics; what cannot be done makes a notice.

pub(super) mod allowed;
mod bringing;
mod case_draft;
mod compare;
mod create;
mod definitions;
mod edit;
mod exchange;
mod explain;
mod files;
mod import;
mod jobs;
mod json_text;
mod live;
mod message;
mod navigate;
mod proof;
mod rendering;
mod restore;
mod runs;
mod sending;
mod settings;
mod syncing;
mod tenants;
mod varying;
mod view;
mod wish;

pub use create::new_action;
pub(super) use json_text::{object_json, text_of};
pub(super) use settings::{CODE_SIZES, MAX_ZOOM, MIN_ZOOM, TEXT_SIZES};

use super::command::{Command, CommandId, Input};
use super::effect::{Effect, ImportSource, WindowEffect};
use super::state::AppState;
use super::table::command_row;

/// Takes a command or a message, changes the state, and says what the outside world should do. `at_millis` is the time
/// since some fixed moment; it only ever grows.
///
/// ```
/// use reagent::app::{AppState, CommandId, update};
/// let mut state = AppState::default();
/// update(&mut state, CommandId::NewTrigger, 0);
/// assert_eq!(state.workspace().triggers.len(), 1);
/// update(&mut state, CommandId::Undo, 10);
/// assert!(state.workspace().triggers.is_empty());
/// ```
pub fn update(state: &mut AppState, input: impl Into<Input>, at_millis: u64) -> Vec<Effect> {
    let before = state.before();
    let mut turn = Turn { state, at_millis, effects: Vec::new() };
    match input.into() {
        Input::Command(command) => turn.command(command),
        Input::Message(message) => turn.message(message),
    }
    turn.state.keep_fresh(&before);
    turn.settle();
    turn.effects
}

/// One call of [`update()`].
pub(super) struct Turn<'a> {
    state: &'a mut AppState,
    at_millis: u64,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn command(&mut self, command: Command) {
        if !matches!(command, Command::Edit(_) | Command::SetDefinition { .. } | Command::Draft(..)) {
            self.state.document.end_burst();
        }
        match command {
            Command::Do(id) => self.perform(id),
            Command::Edit(edit) => self.edit(edit),
            Command::Draft(key, draft) => self.state.document.set_draft(key, draft),
            Command::EndBurst => {}
            Command::Select(object) => self.select(object),
            Command::SelectAction(action) => self.select_action(action),
            Command::ShowPart(action, part) => self.show_part(action, part),
            Command::SelectStep(step_idx) => self.select_step(step_idx),
            Command::ChooseContext(trigger, context) => self.choose_context(trigger, context),
            Command::ChooseSample(target, context) => self.choose_sample(target, context),
            Command::CloseTab(object) => self.close_tab(&object),
            Command::AddAction { chain, before, kind } => self.add_action(chain, before, &kind),
            Command::SetTriggerJson(id, text) => self.set_trigger_json(id, &text),
            Command::SetActionJson(id, text) => self.set_action_json(id, &text),
            Command::SetArgumentJson(id, name, text) => self.set_argument_json(id, name, &text),
            Command::SetDefinition { kind, handle, new_handle, name, value } => {
                self.set_definition(kind, &handle, &definitions::Row { handle: new_handle, name, value });
            }
            Command::RemoveDefinition(kind, handle) => self.remove_definition(kind, &handle),
            Command::Mute { action, is_muted } => self.mute(action, is_muted),
            Command::Set(setting) => self.set(setting),
            Command::Open(path) => self.open(path),
            Command::DiscardAnd(discard) => self.discard_and(discard),
            Command::OpenSample(name) => self.open_sample(name),
            Command::ImportPaths(paths) => self.import_paths(paths),
            Command::PasteText(text) => self.paste_text(&text),
            Command::CheckDisk => self.check_disk(),
            Command::GoTo(object, action) => self.go_to(object, action),
            Command::ShowProblem(problem) => self.show_problem(&problem),
            Command::ApplyFix(object, fix) => self.apply_fix(&object, &fix),
            Command::Show(dialog) => self.show(dialog),
            Command::SetPaletteQuery(query) => self.state.view.palette_query = query,
            Command::SetTreeQuery(query) => self.state.view.tree_query = query,
            Command::Dismiss(id) => self.dismiss(id),
            Command::TakeOffer(id) => self.take_offer(id),
            Command::Cancel(job) => self.cancel(job),
            Command::SaveTo(folder) => self.save_to(folder, false),
            Command::SaveAnyway => self.save_anyway(),
            Command::Tour(to) => self.move_tour(to),
            Command::PickImport => self.pick_import(),
            Command::ImportText(text) => self.preview_import(vec![ImportSource::Text(text)]),
            Command::ChooseImport(choice) => self.choose_import(choice),
            Command::FindChange(wanted) => self.find_change(wanted),
            Command::Compare(version) => self.compare(version),
            Command::AddChangedContext => self.add_changed_context(),
            Command::ChangeRule => self.change_rule(),
            Command::RestoreEdits(is_wanted) => self.answer_journal(is_wanted),
            Command::ReadAgain => self.read_again(),
            Command::UpdateCase(stem, position) => self.update_case(stem, position),
            Command::EditCase(stem, position) => self.edit_case(stem, position),
            Command::ChooseVariants(choice) => self.choose_variants(choice),
            Command::ChangeCase(change) => self.change_case(change),
            Command::DeleteCase(stem, position) => self.delete_case(stem, position),
            Command::Tenant(command) => self.tenant(command),
            Command::Live(command) => self.live(command),
            Command::Sync(command) => self.sync(command),
        }
    }

    /// A command of the table, if it can be done now.
    fn perform(&mut self, id: CommandId) {
        let Some(row) = command_row(id) else { return };
        match row.enabled(self.state) {
            Ok(()) => (row.run)(self),
            Err(reason) => self.warn(format!("{}: {reason}", row.text.trim_end_matches('…'))),
        }
    }

    fn window(&mut self, effect: WindowEffect) {
        self.effects.push(Effect::Window(effect));
    }

    /// After every call: nothing chosen is gone, and the preview is on its way, then why it did not fire.
    fn settle(&mut self) {
        self.settle_selection();
        self.settle_preview();
        self.settle_why();
        self.settle_rendering();
        self.settle_proof();
        self.settle_token();
        self.settle_dry_run();
        self.settle_brought();
    }
}
