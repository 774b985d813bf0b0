//! Settings of the app, and what the engine assumes.

use super::bindings::bindings;
use crate::app::{Command, Setting, Theme};
use crate::document::{Edit, WorkspaceEdit};
use crate::engine::ASSUMPTIONS;
use crate::gui::cx::Cx;
use crate::gui::theme::GRID;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, segment};
use crate::model::{Autoescape, EngineProfile, Warnings};
use eframe::egui::{Button, ScrollArea, Ui};

/// A page of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// Colours, sizes, runs
    #[default]
    General,
    /// Keys
    Shortcuts,
    /// What the engine assumes
    Engine,
}

pub(super) fn settings(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(560.0);
    heading(ui, "Settings");
    ui.horizontal(|ui| {
        let pages =
            [(Page::General, "General"), (Page::Shortcuts, "Keys"), (Page::Engine, "Engine assumptions")];
        for (page, text) in pages {
            if segment(ui, cx.own.settings_page == page, text) {
                cx.own.settings_page = page;
                cx.own.binding = None;
            }
        }
    });
    ui.separator();
    match cx.own.settings_page {
        Page::General => general(ui, cx),
        Page::Shortcuts => bindings(ui, cx),
        Page::Engine => profile_form(ui, cx),
    }
}

/// A choice of sizes in points.
fn sizes(ui: &mut Ui, cx: &mut Cx<'_>, name: &str, (now, choices): (f32, [f32; 7]), set: fn(f32) -> Setting) {
    ui.add_space(GRID);
    field_name(ui, cx.theme, name);
    ui.horizontal(|ui| {
        for size in choices {
            let is_on = (now - size).abs() < 0.01;
            let button = ui.add(Button::selectable(is_on, size.to_string()));
            if button.accessible_name(format!("{name} {size}")).clicked() {
                cx.push(Command::Set(set(size)));
            }
        }
    });
}

fn general(ui: &mut Ui, cx: &mut Cx<'_>) {
    field_name(ui, cx.theme, "Colours");
    ui.horizontal(|ui| {
        for (theme, text) in
            [(Theme::System, "As the system"), (Theme::Light, "Light"), (Theme::Dark, "Dark")]
        {
            if segment(ui, cx.state.settings.theme == theme, text) {
                cx.push(Command::Set(Setting::Theme(theme)));
            }
        }
    });
    ui.add_space(GRID);
    field_name(ui, cx.theme, "Size of everything");
    ui.horizontal(|ui| {
        for percent in [80_u8, 90, 100, 110, 125, 150, 175, 200] {
            let zoom = f32::from(percent) / 100.0;
            let is_on = (cx.state.settings.zoom - zoom).abs() < 0.01;
            if segment(ui, is_on, format!("{percent} %")) {
                cx.push(Command::Set(Setting::Zoom(zoom)));
            }
        }
    });
    let text = (cx.state.settings.text_size, [11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 18.0]);
    sizes(ui, cx, "Text size", text, Setting::TextSize);
    let code = (cx.state.settings.code_size, [11.0, 11.5, 12.5, 13.5, 14.5, 16.0, 18.0]);
    sizes(ui, cx, "Code size", code, Setting::CodeSize);
    ui.add_space(6.0);
    let mut runs = cx.state.settings.runs_on_edit;
    if ui.checkbox(&mut runs, "Run the shown trigger after each edit").changed() {
        cx.push(Command::Set(Setting::RunsOnEdit(runs)));
    }
}

pub(super) fn engine_profile(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(560.0);
    heading(ui, "Engine profile");
    profile_form(ui, cx);
}

fn profile_form(ui: &mut Ui, cx: &mut Cx<'_>) {
    quiet(ui, cx.theme, "Omneo does not document these. They are part of the workspace.");
    let profile = cx.workspace().profile.clone();
    field_name(ui, cx.theme, "Autoescape");
    ui.horizontal(|ui| {
        for (autoescape, text) in
            [(Autoescape::Html, "html"), (Autoescape::Off, "off"), (Autoescape::Js, "js")]
        {
            if segment(ui, profile.autoescape == autoescape, text) {
                set(cx, EngineProfile { autoescape, ..profile.clone() });
            }
        }
    });
    field_name(ui, cx.theme, "PHP warnings");
    ui.horizontal(|ui| {
        for (warnings, text) in
            [(Warnings::Raise, "End the run, as Laravel does"), (Warnings::Ignore, "Are reported")]
        {
            if segment(ui, profile.warnings == warnings, text) {
                set(cx, EngineProfile { warnings, ..profile.clone() });
            }
        }
    });
    let mut strict_variables = profile.strict_variables;
    if ui.checkbox(&mut strict_variables, "A missing variable is an error").changed() {
        set(cx, EngineProfile { strict_variables, ..profile.clone() });
    }
    field_name(ui, cx.theme, "Time zone");
    let draft = cx.own.drafts.get("zone").cloned().unwrap_or_else(|| profile.timezone.clone());
    if let (_, Some(timezone)) = line_field(ui, "Time zone", &draft, "Australia/Melbourne") {
        if jiff::tz::TimeZone::get(&timezone).is_ok() {
            cx.own.drafts.remove("zone");
            set(cx, EngineProfile { timezone, ..profile });
        } else {
            cx.own.drafts.insert("zone".to_owned(), timezone);
        }
    }
    ui.add_space(8.0);
    field_name(ui, cx.theme, "Also assumed");
    ScrollArea::vertical().max_height(200.0).show(ui, |ui| {
        for assumption in ASSUMPTIONS {
            quiet(ui, cx.theme, &format!("• {assumption}"));
        }
    });
}

fn set(cx: &mut Cx<'_>, profile: EngineProfile) {
    cx.push(Edit::Workspace(WorkspaceEdit::Profile(profile)));
}
