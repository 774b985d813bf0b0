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

/// The layout of one text, remade where the text or the mode has changed.
#[derive(Debug, Default)]
pub(crate) struct CodeLayout {
    highlighter: Highlighter,
    job: LayoutJob,
    is_dark: Option<bool>,
    line_starts: Vec<usize>,
    brackets: Vec<(usize, char)>,
}

impl CodeLayout {
    /// Lays a text out. Called in every frame: egui forgets the layout of paragraphs that a frame did not ask for.
    pub(crate) fn galley(&mut self, ui: &Ui, text: &str, theme: Theme) -> Arc<Galley> {
        let is_dark = ui.visuals().dark_mode;
        if self.is_dark != Some(is_dark) || self.job.text != text {
            self.is_dark = Some(is_dark);
            self.take(text, theme);
        }
        ui.fonts_mut(|fonts| fonts.layout_job(self.job.clone()))
    }

    fn take(&mut self, text: &str, theme: Theme) {
        self.highlighter.update(text);
        let spans = self.highlighter.spans();
        self.line_starts.clear();
        self.line_starts.push(0);
        self.line_starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        self.brackets.clear();
        let code = spans.iter().filter(|(_, kind)| !matches!(kind, Kind::Text | Kind::Key | Kind::Comment));
        for (range, _) in code {
            let part = text.get(range.clone()).unwrap_or_default();
            let found = part.char_indices().filter(|(_, c)| "()[]{}".contains(*c));
            self.brackets.extend(found.map(|(at, c)| (range.start + at, c)));
        }
        let font = font();
        let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
        job.wrap.max_width = f32::INFINITY;
        for (range, kind) in spans {
            let colour = colour(theme, kind);
            let end = ByteIndex(range.end);
            match job.sections.last_mut() {
                Some(section) if section.format.color == colour => section.byte_range.end = end,
                _ => job.sections.push(LayoutSection {
                    leading_space: 0.0,
                    byte_range: ByteIndex(range.start)..end,
                    format: TextFormat::simple(font.clone(), colour),
                }),
            }
        }
        self.job = job;
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
