//! A template's text laid out in colours, with what the marks on it need: line starts and brackets.

use super::highlight::{Highlighter, Kind};
use crate::gui::fonts;
use crate::gui::theme::Theme;
use eframe::egui::text::{ByteIndex, LayoutJob, LayoutSection};
use eframe::egui::{Color32, FontId, Galley, TextFormat, Ui};
use std::ops::Range;
use std::sync::Arc;

/// The font of code in the editor.
pub(crate) fn font() -> FontId {
    fonts::code(12.5)
}

/// The colour of a piece of text.
pub(crate) fn colour(theme: Theme, kind: Kind) -> Color32 {
    match kind {
        Kind::Plain | Kind::Name => theme.text,
        Kind::Key => theme.syntax_key,
        Kind::Text => theme.syntax_text,
        Kind::Constant => theme.syntax_constant,
        Kind::Keyword => theme.syntax_keyword,
        Kind::Function => theme.syntax_function,
        Kind::Delimiter => theme.accent,
        Kind::Punctuation | Kind::Comment => theme.muted,
    }
}

/// Lines above and below the seen ones that are coloured, too, so that scrolling by a few lines lays nothing out.
const COLOURED_BEYOND: usize = 60;

/// The layout of one text, remade where the text, the mode or what is seen has changed.
///
/// Only lines near the seen ones are coloured: egui takes a job by value and hashes it in every frame, which is dear with
/// a hundred thousand coloured pieces.
#[derive(Debug, Default)]
pub(crate) struct CodeLayout {
    highlighter: Highlighter,
    spans: Vec<(Range<usize>, Kind)>,
    job: LayoutJob,
    is_dark: Option<bool>,
    coloured_lines: Range<usize>,
    line_starts: Vec<usize>,
    brackets: Vec<(usize, char)>,
}

impl CodeLayout {
    /// Lays out a text of which some lines are seen. Called in every frame: egui forgets the layout of paragraphs that
    /// a frame did not ask for.
    pub(crate) fn galley(&mut self, ui: &Ui, text: &str, theme: Theme, seen: &Range<usize>) -> Arc<Galley> {
        let is_dark = ui.visuals().dark_mode;
        let is_changed = self.job.text != text;
        if is_changed {
            self.take(text);
        }
        let coloured = &self.coloured_lines;
        let is_coloured = coloured.start <= seen.start && seen.end <= coloured.end;
        if is_changed || !is_coloured || self.is_dark != Some(is_dark) {
            self.is_dark = Some(is_dark);
            if !is_coloured {
                let start = seen.start.saturating_sub(COLOURED_BEYOND);
                self.coloured_lines = start..seen.end.saturating_add(COLOURED_BEYOND);
            }
            self.colour(theme);
        }
        ui.fonts_mut(|fonts| fonts.layout_job(self.job.clone()))
    }

    fn take(&mut self, text: &str) {
        self.highlighter.update(text);
        self.spans = self.highlighter.spans();
        self.line_starts.clear();
        self.line_starts.push(0);
        self.line_starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        self.brackets.clear();
        let code =
            self.spans.iter().filter(|(_, kind)| !matches!(kind, Kind::Text | Kind::Key | Kind::Comment));
        for (range, _) in code {
            let part = text.get(range.clone()).unwrap_or_default();
            let found = part.char_indices().filter(|(_, c)| "()[]{}".contains(*c));
            self.brackets.extend(found.map(|(at, c)| (range.start + at, c)));
        }
        self.job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
        self.job.wrap.max_width = f32::INFINITY;
    }

    /// Makes the sections of the layout.
    fn colour(&mut self, theme: Theme) {
        let end = self.job.text.len();
        let start_of = |line: usize| self.line_starts.get(line).copied().unwrap_or(end);
        let near = start_of(self.coloured_lines.start)..start_of(self.coloured_lines.end);
        let first = self.spans.partition_point(|(range, _)| range.end <= near.start);
        let pieces = self.spans.iter().skip(first).take_while(|(range, _)| range.start < near.end);
        let pieces = pieces.map(|(range, kind)| {
            (range.start.max(near.start)..range.end.min(near.end), colour(theme, *kind))
        });
        let before = std::iter::once((0..near.start, theme.text));
        let after = std::iter::once((near.end..end, theme.text));
        let font = font();
        let sections = &mut self.job.sections;
        sections.clear();
        for (range, colour) in before.chain(pieces).chain(after).filter(|(range, _)| !range.is_empty()) {
            match sections.last_mut() {
                Some(section) if section.format.color == colour => {
                    section.byte_range.end = ByteIndex(range.end);
                }
                _ => sections.push(LayoutSection {
                    leading_space: 0.0,
                    byte_range: ByteIndex(range.start)..ByteIndex(range.end),
                    format: TextFormat::simple(font.clone(), colour),
                }),
            }
        }
    }

