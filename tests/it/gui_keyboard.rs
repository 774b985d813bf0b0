//! The window by keys alone and in little room: lists under a search field, panels with F6; and what is found, mended.

use crate::gui_window::Window;
use crate::software_renderer::SoftwareRenderer;
use crate::support::project;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use reagent::app::CommandId;
use reagent::engine::Outcome;
use std::collections::BTreeSet;

const TRIGGER: &str = "Promoters get a coffee";

fn open() -> Window {
    let mut window = Window::open("loyalty-demo");
    window.click_last(TRIGGER);
    window
}

fn shown(window: &Window) -> reagent::model::Trigger {
    let state = window.state();
    state.workspace().trigger(state.shown_trigger().unwrap()).unwrap().as_ref().clone()
}

#[test]
fn an_action_is_added_with_arrows_and_enter() {
    let mut window = open();
    let before = shown(&window).actions.len();
    window.command("Add action");
    window.harness.get_by_label("Search actions").type_text("points");
    window.rest();
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::ArrowUp);
    window.press(Modifiers::NONE, Key::Enter);
    let actions = shown(&window).actions;
    assert_eq!(actions.len(), before + 1);
    assert_eq!(actions.last().unwrap().kind, "point.create");
    assert_eq!(window.state().view.dialog, None);
}

#[test]
fn an_event_is_chosen_with_arrows_and_enter() {
    let mut window = open();
    window.click("Event");
    window.harness.get_by_label("Search events").type_text("tier up");
    window.rest();
    let first = reagent::catalog::catalog().search_events("tier up");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(shown(&window).event, first[1].name);
    assert!(!window.has("Search events"), "the list closes");
}

/// Where what has the focus is.
fn focused(window: &Window) -> Rect {
    let context = &window.harness.ctx;
    let id = context.memory(eframe::egui::Memory::focused).expect("something has the focus");
    context.read_response(id).unwrap().rect
}

#[test]
fn f6_goes_from_panel_to_panel_and_back() {
    let mut window = open();
    window.focus("Search the workspace");
    let tree = focused(&window);
    let mut seen = vec![tree];
    for _ in 0..3 {
        window.press(Modifiers::NONE, Key::F6);
        seen.push(focused(&window));
    }
    assert!(seen[1].left() > tree.right(), "the editor: {seen:?}");
    assert!(seen[2].left() > seen[1].left() + 200.0, "the inspector: {seen:?}");
    assert!(seen[3].top() > seen[1].bottom() + 100.0, "the results: {seen:?}");
    window.press(Modifiers::NONE, Key::F6);
    assert_eq!(focused(&window), tree);
    window.press(Modifiers::SHIFT, Key::F6);
    assert_eq!(focused(&window), seen[3]);
}

#[test]
fn control_j_shows_the_problems_and_hides_them() {
    let mut window = Window::open("broken");
    window.press(Modifiers::COMMAND, Key::J);
    assert!(window.has("filter/no-condition"), "the problems are listed");
    window.press(Modifiers::COMMAND, Key::J);
    assert!(!window.state().view.panels.results);
    window.press(Modifiers::COMMAND, Key::J);
    assert!(window.has("filter/no-condition"));
}

#[test]
fn what_is_wrong_is_seen_in_the_tree_and_at_the_foot() {
    let window = Window::open("broken");
    let errors = window.state().problem_counts()[0].1;
    assert!(window.says(&format!("{errors} errors, ")));
    let sample = Window::open("loyalty-demo");
    assert!(!sample.says(" error"), "nothing is wrong with the sample");
}

