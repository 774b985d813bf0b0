//! Actions of a chain in the window: chosen, moved, copied, muted, deleted; their arguments in the right fields.

use crate::gui_window::Window;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use reagent::json::Json;
use reagent::model::{Action, Argument};

const TRIGGER: &str = "Gold members over 500: 25 dollar thank-you";

fn open() -> Window {
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1600.0]);
    window.click_last(TRIGGER);
    window
}

fn chain(window: &Window) -> Vec<Action> {
    let state = window.state();
    let chain = reagent::document::chain_in_order(state.workspace(), state.chain().unwrap());
    chain.into_iter().cloned().collect()
}

fn kinds(window: &Window) -> Vec<String> {
    chain(window).into_iter().map(|action| action.kind).collect()
}

fn argument(window: &Window, kind: &str, name: &str) -> Argument {
    let action = chain(window).into_iter().find(|action| action.kind == kind).unwrap();
    action.argument(name).cloned().unwrap_or_else(|| panic!("{kind} has no {name}"))
}

/// Opens the card of the first action of a type.
fn choose(window: &mut Window, kind: &str) {
    let at = kinds(window).iter().position(|other| other == kind).unwrap();
    let prefix = format!("Action {} ", at + 1);
    let label = window.label_that_begins(&prefix);
    window.click(&label);
}

