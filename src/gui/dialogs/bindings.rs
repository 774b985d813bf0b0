//! Which keys do which command, and changing them: keys are pressed, not typed as words.

use crate::app::{Command, CommandId, CommandRow, KEYS, Menu, Setting, Shortcut, command_row, commands};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::{icon_button, primary_button};
use crate::gui::{fonts, icons};
use eframe::egui::{Button, Event, Grid, Key, Modifiers, RichText, ScrollArea, Ui};

/// A command that gets new keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    /// Which
    pub(crate) id: CommandId,
    /// The keys that were pressed and that another command has
    pub(crate) clash: Option<Shortcut>,
}

pub(super) fn bindings(ui: &mut Ui, cx: &mut Cx<'_>) {
    record(ui, cx);
    quiet(ui, cx.theme, "Choose keys, then press the new ones. Backspace leaves the command without keys.");
    // Also after a page that was lower: the dialog has the height of the page before until this one is drawn.
    let list = ScrollArea::vertical().max_height(400.0).min_scrolled_height(400.0);
    list.auto_shrink([false, true]).show(ui, |ui| {
        for menu in Menu::ALL {
            quiet(ui, cx.theme, menu.title());
            let rows = commands().iter().filter(|row| row.menu == menu);
            Grid::new(menu.title()).num_columns(3).min_col_width(220.0).show(ui, |ui| {
                for row in rows {
                    binding_row(ui, cx, row);
                    ui.end_row();
                }
            });
            ui.add_space(6.0);
        }
    });
    clash(ui, cx);
    let has_own = !cx.state.settings.shortcuts.is_empty();
    if ui.add_enabled(has_own, Button::new("Reset all keys")).clicked() {
        cx.own.binding = None;
        cx.push(Command::Set(Setting::DefaultShortcuts));
    }
}

fn binding_row(ui: &mut Ui, cx: &mut Cx<'_>, row: &CommandRow) {
    let text = row.text.trim_end_matches('…');
    ui.label(text);
    let is_recording = cx.own.binding.is_some_and(|binding| binding.id == row.id && binding.clash.is_none());
    let keys = cx.state.shortcut(row.id).map(|keys| keys.text());
    let shown = if is_recording { "Press keys…" } else { keys.as_deref().unwrap_or("none") };
    let shown = RichText::new(shown).font(fonts::code(12.0));
    let button = ui.add(Button::new(shown).selected(is_recording).min_size([140.0, 22.0].into()));
    if button.accessible_name(format!("Keys of {text}")).clicked() {
        cx.own.binding = (!is_recording).then_some(Binding { id: row.id, clash: None });
    }
    if cx.state.settings.shortcuts.contains_key(&row.id)
        && icon_button(ui, icons::ARROW_U_UP_LEFT, &format!("Reset keys of {text}")).clicked()
    {
        cx.push(Command::Set(Setting::DefaultShortcut(row.id)));
    }
}

/// Says which command has the keys already, and asks.
fn clash(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(Binding { id, clash: Some(keys) }) = cx.own.binding else { return };
    let other = cx.state.command_of(keys).and_then(command_row);
    let other = other.map_or("another command", |row| row.text.trim_end_matches('…'));
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} {} does “{other}” already", icons::WARNING, keys.text());
        ui.label(RichText::new(text).color(cx.theme.warn));
        if primary_button(ui, cx.theme, &format!("Take it from {other}")).clicked() {
            cx.own.binding = None;
            cx.push(Command::Set(Setting::Shortcut(id, Some(keys))));
        }
        if ui.button("Keep it there").clicked() {
            cx.own.binding = None;
        }
    });
}

/// Takes the keys that are pressed while a command waits for them.
fn record(ui: &Ui, cx: &mut Cx<'_>) {
    let Some(Binding { id, clash: None }) = cx.own.binding else { return };
    let pressed = ui.input_mut(|input| {
        let pressed = input.events.iter().find_map(pressed_keys);
        // Neither the dialog nor a field takes them, too.
        input.events.retain(|event| pressed_keys(event).is_none());
        pressed
    });
    match pressed {
        None => {}
        Some((Key::Escape, _)) => cx.own.binding = None,
        Some((Key::Backspace, _)) => {
            cx.own.binding = None;
            cx.push(Command::Set(Setting::Shortcut(id, None)));
        }
        Some((key, held)) => {
            let Some(key) = KEYS.iter().find(|name| Key::from_name(name) == Some(key)) else { return };
            let keys = Shortcut { command: held.command, shift: held.shift, alt: held.alt, key };
            let is_taken = cx.state.command_of(keys).is_some_and(|other| other != id);
            cx.own.binding = is_taken.then_some(Binding { id, clash: Some(keys) });
            if !is_taken {
                cx.push(Command::Set(Setting::Shortcut(id, Some(keys))));
            }
        }
    }
}

/// The keys of an event. Cut, copy and paste come as what they mean.
fn pressed_keys(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
        Event::Copy => Some((Key::C, Modifiers::COMMAND)),
        Event::Cut => Some((Key::X, Modifiers::COMMAND)),
        Event::Paste(_) => Some((Key::V, Modifiers::COMMAND)),
        _ => None,
    }
}
