//! Marks on the source: line numbers, the cursor's line, matches, brackets, the place of an error.

use super::code::{CodeLayout, char_at, font};
use crate::diag::{Diagnostic, Severity, Span};
use crate::gui::theme::Theme;
use eframe::egui::text::CCursor;
use eframe::egui::{Align2, Color32, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::ops::Range;

/// The laid-out text and where it is.
pub(crate) struct Sheet<'a> {
    /// The text
    pub(crate) text: &'a str,
    /// Its lines and brackets
    pub(crate) code: &'a CodeLayout,
    /// Its layout
    pub(crate) galley: &'a Galley,
    /// Where the layout begins
    pub(crate) origin: Pos2,
    /// What of it is seen
    pub(crate) clip: Rect,
    /// The colours
    pub(crate) theme: Theme,
}

/// What is to be marked.
pub(crate) struct Marked<'a> {
    /// The cursor, in bytes
    pub(crate) cursor: Option<usize>,
    /// The text at fault
    pub(crate) error: Option<Span>,
    /// Matches of the search, and the chosen one
    pub(crate) matches: &'a [Range<usize>],
    /// The chosen match
    pub(crate) chosen: Option<Range<usize>>,
    /// What the linter says
    pub(crate) findings: &'a [Diagnostic],
    /// Where the value under the pointer comes from
    pub(crate) origin: &'a [Span],
}

impl Sheet<'_> {
    /// The lines that are seen.
    pub(crate) fn seen_lines(&self) -> Range<usize> {
        let top = self.clip.top() - self.origin.y;
        let bottom = self.clip.bottom() - self.origin.y;
        let rows = &self.galley.rows;
        let start = rows.partition_point(|row| row.pos.y + row.size.y < top);
        let end = rows.partition_point(|row| row.pos.y <= bottom);
        start..end.max(start)
    }

    /// The seen part of a byte range, one rectangle for each of its lines.
    fn rects(&self, range: &Range<usize>) -> Vec<Rect> {
        let seen = self.seen_lines();
        let first = self.code.line_of(range.start).max(seen.start);
        let last = self.code.line_of(range.end.max(range.start)).min(seen.end.saturating_sub(1));
        (first..=last).filter_map(|line| self.part_of_line(line, range)).collect()
    }

    fn part_of_line(&self, index: usize, range: &Range<usize>) -> Option<Rect> {
        let line = self.code.line(index)?;
        let row = self.galley.rows.get(index)?;
        let (start, end) = (range.start.clamp(line.start, line.end), range.end.clamp(line.start, line.end));
        let text = self.text.get(line.clone())?;
        let x = |at: usize| row.x_offset(char_at(text, at - line.start).into());
        let (left, right) = (x(start), x(end).max(x(start) + 4.0));
        let top = self.origin.y + row.pos.y;
        Some(Rect::from_min_max(
            pos2(self.origin.x + left, top),
            pos2(self.origin.x + right, top + row.size.y),
        ))
    }

    /// The row of a line.
    pub(crate) fn row_rect(&self, index: usize) -> Option<Rect> {
        let row = self.galley.rows.get(index)?;
        let top = self.origin.y + row.pos.y;
        Some(Rect::from_x_y_ranges(self.clip.x_range(), top..=top + row.size.y))
    }

    /// Everything that is painted behind the text.
    pub(crate) fn behind(&self, marked: &Marked<'_>) -> Shape {
        let mut shapes = Vec::new();
        let theme = self.theme;
        if let Some(row) = marked.cursor.and_then(|at| self.row_rect(self.code.line_of(at))) {
            shapes.push(Shape::rect_filled(row, 0, theme.control));
        }
        let seen = self.seen_lines();
        let seen_bytes = self.code.line(seen.start).map_or(0, |line| line.start)
            ..self.code.line(seen.end).map_or(usize::MAX, |line| line.end);
        let first = marked.matches.partition_point(|range| range.end < seen_bytes.start);
        for range in marked.matches.iter().skip(first).take_while(|range| range.start <= seen_bytes.end) {
            let is_chosen = marked.chosen.as_ref() == Some(range);
            for rect in self.rects(range) {
                shapes.push(Shape::rect_filled(rect, 2, theme.selected));
                let stroke = if is_chosen { Stroke::new(1.0, theme.accent) } else { Stroke::NONE };
                shapes.push(Shape::rect_stroke(rect, 2, stroke, StrokeKind::Inside));
            }
        }
        for span in marked.origin {
            let fill = |rect: Rect| Shape::rect_filled(rect.expand2(vec2(2.0, 0.0)), 3, theme.selected);
            shapes.extend(self.rects(&(span.start..span.end)).into_iter().map(fill));
        }
        let is_marked = |finding: &&Diagnostic| finding.severity > Severity::Info && marked.error.is_none();
        for finding in marked.findings.iter().filter(is_marked) {
            let Some(span) = finding.place.span else { continue };
            let colour = if finding.severity == Severity::Error { theme.bad } else { theme.warn };
            let range = span.start..span.end.max(span.start + 1);
            shapes.extend(self.rects(&range).into_iter().map(|rect| squiggle(rect, colour)));
        }
        if let Some((one, other)) = marked.cursor.and_then(|at| self.code.bracket_pair(at)) {
            for at in [one, other] {
                let outline =
                    |rect| Shape::rect_stroke(rect, 2, Stroke::new(1.0, theme.muted), StrokeKind::Inside);
                shapes.extend(self.rects(&(at..at + 1)).into_iter().map(outline));
            }
        }
        if let Some(span) = marked.error {
            let range = span.start..span.end.max(span.start + 1);
            shapes.extend(self.rects(&range).into_iter().map(|rect| squiggle(rect, theme.bad)));
        }
        Shape::Vec(shapes)
    }

    /// Line numbers, right-aligned in a strip.
    pub(crate) fn numbers(&self, painter: &Painter, strip: Rect, marked: &Marked<'_>) {
        let painter = painter.with_clip_rect(strip.intersect(painter.clip_rect()));
        let cursor_line = marked.cursor.map(|at| self.code.line_of(at));
        let error_line = marked.error.map(|span| self.code.line_of(span.start));
        for line in self.seen_lines() {
            let Some(row) = self.row_rect(line) else { continue };
            let colour = if Some(line) == error_line {
                painter.rect_filled(
                    Rect::from_x_y_ranges(strip.left()..=strip.left() + 3.0, row.y_range()),
                    0,
                    self.theme.bad,
                );
                self.theme.bad
            } else if Some(line) == cursor_line {
                self.theme.text
            } else {
                self.theme.muted
            };
            let at = pos2(strip.right() - 8.0, row.center().y);
            painter.text(at, Align2::RIGHT_CENTER, (line + 1).to_string(), font(), colour);
        }
    }

    /// Where a cursor is on the screen.
    pub(crate) fn cursor_rect(&self, at: usize) -> Rect {
        let cursor = CCursor::new(char_at(self.text, at));
        self.galley.pos_from_cursor(cursor).translate(self.origin.to_vec2())
    }
}

fn squiggle(rect: Rect, colour: Color32) -> Shape {
    const STEP: f32 = 3.0;
    let y = rect.bottom() - 1.0;
    let steps = ((rect.width() / STEP) as usize).clamp(2, 400);
    let at = |step: usize| {
        let lift = if step.is_multiple_of(2) { 0.0 } else { -2.0 };
        pos2(rect.left(), y) + vec2(step as f32 * STEP, lift)
    };
    Shape::line((0..=steps).map(at).collect(), Stroke::new(1.0, colour))
}
