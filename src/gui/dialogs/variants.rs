//! Variants of a context to choose from: what each changes, and what the trigger does with it.

use crate::app::{Command, CommandId, TriedVariant, VariantChoice, Varying};
use crate::contexts::VariantKind;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::badge::outcome_look;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::primary_button;
use eframe::egui::{Checkbox, Label, RichText, ScrollArea, Ui};

pub(super) fn variants(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(660.0);
    let Some((varying, is_fresh)) = cx.state.varying() else { return };
    let context = cx.workspace().context(varying.context);
    heading(ui, &format!("Variants of {}", context.map_or("?", |context| context.name.as_str())));
    let trigger = varying.trigger.and_then(|id| cx.workspace().trigger(id));
    let tried = trigger.map_or("no trigger listens to its event".to_owned(), |trigger| {
        format!("tried on \u{201c}{}\u{201d}", trigger.name)
    });
    quiet(ui, cx.theme, &format!("The same event with one thing changed; {tried}"));
    ui.add_space(4.0);
    if varying.found.is_none() {
        ui.label(format!("{} Trying them …", icons::CLOCK));
        if ui.button("Stop").clicked() {
            cx.push(Command::Show(None));
        }
        return;
    }
    filters(ui, cx, varying);
    ui.separator();
    list(ui, cx, varying);
    ui.separator();
    buttons(ui, cx, varying, is_fresh);
}

/// What is listed: the kinds, and whether only what changes the outcome.
fn filters(ui: &mut Ui, cx: &mut Cx<'_>, varying: &Varying) {
    ui.horizontal_wrapped(|ui| {
        for kind in VariantKind::ALL {
            let mut is_on = varying.kinds.contains(&kind);
            if ui.add(Checkbox::new(&mut is_on, kind.title())).changed() {
                cx.push(Command::ChooseVariants(VariantChoice::Kind(kind, is_on)));
            }
        }
    });
    if varying.trigger.is_some() {
        let mut is_only = varying.only_other;
        if ui.checkbox(&mut is_only, "Only where the trigger does something else").changed() {
            cx.push(Command::ChooseVariants(VariantChoice::OnlyOther(is_only)));
        }
    }
    ui.horizontal(|ui| {
        for (text, name, all) in [("All", "Choose all", true), ("None", "Choose none", false)] {
            if ui.button(text).on_hover_text(name).accessible_name(name).clicked() {
                cx.push(Command::ChooseVariants(VariantChoice::All(all)));
            }
        }
    });
}

fn list(ui: &mut Ui, cx: &mut Cx<'_>, varying: &Varying) {
    const HEIGHT: f32 = 22.0;
    let listed = varying.listed();
    if listed.is_empty() {
        quiet(ui, cx.theme, "None of these");
    }
    let height = (ui.ctx().content_rect().height() - 320.0).clamp(140.0, 380.0);
    let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    area.show_rows(ui, HEIGHT, listed.len(), |ui, rows| {
        for at in rows.filter_map(|row| listed.get(row).copied()) {
            let Some(one) = varying.found.as_ref().and_then(|found| found.get(at)) else { continue };
            ui.push_id(at, |ui| row(ui, cx, (at, one), varying.chosen.contains(&at)));
        }
    });
}

/// What changes, and what the trigger does with it.
fn row(ui: &mut Ui, cx: &mut Cx<'_>, (at, one): (usize, &TriedVariant), is_chosen: bool) {
    ui.horizontal(|ui| {
        let mut is_on = is_chosen;
        let checkbox = ui.add(Checkbox::new(&mut is_on, &one.variant.change));
        if checkbox.accessible_name(format!("Take {}", one.variant.change)).changed() {
            cx.push(Command::ChooseVariants(VariantChoice::Item(at, is_on)));
        }
        let Some(outcome) = one.outcome else { return };
        let look = outcome_look(cx.theme, outcome);
        let text = RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).size(11.5);
        ui.label(text).on_hover_text(&one.summary);
        let told = one.summary.strip_prefix("Fires: ").unwrap_or(&one.summary);
        let words = if one.is_other { told } else { "as before" };
        let text = RichText::new(words).color(cx.theme.muted).size(11.5);
        ui.add(Label::new(text).truncate()).on_hover_text(&one.summary);
    });
}

fn buttons(ui: &mut Ui, cx: &mut Cx<'_>, varying: &Varying, is_fresh: bool) {
    let count = varying.chosen.len();
    ui.horizontal(|ui| {
        if is_fresh {
            let text = if count == 1 { "Add 1 context".to_owned() } else { format!("Add {count} contexts") };
            let add = ui.add_enabled_ui(count > 0, |ui| primary_button(ui, cx.theme, &text)).inner;
            if add.on_disabled_hover_text("Choose the variants to add").clicked() {
                cx.push(Command::ChooseVariants(VariantChoice::Accept));
            }
        } else if primary_button(ui, cx.theme, "Make them again").clicked() {
            cx.push(CommandId::MakeVariants);
        }
        if ui.button("Cancel").clicked() {
            cx.push(Command::Show(None));
        }
        quiet(ui, cx.theme, if is_fresh { "One step to undo" } else { "Something was changed meanwhile" });
    });
}
