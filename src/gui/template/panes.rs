//! What came of the template on a sample: its text, its JSON, its request.

use super::decoded::decoded;
use super::{Pane, TemplateState};
use crate::app::Command;
use crate::app::rendering::{Outcome, Payload, Rendering};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::segment;
use crate::gui::{fonts, icons};
use crate::json::JsonError;
use crate::model::{Context, Target};
use crate::report::curl;
use crate::twig::TwigError;
use eframe::egui::{Button, ComboBox, Label, Margin, Rect, RichText, ScrollArea, Shape, Ui};
use std::ops::Range;

/// Draws the panes of a target.
pub(crate) fn panes(ui: &mut Ui, cx: &mut Cx<'_>, own: &mut TemplateState, target: &Target) {
    sample(ui, cx, own, target);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (pane, title) in
            [(Pane::Rendered, "Rendered text"), (Pane::Decoded, "Decoded JSON"), (Pane::Request, "Request")]
        {
            if segment(ui, own.pane == pane, title) {
                own.pane = pane;
            }
        }
    });
    let Some(rendering) = own.live.rendering.clone() else {
        quiet(ui, cx.theme, "Rendering …");
        return;
    };
    let outcome = &rendering.outcome;
    if own.pane == Pane::Request {
        own.hovered = None;
    }
    let frame = crate::gui::widgets::card::card(cx.theme, false).inner_margin(Margin::same(8));
    frame.show(ui, |ui| {
        ui.take_available_space();
        if let Some(error) = &outcome.error {
            failed(ui, cx, own, error, &target.template);
            return;
        }
        let Some(payload) = &outcome.rendered else {
            quiet(ui, cx.theme, "There is no context to render on. Add one to see the payload.");
            return;
        };
        warnings(ui, cx, outcome);
        match own.pane {
            Pane::Rendered => rendered(ui, cx, own, payload),
            Pane::Decoded => decoded(ui, cx, own, payload),
            Pane::Request => request(ui, cx, payload),
        }
    });
}

fn sample(ui: &mut Ui, cx: &mut Cx<'_>, own: &TemplateState, target: &Target) {
    let Some(rendering) = own.live.rendering.clone() else { return };
    ui.horizontal(|ui| {
        ui.label(RichText::new("Context").size(11.5).color(cx.theme.muted));
        let title = |context: &Context| match &context.event {
            Some(event) => format!("{} · {event}", context.name),
            None => context.name.clone(),
        };
        let shown = rendering.context.as_deref().map_or_else(|| "no context".to_owned(), title);
        let chosen = rendering.context.as_ref().map(|context| context.id);
        let combo = ComboBox::from_id_salt("template-sample").selected_text(shown).truncate();
        let response = combo.width(ui.available_width()).show_ui(ui, |ui| {
            for context in &rendering.reaching.contexts {
                if ui.selectable_label(chosen == Some(context.id), title(context)).clicked() {
                    cx.push(Command::ChooseSample(target.id, context.id));
                }
            }
        });
        response.response.accessible_name("Context of the preview");
    });
    if !rendering.reaching.is_sent_to {
        quiet(ui, cx.theme, "No trigger sends to this target; every sample is offered.");
    }
    clock(ui, cx, &rendering, own.live.is_fresh);
}

