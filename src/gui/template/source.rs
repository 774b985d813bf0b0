//! The source: the text field with its keys, its marks, its list of candidates and its message line.

use super::TemplateState;
use super::branches;
use super::change::follow_change;
use super::code::{byte_at, char_at, font, seen_lines};
use super::complete::{Candidate, complete, insert};
use super::find_bar::{FindBar, find_bar};
use super::findings;
use super::help::{Help, help_at};
use super::marks::{Marked, Sheet};
use super::popup::{self, Asked, OpenPopup};
use crate::app::rendering::LONGEST_LINTED;
use crate::app::{Command, CommandId};
use crate::diag::{Diagnostic, Severity, Span};
use crate::document::{Edit, TargetEdit};
use crate::gui::cx::Cx;
use crate::gui::widgets::controls::icon_button;
use crate::gui::{fonts, icons};
use crate::model::{Target, TargetId};
use crate::prove::BranchCoverage;
use crate::twig::TwigError;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::{TextEditOutput, TextEditState};
use eframe::egui::{
    Align, Button, Event, EventFilter, Frame, Id, Key, KeyboardShortcut, Label, Layout, Margin, Modifiers,
    Rect, RichText, ScrollArea, Sense, Shape, StrokeKind, TextBuffer, TextEdit, Ui, UiBuilder, vec2,
};
use std::ops::Range;
use std::sync::Arc;

const MESSAGE_HEIGHT: f32 = 26.0;
const INDENT: &str = "  ";

/// Draws the source of a target.
pub(crate) fn source(ui: &mut Ui, cx: &mut Cx<'_>, own: &mut TemplateState, target: &Target) {
    let id = Id::unique(("template-source", target.id.0));
    let mut text = target.template.clone();
    follow_change(own, &text);
    keys(ui, cx, own, id, &mut text);
    let cursor = cursor_byte(ui, id, &text).unwrap_or_default();
    find_bar(ui, cx, own, &mut text, cursor);
    // Typing is a frame ahead of what is rendered: its marks stay where they are until then.
    let rendering = own.live.rendering.clone();
    let outcome = rendering.as_ref().map(|rendering| &rendering.outcome);
    let error = outcome.and_then(|outcome| outcome.error.as_ref());
    let is_current = own.live.is_of_text && text == target.template;
    let help_height = own.help.as_ref().map_or(0.0, |_| 66.0);
    let height = (ui.available_height() - MESSAGE_HEIGHT - help_height).max(80.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let found = Arc::clone(&own.live.findings);
    let findings = found.as_slice();
    let place = own.code.place_of(&text, cursor);
    let covered =
        cx.state.template_coverage(target.id).filter(|(_, is_fresh)| *is_fresh && text == target.template);
    let branches = covered.map_or(&[][..], |(coverage, _)| coverage.branches.as_slice());
    let branches = (target.id, branches);
    let fixed = field(ui, cx, own, Field { id, rect, error, findings, branches }, &mut text);
    let wrong = match error {
        Some(error) => Some(Wrong::of_error(error)),
        None => findings::first(findings).and_then(Wrong::of_finding),
    };
    let is_unread = outcome.is_some_and(|outcome| !outcome.is_linted);
    message(ui, cx, own, (wrong, is_unread), place);
    help(ui, own);
    if own.known != text {
        own.known.clone_from(&text);
    }
    // A fix is made of the text that was looked at.
    if let Some(fixed) = fixed.filter(|_| is_current) {
        cx.push(Command::EndBurst);
        text = fixed;
    }
    if text != target.template {
        cx.push(Edit::Target(target.id, TargetEdit::Template(text)));
    }
}

/// The text field to draw.
#[derive(Clone, Copy)]
struct Field<'a> {
    id: Id,
    rect: Rect,
    error: Option<&'a TwigError>,
    findings: &'a [Diagnostic],
    branches: (TargetId, &'a [BranchCoverage]),
}

/// What the message line says.
struct Wrong {
    text: String,
    hover: String,
    span: Span,
    is_error: bool,
}

impl Wrong {
    fn of_error(error: &TwigError) -> Self {
        let hint = error.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
        Self {
            text: format!("Line {}, column {}: {}", error.span.line, error.column, error.message),
            hover: format!("{}{hint}", error.message),
            span: error.span,
            is_error: true,
        }
    }

    fn of_finding(finding: &Diagnostic) -> Option<Self> {
        let span = finding.place.span?;
        Some(Self {
            text: format!("Line {}: {}", span.line, finding.message),
            hover: finding.message.clone(),
            span,
            is_error: finding.severity == Severity::Error,
        })
    }
}

/// Takes keys before the text field takes them.
fn keys(ui: &Ui, cx: &mut Cx<'_>, own: &mut TemplateState, id: Id, text: &mut String) {
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if !has_focus && !own.find.as_ref().is_some_and(|bar| bar.has_focus) {
        own.popup = own.popup.take().filter(|popup| popup.has_pointer(ui));
        return;
    }
    // In text fields it deletes a character; in editors it replaces.
    let replaces = KeyboardShortcut::new(Modifiers::COMMAND, Key::H);
    if ui.input_mut(|input| input.consume_shortcut(&replaces)) || cx.take(CommandId::Find) {
        let selected = selected(ui, id, text);
        let bar = own.find.get_or_insert_with(FindBar::default);
        if let Some(selected) = selected.filter(|selected| !selected.contains('\n')) {
            bar.query.text = selected;
        }
        bar.wants_focus = true;
    }
    if !has_focus {
        return;
    }
    let at = cursor_byte(ui, id, text).unwrap_or_default();
    if cx.take(CommandId::Catalogue) {
        own.help = help_at(text, at, &own.live.paths);
        if own.help.is_none() {
            cx.push(CommandId::Catalogue);
        }
    }
    undo_keys(ui, cx);
    let asks = KeyboardShortcut::new(Modifiers::COMMAND, Key::Space);
    if ui.input_mut(|input| input.consume_shortcut(&asks)) {
        own.popup = complete(text, at, &own.live.paths, true).map(|found| OpenPopup::new(found, at, true));
    } else if let Some(popup) = &mut own.popup {
        let range = popup.completion.range.clone();
        match popup::keys(ui, popup) {
            Asked::Nothing => {}
            Asked::Close => own.popup = None,
            Asked::Insert(candidate) => accept(ui, own, id, text, &range, &candidate),
        }
    } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        ui.memory_mut(|memory| memory.surrender_focus(id));
    } else {
        indent_keys(ui, text, at);
    }
}

