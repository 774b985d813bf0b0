//! Which action to add: searched in plain words, with what each does.

use crate::app::Command;
use crate::catalog::catalog;
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::wide_row;
use eframe::egui::{Button, RichText, ScrollArea, TextEdit, Ui};

const QUERY: &str = "add-action";

pub(super) fn add_action(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(520.0);
    heading(ui, "Add an action");
    let mut query = cx.own.queries.get(QUERY).cloned().unwrap_or_default();
    let field = TextEdit::singleline(&mut query)
        .hint_text("What should happen? For example: give points, send to a partner")
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search actions");
    response.request_focus();
    if response.changed() {
        cx.own.queries.insert(QUERY.to_owned(), query.clone());
    }
    let catalog = catalog();
    let found: Vec<_> = if query.trim().is_empty() {
        catalog.actions.iter().collect()
    } else {
        catalog.search_actions(&query)
    };
    let mut chosen = None;
    ScrollArea::vertical().max_height(400.0).min_scrolled_height(400.0).show(ui, |ui| {
        for kind in found.iter().filter(|kind| kind.alias_of.is_none() || !query.trim().is_empty()) {
            let title = RichText::new(&kind.title).font(fonts::strong(13.0));
            let row = Button::new(title)
                .right_text(RichText::new(&kind.name).font(fonts::code(11.0)).color(cx.theme.muted))
                .frame_when_inactive(false);
            let response = ui.push_id(&kind.name, |ui| wide_row(ui, row)).inner;
            if response.accessible_name(format!("Add {}", kind.title)).clicked() {
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
