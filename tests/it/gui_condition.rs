//! The condition editor in the whole window, without a display: what is clicked and typed, and the JSON that results.

use crate::support::project;
use eframe::egui::{Key, Modifiers, vec2};
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

    /// The demo's trigger of big spends with another condition, typed as JSON.
    fn with(rule: &str) -> Self {
        let mut window = Self::open("samples/loyalty-demo", "high-spend.json", "Action 1 Filter");
        window.click("Show as JSON");
        window.type_over("JSON", rule);
        window.click("Show as a tree");
        assert_eq!(window.condition(), rule);
        window
    }

    /// Drags the handle of a part to below the middle of something.
    fn drag(&mut self, handle: &str, to: &str) {
        let from = self.harness.get_by_label(handle).rect().center();
        let to = self.harness.get_by_label(to).rect();
        let to = to.center() + vec2(0.0, to.height() / 4.0);
        self.harness.drag_at(from);
        self.harness.step();
        for place in [from + vec2(0.0, 12.0), to, to] {
            self.harness.hover_at(place);
            self.harness.step();
        }
        self.harness.drop_at(to);
        self.steps();
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.steps();
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

    fn is_focused(&self, name: &str) -> bool {
        self.harness.get_by_label(name).is_focused()
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
    assert_eq!(shown(&window), [0, 1, 0, 0], "once, in the editor: the card does not say it again");
    window.type_over("Condition 1 value", "1000");
    window.until(|app| {
        let run = app.state().shown_run();
        run.and_then(|run| app.state().result(run)).is_some_and(|(_, is_fresh)| is_fresh)
    });
    assert_eq!(shown(&window), [0, 1, 0, 0]);
    window.type_over("Condition 1 value", "1");
    assert_eq!(shown(&window), [1, 0, 0, 0], "at once, before the run has answered");
}

const NESTED: &str =
    r#"{"and":[{"!!":[{"var":"total"}]},{"or":[{"!!":[{"var":"id"}]},{"!!":[{"var":"timezone"}]}]}]}"#;

#[test]
fn a_row_is_dragged_into_another_group_and_back_by_undo() {
    let mut window = Window::with(NESTED);
    window.drag("Move condition 2", "Condition 4 field: id");
    let moved =
        r#"{"and":[{"or":[{"!!":[{"var":"id"}]},{"!!":[{"var":"total"}]},{"!!":[{"var":"timezone"}]}]}]}"#;
    assert_eq!(window.condition(), moved);
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.condition(), NESTED);
}

#[test]
fn a_group_takes_what_is_dropped_on_its_end() {
    let mut window = Window::with(NESTED);
    window.drag("Move condition 4", "Add a condition to group 1");
    let moved =
        r#"{"and":[{"!!":[{"var":"total"}]},{"or":[{"!!":[{"var":"timezone"}]}]},{"!!":[{"var":"id"}]}]}"#;
    assert_eq!(window.condition(), moved);
}

#[test]
fn keys_move_a_row_through_the_groups() {
    let mut window = Window::with(NESTED);
    window.click("Move condition 2");
    window.key(Modifiers::ALT, Key::ArrowDown);
    let into =
        r#"{"and":[{"or":[{"!!":[{"var":"total"}]},{"!!":[{"var":"id"}]},{"!!":[{"var":"timezone"}]}]}]}"#;
    assert_eq!(window.condition(), into);
    for _ in 0..3 {
        window.key(Modifiers::ALT, Key::ArrowDown);
    }
    let out =
        r#"{"and":[{"or":[{"!!":[{"var":"id"}]},{"!!":[{"var":"timezone"}]}]},{"!!":[{"var":"total"}]}]}"#;
    assert_eq!(window.condition(), out, "the handle keeps the focus on its way");
}

#[test]
fn a_group_is_unwrapped_joined_anew_and_folded_without_loss() {
    let mut window = Window::with(NESTED);
    window.choose("Group 3 joins", "None of these");
    let none = r#"{"and":[{"!!":[{"var":"total"}]},{"!":{"or":[{"!!":[{"var":"id"}]},{"!!":[{"var":"timezone"}]}]}}]}"#;
    assert_eq!(window.condition(), none);
    window.click("Fold group 3");
    assert!(window.has("2 folded") && !window.has("Condition 4 field"));
    assert_eq!(window.condition(), none);
    window.choose("More for group 3", "Take out of this group");
    let flat = r#"{"and":[{"!!":[{"var":"total"}]},{"!!":[{"var":"id"}]},{"!!":[{"var":"timezone"}]}]}"#;
    assert_eq!(window.condition(), flat);
}

