//! Contexts in the window: renamed, copied, deleted, changed as a tree and as text, made from JSON.

use crate::gui_window::Window;
use eframe::egui::{Key, Modifiers};
use reagent::json::{Json, Style, to_text};
use reagent::model::Context;
use std::sync::Arc;

const SAMPLE: &str = "promoter-9-coffee";

fn open() -> Window {
    let mut window = Window::open("loyalty-demo");
    window.click_last(SAMPLE);
    window
}

fn sample(window: &Window, name: &str) -> Arc<Context> {
    let found = window.state().workspace().contexts.iter().find(|context| context.name == name);
    Arc::clone(found.unwrap_or_else(|| panic!("no sample {name}")))
}

fn text(json: &Json) -> String {
    to_text(json, &Style::compact())
}

#[test]
fn a_sample_is_renamed_and_a_name_that_cannot_be_stays_a_draft() {
    let mut window = open();
    window.fill("Sample name", "promoter-2026");
    assert_eq!(
        sample(&window, "promoter-2026").file.as_deref(),
        Some("contexts/custom.survey_completed/promoter-2026.json")
    );
    window.fill("Sample name", "passive-8-nothing");
    assert!(window.says("Another context of this event has that name"));
    window.fill("Sample name", "");
    assert!(window.says("A sample needs a name"));
    window.leave();
    assert_eq!(window.state().workspace().contexts.len(), 10);
    assert!(!window.says("A sample needs a name"), "leaving the field drops the draft");
}

#[test]
fn the_rename_command_goes_to_the_name() {
    let mut window = open();
    window.press(Modifiers::NONE, Key::F2);
    window.harness.event(eframe::egui::Event::Text("x".into()));
    window.rest();
    assert!(window.value("Sample name").contains('x'));
}

#[test]
fn a_sample_is_copied_and_deleted_with_a_way_back() {
    let mut window = open();
    window.click("Duplicate this context");
    assert_eq!(window.state().workspace().contexts.len(), 11);
    window.click("Delete this context");
    assert_eq!(window.state().workspace().contexts.len(), 10);
    assert!(window.notice().starts_with("Deleted"), "{}", window.notice());
    window.click_last("Undo");
    assert_eq!(window.state().workspace().contexts.len(), 11);
}

#[test]
fn a_sample_becomes_one_of_another_event() {
    let mut window = open();
    window.point_last("Event");
    window.type_into("Search events", "tier up");
    window.click("tier.achieved");
    assert_eq!(sample(&window, SAMPLE).event.as_deref(), Some("tier.achieved"));
    assert!(window.says("Silver reached: welcome"), "the triggers that listen are those of the new event");
}

#[test]
fn values_change_by_their_type_and_numbers_keep_their_spelling() {
    let mut window = open();
    window.fill("Value of data.score", "1e1");
    assert_eq!(text(sample(&window, SAMPLE).data.pointer("/data/score").unwrap()), "1e1");
    window.fill("Value of data.score", "ten");
    assert!(window.says("Not a number yet"));
    assert_eq!(text(sample(&window, SAMPLE).data.pointer("/data/score").unwrap()), "1e1");
    window.type_into("Value of data.channel", "-sms");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/channel"), Some(&Json::str("email-sms")));
    window.leave();
    window.click("Undo");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/channel"), Some(&Json::str("email")));
}

#[test]
fn a_value_gets_another_type_and_keeps_what_it_says() {
    let mut window = open();
    window.point("More for data.score");
    window.point("Change type");
    window.click("Text");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/score"), Some(&Json::str("9")));
}

#[test]
fn keys_are_added_renamed_and_removed() {
    let mut window = open();
    window.click("Add key to data");
    window.fill("Key of data.new_key", "store");
    window.press(Modifiers::NONE, Key::Enter);
    window.fill("Value of data.store", "Fitzroy");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/store"), Some(&Json::str("Fitzroy")));
    window.point("More for data.store");
    window.click("Rename key");
    window.fill("Key of data.store", "score");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.notice().contains("already a key named 'score'"), "{}", window.notice());
    window.click("Remove data.store");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/store"), None);
    window.click("Undo");
    assert_eq!(sample(&window, SAMPLE).data.pointer("/data/store"), Some(&Json::str("Fitzroy")));
}

