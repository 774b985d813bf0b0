//! The form of a tenant that is added or changed.

use crate::app::TenantCommand;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button, segment};
use crate::model::Tenant;
use eframe::egui::{RichText, Ui};

/// A tenant that is being typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct TenantForm {
    /// The name that it has in the workspace; `None` for a new one
    old: Option<String>,
    tenant: Tenant,
}

impl TenantForm {
    /// The form of a tenant that is there.
    pub(super) fn of(tenant: &Tenant) -> Self {
        Self { old: Some(tenant.name.clone()), tenant: tenant.clone() }
    }

    /// Why it cannot be saved yet.
    fn problem(&self, tenants: &[Tenant]) -> Option<&'static str> {
        let name = &self.tenant.name;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let is_other = |other: &Tenant| other.name == *name && Some(&other.name) != self.old.as_ref();
        match () {
            () if name.is_empty() => Some("A tenant needs a name"),
            () if name.starts_with('.') || !name.chars().all(is_plain) => {
                Some("A tenant's name has letters, digits, dots and dashes: it is also a file's name")
            }
            () if self.tenant.url.is_none() && !name.chars().all(is_label) => {
                Some("Without an address the name is part of the usual one: letters, digits and dashes")
            }
            () if tenants.iter().any(is_other) => Some("There is already a tenant of this name"),
            () => None,
        }
    }
}

pub(super) fn tenant_form(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(mut form) = cx.own.connections.form.clone() else { return };
    heading(ui, if form.old.is_some() { "Change the tenant" } else { "Add a tenant" });
    field_name(ui, cx.theme, "Name");
    if let (_, Some(name)) = line_field(ui, "Tenant name", &form.tenant.name, "acme-test") {
        name.trim().clone_into(&mut form.tenant.name);
    }
    field_name(ui, cx.theme, "Address");
    let usual = match form.tenant.name.as_str() {
        "" => "https://api.<name>.getomneo.com".to_owned(),
        name => format!("https://api.{name}.getomneo.com"),
    };
    let url = form.tenant.url.clone().unwrap_or_default();
    if let (_, Some(url)) = line_field(ui, "Tenant address", &url, &usual) {
        let url = url.trim().to_owned();
        form.tenant.url = (!url.is_empty()).then_some(url);
    }
    quiet(
        ui,
        cx.theme,
        "Leave it empty for the usual address. Only https is used, except for a server on this computer.",
    );
    field_name(ui, cx.theme, "What it is for");
    ui.horizontal(|ui| {
        for (text, is_test, is_production) in
            [("Test", true, false), ("Not marked", false, false), ("Production", false, true)]
        {
            let is_on = (form.tenant.is_test, form.tenant.is_production) == (is_test, is_production);
            if segment(ui, is_on, text) {
                (form.tenant.is_test, form.tenant.is_production) = (is_test, is_production);
            }
        }
    });
    if form.tenant.is_production {
        let text = format!("{} Its name has to be typed before anything is sent to it", icons::WARNING);
        ui.label(RichText::new(text).color(cx.theme.warn));
    }
    field_name(ui, cx.theme, "Certificate authority, a PEM file in the workspace, optional");
    let ca = form.tenant.ca.clone().unwrap_or_default();
    if let (_, Some(ca)) = line_field(ui, "Certificate file", &ca, "ca.pem") {
        let ca = ca.trim().to_owned();
        form.tenant.ca = (!ca.is_empty()).then_some(ca);
    }
    ui.add_space(6.0);
    let problem = form.problem(&cx.workspace().tenants);
    if let Some(problem) = problem.filter(|_| !form.tenant.name.is_empty()) {
        ui.label(RichText::new(format!("{} {problem}", icons::WARNING)).color(cx.theme.warn));
    }
    let mut is_done = false;
    ui.horizontal(|ui| {
        let word = if form.old.is_some() { "Save the tenant" } else { "Add the tenant" };
        let save = ui.add_enabled_ui(problem.is_none(), |ui| primary_button(ui, cx.theme, word)).inner;
        if save.clicked() {
            cx.push(TenantCommand::Set { old: form.old.clone(), tenant: form.tenant.clone() });
            is_done = true;
        }
        is_done |= ui.button("Cancel").clicked();
        field_name(ui, cx.theme, "Part of the workspace, without its token");
    });
    cx.own.connections.form = (!is_done).then_some(form);
}
