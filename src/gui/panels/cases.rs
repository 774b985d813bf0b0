//! Golden cases of the shown trigger: which of them hold, what differs, and what no context has shown yet.

use crate::app::{Command, CommandId, Gap, GapPlace, command_row};
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{Look, badge, stale_badge};
use crate::gui::widgets::card::{card, heading, quiet};
use crate::gui::widgets::controls::icon_button;
use crate::gui::{fonts, icons};
use crate::model::{TargetId, TriggerId};
use crate::prove::{CaseReport, Coverage, Difference, Verdict};
use eframe::egui::{Align, Button, Label, Layout, RichText, Ui};

/// Longest list of what is uncovered.
const MOST_UNCOVERED: usize = 100;

pub(super) fn cases(ui: &mut Ui, cx: &mut Cx<'_>) {
    if let Some(ObjectId::Target(target)) = cx.state.selection.object {
        return branches(ui, cx, target);
    }
    let Some(stem) = cx.state.shown_cases() else {
        let is_new = cx.state.cases_trigger().is_some();
        let words = if is_new {
            "Save the workspace first: cases are kept in a file that is named after the trigger's."
        } else {
            "Choose a trigger to see its cases."
        };
        quiet(ui, cx.theme, words);
        return;
    };
    let listed = cx.state.case_names(&stem);
    ui.horizontal_wrapped(|ui| {
        table_button(ui, cx, CommandId::SaveCase, icons::SEAL_CHECK);
        table_button(ui, cx, CommandId::TestCases, icons::ARROWS_CLOCKWISE);
        let is_fresh = cx.state.workspace_proof().is_none_or(|(_, is_fresh)| is_fresh);
        stale_badge(ui, cx.theme, is_fresh);
    });
    ui.add_space(4.0);
    if listed.is_empty() {
        quiet(ui, cx.theme, "No case yet. Save a run as a case, and every later change is held against it.");
    }
    for (position, name) in listed.iter().enumerate() {
        ui.push_id(("case", position), |ui| case(ui, cx, (&stem, position), name));
    }
    ui.add_space(8.0);
    coverage(ui, cx);
}

fn table_button(ui: &mut Ui, cx: &mut Cx<'_>, id: CommandId, icon: &str) {
    let Some(row) = command_row(id) else { return };
    let blocked = row.enabled(cx.state).err();
    let button = ui.add_enabled(blocked.is_none(), Button::new(format!("{icon}  {}", row.text)));
    let button = button.accessible_name(row.text);
    match blocked {
        Some(reason) => drop(button.on_disabled_hover_text(reason)),
        None if button.on_hover_text(row.tooltip).clicked() => cx.push(id),
        None => {}
    }
}

fn look_of(cx: &Cx<'_>, report: Option<&CaseReport>) -> Look {
    let (icon, word, colour) = match report.map(|report| report.verdict) {
        Some(Verdict::Passed) => (icons::CHECK_CIRCLE, "Passes", cx.theme.good),
        Some(Verdict::Failed) => (icons::X_CIRCLE, "Fails", cx.theme.bad),
        Some(Verdict::Broken) => (icons::WARNING_CIRCLE, "Cannot be run", cx.theme.bad),
        None => (icons::CIRCLE_DASHED, "Not run", cx.theme.muted),
    };
    Look { icon, word, colour }
}

fn case(ui: &mut Ui, cx: &mut Cx<'_>, (stem, position): (&str, usize), name: &str) {
    let result = cx.state.case_result(stem, position, name);
    let report = result.map(|(report, _)| report);
    ui.horizontal(|ui| {
        badge(ui, cx.theme, look_of(cx, report));
        stale_badge(ui, cx.theme, result.is_none_or(|(_, is_fresh)| is_fresh));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::TRASH, &format!("Delete case {name}")).clicked() {
                cx.push(Command::DeleteCase(stem.to_owned(), position));
            }
            let update = icon_button(ui, icons::ARROWS_CLOCKWISE, &format!("Update case {name}"));
            if update.on_hover_text("Expects from now on what happens now").clicked() {
                cx.push(Command::UpdateCase(stem.to_owned(), position));
            }
            let edit = icon_button(ui, icons::PENCIL_SIMPLE, &format!("Expectations of case {name}"));
            if edit.on_hover_text("Choose what matters and what does not").clicked() {
                cx.push(Command::EditCase(stem.to_owned(), position));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(name).font(fonts::strong(13.0))).truncate());
            });
        });
    });
    let Some(report) = report else { return };
    if report.problem.is_none() && report.differences.is_empty() {
        return;
    }
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        if let Some(problem) = &report.problem {
            let problem = crate::diag::upper_first(problem);
            ui.add(Label::new(RichText::new(problem).color(cx.theme.bad)).wrap());
        }
        for found in &report.differences {
            difference(ui, cx, found);
        }
    });
}

fn difference(ui: &mut Ui, cx: &Cx<'_>, found: &Difference) {
    ui.add(Label::new(&found.message).wrap());
    let Some(diff) = &found.diff else { return };
    for line in diff.lines() {
        let colour = match line.chars().next() {
            Some('-') => cx.theme.bad,
            Some('+') => cx.theme.good,
            _ => cx.theme.muted,
        };
        ui.label(RichText::new(line).font(fonts::code(12.0)).color(colour));
    }
}

