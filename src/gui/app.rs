//! The window's loop: drains answers, draws the panels, carries out what was asked for.

use super::cx::Cx;
use super::dialogs::dialog;
use super::fonts;
use super::milestones::Milestones;
use super::panels::{centre, dock, inspector, status_bar, top_bar, tree};
use super::panes::{self, Room, kept};
use super::shortcuts::shortcuts;
use super::theme::{self, GRID, Theme};
use super::tour;
use super::ui_state::{Dock, UiState};
use super::widgets::focus_ring::focus_ring;
use crate::app::{
    AppState, Command, CommandId, Input, Message, NoticeKind, Pick, Setting, SyncTab, Theme as ThemeChoice,
    WindowEffect, update,
};
use crate::tasks::{Places, Tasks, TokenStore, samples};
use eframe::egui::{
    self, CentralPanel, Context, Frame, Margin, Panel, RichText, ThemePreference, Ui, ViewportCommand,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The application in its window.
pub struct Reagent {
    state: AppState,
    own: UiState,
    tasks: Tasks,
    queue: Vec<Input>,
    milestones: Option<Milestones>,
}

impl Reagent {
    /// Starts with a workspace, or with a sample if none is named.
    pub fn new(creation: &eframe::CreationContext<'_>, path: Option<PathBuf>) -> Self {
        Self::in_places(creation, path, None)
    }

    /// The same, with settings that are kept for the next start.
    pub fn in_places(
        creation: &eframe::CreationContext<'_>,
        path: Option<PathBuf>,
        places: Option<&Places>,
    ) -> Self {
        let context = &creation.egui_ctx;
        theme::install(context);
        // Both would go past the state: its zoom is kept, and its Quit asks about unsaved edits.
        context.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.quit_shortcuts.clear();
        });
        let waker = context.clone();
        let tasks = Tasks::in_places(Arc::new(move || waker.request_repaint()), places);
        let own = UiState { samples: samples(), ..UiState::default() };
        let queue = first_inputs(path, &tasks, places.is_some());
        Self { state: AppState::default(), own, tasks, queue, milestones: None }
    }

    /// Tells how far the start has come.
    pub(super) fn with_milestones(self, milestones: Option<Milestones>) -> Self {
        Self { milestones, ..self }
    }

    /// What the window shows.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Waits until no job runs any more, at most `limit` for each answer. For tests, which have no window to wake.
    pub fn wait_for_answers(&mut self, limit: Duration) {
        self.wait_until(limit, |state, _| state.jobs.running.is_empty());
    }

    /// Asks for something as a view would, in the next frame.
    pub fn ask(&mut self, input: impl Into<Input>) {
        self.queue.push(input.into());
    }

    /// Keeps tokens that are to be remembered in another safe than the system's keychain. For tests.
    pub fn keep_tokens_in(&mut self, store: Arc<dyn TokenStore>) {
        self.tasks.keep_tokens_in(store);
    }

    /// Leaves answers where they are while `is_held`: what is drawn is what is known now. For tests of what is shown
    /// while something runs.
    pub fn hold_answers(&mut self, is_held: bool) {
        self.own.holds_answers = is_held;
    }

    /// Takes one answer after the other until the state, or the answer that was taken last, is what is waited for;
    /// false if no answer comes for as long as `limit`.
    pub fn wait_until(
        &mut self,
        limit: Duration,
        is_done: impl Fn(&AppState, Option<&Message>) -> bool,
    ) -> bool {
        let mut last = None;
        while !is_done(&self.state, last.as_ref()) {
            let Some(message) = self.tasks.wait(limit) else { return false };
            let effects = update(&mut self.state, message.clone(), 0);
            last = Some(message);
            // What only a window can do is not needed to come to rest.
            self.tasks.run(effects);
            self.tasks.protect(&self.state);
        }
        true
    }

    fn carry_out(&mut self, context: &Context, at_millis: u64) {
        if self.queue.is_empty() {
            return;
        }
        while !self.queue.is_empty() {
            for input in std::mem::take(&mut self.queue) {
                let effects = update(&mut self.state, input, at_millis);
                for effect in self.tasks.run(effects) {
                    self.window_effect(context, effect);
                }
            }
        }
        if !self.own.is_closing {
            self.tasks.protect(&self.state);
        }
    }

    fn window_effect(&mut self, context: &Context, effect: WindowEffect) {
        match effect {
            WindowEffect::CopyToClipboard(text) => context.copy_text(text),
            WindowEffect::RequestPaste => context.send_viewport_cmd(ViewportCommand::RequestPaste),
            WindowEffect::Pick(pick) => self.pick(pick),
            WindowEffect::SetTheme(choice) => context.set_theme(match choice {
                ThemeChoice::System => ThemePreference::System,
                ThemeChoice::Light => ThemePreference::Light,
                ThemeChoice::Dark => ThemePreference::Dark,
            }),
            WindowEffect::SetZoom(zoom) => context.set_zoom_factor(zoom),
            WindowEffect::TurnPane(step) => panes::turn(context, &self.own.panes, step),
            WindowEffect::FocusName => self.own.focus = Some("name"),
            WindowEffect::FocusSearch => self.own.focus = Some("search"),
            WindowEffect::SetFontSizes { text, code } => fonts::install(context, text, code),
            WindowEffect::StoreSettings => self.tasks.store_settings(self.state.preferences()),
            WindowEffect::ShowReceived => self.own.dock = Dock::Received,
            WindowEffect::ShowProblems { was_open } if was_open && self.own.dock == Dock::Problems => {
                self.queue.push(CommandId::ToggleResults.into());
            }
            WindowEffect::ShowProblems { .. } => self.own.dock = Dock::Problems,
            WindowEffect::ScrollToSelection => self.own.scrolls_to_selection = true,
            WindowEffect::DropJournal(folder) => self.tasks.drop_journal(folder.as_deref()),
            WindowEffect::Close => {
                self.own.is_closing = true;
                self.tasks.close();
                context.send_viewport_cmd(ViewportCommand::Close);
            }
        }
        context.request_repaint();
    }

    /// Asks for a file or folder beside the window, which goes on.
    fn pick(&mut self, pick: Pick) {
        self.tasks.ask_for_paths(pick, |pick| {
            let dialog = rfd::FileDialog::new();
            match pick {
                Pick::OpenFolder | Pick::SaveFolder => dialog.pick_folder().into_iter().collect(),
                Pick::ImportFiles => dialog
                    .add_filter("JSON and commands", &["json", "txt", "sh"])
                    .pick_files()
                    .unwrap_or_default(),
                Pick::ExportFile { name, .. } | Pick::SaveRun { name, .. } => {
                    dialog.set_file_name(name).save_file().into_iter().collect()
                }
            }
        });
    }

    /// A workspace that was just opened is run as a whole once, if that is quick.
    fn run_what_was_opened(&mut self) {
        const MAX_RUNS: usize = 1000;
        let opened = self.state.stamp().opened;
        let workspace = self.state.workspace();
        if self.own.ran == opened || workspace.triggers.is_empty() {
            return;
        }
        self.own.ran = opened;
        // Drafts belong to the objects of the workspace that was open before.
        self.own.drafts.clear();
        self.own.renaming = None;
        let runs = workspace.triggers.iter().map(|trigger| workspace.contexts_of(&trigger.event).count());
        if runs.sum::<usize>() <= MAX_RUNS {
            self.queue.push(CommandId::RunAll.into());
        }
    }

    fn draw(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        let (mut panels, sizes) = (self.state.view.panels, self.state.settings.sizes);
        if self.state.sync.tab == SyncTab::Shown {
            // They are about the object that is shown, and a plan needs the room.
            (panels.inspector, panels.results) = (false, false);
        }
        let mut cx = Cx { state: &self.state, theme, own: &mut self.own, queue: &mut self.queue };
        let side = Frame::new().fill(theme.panel).inner_margin(Margin::symmetric(10, 6));
        Panel::top("top").frame(side).show(ui, |ui| top_bar::top_bar(ui, &mut cx));
        Panel::bottom("status")
            .frame(side)
            .exact_size(30.0)
            .show(ui, |ui| status_bar::status_bar(ui, &mut cx));
        let mut drawn = sizes;
        let mut rects = Vec::new();
        let room = Room::of(ui.ctx().content_rect().size(), panels, sizes);
        if let Some(room) = room.tree {
            let panel = Panel::left("tree").frame(side).default_size(sizes.tree);
            let shown = panel.size_range(room.clone()).show(ui, |ui| tree::tree(ui, &mut cx));
            rects.push(shown.response.rect);
            drawn.tree = kept(sizes.tree, shown.response.rect.width(), &room);
        }
        let mut after = Vec::new();
        if let Some(room) = room.inspector {
            let panel = Panel::right("inspector").frame(side).default_size(sizes.inspector);
            let shown = panel.size_range(room.clone()).show(ui, |ui| {
                ui.take_available_width();
                inspector::inspector(ui, &mut cx);
            });
            after.push(shown.response.rect);
            drawn.inspector = kept(sizes.inspector, shown.response.rect.width(), &room);
        }
        if panels.results {
            let panel = Panel::bottom("dock").frame(side).resizable(true).default_size(sizes.results);
            let shown = panel.size_range(room.results.clone()).show(ui, |ui| {
                ui.take_available_space();
                dock::dock(ui, &mut cx);
            });
            after.push(shown.response.rect);
            drawn.results = kept(sizes.results, shown.response.rect.height(), &room.results);
        }
        cx.own.drawn_sizes = drawn;
        let middle = Frame::new().fill(theme.window).inner_margin(Margin::same(12));
        let shown = CentralPanel::default().frame(middle).show(ui, |ui| centre::centre(ui, &mut cx));
        rects.push(shown.response.rect);
        rects.extend(after);
        cx.own.panes = rects;
        dialog(ui, &mut cx);
        tour::tour(ui, &mut cx);
        notices(ui, &mut cx);
        focus_ring(ui.ctx(), theme);
        // Everything that could scroll has been drawn.
        self.own.scrolls_to_selection = false;
    }

    /// Remembers the sizes of panels once one was dragged.
    fn panel_sizes(&mut self, ui: &Ui) {
        if !ui.input(|input| input.pointer.any_released()) {
            return;
        }
        let (old, sizes) = (self.state.settings.sizes, self.own.drawn_sizes);
        let is_near = |old: f32, new: f32| (old - new).abs() < 2.0;
        let is_old = is_near(old.tree, sizes.tree)
            && is_near(old.inspector, sizes.inspector)
            && is_near(old.results, sizes.results);
        if !is_old {
            self.queue.push(Command::Set(Setting::PanelSizes(sizes)).into());
        }
    }

    fn outside(&mut self, ui: &Ui) {
        let dropped: Vec<PathBuf> =
            ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        match dropped.as_slice() {
            [] => {}
            [folder] if folder.is_dir() => self.queue.push(Command::Open(folder.clone()).into()),
            _ => self.queue.push(Command::ImportPaths(dropped).into()),
        }
        if !ui.egui_wants_keyboard_input() && self.own.binding.is_none() {
            // The window system says what these keys mean instead of which they are.
            let asked =
                ui.input(|input| input.raw.events.iter().filter_map(clipboard_input).collect::<Vec<_>>());
            self.queue.extend(asked);
        }
        if ui.input(|input| input.raw.events.contains(&egui::Event::WindowFocused(true))) {
            self.queue.push(Command::CheckDisk.into());
        }
        let asks_to_close = ui.input(|input| input.viewport().close_requested());
        let would_lose = self.state.document.is_dirty() || self.state.is_sending();
        if asks_to_close && would_lose && !self.own.is_closing {
            ui.send_viewport_cmd(ViewportCommand::CancelClose);
            self.queue.push(CommandId::Quit.into());
        }
    }
}

