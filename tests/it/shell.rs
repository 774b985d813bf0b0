//! Settings that persist, the journal of unsaved edits, external changes and imports, without a window.

use reagent::app::{
    AppState, Command, CommandId, Dialog, Effect, ImportChoice, Message, NoticeKind, Setting, Shortcut,
    Theme, WindowEffect, commands, preferences_text, read_preferences, update,
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

/// Plans an import into a workspace and shows it.
fn planned(state: &mut AppState, tasks: &mut Tasks, text: &str) {
    let effects = update(state, Command::ImportText(text.to_owned()), 0);
    tasks.run(effects);
    while !state.jobs.running.is_empty() {
        let message = tasks.wait(LIMIT).expect("an answer");
        tasks.run(update(state, message, 0));
    }
}

const WELCOME: &str =
    r#"{"name":"It's a welcome","trigger":"profile.created","is_active":true,"x":[1.0],"actions":[]}"#;

#[test]
fn a_curl_command_is_understood_as_every_shell_writes_it() {
    let commands = [
        format!(
            "curl -X POST 'https://api.example.com/v3/triggers' \\\n  -H 'Accept: application/json' \\\n  --data-raw '{}'",
            WELCOME.replace('\'', "'\\''")
        ),
        format!("$ curl https://api.example.com -d \"{}\"", WELCOME.replace('"', "\\\"")),
        format!(
            "curl https://api.example.com --data-binary $'{}' --compressed",
            WELCOME.replace('\'', "\\u0027")
        ),
        format!(
            "curl.exe \"https://api.example.com\" ^\r\n  -H \"A: b\" ^\r\n  --json \"{}\"",
            WELCOME.replace('"', "\\\"")
        ),
        format!(
            "curl ^\"https://api.example.com/?a^=1^\" ^\n  --data-raw ^\"{}^\"",
            WELCOME.replace('"', "\\^\"")
        ),
        format!("curl --data='{}' https://api.example.com", WELCOME.replace('\'', "'\"'\"'")),
        format!("curl -d'{}' https://api.example.com", WELCOME.replace('\'', "'\\''")),
    ];
    for command in commands {
        let body = reagent::wire::body_of_curl(&command);
        assert_eq!(body, Some(Ok(WELCOME.to_owned())), "{command}");
    }
    let body = |text: &str| reagent::wire::body_of_curl(text).unwrap();
    assert!(body("curl https://api.example.com").unwrap_err().to_string().contains("no body"));
    assert!(body("curl -d @trigger.json x").unwrap_err().to_string().contains("'trigger.json'"));
    assert!(body("curl -d '{").unwrap_err().to_string().contains("quote"));
    assert_eq!(body("curl --data-raw @x y").unwrap(), "@x");
    assert_eq!(body(r"curl -d $'\ud83d\ude00\x41\101\n' x").unwrap(), "😀AA\n");
    assert_eq!(reagent::wire::body_of_curl("curly braces"), None);
}

#[test]
fn any_text_after_curl_is_read_without_panic() {
    let alphabet = ["'", "\"", "$'", "\\", "^", "\n", "-d", " ", "{", "@", "\\u", "d83d", "é"];
    let mut state = 12_345_u64;
    for _ in 0..3_000 {
        let mut text = "curl ".to_owned();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(alphabet[(state >> 33) as usize % alphabet.len()]);
        }
        assert!(reagent::wire::body_of_curl(&text).is_some(), "{text}");
    }
}

#[test]
fn an_import_shows_clashes_and_solves_them_by_new_names() {
    let mut state = AppState::default();
    let mut tasks = tasks_in(tempfile::tempdir().unwrap().path());
    let list = format!("[{WELCOME},{WELCOME},{}]", WELCOME.replace("It's a welcome", "Its, a WELCOME"));
    planned(&mut state, &mut tasks, &list);
    let importing = state.view.import.clone().unwrap();
    let items: Vec<_> = importing.plan.items.iter().map(|item| (item.title(), item.file())).collect();
    assert_eq!(
        items,
        [
            ("It's a welcome", "triggers/it-s-a-welcome.json"),
            ("It's a welcome 2", "triggers/it-s-a-welcome-2.json"),
            ("Its, a WELCOME", "triggers/its-a-welcome.json"),
        ]
    );
    assert_eq!(importing.plan.items[1].renamed_from.as_deref(), Some("It's a welcome"));
    update(&mut state, Command::ChooseImport(ImportChoice::Item(0, false)), 0);
    tasks.run(update(&mut state, Command::ChooseImport(ImportChoice::Accept), 0));
    let triggers = &state.workspace().triggers;
    let arrived: Vec<_> = triggers.iter().map(|t| (t.name.as_str(), t.file.as_deref().unwrap())).collect();
    assert_eq!(arrived, items[1..], "what was shown is what arrived");
    assert!(triggers.iter().all(|trigger| trigger.is_active == Some(false)));
    assert_eq!(state.document.undo_count(), 1);
    // The same again: known, and left out unless one asks.
    planned(&mut state, &mut tasks, &format!("[{}]", WELCOME.replace("It's a welcome", "Its, a WELCOME")));
    let importing = state.view.import.clone().unwrap();
    assert!(importing.plan.items[0].is_known);
    assert_eq!(importing.count(), 0);
}

