//! Golden cases, findings and coverage in the window: saved, renewed, deleted and held against every edit.

use crate::gui_window::Window;
use crate::support::copy_sample;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use reagent::app::{CommandId, Dialog, GapPlace, RunKey, Wanted};
use reagent::document::ObjectId;
use reagent::wire::read_cases;

const TRIGGER: &str = "Gold members over 500: 25 dollar thank-you";
const SAMPLE: &str = "gold-member-612-passes";

fn open() -> Window {
    let mut window = Window::open("loyalty-demo");
    window.click_last(TRIGGER);
    window.click_last("Cases");
    window
}

/// The names of the cases of the shown trigger.
fn names(window: &Window) -> Vec<String> {
    let stem = window.state().shown_cases().unwrap();
    let file = window.state().workspace().cases.iter().find(|file| file.trigger == stem);
    file.map(|file| read_cases(&file.source).0.into_iter().map(|case| case.name).collect())
        .unwrap_or_default()
}

fn counts(window: &Window) -> (usize, usize) {
    let (proof, is_fresh) = window.state().workspace_proof().unwrap();
    assert!(is_fresh, "the cases are out of date");
    let counts = proof.suite.counts();
    (counts.passed, counts.total())
}

#[test]
fn cases_run_by_themselves_and_the_status_bar_counts_them() {
    let window = open();
    let (passed, total) = counts(&window);
    assert_eq!((passed, total > 5), (total, true));
    assert!(window.has(&format!("{total} of {total} cases pass")));
    assert!(window.has(&format!("Update case {SAMPLE}")));
    assert!(window.has("Passes") && !window.has("Fails"));
}

#[test]
fn an_edit_that_breaks_a_case_shows_what_differs_and_update_takes_it_over() {
    let mut window = open();
    let (_, total) = counts(&window);
    window.click("Active");
    let (passed, _) = counts(&window);
    assert_eq!(total - passed, 3, "an inactive trigger does nothing on all three samples");
    assert!(window.has("Fails"));
    assert!(window.says("expected fired, got inactive"));
    assert!(window.has(&format!("{passed} of {total} cases pass")));
    window.click(&format!("Update case {SAMPLE}"));
    assert_eq!(counts(&window), (passed + 1, total));
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    assert_eq!(counts(&window), (passed, total), "one step back");
}

#[test]
fn a_run_is_saved_as_a_case_in_one_step() {
    let mut window = open();
    let before = names(&window);
    window.harness.state_mut().ask(CommandId::RunAll);
    window.rest();
    window.click_last("Save as case");
    let state = window.state();
    let is_fresh = |key: &RunKey| state.result(*key).is_some_and(|(_, is_fresh)| is_fresh);
    assert!(
        state.results.runs.len() > 1 && state.results.runs.keys().all(is_fresh),
        "no run depends on cases"
    );
    let after = names(&window);
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().ends_with(" 2"), "{after:?}: no two cases have the same name");
    let (passed, total) = counts(&window);
    assert_eq!(passed, total, "it expects what the run did");
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    assert_eq!(names(&window), before);
}

#[test]
fn a_case_is_deleted_and_undo_brings_it_back() {
    let mut window = open();
    let (before, (_, total)) = (names(&window), counts(&window));
    window.click(&format!("Delete case {SAMPLE}"));
    assert!(!names(&window).contains(&SAMPLE.to_owned()));
    assert_eq!(counts(&window), (total - 1, total - 1));
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    assert_eq!(names(&window), before);
}

#[test]
fn all_cases_are_tested_on_demand_and_old_results_are_drawn_as_such() {
    let mut window = open();
    window.command("Settings");
    window.point("Run the shown trigger after each edit");
    window.press(eframe::egui::Modifiers::NONE, eframe::egui::Key::Escape);
    window.click("Active");
    assert!(window.has("Out of date"));
    let (_, is_fresh) = window.state().workspace_proof().unwrap();
    assert!(!is_fresh);
    window.click("Test all cases");
    let (passed, total) = counts(&window);
    assert_eq!(total - passed, 3);
    let last = window.state().notices.all.last().unwrap();
    assert_eq!(last.text, format!("{passed} of {total} cases pass"));
}

