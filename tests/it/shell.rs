//! Settings that persist, the journal of unsaved edits, external changes and imports, without a window.

use reagent::app::{
    AppState, Command, CommandId, Effect, Message, NoticeKind, Setting, Shortcut, Theme, WindowEffect,
    commands, preferences_text, read_preferences, update,
};
use reagent::io::{Places, read_text, write_new};
use reagent::tasks::Tasks;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_mins(1);

fn tasks_in(folder: &Path) -> Tasks {
    Tasks::in_places(Arc::new(|| {}), Some(&Places::inside(folder)))
}

/// The state after a start in a folder.
fn started(tasks: &Tasks) -> AppState {
    let mut state = AppState::default();
    if let Some(read) = tasks.settings() {
        update(&mut state, read, 0);
    }
    state
}

/// Stores the settings and waits until they are written.
fn store(state: &mut AppState, tasks: &mut Tasks) {
    tasks.store_settings(state.preferences());
    let message = tasks.wait(LIMIT).expect("an answer");
    assert!(matches!(message, Message::SettingsStored(_)), "{message:?}");
    update(state, message, 0);
}

fn keys(text: &str) -> Shortcut {
    Shortcut::parse(text).unwrap()
}

#[test]
fn settings_are_there_again_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut tasks = tasks_in(folder.path());
    let mut state = started(&tasks);
    for setting in [
        Setting::Theme(Theme::Dark),
        Setting::Zoom(1.1),
        Setting::TextSize(15.0),
        Setting::CodeSize(14.5),
        Setting::RunsOnEdit(false),
        Setting::Shortcut(CommandId::Save, Some(keys("Ctrl+Shift+Up"))),
        Setting::Shortcut(CommandId::Import, None),
    ] {
        let effects = update(&mut state, Command::Set(setting), 0);
        assert!(effects.iter().any(|e| matches!(e, Effect::Window(WindowEffect::StoreSettings))));
    }
    let effects = update(&mut state, CommandId::ToggleTree, 0);
    assert!(matches!(effects.as_slice(), [Effect::Window(WindowEffect::StoreSettings)]));
    state.settings.recent = vec!["/somewhere/a".into(), "/somewhere/b".into()];
    store(&mut state, &mut tasks);
    let again = started(&tasks_in(folder.path()));
    assert_eq!(again.preferences(), state.preferences());
    assert!(!again.view.panels.tree && again.settings.zoom == 1.1);
    assert_eq!(again.shortcut(CommandId::Save), Some(keys("Ctrl+Shift+Up")));
    assert_eq!(again.shortcut(CommandId::Import), None);
}

#[test]
fn unknown_keys_comments_and_spelling_survive_a_change_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let path = Places::inside(folder.path()).settings_file();
    let old = "# mine\nzoom = 1.50 # large\ntheme = 'dark'\nfuture = [1, 2]\n\n[shortcuts]\nteleport = \"Ctrl+T\"\nsave = \"ctrl+alt+s\"\n";
    write_new(&path, old).unwrap();
    let mut tasks = tasks_in(folder.path());
    let mut state = started(&tasks);
    assert!(state.notices.all.is_empty(), "{:?}", state.notices.all);
    update(&mut state, Command::Set(Setting::Theme(Theme::Light)), 0);
    store(&mut state, &mut tasks);
    let new = read_text(&path).unwrap();
    for kept in ["# mine", "zoom = 1.50 # large", "future = [1, 2]", "teleport = \"Ctrl+T\""] {
        assert!(new.contains(kept), "{kept} is gone:\n{new}");
    }
    assert!(new.contains("theme = \"light\""), "{new}");
    assert_eq!(read_preferences(&new).0, state.preferences());
    assert_eq!(preferences_text(&new, &state.preferences()), new, "written again it is the same");
}

#[test]
fn a_damaged_settings_file_is_told_kept_beside_and_replaced_only_then() {
    for damaged in ["zoom = \n", "zoom = \"big\"\ntheme = \"dark\"\n"] {
        let folder = tempfile::tempdir().unwrap();
        let path = Places::inside(folder.path()).settings_file();
        write_new(&path, damaged).unwrap();
        let mut tasks = tasks_in(folder.path());
        let mut state = started(&tasks);
        assert_eq!(state.settings.zoom, 1.0);
        let notice = state.notices.all.last().unwrap();
        assert_eq!(notice.kind, NoticeKind::Error);
        assert!(notice.text.contains("damaged") && notice.text.contains(".bak"), "{}", notice.text);
        assert_eq!(read_text(&path).unwrap(), damaged, "reading changes nothing");
        store(&mut state, &mut tasks);
        assert_eq!(read_text(&path.with_file_name("settings.toml.bak")).unwrap(), damaged);
        let (_, complaints) = read_preferences(&read_text(&path).unwrap());
        assert!(complaints.is_empty(), "{complaints:?}");
        // A second damage does not write over the first copy.
        reagent::io::write_text(&path, "[").unwrap();
        store(&mut state, &mut tasks);
        assert_eq!(read_text(&path.with_file_name("settings.toml.bak")).unwrap(), damaged);
        assert_eq!(read_text(&path.with_file_name("settings.toml.bak2")).unwrap(), "[");
    }
}

#[test]
fn settings_that_cannot_be_stored_are_told() {
    let folder = tempfile::tempdir().unwrap();
    // The config folder is a file.
    write_new(&folder.path().join("config"), "").unwrap();
    let mut tasks = tasks_in(folder.path());
    let mut state = AppState::default();
    store(&mut state, &mut tasks);
    let notice = state.notices.all.last().unwrap();
    assert!(notice.text.starts_with("The settings were not stored"), "{}", notice.text);
}

#[test]
fn no_keys_do_two_things_whatever_is_bound() {
    let mut state = AppState::default();
    let bind = |state: &mut AppState, id, text| {
        update(state, Command::Set(Setting::Shortcut(id, Some(keys(text)))), 0);
    };
    bind(&mut state, CommandId::Export, "Ctrl+S");
    assert_eq!(state.shortcut(CommandId::Export), Some(keys("Ctrl+S")));
    assert_eq!(state.shortcut(CommandId::Save), None);
    bind(&mut state, CommandId::Save, "S");
    assert_eq!(state.shortcut(CommandId::Save), None, "a letter is for typing");
    update(&mut state, Command::Set(Setting::DefaultShortcut(CommandId::Save)), 0);
    assert_eq!(state.shortcut(CommandId::Save), Some(keys("Ctrl+S")));
    assert_eq!(state.shortcut(CommandId::Export), None);
    update(&mut state, Command::Set(Setting::DefaultShortcuts), 0);
    for row in commands() {
        assert_eq!(state.shortcut(row.id), row.shortcut, "{}", row.text);
        if let Some(keys) = row.shortcut {
            assert_eq!(Shortcut::parse(&keys.text()), Some(keys));
            assert!(keys.is_command_key(), "{}", row.text);
        }
    }
}
