//! The bar at the top: menus, the way into the palette, undo, save, run.

use crate::app::{CommandId, CommandRow, Menu, commands};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::controls::{command_button, primary_button};
use eframe::egui::containers::menu::MenuBar;
use eframe::egui::{Align, Button, Layout, RichText, Ui, vec2};

const RUN_ALL: &str = "Run all triggers";
/// From this much room on, in points, the buttons on the right have words.
const RUN_IN_WORDS: f32 = 200.0;
const SEARCH_IN_WORDS: f32 = 430.0;

pub(crate) fn top_bar(ui: &mut Ui, cx: &mut Cx<'_>) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.title(), |ui| {
                for row in commands().iter().filter(|row| row.menu == menu) {
                    menu_item(ui, cx, row);
                }
            });
        }
        ui.separator();
        command_button(ui, cx, CommandId::Undo, icons::ARROW_U_UP_LEFT);
        command_button(ui, cx, CommandId::Redo, icons::ARROW_U_UP_RIGHT);
        command_button(ui, cx, CommandId::Save, icons::FLOPPY_DISK);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A menu bar takes the room around the text of buttons.
            ui.spacing_mut().button_padding = vec2(10.0, 4.0);
            let room = ui.available_width();
            let run = if room < RUN_IN_WORDS {
                icons::PLAY.to_owned()
            } else {
                format!("{}  {RUN_ALL}", icons::PLAY)
            };
            if primary_button(ui, cx.theme, &run).on_hover_text(RUN_ALL).accessible_name(RUN_ALL).clicked() {
                cx.push(CommandId::RunAll);
            }
            let search = if room < SEARCH_IN_WORDS {
                Button::new(RichText::new(icons::MAGNIFYING_GLASS).color(cx.theme.muted))
            } else {
                let text = format!("{}  Search or do anything", icons::MAGNIFYING_GLASS);
                let keys = cx.state.shortcut(CommandId::Palette).map(|keys| keys.text()).unwrap_or_default();
                let button = Button::new(RichText::new(text).color(cx.theme.muted)).shortcut_text(keys);
                button.min_size([260.0, 26.0].into())
            };
            if ui.add(search).accessible_name("Command palette").clicked() {
                cx.push(CommandId::Palette);
            }
        });
    });
}

fn menu_item(ui: &mut Ui, cx: &mut Cx<'_>, row: &CommandRow) {
    let blocked = row.enabled(cx.state).err();
    let mut button = Button::new(row.text);
    if let Some(shortcut) = cx.state.shortcut(row.id) {
        button = button.shortcut_text(shortcut.text());
    }
    let response = ui.add_enabled(blocked.is_none(), button);
    match blocked {
        Some(reason) => {
            response.on_disabled_hover_text(reason);
        }
        None => {
            if response.on_hover_text(row.tooltip).clicked() {
                cx.push(row.id);
            }
        }
    }
}
