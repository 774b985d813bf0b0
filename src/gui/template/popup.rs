//! The list of candidates at the cursor.

use super::complete::{Candidate, Completion};
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::theme::Theme;
use eframe::egui::{
    Align, Area, Button, Frame, Id, Key, Label, Layout, Margin, Modifiers, Order, Pos2, Rect, RichText,
    ScrollArea, Ui,
};

const WIDTH: f32 = 400.0;
const MAX_HEIGHT: f32 = 220.0;

/// Candidates that are shown.
#[derive(Debug)]
pub(crate) struct OpenPopup {
    /// What to choose from
    pub(crate) completion: Completion,
    /// The row that the keyboard is on
    pub(crate) chosen: usize,
    /// Where the cursor was, in bytes
    pub(crate) at: usize,
    /// Whether the user asked for it
    pub(crate) is_asked: bool,
    /// Whether the chosen row has moved since it was drawn
    has_moved: bool,
    /// Where it was drawn
    place: Rect,
}

impl OpenPopup {
    /// Opens a list.
    pub(crate) fn new(completion: Completion, at: usize, is_asked: bool) -> Self {
        Self { completion, chosen: 0, at, is_asked, has_moved: true, place: Rect::NOTHING }
    }

    /// True while the pointer is on it: then it stays although the text has lost the focus to it.
    pub(crate) fn has_pointer(&self, ui: &Ui) -> bool {
        ui.input(|input| input.pointer.interact_pos()).is_some_and(|pointer| self.place.contains(pointer))
    }

    fn step(&mut self, by: isize) {
        let count = self.completion.candidates.len().max(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(count - 1);
        self.has_moved = true;
    }
}

/// What the keys of an open list ask for.
pub(crate) enum Asked {
    /// Nothing that ends it
    Nothing,
    /// The list goes away
    Close,
    /// A candidate is inserted
    Insert(Candidate),
}

/// Takes the keys of the list before the text takes them.
pub(crate) fn keys(ui: &Ui, popup: &mut OpenPopup) -> Asked {
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        return Asked::Close;
    }
    if pressed(Key::ArrowDown) {
        popup.step(1);
    }
    if pressed(Key::ArrowUp) {
        popup.step(-1);
    }
    if pressed(Key::PageDown) {
        popup.step(8);
    }
    if pressed(Key::PageUp) {
        popup.step(-8);
    }
    if pressed(Key::Enter) || pressed(Key::Tab) {
        return popup.completion.candidates.get(popup.chosen).cloned().map_or(Asked::Close, Asked::Insert);
    }
    Asked::Nothing
}

/// Draws the list below a place; the candidate that was clicked.
pub(crate) fn draw(ui: &Ui, cx: &Cx<'_>, popup: &mut OpenPopup, below: Pos2) -> Option<Candidate> {
    let theme = cx.theme;
    let mut clicked = None;
    let area = Area::new(Id::unique("template-completion"))
        .order(Order::Foreground)
        .fixed_pos(below)
        .constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style()).fill(theme.card).inner_margin(Margin::same(4));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 1.0;
            let list = ScrollArea::vertical().max_height(MAX_HEIGHT);
            clicked = list.show(ui, |ui| rows(ui, theme, popup)).inner;
            popup.has_moved = false;
            if let Some(candidate) = popup.completion.candidates.get(popup.chosen) {
                ui.separator();
                let text = RichText::new(candidate.doc).size(11.5).color(theme.muted);
                ui.add(Label::new(text).wrap());
            }
        });
    });
    popup.place = shown.response.rect;
    clicked
}

fn rows(ui: &mut Ui, theme: Theme, popup: &OpenPopup) -> Option<Candidate> {
    let mut clicked = None;
    for (index, candidate) in popup.completion.candidates.iter().enumerate() {
        let is_chosen = index == popup.chosen;
        let response = ui.push_id(index, |ui| row(ui, theme, candidate, is_chosen)).inner;
        if is_chosen && popup.has_moved {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            clicked = Some(candidate.clone());
        }
    }
    clicked
}

fn row(ui: &mut Ui, theme: Theme, candidate: &Candidate, is_chosen: bool) -> eframe::egui::Response {
    let detail: String = if candidate.detail.chars().count() > 44 {
        candidate.detail.chars().take(43).chain(['…']).collect()
    } else {
        candidate.detail.clone()
    };
    let label = RichText::new(&candidate.label).font(fonts::code(12.0));
    let detail = RichText::new(detail).font(fonts::code(11.0)).color(theme.muted);
    let button = Button::selectable(is_chosen, label).right_text(detail).truncate();
    let size = eframe::egui::vec2(ui.available_width(), 22.0);
    let layout = Layout::left_to_right(Align::Center).with_main_justify(true);
    let response = ui.allocate_ui_with_layout(size, layout, |ui| ui.add(button)).inner;
    response.on_hover_text(candidate.sort.word()).accessible_name(format!(
        "Insert {} {}",
        candidate.sort.word(),
        candidate.label
    ))
}
