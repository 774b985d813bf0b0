//! Filters on HTML and URLs.

use super::{arg, text};
use crate::php::{KeyRef, Value, to_str};
use crate::twig::error::{Fault, Outcome};
use crate::twig::escape::{self as escaper, Escaper};
use crate::twig::eval::Runtime;
use crate::twig::settings::Strategy;

pub(crate) fn escape(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let name = to_str(arg(args, 1)).unwrap_or_default();
    match Strategy::from_name(&name).filter(|strategy| *strategy != Strategy::Off) {
        Some(strategy) => Ok(escaper::value(arg(args, 0), Escaper::explicit(strategy))),
        None => Err(Fault::runtime(format!(
            "Invalid escaping strategy \"{name}\" (valid ones: \"html\", \"js\", \"url\", \"css\", \"html_attr\", \
             \"html_attr_relaxed\")."
        ))),
    }
}

pub(crate) fn nl2br(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let text = text(arg(args, 0), "nl2br", 1, "string")?;
    let mut out = String::with_capacity(text.len() + 16);
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let len = match (byte, bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) | (b'\n', Some(b'\r')) => 2,
            (b'\r' | b'\n', _) => 1,
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str("<br />");
        out.push_str(text.get(at..at + len).unwrap_or_default());
        at += len;
        from = at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ok(Value::from(out))
}

pub(crate) fn spaceless(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let text = text(arg(args, 0), "trim", 1, "string")?;
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('>') {
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        let inner = after.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
        rest = if inner.starts_with('<') { inner } else { after };
    }
    out.push_str(rest);
    Ok(Value::from(out.trim_matches([' ', '\t', '\n', '\r', '\0', '\u{b}']).to_owned()))
}

/// PHP's `strip_tags`: drops `<…>`, comments and `<?…?>`; a `<` before white space is text.
pub(crate) fn striptags(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let text = text(arg(args, 0), "strip_tags", 1, "string")?;
    let allowed = allowed_tags(arg(args, 1));
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('<') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let tag = rest.get(at..).unwrap_or_default();
        if tag.as_bytes().get(1).is_some_and(u8::is_ascii_whitespace) {
            out.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        }
        let len = tag_len(tag);
        let whole = tag.get(..len).unwrap_or_default();
        if allowed.contains(&tag_name(whole)) {
            out.push_str(whole);
        }
        rest = tag.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(Value::from(out))
}

fn allowed_tags(value: &Value) -> Vec<String> {
    match value {
        Value::Array(array) => {
            array.values().map(|name| to_str(name).unwrap_or_default().to_ascii_lowercase()).collect()
        }
        other => {
            let text = to_str(other).unwrap_or_default().to_ascii_lowercase();
            text.split(['<', '>']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        }
    }
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    name.chars()
        .take_while(|c| !c.is_ascii_whitespace() && !matches!(c, '>' | '/'))
        .collect::<String>()
        .to_ascii_lowercase()
}

/// The length of a tag; quotes may hold `>`.
fn tag_len(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |end| end + 3);
    }
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') if at > 0 => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

pub(crate) fn url_encode(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let mut out = String::new();
    match arg(args, 0) {
        value @ Value::Array(_) => query(&mut out, value, ""),
        value => {
            let text = text(value, "rawurlencode", 1, "string")?;
            escaper::text_into(&mut out, &text, Strategy::Url);
        }
    }
    Ok(Value::from(out))
}

/// PHP's `http_build_query`: nested keys in brackets, nulls left out.
fn query(out: &mut String, value: &Value, prefix: &str) {
    let Value::Array(array) = value else {
        let text = match value {
            Value::Null => return,
            Value::Bool(flag) => if *flag { "1" } else { "0" }.into(),
            other => to_str(other).unwrap_or_default(),
        };
        if !out.is_empty() {
            out.push('&');
        }
        escaper::text_into(out, prefix, Strategy::Url);
        out.push('=');
        escaper::text_into(out, &text, Strategy::Url);
        return;
    };
    for (key, value) in array.iter() {
        let key = match key {
            KeyRef::Int(int) => int.to_string(),
            KeyRef::Str(text) => text.to_owned(),
        };
        let name = if prefix.is_empty() { key } else { format!("{prefix}[{key}]") };
        query(out, value, &name);
    }
}
