//! Firing a custom event: what it does here first, then, if the user says so, live.

use crate::app::{Command, CommandId, DryRun, FireDraft, LiveCommand, Shot, ShotResult};
use crate::diag::upper_first;
use crate::engine::{Beside, CallShape, Firing, TenantRuns, Told};
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{badge, outcome_look};
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button, segment};
use crate::gui::{fonts, icons};
use crate::json::{Style, to_text};
use eframe::egui::{Align, Button, ComboBox, Grid, Label, RichText, ScrollArea, Ui};

const WIDTH: f32 = 760.0;
/// Most and least height of what is scrolled, and what is around it.
const HEIGHT: f32 = 520.0;
const LEAST: f32 = 200.0;
const REST: f32 = 250.0;
/// How much of a result is shown beside its step.
const SHOWN: usize = 46;

pub(super) fn fire(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(WIDTH);
    heading(ui, "Fire an event");
    quiet(ui, cx.theme, "It runs here first. Nothing is sent until you press the button at the bottom.");
    ui.add_space(6.0);
    let Some(draft) = cx.state.live.draft.clone() else { return };
    let height = (ui.content_rect().height() - REST).clamp(LEAST, HEIGHT);
    let scroll = ScrollArea::vertical().id_salt("fire").max_height(height).auto_shrink([false, true]);
    // A dialog is given the room that it took before; what comes later may need more.
    let mut scroll = scroll.min_scrolled_height(height);
    if !std::mem::replace(&mut cx.own.live.is_fire_open, true) {
        // It begins at its top, wherever it was left.
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    scroll.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 12.0);
        form(ui, cx, &draft);
        ui.add_space(8.0);
        if let Some(run) = cx.state.dry_run().cloned() {
            dry_run(ui, cx, &run);
        } else {
            quiet(ui, cx.theme, "Running it here …");
        }
        if let Some(shot) = cx.state.live.shot.clone() {
            ui.add_space(8.0);
            fired(ui, cx, &shot);
        }
    });
    ui.add_space(8.0);
    ui.separator();
    live(ui, cx);
}

fn form(ui: &mut Ui, cx: &mut Cx<'_>, draft: &FireDraft) {
    let mut new = draft.clone();
    ui.columns_const(|[left, right]: &mut [Ui; 2]| {
        field_name(left, cx.theme, "Context");
        let contexts = &cx.workspace().contexts;
        let title = |event: Option<&str>, name: &str| format!("{}, {name}", event.unwrap_or("no event"));
        let shown = contexts.iter().find(|context| context.id == draft.context);
        let shown = shown.map(|context| title(context.event.as_deref(), &context.name)).unwrap_or_default();
        let width = left.available_width() - 8.0;
        let combo = ComboBox::from_id_salt("context").selected_text(shown).width(width).truncate();
        let combo = combo.show_ui(left, |ui| {
            for context in contexts {
                let text = title(context.event.as_deref(), &context.name);
                if ui.selectable_label(context.id == draft.context, text).clicked() {
                    new.context = context.id;
                    new.event = context.event.clone().unwrap_or_default();
                }
            }
        });
        combo.response.accessible_name("Context to fire");
        field_name(right, cx.theme, "Event");
        if let (_, Some(event)) = line_field(right, "Event to fire", &draft.event, "custom.survey_completed")
        {
            event.trim().clone_into(&mut new.event);
        }
    });
    field_name(ui, cx.theme, "Call; it is not documented whether the three do the same");
    ui.horizontal_wrapped(|ui| {
        for shape in CallShape::ALL {
            if segment(ui, draft.shape == shape, shape.words()) {
                new.shape = shape;
            }
        }
    });
    if draft.shape != CallShape::Tenant {
        field_name(ui, cx.theme, "Profile; empty for the profile_id of the context");
        if let (_, Some(id)) = line_field(ui, "Profile id", &draft.profile_id, "the id on the tenant") {
            id.trim().clone_into(&mut new.profile_id);
        }
    }
    if new != *draft {
        cx.push(LiveCommand::Draft(new));
    }
}

