//! What a view gets: the state to read, the theme, and a queue for what the user asks for. Never the state to change.

use super::theme::Theme;
use super::ui_state::UiState;
use crate::app::{AppState, Command, CommandId, Input};
use crate::model::Workspace;
use std::sync::Arc;

/// The surroundings of a view.
pub(crate) struct Cx<'a> {
    /// What is shown
    pub(crate) state: &'a AppState,
    /// The colours of the mode that is on
    pub(crate) theme: Theme,
    /// What the window itself remembers: drafts, open folds, chosen panes
    pub(crate) own: &'a mut UiState,
    /// What the user asked for in this frame; carried out after all views are drawn
    pub(crate) queue: &'a mut Vec<Input>,
}

impl<'a> Cx<'a> {
    /// Asks for something.
    pub(crate) fn push(&mut self, input: impl Into<Input>) {
        self.queue.push(input.into());
    }

    /// Takes a command out of what was asked for in this frame: where its keys mean something of the view's own.
    pub(crate) fn take(&mut self, id: CommandId) -> bool {
        let before = self.queue.len();
        self.queue.retain(|input| !matches!(input, Input::Command(Command::Do(asked)) if *asked == id));
        self.queue.len() < before
    }

    /// The workspace.
    pub(crate) fn workspace(&self) -> &'a Arc<Workspace> {
        self.state.workspace()
    }
}
