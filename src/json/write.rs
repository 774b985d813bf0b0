//! Writing JSON in the style that a file already has.

use super::{Json, Object};

/// How JSON text is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// One level of indentation; `None` writes everything on one line.
    pub indent: Option<String>,
    /// Whether the text ends with a line break.
    pub has_final_newline: bool,
    /// Whether lines end with a carriage return and a line feed.
    pub has_crlf: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { indent: Some("  ".to_owned()), has_final_newline: true, has_crlf: false }
    }
}

impl Style {
    /// Everything on one line.
    pub fn compact() -> Self {
        Self { indent: None, has_final_newline: false, has_crlf: false }
    }

    /// The style of an existing text, read off its first indented line.
    pub fn of(text: &str) -> Self {
        let indented = text.lines().skip(1).find(|line| line.starts_with([' ', '\t']));
        let indent = indented.map(|line| line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect());
        Self { indent, has_final_newline: text.ends_with('\n'), has_crlf: text.contains("\r\n") }
    }
}

/// The text of a value.
///
/// ```
/// use reagent::json::{parse, to_text, Limits, Style};
/// let json = parse(r#"{"big":12345678901234567890, "x":1.0,"e":1e3}"#, Limits::default()).unwrap();
/// assert_eq!(to_text(&json, &Style::compact()), r#"{"big":12345678901234567890,"x":1.0,"e":1e3}"#);
/// ```
pub fn to_text(json: &Json, style: &Style) -> String {
    let mut out = String::new();
    write(&mut out, json, style.indent.as_deref(), 0);
    if style.has_final_newline {
        out.push('\n');
    }
    // Line breaks inside strings are escaped, so every one here is layout.
    if style.has_crlf { out.replace('\n', "\r\n") } else { out }
}

fn write(out: &mut String, json: &Json, indent: Option<&str>, level: usize) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(number) => out.push_str(number.as_text()),
        Json::String(text) => write_text(out, text),
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Object(object) if object.is_empty() => out.push_str("{}"),
        Json::Array(items) => write_items(out, items, indent, level),
        Json::Object(object) => write_entries(out, object, indent, level),
    }
}

fn write_items(out: &mut String, items: &[Json], indent: Option<&str>, level: usize) {
    out.push('[');
    for (position, item) in items.iter().enumerate() {
        separate(out, indent, level + 1, position > 0);
        write(out, item, indent, level + 1);
    }
    separate(out, indent, level, false);
    out.push(']');
}

fn write_entries(out: &mut String, object: &Object, indent: Option<&str>, level: usize) {
    out.push('{');
    for (position, (key, value)) in object.iter().enumerate() {
        separate(out, indent, level + 1, position > 0);
        write_text(out, key);
        out.push_str(if indent.is_some() { ": " } else { ":" });
        write(out, value, indent, level + 1);
    }
    separate(out, indent, level, false);
    out.push('}');
}

fn separate(out: &mut String, indent: Option<&str>, level: usize, has_comma: bool) {
    if has_comma {
        out.push(',');
    }
    if let Some(indent) = indent {
        out.push('\n');
        for _ in 0..level {
            out.push_str(indent);
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
