//! The window's shell without a display: settings, shortcuts, restored edits, external changes, import, tour.

use crate::support::{copy_sample, project};
use eframe::egui::{Event, Key, Modifiers, ViewportCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use reagent::app::{CommandId, Dialog, Discard, Message, Theme};
use reagent::gui::Reagent;
use reagent::io::Places;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

type Window = Harness<'static, Reagent>;

/// The application with its own folders inside of one, at rest.
fn open_in(places: &Path, path: impl Into<Option<PathBuf>>) -> Window {
    let path = path.into();
    let places = Places::inside(places);
    let mut harness = Harness::builder()
        .with_size([1360.0, 860.0])
        .with_max_steps(64)
        .build_eframe(move |creation| Reagent::in_places(creation, path, Some(&places)));
    rest(&mut harness);
    harness
}

fn demo() -> PathBuf {
    project("samples/loyalty-demo")
}

/// Runs frames and jobs until nothing is left to do.
fn rest(harness: &mut Window) {
    loop {
        harness.run();
        if harness.state().state().jobs.running.is_empty() {
            return;
        }
        harness.state_mut().wait_for_answers(LIMIT);
    }
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    rest(harness);
}

fn keys(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    rest(harness);
}

#[test]
fn what_was_set_in_one_session_is_there_in_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    keys(&mut window, Modifiers::COMMAND, Key::Comma);
    click(&mut window, "Light");
    click(&mut window, "125 %");
    keys(&mut window, Modifiers::NONE, Key::Escape);
    keys(&mut window, Modifiers::COMMAND, Key::B);
    assert!(!window.state().state().view.panels.tree);
    drop(window);
    let window = open_in(folder.path(), demo());
    let state = window.state().state();
    assert_eq!((state.settings.theme, state.settings.zoom), (Theme::Light, 1.25));
    assert!(!state.view.panels.tree);
    assert_eq!(window.ctx.zoom_factor(), 1.25);
    assert_eq!(window.ctx.theme(), eframe::egui::Theme::Light);
    assert_eq!(state.settings.recent, [project("samples/loyalty-demo")]);
}

#[test]
fn a_panel_keeps_the_size_that_it_was_dragged_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    let before = window.state().state().settings.sizes;
    let edge = eframe::egui::pos2(before.tree, 400.0);
    window.hover_at(edge);
    window.step();
    window.drag_at(edge);
    window.step();
    let there = eframe::egui::pos2(before.tree + 80.0, 400.0);
    window.hover_at(there);
    window.step();
    window.drop_at(there);
    rest(&mut window);
    let dragged = window.state().state().settings.sizes;
    assert!(dragged.tree > before.tree + 40.0, "{dragged:?}");
    assert_eq!((dragged.inspector, dragged.results), (before.inspector, before.results));
    drop(window);
    let mut window = open_in(folder.path(), demo());
    let sizes = window.state().state().settings.sizes;
    assert!((sizes.tree - dragged.tree).abs() < 1.0, "{sizes:?}");
    // A click anywhere does not change what is remembered.
    click(&mut window, "Promoters get a coffee");
    assert_eq!(window.state().state().settings.sizes, sizes);
}

#[test]
fn zoom_keys_change_the_setting_and_stop_at_200_percent() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    for _ in 0..14 {
        keys(&mut window, Modifiers::COMMAND, Key::Equals);
    }
    assert_eq!(window.state().state().settings.zoom, 2.0);
    assert_eq!(window.ctx.zoom_factor(), 2.0);
    keys(&mut window, Modifiers::COMMAND, Key::Num0);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    assert_eq!(window.state().state().shortcut(CommandId::ZoomReset).unwrap().text(), "Ctrl+0");
}

/// Opens the settings on a page.
fn settings(window: &mut Window, page: &str) {
    keys(window, Modifiers::COMMAND, Key::Comma);
    click(window, page);
}

/// Clicks what may have to be scrolled to first.
fn click_in_list(window: &mut Window, label: &str) {
    window.get_by_label(label).scroll_to_me();
    rest(window);
    click(window, label);
}

fn shown_keys(window: &Window, id: CommandId) -> String {
    window.state().state().shortcut(id).map_or_else(String::new, |keys| keys.text())
}

