//! Panels, dialogs, theme, zoom, simulation.

use super::super::command::Setting;
use super::super::effect::WindowEffect;
use super::super::state::{Dialog, Theme};
use super::Turn;

pub(in crate::app) const MIN_ZOOM: f32 = 0.5;
pub(in crate::app) const MAX_ZOOM: f32 = 3.0;
const ZOOM_STEP: f32 = 0.1;

impl Turn<'_> {
    pub(in crate::app) fn show(&mut self, dialog: Option<Dialog>) {
        if dialog == Some(Dialog::Palette) {
            self.state.view.palette_query.clear();
        }
        self.state.view.dialog = dialog;
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

    pub(in crate::app) fn rename(&mut self) {
        self.window(WindowEffect::FocusName);
    }

    pub(in crate::app) fn find(&mut self) {
        self.state.view.panels.tree = true;
        self.window(WindowEffect::FocusSearch);
    }

    pub(in crate::app) fn toggle_tree(&mut self) {
        self.state.view.panels.tree ^= true;
    }

    pub(in crate::app) fn toggle_inspector(&mut self) {
        self.state.view.panels.inspector ^= true;
    }

    pub(in crate::app) fn toggle_problems(&mut self) {
        self.state.view.panels.problems ^= true;
    }

    pub(in crate::app) fn toggle_results(&mut self) {
        self.state.view.panels.results ^= true;
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

    pub(in crate::app) fn set(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(theme) => {
                self.state.settings.theme = theme;
                self.window(WindowEffect::SetTheme(theme));
            }
            Setting::Zoom(zoom) => self.set_zoom(zoom),
            Setting::Now(now) => self.simulate(|simulation| simulation.now = now),
            Setting::Timezone(timezone) => self.set_timezone(timezone),
            Setting::Profile(profile) => self.simulate(|simulation| simulation.profile = profile),
            Setting::RunsOnEdit(runs_on_edit) => self.state.settings.runs_on_edit = runs_on_edit,
        }
        self.window(WindowEffect::StoreSettings);
    }

    fn set_zoom(&mut self, zoom: f32) {
        let zoom = if zoom.is_finite() { (zoom * 100.0).round() / 100.0 } else { 1.0 };
        self.state.settings.zoom = zoom.clamp(MIN_ZOOM, MAX_ZOOM);
        self.window(WindowEffect::SetZoom(self.state.settings.zoom));
    }

    fn set_timezone(&mut self, timezone: Option<String>) {
        match timezone {
            Some(zone) if jiff::tz::TimeZone::get(&zone).is_err() => {
                self.warn(format!("'{zone}' is no time zone, such as Australia/Melbourne"));
            }
            timezone => self.simulate(|simulation| simulation.timezone = timezone),
        }
    }

    fn simulate(&mut self, change: impl FnOnce(&mut super::super::state::Simulation)) {
        let simulation = &mut self.state.settings.simulation;
        change(simulation);
        simulation.changes += 1;
    }
}
