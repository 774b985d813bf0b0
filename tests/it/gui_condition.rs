//! The condition editor in the whole window, without a display: what is clicked and typed, and the JSON that results.

use crate::support::project;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use reagent::gui::Reagent;
use reagent::json::{Style, to_text};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_mins(1);

struct Window<'a> {
    harness: Harness<'a, Reagent>,
    trigger: &'static str,
}

impl Window<'_> {
    /// A sample with a trigger shown and one of its actions chosen.
    fn open(folder: &str, trigger: &'static str, action: &str) -> Self {
        let path = project(folder).join("triggers").join(trigger);
        let builder =
            Harness::builder().with_size([1440.0, 1600.0]).with_max_steps(64).allow_missing_glyphs();
        let harness = builder.build_eframe(move |creation| Reagent::new(creation, Some(path)));
        let mut window = Self { harness, trigger };
        window.until(|app| app.state().shown_trigger().is_some() && app.state().shown_run().is_some());
        window.click(action);
        window.until(|app| app.state().selection.action.is_some());
        window
    }

    /// Steps until the workers have answered.
    fn until(&mut self, is_done: impl Fn(&Reagent) -> bool) {
        let start = Instant::now();
        while !is_done(self.harness.state()) {
            assert!(start.elapsed() < LIMIT, "nothing happened");
            self.harness.step();
            std::thread::yield_now();
        }
        self.steps();
    }

    fn steps(&mut self) {
        for _ in 0..4 {
            self.harness.step();
        }
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.steps();
    }

    fn choose(&mut self, combo: &str, entry: &str) {
        self.click(combo);
        let entries: Vec<_> = self.harness.get_all_by_label(entry).collect();
        entries.last().unwrap().click();
        drop(entries);
        self.steps();
    }

    fn type_over(&mut self, name: &str, text: &str) {
        self.harness.get_by_label(name).focus();
        self.harness.step();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.step();
        self.harness.get_by_label(name).type_text(text);
        self.steps();
    }

    fn condition(&self) -> String {
        let workspace = self.harness.state().state().workspace();
        let trigger = workspace.find_trigger(self.trigger).unwrap();
        let filter = trigger.actions.iter().find(|action| action.is_filter()).unwrap();
        to_text(&filter.argument("condition").unwrap().value, &Style::compact())
    }

    fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label_contains(name).next().is_some()
    }
}