#[test]
fn keys_are_recorded_and_do_the_command_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    settings(&mut window, "Keys");
    click_in_list(&mut window, "Keys of Show or hide the tree");
    // Keys that do something else do not do it now.
    keys(&mut window, Modifiers::ALT, Key::T);
    assert_eq!(shown_keys(&window, CommandId::ToggleTree), "Alt+T");
    keys(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().state().view.dialog, None);
    keys(&mut window, Modifiers::ALT, Key::T);
    assert!(!window.state().state().view.panels.tree);
    keys(&mut window, Modifiers::COMMAND, Key::B);
    assert!(!window.state().state().view.panels.tree, "the old keys do nothing any more");
    // The sheet and the palette show what holds now.
    keys(&mut window, Modifiers::COMMAND, Key::Slash);
    window.get_by_label("Alt+T");
    keys(&mut window, Modifiers::NONE, Key::Escape);
    keys(&mut window, Modifiers::COMMAND, Key::K);
    window.get_by_label("Search commands and objects").type_text("tree");
    rest(&mut window);
    assert!(window.query_all_by_label_contains("Alt+T").next().is_some());
    drop(window);
    let window = open_in(folder.path(), demo());
    assert_eq!(shown_keys(&window, CommandId::ToggleTree), "Alt+T", "kept for the next start");
}

#[test]
fn keys_of_another_command_are_named_and_only_taken_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    settings(&mut window, "Keys");
    click_in_list(&mut window, "Keys of New trigger");
    keys(&mut window, Modifiers::COMMAND, Key::S);
    assert_eq!(window.state().state().document.revision(), 0);
    window.get_by_label_contains("Ctrl+S does “Save” already");
    click(&mut window, "Keep it there");
    assert_eq!(shown_keys(&window, CommandId::Save), "Ctrl+S");
    click_in_list(&mut window, "Keys of New trigger");
    keys(&mut window, Modifiers::COMMAND, Key::S);
    click(&mut window, "Take it from Save");
    assert_eq!(shown_keys(&window, CommandId::NewTrigger), "Ctrl+S");
    assert_eq!(shown_keys(&window, CommandId::Save), "");
    click_in_list(&mut window, "Reset keys of Save");
    assert_eq!(shown_keys(&window, CommandId::Save), "Ctrl+S");
    assert_eq!(shown_keys(&window, CommandId::NewTrigger), "");
    click(&mut window, "Reset all keys");
    assert_eq!(shown_keys(&window, CommandId::NewTrigger), "Ctrl+N");
    // Backspace takes keys away, Escape leaves all as it is and the dialog open.
    click_in_list(&mut window, "Keys of New trigger");
    keys(&mut window, Modifiers::NONE, Key::Backspace);
    assert_eq!(shown_keys(&window, CommandId::NewTrigger), "");
    click_in_list(&mut window, "Keys of Save");
    keys(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(shown_keys(&window, CommandId::Save), "Ctrl+S");
    assert!(window.state().state().view.dialog.is_some());
}

#[test]
fn text_and_code_grow_and_the_engine_profile_of_the_workspace_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    let height = |window: &Window| window.get_by_label("Promoters get a coffee").rect().height();
    let before = window.ctx.fonts_mut(|fonts| fonts.row_height(&eframe::egui::FontId::proportional(13.0)));
    assert!(height(&window) > 0.0);
    settings(&mut window, "General");
    click(&mut window, "Text size 18");
    click(&mut window, "Code size 16");
    let after = window.ctx.fonts_mut(|fonts| fonts.row_height(&eframe::egui::FontId::proportional(13.0)));
    assert!(after > before * 1.2, "{before} to {after}");
    let state = window.state().state();
    assert_eq!((state.settings.text_size, state.settings.code_size), (18.0, 16.0));
    click(&mut window, "Engine assumptions");
    click(&mut window, "off");
    let profile = &window.state().state().workspace().profile;
    assert_eq!(profile.autoescape, reagent::model::Autoescape::Off);
    assert!(window.state().state().document.is_dirty(), "it is part of the workspace");
}

