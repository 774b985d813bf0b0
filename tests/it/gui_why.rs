//! Why the shown run did not fire, in the window: the sentence, the cause, how many criteria hold, and where.

use crate::gui_window::Window;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use reagent::app::{CommandId, Dialog, Found};
use reagent::engine::{Cause, Outcome};

const GOLD: &str = "Gold members over 500: 25 dollar thank-you";

fn open(trigger: &str, context: &str) -> Window {
    let mut window = Window::open("loyalty-demo");
    window.click_last(trigger);
    window.click(&format!("Show {context}"));
    window
}

fn cause(window: &Window) -> Option<Cause> {
    window.state().why().map(|(why, _)| why.cause)
}

#[test]
fn a_run_that_stops_says_why_and_a_click_shows_the_part() {
    let mut window = open(GOLD, "gold-member-480-stops");
    let (why, is_fresh) = window.state().why().unwrap();
    assert!(is_fresh);
    let sentence = why.sentence.clone();
    assert_eq!(sentence, "Stopped at step 2: total should be more than 500, but is 480");
    assert!(window.has("Not met"));
    window.click(&format!("Why: {sentence}"));
    let state = window.state();
    let chosen = state.shown_action().unwrap();
    assert_eq!(chosen.sort_order, Some(2));
    assert_eq!(state.selection.part.as_deref(), Some(""));
    assert!(window.says("Total should be more than 500, but is 480"), "said at the part itself");
}

#[test]
fn the_unmet_criteria_are_counted_and_each_leads_to_its_part() {
    let mut window = open("Tell members about a new reward", "opted-out-stops");
    let (why, _) = window.state().why().unwrap();
    let (almost, count) = (why.almost().unwrap(), why.unmet.len());
    assert_eq!(almost, "0 of 2 criteria hold");
    assert_eq!(count, 2);
    assert!(window.says(&almost));
    let second = window.label_that_begins("Unmet 2: ");
    window.click(&second);
    assert_eq!(window.state().selection.part.as_deref(), Some("/and/1"));
    let said = second.trim_start_matches("Unmet 2: ").to_owned();
    assert!(window.says(&reagent::diag::upper_first(&said)), "{said}");
}

#[test]
fn a_run_that_fires_has_nothing_to_explain() {
    let window = open(GOLD, "gold-member-612-passes");
    assert_eq!(cause(&window), None);
    assert!(!window.says("Why: "));
}

#[test]
fn a_trigger_that_is_switched_off_says_so_and_is_switched_on() {
    let mut window = open(GOLD, "gold-member-612-passes");
    window.click("Active");
    assert_eq!(cause(&window), Some(Cause::TriggerInactive));
    window.click("Switch it on");
    assert_eq!(cause(&window), None);
}

#[test]
fn another_event_than_the_contexts_is_said() {
    let mut window = open(GOLD, "gold-member-612-passes");
    window.point("Event");
    window.type_into("Search events", "reward.created");
    window.click_last("reward.created");
    assert_eq!(cause(&window), Some(Cause::DifferentEvent));
    assert!(window.has("Different event"));
}

#[test]
fn an_edit_that_makes_it_fire_takes_the_answer_away() {
    let mut window = open(GOLD, "gold-member-480-stops");
    let why = window.label_that_begins("Why: ");
    window.click(&why);
    window.fill("Condition 1 value", "400");
    assert_eq!(cause(&window), None);
    assert_eq!(window.state().selection.part, None);
}

fn outcome(window: &Window) -> Outcome {
    let state = window.state();
    let (report, is_fresh) = state.result(state.shown_run().unwrap()).unwrap();
    assert!(is_fresh, "it ran at once");
    report.outcome
}

fn shown_context(window: &Window) -> String {
    let state = window.state();
    state.workspace().context(state.shown_run().unwrap().context).unwrap().name.clone()
}

