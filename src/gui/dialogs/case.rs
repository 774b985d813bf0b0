//! What a golden case expects, tick by tick: what is not ticked does not matter.

use crate::app::{CaseChange, CaseDraft, Command};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button};
use crate::gui::widgets::json_tree::{is_branch, short};
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::prove::{Tick, Ticked, TickedStep, TickedValue};
use eframe::egui::{Checkbox, Label, RichText, ScrollArea, Ui};

/// Most values of an action that are listed.
const MOST_VALUES: usize = 300;
const INDENT: f32 = 22.0;

pub(super) fn case(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(600.0);
    let Some(draft) = &cx.state.view.case else { return };
    heading(ui, "What this case expects");
    quiet(ui, cx.theme, "What is not ticked does not matter, and may change without the case failing");
    ui.add_space(6.0);
    field_name(ui, cx.theme, "Name");
    if let Some(name) = line_field(ui, "Name of the case", &draft.name, "What it shows").1 {
        cx.push(Command::ChangeCase(CaseChange::Name(name)));
    }
    field_name(ui, cx.theme, &format!("At {}", draft.now));
    ui.horizontal(|ui| {
        for (text, change) in
            [("Tick all", CaseChange::Everything), ("Only how it ends", CaseChange::OnlyOutcome)]
        {
            if ui.button(text).clicked() {
                cx.push(Command::ChangeCase(change));
            }
        }
    });
    ui.separator();
    let height = (ui.ctx().content_rect().height() - 330.0).clamp(160.0, 420.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| ticks(ui, cx, draft));
    ui.separator();
    buttons(ui, cx, draft);
}

fn buttons(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft) {
    let blocked = cx.state.can_keep(draft).err();
    ui.horizontal(|ui| {
        let save = ui.add_enabled_ui(blocked.is_none(), |ui| primary_button(ui, cx.theme, "Keep this"));
        if save.inner.on_disabled_hover_text(blocked.unwrap_or_default()).clicked() {
            cx.push(Command::ChangeCase(CaseChange::Accept));
        }
        if ui.button("Cancel").clicked() {
            cx.push(Command::Show(None));
        }
        if let Some(reason) = blocked {
            field_name(ui, cx.theme, reason);
        }
    });
}

