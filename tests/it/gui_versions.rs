//! Runs that are shared and opened again, and versions that are compared, in the window.

use crate::compare::git;
use crate::gui_window::Window;
use crate::support::copy_sample;
use egui_kittest::kittest::Queryable as _;
use reagent::app::{Command, CommandId, Dialog, Effect, Message, Pick, Version, WindowEffect, update};
use reagent::engine::ComparedVerdict;
use std::path::Path;

const GOLD: &str = "Gold members over 500: 25 dollar thank-you";

fn open(folder: &Path) -> Window {
    copy_sample("loyalty-demo", folder);
    let mut window = Window::open_folder(folder);
    window.click_last(GOLD);
    window.click("Show gold-member-480-stops");
    window
}

/// What a command asks the file dialog for. The dialog itself needs a desktop.
fn picked(window: &Window, id: CommandId) -> Pick {
    let mut state = window.state().clone();
    let effects = update(&mut state, id, 0);
    let pick = effects.into_iter().find_map(|effect| match effect {
        Effect::Window(WindowEffect::Pick(pick)) => Some(pick),
        _ => None,
    });
    pick.unwrap_or_else(|| panic!("{:?}", state.notices.all.last()))
}

pub(crate) fn written(window: &mut Window, id: CommandId, path: &Path) -> String {
    let pick = picked(window, id);
    window.harness.state_mut().ask(Message::PathsPicked(pick, vec![path.to_owned()]));
    window.rest();
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_run_is_shared_as_a_page_without_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let Pick::SaveRun { name, .. } = picked(&window, CommandId::SharePage) else { panic!("another dialog") };
    assert_eq!(name, "gold-members-over-500-25-dollar-thank-you.html");
    let page = written(&mut window, CommandId::SharePage, &folder.path().join("shared.html"));
    assert!(page.contains("<!doctype html>") && page.contains("total should be more than 500, but is 480"));
    assert!(!page.contains("mira.halloran"), "an address is personal");
}

#[test]
fn a_saved_run_opens_again_to_read_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let path = folder.path().join("shared.run.json");
    let text = written(&mut window, CommandId::SaveRun, &path);
    assert!(!text.contains("mira.halloran"));
    let before = window.state().workspace().clone();
    window.drop_file(&path);
    assert_eq!(window.state().view.dialog, Some(Dialog::SharedRun));
    assert!(window.says("Shared run 'shared.run.json'"));
    assert!(window.says("personal data was left out at"));
    assert!(window.says("total should be more than 500, but is 480"));
    assert_eq!(**window.state().workspace(), *before);
    window.click("Close");
    assert_eq!(window.state().view.dialog, None);
}

#[test]
fn a_damaged_run_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let path = folder.path().join("other.run.json");
    std::fs::write(&path, r#"{"format":"reagent-run","version":7}"#).unwrap();
    window.drop_file(&path);
    assert!(window.notice().contains("version 7"), "{}", window.notice());
    assert_eq!(window.state().view.dialog, None);
}

fn lower_the_bound(window: &mut Window) {
    window.click("Action 2 Filter");
    window.fill("Condition 1 value", "400");
}

fn verdicts(window: &Window) -> Vec<ComparedVerdict> {
    let (comparing, is_fresh) = window.state().comparing().unwrap();
    assert!(is_fresh);
    let comparison = comparing.answer.clone().unwrap().unwrap();
    comparison.contexts.iter().map(|context| context.verdict).collect()
}

#[test]
fn the_saved_version_is_compared_context_by_context() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    lower_the_bound(&mut window);
    window.command("Compare with the saved version");
    assert_eq!(window.state().view.dialog, Some(Dialog::Compare));
    assert_eq!(verdicts(&window).iter().filter(|one| **one == ComparedVerdict::NewlyFires).count(), 1);
    for words in ["1 of 3 contexts fires newly", "Newly fires", "Same", "Before", "Now"] {
        assert!(window.says(words), "{words}");
    }
}

#[test]
fn a_git_revision_is_compared_and_one_that_is_not_there_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    lower_the_bound(&mut window);
    window.command("Compare with a git revision");
    assert_eq!(window.value("Git revision"), "HEAD");
    window.click("Compare with the revision");
    assert!(verdicts(&window).contains(&ComparedVerdict::NewlyFires));
    window.fill("Git revision", "no-such-revision");
    window.click("Compare with the revision");
    let (comparing, _) = window.state().comparing().unwrap();
    assert!(matches!(comparing.answer, Some(Err(_))));
    assert_eq!(comparing.version, Version::Revision("no-such-revision".to_owned()));
    assert!(window.says("no-such-revision"));
}

#[test]
fn a_trigger_that_a_revision_does_not_have_fires_newly() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "contexts", "reagent.toml"]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    window.command("Compare with a git revision");
    window.click("Compare with the revision");
    assert!(verdicts(&window).contains(&ComparedVerdict::NewlyFires));
    assert!(window.says("The trigger is new: "));
}

#[test]
fn a_comparison_stops_with_its_dialog() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.harness.state_mut().hold_answers(true);
    window.harness.state_mut().ask(Command::Compare(Version::Saved));
    window.harness.run();
    assert!(window.says("Comparing"));
    window.harness.get_all_by_label("Stop").last().unwrap().click_accesskit();
    window.harness.run();
    window.harness.state_mut().hold_answers(false);
    window.rest();
    assert!(window.state().comparing().is_none());
}
