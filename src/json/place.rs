//! Places in JSON text: lines and columns, and where a JSON Pointer leads.

use super::parse::ast;
use crate::diag::Span;
use jsonc_parser::ast::{ObjectPropName, Value as Ast};
use jsonc_parser::common::{Range, Ranged};

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1
    pub line: u32,
    /// In characters, from 1
    pub column: u32,
}

/// The line and column of a byte offset.
pub fn line_column(text: &str, offset: usize) -> Line {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    let line = before.split(|byte| *byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    // Continuation bytes of UTF-8 are not characters of their own.
    let column = before[line_start..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
    Line { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
}

/// The segments of a JSON Pointer, unescaped.
pub fn pointer_segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

/// Appends a segment to a JSON Pointer.
pub fn pointer_push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
}

/// Where a JSON Pointer leads in a text that is JSON: the span of the value, or of its nearest parent that exists.
/// `None` if the text is not JSON.
///
/// ```
/// let span = reagent::json::locate("{\n  \"a\": [1, 22]\n}", "/a/1").unwrap();
/// assert_eq!((span.line, span.column), (2, 12));
/// ```
pub fn locate(text: &str, pointer: &str) -> Option<Span> {
    Some(Places::of(text)?.locate(pointer))
}

/// A JSON text that is read once for many JSON Pointers.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    offset: usize,
    root: Ast<'t>,
}

impl<'t> Places<'t> {
    /// Reads a text; `None` if it is not JSON.
    pub fn of(text: &'t str) -> Option<Self> {
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let root = ast(text.get(offset..)?).ok()??;
        Some(Self { text, offset, root })
    }

    /// Where a JSON Pointer leads: the span of the value, or of its nearest parent that exists.
    pub fn locate(&self, pointer: &str) -> Span {
        let mut value = &self.root;
        for segment in pointer_segments(pointer) {
            let Some(child) = child_of(value, &segment) else { break };
            value = child;
        }
        let Range { start, end } = value.range();
        let (start, end) = (start + self.offset, end + self.offset);
        let at = line_column(self.text, start);
        Span { start, end, line: at.line, column: at.column }
    }
}

fn child_of<'a, 'b>(value: &'b Ast<'a>, segment: &str) -> Option<&'b Ast<'a>> {
    match value {
        Ast::Array(array) => array.elements.get(segment.parse::<usize>().ok()?),
        Ast::Object(object) => {
            let name_is = |name: &ObjectPropName<'_>| match name {
                ObjectPropName::String(lit) => lit.value == segment,
                ObjectPropName::Word(lit) => lit.value == segment,
            };
            object.properties.iter().rev().find(|prop| name_is(&prop.name)).map(|prop| &prop.value)
        }
        _ => None,
    }
}
