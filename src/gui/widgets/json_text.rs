//! JSON text to type into: coloured, with line numbers, and with what is wrong in sight wherever the text is scrolled to.

use crate::document::{Draft, DraftKey};
use crate::gui::cx::Cx;
use crate::gui::template::{CodeLayout, code_font, seen_lines};
use crate::gui::theme::Theme;
use crate::gui::{fonts, icons};
use eframe::egui::text::LayoutJob;
use eframe::egui::text_edit::TextEditOutput;
use eframe::egui::{
    Align, Align2, Frame, Label, Layout, Margin, Rect, Response, RichText, ScrollArea, Sense, Stroke,
    TextBuffer, TextEdit, Ui, UiBuilder, pos2, vec2,
};
use std::collections::BTreeMap;

/// Longer text is not coloured: the colours of all of it are found before the first frame.
const LONGEST_COLOURED: usize = 200_000;
/// Texts whose colours are kept.
const KEPT: usize = 4;

/// Colours of the texts that were drawn last.
#[derive(Debug, Default)]
pub(crate) struct JsonLayouts(BTreeMap<DraftKey, CodeLayout>);

impl JsonLayouts {
    fn take(&mut self, key: &DraftKey) -> CodeLayout {
        self.0.remove(key).unwrap_or_default()
    }

    fn keep(&mut self, key: &DraftKey, layout: CodeLayout) {
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(key.clone(), layout);
    }
}

/// Draws the text, `rows` lines high at least.
pub(crate) fn json_text(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    key: &DraftKey,
    text: &mut String,
    (name, rows): (&str, usize),
) -> Response {
    let draft = cx.state.document.draft(key);
    let mut layout = cx.own.json_layouts.take(key);
    let output = ui.push_id(format!("{key:?}"), |ui| field(ui, cx.theme, &mut layout, text, rows)).inner;
    cx.own.json_layouts.keep(key, layout);
    if let Some(draft) = draft.filter(|draft| draft.problem.is_some()) {
        problem(ui, cx.theme, draft, &output);
    }
    output.response.response.accessible_name(name)
}

fn field(
    ui: &mut Ui,
    theme: Theme,
    layout: &mut CodeLayout,
    text: &mut String,
    rows: usize,
) -> TextEditOutput {
    let digits = (text.matches('\n').count() + 1).max(10).to_string().len() as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let strip = ui.allocate_exact_size(vec2(digits * 7.4 + 2.0, 0.0), Sense::hover()).0;
        let scroll = ScrollArea::horizontal().id_salt("json-text").auto_shrink([false, true]);
        let output = scroll.show(ui, |ui| {
            let seen = seen_lines(ui);
            let is_coloured = text.len() <= LONGEST_COLOURED;
            let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, _: f32| {
                if is_coloured {
                    return layout.galley(ui, buffer.as_str(), theme, &seen);
                }
                let job =
                    LayoutJob::simple(buffer.as_str().to_owned(), code_font(), theme.text, f32::INFINITY);
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            TextEdit::multiline(text)
                .id_salt("text")
                .font(code_font())
                .desired_rows(rows)
                .desired_width(f32::INFINITY)
                .lock_focus(true)
                .layouter(&mut layouter)
                .show(ui)
        });
        numbers(ui, theme, strip.right(), &output.inner);
        output.inner
    })
    .inner
}

/// The numbers of the lines that are seen, right-aligned.
fn numbers(ui: &Ui, theme: Theme, right: f32, output: &TextEditOutput) {
    let (origin, clip) = (output.galley_pos, ui.clip_rect());
    let rows = &output.galley.rows;
    let first = rows.partition_point(|row| origin.y + row.pos.y + row.size.y < clip.top());
    for (index, row) in rows.iter().enumerate().skip(first) {
        // Smaller digits sit on the line of the text.
        let middle = origin.y + row.pos.y + row.size.y / 2.0 - 1.0;
        if middle > clip.bottom() {
            return;
        }
        let number = (index + 1).to_string();
        ui.painter().text(pos2(right, middle), Align2::RIGHT_CENTER, number, fonts::code(11.0), theme.muted);
    }
}

/// What is wrong, below the text, or at the lower end of what is seen of it.
fn problem(ui: &mut Ui, theme: Theme, draft: &Draft, output: &TextEditOutput) {
    const HEIGHT: f32 = 24.0;
    let Some(said) = &draft.problem else { return };
    let (below, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let clip = ui.clip_rect();
    let is_out_of_sight =
        below.bottom() > clip.bottom() && output.response.rect.top() + HEIGHT < clip.bottom();
    let caret = output.cursor_range.map(|range| output.galley.pos_from_cursor(range.primary).bottom());
    let covers_caret = caret.is_some_and(|y| output.galley_pos.y + y > clip.bottom() - 2.0 * HEIGHT);
    let top = match (is_out_of_sight, covers_caret) {
        (false, _) => below.top(),
        (true, false) => clip.bottom() - HEIGHT - 2.0,
        // What is being typed stays in sight.
        (true, true) => output.response.rect.top().max(clip.top()) + 2.0,
    };
    let rect = Rect::from_min_size(pos2(below.left(), top), below.size());
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)), |ui| {
        let stroke = if is_out_of_sight { theme.hairline() } else { Stroke::NONE };
        let frame = Frame::new().fill(theme.card).stroke(stroke).inner_margin(Margin::symmetric(6, 2));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let text = format!("{} Not JSON yet: {said}", icons::WARNING_CIRCLE);
            ui.add(Label::new(RichText::new(text).color(theme.bad).size(11.5)).truncate())
                .on_hover_text(said);
        });
    });
}