/// A copy of the sample that may be written to.
fn copy_of_demo(folder: &Path) -> PathBuf {
    let root = folder.join("loyalty");
    copy_sample("loyalty-demo", &root);
    root
}

const PROMOTER: &str = "triggers/nps-promoter.json";

fn promoter_is_active(window: &Window) -> bool {
    let trigger = window.state().state().workspace().find_trigger("nps-promoter").cloned().unwrap();
    trigger.is_active != Some(false)
}

/// Switches a trigger off, and waits until that is written down.
fn edit_and_wait(window: &mut Window) {
    click(window, "Promoters get a coffee");
    window.get_by_label("Active").click();
    // Two frames only: resting would wait for the proof too, and take the message of the journal.
    window.step();
    window.step();
    assert!(!promoter_is_active(window));
    let is_written = window
        .state_mut()
        .wait_until(LIMIT, |_, last| matches!(last, Some(Message::JournalWritten(count)) if *count > 0));
    assert!(is_written, "the edit is written down");
}

/// Waits for a question.
fn wait_for(window: &mut Window, dialog: &Dialog) {
    let is_asked =
        window.state_mut().wait_until(LIMIT, |state, _| state.view.dialog.as_ref() == Some(dialog));
    assert!(is_asked, "{dialog:?} is asked");
    rest(window);
}

fn journals(places: &Path) -> usize {
    std::fs::read_dir(Places::inside(places).journals()).map_or(0, Iterator::count)
}

#[test]
fn an_edit_survives_the_app_being_killed() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let before = reagent::io::read_text(&root.join(PROMOTER)).unwrap();
    let mut window = open_in(folder.path(), Some(root.clone()));
    edit_and_wait(&mut window);
    // Nothing of it runs any more to tidy up.
    std::mem::forget(window);
    let mut window = open_in(folder.path(), Some(root.clone()));
    wait_for(&mut window, &Dialog::RestoreEdits);
    assert!(promoter_is_active(&window), "nothing is restored unasked");
    window.get_by_label_contains("The edits of 1 file of");
    window.get_by_label(PROMOTER);
    keys(&mut window, Modifiers::NONE, Key::Escape);
    keys(&mut window, Modifiers::COMMAND, Key::K);
    assert_eq!(window.state().state().view.dialog, Some(Dialog::RestoreEdits), "it waits for an answer");
    assert_eq!(crate::gui_accessibility::unnamed(window.root()), Vec::<String>::new());
    click(&mut window, "Restore the edits");
    assert!(!promoter_is_active(&window));
    assert!(window.state().state().document.is_dirty());
    assert_eq!(reagent::io::read_text(&root.join(PROMOTER)).unwrap(), before, "restoring writes nothing");
    click(&mut window, "Undo");
    assert!(promoter_is_active(&window) && !window.state().state().document.is_dirty());
    click(&mut window, "Redo");
    click(&mut window, "Save");
    assert!(reagent::io::read_text(&root.join(PROMOTER)).unwrap().contains("\"is_active\": false"));
    drop(window);
    assert_eq!(journals(folder.path()), 0, "what is saved needs no journal");
}

#[test]
fn edits_of_an_ended_session_can_be_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let mut window = open_in(folder.path(), Some(root.clone()));
    edit_and_wait(&mut window);
    std::mem::forget(window);
    let mut window = open_in(folder.path(), Some(root));
    wait_for(&mut window, &Dialog::RestoreEdits);
    click(&mut window, "Drop the edits");
    assert!(promoter_is_active(&window) && !window.state().state().document.is_dirty());
    drop(window);
    assert_eq!(journals(folder.path()), 0);
}

#[test]
fn edits_of_a_workspace_without_a_folder_are_restored_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), None);
    edit_and_wait(&mut window);
    drop(window);
    // Even if the next start opens something else.
    let mut window = open_in(folder.path(), demo());
    wait_for(&mut window, &Dialog::RestoreEdits);
    window.get_by_label_contains("which has no folder yet");
    click(&mut window, "Restore the edits");
    assert!(!promoter_is_active(&window));
    let state = window.state().state();
    assert_eq!((state.files.folder.clone(), state.document.is_dirty()), (None, true));
    assert_eq!(state.workspace().triggers.len(), 5);
}

