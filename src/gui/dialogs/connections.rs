//! The tenants of the workspace: adding and changing them, their tokens, whether they can be reached.

use super::tenant_form::{TenantForm, tenant_form};
use crate::app::{Command, CommandId, JobId, Look, TenantCommand, TestAnswer};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{Look as BadgeLook, badge};
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::{primary_button, wide_row};
use crate::gui::widgets::password::Password;
use crate::gui::{fonts, icons};
use crate::model::Tenant;
use crate::secret::TokenSource;
use eframe::egui::{Align, Button, Label, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};

/// Least height of what is shown of a tenant; it fits the smallest window.
const HEIGHT: f32 = 430.0;
/// Most of it, and what the rest of the window takes.
const MAX_HEIGHT: f32 = 540.0;
const REST: f32 = 200.0;
const WIDTH: f32 = 740.0;
const LIST_WIDTH: f32 = 216.0;

/// What the dialog remembers while it is open.
#[derive(Debug)]
pub(crate) struct ConnectionsState {
    /// The tenant that is being added or changed
    pub(super) form: Option<TenantForm>,
    /// The token that is being typed
    password: Password,
    /// Whose token that is
    password_of: String,
    is_remembered: bool,
    /// The test whose result was scrolled to
    seen_test: Option<JobId>,
}

impl Default for ConnectionsState {
    fn default() -> Self {
        Self {
            form: None,
            password: Password::default(),
            password_of: String::new(),
            is_remembered: true,
            seen_test: None,
        }
    }
}

pub(super) fn connections(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(WIDTH);
    heading(ui, "Connections");
    quiet(
        ui,
        cx.theme,
        "The tenants that this workspace can be compared with and sent to. Nothing is sent unless you ask for it.",
    );
    ui.add_space(8.0);
    // A part of its own for each: neither makes the dialog grow.
    let height = (ui.content_rect().height() - REST).clamp(HEIGHT, MAX_HEIGHT);
    let (whole, _) = ui.allocate_exact_size(vec2(WIDTH, height), Sense::hover());
    let (left, right) = whole.split_left_right_at_x(whole.left() + LIST_WIDTH);
    ui.painter().vline(left.right(), whole.y_range(), cx.theme.hairline());
    ui.scope_builder(UiBuilder::new().max_rect(left.with_max_x(left.right() - 12.0)), |ui| {
        let scroll = ScrollArea::vertical().id_salt("tenants").auto_shrink(false);
        scroll.show(ui, |ui| list(ui, cx));
    });
    ui.scope_builder(UiBuilder::new().max_rect(right.with_min_x(right.left() + 16.0)), |ui| {
        let scroll = ScrollArea::vertical().id_salt("tenant").auto_shrink(false);
        scroll.show(ui, |ui| {
            // The scroll bar lies over what is shown.
            ui.set_max_width(ui.available_width() - 12.0);
            shown(ui, cx);
        });
    });
    ui.add_space(8.0);
    if ui.button("Close").clicked() {
        cx.push(Command::Show(None));
    }
}

fn shown(ui: &mut Ui, cx: &mut Cx<'_>) {
    if cx.own.connections.form.is_some() {
        tenant_form(ui, cx);
    } else if let Some(tenant) = cx.state.tenant().cloned() {
        details(ui, cx, &tenant);
    } else {
        heading(ui, "No tenant yet");
        quiet(
            ui,
            cx.theme,
            "A tenant is one installation of Omneo, for tests or for production. Add one to see how this workspace \
             differs from it. Designing, running and testing need none.",
        );
    }
}

/// The mark of a tenant: a word, and a colour that helps the eye.
pub(crate) fn mark_look(theme: Theme, tenant: &Tenant) -> BadgeLook {
    if tenant.is_production {
        BadgeLook { icon: icons::WARNING, word: "Production", colour: theme.bad }
    } else if tenant.is_test {
        BadgeLook { icon: icons::CIRCLE, word: "Test", colour: theme.good }
    } else {
        BadgeLook { icon: icons::CIRCLE_DASHED, word: "Not marked", colour: theme.muted }
    }
}

