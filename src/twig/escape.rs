//! The escapers.

use super::eval::push_scalar;
use super::markup;
use super::settings::Strategy;
use crate::php::Value;
use std::fmt::Write as _;

/// How a value is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Escaper {
    pub strategy: Strategy,
    /// Safe text stays as it is, which it does not where the template itself asks for `escape`.
    pub keeps_safe: bool,
}

impl Escaper {
    /// What printing does.
    pub(crate) fn automatic(strategy: Strategy) -> Self {
        Self { strategy, keeps_safe: true }
    }

    /// What `|escape` does.
    pub(crate) fn explicit(strategy: Strategy) -> Self {
        Self { strategy, keeps_safe: false }
    }

    fn text_of(self, value: &Value) -> Option<&str> {
        match value {
            Value::Str(text) => Some(text),
            Value::Object(_) if !self.keeps_safe => markup::text_of(value).map(|text| &**text),
            _ => None,
        }
    }
}

/// The escaped value. What is no text stays as it is; an array then fails when it is printed.
pub(crate) fn value(value: &Value, escaper: Escaper) -> Value {
    let Some(text) = escaper.text_of(value) else { return value.clone() };
    let mut out = String::with_capacity(text.len() + 16);
    text_into(&mut out, text, escaper.strategy);
    Value::from(out)
}

/// Appends the escaped text of a value; false if it has none.
pub(crate) fn push(out: &mut String, value: &Value, escaper: Escaper) -> bool {
    match escaper.text_of(value) {
        Some(text) => {
            text_into(out, text, escaper.strategy);
            true
        }
        None => push_scalar(out, value),
    }
}

/// Escapes what was appended after `start`.
pub(crate) fn tail(out: &mut String, start: usize, strategy: Strategy) {
    let needs_none = match strategy {
        Strategy::Off => true,
        Strategy::Html => {
            !out.bytes().skip(start).any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\''))
        }
        _ => false,
    };
    if !needs_none {
        let text = out.split_off(start);
        text_into(out, &text, strategy);
    }
}

/// Appends escaped text.
pub(crate) fn text_into(out: &mut String, text: &str, strategy: Strategy) {
    match strategy {
        Strategy::Off => out.push_str(text),
        Strategy::Html => html(out, text),
        Strategy::Js => {
            per_char(out, text, |c| c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | '_'), js);
        }
        Strategy::Css => per_char(out, text, |c| c.is_ascii_alphanumeric(), css),
        Strategy::Url => {
            per_char(out, text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'), url);
        }
        Strategy::HtmlAttr => {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | '-' | '_');
            per_char(out, text, is_plain, html_attr);
        }
        Strategy::HtmlAttrRelaxed => {
            let is_plain = |c: char| {
                c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | '-' | '_' | ':' | '@' | '[' | ']')
            };
            per_char(out, text, is_plain, html_attr);
        }
    }
}

/// As PHP's `htmlspecialchars` with both quotes.
fn html(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#039;",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

fn per_char(out: &mut String, text: &str, is_plain: impl Fn(char) -> bool, escape: fn(&mut String, char)) {
    for c in text.chars() {
        if is_plain(c) {
            out.push(c);
        } else {
            escape(out, c);
        }
    }
}

fn js(out: &mut String, c: char) {
    let short = match c {
        '\\' => "\\\\",
        '/' => "\\/",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04X}");
            }
            return;
        }
    };
    out.push_str(short);
}

fn css(out: &mut String, c: char) {
    let _ = write!(out, "\\{:X} ", u32::from(c));
}

fn url(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

fn html_attr(out: &mut String, c: char) {
    let code = u32::from(c);
    let is_control = code <= 0x1f && !matches!(c, '\t' | '\n' | '\r');
    if is_control || (0x7f..=0x9f).contains(&code) {
        out.push_str("&#xFFFD;");
        return;
    }
    match c {
        '"' => out.push_str("&quot;"),
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        _ if c.is_ascii() => {
            let _ = write!(out, "&#x{code:02X};");
        }
        _ => {
            let _ = write!(out, "&#x{code:04X};");
        }
    }
}