#[test]
fn quitting_asks_about_edits_and_leaves_no_journal_once_they_are_not_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let mut window = open_in(folder.path(), Some(root));
    edit_and_wait(&mut window);
    let closes = |window: &Window| {
        let commands = window.output().viewport_output.values().flat_map(|output| output.commands.clone());
        commands.filter(|command| *command == ViewportCommand::Close).count()
    };
    window.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.step();
    assert_eq!(closes(&window), 0);
    rest(&mut window);
    assert_eq!(window.state().state().view.dialog, Some(Dialog::ConfirmDiscard(Discard::Quit)));
    window.get_by_label("Lose the edits").click();
    let mut count = 0;
    for _ in 0..4 {
        window.step();
        count += closes(&window);
    }
    assert_eq!(count, 1);
    drop(window);
    assert_eq!(journals(folder.path()), 0);
}

#[test]
fn a_window_with_written_down_edits_is_idle() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), Some(copy_of_demo(folder.path())));
    edit_and_wait(&mut window);
    for _ in 0..40 {
        window.step();
    }
    window.run();
    let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
    assert!(delays.clone().all(|delay| delay == Duration::MAX), "{:?}", delays.collect::<Vec<_>>());
}

fn focus(window: &mut Window) {
    window.event(Event::WindowFocused(true));
    rest(window);
}

/// Changes a file as another program would.
fn rename_on_disk(root: &Path, file: &str, from: &str, to: &str) {
    let text = reagent::io::read_text(&root.join(file)).unwrap();
    assert!(text.contains(from));
    reagent::io::write_text(&root.join(file), &text.replace(from, to)).unwrap();
}

#[test]
fn changes_of_other_programs_are_asked_about_when_the_window_gets_the_focus() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let mut window = open_in(folder.path(), Some(root.clone()));
    click(&mut window, "Silver reached: welcome");
    focus(&mut window);
    assert_eq!(window.state().state().view.dialog, None, "nothing was changed");
    rename_on_disk(&root, PROMOTER, "Promoters get a coffee", "Promoters get a tea");
    focus(&mut window);
    assert_eq!(window.state().state().view.dialog, Some(Dialog::ChangedOnDisk));
    window.get_by_label("Another program changed 1 file");
    window.get_by_label(PROMOTER);
    click(&mut window, "Read again");
    window.get_by_label("Promoters get a tea");
    let state = window.state().state();
    assert!(!state.document.is_dirty() && state.files.changed_on_disk.is_empty());
    let shown = state.workspace().trigger(state.shown_trigger().unwrap()).unwrap();
    assert_eq!(shown.name, "Silver reached: welcome", "what was shown is shown");
    focus(&mut window);
    assert_eq!(window.state().state().view.dialog, None);
}

#[test]
fn reading_again_keeps_edits_of_other_files_and_keeping_mine_keeps_all() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let mut window = open_in(folder.path(), Some(root.clone()));
    edit_and_wait(&mut window);
    rename_on_disk(&root, "triggers/tier-2-welcome.json", "Silver reached: welcome", "Silver!");
    focus(&mut window);
    window.get_by_label_contains("Your own edits are of other files");
    click(&mut window, "Read again");
    window.get_by_label("Silver!");
    assert!(!promoter_is_active(&window), "the edit is still there");
    assert!(window.state().state().document.is_dirty());
    // Both changed the same file now.
    rename_on_disk(&root, PROMOTER, "Promoters get a coffee", "Promoters get a tea");
    focus(&mut window);
    window.get_by_label("you edited it, too");
    click(&mut window, "Keep mine");
    assert!(!promoter_is_active(&window));
    focus(&mut window);
    assert_eq!(window.state().state().view.dialog, None, "the same changes are not asked about twice");
    click(&mut window, "Save");
    assert_eq!(window.state().state().view.dialog, Some(Dialog::ConfirmOverwrite(vec![PROMOTER.to_owned()])));
    click(&mut window, "Keep the files");
    assert!(reagent::io::read_text(&root.join(PROMOTER)).unwrap().contains("tea"), "nothing was written");
    window.get_by_label_contains("1 changed on disk").click();
    rest(&mut window);
    click(&mut window, "Read again and lose them");
    window.get_by_label("Promoters get a tea");
    assert!(promoter_is_active(&window) && !window.state().state().document.is_dirty());
}