fn list(ui: &mut Ui, cx: &mut Cx<'_>) {
    let chosen = cx.state.tenant().map(|tenant| tenant.name.clone());
    for tenant in &cx.workspace().tenants.clone() {
        let look = mark_look(cx.theme, tenant);
        let word = RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).size(11.5);
        let is_chosen = chosen.as_ref() == Some(&tenant.name);
        let button = Button::selectable(is_chosen, tenant.name.as_str()).truncate().right_text(word);
        let row = wide_row(ui, button);
        if row.accessible_name(format!("{}, {} tenant", tenant.name, look.word.to_lowercase())).clicked() {
            cx.own.connections.form = None;
            cx.push(TenantCommand::Choose(tenant.name.clone()));
        }
    }
    ui.add_space(4.0);
    if ui.button(format!("{}  Add a tenant", icons::PLUS)).clicked() {
        cx.own.connections.form = Some(TenantForm::default());
    }
}

fn details(ui: &mut Ui, cx: &mut Cx<'_>, tenant: &Tenant) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(&tenant.name).font(fonts::strong(18.0)));
        badge(ui, cx.theme, mark_look(cx.theme, tenant));
    });
    let look = cx.state.token_look().cloned();
    match &look {
        Some(Ok(Look { address: Ok(address), .. })) => {
            ui.add(Label::new(RichText::new(address).font(fonts::code(12.0))).truncate());
        }
        Some(Ok(Look { address: Err(problem), .. }) | Err(problem)) => complaint(ui, cx.theme, problem),
        None => {
            quiet(ui, cx.theme, "Looking for the token …");
        }
    }
    if let Some(ca) = &tenant.ca {
        quiet(ui, cx.theme, &format!("Also trusts the certificate authority in {ca}"));
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button(format!("{}  Change", icons::PENCIL_SIMPLE)).clicked() {
            cx.own.connections.form = Some(TenantForm::of(tenant));
        }
        let remove = ui.button(format!("{}  Remove", icons::TRASH));
        if remove.on_hover_text("Takes it out of this workspace; nothing changes at the tenant").clicked() {
            cx.push(TenantCommand::Remove(tenant.name.clone()));
        }
    });
    ui.add_space(8.0);
    token(ui, cx, tenant, look.as_ref().and_then(|look| look.as_ref().ok()));
    ui.add_space(8.0);
    test(ui, cx);
}

fn complaint(ui: &mut Ui, theme: Theme, text: &str) {
    let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(text));
    ui.add(Label::new(RichText::new(text).color(theme.bad)).wrap());
}

/// Where the token is, in the words of this window.
fn place_of(source: TokenSource) -> &'static str {
    match source {
        TokenSource::Keychain => "There is a token in the keychain of this computer",
        TokenSource::Session => "There is a token for this session only; it is gone when the window closes",
        TokenSource::Environment(_) => {
            "The token in the environment variable REAGENT_TOKEN is used; it comes before one in the keychain"
        }
        TokenSource::File => "There is a token in a file",
    }
}

