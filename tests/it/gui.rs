//! The window without a display: flows by accessible name, on the real application and its worker threads.

use crate::support::{copy_sample, project};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use reagent::engine::Outcome;
use reagent::gui::Reagent;
use std::path::PathBuf;
use std::time::Duration;

const TRIGGER: &str = "Gold members over 500: 25 dollar thank-you";

/// The application in a window of 1360 × 860 with a workspace, at rest.
fn open(path: Option<PathBuf>) -> Harness<'static, Reagent> {
    let mut harness = Harness::builder()
        .with_size([1360.0, 860.0])
        .with_max_steps(64)
        .build_eframe(move |creation| Reagent::new(creation, path));
    rest(&mut harness);
    harness
}

fn open_demo() -> Harness<'static, Reagent> {
    open(Some(project("samples/loyalty-demo")))
}

/// Runs frames and jobs until nothing is left to do.
fn rest(harness: &mut Harness<'static, Reagent>) {
    loop {
        harness.run();
        if harness.state().state().jobs.running.is_empty() {
            return;
        }
        harness.state_mut().wait_for_answers(Duration::from_secs(20));
    }
}

fn click(harness: &mut Harness<'static, Reagent>, label: &str) {
    harness.get_by_label(label).click();
    rest(harness);
}

/// The outcome of the shown trigger on the shown event.
fn outcome(harness: &Harness<'static, Reagent>) -> Outcome {
    let state = harness.state().state();
    let (report, is_fresh) = state.result(state.shown_run().unwrap()).unwrap();
    assert!(is_fresh, "the shown result is out of date");
    report.outcome
}

fn shown_name(harness: &Harness<'static, Reagent>) -> String {
    let state = harness.state().state();
    state.workspace().trigger(state.shown_trigger().unwrap()).unwrap().name.clone()
}

fn action_kinds(harness: &Harness<'static, Reagent>) -> Vec<String> {
    let state = harness.state().state();
    let trigger = state.workspace().trigger(state.shown_trigger().unwrap()).unwrap();
    trigger.actions.iter().map(|action| action.kind.clone()).collect()
}

#[test]
fn without_a_path_a_sample_opens_and_every_trigger_was_run() {
    let harness = open(None);
    let state = harness.state().state();
    assert_eq!(state.workspace().triggers.len(), 5);
    assert!(state.results.runs.len() >= 10, "{} runs", state.results.runs.len());
    assert!(!state.document.is_dirty());
}

#[test]
fn a_trigger_is_chosen_in_the_tree_and_says_what_it_does() {
    let mut harness = open_demo();
    click(&mut harness, "Promoters get a coffee");
    assert_eq!(shown_name(&harness), "Promoters get a coffee");
    let sentence = "When the custom event 'custom.survey_completed' arrives and data score is at least 9, issue benefit 'promoter-coffee'";
    harness.get_by_label(sentence);
}

#[test]
fn the_result_follows_the_chosen_sample_event() {
    let mut harness = open_demo();
    click(&mut harness, TRIGGER);
    assert_eq!(outcome(&harness), Outcome::Stopped);
    click(&mut harness, "Next context");
    assert_eq!(outcome(&harness), Outcome::Fired);
}

#[test]
fn a_name_is_typed_and_undone() {
    let mut harness = open_demo();
    click(&mut harness, TRIGGER);
    harness.get_by_label("Trigger name").focus();
    rest(&mut harness);
    harness.get_by_label("Trigger name").type_text(" 2026");
    rest(&mut harness);
    assert!(shown_name(&harness).contains("2026"), "{}", shown_name(&harness));
    assert!(harness.state().state().document.is_dirty());
    click(&mut harness, "Undo");
    assert_eq!(shown_name(&harness), TRIGGER);
    assert!(!harness.state().state().document.is_dirty());
}

#[test]
fn switching_a_trigger_off_shows_at_once() {
    let mut harness = open_demo();
    click(&mut harness, TRIGGER);
    click(&mut harness, "Active");
    assert_eq!(outcome(&harness), Outcome::Inactive);
    click(&mut harness, "Undo");
    assert_eq!(outcome(&harness), Outcome::Stopped);
}

#[test]
fn an_action_is_added_from_a_search_and_removed_again() {
    let mut harness = open_demo();
    click(&mut harness, "Promoters get a coffee");
    let before = action_kinds(&harness);
    harness.get_by_label_contains("Add action").click_accesskit();
    rest(&mut harness);
    harness.get_by_label("Search actions").type_text("points");
    rest(&mut harness);
    harness.get_by_label("Add Give points").click();
    rest(&mut harness);
    let mut expected = before.clone();
    expected.push("point.create".to_owned());
    assert_eq!(action_kinds(&harness), expected);
    click(&mut harness, "Undo");
    assert_eq!(action_kinds(&harness), before);
}