#[test]
fn items_are_added_to_a_list_and_removed() {
    let mut window = Window::open("loyalty-demo");
    window.click_last("reward-25-passes");
    let tags = |window: &Window| {
        sample(window, "reward-25-passes").data.pointer("/profile/flattened_tags").map(text).unwrap()
    };
    let before = tags(&window);
    window.click("Fold profile.flattened_tags");
    window.click("Add item to profile.flattened_tags");
    window.type_into("Value of profile.flattened_tags.2", "vip-2026");
    assert_eq!(tags(&window), before.replace(']', ",\"vip-2026\"]"));
    window.click("Remove profile.flattened_tags.2");
    assert_eq!(tags(&window), before);
}

#[test]
fn half_typed_text_is_a_draft_with_the_place_of_its_error() {
    let mut window = open();
    let before = sample(&window, SAMPLE);
    window.click("JSON text");
    window.fill("JSON", "{\n  \"event\": ");
    assert!(window.says("line 2"), "the error names its line");
    assert_eq!(sample(&window, SAMPLE).data, before.data);
    window.type_into("JSON", "1.50}");
    assert_eq!(text(&sample(&window, SAMPLE).data), "{\"event\":1.50}");
    assert!(!window.says("line 2"));
}

#[test]
fn pasted_json_becomes_a_sample_of_the_event_that_is_chosen() {
    let mut window = Window::open("loyalty-demo");
    window.harness.event(eframe::egui::Event::Paste("{\"id\": 7, \"total\": 1.50}".into()));
    window.rest();
    window.fill("Name of the new context", "from-the-log");
    window.point_last("Event");
    window.type_into("Search events", "transaction.created");
    window.click_last("transaction.created");
    window.click("Add context");
    let added = sample(&window, "from-the-log");
    assert_eq!(added.event.as_deref(), Some("transaction.created"));
    assert_eq!(text(&added.data), "{\"id\":7,\"total\":1.50}");
    assert!(window.says("Triggers that listen to this event"));
}

#[test]
fn dropped_json_that_is_no_trigger_asks_for_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("webhook body.json");
    std::fs::write(&path, "{\"event\": \"tier.achieved\", \"profile\": {}}").unwrap();
    let mut window = Window::open("loyalty-demo");
    window.drop_file(&path);
    assert_eq!(window.value("Name of the new context"), "webhook-body");
    window.click("Add context");
    assert_eq!(sample(&window, "webhook-body").event.as_deref(), Some("tier.achieved"));
}

#[test]
fn the_fields_of_the_event_are_listed_and_a_missing_one_is_added() {
    let mut window = open();
    window.click("Remove data.channel");
    window.click("Fields");
    assert!(window.says("in 2 of 3 samples"));
    window.click("Add data.channel");
    assert!(sample(&window, SAMPLE).data.pointer("/data/channel").is_some());
    assert!(!window.has("Add data.channel"));
}

#[test]
fn a_trigger_that_listens_is_shown_on_the_sample() {
    let mut window = open();
    let id = sample(&window, SAMPLE).id;
    window.click_last(&format!("{}  Promoters get a coffee", '\u{fe2de}'));
    let state = window.state();
    assert_eq!(state.shown_run().unwrap().context, id);
}

#[test]
fn personal_data_of_a_capture_is_replaced_unless_it_is_not_wanted() {
    const CAPTURE: &str = r#"{"email": "ann.lee@mail.test", "tier_handle": "gold", "total": 1.50}"#;
    for is_wanted in [true, false] {
        let mut window = Window::open("loyalty-demo");
        window.harness.event(eframe::egui::Event::Paste(CAPTURE.into()));
        window.rest();
        assert!(window.says("1 value is replaced"));
        assert!(window.says("/email: ann.lee@mail.test → "), "what changes is listed");
        if !is_wanted {
            window.point("Replace personal data");
            assert!(!window.says("is replaced"));
        }
        window.fill("Name of the new context", "captured");
        window.point_last("Event");
        window.type_into("Search events", "transaction.created");
        window.click_last("transaction.created");
        window.click("Add context");
        let data = sample(&window, "captured").data.clone();
        let email = data.get("email").and_then(|email| email.as_str()).unwrap();
        assert_eq!(email == "ann.lee@mail.test", !is_wanted, "{email}");
        assert_eq!(data.get("tier_handle").and_then(|tier| tier.as_str()), Some("gold"));
    }
}