/// The time that `now` was, whose it is, and whether something has changed since.
fn clock(ui: &mut Ui, cx: &Cx<'_>, rendering: &Rendering, is_fresh: bool) {
    let zone = jiff::tz::TimeZone::get(&rendering.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let now = rendering.now.to_zoned(zone).strftime("%Y-%m-%d %H:%M");
    let whose = match cx.state.settings.simulation.now {
        Some(_) => "simulated",
        None => "the real clock",
    };
    let stale = if is_fresh { "" } else { " · out of date" };
    let text = format!("{} Now is {now} {}, {whose}{stale}", icons::CLOCK, rendering.timezone);
    let label = ui.add(Label::new(RichText::new(text).size(11.5).color(cx.theme.muted)).truncate());
    label.on_hover_text(
        "What now, dates and ages mean in the template. A simulated time is set in the settings.",
    );
}

fn failed(ui: &mut Ui, cx: &Cx<'_>, own: &mut TemplateState, error: &TwigError, source: &str) {
    let words = if error.class == TwigError::RUNTIME { "It does not render" } else { "It does not compile" };
    let text = format!("{} {words}: line {}, column {}", icons::WARNING_CIRCLE, error.line, error.column);
    ui.label(RichText::new(text).font(fonts::strong(13.0)).color(cx.theme.bad));
    ui.add(Label::new(&error.message).wrap().selectable(true));
    if let Some(hint) = &error.hint {
        quiet(ui, cx.theme, hint);
    }
    ScrollArea::horizontal().show(ui, |ui| {
        let excerpt = RichText::new(error.excerpt(source)).font(fonts::code(12.0)).color(cx.theme.muted);
        ui.add(Label::new(excerpt).extend());
    });
    if ui.button("Go to the error").clicked() {
        own.go_to = Some(error.span.start..error.span.end);
        own.wants_focus = true;
    }
}

fn warnings(ui: &mut Ui, cx: &Cx<'_>, outcome: &Outcome) {
    for warning in outcome.warnings.iter().take(3) {
        let text = format!("{} Line {}: {}", icons::WARNING, warning.span.line, warning.message);
        ui.add(Label::new(RichText::new(text).color(cx.theme.warn).size(11.5)).wrap());
    }
}

pub(crate) fn not_json(ui: &mut Ui, cx: &Cx<'_>, error: &JsonError) {
    let text = format!("{} Not JSON: {error}", icons::WARNING_CIRCLE);
    ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
}

pub(crate) fn error_line(error: &JsonError) -> Option<usize> {
    match error {
        JsonError::Syntax { line, .. } | JsonError::TooDeep { line, .. } => Some(*line as usize),
        JsonError::TooLong { .. } => None,
    }
}

/// Only the lines that are seen are laid out. The value under the pointer shows where it comes from, and what the
/// expression under the pointer prints is marked.
fn rendered(ui: &mut Ui, cx: &Cx<'_>, own: &mut TemplateState, payload: &Payload) {
    let error = payload.json.as_ref().err();
    if let Some(error) = error {
        not_json(ui, cx, error);
    }
    super::decoded::footer(ui, cx, own);
    let bad_line = error.and_then(error_line);
    let font = fonts::code(12.0);
    let (height, glyph) = ui.fonts_mut(|fonts| (fonts.row_height(&font), fonts.glyph_width(&font, 'm')));
    ui.spacing_mut().item_spacing.y = 1.0;
    let marked: Vec<Range<usize>> = own
        .pointed
        .into_iter()
        .flat_map(|at| own.live.printed_by(at))
        .map(|origin| origin.output.clone())
        .collect();
    let mut hovered = None;
    let area = ScrollArea::both().id_salt("template-rendered").auto_shrink(false);
    area.show_rows(ui, height, payload.lines.len(), |ui, seen| {
        for index in seen {
            let Some((line, start)) = payload.lines.get(index).zip(payload.line_starts.get(index)) else {
                continue;
            };
            let colour = if bad_line == Some(index + 1) { cx.theme.bad } else { cx.theme.text };
            let behind = ui.painter().add(Shape::Noop);
            let text = RichText::new(line).font(font.clone()).color(colour);
            let response = ui.add(Label::new(text).extend().selectable(true));
            let x = |byte: usize| {
                let chars = line.get(..byte).map_or(0, |before| before.chars().count());
                response.rect.left() + chars as f32 * glyph
            };
            let own_bytes = *start..start + line.len();
            let parts =
                marked.iter().filter(|range| range.start < own_bytes.end && range.end > own_bytes.start);
            let shapes = parts.map(|range| {
                let from = x(range.start.max(*start) - start);
                let to = x(range.end.min(own_bytes.end) - start);
                Shape::rect_filled(
                    Rect::from_x_y_ranges(from..=to, response.rect.y_range()),
                    3,
                    cx.theme.selected,
                )
            });
            ui.painter().set(behind, Shape::Vec(shapes.collect()));
            if let Some(pointer) = response.hover_pos() {
                let column = ((pointer.x - response.rect.left()) / glyph).max(0.0) as usize;
                let byte = start + super::code::byte_at(line, column);
                hovered = own.live.value_at(byte).map(|origin| origin.pointer.clone());
            }
        }
    });
    if own.hovered != hovered {
        own.hovered = hovered;
        ui.ctx().request_repaint();
    }
}

fn request(ui: &mut Ui, cx: &Cx<'_>, payload: &Payload) {
    let request = &payload.request;
    ScrollArea::both().id_salt("template-request").auto_shrink(false).show(ui, |ui| {
        if let Err(error) = &payload.json {
            not_json(ui, cx, error);
        }
        ui.add(Label::new(
            RichText::new(format!("{} {}", request.method, request.url)).font(fonts::strong(13.0)),
        ));
        if ui.add(Button::new(format!("{} Copy as cURL", icons::COPY))).clicked() {
            ui.copy_text(curl(request));
        }
        for header in &request.headers {
            let assumed = if header.is_documented { "" } else { "  (assumed)" };
            let line = format!("{}: {}{assumed}", header.name, header.value);
            ui.label(RichText::new(line).font(fonts::code(11.5)).color(cx.theme.muted));
        }
        ui.add_space(4.0);
        // A label of a whole large body would be laid out in every frame.
        for line in payload.lines.iter().take(500) {
            ui.add(Label::new(RichText::new(line).font(fonts::code(12.0))).extend().selectable(true));
        }
        if payload.lines.len() > 500 {
            quiet(ui, cx.theme, &format!("… {} more lines", payload.lines.len() - 500));
        }
    });
}
