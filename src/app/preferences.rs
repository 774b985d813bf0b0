//! The settings file of the app: TOML in which keys that are not known here survive.

use super::command::CommandId;
use super::keys::Shortcut;
use super::state::{AppState, PanelSizes, Panels, Settings, Simulation, Theme};
use super::table::commands;
use super::update::{CODE_SIZES, MAX_ZOOM, MIN_ZOOM, TEXT_SIZES};
use crate::wire::replace;
use std::path::PathBuf;
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

/// What is kept from one start to the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preferences {
    /// Settings, without those of the simulation
    pub settings: Settings,
    /// Which panels are open
    pub panels: Panels,
}

const THEMES: [(&str, Theme); 3] =
    [("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark)];

impl AppState {
    /// What is kept for the next start.
    pub fn preferences(&self) -> Preferences {
        let settings = Settings { simulation: Simulation::default(), ..self.settings.clone() };
        Preferences { settings, panels: self.view.panels }
    }
}

/// Reads a settings file. Never fails: what is missing or wrong is as it was at the first start, and what is wrong is
/// told.
///
/// ```
/// use reagent::app::read_preferences;
/// let (preferences, complaints) = read_preferences("zoom = 1.5\ntheme = 'blue'\n");
/// assert_eq!(preferences.settings.zoom, 1.5);
/// assert_eq!(complaints, ["`theme` is not one of system, light, dark"]);
/// ```
pub fn read_preferences(text: &str) -> (Preferences, Vec<String>) {
    let document: DocumentMut = match text.parse() {
        Ok(document) => document,
        Err(error) => return (Preferences::default(), vec![first_line(&error)]),
    };
    let mut reader = Reader { complaints: Vec::new() };
    let root: &dyn TableLike = document.as_table();
    let (settings, panels) = (Settings::default(), Panels::default());
    let sizes = PanelSizes::default();
    let empty = Table::new();
    let inner = |key: &str| root.get(key).and_then(Item::as_table_like).unwrap_or(&empty);
    let (open, size) = (inner("panels"), inner("panel_sizes"));
    let settings = Settings {
        theme: reader.theme(root).unwrap_or(settings.theme),
        zoom: reader.number(root, "zoom", (MIN_ZOOM, MAX_ZOOM)).unwrap_or(settings.zoom),
        text_size: reader.number(root, "text_size", TEXT_SIZES).unwrap_or(settings.text_size),
        code_size: reader.number(root, "code_size", CODE_SIZES).unwrap_or(settings.code_size),
        runs_on_edit: reader.flag(root, "runs_on_edit").unwrap_or(settings.runs_on_edit),
        is_tour_done: reader.flag(root, "tour_done").unwrap_or(settings.is_tour_done),
        recent: reader.recent(root),
        shortcuts: reader.shortcuts(inner("shortcuts")),
        sizes: PanelSizes {
            tree: reader.number(size, "tree", PANEL_SIZES).unwrap_or(sizes.tree),
            inspector: reader.number(size, "inspector", PANEL_SIZES).unwrap_or(sizes.inspector),
            results: reader.number(size, "results", PANEL_SIZES).unwrap_or(sizes.results),
        },
        ..settings
    };
    let panels = Panels {
        tree: reader.flag(open, "tree").unwrap_or(panels.tree),
        inspector: reader.flag(open, "inspector").unwrap_or(panels.inspector),
        results: reader.flag(open, "results").unwrap_or(panels.results),
    };
    (Preferences { settings, panels }, reader.complaints)
}

/// Smallest and largest panel that is remembered.
const PANEL_SIZES: (f32, f32) = (80.0, 2000.0);

fn first_line(error: &toml_edit::TomlError) -> String {
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // The first line says where, the last one what; between them is the text itself.
    match lines.as_slice() {
        [one] => (*one).to_owned(),
        [first, .., last] => format!("{first}: {last}"),
        [] => "it is not TOML".to_owned(),
    }
}

struct Reader {
    complaints: Vec<String>,
}

impl Reader {
    fn wrong(&mut self, key: &str, wanted: &str) {
        self.complaints.push(format!("`{key}` is not {wanted}"));
    }

    fn flag(&mut self, table: &dyn TableLike, key: &str) -> Option<bool> {
        let item = table.get(key)?;
        if item.as_bool().is_none() {
            self.wrong(key, "true or false");
        }
        item.as_bool()
    }

    fn number(&mut self, table: &dyn TableLike, key: &str, (least, most): (f32, f32)) -> Option<f32> {
        let item = table.get(key)?;
        let number = item.as_float().or_else(|| item.as_integer().map(|number| number as f64));
        let number = number.map(|number| number as f32).filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(key, "a number");
        }
        number.map(|number| number.clamp(least, most))
    }

    fn theme(&mut self, root: &dyn TableLike) -> Option<Theme> {
        let word = root.get("theme")?.as_str().unwrap_or_default();
        let theme = THEMES.iter().find(|(name, _)| *name == word).map(|(_, theme)| *theme);
        if theme.is_none() {
            self.wrong("theme", "one of system, light, dark");
        }
        theme
    }

    fn recent(&mut self, root: &dyn TableLike) -> Vec<PathBuf> {
        let Some(item) = root.get("recent") else { return Vec::new() };
        let Some(array) = item.as_array() else {
            self.wrong("recent", "a list of folders");
            return Vec::new();
        };
        array.iter().filter_map(Value::as_str).map(PathBuf::from).collect()
    }

    /// Commands that are not known are another version's.
    fn shortcuts(
        &mut self,
        table: &dyn TableLike,
    ) -> std::collections::BTreeMap<CommandId, Option<Shortcut>> {
        let mut shortcuts = std::collections::BTreeMap::new();
        for row in commands() {
            let name = row.id.name();
            let Some(item) = table.get(&name) else { continue };
            match item.as_str().map(|text| (text.is_empty(), Shortcut::parse(text))) {
                Some((true, _)) => drop(shortcuts.insert(row.id, None)),
                Some((false, Some(keys))) => drop(shortcuts.insert(row.id, Some(keys))),
                _ => self.wrong(&name, "keys, such as \"Ctrl+S\""),
            }
        }
        shortcuts
    }
}

/// The settings file with these settings; comments, order and unknown keys of the old one stay.
pub fn preferences_text(old: &str, preferences: &Preferences) -> String {
    let mut document: DocumentMut = old.parse().unwrap_or_default();
    let Preferences { settings, panels } = preferences;
    let root = document.as_table_mut();
    let theme = THEMES.iter().find(|(_, theme)| *theme == settings.theme).map_or("system", |(name, _)| name);
    put(root, "theme", theme.into());
    put(root, "zoom", rounded(settings.zoom).into());
    put(root, "text_size", rounded(settings.text_size).into());
    put(root, "code_size", rounded(settings.code_size).into());
    put(root, "runs_on_edit", settings.runs_on_edit.into());
    put(root, "tour_done", settings.is_tour_done.into());
    let recent: Array = settings.recent.iter().filter_map(|folder| folder.to_str()).collect();
    put(root, "recent", Value::Array(recent));
    let sizes = &settings.sizes;
    if let Some(table) = inner_table(root, "panels") {
        for (key, on) in [("tree", panels.tree), ("inspector", panels.inspector), ("results", panels.results)]
        {
            put(table, key, on.into());
        }
    }
    if let Some(table) = inner_table(root, "panel_sizes") {
        for (key, size) in [("tree", sizes.tree), ("inspector", sizes.inspector), ("results", sizes.results)]
        {
            put(table, key, f64::from(size.round()).into());
        }
    }
    if let Some(table) = inner_table(root, "shortcuts") {
        for row in commands() {
            match settings.shortcuts.get(&row.id) {
                Some(keys) => {
                    put(table, &row.id.name(), keys.map(|keys| keys.text()).unwrap_or_default().into());
                }
                None => drop(table.remove(&row.id.name())),
            }
        }
    }
    document.to_string()
}

/// 1.1 as a 32-bit number has digits that nobody typed.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

fn inner_table<'a>(root: &'a mut Table, key: &str) -> Option<&'a mut dyn TableLike> {
    if !root.get(key).is_some_and(Item::is_table_like) {
        root.insert(key, Item::Table(Table::new()));
    }
    root.get_mut(key).and_then(Item::as_table_like_mut)
}

/// Sets a value; one that says the same stays as it is written.
fn put(table: &mut dyn TableLike, key: &str, value: Value) {
    let same = |old: &Value| match (old, &value) {
        (Value::String(old), Value::String(new)) => old.value() == new.value(),
        (Value::Boolean(old), Value::Boolean(new)) => old.value() == new.value(),
        (Value::Array(_), Value::Array(_)) => {
            let texts = |array: &Value| {
                let items = array.as_array().into_iter().flatten();
                items.map(|item| item.as_str().map(str::to_owned)).collect::<Vec<_>>()
            };
            texts(old) == texts(&value)
        }
        (old, Value::Float(new)) => {
            let old = old.as_float().or_else(|| old.as_integer().map(|old| old as f64));
            old == Some(*new.value())
        }
        _ => false,
    };
    if !table.get(key).and_then(Item::as_value).is_some_and(same) {
        replace(table, key, value);
    }
}
