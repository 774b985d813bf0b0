//! One frame of the window, without the GPU and without accessibility: the largest workspace that is promised to work,
//! and a template of 5,000 lines. A key press is timed until what it changes is drawn.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark fails by panicking and is no API"
)]

#[path = "frame/workspace.rs"]
mod workspace;

use divan::Bencher;
use eframe::App;
use eframe::egui::accesskit::Node;
use eframe::egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use reagent::gui::Reagent;
use std::time::Duration;

fn main() {
    divan::main();
}

/// The window without a display, driven by hand.
struct Window {
    context: Context,
    app: Reagent,
    frame: eframe::Frame,
    time: f64,
    height: f32,
    _folder: tempfile::TempDir,
}

impl Window {
    fn open(folder: tempfile::TempDir) -> Self {
        let context = Context::default();
        let creation = eframe::CreationContext::_new_kittest(context.clone());
        let app = Reagent::new(&creation, Some(folder.path().to_owned()));
        let frame = eframe::Frame::_new_kittest();
        let mut window = Self { context, app, frame, time: 0.0, height: 900.0, _folder: folder };
        window.settle();
        window
    }

    /// A frame with events, down to the triangles for the GPU.
    fn step(&mut self, events: Vec<Event>) -> Vec<(String, Rect)> {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, self.height)));
        let input = RawInput { screen_rect, time: Some(self.time), events, ..RawInput::default() };
        let (app, frame) = (&mut self.app, &mut self.frame);
        let mut output = self.context.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone(), frame);
            app.ui(ui, frame);
        });
        // They are for the GPU.
        output.textures_delta.clear();
        let shapes = std::mem::take(&mut output.shapes);
        divan::black_box(self.context.tessellate(shapes, output.pixels_per_point));
        let nodes = output.platform_output.accesskit_update.map(|update| update.nodes).unwrap_or_default();
        nodes.iter().filter_map(|(_, node)| named(node)).collect()
    }

    fn settle(&mut self) {
        for _ in 0..6 {
            self.step(Vec::new());
            self.app.wait_for_answers(Duration::from_mins(1));
        }
    }

    /// Clicks what has an accessible name.
    fn click(&mut self, name: &str) {
        self.context.enable_accesskit();
        self.step(Vec::new());
        let nodes = self.step(Vec::new());
        self.context.disable_accesskit();
        let found = nodes.iter().find(|(known, _)| known == name);
        let rect = found.unwrap_or_else(|| panic!("nothing is called {name}")).1;
        // The middle of a large one may be out of sight.
        let at = rect.min + (rect.size() / 2.0).min(vec2(40.0, 12.0));
        let button = |pressed: bool| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.step(vec![Event::PointerMoved(at)]);
        self.step(vec![button(true)]);
        self.step(vec![button(false)]);
        self.step(vec![Event::PointerGone]);
        self.settle();
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.step(vec![event(true)]);
        self.step(vec![event(false)]);
    }

    fn template_bytes(&self) -> usize {
        self.app.state().workspace().targets.iter().map(|target| target.template.len()).sum()
    }

    fn type_text(&mut self, text: &str) {
        self.step(vec![Event::Text(text.to_owned())]);
    }
}

fn named(node: &Node) -> Option<(String, Rect)> {
    let bounds = node.bounds()?;
    let (min, max) = (pos2(bounds.x0 as f32, bounds.y0 as f32), pos2(bounds.x1 as f32, bounds.y1 as f32));
    Some((node.label()?.to_owned(), Rect::from_min_max(min, max)))
}

/// 10,000 triggers; the shown one has 200 actions, the chosen one a condition of 500 nodes, on an event of 5 MB.
fn large() -> Window {
    let mut window = Window::open(workspace::large());
    window.click(workspace::TRIGGER);
    window.click("Action 1 Filter");
    window
}

fn long_template() -> Window {
    let mut window = Window::open(workspace::long_template());
    window.click("care-team");
    window.click("Template");
    for _ in 0..20 {
        window.press(Key::PageDown, Modifiers::NONE);
    }
    window.settle();
    window
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn large_idle(bencher: Bencher<'_, '_>) {
    let mut window = large();
    bencher.bench_local(|| window.step(Vec::new()));
}

/// The frame that takes the key, and the next one, which shows what came of it.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn large_key_press(bencher: Bencher<'_, '_>) {
    let mut window = large();
    // High enough for the first rows to be seen below the head of the trigger.
    window.height = 2000.0;
    window.settle();
    window.click("Condition 3 value");
    bencher.bench_local(|| {
        window.type_text("1");
        window.step(Vec::new());
    });
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn template_idle(bencher: Bencher<'_, '_>) {
    let mut window = long_template();
    bencher.bench_local(|| window.step(Vec::new()));
}

#[divan::bench(sample_count = 60, sample_size = 1)]
fn template_key_press(bencher: Bencher<'_, '_>) {
    let mut window = long_template();
    let before = window.template_bytes();
    bencher.bench_local(|| window.type_text("x"));
    window.step(Vec::new());
    assert!(window.template_bytes() > before, "the field has no focus");
}

/// What the frame after a key press costs: it draws what is known by then.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn template_after_key_press(bencher: Bencher<'_, '_>) {
    let window = std::cell::RefCell::new(long_template());
    let press = || window.borrow_mut().type_text("x");
    bencher.with_inputs(press).bench_local_values(|()| window.borrow_mut().step(Vec::new()));
}
