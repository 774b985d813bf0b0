//! The command palette: commands and objects in one ranked list.

use super::command::{Command, CommandId};
use super::keys::Shortcut;
use super::search::{match_score, search};
use super::state::AppState;
use super::table::commands;
use crate::document::ObjectId;

/// Most rows that are shown.
const MAX_ROWS: usize = 60;

/// What a row of the palette does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// Does a command
    Command(CommandId),
    /// Shows an object
    Object(ObjectId),
}

impl Hit {
    /// The command to push when the row is chosen.
    pub fn command(&self) -> Command {
        match self {
            Self::Command(id) => Command::Do(*id),
            Self::Object(object) => Command::Select(object.clone()),
        }
    }
}

/// A row of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it does
    pub hit: Hit,
    /// What it is called
    pub title: String,
    /// What the command does, or what tells the object apart
    pub detail: String,
    /// The command's keys
    pub shortcut: Option<Shortcut>,
    /// Why it cannot be done now
    pub disabled: Option<&'static str>,
    /// How well it fits; higher is better
    pub score: u32,
}

/// The rows for what is typed, best first. What cannot be done now counts half.
pub fn palette(state: &AppState, query: &str) -> Vec<Entry> {
    let commands = commands().iter().filter(|row| row.id != CommandId::Palette).filter_map(|row| {
        let in_text = match_score(query, row.text.trim_end_matches('…'));
        let in_both = match_score(query, &format!("{} {}", row.text, row.tooltip)).map(|score| score / 2);
        Some(Entry {
            hit: Hit::Command(row.id),
            title: row.text.to_owned(),
            detail: row.tooltip.to_owned(),
            shortcut: state.shortcut(row.id),
            disabled: row.enabled(state).err(),
            score: in_text.max(in_both)?,
        })
    });
    let objects = search(state, query).into_iter().map(|hit| Entry {
        hit: Hit::Object(hit.object),
        title: hit.title,
        detail: hit.subtitle,
        shortcut: None,
        disabled: None,
        score: hit.score,
    });
    let mut entries: Vec<Entry> = commands.chain(objects).collect();
    let weight = |entry: &Entry| if entry.disabled.is_some() { entry.score / 2 } else { entry.score };
    entries.sort_by_key(|entry| std::cmp::Reverse(weight(entry)));
    entries.truncate(MAX_ROWS);
    entries
}