fn coverage(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(trigger) = cx.state.cases_trigger() else { return };
    let Some((found, is_fresh)) = cx.state.coverage_of(trigger) else { return };
    heading(ui, "Coverage of all contexts");
    ui.horizontal_wrapped(|ui| {
        ui.label(summary(found));
        stale_badge(ui, cx.theme, is_fresh);
    });
    if !is_fresh {
        for missing in found.uncovered().iter().take(MOST_UNCOVERED) {
            quiet(ui, cx.theme, &format!("{} {}", icons::CIRCLE_DASHED, missing.sentence));
        }
        return;
    }
    let gaps = cx.state.gaps(trigger);
    for (position, missing) in gaps.iter().take(MOST_UNCOVERED).enumerate() {
        ui.push_id(("gap", position), |ui| gap(ui, cx, Some(trigger), missing));
    }
    if gaps.len() > MOST_UNCOVERED {
        quiet(ui, cx.theme, &format!("and {} more", gaps.len() - MOST_UNCOVERED));
    }
}

fn select(cx: &mut Cx<'_>, trigger: Option<TriggerId>) {
    if let Some(trigger) = trigger {
        cx.push(Command::Select(ObjectId::Trigger(trigger)));
    }
}

/// What contexts have shown of a target's template.
fn branches(ui: &mut Ui, cx: &mut Cx<'_>, target: TargetId) {
    let Some((found, is_fresh)) = cx.state.template_coverage(target) else {
        quiet(ui, cx.theme, "No trigger that has a context sends to this target.");
        return;
    };
    heading(ui, "Coverage of all contexts");
    let both = found.branches.iter().filter(|branch| branch.missing().is_none()).count();
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("{both} of {} branches of the template seen both ways", found.branches.len()));
        stale_badge(ui, cx.theme, is_fresh);
    });
    let gaps = if is_fresh { cx.state.template_gaps(found) } else { Vec::new() };
    for (position, missing) in gaps.iter().take(MOST_UNCOVERED).enumerate() {
        ui.push_id(("gap", position), |ui| gap(ui, cx, None, missing));
    }
}

/// Something that no context has shown: a click goes there, a button searches for a context that shows it.
fn gap(ui: &mut Ui, cx: &mut Cx<'_>, trigger: Option<TriggerId>, missing: &Gap) {
    ui.horizontal_wrapped(|ui| {
        let text = RichText::new(format!("{} {}", icons::CIRCLE_DASHED, missing.sentence));
        let button = ui.add(Button::new(text.color(cx.theme.text)).frame_when_inactive(false));
        let button = button.on_hover_text("Show where");
        if button.accessible_name(format!("Uncovered, {}", missing.sentence)).clicked() {
            match &missing.place {
                GapPlace::Action(action, part) => {
                    select(cx, trigger);
                    cx.push(Command::ShowPart(*action, part.clone()));
                }
                GapPlace::Template(target, span) => {
                    cx.push(Command::Select(ObjectId::Target(*target)));
                    cx.own.template.go_to(*target, span.start..span.end);
                }
            }
        }
        let Some(wanted) = &missing.wanted else {
            quiet(ui, cx.theme, "asks about the items of a list: change a context by hand");
            return;
        };
        let button = ui.add(Button::new(RichText::new("Make a context…").size(11.5)).small());
        if button.accessible_name(format!("Make a context for {}", missing.sentence)).clicked() {
            select(cx, trigger);
            cx.push(Command::FindChange(wanted.clone()));
        }
    });
}

fn summary(found: &Coverage) -> String {
    let conditions = found.triggers.iter().flat_map(|trigger| &trigger.conditions);
    let seen: Vec<bool> =
        conditions.map(|condition| condition.seen.yes > 0 && condition.seen.no > 0).collect();
    let actions = found.triggers.iter().flat_map(|trigger| &trigger.actions);
    let reached: Vec<bool> = actions.map(|action| action.reached > 0).collect();
    let branches = found.templates.iter().flat_map(|template| &template.branches);
    let taken: Vec<bool> = branches.map(|branch| branch.seen.yes > 0 && branch.seen.no > 0).collect();
    let of = |all: &[bool]| format!("{} of {}", all.iter().filter(|is| **is).count(), all.len());
    let mut text = format!("{} conditions seen both ways, {} actions reached", of(&seen), of(&reached));
    if !taken.is_empty() {
        text = format!("{text}, {} template branches seen both ways", of(&taken));
    }
    text
}

/// How many cases of the workspace pass; shows them on a click. Nothing while there are none.
pub(super) fn cases_badge(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some((proof, is_fresh)) = cx.state.workspace_proof() else { return };
    let counts = proof.suite.counts();
    if counts.total() == 0 {
        return;
    }
    let (icon, colour) = match (is_fresh, counts.is_green()) {
        (false, _) => (icons::CLOCK, cx.theme.muted),
        (true, true) => (icons::SEAL_CHECK, cx.theme.good),
        (true, false) => (icons::X_CIRCLE, cx.theme.bad),
    };
    let words = format!("{} of {} cases pass", counts.passed, counts.total());
    let text = RichText::new(format!("{icon} {words}")).size(11.5).color(colour);
    let button = ui.add(Button::new(text).frame(false));
    let button = button.on_hover_text(if is_fresh { "Show the cases" } else { "Out of date" });
    if button.accessible_name(words).clicked() {
        cx.own.dock = crate::gui::ui_state::Dock::Cases;
        if !cx.state.view.panels.results {
            cx.push(CommandId::ToggleResults);
        }
    }
}