/// What the app begins with: the settings, and a workspace. The first start ever opens a sample and shows the tour; a
/// later one takes up the workspace that was open last.
fn first_inputs(path: Option<PathBuf>, tasks: &Tasks, is_kept: bool) -> Vec<Input> {
    let settings = tasks.settings();
    let recent = match &settings {
        Some(Message::SettingsRead { preferences, .. }) => preferences.settings.recent.first().cloned(),
        _ => None,
    };
    let is_first = is_kept && settings.is_none() && path.is_none();
    let open = match path.or(recent.filter(|folder| folder.is_dir())) {
        Some(path) => Command::Open(path),
        None => Command::OpenSample("loyalty-demo".to_owned()),
    };
    let tour = is_first.then(|| CommandId::Tour.into());
    settings.map(Input::from).into_iter().chain([open.into()]).chain(tour).collect()
}

fn clipboard_input(event: &egui::Event) -> Option<Input> {
    match event {
        egui::Event::Copy => Some(CommandId::Copy.into()),
        egui::Event::Cut => Some(CommandId::Cut.into()),
        egui::Event::Paste(text) => Some(Command::PasteText(text.clone()).into()),
        _ => None,
    }
}

/// Where the text of a notice breaks, in points.
const NOTICE_WIDTH: f32 = 320.0;
/// How long good news is shown.
const NOTICE_MILLIS: u64 = 6000;