#[test]
fn the_smallest_change_becomes_a_context_that_fires_and_one_undo_takes_it_back() {
    let mut window = open(GOLD, "gold-member-480-stops");
    let before = window.state().document.undo_count();
    window.click("Make it fire…");
    assert_eq!(window.state().view.dialog, Some(Dialog::Change));
    for words in ["/total", "480", "501"] {
        assert!(window.says(words), "{words} is shown");
    }
    window.click("Add as context");
    assert_eq!(window.state().view.dialog, None);
    assert_eq!(shown_context(&window), "gold-member-480-stops-fires");
    assert_eq!(outcome(&window), Outcome::Fired);
    assert!(window.state().shown_trigger().is_some(), "the trigger stays in sight");
    assert_eq!(window.state().document.undo_count(), before + 1);
    window.press(Modifiers::COMMAND, Key::Z);
    let contexts = &window.state().workspace().contexts;
    assert!(contexts.iter().all(|context| !context.name.ends_with("-fires")));
}

#[test]
fn the_rule_is_changed_instead_as_one_edit_and_the_part_is_shown() {
    let mut window = open(GOLD, "gold-member-480-stops");
    let before = window.state().document.undo_count();
    window.command("Make it fire");
    window.click_last("Change the rule");
    assert_eq!(outcome(&window), Outcome::Fired);
    assert_eq!(window.state().document.undo_count(), before + 1);
    assert!(window.state().shown_action().is_some_and(|action| action.sort_order == Some(2)));
    assert_eq!(shown_context(&window), "gold-member-480-stops", "the context is as it was");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(outcome(&window), Outcome::Stopped);
}

#[test]
fn a_part_gets_a_context_where_it_is_false_from_its_menu() {
    let mut window = open("Unhappy answers go to the care team", "detractor-3-care-team");
    assert_eq!(outcome(&window), Outcome::Fired);
    window.click("Action 1 Filter");
    window.click("More for condition 3");
    window.point_last("Make a context where this is false…");
    window.click("Add as context");
    assert_eq!(shown_context(&window), "detractor-3-care-team-step-1-false");
    assert_eq!(outcome(&window), Outcome::Stopped);
}

#[test]
fn an_action_gets_a_context_that_stops_there() {
    let mut window = open(GOLD, "gold-member-612-passes");
    let more = window.harness.query_all_by_label("More for filter").nth(1).unwrap();
    more.click();
    window.rest();
    window.point_last("Make a context that stops here…");
    window.click("Add as context");
    assert_eq!(shown_context(&window), "gold-member-612-passes-stops-at-2");
    let state = window.state();
    assert_eq!(state.result(state.shown_run().unwrap()).unwrap().0.stopped_at, Some(2));
}

#[test]
fn a_search_that_finds_nothing_says_so_and_why() {
    let mut window = open(GOLD, "gold-member-480-stops");
    window.click("Action 2 Filter");
    window.click("More for condition 1");
    window.point_last("Make a context where this is false…");
    assert!(window.has("No change of the context does it"));
    assert!(window.says("It is so already"));
    assert!(!window.has("Add as context"));
}

#[test]
fn closing_the_dialog_stops_the_search_and_its_late_answer_is_dropped() {
    let mut window = open(GOLD, "gold-member-480-stops");
    window.harness.state_mut().hold_answers(true);
    window.harness.state_mut().ask(CommandId::MakeItFire);
    window.harness.run();
    assert!(window.says("Searching"));
    assert!(window.state().jobs.running.iter().any(|job| job.can_cancel));
    window.harness.key_press(Key::Escape);
    window.harness.run();
    window.harness.state_mut().hold_answers(false);
    window.rest();
    assert!(window.state().search_for_change().is_none());
    assert_eq!(window.state().view.dialog, None);
}

#[test]
fn an_answer_of_an_older_state_offers_to_search_again() {
    let mut window = open(GOLD, "gold-member-480-stops");
    window.command("Make it fire");
    window.harness.state_mut().ask(CommandId::Activate);
    window.rest();
    assert!(window.says("Something was changed meanwhile"));
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    window.click("Search again");
    let (search, is_fresh) = window.state().search_for_change().unwrap();
    assert!(is_fresh && matches!(search.found.as_deref(), Some(Found::Fires(_))));
}
