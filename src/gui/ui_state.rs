//! What the window remembers for itself: nothing of it is part of a workspace.

use super::condition::ConditionState;
use super::dialogs::{AnonymisedDraft, Binding, ConnectionsState, Page};
use super::live_ui::LiveUi;
use super::template::TemplateState;
use super::widgets::json_edit::Renaming;
use super::widgets::json_text::JsonLayouts;
use crate::app::PanelSizes;
use crate::app::Stamp;
use crate::model::{ActionId, TriggerId};
use crate::tasks::Sample;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A pane of the dock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Dock {
    /// The trigger on every context of its event
    #[default]
    Contexts,
    /// The steps of the shown run
    Trace,
    /// What the shown run would send
    Payload,
    /// What the shown trigger is expected to do
    Cases,
    /// Findings
    Problems,
    /// What was posted to this computer
    Received,
}

/// How a context is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ContextPane {
    /// As a tree with a field for each value
    #[default]
    Tree,
    /// As JSON text
    Text,
    /// The fields of its event, and which of them it has
    Fields,
}

/// Drafts, folds and chosen panes.
#[derive(Debug, Default)]
pub(crate) struct UiState {
    /// The pane of the dock
    pub(crate) dock: Dock,
    /// Half-typed text that is no value yet, by the name of its field
    pub(crate) drafts: BTreeMap<String, String>,
    /// Folded parts, by name
    pub(crate) folded: BTreeSet<String>,
    /// Text in search fields, by the name of the field
    pub(crate) queries: BTreeMap<String, String>,
    /// The row that the keyboard is on in a list of hits
    pub(crate) hit_idx: usize,
    /// When such a list was drawn last, in passes
    pub(crate) list_pass: u64,
    /// The problem that was scrolled to last
    pub(crate) shown_problem: Option<usize>,
    /// Names of the samples that are embedded in the program
    pub(crate) samples: Vec<Sample>,
    /// Which opening of a workspace was run as a whole
    pub(crate) ran: u64,
    /// A field that gets the keyboard focus when it is drawn next
    pub(crate) focus: Option<&'static str>,
    /// Where the panels are, in the order in which F6 goes through them
    pub(crate) panes: Vec<eframe::egui::Rect>,
    /// The sizes of panels as they were drawn last
    pub(crate) drawn_sizes: PanelSizes,
    /// Heights of the cards of a long chain, as they were drawn
    pub(crate) card_heights: BTreeMap<ActionId, f32>,
    /// The sentence of the shown trigger, and of which state it is
    pub(crate) sentence: Option<((Stamp, TriggerId), Arc<String>)>,
    /// The condition editor
    pub(crate) condition: ConditionState,
    /// The user has said that the window may close
    pub(crate) is_closing: bool,
    /// Answers of workers are not taken for now
    pub(crate) holds_answers: bool,
    /// The page of the settings
    pub(crate) settings_page: Page,
    /// The command that gets new keys; its keys do nothing else meanwhile
    pub(crate) binding: Option<Binding>,
    /// The buttons of the steps that are listed: with the focus on one, Space and arrows go through the steps
    pub(crate) step_ids: Vec<eframe::egui::Id>,
    /// The step that was scrolled to last
    pub(crate) shown_step: Option<usize>,
    /// How many entries of long lists are drawn, by the name of the list
    pub(crate) shown_entries: BTreeMap<String, usize>,
    /// The key of a JSON tree that is being renamed
    pub(crate) renaming: Option<Renaming>,
    /// How a context is shown
    pub(crate) context_pane: ContextPane,
    /// What is selected in the tree and in the chain scrolls into view when it is drawn next
    pub(crate) scrolls_to_selection: bool,
    /// JSON without personal data that becomes a context
    pub(crate) anonymised: AnonymisedDraft,
    /// The dialog of the tenants
    pub(crate) connections: ConnectionsState,
    /// Fields about what is live
    pub(crate) live: LiveUi,
    /// Colours of JSON texts
    pub(crate) json_layouts: JsonLayouts,
    /// The template editor
    pub(crate) template: TemplateState,
}

impl UiState {
    /// True if a part is folded; a click on its head changes that.
    pub(crate) fn is_folded(&self, name: &str) -> bool {
        self.folded.contains(name)
    }

    /// Folds or unfolds a part.
    pub(crate) fn toggle_fold(&mut self, name: &str) {
        if !self.folded.remove(name) {
            self.folded.insert(name.to_owned());
        }
    }
}