/// Short messages in the lower corner, each with what it offers.
fn notices(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(notice) = cx.state.notices.all.last() else { return };
    // Good news goes away by itself, and a refusal later; what needs a look stays.
    let age = ui.input(|input| millis(input.time)).saturating_sub(notice.at_millis);
    let shown_for = match notice.kind {
        NoticeKind::Done => Some(NOTICE_MILLIS),
        NoticeKind::Warning if notice.offer.is_none() => Some(3 * NOTICE_MILLIS),
        NoticeKind::Warning | NoticeKind::Error => None,
    };
    if let Some(shown_for) = shown_for {
        if age >= shown_for {
            return;
        }
        ui.ctx().request_repaint_after(Duration::from_millis(shown_for - age));
    }
    let (word, colour) = match notice.kind {
        NoticeKind::Done => ("Done", cx.theme.good),
        NoticeKind::Warning => ("Note", cx.theme.warn),
        NoticeKind::Error => ("Error", cx.theme.bad),
    };
    let anchor = egui::vec2(-4.0 * GRID, -10.0 * GRID);
    let area = egui::Area::new(egui::Id::unique("notice")).anchor(egui::Align2::RIGHT_BOTTOM, anchor);
    area.show(ui.ctx(), |ui| {
        super::widgets::card::card(cx.theme, false).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new(word).color(colour));
                ui.scope(|ui| {
                    ui.set_max_width(NOTICE_WIDTH);
                    ui.add(egui::Label::new(&notice.text).wrap());
                });
                if let Some(offer) = &notice.offer
                    && ui.button(offer.label).clicked()
                {
                    cx.push(Command::TakeOffer(notice.id));
                }
                if super::widgets::controls::icon_button(ui, super::icons::X, "Hide this message").clicked() {
                    cx.push(Command::Dismiss(notice.id));
                }
            });
        });
    });
}

impl eframe::App for Reagent {
    /// Sizes and zoom are settings of the app's own.
    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        if !self.own.holds_answers {
            self.queue.extend(self.tasks.messages().into_iter().map(Input::from));
        }
        let at_millis = context.input(|input| millis(input.time));
        self.carry_out(context, at_millis);
        self.run_what_was_opened();
        self.carry_out(context, at_millis);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.own.binding.is_none() {
            shortcuts(ui, &self.state, &mut self.queue);
        }
        self.outside(ui);
        self.draw(ui);
        self.panel_sizes(ui);
        let at_millis = ui.input(|input| millis(input.time));
        let context = ui.ctx().clone();
        if !self.queue.is_empty() {
            context.request_repaint();
        }
        if let Some(milestones) = &mut self.milestones {
            milestones.frame_drawn(!self.state.workspace().triggers.is_empty());
        }
        self.carry_out(&context, at_millis);
    }
}

/// Seconds since the start as egui counts them, in milliseconds.
fn millis(seconds: f64) -> u64 {
    (seconds * 1000.0) as u64
}
