//! The template editor as a user meets it: found by accessible names, driven by keys.

use crate::support::project;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, Node, kittest::Queryable as _};
use reagent::gui::Reagent;

type Window = Harness<'static, Reagent>;

/// The window on the demo, with a target chosen in the tree.
fn open(target: &str) -> Window {
    let mut window = Harness::builder()
        .with_size([1400.0, 900.0])
        .with_max_steps(64)
        .build_eframe(|creation| Reagent::new(creation, Some(project("samples/loyalty-demo"))));
    settle(&mut window);
    window.get_by_label(target).click();
    settle(&mut window);
    window
}

/// Runs frames until no job is left and nothing moves.
fn settle(window: &mut Window) {
    window.run_ok();
    while !window.state().state().jobs.running.is_empty() {
        window.step();
    }
    window.run_ok();
}

fn source(window: &Window) -> Node<'_> {
    window.get_by_label("Template")
}

fn template(window: &Window) -> String {
    source(window).value().unwrap()
}

/// Replaces the whole template by typing.
fn write(window: &mut Window, text: &str) {
    source(window).focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    settle(window);
    window.key_press(Key::Backspace);
    settle(window);
    more(window, text);
}

fn more(window: &mut Window, text: &str) {
    source(window).type_text(text);
    settle(window);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

#[test]
fn what_is_typed_is_rendered_on_a_sample_that_reaches_the_target() {
    let mut window = open("care-team");
    write(&mut window, "{\"answer\": 4{{ 1 + 1 }}}");
    window.get_by_label("{\"answer\": 42}");
    window.get_by_label("Decoded JSON").click();
    settle(&mut window);
    window.get_by_label("Copy path answer");
    window.get_by_label("Request").click();
    settle(&mut window);
    window.get_by_label_contains("https://care.example.com/hooks/omneo");
    window.get_by_label_contains("Copy as cURL").click();
    settle(&mut window);
}

#[test]
fn errors_say_where_and_what_was_meant() {
    let mut window = open("care-team");
    write(&mut window, "{\"a\": {{ profile_id|uper }} }");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_label_contains("It does not compile: line 1, column");
    window.get_by_label_contains("Line 1, column 21: Unknown \"uper\" filter. Did you mean \"upper\"");
    write(&mut window, "{\"a\": {{ 1 % 0 }} }");
    window.get_by_label_contains("It does not render: line 1, column");
    write(&mut window, "{\"a\": 1,}");
    window.get_by_label_contains("Not JSON: line 1, column 9: trailing comma");
}

#[test]
fn paths_of_the_sample_and_filters_are_completed_by_keys() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{{ profile.first_n");
    window.get_by_label("Insert sample first_name");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(template(&window), "{{ profile.first_name");
    more(&mut window, "|low");
    press(&mut window, Modifiers::NONE, Key::Tab);
    more(&mut window, " }}");
    assert_eq!(template(&window), "{{ profile.first_name|lower }}");
    window.get_by_label("mira");
}

#[test]
fn the_safe_forms_are_offered_when_asked_for() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\"a\": ");
    assert!(window.query_by_label_contains("Insert snippet").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Space);
    window.get_by_label("Insert snippet value as JSON").click();
    settle(&mut window);
    more(&mut window, "profile.last_name");
    press(&mut window, Modifiers::COMMAND, Key::End);
    more(&mut window, "}");
    assert_eq!(template(&window), "{\"a\": {{ profile.last_name|json_encode|raw }}}");
    window.get_by_label("{\"a\": \"Halloran\"}");
}

#[test]
fn escape_ends_the_list_and_keeps_the_cursor_in_the_text() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{{ profile.");
    window.get_by_label("Insert sample email");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Insert sample email").is_none());
    assert!(source(&window).is_focused());
}

#[test]
fn text_is_found_and_replaced() {
    let mut window = open("care-team");
    write(&mut window, "one two ONE");
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_label("Find in the template").type_text("one");
    settle(&mut window);
    window.get_by_label("2 matches");
    window.get_by_label("Next match").click();
    settle(&mut window);
    window.get_by_label("1 of 2");
    window.get_by_label("Find in the template").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("2 of 2");
    window.get_by_label("Replace with").focus();
    settle(&mut window);
    window.get_by_label("Replace with").type_text("1");
    settle(&mut window);
    window.get_by_label("Replace all").click();
    settle(&mut window);
    assert_eq!(template(&window), "1 two 1");
    source(&window).focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(template(&window), "one two ONE");
}

#[test]
fn a_filter_is_explained() {
    let mut window = open("care-team");
    write(&mut window, "{{ 'a'|upper }}");
    for _ in 0..5 {
        press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    }
    press(&mut window, Modifiers::NONE, Key::F1);
    window.get_by_label_contains("upper case");
    window.get_by_label("Close the help").click();
    settle(&mut window);
    assert!(window.query_by_label("Close the help").is_none());
}

#[test]
fn a_new_line_begins_where_the_one_before_it_did() {
    let mut window = open("care-team");
    write(&mut window, "{");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::Tab);
    more(&mut window, "\"a\": 1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    more(&mut window, "}");
    assert_eq!(template(&window), "{\n  \"a\": 1\n  }");
}

