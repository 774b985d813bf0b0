//! Sheets to read: shortcuts, the catalogue, about.

use crate::app::{Menu, commands};
use crate::catalog::catalog;
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::theme::GRID;
use crate::gui::widgets::card::{field_name, heading, quiet};
use eframe::egui::{Grid, RichText, ScrollArea, TextEdit, Ui};

pub(super) fn shortcuts(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(640.0);
    heading(ui, "Keyboard");
    quiet(ui, cx.theme, "Settings (Ctrl+,) lets you choose other keys.");
    let count = |menu: &Menu| keys_of(cx, *menu).len();
    let half = Menu::ALL.iter().map(count).sum::<usize>() / 2;
    // The first column ends with the menu that passes the middle.
    let mut seen = 0;
    let split = Menu::ALL.iter().position(|menu| {
        seen += count(menu);
        seen >= half
    });
    let (left, right) = Menu::ALL.split_at(split.map_or(Menu::ALL.len(), |last| last + 1));
    ScrollArea::vertical().max_height(460.0).min_scrolled_height(460.0).show(ui, |ui| {
        ui.columns(2, |columns| {
            for (ui, menus) in columns.iter_mut().zip([left, right]) {
                for menu in menus {
                    keys_of_menu(ui, cx, *menu);
                }
            }
        });
    });
}

fn keys_of_menu(ui: &mut Ui, cx: &Cx<'_>, menu: Menu) {
    field_name(ui, cx.theme, menu.title());
    let grid = Grid::new(menu.title()).num_columns(2).min_col_width(150.0).min_row_height(20.0);
    grid.spacing([12.0, 2.0]).show(ui, |ui| {
        for (text, keys) in keys_of(cx, menu) {
            ui.label(text);
            ui.label(RichText::new(keys).font(fonts::code(12.0)).color(cx.theme.muted));
            ui.end_row();
        }
    });
    ui.add_space(2.0 * GRID);
}

fn keys_of(cx: &Cx<'_>, menu: Menu) -> Vec<(&'static str, String)> {
    let rows = commands().iter().filter(|row| row.menu == menu);
    rows.filter_map(|row| Some((row.text, cx.state.shortcut(row.id)?.text()))).collect()
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
    ScrollArea::vertical().max_height(420.0).min_scrolled_height(420.0).show(ui, |ui| {
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