#[test]
fn pasted_text_is_previewed_and_arrives_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    keys(&mut window, Modifiers::COMMAND, Key::I);
    let text = r#"curl https://api.example.com --data-raw $'[{"name":"Birthday","trigger":"profile.birthdy","is_active":true,"actions":[]},{"name":"Promoters get a coffee","trigger":"profile.created","actions":[{"name":"points"}]}]'"#;
    window.get_by_label("Text to import").focus();
    window.get_by_label("Text to import").type_text(text);
    rest(&mut window);
    click(&mut window, "Look at it");
    window.get_by_label("Import 2 of 2");
    window.get_by_label("trigger on profile.birthdy, 0 actions");
    window.get_by_label_contains("becomes triggers/birthday.json · ");
    window.get_by_label_contains("“Promoters get a coffee” is there already, so it is renamed");
    assert!(window.query_all_by_label_contains("to look at").count() >= 1, "the unknown event is told");
    click(&mut window, "Take Promoters get a coffee 2");
    window.get_by_label("Import 1 of 2");
    click(&mut window, "Import 1 object");
    let state = window.state().state();
    let trigger = state.workspace().find_trigger("Birthday").unwrap();
    assert_eq!((trigger.is_active, trigger.event.as_str()), (Some(false), "profile.birthdy"));
    assert!(state.workspace().find_trigger("Promoters get a coffee 2").is_none());
    assert_eq!(state.shown_trigger(), Some(trigger.id));
    keys(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.state().state().workspace().find_trigger("Birthday").is_none());
}

#[test]
fn dropped_files_are_previewed_and_stay_as_they_are_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.json");
    let text = r#"{"data":[{"name":"Birthday","trigger":"profile.created","is_active":true,"actions":[]}]}"#;
    reagent::io::write_new(&file, text).unwrap();
    let mut window = open_in(folder.path(), demo());
    window.state_mut().ask(reagent::app::Command::ImportPaths(vec![file]));
    rest(&mut window);
    click(&mut window, "Choose none");
    window.get_by_label("Import 0 of 1");
    click(&mut window, "Choose all");
    click(&mut window, "Triggers and automations arrive switched off");
    click(&mut window, "Import 1 object");
    let trigger = window.state().state().workspace().find_trigger("Birthday").cloned().unwrap();
    assert_eq!(trigger.is_active, Some(true));
}

#[test]
fn a_long_import_shows_progress_and_is_stopped_from_the_status_bar() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.json");
    let one = r#"{"name":"Same","trigger":"profile.created","actions":[]}"#;
    reagent::io::write_new(&file, &format!("[{}]", vec![one; 10_000].join(","))).unwrap();
    let mut window = open_in(folder.path(), demo());
    window.state_mut().ask(reagent::app::Command::ImportPaths(vec![file]));
    window.step();
    let is_seen = window.state_mut().wait_until(LIMIT, |state, _| {
        state
            .jobs
            .running
            .iter()
            .any(|job| job.progress.is_some_and(|(done, total)| done > 0 && total == 10_000))
    });
    assert!(is_seen);
    // A frame without taking more answers, so that the progress is what is drawn.
    window.state_mut().hold_answers(true);
    window.step();
    assert!(window.query_all_by_label_contains("of 10000").next().is_some());
    window.get_by_label("Cancel").click();
    window.step();
    window.state_mut().hold_answers(false);
    rest(&mut window);
    let state = window.state().state();
    assert!(
        state.notices.all.iter().any(|notice| notice.text == "Stopped: look at the import"),
        "{:?}",
        state.notices.all
    );
    assert!(state.view.import.is_none() && state.workspace().triggers.len() == 5);
}