fn dry_run(ui: &mut Ui, cx: &mut Cx<'_>, run: &DryRun) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, "What it does here");
        let firing = match &run.firing {
            Ok(firing) => firing,
            Err(reason) => return complaint(ui, cx.theme, reason),
        };
        match &run.reports {
            None => {
                quiet(ui, cx.theme, "Running it …");
            }
            Some(reports) if reports.is_empty() => {
                quiet(ui, cx.theme, "No trigger of this workspace listens to this event.");
            }
            Some(reports) => {
                for report in reports.iter() {
                    ui.horizontal_wrapped(|ui| {
                        badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
                        ui.label(RichText::new(&report.trigger.name).font(fonts::strong(13.0)));
                    });
                    quiet(ui, cx.theme, &report.summary);
                }
            }
        }
        let (path, body) = firing.request();
        ui.collapsing(format!("What would be sent: POST …/{path}"), |ui| {
            let text = RichText::new(to_text(&body, &Style::default())).font(fonts::code(12.0));
            ui.add(Label::new(text).selectable(true));
        });
    });
}

fn complaint(ui: &mut Ui, theme: Theme, text: &str) {
    let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(text));
    ui.add(Label::new(RichText::new(text).color(theme.bad)).wrap());
}

/// The line that leaves this computer: to whom, and what has to be typed.
fn live(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.horizontal_wrapped(|ui| {
        let Some(tenant) = cx.state.tenant().cloned() else { return no_tenant(ui, cx) };
        ui.label(RichText::new(&tenant.name).font(fonts::strong(13.0)));
        badge(ui, cx.theme, mark_look(cx.theme, &tenant));
    });
    if let Some(name) = cx.state.fire_confirmation().map(str::to_owned) {
        let text = format!(
            "{} This is a production tenant: its live reactions would run. Type {name} to confirm it",
            icons::WARNING
        );
        ui.label(RichText::new(text).color(cx.theme.bad));
        let (_, typed) =
            line_field(ui, "Name of the production tenant", &cx.own.live.confirmation, "type it here");
        if let Some(typed) = typed {
            cx.own.live.confirmation = typed;
        }
    }
    let blocked = cx.state.can_fire(&cx.own.live.confirmation).err();
    ui.horizontal(|ui| {
        let name = cx.state.tenant().map_or("the tenant", |tenant| tenant.name.as_str());
        let text = format!("{}  Fire it live on {name}", icons::BROADCAST);
        let colour = if cx.state.fire_confirmation().is_some() { cx.theme.bad } else { cx.theme.accent };
        let button = Button::new(RichText::new(text).color(cx.theme.on_accent)).fill(colour);
        let button = ui.add_enabled(blocked.is_none(), button);
        let button = button.accessible_name(format!("Fire it live on {name}"));
        if button.clicked() {
            let confirmation = std::mem::take(&mut cx.own.live.confirmation);
            cx.push(LiveCommand::Fire { confirmation });
        }
        if ui.button("Close").clicked() {
            cx.push(Command::Show(None));
        }
        if let Some(reason) = blocked {
            field_name(ui, cx.theme, &reason);
        }
    });
}

fn fired(ui: &mut Ui, cx: &mut Cx<'_>, shot: &Shot) {
    let framed = card(cx.theme, true).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, &format!("{} on {}", shot.event, shot.tenant.name));
        match &shot.answer {
            None => {
                ui.horizontal(|ui| {
                    quiet(ui, cx.theme, "Sent; waiting for the tenant's action history …");
                    let stop = ui.button("Stop waiting");
                    if stop.on_hover_text("The event may have been taken already").clicked() {
                        cx.push(Command::Cancel(shot.job()));
                    }
                });
            }
            Some(Err(problem)) => complaint(ui, cx.theme, problem),
            Some(Ok(result)) => outcome(ui, cx.theme, result),
        }
    });
    // What came of it is what the user waits for.
    let seen = Some((shot.job(), shot.answer.is_some()));
    if cx.own.live.seen_shot != seen {
        cx.own.live.seen_shot = seen;
        framed.response.scroll_to_me(Some(Align::BOTTOM));
    }
}