/// Undo is the document's: the field's own history would not know of completions and replacements.
fn undo_keys(ui: &Ui, cx: &mut Cx<'_>) {
    let command = Modifiers::COMMAND;
    let shifted = command | Modifiers::SHIFT;
    for (modifiers, key, id) in [
        (shifted, Key::Z, CommandId::Redo),
        (command, Key::Y, CommandId::Redo),
        (command, Key::Z, CommandId::Undo),
    ] {
        if ui.input_mut(|input| input.consume_shortcut(&KeyboardShortcut::new(modifiers, key))) {
            cx.push(id);
        }
    }
}

/// Tab indents by spaces, and a new line begins where the one before it did.
fn indent_keys(ui: &Ui, text: &str, at: usize) {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::Tab) {
            input.events.push(Event::Text(INDENT.to_owned()));
        }
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        if !indent.is_empty() && input.consume_key(Modifiers::NONE, Key::Enter) {
            input.events.push(Event::Text(format!("\n{indent}")));
        }
    });
}

fn accept(
    ui: &Ui,
    own: &mut TemplateState,
    id: Id,
    text: &mut String,
    range: &Range<usize>,
    candidate: &Candidate,
) {
    if let Some((new, cursor)) = insert(text, range, candidate) {
        *text = new;
        select(ui, id, text, &(cursor..cursor));
    }
    own.popup = None;
    own.wants_focus = true;
}