#[test]
fn a_condition_is_built_without_writing_json() {
    let mut window = Window::open("samples/loyalty-demo", "nps-detractor.json", "Action 1 Filter");
    assert_eq!(
        window.condition(),
        r#"{"and":[{"!==":[{"var":"data.score"},null]},{"<=":[{"var":"data.score"},6]}]}"#
    );
    window.choose("Condition 3 operator", "is less than");
    window.type_over("Condition 3 value", "5");
    assert_eq!(
        window.condition(),
        r#"{"and":[{"!==":[{"var":"data.score"},null]},{"<":[{"var":"data.score"},5]}]}"#
    );
    window.choose("Group 1 joins", "Any of these");
    assert_eq!(
        window.condition(),
        r#"{"or":[{"!==":[{"var":"data.score"},null]},{"<":[{"var":"data.score"},5]}]}"#
    );
    window.click("Add a condition to group 1");
    window.choose("Condition 4 field", "data.score");
    assert!(window.condition().contains(r#"{"==":[{"var":"data.score"},"#), "{}", window.condition());
    window.choose("More for condition 4", "Remove");
    window.choose("More for condition 3", "Put into a group: none of");
    assert_eq!(
        window.condition(),
        r#"{"or":[{"!==":[{"var":"data.score"},null]},{"!":{"or":[{"<":[{"var":"data.score"},5]}]}}]}"#
    );
}

#[test]
fn undo_takes_back_one_change() {
    let mut window = Window::open("samples/loyalty-demo", "nps-detractor.json", "Action 1 Filter");
    let before = window.condition();
    window.choose("Group 1 joins", "Any of these");
    let joined = window.condition();
    window.choose("Condition 2 operator", "is set");
    assert_ne!(window.condition(), joined);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.steps();
    assert_eq!(window.condition(), joined);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.steps();
    assert_eq!(window.condition(), before);
}

#[test]
fn a_half_typed_number_keeps_the_rule() {
    let mut window = Window::open("samples/loyalty-demo", "nps-promoter.json", "Action 1 Filter");
    let before = window.condition();
    window.type_over("Condition 1 value", "1e");
    assert_eq!(window.condition(), before);
    assert_eq!(window.harness.get_by_label("Condition 1 value").value().as_deref(), Some("1e"));
    window.type_over("Condition 1 value", "12.50");
    assert_eq!(window.condition(), r#"{">=":[{"var":"data.score"},12.50]}"#, "with its spelling");
}

#[test]
fn tree_and_json_are_one_rule() {
    let mut window = Window::open("samples/loyalty-demo", "nps-promoter.json", "Action 1 Filter");
    window.click("Show as JSON");
    window.type_over("JSON", r#"{"in":[{"var":"data.score"},[9,10]]}"#);
    assert_eq!(window.condition(), r#"{"in":[{"var":"data.score"},[9,10]]}"#);
    window.type_over("JSON", r#"{"in":["#);
    window.click("Show as a tree");
    assert!(window.has("text that is not finished"), "the draft waits");
    window.click("Drop it");
    window.click("Add to Condition 1 value");
    assert!(
        window.condition().starts_with(r#"{"in":[{"var":"data.score"},[9,10,"#),
        "{}",
        window.condition()
    );
}

#[test]
fn an_empty_condition_helps_to_begin() {
    let mut window = Window::open("samples/loyalty-demo", "nps-promoter.json", "Action 1 Filter");
    window.choose("More for condition 1", "Remove");
    assert_eq!(window.condition(), "null");
    assert!(window.has("No condition yet"));
    window.click("data.score …");
    assert!(window.condition().starts_with(r#"{"==":[{"var":"data.score"},"#), "{}", window.condition());
}

#[test]
fn fields_are_found_by_search_and_may_be_typed() {
    let mut window = Window::open("samples/loyalty-demo", "high-spend.json", "Action 1 Filter");
    assert_eq!(window.condition(), r#"{"===":[{"var":"profile.tier_handle"},"tier-3"]}"#);
    window.click("Condition 1 field: profile.tier_handle");
    window.type_over("Search fields", "total_orig");
    window.harness.key_press(Key::Enter);
    window.steps();
    assert!(window.condition().starts_with(r#"{"===":[{"var":"total_original"},"#), "{}", window.condition());
    assert!(!window.condition().contains("tier-3"), "the value fits the new field: {}", window.condition());
    window.click("Condition 1 field: total_original");
    window.type_over("Search fields", "profile.custom.flag");
    window.click("Use 'profile.custom.flag', which no sample has");
    assert!(window.condition().contains(r#"{"var":"profile.custom.flag"}"#), "{}", window.condition());
}

#[test]
fn parts_show_what_they_are_on_the_shown_event() {
    let mut window = Window::open("samples/loyalty-demo", "nps-promoter.json", "Action 1 Filter");
    window.until(|app| app.state().shown_run().is_some_and(|run| app.state().result(run).is_some()));
    let shown = |window: &Window<'_>| {
        let states = ["True", "False", "Not asked", "Error"];
        states.map(|word| window.harness.query_all_by_label_contains(word).count())
    };
    let before = shown(&window);
    assert_eq!(before[0] + before[1], 1, "in the open editor, not on the card once more: {before:?}");
    window.type_over("Condition 1 value", "1000");
    window.until(|app| {
        let run = app.state().shown_run();
        run.and_then(|run| app.state().result(run)).is_some_and(|(_, is_fresh)| is_fresh)
    });
    assert_eq!(shown(&window)[1], 1, "in the open editor alone");
}
