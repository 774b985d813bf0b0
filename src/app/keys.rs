//! Keys that do commands: how they are held, read, written, and which command has which.

use super::command::CommandId;
use super::state::AppState;
use super::table::{command_row, commands};

/// Keys that do a command. `command` is Ctrl, on a Mac the command key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Ctrl or the command key
    pub command: bool,
    /// Shift
    pub shift: bool,
    /// Alt
    pub alt: bool,
    /// The key's name, as egui names it: `S`, `F5`, `ArrowUp`
    pub key: &'static str,
}

/// The keys that a command may have, as egui names them.
#[rustfmt::skip]
pub const KEYS: [&str; 64] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
    "W", "X", "Y", "Z", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "F1", "F2", "F3", "F4", "F5", "F6", "F7",
    "F8", "F9", "F10", "F11", "F12", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home",
    "End", "Insert", "Delete", "Enter", "Equals", "Minus", "Comma", "Period", "Slash",
];

/// Keys whose names people do not use.
const SPOKEN: [(&str, &str); 9] = [
    ("ArrowUp", "Up"),
    ("ArrowDown", "Down"),
    ("ArrowLeft", "Left"),
    ("ArrowRight", "Right"),
    ("Equals", "="),
    ("Minus", "-"),
    ("Comma", ","),
    ("Period", "."),
    ("Slash", "/"),
];

impl Shortcut {
    /// The keys as people read them, `Ctrl+Shift+S`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (is_held, name) in [(self.command, "Ctrl+"), (self.shift, "Shift+"), (self.alt, "Alt+")] {
            text.push_str(if is_held { name } else { "" });
        }
        let spoken = SPOKEN.iter().find(|(key, _)| *key == self.key);
        text.push_str(spoken.map_or(self.key, |(_, spoken)| spoken));
        text
    }

    /// Reads what [`Shortcut::text`] writes, in any spelling of upper and lower case.
    ///
    /// ```
    /// use reagent::app::Shortcut;
    /// let keys = Shortcut::parse("ctrl+shift+up").unwrap();
    /// assert_eq!((keys.key, keys.text().as_str()), ("ArrowUp", "Ctrl+Shift+Up"));
    /// assert_eq!(Shortcut::parse("Ctrl+"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut held = text.trim();
        let mut keys = Self { command: false, shift: false, alt: false, key: "" };
        while let Some((first, rest)) = held.split_once('+').filter(|(_, rest)| !rest.is_empty()) {
            match first.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "cmd" => keys.command = true,
                "shift" => keys.shift = true,
                "alt" => keys.alt = true,
                _ => return None,
            }
            held = rest;
        }
        let is_it = |name: &str| name.eq_ignore_ascii_case(held.trim());
        let spoken = SPOKEN.iter().find(|(_, spoken)| is_it(spoken)).map(|(key, _)| *key);
        keys.key = spoken.or_else(|| KEYS.iter().copied().find(|key| is_it(key)))?;
        Some(keys)
    }

    /// False for keys that type or edit text: they would do a command while someone writes.
    pub fn is_command_key(&self) -> bool {
        let is_function_key = self.key.starts_with('F') && self.key.len() > 1;
        self.command || self.alt || is_function_key || matches!(self.key, "Delete" | "Insert")
    }
}

impl AppState {
    /// The keys of a command: the user's own, else those of the table.
    pub fn shortcut(&self, id: CommandId) -> Option<Shortcut> {
        let own = self.settings.shortcuts.get(&id).copied();
        own.unwrap_or_else(|| command_row(id).and_then(|row| row.shortcut))
    }

    /// The command that has these keys.
    pub fn command_of(&self, keys: Shortcut) -> Option<CommandId> {
        commands().iter().map(|row| row.id).find(|id| self.shortcut(*id) == Some(keys))
    }
}