/// Draws the text field with its marks; the text after a fix that was asked for.
fn field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    own: &mut TemplateState,
    field: Field<'_>,
    text: &mut String,
) -> Option<String> {
    let Field { id, rect, error, findings, branches } = field;
    let theme = cx.theme;
    ui.painter().rect_filled(rect, 6, theme.card);
    let digits = text.matches('\n').count().max(98).to_string().len() as f32;
    let strip =
        Rect::from_min_max(rect.min, eframe::egui::pos2(rect.left() + digits * 7.6 + 36.0, rect.bottom()));
    let inner =
        Rect::from_min_max(eframe::egui::pos2(strip.right(), rect.top() + 1.0), rect.max - vec2(1.0, 1.0));
    let go_to = own.go_to.take();
    if let Some(range) = &go_to {
        select(ui, id, text, range);
    }
    if std::mem::take(&mut own.wants_focus) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let matches = own.find.as_ref().map(|bar| bar.query.matches(text)).unwrap_or_default();
    let chosen = own.find.as_ref().and_then(|bar| bar.chosen.clone());
    let builder = UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Min));
    let hovered = own.hovered.as_ref().and_then(|pointer| own.live.origin(pointer));
    let hovered = hovered.filter(|_| own.live.is_of_text);
    let origin =
        hovered.filter(|origin| origin.is_print).map(|origin| origin.spans.clone()).unwrap_or_default();
    let (output, sheet_clip, fixed) = ui
        .scope_builder(builder, |ui| {
            ui.shrink_clip_rect(inner);
            ScrollArea::both()
                .id_salt("template-scroll")
                .auto_shrink(false)
                .show(ui, |ui| {
                    let behind = ui.painter().add(Shape::Noop);
                    let output = text_field(ui, own, theme, (id, inner.height()), text);
                    let cursor = output.cursor_range.map(|range| byte_at(text, range.primary.index.0));
                    let clip = ui.clip_rect();
                    let sheet = Sheet {
                        text,
                        code: &own.code,
                        galley: &output.galley,
                        origin: output.galley_pos,
                        clip,
                        theme,
                    };
                    let error = error.map(|error| error.span);
                    let marked =
                        Marked { cursor, error, matches: &matches, chosen, findings, origin: &origin };
                    ui.painter().set(behind, sheet.behind(&marked));
                    if let Some(range) = &go_to {
                        ui.scroll_to_rect(sheet.cursor_rect(range.start), Some(Align::Center));
                    }
                    let painter = ui.ctx().layer_painter(ui.layer_id()).with_clip_rect(rect);
                    sheet.numbers(&painter, strip, &marked);
                    ui.set_clip_rect(rect);
                    let fixed = findings::gutter(ui, cx, &sheet, strip, findings);
                    branches::gutter(ui, cx, &sheet, strip, branches);
                    (output, clip, fixed)
                })
                .inner
        })
        .inner;
    let edge = if output.response.has_focus() { theme.accent } else { theme.line };
    ui.painter().rect_stroke(rect, 6, eframe::egui::Stroke::new(1.0, edge), StrokeKind::Inside);
    if output.response.lost_focus() {
        cx.push(Command::EndBurst);
    }
    hover_help(ui, own, &output, text);
    candidates(ui, cx, own, (id, sheet_clip), &output, text);
    fixed
}

fn text_field(
    ui: &mut Ui,
    own: &mut TemplateState,
    theme: crate::gui::theme::Theme,
    (id, height): (Id, f32),
    text: &mut String,
) -> TextEditOutput {
    let code = &mut own.code;
    let seen = seen_lines(ui);
    let mut layouter =
        |ui: &Ui, buffer: &dyn TextBuffer, _: f32| code.galley(ui, buffer.as_str(), theme, &seen);
    let output = TextEdit::multiline(text)
        .id(id)
        .font(font())
        .frame(Frame::NONE)
        .margin(Margin::symmetric(4, 6))
        .desired_width(f32::INFINITY)
        .min_size(vec2(0.0, height))
        // The keys that end a list of candidates or indent do not leave the field.
        .event_filter(EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true })
        .layouter(&mut layouter)
        .show(ui);
    output.response.response.clone().accessible_name("Template");
    output
}

fn candidates(
    ui: &Ui,
    cx: &Cx<'_>,
    own: &mut TemplateState,
    (id, clip): (Id, Rect),
    output: &TextEditOutput,
    text: &mut String,
) {
    let cursor = output.cursor_range.map(|range| byte_at(text, range.primary.index.0));
    if let Some(cursor) = cursor.filter(|_| output.response.changed()) {
        let is_asked = own.popup.as_ref().is_some_and(|popup| popup.is_asked);
        let found = complete(text, cursor, &own.live.paths, is_asked);
        own.popup = found.map(|found| OpenPopup::new(found, cursor, is_asked));
    } else if let Some(cursor) = cursor {
        own.popup = own.popup.take().filter(|popup| popup.at == cursor);
    }
    let Some(popup) = &mut own.popup else { return };
    let range = popup.completion.range.clone();
    let word = CCursor::new(char_at(text, range.start));
    let place = output.galley.pos_from_cursor(word).translate(output.galley_pos.to_vec2());
    if !clip.intersects(place.expand(1.0)) {
        return;
    }
    let below = place.left_bottom() + vec2(-8.0, 4.0);
    if let Some(candidate) = popup::draw(ui, cx, popup, below) {
        accept(ui, own, id, text, &range, &candidate);
    }
}