#[test]
fn a_finding_beside_its_line_is_fixed_by_one_click() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\"a\": \"{{ profile.first_name }}\"}");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_label("Findings in line 1").click();
    settle(&mut window);
    window.get_by_label_contains("escape it for JSON's quotes").click();
    settle(&mut window);
    assert_eq!(template(&window), "{\"a\": \"{{ profile.first_name|e('js') }}\"}");
    assert!(window.query_by_label("Findings in line 1").is_none());
}

#[test]
fn the_check_of_the_workspace_is_beside_its_line_with_its_fix() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\n\"a\": {{ profile.lat_name|json_encode|raw }}\n}");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_label_contains("Line 2: ");
    window.get_by_label("Findings in line 2").click();
    settle(&mut window);
    window.get_by_label_contains("write `profile.last_name`").click();
    settle(&mut window);
    assert_eq!(template(&window), "{\n\"a\": {{ profile.last_name|json_encode|raw }}\n}");
    assert!(window.query_by_label("Findings in line 2").is_none());
}

#[test]
fn a_problem_of_a_template_is_gone_to_down_to_its_line() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\n\n\"a\": {{ profile.lat_name|json_encode|raw }}\n}");
    let id = window.state().state().selection.object.clone();
    window.get_by_label("care-team").click();
    settle(&mut window);
    let problems = window.state().state().problems();
    let problem = problems.iter().find(|problem| problem.finding.code == "payload/undefined-path").unwrap();
    window.state_mut().ask(reagent::app::Command::ShowProblem(Box::new(problem.clone())));
    settle(&mut window);
    assert_eq!(window.state().state().selection.object, id);
    assert!(source(&window).is_focused());
    window.get_by_label("3:25");
}

#[test]
fn replace_has_its_usual_key_and_deletes_nothing() {
    let mut window = open("care-team");
    write(&mut window, "one two");
    press(&mut window, Modifiers::COMMAND, Key::H);
    assert_eq!(template(&window), "one two");
    assert!(window.get_by_label("Find in the template").is_focused());
    window.get_by_label("Replace with");
}

#[test]
fn undo_goes_to_what_it_changed() {
    let mut window = open("care-team");
    write(&mut window, "one");
    press(&mut window, Modifiers::NONE, Key::Enter);
    more(&mut window, "two");
    window.state_mut().ask(reagent::app::Command::EndBurst);
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    press(&mut window, Modifiers::NONE, Key::Home);
    more(&mut window, "zero ");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::End);
    window.get_by_label("2:4");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(template(&window), "one\ntwo");
    window.get_by_label("1:1");
    press(&mut window, Modifiers::COMMAND, Key::Y);
    window.get_by_label("1:6");
}

#[test]
fn a_value_of_the_payload_says_where_it_comes_from() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\"a\": {{ profile.first_name|json_encode|raw }}}");
    window.get_by_label("Decoded JSON").click();
    settle(&mut window);
    window.get_by_label("Copy path a").hover();
    settle(&mut window);
    window.get_by_label("From profile.first_name, line 1");
}

#[test]
fn what_an_expression_prints_is_marked_and_said() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\"a\": {{ profile.first_name|json_encode|raw }}}");
    press(&mut window, Modifiers::NONE, Key::Escape);
    let at = source(&window).rect().left_top() + vec2(110.0, 16.0);
    window.hover_at(at);
    window.run_ok();
    window.run_ok();
    window.get_by_label_contains("prints \"Mira\"");
}

#[test]
fn a_rendered_value_says_where_it_comes_from() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{\"a\": {{ profile.first_name|json_encode|raw }}}");
    let line = window.get_by_label("{\"a\": \"Mira\"}").rect();
    window.hover_at(line.right_center() - vec2(24.0, 0.0));
    window.run_ok();
    window.run_ok();
    window.get_by_label("From profile.first_name, line 1");
}

#[test]
fn the_clock_of_the_preview_is_shown_and_simulated() {
    let mut window = open("care-team");
    write(&mut window, "{{ 'now'|date('Y') }}");
    window.get_by_label_contains("the real clock");
    let simulated: &str = "2031-05-01T00:00:00Z";
    window.get_by_label("Simulated time").focus();
    settle(&mut window);
    window.get_by_label("Simulated time").type_text(simulated);
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label_contains("simulated");
    window.get_by_label("2031");
}

#[test]
fn another_sample_renders_another_payload() {
    let mut window = open("klaviyo-high-spend");
    write(&mut window, "{{ total }} spent");
    window.get_by_label("480 spent");
    window.get_by_label("Context of the preview").click();
    settle(&mut window);
    window.get_by_label_contains("gold-member-612-passes ·").click();
    settle(&mut window);
    window.get_by_label("612.45 spent");
}
