//! What belongs to the tenant, in the window: definitions, scheduled reactions, the fields of targets.

use crate::gui_window::Window;
use eframe::egui::{Key, Modifiers};
use reagent::json::{Json, Style, to_text};
use reagent::model::{Automation, DefinitionKind};
use reagent::wire::write_automation;
use std::sync::Arc;

fn definitions() -> Window {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1600.0]);
    window.click_last("Definitions");
    window
}

fn definitions_json(window: &Window) -> String {
    to_text(&window.state().workspace().definitions.source, &Style::compact())
}

#[test]
fn a_definition_is_added_named_and_worth_something() {
    let mut window = definitions();
    window.click("Add benefit");
    window.fill("Name of new-benefit", "Free gift wrap");
    window.fill("Worth of new-benefit", "4.5");
    window.type_into("Handle of new-benefit", "-wrap");
    let workspace = window.state().workspace();
    let added = workspace.definitions.find(DefinitionKind::Benefit, "new-benefit-wrap").unwrap();
    assert_eq!((added.name.as_deref(), added.value), (Some("Free gift wrap"), Some(4.5)));
    assert_eq!(window.state().selection.tabs.len(), 2, "renaming opens no tabs");
}

#[test]
fn a_handle_that_is_taken_and_a_worth_that_is_no_number_stay_drafts() {
    let mut window = definitions();
    window.fill("Worth of thank-you-25", "twenty");
    window.type_into("Handle of tier-1", "x");
    window.press(Modifiers::NONE, Key::Backspace);
    window.fill("Handle of tier-1", "tier-2");
    let definitions = &window.state().workspace().definitions;
    assert!(definitions.of_kind(DefinitionKind::Tier).count() == 3);
    assert!(definitions.find(DefinitionKind::Tier, "tier-2").is_some());
    assert_eq!(definitions.of_kind(DefinitionKind::Reward).next().unwrap().value, None, "cleared, no number");
}

#[test]
fn a_definition_is_deleted_and_brought_back_with_what_is_not_known_of_it() {
    let mut window = definitions();
    let before = definitions_json(&window);
    window.click("Delete reward thank-you-25");
    assert!(!definitions_json(&window).contains("thank-you-25"));
    assert_eq!(window.notice(), "Deleted reward 'thank-you-25'");
    window.click_last("Undo");
    assert_eq!(definitions_json(&window), before);
}

#[test]
fn the_actions_that_name_a_definition_are_a_click_away() {
    let mut window = definitions();
    window.point("Actions that name thank-you-25");
    window.click_last("Gold members over 500: 25 dollar thank-you");
    assert!(window.state().shown_trigger().is_some());
}

fn automation(window: &Window) -> Arc<Automation> {
    Arc::clone(window.state().workspace().automations.last().unwrap())
}

fn automation_json(window: &Window) -> String {
    to_text(&write_automation(&automation(window)), &Style::compact())
}

#[test]
fn a_scheduled_reaction_gets_its_schedule_query_and_actions() {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1600.0]);
    window.command("New automation");
    window.fill("Automation name", "Birthday greeting");
    window.point_last("Frequency");
    window.click("daily");
    window.fill("Run at", "9");
    window.fill("Query", "birthday is today");
    let add = window.label_that_ends("Add action");
    window.click_last(&add);
    window.type_into("Search actions", "issue benefit");
    window.click_last("Add Issue a benefit");
    let json = automation_json(&window);
    for part in [
        "\"name\":\"Birthday greeting\"",
        "\"frequency\":\"daily\"",
        "\"run_at\":9",
        "\"query\":\"birthday is today\"",
        "\"name\":\"benefit.create\"",
    ] {
        assert!(json.contains(part), "{part} in {json}");
    }
    assert_eq!(automation(&window).is_active, Some(false));
}

#[test]
fn keys_of_an_automation_that_are_not_known_are_kept_and_changed() {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1600.0]);
    let text =
        r#"{"name":"Win back","frequency":"weekly","query":"lapsed","actions":[],"mystery":{"a":1e3}}"#;
    window.harness.event(eframe::egui::Event::Paste(text.into()));
    window.rest();
    assert_eq!(window.state().workspace().automations.len(), 1, "{}", window.notice());
    assert_eq!(automation(&window).name, "Win back");
    window.fill("Value of mystery.a", "2e3");
    assert!(automation_json(&window).contains("\"mystery\":{\"a\":2e3}"));
    window.leave();
    window.click("Undo");
    assert!(automation_json(&window).contains("\"mystery\":{\"a\":1e3}"), "{}", automation_json(&window));
}

#[test]
fn a_target_says_what_it_has_and_keeps_what_has_no_field() {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1200.0]);
    window.click_last("klaviyo-tier");
    window.click("More about this target");
    window.type_into("Target notes", "Owner: CRM team");
    window.click_last("Add key");
    window.fill("Key of new_key", "condition");
    window.press(Modifiers::NONE, Key::Enter);
    let target = window.state().workspace().target("klaviyo-tier").unwrap();
    assert!(target.notes.as_deref().unwrap_or_default().ends_with("Owner: CRM team"));
    assert_eq!(target.source.get("condition"), Some(&Json::str("")));
    assert!(window.says("No source gives a target a method"));
    window.leave();
    window.click("Undo");
    let target = window.state().workspace().target("klaviyo-tier").unwrap();
    assert_eq!(target.source.get("condition"), None);
}
