//! `json_encode`.

use super::arg;
use crate::php::{Array, KeyRef, Value, format_float_exact, numeric};
use crate::twig::error::Outcome;
use crate::twig::eval::Runtime;
use crate::twig::{dates, markup};
use std::fmt::Write as _;

/// PHP's `JSON_…` constants.
pub(crate) mod flags {
    pub(crate) const HEX_TAG: i64 = 1;
    pub(crate) const HEX_AMP: i64 = 2;
    pub(crate) const HEX_APOS: i64 = 4;
    pub(crate) const HEX_QUOT: i64 = 8;
    pub(crate) const FORCE_OBJECT: i64 = 16;
    pub(crate) const NUMERIC_CHECK: i64 = 32;
    pub(crate) const UNESCAPED_SLASHES: i64 = 64;
    pub(crate) const PRETTY_PRINT: i64 = 128;
    pub(crate) const UNESCAPED_UNICODE: i64 = 256;
    pub(crate) const PARTIAL_OUTPUT_ON_ERROR: i64 = 512;
    pub(crate) const PRESERVE_ZERO_FRACTION: i64 = 1024;
    pub(crate) const UNESCAPED_LINE_TERMINATORS: i64 = 2048;
}

/// PHP's own bound on nesting.
const MAX_DEPTH: usize = 512;

pub(crate) fn json_encode(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let mut out = String::with_capacity(64);
    // Where `json_encode` fails, it answers false.
    if encode(runtime, &mut out, args)? { Ok(Value::from(out)) } else { Ok(Value::Bool(false)) }
}

pub(crate) fn write_json_encode(runtime: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let start = out.len();
    if !encode(runtime, out, args)? {
        out.truncate(start);
    }
    Ok(())
}

fn encode(runtime: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<bool> {
    let flags = super::int(arg(args, 1), ("json_encode", "int"), 2, "flags")?;
    let most = runtime.settings.limits.output_bytes;
    let mut encoder = Encoder { out, flags, depth: 0, most, is_bad: false };
    encoder.value(arg(args, 0));
    let is_good = !encoder.is_bad;
    runtime.check_output(out.len())?;
    Ok(is_good)
}

struct Encoder<'o> {
    out: &'o mut String,
    flags: i64,
    depth: usize,
    /// Bytes after which there is no use going on.
    most: usize,
    is_bad: bool,
}

impl Encoder<'_> {
    fn has(&self, flag: i64) -> bool {
        self.flags & flag != 0
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Int(int) => self.int(*int),
            Value::Float(float) => self.float(*float),
            Value::Str(text) => self.text_or_number(text),
            Value::Array(array) if array.is_list() && !self.has(flags::FORCE_OBJECT) => self.list(array),
            Value::Array(array) => self.object(array),
            Value::Object(_) => match markup::text_of(value) {
                Some(text) => self.text(text),
                None => match dates::json(value) {
                    Some(array) => self.object(&array),
                    None => self.out.push_str("{}"),
                },
            },
        }
    }

    fn int(&mut self, int: i64) {
        crate::php::push_int(self.out, int);
    }

    fn float(&mut self, float: f64) {
        if !float.is_finite() {
            self.is_bad = !self.has(flags::PARTIAL_OUTPUT_ON_ERROR);
            self.out.push('0');
            return;
        }
        let text = format_float_exact(float);
        self.out.push_str(&text);
        if self.has(flags::PRESERVE_ZERO_FRACTION) && !text.contains(['.', 'e']) {
            self.out.push_str(".0");
        }
    }

    fn text_or_number(&mut self, text: &str) {
        if self.has(flags::NUMERIC_CHECK)
            && let Some(number) = numeric(text)
        {
            return self.value(&number.into());
        }
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        let mut from = 0;
        while let Some(plain) = text.bytes().skip(from).position(|byte| !PLAIN[usize::from(byte)]) {
            let at = from + plain;
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            self.out.push_str(text.get(from..at).unwrap_or_default());
            self.character(c);
            from = at + c.len_utf8();
        }
        self.out.push_str(text.get(from..).unwrap_or_default());
        self.out.push('"');
    }

    fn character(&mut self, c: char) {
        let escaped = match c {
            '"' if self.has(flags::HEX_QUOT) => "\\u0022",
            '"' => "\\\"",
            '\\' => "\\\\",
            '/' if self.has(flags::UNESCAPED_SLASHES) => "/",
            '/' => "\\/",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '<' if self.has(flags::HEX_TAG) => "\\u003C",
            '>' if self.has(flags::HEX_TAG) => "\\u003E",
            '&' if self.has(flags::HEX_AMP) => "\\u0026",
            '\'' if self.has(flags::HEX_APOS) => "\\u0027",
            '<' | '>' | '&' | '\'' => return self.out.push(c),
            '\u{2028}' | '\u{2029}' if self.keeps_line_terminators() => return self.out.push(c),
            '\u{2028}' | '\u{2029}' => return self.unicode(c),
            _ if !c.is_ascii() && self.has(flags::UNESCAPED_UNICODE) => return self.out.push(c),
            _ => return self.unicode(c),
        };
        self.out.push_str(escaped);
    }

    fn keeps_line_terminators(&self) -> bool {
        self.has(flags::UNESCAPED_UNICODE) && self.has(flags::UNESCAPED_LINE_TERMINATORS)
    }

    fn unicode(&mut self, c: char) {
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            // Writing to a string cannot fail.
            let _ = write!(self.out, "\\u{unit:04x}");
        }
    }

    fn list(&mut self, array: &Array) {
        self.nested(('[', ']'), array.values(), Self::value);
    }

    fn object(&mut self, array: &Array) {
        self.nested(('{', '}'), array.iter(), |encoder, (key, value)| {
            match key {
                KeyRef::Int(int) => {
                    let _ = write!(encoder.out, "\"{int}\"");
                }
                KeyRef::Str(text) => encoder.text(text),
            }
            encoder.out.push(':');
            if encoder.has(flags::PRETTY_PRINT) {
                encoder.out.push(' ');
            }
            encoder.value(value);
        });
    }

    fn nested<T>(
        &mut self,
        (open, close): (char, char),
        items: impl ExactSizeIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.out.push(open);
        if items.len() == 0 {
            self.out.push(close);
            return;
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.is_bad = true;
            return;
        }
        for (index, item) in items.enumerate() {
            if self.out.len() > self.most {
                return;
            }
            if index > 0 {
                self.out.push(',');
            }
            self.new_line();
            each(self, item);
        }
        self.depth -= 1;
        self.new_line();
        self.out.push(close);
    }

    fn new_line(&mut self) {
        if self.has(flags::PRETTY_PRINT) {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("    ", self.depth));
        }
    }
}

/// The bytes of characters that no flag escapes.
static PLAIN: [bool; 256] = plain_bytes();

const fn plain_bytes() -> [bool; 256] {
    let mut plain = [false; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        plain[byte as usize] = !matches!(byte, b'"' | b'\\' | b'/' | b'<' | b'>' | b'&' | b'\'');
        byte += 1;
    }
    plain
}