#[test]
fn coverage_says_what_no_context_has_shown() {
    let mut window = open();
    assert!(window.says("conditions seen both ways"));
    assert!(window.says("actions reached"));
    let trigger = window.state().shown_trigger().unwrap();
    let (coverage, is_fresh) = window.state().coverage_of(trigger).unwrap();
    assert!(is_fresh);
    let listed: Vec<String> = coverage.uncovered().into_iter().map(|missing| missing.sentence).collect();
    for sentence in &listed {
        assert!(window.says(sentence), "{sentence}");
    }
    window.click_last("Promoters get a coffee");
    let other = window.state().shown_trigger().unwrap();
    assert!(window.state().coverage_of(other).is_some(), "it follows what is shown");
}

#[test]
fn the_tree_shows_the_cases_of_a_trigger() {
    let mut window = Window::open("loyalty-demo");
    window.click_last("high-spend");
    assert!(window.has(&format!("Update case {SAMPLE}")));
}

#[test]
fn what_the_check_finds_is_a_problem_that_leads_to_its_place() {
    let window = Window::open("broken");
    let state = window.state();
    let found = reagent::check::check(state.workspace(), jiff::Timestamp::UNIX_EPOCH);
    let problems = state.problems();
    for found in &found {
        let same = problems.iter().filter(|problem| {
            problem.finding.code == found.finding.code && problem.finding.message == found.finding.message
        });
        let (same, twins) = (same.count(), found_like(&found.finding, state));
        assert_eq!(same, twins, "{}: {}", found.finding.code, found.finding.message);
    }
    assert!(problems.iter().any(|problem| problem.action.is_some() && problem.run.is_none()));
    let total: usize = state.problem_counts().iter().map(|(_, count)| count).sum();
    assert_eq!(total, problems.len(), "the tab counts what it lists");
}

/// How often the check itself says this.
fn found_like(finding: &reagent::diag::Diagnostic, state: &reagent::app::AppState) -> usize {
    let found = reagent::check::check(state.workspace(), jiff::Timestamp::UNIX_EPOCH);
    let is_like = |other: &&reagent::check::Found| {
        other.finding.code == finding.code && other.finding.message == finding.message
    };
    found.iter().filter(is_like).count()
}

/// The expectations of a case of the shown trigger, as its file has them.
fn expectations(window: &Window, name: &str) -> reagent::model::Expectations {
    let stem = window.state().shown_cases().unwrap();
    let file = window.state().workspace().cases.iter().find(|file| file.trigger == stem).unwrap();
    let cases = read_cases(&file.source).0;
    cases.into_iter().find(|case| case.name == name).unwrap().expect
}

#[test]
fn what_should_not_matter_is_unticked_and_one_undo_brings_it_back() {
    let mut window = Window::open("loyalty-demo");
    window.click_last(TRIGGER);
    window.click(&format!("Show {SAMPLE}"));
    window.click_last("Cases");
    window.click_last("Save as case");
    let name = names(&window).last().unwrap().clone();
    let whole = expectations(&window, &name);
    assert!(whole.outcome.is_some() && whole.actions.is_some() && !whole.steps.is_empty());
    window.click("Choose what matters…");
    assert_eq!(window.state().view.dialog, Some(Dialog::Case));
    assert_eq!(window.value("Name of the case"), name);
    window.click("Expect which actions act");
    window.click("Expect /arguments/value of reward.create");
    window.click("Keep this");
    assert_eq!(window.state().view.dialog, None);
    let less = expectations(&window, &name);
    assert_eq!((less.outcome.as_deref(), less.actions), (Some("fired"), None));
    assert_eq!(less.steps[0].ignore, ["/arguments/value"]);
    assert_eq!(less.steps[0].arguments, whole.steps[0].arguments, "the value stays, it only does not matter");
    let (passed, total) = counts(&window);
    assert_eq!(passed, total);
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    assert_eq!(expectations(&window, &name), whole);
}

