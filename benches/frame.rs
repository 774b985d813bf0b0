//! One frame of the window with a template of 5,000 lines: a key press in its middle, and nothing at all.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark fails by panicking and is no API")]

use divan::Bencher;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use reagent::gui::Reagent;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const LINES: usize = 5_000;

fn main() {
    divan::main();
}

/// The demo with a long template, each of its lines with a print.
fn workspace(folder: &Path) {
    let mut template = String::from("{\n");
    for line in 0..LINES - 2 {
        let comma = if line == LINES - 3 { "" } else { "," };
        writeln!(template, "  \"line_{line}\": {{{{ data.channel|upper|json_encode|raw }}}}{comma}").unwrap();
    }
    template.push('}');
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/loyalty-demo"), folder);
    std::fs::write(folder.join("targets/care-team.twig"), &template).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

fn open() -> (tempfile::TempDir, Harness<'static, Reagent>) {
    let folder = tempfile::tempdir().unwrap();
    workspace(folder.path());
    let path: PathBuf = folder.path().to_owned();
    let mut window = Harness::builder()
        .with_size([1400.0, 900.0])
        .with_max_steps(64)
        .build_eframe(move |creation| Reagent::new(creation, Some(path)));
    settle(&mut window);
    window.get_by_label("care-team").click();
    settle(&mut window);
    window.get_by_label("Template").focus();
    settle(&mut window);
    for _ in 0..20 {
        window.key_press_modifiers(Modifiers::NONE, Key::PageDown);
        window.key_press_modifiers(Modifiers::NONE, Key::ArrowDown);
    }
    settle(&mut window);
    assert!(window.get_by_label("Template").is_focused());
    (folder, window)
}

fn settle(window: &mut Harness<'static, Reagent>) {
    window.run_ok();
    while !window.state().state().jobs.running.is_empty() {
        window.step();
    }
    window.run_ok();
}

/// The frame that takes the key and the one that shows what is rendered.
#[divan::bench(sample_count = 40, sample_size = 1)]
fn key_press(bencher: Bencher<'_, '_>) {
    let (_folder, mut window) = open();
    bencher.bench_local(|| {
        window.event(Event::Text("x".to_owned()));
        window.step();
    });
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn frame_after_the_key_press(bencher: Bencher<'_, '_>) {
    let (_folder, window) = open();
    let window = std::cell::RefCell::new(window);
    let press = || {
        window.borrow().event(Event::Text("x".to_owned()));
        window.borrow_mut().step();
    };
    bencher.with_inputs(press).bench_local_values(|()| window.borrow_mut().step());
}

#[divan::bench(sample_count = 40, sample_size = 1)]
fn idle_frame(bencher: Bencher<'_, '_>) {
    let (_folder, mut window) = open();
    bencher.bench_local(|| window.step());
}