#[test]
fn an_action_is_muted_in_the_preview_alone() {
    let mut harness = open_demo();
    click(&mut harness, "Promoters get a coffee");
    harness.get_all_by_label("Mute in the preview").next().unwrap().click();
    rest(&mut harness);
    let state = harness.state().state();
    assert_eq!(state.settings.simulation.muted.len(), 1);
    assert!(!state.document.is_dirty(), "muting is not saved");
}

#[test]
fn the_palette_finds_commands_and_objects() {
    let mut harness = open_demo();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    rest(&mut harness);
    harness.get_by_label("Search commands and objects").type_text("silver reached");
    rest(&mut harness);
    harness.key_press(Key::Enter);
    rest(&mut harness);
    assert_eq!(shown_name(&harness), "Silver reached: welcome");
    assert_eq!(harness.state().state().view.dialog, None);
}

#[test]
fn a_search_narrows_the_tree() {
    let mut harness = open_demo();
    harness.get_by_label("Search the workspace").focus();
    harness.get_by_label("Search the workspace").type_text("coffee");
    rest(&mut harness);
    harness.get_by_label("Promoters get a coffee");
    assert!(harness.query_by_label("Silver reached: welcome").is_none());
}

#[test]
fn an_event_is_found_by_what_happens() {
    let mut harness = open_demo();
    click(&mut harness, TRIGGER);
    click(&mut harness, "Event");
    harness.get_by_label("Search events").type_text("tier up");
    rest(&mut harness);
    let events = harness.get_all_by_role_and_label(Role::Button, "tier.achieved").next();
    events.unwrap().click();
    rest(&mut harness);
    let state = harness.state().state();
    let trigger = state.workspace().trigger(state.shown_trigger().unwrap()).unwrap();
    assert_eq!(trigger.event, "tier.achieved");
}

#[test]
fn the_payload_pane_shows_the_request() {
    let mut harness = open_demo();
    click(&mut harness, TRIGGER);
    click(&mut harness, "Next context");
    click(&mut harness, "Payload");
    harness.get_by_label("POST https://relay.example.com/klaviyo/events");
    harness.get_by_label_contains("Copy as cURL");
}

#[test]
fn an_edit_is_saved_and_only_its_own_file_changes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("demo");
    copy_sample("loyalty-demo", &root);
    let before = texts(&root);
    let mut harness = open(Some(root.clone()));
    click(&mut harness, "Promoters get a coffee");
    click(&mut harness, "Active");
    click(&mut harness, "Save");
    assert!(!harness.state().state().document.is_dirty());
    let after = texts(&root);
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
    assert_eq!(changed, ["triggers/nps-promoter.json"]);
    let trigger = &after.iter().find(|(path, _)| path == "triggers/nps-promoter.json").unwrap().1;
    assert!(trigger.contains("\"is_active\": false"), "{trigger}");
}

#[test]
fn every_screen_can_be_drawn_and_names_what_can_be_used() {
    // The harness refuses any input widget without an accessible name.
    let mut harness = open_demo();
    for label in ["klaviyo-tier", "gold-tier-3-stops", "Definitions", TRIGGER] {
        harness.get_all_by_label(label).next().unwrap().click();
        rest(&mut harness);
    }
    for pane in ["Trace", "Payload", "Contexts"] {
        harness.get_all_by_label(pane).last().unwrap().click();
        rest(&mut harness);
    }
    for command in ["Settings", "Keyboard shortcuts", "Engine profile", "About"] {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        rest(&mut harness);
        harness.get_by_label("Search commands and objects").type_text(command);
        rest(&mut harness);
        harness.key_press(Key::Enter);
        rest(&mut harness);
        assert!(harness.state().state().view.dialog.is_some(), "{command} opens a dialog");
        harness.key_press(Key::Escape);
        rest(&mut harness);
        assert!(harness.state().state().view.dialog.is_none(), "Escape closes {command}");
    }
}

#[test]
fn an_idle_window_asks_for_no_repaint() {
    let mut harness = open_demo();
    // The notice of the first runs goes away by itself; after that nothing moves.
    for _ in 0..40 {
        harness.step();
    }
    harness.run();
    let delays: Vec<_> =
        harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).collect();
    assert!(delays.iter().all(|delay| *delay == Duration::MAX), "{delays:?}");
}

fn texts(root: &std::path::Path) -> Vec<(String, String)> {
    let files = reagent::io::collect_files(root).unwrap();
    let mut texts: Vec<_> = files.into_iter().map(|file| (file.path, file.text)).collect();
    texts.sort();
    texts
}
