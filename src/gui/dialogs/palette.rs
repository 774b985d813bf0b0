//! The command palette: every command and every object, by a few letters of its name.

use crate::app::{Command, palette};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::controls::wide_row;
use eframe::egui::{Button, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui};

/// Most characters of a hit: its title, what it does and its keys.
const LONGEST: usize = 80;
/// Most hits that are shown.
const MAX_HITS: usize = 60;

pub(super) fn palette_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(560.0);
    let down = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let up = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowUp));
    let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut query = cx.state.view.palette_query.clone();
    let hint = format!("{}  Do anything, find anything", icons::MAGNIFYING_GLASS);
    let field = TextEdit::singleline(&mut query).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search commands and objects");
    response.request_focus();
    if response.changed() {
        cx.own.hit_idx = 0;
        cx.push(Command::SetPaletteQuery(query));
    }
    let hits = palette(cx.state, &cx.state.view.palette_query);
    let last = hits.len().min(MAX_HITS).saturating_sub(1);
    if down {
        cx.own.hit_idx = (cx.own.hit_idx + 1).min(last);
    }
    if up {
        cx.own.hit_idx = cx.own.hit_idx.saturating_sub(1);
    }
    let mut chosen = None;
    ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0).show(ui, |ui| {
        for (index, hit) in hits.iter().take(MAX_HITS).enumerate() {
            let is_on = index == cx.own.hit_idx.min(last);
            let text = if hit.disabled.is_none() {
                RichText::new(&hit.title)
            } else {
                RichText::new(&hit.title).color(cx.theme.muted)
            };
            let keys = hit.shortcut.map(|keys| format!("   {}", keys.text())).unwrap_or_default();
            let room = LONGEST.saturating_sub(hit.title.chars().count() + keys.len());
            let is_long = hit.detail.chars().count() > room;
            let shown: String = hit.detail.chars().take(if is_long { room } else { usize::MAX }).collect();
            let detail = format!("{shown}{}{keys}", if is_long { "…" } else { "" });
            let row = Button::selectable(is_on, text)
                .right_text(RichText::new(detail).color(cx.theme.muted).size(11.5));
            let response = ui.push_id(index, |ui| wide_row(ui, row)).inner;
            if is_on && (up || down) {
                response.scroll_to_me(None);
            }
            if response.clicked() || enter && is_on {
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
        cx.own.hit_idx = 0;
        cx.push(command);
    }
}