fn ticks(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft) {
    let (expect, now) = (&draft.ticks.expect, &draft.ticks.now);
    let said = |word: &String| word.replace('_', " ");
    let outcome = (expect.outcome.as_ref().map(said), now.outcome.as_ref().map(said));
    line(ui, cx, draft, Tick::Outcome, ("How it ends", outcome));
    let end = |position: Option<i64>| position.map(|position| format!("step {position}"));
    if expect.stopped_at.is_some() || now.stopped_at.is_some() {
        line(
            ui,
            cx,
            draft,
            Tick::End,
            ("Where it ends early", (end(expect.stopped_at), end(now.stopped_at))),
        );
    }
    let actions = |kinds: &Option<Vec<String>>| {
        kinds.as_ref().map(|kinds| if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") })
    };
    line(
        ui,
        cx,
        draft,
        Tick::Actions,
        ("Which actions act", (actions(&expect.actions), actions(&now.actions))),
    );
    for (position, step) in draft.ticks.steps.iter().enumerate() {
        ui.add_space(6.0);
        ui.push_id(position, |ui| step_ui(ui, cx, draft, (position, step)));
    }
}

/// A tick with what is expected, or, while it is not, what happens now.
fn line(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    draft: &CaseDraft,
    tick: Tick,
    (name, values): (&str, (Option<String>, Option<String>)),
) {
    ui.horizontal_wrapped(|ui| {
        tick_box(
            ui,
            cx,
            draft,
            tick,
            (
                RichText::new(name).font(fonts::strong(13.0)),
                &format!("Expect {}", crate::diag::lower_first(name)),
            ),
        );
        let (wanted, now) = values;
        let text = wanted.as_deref().or(now.as_deref()).unwrap_or("not early");
        ui.label(RichText::new(text).color(if wanted.is_some() { cx.theme.text } else { cx.theme.muted }));
        if wanted.is_some() && wanted != now {
            differs(ui, cx, now.as_deref().unwrap_or("not early"));
        }
    });
}

/// What happens now, where that is not what is expected.
fn differs(ui: &mut Ui, cx: &Cx<'_>, now: &str) {
    ui.label(RichText::new(format!("{} now {now}", icons::WARNING)).color(cx.theme.warn).size(11.5));
}

fn tick_box(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft, tick: Tick, (text, name): (RichText, &str)) {
    let ticked = draft.ticks.ticked(&tick);
    let mut is_on = ticked == Ticked::Yes;
    let checkbox = Checkbox::new(&mut is_on, text).indeterminate(ticked == Ticked::Partly);
    if ui.add(checkbox).accessible_name(name).changed() {
        cx.push(Command::ChangeCase(CaseChange::Tick(tick, is_on)));
    }
}

fn step_ui(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft, (at, step): (usize, &TickedStep)) {
    let kind = &step.wanted.action;
    let earlier = draft.ticks.steps.iter().take(at).filter(|other| other.wanted.action == *kind).count();
    let same = draft.ticks.steps.iter().filter(|other| other.wanted.action == *kind).count();
    let name = if same > 1 { format!("{kind} {}", earlier + 1) } else { kind.clone() };
    ui.horizontal_wrapped(|ui| {
        let text = RichText::new(format!("{name} acts")).font(fonts::strong(13.0));
        tick_box(ui, cx, draft, Tick::Step(at), (text, &format!("Expect {name}")));
        if step.now.is_none() {
            differs(ui, cx, "it does not act");
        }
    });
    if draft.ticks.ticked(&Tick::Step(at)) == Ticked::No {
        return;
    }
    root(ui, cx, draft, (at, &name), "arguments");
    let has_payload = |of: &crate::model::StepExpectations| of.payload.is_some() || of.payload_text.is_some();
    if has_payload(&step.wanted) || step.now.as_ref().is_some_and(has_payload) {
        root(ui, cx, draft, (at, &name), "payload");
    }
}

/// Arguments or payload, and their values while they matter.
fn root(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft, (at, name): (usize, &str), root: &str) {
    let Some(step) = draft.ticks.steps.get(at) else { return };
    let tick = if root == "payload" { Tick::Payload(at) } else { Tick::Arguments(at) };
    let is_on = draft.ticks.ticked(&tick) != Ticked::No;
    ui.horizontal(|ui| {
        ui.add_space(INDENT);
        let text = RichText::new(crate::diag::upper_first(root));
        tick_box(ui, cx, draft, tick, (text, &format!("Expect {root} of {name}")));
        if let Some(text) = step.wanted.payload_text.as_ref().filter(|_| root == "payload") {
            ui.add(Label::new(RichText::new(text).font(fonts::code(12.0))).truncate());
        }
    });
    if !is_on {
        return;
    }
    let values = step.values(root);
    for found in values.iter().take(MOST_VALUES) {
        ui.push_id(&found.pointer, |ui| value(ui, cx, draft, (at, name), found));
    }
    if values.len() > MOST_VALUES {
        quiet(ui, cx.theme, &format!("and {} more", values.len() - MOST_VALUES));
    }
}

fn value(ui: &mut Ui, cx: &mut Cx<'_>, draft: &CaseDraft, (at, name): (usize, &str), found: &TickedValue) {
    ui.horizontal(|ui| {
        ui.add_space(INDENT * (found.depth as f32 + 2.0));
        let text = RichText::new(&found.key).font(fonts::code(12.0));
        let label = format!("Expect {} of {name}", found.pointer);
        tick_box(ui, cx, draft, Tick::Value(at, found.pointer.clone()), (text, &label));
        if !is_branch(&found.wanted) {
            let colour = if found.ticked == Ticked::No { cx.theme.muted } else { cx.theme.text };
            let text = RichText::new(short(&found.wanted)).font(fonts::code(12.0)).color(colour);
            ui.add(Label::new(text).truncate());
        }
        if let Some(now) = &found.differs {
            differs(ui, cx, &now.as_ref().map_or_else(|| "not there".to_owned(), |now: &Json| short(now)));
        }
    });
}
