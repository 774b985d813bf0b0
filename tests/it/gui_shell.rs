//! The window's shell without a display: settings, shortcuts, restored edits, external changes, import, tour.

use crate::support::project;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use reagent::app::{CommandId, Theme};
use reagent::gui::Reagent;
use reagent::io::Places;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

type Window = Harness<'static, Reagent>;

/// The application with its own folders inside of one, at rest.
fn open_in(places: &Path, path: Option<PathBuf>) -> Window {
    let places = Places::inside(places);
    let mut harness = Harness::builder()
        .with_size([1360.0, 860.0])
        .with_max_steps(64)
        .build_eframe(move |creation| Reagent::in_places(creation, path, Some(&places)));
    rest(&mut harness);
    harness
}

fn demo() -> Option<PathBuf> {
    Some(project("samples/loyalty-demo"))
}

/// Runs frames and jobs until nothing is left to do.
fn rest(harness: &mut Window) {
    loop {
        harness.run();
        if harness.state().state().jobs.running.is_empty() {
            return;
        }
        harness.state_mut().wait_for_answers(LIMIT);
    }
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_label(label).click();
    rest(harness);
}

fn keys(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    rest(harness);
}

#[test]
fn what_was_set_in_one_session_is_there_in_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    keys(&mut window, Modifiers::COMMAND, Key::Comma);
    click(&mut window, "Light");
    click(&mut window, "125 %");
    keys(&mut window, Modifiers::NONE, Key::Escape);
    keys(&mut window, Modifiers::COMMAND, Key::B);
    assert!(!window.state().state().view.panels.tree);
    drop(window);
    let window = open_in(folder.path(), demo());
    let state = window.state().state();
    assert_eq!((state.settings.theme, state.settings.zoom), (Theme::Light, 1.25));
    assert!(!state.view.panels.tree);
    assert_eq!(window.ctx.zoom_factor(), 1.25);
    assert_eq!(window.ctx.theme(), eframe::egui::Theme::Light);
    assert_eq!(state.settings.recent, [project("samples/loyalty-demo")]);
}

#[test]
fn a_panel_keeps_the_size_that_it_was_dragged_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    let before = window.state().state().settings.sizes;
    let edge = eframe::egui::pos2(before.tree, 400.0);
    window.hover_at(edge);
    window.step();
    window.drag_at(edge);
    window.step();
    let there = eframe::egui::pos2(before.tree + 80.0, 400.0);
    window.hover_at(there);
    window.step();
    window.drop_at(there);
    rest(&mut window);
    let dragged = window.state().state().settings.sizes;
    assert!(dragged.tree > before.tree + 40.0, "{dragged:?}");
    assert_eq!((dragged.inspector, dragged.results), (before.inspector, before.results));
    drop(window);
    let mut window = open_in(folder.path(), demo());
    let sizes = window.state().state().settings.sizes;
    assert!((sizes.tree - dragged.tree).abs() < 1.0, "{sizes:?}");
    // A click anywhere does not change what is remembered.
    click(&mut window, "Promoters get a coffee");
    assert_eq!(window.state().state().settings.sizes, sizes);
}

#[test]
fn zoom_keys_change_the_setting_and_stop_at_200_percent() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_in(folder.path(), demo());
    for _ in 0..14 {
        keys(&mut window, Modifiers::COMMAND, Key::Equals);
    }
    assert_eq!(window.state().state().settings.zoom, 2.0);
    assert_eq!(window.ctx.zoom_factor(), 2.0);
    keys(&mut window, Modifiers::COMMAND, Key::Num0);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
    assert_eq!(window.state().state().shortcut(CommandId::ZoomReset).unwrap().text(), "Ctrl+0");
}