#[test]
fn actions_follow_a_target_that_arrives_under_another_handle() {
    let mut state = AppState::default();
    let mut tasks = tasks_in(tempfile::tempdir().unwrap().path());
    let target = r#"{"name":"Mail","handle":"mail","url":"https://a.example.com","template":"{}"}"#;
    planned(&mut state, &mut tasks, target);
    tasks.run(update(&mut state, Command::ChooseImport(ImportChoice::Accept), 0));
    let send = r#"{"name":"Send it","trigger":"profile.created","actions":[{"name":"target.send","arguments":[{"name":"target","value":"mail"}]}]}"#;
    let list = format!("[{},{send}]", target.replace("a.example", "b.example"));
    for (is_taken, handle) in [(true, "mail-2"), (false, "mail")] {
        planned(&mut state, &mut tasks, &list);
        update(&mut state, Command::ChooseImport(ImportChoice::Item(0, is_taken)), 0);
        tasks.run(update(&mut state, Command::ChooseImport(ImportChoice::Accept), 0));
        let sender = state.workspace().triggers.last().unwrap();
        assert_eq!(sender.actions[0].arguments[0].value.as_str(), Some(handle));
        tasks.run(update(&mut state, CommandId::Undo, 0));
    }
}

#[test]
fn a_webhook_body_asks_for_its_name_and_event() {
    let mut state = AppState::default();
    let mut tasks = tasks_in(tempfile::tempdir().unwrap().path());
    let body = r#"{"event":"tier.achieved","data":{"x":1e3},"profile":{"id":"p"}}"#;
    planned(&mut state, &mut tasks, body);
    let Some(Dialog::AddContext(new)) = &state.view.dialog else { panic!("{:?}", state.view.dialog) };
    assert_eq!(new.event, "tier.achieved");
    assert_eq!(crate::support::json(&new.text), crate::support::json(body));
    assert!(state.workspace().contexts.is_empty(), "nothing is added unasked");
    planned(&mut state, &mut tasks, "[1, 2]");
    assert!(state.notices.all.last().unwrap().text.contains("Not recognised"));
}

#[test]
fn ten_thousand_triggers_are_imported_with_progress_and_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let one = r#"{"name":"Same name","trigger":"profile.created","actions":[{"name":"filter","arguments":[{"name":"condition","value":{">":[{"var":"a"},1]}}]}]}"#;
    let text = format!("{{\"data\":[{}]}}", vec![one; 10_000].join(","));
    let path = folder.path().join("all.json");
    write_new(&path, &text).unwrap();
    let mut state = AppState::default();
    let mut tasks = tasks_in(folder.path());
    let import = Command::ImportPaths(vec![path]);
    tasks.run(update(&mut state, import.clone(), 0));
    let mut progress = Vec::new();
    while !state.jobs.running.is_empty() {
        let message = tasks.wait(LIMIT).unwrap();
        tasks.run(update(&mut state, message, 0));
        progress.extend(state.jobs.running.first().and_then(|job| job.progress));
    }
    assert!(progress.len() > 50 && progress.iter().all(|(_, total)| *total == 10_000));
    assert!(progress.is_sorted());
    let start = std::time::Instant::now();
    update(&mut state, Command::ChooseImport(ImportChoice::Accept), 0);
    assert_eq!(state.workspace().triggers.len(), 10_000);
    assert!(start.elapsed() < Duration::from_secs(20), "not quadratic: {:?}", start.elapsed());
    let files: std::collections::BTreeSet<_> =
        state.workspace().triggers.iter().map(|t| t.file.clone()).collect();
    assert_eq!(files.len(), 10_000);
    // Again, and stopped once it has begun.
    tasks.run(update(&mut state, import, 0));
    let job = state.jobs.running.iter().find(|job| job.is_shown).unwrap().clone();
    assert!(job.can_cancel);
    while state.jobs.running.iter().any(|running| running.id == job.id) {
        let message = tasks.wait(LIMIT).unwrap();
        let has_begun = matches!(&message, Message::JobProgressed { .. });
        let mut effects = update(&mut state, message, 0);
        if has_begun {
            effects.extend(update(&mut state, Command::Cancel(job.id), 0));
        }
        tasks.run(effects);
    }
    assert!(state.view.import.is_none());
    assert!(state.notices.all.last().unwrap().text.starts_with("Stopped"), "{:?}", state.notices.all.last());
    assert_eq!(state.workspace().triggers.len(), 10_000);
}
