//! The command palette: every command and every object, by a few letters of its name.

use crate::app::{Command, palette};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::controls::wide_row;
use crate::gui::widgets::search_list::search_field;
use eframe::egui::{Button, RichText, ScrollArea, Ui};

/// Most characters of a hit: its title, what it does and its keys.
const LONGEST: usize = 80;
/// Most hits that are shown.
const MAX_HITS: usize = 60;

pub(super) fn palette_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(560.0);
    let mut query = cx.state.view.palette_query.clone();
    let hint = format!("{}  Do anything, find anything", icons::MAGNIFYING_GLASS);
    let (field, keys) = search_field(ui, cx.own, &mut query, ("Search commands and objects", &hint));
    if field.changed() {
        cx.push(Command::SetPaletteQuery(query));
    }
    let hits = palette(cx.state, &cx.state.view.palette_query);
    let marked = keys.mark(cx.own, hits.len().min(MAX_HITS));
    let mut chosen = None;
    ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0).show(ui, |ui| {
        for (index, hit) in hits.iter().take(MAX_HITS).enumerate() {
            let is_on = index == marked;
            let text = if hit.disabled.is_none() {
                RichText::new(&hit.title)
            } else {
                RichText::new(&hit.title).color(cx.theme.muted)
            };
            let shortcut = hit.shortcut.map(|keys| format!("   {}", keys.text())).unwrap_or_default();
            let room = LONGEST.saturating_sub(hit.title.chars().count() + shortcut.len());
            let is_long = hit.detail.chars().count() > room;
            let shown: String = hit.detail.chars().take(if is_long { room } else { usize::MAX }).collect();
            let detail = format!("{shown}{}{shortcut}", if is_long { "…" } else { "" });
            let row = Button::selectable(is_on, text)
                .right_text(RichText::new(detail).color(cx.theme.muted).size(11.5));
            let response = ui.push_id(index, |ui| wide_row(ui, row)).inner;
            if keys.is_chosen(&response, is_on) {
                chosen = Some(hit.hit.command());
            }
        }
        if hits.is_empty() {
            ui.label(RichText::new("Nothing is called like that").color(cx.theme.muted));
        }
    });
    if let Some(command) = chosen {
        cx.push(Command::Show(None));
        cx.push(Command::SetPaletteQuery(String::new()));
        cx.push(command);
    }
}
