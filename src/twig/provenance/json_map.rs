//! From the values of a decoded payload back to the expressions that printed them.

use super::{ContextPath, Piece, TracedRender};
use crate::diag::Span;
use crate::json::{Limits, parse, pointer_push};
use std::ops::Range;

/// Where a value of the payload comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonOrigin {
    /// JSON Pointer into the payload.
    pub pointer: String,
    /// Its bytes in the output, quotes included.
    pub output: Range<usize>,
    /// The expressions that printed it; for the template's own text, that text.
    pub spans: Vec<Span>,
    /// What they read.
    pub paths: Vec<ContextPath>,
    /// Whether an expression printed it, or a part of it.
    pub is_print: bool,
}

/// Every scalar and every empty list or object of the payload, in its order; nothing if the output is not JSON.
///
/// ```
/// use reagent::{php::Value, twig::{Settings, Template, provenance::json_map}};
/// let settings = Settings::default();
/// let template = Template::compile(r#"{"n": {{ total|json_encode|raw }}}"#, &settings)?;
/// let context = Value::from(&serde_json::json!({"total": 5}));
/// let origins = json_map(&template.render_traced(&context, &settings)?);
/// assert_eq!((origins[0].pointer.as_str(), origins[0].paths[0].to_string().as_str()), ("/n", "total"));
/// # Ok::<(), reagent::twig::TwigError>(())
/// ```
pub fn json_map(render: &TracedRender) -> Vec<JsonOrigin> {
    if parse(&render.output, Limits::default()).is_err() {
        return Vec::new();
    }
    let mut scanner =
        Scanner { text: &render.output, at: 0, pointer: String::new(), open: Vec::new(), found: Vec::new() };
    scanner.scan();
    let found = scanner.found.into_iter();
    found.map(|(pointer, output)| origin(pointer, output, &render.pieces)).collect()
}

fn origin(pointer: String, output: Range<usize>, pieces: &[Piece]) -> JsonOrigin {
    let first = pieces.partition_point(|piece| piece.output.end <= output.start);
    let touching = || {
        let rest = pieces.get(first..).unwrap_or_default().iter();
        rest.take_while(|piece| piece.output.start < output.end)
    };
    let is_print = touching().any(|piece| piece.is_print);
    let mut origin =
        JsonOrigin { pointer, output: output.clone(), spans: Vec::new(), paths: Vec::new(), is_print };
    for piece in touching().filter(|piece| piece.is_print == is_print) {
        origin.spans.push(piece.span);
        for path in &piece.paths {
            if !origin.paths.contains(path) {
                origin.paths.push(path.clone());
            }
        }
    }
    origin
}

/// Walks text that is JSON.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    pointer: String,
    open: Vec<Open>,
    found: Vec<(String, Range<usize>)>,
}

/// A bracket that is open.
struct Open {
    is_object: bool,
    start: usize,
    items: usize,
    /// Length of its own pointer.
    base: usize,
    has_key: bool,
}

impl Scanner<'_> {
    fn scan(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            match byte {
                b'}' | b']' => self.close(),
                b'"' if self.open.last().is_some_and(|open| open.is_object && !open.has_key) => self.key(),
                b'{' | b'[' => {
                    self.begin();
                    let base = self.pointer.len();
                    let is_object = byte == b'{';
                    self.open.push(Open { is_object, start: self.at, items: 0, base, has_key: false });
                    self.at += 1;
                }
                b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => self.at += 1,
                // A byte order mark is skipped by whoever reads JSON.
                0xef => self.at += 3,
                _ => self.scalar(),
            }
        }
    }

    /// A value begins: its pointer is the list's with the next index, or ends with the key already.
    fn begin(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if !open.is_object {
            self.pointer.truncate(open.base);
            pointer_push(&mut self.pointer, &open.items.to_string());
        }
        open.items += 1;
        open.has_key = false;
    }

    fn close(&mut self) {
        self.at += 1;
        let Some(open) = self.open.pop() else { return };
        self.pointer.truncate(open.base);
        if open.items == 0 {
            self.found.push((self.pointer.clone(), open.start..self.at));
        }
    }

    fn key(&mut self) {
        let start = self.at;
        self.string();
        let text = self.text.get(start..self.at).unwrap_or_default();
        let key: String = serde_json::from_str(text).unwrap_or_default();
        if let Some(open) = self.open.last_mut() {
            self.pointer.truncate(open.base);
            open.has_key = true;
        }
        pointer_push(&mut self.pointer, &key);
    }

    fn scalar(&mut self) {
        self.begin();
        let start = self.at;
        if self.text.as_bytes().get(start) == Some(&b'"') {
            self.string();
        } else {
            let rest = self.text.get(start..).unwrap_or_default();
            let len = rest.find([',', '}', ']', ' ', '\n', '\r', '\t']).unwrap_or(rest.len());
            self.at += len.max(1);
        }
        self.found.push((self.pointer.clone(), start..self.at));
    }

    fn string(&mut self) {
        let mut is_escaped = false;
        for (index, byte) in self.text.as_bytes().iter().enumerate().skip(self.at + 1) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => {
                    self.at = index + 1;
                    return;
                }
                _ => {}
            }
        }
        self.at = self.text.len();
    }
}
