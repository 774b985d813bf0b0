//! Sheets to read: shortcuts, the catalogue, about.

use crate::app::{Menu, commands};
use crate::catalog::catalog;
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::card::{heading, quiet};
use eframe::egui::{Grid, RichText, ScrollArea, TextEdit, Ui};

pub(super) fn shortcuts(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(520.0);
    heading(ui, "Keyboard");
    ScrollArea::vertical().max_height(460.0).show(ui, |ui| {
        for menu in Menu::ALL {
            quiet(ui, cx.theme, menu.title());
            Grid::new(menu.title()).num_columns(2).min_col_width(220.0).show(ui, |ui| {
                keys_of(ui, cx, menu);
            });
            ui.add_space(6.0);
        }
    });
}

fn keys_of(ui: &mut Ui, cx: &Cx<'_>, menu: Menu) {
    let rows = commands().iter().filter(|row| row.menu == menu);
    let with_keys = rows.filter_map(|row| Some((row, cx.state.shortcut(row.id)?)));
    for (row, shortcut) in with_keys {
        ui.label(row.text);
        ui.label(RichText::new(shortcut.text()).font(fonts::code(12.0)));
        ui.end_row();
    }
}

pub(super) fn catalogue(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(640.0);
    heading(ui, "Events and what fires them");
    let key = "catalogue";
    let mut query = cx.own.queries.get(key).cloned().unwrap_or_default();
    let field = TextEdit::singleline(&mut query)
        .hint_text("points expire, tier up, purchase …")
        .desired_width(f32::INFINITY);
    if ui.add(field).accessible_name("Search the catalogue").changed() {
        cx.own.queries.insert(key.to_owned(), query.clone());
    }
    let catalog = catalog();
    let found: Vec<_> =
        if query.trim().is_empty() { catalog.events.iter().collect() } else { catalog.search_events(&query) };
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        for event in found.iter().take(120) {
            ui.label(RichText::new(&event.name).font(fonts::strong(13.0)));
            let evidence = event.fires_when_evidence.word();
            quiet(ui, cx.theme, &format!("{} · {} ({evidence})", event.platform.title(), event.fires_when));
        }
    });
}

pub(super) fn about(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(420.0);
    heading(ui, &format!("Reagent {}", env!("CARGO_PKG_VERSION")));
    quiet(
        ui,
        cx.theme,
        "Design Omneo loyalty reactions safely: see what a trigger does on a context before it goes live. Nothing is sent unless you ask for it.",
    );
    quiet(
        ui,
        cx.theme,
        "Inter and JetBrains Mono are under the SIL Open Font License, Phosphor Icons under the MIT licence.",
    );
}