#[test]
fn each_thing_is_a_problem_once() {
    let mut window = Window::open("broken");
    window.harness.state_mut().ask(CommandId::RunAll);
    window.rest();
    let problems = window.state().problems();
    let mut seen = BTreeSet::new();
    for problem in problems.iter() {
        let finding = &problem.finding;
        let place = format!("{:?}", finding.place);
        let key = (finding.code, finding.message.clone(), problem.object.clone(), problem.action, place);
        assert!(seen.insert(key), "twice: {problem:?}");
        assert!(!finding.message.starts_with("triggers/"), "{}", finding.message);
    }
    let missing = |code| problems.iter().filter(move |problem| problem.finding.code == code).count();
    assert_eq!((missing("filter/no-condition"), missing("logic/unknown-operator")), (1, 1));
    let many = problems.iter().find(|problem| problem.finding.code == "payload/not-json").unwrap();
    assert!(many.finding.hints[0].starts_with("on "), "{many:?}");
    assert!(problems.is_sorted_by_key(|problem| std::cmp::Reverse(problem.finding.severity)));
}

#[test]
fn a_problem_is_mended_by_a_click_and_the_click_is_undone() {
    let mut window = Window::open("broken");
    window.press(Modifiers::COMMAND, Key::J);
    let tied = |window: &Window| {
        let problems = window.state().problems();
        problems.iter().filter(|problem| problem.finding.code == "chain/tied-order").count()
    };
    assert_eq!(tied(&window), 1);
    let problems = window.state().problems();
    let problem = problems.iter().find(|problem| problem.finding.code == "chain/tied-order").unwrap();
    let (file, line, _) = window.state().place_of(problem).unwrap();
    let text = std::fs::read_to_string(project("samples/broken").join(&file)).unwrap();
    assert!(text.lines().nth(line as usize - 1).unwrap().contains("sort_order"), "{file}:{line}");
    let fix = problem.finding.fixes.first().unwrap().clone();
    let object = problem.object.clone().unwrap();
    window.harness.state_mut().ask(reagent::app::Command::ApplyFix(object, Box::new(fix)));
    window.rest();
    assert_eq!(tied(&window), 0);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(tied(&window), 1);
    assert!(!window.state().document.is_dirty());
}

#[test]
fn the_problems_have_buttons_for_what_mends_them_and_tell_their_rule() {
    let mut window = Window::open("broken");
    window.press(Modifiers::COMMAND, Key::J);
    let rule = reagent::check::rule("filter/no-condition").unwrap();
    window.click("filter/no-condition");
    assert!(window.says(&reagent::diag::upper_first(rule.doc)));
    window.press(Modifiers::NONE, Key::Escape);
    let problems = window.state().problems();
    let at = problems.iter().position(|of| !of.finding.fixes.is_empty()).unwrap();
    for _ in 0..=at {
        window.harness.state_mut().ask(CommandId::NextProblem);
        window.rest();
    }
    let title = reagent::diag::upper_first(&problems[at].finding.fixes[0].title);
    let before = problems.len();
    window.click(&window.label_that_ends(&title));
    assert!(window.state().document.is_dirty() && window.state().problems().len() < before);
}

#[test]
fn the_editor_keeps_its_room_in_a_small_window() {
    for (width, height) in [(1024.0, 640.0), (640.0, 400.0), (512.0, 320.0)] {
        let sample = project("samples/loyalty-demo");
        let mut window = Window::open_path(sample, [width, height], SoftwareRenderer::default());
        window.click_last(TRIGGER);
        let rect = {
            let mut fields = window.harness.query_all_by_label("Trigger name");
            fields.rfind(|node| node.accesskit_node().role() == Role::TextInput).unwrap().rect()
        };
        assert!(rect.width() >= 150.0 && rect.right() <= width, "{width}: {rect}");
        window.command("Settings");
        let dialog = window.harness.get_by_label("General").rect();
        assert!(dialog.left() >= 0.0 && dialog.top() >= 0.0, "{width}: {dialog}");
    }
}

#[test]
fn a_trigger_that_is_off_is_simulated_as_if_it_were_on() {
    let mut window = open();
    window.click("Active");
    let outcome = |window: &Window| {
        let state = window.state();
        state.result(state.shown_run().unwrap()).unwrap().0.outcome
    };
    assert_eq!(outcome(&window), Outcome::Inactive);
    window.click("As if switched on");
    assert_ne!(outcome(&window), Outcome::Inactive);
    assert!(window.says("If it were switched on: "));
    assert!(!window.state().document.workspace().trigger(shown(&window).id).unwrap().is_active.unwrap());
}
