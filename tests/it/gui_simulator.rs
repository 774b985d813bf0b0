//! The simulator in the window: one sample or all, step by step, another time and zone, what is out of date.

use crate::gui_window::Window;
use eframe::egui::{Key, Modifiers};
use reagent::app::CommandId;
use reagent::engine::Outcome;

const TRIGGER: &str = "Gold members over 500: 25 dollar thank-you";

fn open() -> Window {
    let mut window = Window::open("loyalty-demo");
    window.click_last(TRIGGER);
    window
}

fn outcomes(window: &Window) -> Vec<Outcome> {
    let state = window.state();
    let trigger = state.shown_trigger().unwrap();
    let runs = state.results.runs.iter().filter(|(key, _)| key.trigger == trigger);
    runs.filter(|(_, run)| run.stamp == state.stamp()).map(|(_, run)| run.report.outcome).collect()
}

#[test]
fn a_table_shows_every_sample_with_result_place_and_effects() {
    let window = open();
    for title in ["Context", "Result", "Stopped at", "Effects"] {
        assert!(window.has(title), "{title}");
    }
    assert!(window.has("Show gold-member-612-passes"));
    assert!(window.says("1 Only if") || window.says("1 Filter"), "where the others stop");
    assert!(window.says("issue reward 'thank-you-25'"), "what the one would do");
}

#[test]
fn a_row_chooses_the_sample_that_everything_is_shown_on() {
    let mut window = open();
    window.click("Show gold-member-612-passes");
    let state = window.state();
    let (report, _) = state.result(state.shown_run().unwrap()).unwrap();
    assert_eq!(report.outcome, Outcome::Fired);
}

#[test]
fn an_edit_marks_results_out_of_date_until_they_run_again() {
    let mut window = open();
    assert!(!window.has("Out of date"));
    window.type_into("Trigger name", " 2026");
    assert!(window.has("Out of date"), "the samples that were not run again");
    assert_eq!(outcomes(&window).len(), 1, "the shown one ran at once");
    window.click("Run on all contexts");
    assert!(!window.has("Out of date"));
    assert_eq!(outcomes(&window).len(), 3);
}

#[test]
fn control_enter_runs_even_while_a_field_has_the_focus() {
    let mut window = open();
    window.command("Settings");
    window.point("Run the shown trigger after each edit");
    window.press(Modifiers::NONE, Key::Escape);
    window.type_into("Trigger name", " 2026");
    assert_eq!(outcomes(&window), []);
    window.press(Modifiers::COMMAND, Key::Enter);
    assert_eq!(outcomes(&window), [Outcome::Stopped]);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert_eq!(outcomes(&window).len(), 3);
}

#[test]
fn space_and_arrows_go_through_the_steps_and_the_chain_shows_where() {
    let mut window = open();
    window.click("Show gold-member-612-passes");
    window.click("Trace");
    let at = |window: &Window| window.state().selection.step_idx;
    for (key, expected) in
        [(Key::Space, 0), (Key::ArrowRight, 1), (Key::ArrowLeft, 0), (Key::ArrowLeft, 0), (Key::Space, 1)]
    {
        window.press(Modifiers::NONE, key);
        assert_eq!(at(&window), Some(expected), "after {key:?}");
    }
    assert!(window.says("Step 2 of"));
    assert!(window.says("Shown step"));
    let state = window.state();
    let chain = reagent::document::chain_in_order(state.workspace(), state.chain().unwrap());
    assert_eq!(state.selection.action, Some(chain[1].id), "the chain shows the same step");
}

#[test]
fn the_focus_on_a_step_leaves_space_and_arrows_to_the_steps() {
    let mut window = open();
    window.click("Show gold-member-612-passes");
    window.click("Trace");
    let first = window.state().result(window.state().shown_run().unwrap()).unwrap().0.steps[0].title.clone();
    window.focus(&format!("Step 1 {first}"));
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window.state().selection.step_idx, Some(1));
}

#[test]
fn another_time_is_simulated_and_given_back() {
    let mut window = open();
    window.fill("Simulated time", "2031-01-02 03:04");
    let now = |window: &Window| window.state().settings.simulation.now.map(|now| now.to_string());
    assert_eq!(now(&window).as_deref(), Some("2031-01-01T16:04:00Z"), "in the workspace's zone");
    let state = window.state();
    let (report, is_fresh) = state.result(state.shown_run().unwrap()).unwrap();
    assert!(is_fresh && report.environment.now.starts_with("2031-01-01T16:04"), "{}", report.environment.now);
    window.type_into("Simulated time", " soon");
    assert!(window.says("such as 2026-03-02 09:00"));
    assert_eq!(now(&window).as_deref(), Some("2031-01-01T16:04:00Z"), "a draft changes nothing");
    window.click("Use the real time");
    assert_eq!(now(&window), None);
}

#[test]
fn another_zone_is_simulated_and_given_back() {
    let mut window = open();
    window.fill("Simulated time zone", "Pacific/Auckland");
    assert_eq!(window.state().profile().timezone, "Pacific/Auckland");
    window.type_into("Simulated time zone", " or so");
    assert!(window.says("such as Australia/Melbourne"));
    window.click("Use the workspace's time zone");
    assert_eq!(window.state().profile().timezone, window.state().workspace().profile.timezone);
}

#[test]
fn without_a_sample_the_table_offers_to_add_one() {
    let mut window = open();
    window.point("Event");
    window.type_into("Search events", "achievement.unlocked");
    window.click("achievement.unlocked");
    window.click("Add a context");
    let added = window.state().workspace().contexts.last().unwrap().event.clone();
    assert!(added.is_some());
    let run = reagent::app::command_row(CommandId::RunTrigger).unwrap();
    assert!(run.enabled(window.state()).is_err(), "a sample is shown, not a trigger");
}
