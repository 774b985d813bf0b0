//! Keys to commands, from the table of commands.

use crate::app::{AppState, Command, CommandId, Input, Shortcut, commands};
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

/// Pushes the commands whose keys were pressed. A text box keeps the keys that it uses itself.
pub(crate) fn shortcuts(ui: &Ui, state: &AppState, queue: &mut Vec<Input>) {
    let has_text_focus = ui.egui_wants_keyboard_input();
    let mut rows: Vec<_> = commands().iter().filter_map(|row| Some((row, state.shortcut(row.id)?))).collect();
    // The longest first: Ctrl+Shift+Z is not Ctrl+Z.
    rows.sort_by_key(|(_, shortcut)| std::cmp::Reverse(u8::from(shortcut.shift) + u8::from(shortcut.alt)));
    for (row, shortcut) in rows {
        let Some(keys) = keys(shortcut) else { continue };
        if has_text_focus && row.yields_to_text(shortcut) {
            continue;
        }
        if ui.input_mut(|input| input.consume_shortcut(&keys)) {
            queue.push(Command::Do(row.id).into());
        }
    }
    for (keys, id) in SECOND_KEYS {
        if !has_text_focus && ui.input_mut(|input| input.consume_shortcut(&keys)) {
            queue.push(Command::Do(id).into());
        }
    }
}

/// Keys that people know from elsewhere, beside those of the table.
const SECOND_KEYS: [(KeyboardShortcut, CommandId); 3] = [
    (KeyboardShortcut::new(Modifiers::NONE, Key::F5), CommandId::Run),
    (KeyboardShortcut::new(Modifiers::COMMAND, Key::Y), CommandId::Redo),
    (KeyboardShortcut::new(Modifiers::NONE, Key::Questionmark), CommandId::Shortcuts),
];

fn keys(shortcut: Shortcut) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    if shortcut.command {
        modifiers |= Modifiers::COMMAND;
    }
    if shortcut.shift {
        modifiers |= Modifiers::SHIFT;
    }
    if shortcut.alt {
        modifiers |= Modifiers::ALT;
    }
    Key::from_name(shortcut.key).map(|key| KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_of_the_table_is_a_key() {
        for row in commands() {
            if let Some(shortcut) = row.shortcut {
                assert!(keys(shortcut).is_some(), "{} has no key {}", row.text, shortcut.key);
            }
        }
    }
}
