//! A template's text with its lines: from byte offsets to the spans of [`crate::diag`].

use crate::diag::Span;

/// A range of the normalised source and the line where it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pos {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the first byte, from 1.
    pub line: u32,
}

impl Pos {
    /// From the start of `self` to the end of `last`.
    pub(crate) fn to(self, last: Self) -> Self {
        Self { end: last.end.max(self.end), ..self }
    }
}

/// A source text with `\n` as its only line ending, as Twig reads it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    text: String,
    /// Offsets in the normalised text after which a carriage return was dropped.
    dropped: Vec<u32>,
    /// Offsets in the normalised text at which lines begin, without the first.
    lines: Vec<u32>,
}

impl Source {
    pub(crate) fn new(text: &str) -> Self {
        if !text.contains('\r') {
            return Self::of(text.to_owned(), Vec::new());
        }
        let mut normalised = String::with_capacity(text.len());
        let mut dropped = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('\r') {
            normalised.push_str(before);
            if after.starts_with('\n') {
                dropped.push(normalised.len() as u32);
            } else {
                normalised.push('\n');
            }
            rest = after;
        }
        normalised.push_str(rest);
        Self::of(normalised, dropped)
    }

    fn of(text: String, dropped: Vec<u32>) -> Self {
        let lines = text.match_indices('\n').map(|(at, _)| at as u32 + 1).collect();
        Self { text, dropped, lines }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The span of a range in the text that the user wrote.
    pub(crate) fn span(&self, pos: Pos) -> Span {
        let start = floor_boundary(&self.text, pos.start as usize);
        let end = floor_boundary(&self.text, pos.end as usize).max(start);
        let line = self.lines.partition_point(|begin| *begin as usize <= start);
        let begin =
            line.checked_sub(1).and_then(|last| self.lines.get(last)).map_or(0, |begin| *begin as usize);
        let column = self.text.get(begin..start).unwrap_or_default().chars().count() as u32 + 1;
        let line = line as u32 + 1;
        Span { start: self.original(start), end: self.original(end), line, column }
    }

    fn original(&self, offset: usize) -> usize {
        offset + self.dropped.partition_point(|at| (*at as usize) < offset)
    }
}

/// The nearest character boundary at or before an offset.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_dropped_carriage_returns() {
        let source = Source::new("a\r\nbü\rc");
        assert_eq!(source.text(), "a\nbü\nc");
        let span = source.span(Pos { start: 6, end: 7, line: 3 });
        assert_eq!((span.start, span.end, span.line, span.column), (7, 8, 3, 1));
    }
}