fn token(ui: &mut Ui, cx: &mut Cx<'_>, tenant: &Tenant, look: Option<&Look>) {
    if cx.own.connections.password_of != tenant.name {
        cx.own.connections.password = Password::default();
        cx.own.connections.password_of.clone_from(&tenant.name);
    }
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, "Token");
        let source = look.and_then(|look| look.token);
        match (look, source) {
            (_, Some(source)) => {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(icons::CHECK_CIRCLE).color(cx.theme.good));
                    ui.label(place_of(source));
                });
            }
            (Some(_), None) => {
                quiet(ui, cx.theme, "No token yet. CX Manager makes one under Settings, API Tokens; it is shown there once.");
            }
            (None, None) => {}
        }
        let keychain = look.map_or(Ok(()), |look| look.keychain.clone());
        let own = &mut cx.own.connections;
        field_name(ui, cx.theme, "Paste a token");
        let field = own.password.field(ui, "Token", "It is shown as dots and written to no file");
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        match &keychain {
            Ok(()) => {
                ui.checkbox(&mut own.is_remembered, "Remember it in the keychain of this computer");
                if !own.is_remembered {
                    quiet(ui, cx.theme, "It is then kept for this session only.");
                }
            }
            Err(problem) => {
                let text = format!(
                    "The keychain of this computer cannot be used ({problem}), so the token is kept for this session only."
                );
                quiet(ui, cx.theme, &text);
            }
        }
        let has_text = !own.password.is_empty();
        ui.horizontal(|ui| {
            let use_it = ui.add_enabled_ui(has_text, |ui| primary_button(ui, cx.theme, "Use this token")).inner;
            if has_text && (use_it.clicked() || is_entered) {
                let is_remembered = cx.own.connections.is_remembered && keychain.is_ok();
                let token = cx.own.connections.password.take();
                cx.push(TenantCommand::KeepToken { token, is_remembered });
            }
            if matches!(source, Some(TokenSource::Keychain | TokenSource::Session)) {
                let log_out = ui.button("Log out");
                if log_out.on_hover_text("Forgets the token, in this session and in the keychain").clicked() {
                    cx.push(CommandId::LogOut);
                }
            }
        });
    });
}

fn test(ui: &mut Ui, cx: &mut Cx<'_>) {
    let test = cx.state.connection_test().cloned();
    let is_running = test.as_ref().is_some_and(|test| test.answer.is_none());
    ui.horizontal(|ui| {
        let button =
            ui.add_enabled(!is_running, Button::new(format!("{}  Test connection", icons::BROADCAST)));
        if button.on_hover_text("Asks for one object of each kind; changes nothing there").clicked() {
            cx.push(CommandId::TestConnection);
        }
        if let Some(test) = test.as_ref().filter(|_| is_running) {
            quiet(ui, cx.theme, "Asking …");
            if ui.button("Stop").clicked() {
                cx.push(Command::Cancel(test.job()));
            }
        }
    });
    let Some((job, Some(answer))) = test.map(|test| (test.job(), test.answer)) else { return };
    let shown = ui.scope(|ui| answer_ui(ui, cx.theme, &answer)).response;
    // What was asked for may lie below the edge.
    if cx.own.connections.seen_test != Some(job) {
        cx.own.connections.seen_test = Some(job);
        shown.scroll_to_me(Some(Align::BOTTOM));
    }
}

fn answer_ui(ui: &mut Ui, theme: Theme, answer: &TestAnswer) {
    let (kinds, source) = match answer {
        Ok(answer) => answer,
        Err(problem) => return complaint(ui, theme, problem),
    };
    let readable = kinds.iter().filter(|(_, answer)| answer.is_ok()).count();
    let said = match (readable, kinds.len()) {
        (readable, all) if readable == all => format!("Connected, with the token from {source}"),
        (0, _) => "The tenant does not let this token read".to_owned(),
        _ => "Connected, but this token may not read everything".to_owned(),
    };
    ui.label(RichText::new(said).font(fonts::strong(13.0)));
    let line = |ui: &mut Ui, icon: &str, colour, words: String| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(icon).color(colour));
            ui.label(words);
        });
    };
    let names: Vec<&str> =
        kinds.iter().filter(|(_, answer)| answer.is_ok()).map(|(kind, _)| kind.folder()).collect();
    if !names.is_empty() {
        line(ui, icons::CHECK_CIRCLE, theme.good, format!("It may read {}", names.join(", ")));
    }
    for (kind, answer) in kinds {
        if let Err(problem) = answer {
            line(ui, icons::X_CIRCLE, theme.bad, format!("{}: {problem}", upper_first(kind.folder())));
        }
    }
    quiet(
        ui,
        theme,
        "To send changes the token also needs the scopes create- and update-, and to delete objects delete-, of reactions, \
         targets and webhooks. CX Manager sets scopes under Settings, API Tokens.",
    );
}