/// Says what the word under the pointer means and what the expression around it prints.
fn hover_help(ui: &Ui, own: &mut TemplateState, output: &TextEditOutput, text: &str) {
    let response = &output.response;
    let byte = response.hover_pos().and_then(|pointer| {
        let at = pointer - output.galley_pos;
        let cursor = output.galley.cursor_from_pos(at);
        let place = output.galley.pos_from_cursor(cursor);
        // Beside the text there is no word.
        let is_on_text = place.y_range().contains(at.y) && (place.left() - at.x).abs() < 8.0;
        is_on_text.then(|| byte_at(text, cursor.index.0))
    });
    if own.pointed != byte {
        own.pointed = byte;
        // The panes were drawn before; they show it in the next frame.
        ui.ctx().request_repaint();
    }
    let Some(byte) = byte else { return };
    let help = help_at(text, byte, &own.live.paths);
    let body = own.live.outcome().and_then(|outcome| Some(&outcome.rendered.as_ref()?.request.body));
    let printed = own.live.printed_by(byte).filter_map(|origin| body?.get(origin.output.clone()));
    let printed: Vec<String> = printed.take(4).map(|value| value.chars().take(60).collect()).collect();
    if help.is_some() || !printed.is_empty() {
        response.response.clone().on_hover_ui_at_pointer(|ui| {
            if let Some(help) = &help {
                help_text(ui, help);
            }
            for value in &printed {
                ui.label(RichText::new(format!("prints {value}")).font(fonts::code(11.5)));
            }
        });
    }
}

fn help_text(ui: &mut Ui, help: &Help) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(help.sort).weak().size(11.5));
        ui.label(RichText::new(&help.title).font(fonts::code(12.0)).strong());
    });
    ui.add(Label::new(&help.text).wrap());
    if let Some((template, output)) = help.example {
        ui.add(
            Label::new(RichText::new(format!("{template}  gives  {output}")).font(fonts::code(11.5)).weak())
                .wrap(),
        );
    }
}

fn help(ui: &mut Ui, own: &mut TemplateState) {
    let Some(help) = own.help.clone() else { return };
    ui.separator();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 32.0);
            help_text(ui, &help);
        });
        if icon_button(ui, icons::X, "Close the help").clicked() {
            own.help = None;
        }
    });
}

/// One line below the source: what is wrong and where, or that nothing is.
fn message(
    ui: &mut Ui,
    cx: &Cx<'_>,
    own: &mut TemplateState,
    (wrong, is_unread): (Option<Wrong>, bool),
    place: String,
) {
    let theme = cx.theme;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.set_height(MESSAGE_HEIGHT - 2.0);
        ui.label(RichText::new(place).size(11.5).color(theme.muted));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let Some(wrong) = wrong else {
                let text = match own.live.rendering {
                    None => format!("{} Not rendered yet", icons::CIRCLE_DASHED),
                    Some(_) if is_unread => {
                        let limit = LONGEST_LINTED >> 20;
                        format!("{} Longer than {limit} MB: not checked for traps", icons::WARNING)
                    }
                    Some(_) => match own.live.findings.len() {
                        0 if !own.live.is_checked() => {
                            format!("{} Nothing wrong so far", icons::CIRCLE_DASHED)
                        }
                        0 => format!("{} Nothing wrong found", icons::CHECK_CIRCLE),
                        1 => format!("{} Nothing wrong, one remark beside its line", icons::CHECK_CIRCLE),
                        count => format!(
                            "{} Nothing wrong, {count} remarks beside their lines",
                            icons::CHECK_CIRCLE
                        ),
                    },
                };
                ui.add(Label::new(RichText::new(text).size(11.5).color(theme.muted)).truncate());
                return;
            };
            let (icon, colour) = if wrong.is_error {
                (icons::WARNING_CIRCLE, theme.bad)
            } else {
                (icons::WARNING, theme.warn)
            };
            let text = RichText::new(format!("{icon} {}", wrong.text)).size(11.5).color(colour);
            if ui.add(Button::new(text).frame(false).truncate()).on_hover_text(wrong.hover).clicked() {
                own.go_to = Some(wrong.span.start..wrong.span.end);
                own.wants_focus = true;
            }
        });
    });
}

fn cursor_byte(ui: &Ui, id: Id, text: &str) -> Option<usize> {
    let range = TextEditState::load(ui.ctx(), id)?.cursor.char_range()?;
    Some(byte_at(text, range.primary.index.0))
}

fn selected(ui: &Ui, id: Id, text: &str) -> Option<String> {
    let range = TextEditState::load(ui.ctx(), id)?.cursor.char_range()?.as_sorted_char_range();
    let selected = text.get(byte_at(text, range.start.0)..byte_at(text, range.end.0))?;
    (!selected.is_empty()).then(|| selected.to_owned())
}

fn select(ui: &Ui, id: Id, text: &str, range: &Range<usize>) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let at = |byte: usize| CCursor::new(char_at(text, byte));
    state.cursor.set_char_range(Some(CCursorRange::two(at(range.start), at(range.end))));
    state.store(ui.ctx(), id);
}