const SOME: &str = r#"{"some":[{"var":"items"},{">":[{"var":"price_sell"},100]}]}"#;

#[test]
fn a_question_about_list_items_offers_the_fields_of_items() {
    let mut window = Window::with(SOME);
    window.click("Condition 2 field: price_sell");
    assert!(window.harness.query_by_label("total_original").is_none(), "a field of the event");
    assert!(window.has("items"), "presence is counted in items");
    window.click("sku");
    assert!(
        window.condition().starts_with(r#"{"some":[{"var":"items"},{">":[{"var":"sku"},"#),
        "{}",
        window.condition()
    );
    window.choose("Condition 1 asks of items", "Every one of");
    assert!(window.condition().starts_with(r#"{"all":[{"var":"items"},"#), "{}", window.condition());
}

#[test]
fn a_list_question_is_added_to_a_group() {
    let mut window = Window::with(NESTED);
    window.click("Add a list question to group 1");
    let tail = r#"{"==":[{"var":""},""]}]}]}"#;
    assert!(window.condition().contains(r#"{"some":[{"var":""#), "{}", window.condition());
    assert!(window.condition().ends_with(tail), "{}", window.condition());
}

#[test]
fn each_item_of_a_list_shows_its_own_values() {
    let mut window = Window::with(r#"{"all":[{"merge":[3,8,5]},{">":[{"var":""},2]}]}"#);
    assert!(window.has("Item 1 of 3") && window.has("Shown for: 3"));
    window.click("Next item of condition 1");
    assert!(window.has("Item 2 of 3") && window.has("Shown for: 8"));
    window.click("Previous item of condition 1");
    assert!(window.has("Item 1 of 3"));
}

#[test]
fn items_that_were_not_looked_at_are_counted() {
    let window = Window::with(r#"{"all":[{"merge":[4,0,5]},{"<":[{"/":[1,{"var":""}]},5]}]}"#);
    assert!(window.has("Item 1 of 3"), "the first one that holds");
    assert!(window.has("1 not looked at"), "the second one is an error");
    assert!(window.has("It cannot be evaluated: Division by zero"));
}

#[test]
fn a_side_is_computed_and_its_arguments_are_edited() {
    let mut window = Window::with(r#"{">":[{"-":[{"var":"total"},{"var":"rounding"}]},100]}"#);
    window.click("Condition 1 field: computed");
    window.choose("Condition 1 field: function", "Product");
    assert_eq!(window.condition(), r#"{">":[{"*":[{"var":"total"},{"var":"rounding"}]},100]}"#);
    window.choose("More for Condition 1 field, and 2", "Make it a number");
    window.type_over("Condition 1 field, and 2", "3");
    assert_eq!(window.condition(), r#"{">":[{"*":[{"var":"total"},3]},100]}"#);
    window.click("Add an argument to Condition 1 field");
    assert_eq!(window.condition(), r#"{">":[{"*":[{"var":"total"},3,0]},100]}"#);
}

#[test]
fn a_filter_inside_of_a_comparison_is_a_condition_too() {
    let rule = r#"{"!!":[{"filter":[{"var":"items"},{"==":[{"var":"sku"},"WP-2310"]}]}]}"#;
    let mut window = Window::with(rule);
    window.click("Condition 1 field: computed");
    window.type_over("Condition 2 value", "WP-1");
    assert_eq!(window.condition(), rule.replace("WP-2310", "WP-1"));
    window.click("And, after condition 2");
    assert!(
        window.condition().contains(r#"{"and":[{"==":[{"var":"sku"},"WP-1"]},"#),
        "{}",
        window.condition()
    );
}

#[test]
fn a_trap_is_mended_by_one_click() {
    let mut window = Window::with(r#"{"===":[{"var":"total"},480]}"#);
    assert!(window.has("175 and 175.0 are not exactly equal"));
    window.click("Compare loosely");
    assert_eq!(window.condition(), r#"{"==":[{"var":"total"},480]}"#);
    assert!(!window.has("not exactly equal"));
}

#[test]
fn tree_and_text_stand_side_by_side_and_a_draft_says_where_it_is_wrong() {
    let mut window = Window::with(r#"{"!!":[{"var":"total"}]}"#);
    window.click("Show tree and JSON");
    window.choose("Condition 1 operator", "is empty");
    let shown = window.harness.get_by_label("JSON").value().unwrap();
    assert!(shown.starts_with("{\n  \"!\""), "{shown}");
    window.type_over("JSON", "{\n\"!!\": [}");
    assert!(window.has("Not JSON yet: line 2, column"));
    assert_eq!(window.condition(), r#"{"!":{"var":"total"}}"#, "the rule stays");
    window.type_over("JSON", r#"{"!!":[{"var":"id"}]}"#);
    assert!(window.has("Condition 1 field: id"));
}

#[test]
fn engines_that_disagree_are_flagged() {
    let mut window = Window::with(r#"{"==":[{"var":"redemption"},0]}"#);
    window.until(|app| {
        let run = app.state().shown_run();
        run.and_then(|run| app.state().result(run)).is_some_and(|(_, is_fresh)| is_fresh)
    });
    assert!(window.has("Engines disagree"), "null equals 0 in PHP alone");
}

#[test]
fn undo_takes_the_half_typed_text_of_the_undone_rule_with_it() {
    let mut window = Window::open("samples/loyalty-demo", "nps-promoter.json", "Action 1 Filter");
    let before = window.condition();
    window.choose("Condition 1 operator", "is less than");
    window.click("Show as JSON");
    window.type_over("JSON", "{\"<\": [,,{");
    assert!(window.has("Not JSON yet: line 1"));
    assert_eq!(window.harness.state().state().unfinished().len(), 1);
    window.harness.state_mut().ask(reagent::app::CommandId::Undo);
    window.steps();
    assert_eq!(window.condition(), before);
    assert!(!window.has("Not JSON yet"));
    assert!(window.harness.get_by_label("JSON").value().unwrap().contains(">="));
    assert!(window.harness.state().state().unfinished().is_empty());
}

#[test]
fn the_text_below_the_tree_is_high_enough_to_read() {
    let mut window = Window::with(NESTED);
    window.click("Show tree and JSON");
    window.harness.set_size(vec2(1024.0, 1200.0));
    window.steps();
    let (text, row) = (
        window.harness.get_by_label("JSON").rect(),
        window.harness.get_by_label("Condition 2 field: total").rect(),
    );
    assert!(text.height() >= 140.0, "{text}");
    assert!(text.top() > row.bottom(), "there is no room beside the tree");
    window.harness.set_size(vec2(1440.0, 900.0));
    window.steps();
    let (text, row) = (
        window.harness.get_by_label("JSON").rect(),
        window.harness.get_by_label("Condition 2 field: total").rect(),
    );
    assert!(text.left() > row.right() && text.top() < row.bottom(), "{text} {row}");
}

#[test]
fn the_keyboard_is_where_it_was_after_a_choice() {
    let mut window = Window::open("samples/loyalty-demo", "high-spend.json", "Action 1 Filter");
    let field = "Condition 1 field: profile.tier_handle";
    window.harness.get_by_label(field).focus();
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("Search fields").type_text("total_original");
    window.steps();
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.harness.query_by_label("Search fields").is_none());
    assert!(window.is_focused("Condition 1 field: total_original"), "the button that opened the list");
    let operator = "Condition 1 operator";
    window.harness.get_by_label(operator).focus();
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("is less than").focus();
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.condition().starts_with(r#"{"<":"#), "{}", window.condition());
    assert!(window.harness.query_by_label("is at least").is_none(), "the list is closed");
    assert!(window.is_focused(operator));
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.harness.query_by_label("is at least").is_some());
    window.key(Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label("is at least").is_none() && window.is_focused(operator));
}

#[test]
fn fields_are_chosen_by_arrow_keys_and_the_nearest_name_comes_first() {
    let mut window = Window::open("samples/loyalty-demo", "high-spend.json", "Action 1 Filter");
    window.harness.get_by_label("Condition 1 field: profile.tier_handle").focus();
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("Search fields").type_text("total");
    window.steps();
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.condition().starts_with(r#"{"===":[{"var":"total"},"#), "{}", window.condition());
    window.key(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("Search fields").type_text("total");
    window.steps();
    window.key(Modifiers::NONE, Key::ArrowDown);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.condition().starts_with(r#"{"===":[{"var":"total_"#), "{}", window.condition());
}

#[test]
fn a_value_that_was_added_is_typed_into() {
    let mut window = Window::with(r#"{"in":[{"var":"total"},[9,10]]}"#);
    window.click("Add to Condition 1 value");
    assert!(window.is_focused("Condition 1 value 3"));
}