#[test]
fn a_case_gets_a_name_and_only_its_end_matters() {
    let mut window = open();
    window.click(&format!("Expectations of case {SAMPLE}"));
    let blocked = window.harness.get_by_label("Keep this");
    assert!(blocked.accesskit_node().is_disabled(), "nothing was changed");
    window.fill("Name of the case", "gold member gets thanks");
    window.click("Only how it ends");
    assert!(!window.has("Expect arguments of reward.create"), "what does not act has nothing to tick");
    window.click("Keep this");
    let kept = expectations(&window, "gold member gets thanks");
    assert_eq!((kept.outcome.as_deref(), kept.actions, kept.steps.len()), (Some("fired"), None, 0));
    window.click("Expectations of case gold member gets thanks");
    window.click("Expect reward.create");
    window.click("Keep this");
    let again = expectations(&window, "gold member gets thanks");
    assert!(again.steps[0].arguments.is_some(), "what is ticked anew is what happens now");
}

#[test]
fn a_case_that_fails_shows_what_happens_now_beside_what_is_expected() {
    let mut window = open();
    window.click("Active");
    window.click(&format!("Expectations of case {SAMPLE}"));
    assert!(window.says("now inactive") && window.says("now it does not act"));
    window.click("Expect how it ends");
    assert!(!window.says("now inactive"), "what does not matter does not differ");
    window.press(eframe::egui::Modifiers::NONE, eframe::egui::Key::Escape);
    assert_eq!(window.state().view.case, None);
    assert!(expectations(&window, SAMPLE).outcome.is_some(), "nothing was kept");
}

/// How many contexts the shown trigger's event has.
fn contexts(window: &Window) -> usize {
    let state = window.state();
    let trigger = state.workspace().trigger(state.shown_trigger().unwrap()).unwrap();
    state.workspace().contexts_of(&trigger.event).count()
}

/// The demo with the trigger shown, and one of its samples taken away.
fn without_sample(folder: &std::path::Path, sample: &str) -> Window {
    copy_sample("loyalty-demo", folder);
    std::fs::remove_file(folder.join(format!("contexts/transaction.created/{sample}.json"))).unwrap();
    let mut window = Window::open_folder(folder);
    window.click_last(TRIGGER);
    window
}

#[test]
fn a_gap_leads_to_its_place_and_is_closed_by_a_context_that_is_looked_at_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = without_sample(folder.path(), "gold-member-480-stops");
    window.click_last("Cases");
    let trigger = window.state().shown_trigger().unwrap();
    let gaps = window.state().gaps(trigger);
    let part = gaps.iter().find(|gap| matches!(gap.wanted, Some(Wanted::Part { .. }))).unwrap();
    let GapPlace::Action(action, Some(pointer)) = part.place.clone() else { panic!("{part:?}") };
    window.click(&format!("Uncovered, {}", part.sentence));
    assert_eq!(window.state().selection.action, Some(action));
    assert_eq!(window.state().selection.part.as_ref(), Some(&pointer));
    assert!(window.says("in any context"), "the part itself says what is not seen of it");
    let before = contexts(&window);
    window.click(&format!("Make a context for {}", part.sentence));
    assert_eq!(window.state().view.dialog, Some(Dialog::Change));
    assert_eq!(contexts(&window), before, "it is only looked at");
    window.click("Add as context");
    assert_eq!(contexts(&window), before + 1);
    let left = window.state().gaps(trigger);
    assert!(left.iter().all(|gap| gap.sentence != part.sentence), "{left:?}");
}