    /// Byte ranges of the lines, without their ends.
    pub(crate) fn line(&self, index: usize) -> Option<Range<usize>> {
        let start = *self.line_starts.get(index)?;
        let end = self.line_starts.get(index + 1).map_or(self.job.text.len(), |next| next - 1);
        Some(start..end.max(start))
    }

    /// The line of a byte offset, from 0.
    pub(crate) fn line_of(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Line and column of a byte offset, both from 1, of the text that was laid out last.
    pub(crate) fn place_of(&self, text: &str, at: usize) -> String {
        let line = self.line_of(at);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        let column = text.get(start..at).map_or(0, |before| before.chars().count());
        format!("{}:{}", line + 1, column + 1)
    }

    /// The bracket beside a byte offset and its partner.
    pub(crate) fn bracket_pair(&self, at: usize) -> Option<(usize, usize)> {
        bracket_pair(&self.brackets, at)
    }
}

/// The lines that are seen of a text that begins where the next widget does.
pub(crate) fn seen_lines(ui: &Ui) -> Range<usize> {
    let height = ui.fonts_mut(|fonts| fonts.row_height(&font())).max(1.0);
    let (top, clip) = (ui.next_widget_position().y, ui.clip_rect());
    let line = |y: f32| ((y - top) / height).max(0.0) as usize;
    line(clip.top())..line(clip.bottom()) + 1
}

fn bracket_pair(brackets: &[(usize, char)], at: usize) -> Option<(usize, usize)> {
    let place = |wanted: usize| brackets.binary_search_by_key(&wanted, |(at, _)| *at).ok();
    // The bracket that the cursor is behind, else the one before it.
    let index = at.checked_sub(1).and_then(place).or_else(|| place(at))?;
    let (start, open) = brackets[index];
    let is_open = "([{".contains(open);
    let rest: Box<dyn Iterator<Item = &(usize, char)>> =
        if is_open { Box::new(brackets[index..].iter()) } else { Box::new(brackets[..=index].iter().rev()) };
    let partner = partner(open);
    let mut depth = 0_usize;
    for (at, bracket) in rest {
        if *bracket == open {
            depth += 1;
        } else if *bracket == partner {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some((start, *at));
            }
        }
    }
    None
}

fn partner(bracket: char) -> char {
    match bracket {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        _ => '{',
    }
}

/// The characters before a byte offset.
pub(crate) fn char_at(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    text[..byte].chars().count()
}

/// The byte offset of a character.
pub(crate) fn byte_at(text: &str, char: usize) -> usize {
    text.char_indices().nth(char).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui;

    #[test]
    fn a_long_text_is_coloured_where_it_is_seen() {
        let text = "  \"name\": {{ profile.first_name|json_encode|raw }},\n".repeat(5000);
        let theme = Theme::of_mode(egui::Theme::Dark);
        let colours = |lines: Range<usize>| {
            let mut code = CodeLayout { coloured_lines: lines, ..CodeLayout::default() };
            code.take(&text);
            code.colour(theme);
            code.job.sections
        };
        let at = |sections: &[LayoutSection], byte: usize| {
            let index = sections.partition_point(|section| section.byte_range.end.0 <= byte);
            sections[index].format.color
        };
        let (all, near) = (colours(0..6000), colours(2000..2100));
        assert!(all.len() > 20_000 && near.len() < 2000, "{} and {}", all.len(), near.len());
        let covered: usize =
            near.iter().map(|section| section.byte_range.end.0 - section.byte_range.start.0).sum();
        assert_eq!(covered, text.len());
        let line = text.len() / 5000;
        assert!((2000 * line..2100 * line).all(|byte| at(&all, byte) == at(&near, byte)));
        assert_eq!(at(&near, 1999 * line + 3), theme.text);
    }

    #[test]
    fn brackets_find_their_partners() {
        let text = "{\"a\": [1, {{ f(x) }}]}";
        let brackets: Vec<_> = text.char_indices().filter(|(_, c)| "()[]{}".contains(*c)).collect();
        let pair = |at: usize| bracket_pair(&brackets, at);
        assert_eq!(pair(0), Some((0, text.len() - 1)));
        assert_eq!(pair(text.len()), Some((text.len() - 1, 0)));
        assert_eq!(pair(7), Some((6, 20)));
        assert_eq!(pair(15), Some((14, 16)));
        assert_eq!(pair(4), None);
        assert_eq!(bracket_pair(&[(0, '(')], 0), None);
    }

    #[test]
    fn characters_and_bytes_are_told_apart() {
        assert_eq!((char_at("aéb", 3), byte_at("aéb", 2)), (2, 3));
        assert_eq!((char_at("aéb", 2), byte_at("aéb", 9)), (1, 4));
    }
}