#[test]
fn runs_on_all_events_show_progress_and_are_stopped_from_the_status_bar() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("many");
    let trigger = reagent::io::read_text(&project("samples/loyalty-demo").join(PROMOTER)).unwrap();
    let event = "custom.survey_completed";
    for number in 0..120 {
        reagent::io::write_new(&root.join(format!("triggers/t{number}.json")), &trigger).unwrap();
        let context = format!("contexts/{event}/c{number}.json");
        reagent::io::write_new(&root.join(context), r#"{"data":{"score":10}}"#).unwrap();
    }
    let mut window = open_in(folder.path(), Some(root));
    window.state_mut().ask(CommandId::RunAll);
    window.step();
    let is_seen = window.state_mut().wait_until(LIMIT, |state, _| {
        state.jobs.running.iter().any(|job| job.is_shown && job.progress.is_some_and(|(done, _)| done > 0))
    });
    assert!(is_seen);
    window.state_mut().hold_answers(true);
    window.step();
    assert!(window.query_all_by_label_contains("of 14400").next().is_some());
    window.get_by_label("Cancel").click();
    window.step();
    window.state_mut().hold_answers(false);
    rest(&mut window);
    let last = window.state().state().notices.all.last().cloned().unwrap();
    assert_eq!(last.text, "Stopped: run 14400 contexts");
}

#[test]
fn the_first_start_opens_a_sample_with_a_tour_and_later_ones_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), None);
    window.get_by_label("Tour, step 1 of 3");
    window.get_by_label_contains("nowhere on your disk until you save it");
    // Each step is done beside its card.
    click(&mut window, "Promoters get a coffee");
    click(&mut window, "Next step");
    window.get_by_label("Change a condition, see the result");
    click(&mut window, "Next step");
    click(&mut window, "Payload");
    click(&mut window, "Step before");
    click(&mut window, "Next step");
    click(&mut window, "Finish");
    assert!(window.query_by_label_contains("Tour, step").is_none());
    drop(window);
    let mut window = open_in(folder.path(), None);
    assert!(window.query_by_label_contains("Tour, step").is_none());
    assert!(window.state().state().settings.is_tour_done);
    assert_eq!(window.state().state().workspace().triggers.len(), 5, "the sample, as nothing else was open");
    // It is there again when asked for, and can be skipped.
    window.state_mut().ask(CommandId::Tour);
    rest(&mut window);
    click(&mut window, "Skip the tour");
    assert!(window.query_by_label_contains("Tour, step").is_none());
}

#[test]
fn the_workspace_that_was_open_last_is_open_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let window = open_in(folder.path(), Some(root.clone()));
    assert_eq!(window.state().state().view.tour, None, "who names a workspace knows the app");
    drop(window);
    let window = open_in(folder.path(), None);
    assert_eq!(window.state().state().files.folder, Some(root.clone()));
    drop(window);
    std::fs::rename(&root, folder.path().join("moved")).unwrap();
    let window = open_in(folder.path(), None);
    assert_eq!(window.state().state().files.folder, None, "a folder that is gone is not missed");
    assert_eq!(window.state().state().workspace().triggers.len(), 5);
}

#[test]
fn unfinished_text_is_asked_about_before_it_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let root = copy_of_demo(folder.path());
    let mut window = open_in(folder.path(), Some(root));
    click(&mut window, "detractor-3-care-team");
    click(&mut window, "JSON text");
    window.get_by_label("JSON").focus();
    rest(&mut window);
    keys(&mut window, Modifiers::COMMAND, Key::End);
    window.get_by_label("JSON").type_text(",,{");
    rest(&mut window);
    assert!(window.state().state().document.is_dirty(), "it is not saved, and cannot be");
    assert!(!window.state().state().document.has_changes());
    keys(&mut window, Modifiers::COMMAND, Key::S);
    let notice = window.state().state().notices.all.last().cloned().unwrap();
    assert!(notice.text.contains("The unfinished text in the JSON of 'detractor-3"), "{notice:?}");
    keys(&mut window, Modifiers::COMMAND, Key::Q);
    assert_eq!(window.state().state().view.dialog, Some(Dialog::ConfirmDiscard(Discard::Quit)));
    window.get_by_label_contains("Unfinished text in the JSON of 'detractor-3");
    click(&mut window, "Keep editing");
    click(&mut window, "Tree");
    click(&mut window, "Drop it");
    assert!(!window.state().state().document.is_dirty());
}