#[test]
fn an_action_that_no_context_reaches_says_so_and_gets_one() {
    let folder = tempfile::tempdir().unwrap();
    copy_sample("loyalty-demo", folder.path());
    std::fs::remove_file(folder.path().join("contexts/transaction.created/gold-member-612-passes.json"))
        .unwrap();
    let mut window = Window::open_folder(folder.path());
    window.click_last(TRIGGER);
    let count = window.count("Never reached by a context");
    assert!(count >= 2, "{count}");
    let trigger = window.state().shown_trigger().unwrap();
    let ratio = window.state().ratio_of(&ObjectId::Trigger(trigger)).unwrap().0;
    window.click("Make a context that comes to reward.create");
    window.click("Add as context");
    assert_eq!(window.count("Never reached by a context"), 0);
    let better = window.state().ratio_of(&ObjectId::Trigger(trigger)).unwrap().0;
    assert!(better.covered > ratio.covered, "{better:?} after {ratio:?}");
    assert!(window.says(&format!("{}%", better.whole_percent())) || better.is_full());
}

#[test]
fn the_gutter_says_which_branches_are_not_taken_and_makes_a_context_for_one() {
    // High enough for the whole template.
    let mut window = Window::open_sized("loyalty-demo", [1440.0, 1300.0]);
    let open =
        window.state().workspace().targets.iter().find(|target| target.template.contains("{% if")).cloned();
    let target = open.unwrap();
    window.click_last(&target.handle);
    let (coverage, is_fresh) = window.state().template_coverage(target.id).unwrap();
    assert!(is_fresh);
    let missing = coverage.branches.iter().find(|branch| branch.missing().is_some()).unwrap().clone();
    let line = missing.place.span.unwrap().line;
    window.click_last("Cases");
    window.click(&format!("Uncovered, {}: {}", missing.missing().unwrap().words, missing.title()));
    let mark = window.label_that_begins(&format!("Branch in line {line}: "));
    window.click(&mark);
    window.click(&format!("Make a context for {}", missing.title()));
    window.click("Add as context");
    let (coverage, _) = window.state().template_coverage(target.id).unwrap();
    let after = &coverage.branches.iter().find(|branch| branch.choice == missing.choice).unwrap();
    assert_ne!(after.seen, missing.seen);
    assert_eq!(after.missing(), None, "{after:?}");
}

#[test]
fn variants_of_a_context_are_tried_chosen_and_added_in_one_step() {
    let mut window = Window::open_in_any_script("loyalty-demo");
    window.click_last(TRIGGER);
    window.click(&format!("Show {SAMPLE}"));
    let before = contexts(&window);
    window.command("Make variants");
    assert_eq!(window.state().view.dialog, Some(Dialog::Variants));
    let all = window.state().varying().unwrap().0.listed().len();
    window.click("Null");
    window.click("Only where the trigger does something else");
    let (varying, is_fresh) = window.state().varying().unwrap();
    let listed = varying.listed();
    assert!(is_fresh && !listed.is_empty() && listed.len() < all, "{} of {all}", listed.len());
    let found = varying.found.clone().unwrap();
    let stops =
        listed.iter().map(|at| &found[*at]).find(|one| one.variant.change.starts_with("total is 500"));
    assert_eq!(stops.unwrap().outcome, Some(reagent::engine::Outcome::Stopped), "500 is not over 500");
    window.click("Take total is 500, at the bound");
    window.click("Add 1 context");
    assert_eq!((contexts(&window), window.state().view.dialog.clone()), (before + 1, None));
    assert!(
        window.state().workspace().contexts.iter().any(|one| one.name == format!("{SAMPLE}--total-is-500"))
    );
    window.harness.state_mut().ask(CommandId::Undo);
    window.rest();
    assert_eq!(contexts(&window), before);
}

#[test]
fn variants_that_are_not_listed_are_not_added_and_older_ones_are_made_again() {
    let mut window = Window::open_in_any_script("loyalty-demo");
    window.click_last(SAMPLE);
    window.click("Make variants…");
    window.click("Choose all");
    let chosen = |window: &Window| window.state().varying().unwrap().0.chosen.len();
    let all = chosen(&window);
    window.click("Missing fields");
    assert!(chosen(&window) < all);
    window.harness.state_mut().ask(reagent::app::CommandId::Duplicate);
    window.rest();
    assert!(window.says("Something was changed meanwhile"));
    window.click("Make them again");
    assert!(window.state().varying().unwrap().1);
}
