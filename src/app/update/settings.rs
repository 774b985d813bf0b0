//! Settings of the app: read at the start, changed, stored.

use super::super::command::{CommandId, Setting};
use super::super::effect::WindowEffect;
use super::super::keys::Shortcut;
use super::super::preferences::Preferences;
use super::super::state::{Settings, Simulation};
use super::super::table::command_row;
use super::Turn;

pub(in crate::app) const MIN_ZOOM: f32 = 0.5;
pub(in crate::app) const MAX_ZOOM: f32 = 2.0;
/// Smallest and largest text, in points.
pub(in crate::app) const TEXT_SIZES: (f32, f32) = (10.0, 20.0);
/// Smallest and largest code, in points.
pub(in crate::app) const CODE_SIZES: (f32, f32) = (9.0, 20.0);

impl Turn<'_> {
    /// The settings of the last session. What runs are computed under is not among them.
    pub(in crate::app) fn settings_read(&mut self, preferences: Preferences, complaints: &[String]) {
        let simulation = std::mem::take(&mut self.state.settings.simulation);
        self.state.settings = Settings { simulation, ..preferences.settings };
        self.state.view.panels = preferences.panels;
        let settings = &self.state.settings;
        let effects = [
            WindowEffect::SetTheme(settings.theme),
            WindowEffect::SetZoom(settings.zoom),
            WindowEffect::SetFontSizes { text: settings.text_size, code: settings.code_size },
        ];
        for effect in effects {
            self.window(effect);
        }
        if let Some(first) = complaints.first() {
            self.fail(format!(
                "The settings file is damaged ({first}); what was wrong starts as new, and the file is kept as .bak"
            ));
        }
    }

    pub(in crate::app) fn settings_stored(&mut self, stored: Result<(), String>) {
        if let Err(error) = stored {
            self.fail(format!("The settings were not stored: {error}"));
        }
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
            Setting::AsIfOn(as_if_on) => self.simulate(|simulation| simulation.as_if_on = as_if_on),
            Setting::Profile(profile) => self.simulate(|simulation| simulation.profile = profile),
            Setting::RunsOnEdit(runs_on_edit) => self.state.settings.runs_on_edit = runs_on_edit,
            Setting::TextSize(size) => self.set_font_sizes(Some(size), None),
            Setting::CodeSize(size) => self.set_font_sizes(None, Some(size)),
            Setting::PanelSizes(sizes) => self.state.settings.sizes = sizes,
            Setting::Shortcut(id, keys) => self.bind(id, keys),
            Setting::DefaultShortcut(id) => self.bind_default(id),
            Setting::DefaultShortcuts => self.state.settings.shortcuts.clear(),
        }
        self.window(WindowEffect::StoreSettings);
    }

    fn set_zoom(&mut self, zoom: f32) {
        let zoom = if zoom.is_finite() { (zoom * 100.0).round() / 100.0 } else { 1.0 };
        self.state.settings.zoom = zoom.clamp(MIN_ZOOM, MAX_ZOOM);
        self.window(WindowEffect::SetZoom(self.state.settings.zoom));
    }

    fn set_font_sizes(&mut self, text: Option<f32>, code: Option<f32>) {
        let within = |size: f32, (least, most): (f32, f32)| {
            if size.is_finite() { ((size * 2.0).round() / 2.0).clamp(least, most) } else { least }
        };
        let settings = &mut self.state.settings;
        settings.text_size = text.map_or(settings.text_size, |size| within(size, TEXT_SIZES));
        settings.code_size = code.map_or(settings.code_size, |size| within(size, CODE_SIZES));
        let (text, code) = (settings.text_size, settings.code_size);
        self.window(WindowEffect::SetFontSizes { text, code });
    }

    /// Gives a command keys. A command that had them has none then, so that no keys do two things.
    fn bind(&mut self, id: CommandId, keys: Option<Shortcut>) {
        if let Some(keys) = keys {
            if !keys.is_command_key() {
                return self.warn(format!("{} types text; hold Ctrl or Alt with it", keys.text()));
            }
            if let Some(other) = self.state.command_of(keys).filter(|other| *other != id) {
                self.state.settings.shortcuts.insert(other, None);
            }
        }
        self.state.settings.shortcuts.insert(id, keys);
        if keys == command_row(id).and_then(|row| row.shortcut) {
            self.state.settings.shortcuts.remove(&id);
        }
    }

    fn bind_default(&mut self, id: CommandId) {
        self.bind(id, command_row(id).and_then(|row| row.shortcut));
    }

    fn set_timezone(&mut self, timezone: Option<String>) {
        match timezone {
            Some(zone) if jiff::tz::TimeZone::get(&zone).is_err() => {
                self.warn(format!("'{zone}' is no time zone, such as Australia/Melbourne"));
            }
            timezone => self.simulate(|simulation| simulation.timezone = timezone),
        }
    }

    fn simulate(&mut self, change: impl FnOnce(&mut Simulation)) {
        let simulation = &mut self.state.settings.simulation;
        change(simulation);
        simulation.changes += 1;
    }
}
