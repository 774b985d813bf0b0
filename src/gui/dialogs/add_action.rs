//! Which action to add: searched in plain words, with what each does.

use crate::app::Command;
use crate::catalog::catalog;
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::wide_row;
use crate::gui::widgets::search_list::search_field;
use eframe::egui::{Button, RichText, ScrollArea, Ui};

const QUERY: &str = "add-action";

pub(super) fn add_action(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(520.0);
    heading(ui, "Add an action");
    let mut query = cx.own.queries.get(QUERY).cloned().unwrap_or_default();
    let words = ("Search actions", "What should happen? For example: give points, send to a partner");
    let (field, keys) = search_field(ui, cx.own, &mut query, words);
    if field.changed() {
        cx.own.queries.insert(QUERY.to_owned(), query.clone());
    }
    let catalog = catalog();
    let found: Vec<_> = if query.trim().is_empty() {
        catalog.actions.iter().filter(|kind| kind.alias_of.is_none()).collect()
    } else {
        catalog.search_actions(&query)
    };
    let marked = keys.mark(cx.own, found.len());
    let mut chosen = None;
    ScrollArea::vertical().max_height(400.0).min_scrolled_height(400.0).show(ui, |ui| {
        for (index, kind) in found.iter().enumerate() {
            let title = RichText::new(&kind.title).font(fonts::strong(13.0));
            let row = Button::selectable(index == marked, title)
                .right_text(RichText::new(&kind.name).font(fonts::code(11.0)).color(cx.theme.muted));
            let response = ui.push_id(&kind.name, |ui| wide_row(ui, row)).inner;
            let response = response.accessible_name(format!("Add {}", kind.title));
            if keys.is_chosen(&response, index == marked) {
                chosen = Some(kind.name.clone());
            }
            quiet(ui, cx.theme, &kind.doc);
        }
    });
    if let (Some(kind), Some(chain)) = (chosen, cx.state.chain()) {
        cx.own.queries.remove(QUERY);
        cx.push(Command::AddAction { chain, before: None, kind });
        cx.push(Command::Show(None));
    }
}