/// What the tenant made of the event, as far as it is known.
fn outcome(ui: &mut Ui, theme: Theme, result: &ShotResult) {
    match &result.answer {
        Ok(_) => {
            let text = format!("{} The tenant took it", icons::CHECK_CIRCLE);
            ui.label(RichText::new(text).color(theme.good));
        }
        Err(problem) => {
            complaint(ui, theme, problem);
            let text = RichText::new(format!("{} {}", icons::WARNING, Firing::UNSURE));
            ui.add(Label::new(text.color(theme.warn).font(fonts::strong(13.0))).wrap());
        }
    }
    match &result.told {
        Ok(runs) => history(ui, theme, runs),
        Err(problem) => complaint(ui, theme, &format!("what its reactions did cannot be read: {problem}")),
    }
    if let Ok(answer) = &result.answer {
        ui.collapsing("The tenant's answer", |ui| {
            ui.add(Label::new(RichText::new(answer).font(fonts::code(12.0))).selectable(true));
        });
    }
}

fn history(ui: &mut Ui, theme: Theme, runs: &TenantRuns) {
    if runs.told.is_empty() {
        quiet(ui, theme, "Its action history has nothing of it yet.");
    }
    for (number, told) in runs.told.iter().enumerate() {
        ui.add_space(4.0);
        ui.label(RichText::new(&told.name).font(fonts::strong(13.0)));
        if !told.is_here {
            quiet(ui, theme, "No trigger of this workspace");
        }
        steps(ui, theme, told, number);
    }
    for name in &runs.missing {
        let text = format!("{} {name} runs here, and is not in the tenant's history", icons::WARNING);
        ui.label(RichText::new(text).color(theme.warn));
    }
    quiet(
        ui,
        theme,
        "Assumption: an entry of the history is an action that ran. The tenant's words are not documented and shown as they come.",
    );
}

fn steps(ui: &mut Ui, theme: Theme, told: &Told, number: usize) {
    let grid = Grid::new(("told", number)).num_columns(5).striped(true);
    grid.min_col_width(16.0).spacing([18.0, 4.0]).show(ui, |ui| {
        for title in ["", "Action", "Here", "On the tenant", ""] {
            field_name(ui, theme, title);
        }
        ui.end_row();
        for row in &told.rows {
            step(ui, theme, row);
            ui.end_row();
        }
    });
}

fn step(ui: &mut Ui, theme: Theme, row: &Beside) {
    let (icon, colour, name) = if row.is_same {
        (icons::CHECK_CIRCLE, theme.good, "The same on both sides")
    } else {
        (icons::WARNING, theme.warn, "Different")
    };
    ui.label(RichText::new(icon).color(colour)).on_hover_text(name);
    let position = row.position.map(|position| format!("{position} ")).unwrap_or_default();
    ui.label(format!("{position}{}", row.action));
    ui.label(if row.ours.is_empty() { "–" } else { row.ours.as_str() });
    let theirs = row.theirs.as_ref();
    let words = theirs.map_or_else(|| "nothing".to_owned(), |item| item.status.clone());
    ui.label(words);
    if let Some(item) = theirs.filter(|item| !item.result.is_empty()) {
        let shown: String = item.result.chars().take(SHOWN).collect();
        let more = if item.result.chars().count() > SHOWN { "…" } else { "" };
        let text = RichText::new(format!("{shown}{more}")).font(fonts::code(11.0)).color(theme.muted);
        ui.label(text).on_hover_text(&item.result);
    }
}

/// Says that there is nobody to ask, and where somebody is.
pub(super) fn no_tenant(ui: &mut Ui, cx: &mut Cx<'_>) {
    quiet(ui, cx.theme, "No tenant is chosen.");
    if ui.button("Connections…").clicked() {
        cx.push(CommandId::Connections);
    }
    if ui.button("Practice server…").clicked() {
        cx.push(CommandId::Practice);
    }
}

/// The main button of a dialog that asks a tenant, where one is chosen.
pub(super) fn ask_button(ui: &mut Ui, cx: &Cx<'_>, text: &str, is_enabled: bool) -> bool {
    ui.add_enabled_ui(is_enabled, |ui| primary_button(ui, cx.theme, text)).inner.clicked() && is_enabled
}
