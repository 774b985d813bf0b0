//! The whole window without a display, for flows: what a user does by accessible names, and what the state says then.

use crate::software_renderer::SoftwareRenderer;
use crate::support::project;
use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFile, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use reagent::app::AppState;
use reagent::gui::Reagent;
use reagent::io::Places;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub(crate) struct Window {
    pub(crate) harness: Harness<'static, Reagent>,
}

impl Window {
    /// A sample workspace, at rest, with every trigger run.
    pub(crate) fn open(sample: &str) -> Self {
        Self::open_sized(sample, [1440.0, 900.0])
    }

    pub(crate) fn open_sized(sample: &str, size: [f32; 2]) -> Self {
        Self::open_drawn(sample, size, SoftwareRenderer::default())
    }

    /// The same with a renderer that can make pictures of it.
    pub(crate) fn open_drawn(sample: &str, size: [f32; 2], renderer: SoftwareRenderer) -> Self {
        Self::open_path(project(&format!("samples/{sample}")), size, renderer)
    }

    /// A sample workspace whose texts may have letters that the bundled fonts lack; a desktop has fonts for them.
    pub(crate) fn open_in_any_script(sample: &str) -> Self {
        let path = project(&format!("samples/{sample}"));
        let builder = Harness::builder().with_size([1440.0, 900.0]).with_max_steps(64).allow_missing_glyphs();
        let builder = builder.renderer(SoftwareRenderer::default());
        let harness = builder.build_eframe(move |creation| Reagent::new(creation, Some(path)));
        let mut window = Self { harness };
        window.rest();
        window
    }

    /// A folder that the test may write to.
    pub(crate) fn open_folder(path: &Path) -> Self {
        Self::open_path(path.to_owned(), [1440.0, 900.0], SoftwareRenderer::default())
    }

    pub(crate) fn open_path(path: PathBuf, size: [f32; 2], renderer: SoftwareRenderer) -> Self {
        let builder = Harness::builder().with_size(size).with_max_steps(64).renderer(renderer);
        let harness = builder.build_eframe(move |creation| Reagent::new(creation, Some(path)));
        let mut window = Self { harness };
        window.rest();
        window
    }

    /// A folder, with the app's own folders inside another one, as a program that keeps settings and unsaved edits.
    pub(crate) fn open_kept(path: &Path, places: &Path) -> Self {
        let (path, places) = (path.to_owned(), Places::inside(places));
        let builder = Harness::builder().with_size([1440.0, 2400.0]).with_max_steps(64);
        let harness = builder
            .renderer(SoftwareRenderer::default())
            .build_eframe(move |creation| Reagent::in_places(creation, Some(path), Some(&places)));
        let mut window = Self { harness };
        window.rest();
        window
    }

    /// Runs frames and jobs until nothing is left to do.
    pub(crate) fn rest(&mut self) {
        loop {
            self.harness.run();
            if self.state().jobs.running.is_empty() {
                return;
            }
            self.harness.state_mut().wait_for_answers(Duration::from_secs(20));
        }
    }

    pub(crate) fn state(&self) -> &AppState {
        self.harness.state().state()
    }

    /// Clicks what has this name; works off the screen, too.
    pub(crate) fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click_accesskit();
        self.rest();
    }

    /// Clicks the last of those that have this name: the entry of a menu that lies over the rest.
    pub(crate) fn click_last(&mut self, name: &str) {
        let found = self.harness.get_all_by_label(name).last();
        found.unwrap_or_else(|| panic!("nothing is called {name}")).click_accesskit();
        self.rest();
    }

    /// Clicks with the pointer, for what must be on the screen: menus, popups.
    pub(crate) fn point(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.rest();
    }

    /// Clicks the last of those that have this name, with the pointer.
    pub(crate) fn point_last(&mut self, name: &str) {
        let found = self.harness.get_all_by_label(name).last();
        found.unwrap_or_else(|| panic!("nothing is called {name}")).click();
        self.rest();
    }

    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.rest();
    }

    pub(crate) fn focus(&mut self, name: &str) {
        self.harness.get_by_label(name).focus();
        self.rest();
    }

    /// The text field of this name; a caption beside it may say the same.
    fn field<'a>(&'a self, name: &'a str) -> Node<'a> {
        let is_field = |node: &Node<'_>| {
            let role = node.accesskit_node().role();
            matches!(role, Role::TextInput | Role::MultilineTextInput | Role::PasswordInput)
        };
        let mut fields = self.harness.query_all_by_label(name).filter(is_field);
        let found = fields.next().unwrap_or_else(|| panic!("no field is called {name}"));
        assert!(fields.next().is_none(), "two fields are called {name}");
        found
    }

    /// Types after what a field has.
    pub(crate) fn type_into(&mut self, name: &str, text: &str) {
        self.field(name).focus();
        self.rest();
        self.field(name).type_text(text);
        self.rest();
    }

    /// Replaces what a field has.
    pub(crate) fn fill(&mut self, name: &str, text: &str) {
        self.field(name).focus();
        self.rest();
        self.press(Modifiers::COMMAND, Key::A);
        self.press(Modifiers::NONE, Key::Backspace);
        if !text.is_empty() {
            self.field(name).type_text(text);
            self.rest();
        }
    }

    /// Leaves the field that has the focus.
    pub(crate) fn leave(&mut self) {
        self.press(Modifiers::NONE, Key::Tab);
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    pub(crate) fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    pub(crate) fn value(&self, name: &str) -> String {
        self.field(name).value().unwrap_or_default()
    }

    /// Does a command by its name, through the palette.
    pub(crate) fn command(&mut self, name: &str) {
        self.press(Modifiers::COMMAND, Key::K);
        self.harness.get_by_label("Search commands and objects").type_text(name);
        self.rest();
        self.press(Modifiers::NONE, Key::Enter);
    }

    /// How often these words are on the screen.
    pub(crate) fn count(&self, words: &str) -> usize {
        self.harness.query_all_by_label_contains(words).count()
    }

    /// The whole name of the first thing whose name begins like this.
    pub(crate) fn label_that_begins(&self, prefix: &str) -> String {
        let labels = self.harness.query_all_by_label_contains(prefix);
        let mut labels = labels.filter_map(|node| node.accesskit_node().label());
        labels.find(|label| label.starts_with(prefix)).unwrap_or_else(|| panic!("nothing begins {prefix}"))
    }

    /// The whole name of the last thing whose name ends like this.
    pub(crate) fn label_that_ends(&self, suffix: &str) -> String {
        let labels = self.harness.query_all_by_label_contains(suffix);
        let labels = labels.filter_map(|node| node.accesskit_node().label());
        let found = labels.rev().find(|label| label.ends_with(suffix));
        found.unwrap_or_else(|| panic!("nothing ends {suffix}"))
    }

    /// The text of the notice that came last.
    pub(crate) fn notice(&self) -> String {
        self.state().notices.all.last().map(|notice| notice.text.clone()).unwrap_or_default()
    }

    /// Lets the time pass after which good news is hidden.
    pub(crate) fn wait_for_notices_to_go(&mut self) {
        for _ in 0..40 {
            self.harness.step();
        }
        self.rest();
    }

    /// Drops a file on the window.
    pub(crate) fn drop_file(&mut self, path: &Path) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.rest();
    }
}

/// A file that lies on the disk, as the desktop hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
