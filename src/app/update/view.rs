//! Panels, dialogs, theme, zoom.

use super::super::command::Setting;
use super::super::effect::WindowEffect;
use super::super::state::{Dialog, Theme};
use super::super::tour::{TOUR, TourMove};
use super::Turn;

const ZOOM_STEP: f32 = 0.1;

impl Turn<'_> {
    pub(in crate::app) fn show(&mut self, dialog: Option<Dialog>) {
        if dialog == Some(Dialog::Palette) {
            self.state.view.palette_query.clear();
        }
        if dialog != Some(Dialog::Change) {
            self.drop_search();
        }
        if dialog != Some(Dialog::Compare) {
            self.drop_comparison();
        }
        if dialog != Some(Dialog::Variants) {
            self.drop_variants();
        }
        if dialog != Some(Dialog::Case) {
            self.state.view.case = None;
        }
        // What the last session left is answered before anything else.
        let asks = self.state.files.journal.is_some();
        self.state.view.dialog = if asks { Some(Dialog::RestoreEdits) } else { dialog };
    }

    pub(in crate::app) fn show_palette(&mut self) {
        self.show(Some(Dialog::Palette));
    }

    pub(in crate::app) fn show_recent(&mut self) {
        self.show(Some(Dialog::OpenRecent));
    }

    pub(in crate::app) fn show_samples(&mut self) {
        self.show(Some(Dialog::OpenSample));
    }

    pub(in crate::app) fn show_add_action(&mut self) {
        self.show(Some(Dialog::AddAction));
    }

    pub(in crate::app) fn show_settings(&mut self) {
        self.show(Some(Dialog::Settings));
    }

    pub(in crate::app) fn show_profile(&mut self) {
        self.show(Some(Dialog::EngineProfile));
    }

    pub(in crate::app) fn show_catalogue(&mut self) {
        self.show(Some(Dialog::Catalogue));
    }

    pub(in crate::app) fn show_shortcuts(&mut self) {
        self.show(Some(Dialog::Shortcuts));
    }

    pub(in crate::app) fn show_about(&mut self) {
        self.show(Some(Dialog::About));
    }

    /// Begins the tour, on the sample if there is nothing to show.
    pub(in crate::app) fn start_tour(&mut self) {
        if self.state.workspace().triggers.is_empty() && self.state.files.loading.is_none() {
            self.open_sample("loyalty-demo".to_owned());
        }
        self.state.view.tour = Some(0);
    }

    pub(in crate::app) fn move_tour(&mut self, to: TourMove) {
        let Some(step_idx) = self.state.view.tour else { return };
        self.state.view.tour = match to {
            TourMove::Next => Some(step_idx + 1).filter(|next| *next < TOUR.len()),
            TourMove::Back => Some(step_idx.saturating_sub(1)),
            TourMove::End => None,
        };
        if self.state.view.tour.is_none() && !self.state.settings.is_tour_done {
            self.state.settings.is_tour_done = true;
            self.window(WindowEffect::StoreSettings);
        }
    }

    pub(in crate::app) fn rename(&mut self) {
        self.window(WindowEffect::FocusName);
    }

    pub(in crate::app) fn find(&mut self) {
        self.state.view.panels.tree = true;
        self.window(WindowEffect::FocusSearch);
    }

    pub(in crate::app) fn turn_pane(&mut self, step: isize) {
        self.window(WindowEffect::TurnPane(step));
    }

    pub(in crate::app) fn toggle_tree(&mut self) {
        self.state.view.panels.tree ^= true;
        self.window(WindowEffect::StoreSettings);
    }

    pub(in crate::app) fn toggle_inspector(&mut self) {
        self.state.view.panels.inspector ^= true;
        self.window(WindowEffect::StoreSettings);
    }

    pub(in crate::app) fn toggle_problems(&mut self) {
        let was_open = self.state.view.panels.results;
        self.state.view.panels.results = true;
        self.window(WindowEffect::ShowProblems { was_open });
        self.window(WindowEffect::StoreSettings);
    }

    pub(in crate::app) fn toggle_results(&mut self) {
        self.state.view.panels.results ^= true;
        self.window(WindowEffect::StoreSettings);
    }

    pub(in crate::app) fn zoom_in(&mut self) {
        self.set(Setting::Zoom(self.state.settings.zoom + ZOOM_STEP));
    }

    pub(in crate::app) fn zoom_out(&mut self) {
        self.set(Setting::Zoom(self.state.settings.zoom - ZOOM_STEP));
    }

    pub(in crate::app) fn zoom_reset(&mut self) {
        self.set(Setting::Zoom(1.0));
    }

    pub(in crate::app) fn theme_light(&mut self) {
        self.set(Setting::Theme(Theme::Light));
    }

    pub(in crate::app) fn theme_dark(&mut self) {
        self.set(Setting::Theme(Theme::Dark));
    }

    pub(in crate::app) fn theme_system(&mut self) {
        self.set(Setting::Theme(Theme::System));
    }
}