#[test]
fn alt_arrows_move_the_chosen_action_and_its_order_follows() {
    let mut window = open();
    let before = kinds(&window);
    choose(&mut window, "reward.create");
    window.press(Modifiers::ALT, Key::ArrowUp);
    let mut moved = before.clone();
    moved.swap(1, 2);
    assert_eq!(kinds(&window), moved);
    let orders: Vec<_> = chain(&window).iter().map(|action| action.sort_order).collect();
    assert!(orders.is_sorted(), "{orders:?}");
    for order in orders.into_iter().flatten() {
        assert!(window.has(&format!("order {order}")));
    }
    window.press(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(kinds(&window), before);
}

#[test]
fn an_action_is_dragged_by_its_handle() {
    let mut window = open();
    let before = kinds(&window);
    let from = window.harness.get_by_label("Drag action 1").rect().center();
    let below = window.harness.get_by_label("Drag action 2").rect().center() + vec2(40.0, 60.0);
    window.harness.drag_at(from);
    window.harness.step();
    for at in [from + vec2(0.0, 12.0), below, below] {
        window.harness.hover_at(at);
        window.harness.step();
    }
    window.harness.drop_at(below);
    window.rest();
    let mut moved = before;
    moved.swap(0, 1);
    assert_eq!(kinds(&window), moved);
    assert!(!window.state().selection.tabs.is_empty());
}

#[test]
fn an_action_is_copied_deleted_and_brought_back() {
    let mut window = open();
    let count = kinds(&window).len();
    choose(&mut window, "reward.create");
    window.press(Modifiers::COMMAND, Key::D);
    assert_eq!(kinds(&window).len(), count + 1);
    window.press(Modifiers::NONE, Key::Delete);
    assert_eq!(kinds(&window).len(), count);
    assert!(window.notice().contains("Delete action"), "{}", window.notice());
    window.click_last("Undo");
    assert_eq!(kinds(&window).len(), count + 1);
}

#[test]
fn a_pasted_action_goes_below_the_chosen_one() {
    let mut window = open();
    choose(&mut window, "reward.create");
    let at = kinds(&window).iter().position(|kind| kind == "reward.create").unwrap();
    let text = r#"{"name":"tier.assign","arguments":[{"name":"tier","value":"gold"}]}"#;
    window.harness.event(eframe::egui::Event::Paste(text.into()));
    window.rest();
    assert_eq!(kinds(&window)[at + 1], "tier.assign");
}

#[test]
fn the_open_form_does_not_repeat_the_conditions_parts() {
    let mut window = open();
    let parts = |window: &Window| window.count("here:");
    let closed = parts(&window);
    assert!(closed > 0);
    choose(&mut window, "filter");
    assert!(parts(&window) < closed);
}

#[test]
fn a_definition_is_picked_and_its_worth_is_seen() {
    let mut window = open();
    choose(&mut window, "reward.create");
    window.point("Choose definition");
    window.click_last("thank-you-25 · 25 dollar thank-you");
    assert_eq!(argument(&window, "reward.create", "definition").value, Json::str("thank-you-25"));
}

#[test]
fn a_target_is_picked_by_its_handle() {
    let mut window = open();
    choose(&mut window, "target.send");
    window.point("Choose target");
    window.click_last("care-team · Care team inbox");
    assert_eq!(argument(&window, "target.send", "target").value, Json::str("care-team"));
}

#[test]
fn fixed_and_from_the_event_convert_and_lose_nothing() {
    let mut window = open();
    choose(&mut window, "reward.create");
    let before = argument(&window, "reward.create", "definition");
    window.click("definition: from the event");
    assert_eq!(argument(&window, "reward.create", "definition").is_dynamic, Some(true));
    window.click("definition: fixed");
    assert_eq!(argument(&window, "reward.create", "definition").value, before.value);
    assert_eq!(argument(&window, "reward.create", "definition").is_dynamic, before.is_dynamic);
}

#[test]
fn a_value_from_the_event_is_picked_from_its_fields() {
    let mut window = open();
    choose(&mut window, "reward.create");
    window.click("definition: from the event");
    assert!(window.says("Until then it is always \"thank-you-25\""));
    window.point("definition: field");
    window.type_into("Search fields", "profile.first_name");
    window.press(Modifiers::NONE, Key::Enter);
    let value = argument(&window, "reward.create", "definition").value;
    assert_eq!(value.get("var"), Some(&Json::str("profile.first_name")));
    window.point("definition: field: profile.first_name");
    window.press(Modifiers::NONE, Key::Escape);
    // Anything else than a plain field is JSON.
    window.click("JSON of definition");
    window.fill("JSON of definition", r#"{"cat": ["a", {"var": "id"}]}"#);
    window.click("definition: from the event");
    assert!(!window.says("definition: field"));
    assert!(window.value("JSON of definition").contains("cat"));
}

#[test]
fn raw_json_of_an_argument_stays_a_draft_until_it_is_json() {
    let mut window = open();
    choose(&mut window, "reward.create");
    let before = argument(&window, "reward.create", "definition").value;
    window.click("JSON of definition");
    window.fill("JSON of definition", "[1, ");
    assert_eq!(argument(&window, "reward.create", "definition").value, before);
    window.type_into("JSON of definition", "2.50]");
    let value = argument(&window, "reward.create", "definition").value;
    assert_eq!(value.pointer("/1"), Json::number("2.50").as_ref());
}

#[test]
fn an_argument_of_any_name_is_added_renamed_and_kept() {
    let mut window = open();
    choose(&mut window, "reward.create");
    window.click("Add another argument");
    window.type_into("Name of argument argument_1", "_x");
    assert_eq!(argument(&window, "reward.create", "argument_1_x").value, Json::str(""));
    assert!(window.says("No source lists this argument"));
}

#[test]
fn a_time_zone_and_a_date_say_what_does_not_fit() {
    let mut window = open();
    choose(&mut window, "reward.create");
    for name in ["timezone", "expires_at"] {
        if !window.has(name) {
            window.click(&format!("Add argument {name}"));
        }
    }
    window.click("timezone: fixed");
    window.fill("timezone", "Melbourne");
    assert!(window.says("is no time zone"));
    window.fill("expires_at", "31/03/2026");
    assert!(window.says("PHP's format"));
    window.fill("expires_at", "2026-03-31 23:59:59");
    assert!(!window.says("PHP's format"));
}

#[test]
fn a_date_is_chosen_in_a_calendar_and_written_in_phps_format() {
    let mut window = open();
    choose(&mut window, "reward.create");
    if !window.has("expires_at") {
        window.click("Add argument expires_at");
    }
    window.click("expires_at: fixed");
    window.fill("expires_at", "2026-03-31 23:59:59");
    window.point("Calendar for expires_at");
    assert!(window.has("March 2026"));
    window.point("Next month");
    window.point("2026-04-30");
    assert_eq!(argument(&window, "reward.create", "expires_at").value, Json::str("2026-04-30 23:59:59"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.has("April 2026"));
}

#[test]
fn notes_of_an_action_are_written() {
    let mut window = open();
    choose(&mut window, "reward.create");
    window.click("Description and notes of the action");
    window.type_into("Action notes", "ask Finance first");
    let action = chain(&window).into_iter().find(|action| action.kind == "reward.create").unwrap();
    assert!(action.notes.unwrap_or_default().ends_with("ask Finance first"));
}

#[test]
fn the_next_object_scrolls_into_view() {
    let mut window = Window::open_sized("loyalty-demo", [1200.0, 640.0]);
    // Past the triggers and the targets, to a late context.
    for _ in 0..17 {
        window.press(Modifiers::COMMAND, Key::ArrowDown);
        window.harness.step();
    }
    let title = reagent::app::object_title(
        window.state().workspace(),
        window.state().selection.object.as_ref().unwrap(),
    );
    assert!(matches!(window.state().selection.object, Some(reagent::document::ObjectId::Context(_))));
    let row = window.harness.get_all_by_label_contains(&title).next().unwrap().rect();
    assert!(row.top() > 0.0 && row.bottom() < 640.0, "{title}: {row:?}");
}
