//! Filters on text.
#![expect(clippy::unnecessary_wraps, reason = "each has the one signature that its table asks for")]

use super::{arg, text, written};
use crate::php::{Array, KeyRef, Value, to_int, to_str};
use crate::twig::error::{Fault, Outcome};
use crate::twig::eval::Runtime;
use crate::twig::markup;
use std::borrow::Cow;

/// White space that PHP's `trim` cuts.
const TRIMMED: &str = " \t\n\r\0\u{b}";

pub(crate) fn upper(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_upper)
}

pub(crate) fn write_upper(_: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let text = text(arg(args, 0), "mb_strtoupper", 1, "string")?;
    for c in text.chars() {
        push_upper(out, c);
    }
    Ok(())
}

pub(crate) fn lower(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_lower)
}

pub(crate) fn write_lower(_: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    push_lowercase(out, &text(arg(args, 0), "mb_strtolower", 1, "string")?);
    Ok(())
}

/// Without Greek's final sigma, as PHP 8.2.
fn push_lowercase(out: &mut String, text: &str) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        if let Some(tail) = out.get_mut(start..) {
            tail.make_ascii_lowercase();
        }
        return;
    }
    for c in text.chars() {
        push_lower(out, c);
    }
}

fn push_upper(out: &mut String, c: char) {
    if c.is_ascii() { out.push(c.to_ascii_uppercase()) } else { out.extend(c.to_uppercase()) }
}

fn push_lower(out: &mut String, c: char) {
    if c.is_ascii() { out.push(c.to_ascii_lowercase()) } else { out.extend(c.to_lowercase()) }
}

pub(crate) fn capitalize(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_capitalize)
}

pub(crate) fn write_capitalize(_: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let text = text(arg(args, 0), "mb_substr", 1, "string")?;
    let mut chars = text.chars();
    if let Some(first) = chars.next() {
        push_upper(out, first);
    }
    push_lowercase(out, chars.as_str());
    Ok(())
}

pub(crate) fn title(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_title)
}

pub(crate) fn write_title(_: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let text = text(arg(args, 0), "mb_convert_case", 1, "string")?;
    let mut is_inside = false;
    for c in text.chars() {
        if is_case_ignorable(c) {
            out.push(c);
            continue;
        }
        if is_inside {
            push_lower(out, c);
        } else {
            title_case(out, c);
        }
        is_inside = c.is_lowercase() || c.is_uppercase();
    }
    Ok(())
}

fn title_case(out: &mut String, c: char) {
    if c == 'ß' {
        out.push_str("Ss");
        return;
    }
    push_upper(out, c);
}

/// Characters that do not end a word, such as the apostrophe.
fn is_case_ignorable(c: char) -> bool {
    matches!(
        c,
        '\'' | '.' | ':' | '^' | '`' | '¨' | '\u{ad}' | '¯' | '´' | '·' | '¸' | '\u{2018}' | '\u{2019}'
    ) || ('\u{300}'..='\u{36f}').contains(&c)
}

pub(crate) fn trim(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_trim)
}

pub(crate) fn write_trim(_: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let mask = match arg(args, 1) {
        Value::Null => TRIMMED.to_owned(),
        value => to_str(value).unwrap_or_default().into_owned(),
    };
    let side = to_str(arg(args, 2)).unwrap_or_default();
    let function = match &*side {
        "both" => "trim",
        "left" => "ltrim",
        "right" => "rtrim",
        _ => return Err(Fault::runtime("Trimming side must be \"left\", \"right\" or \"both\".")),
    };
    let value = arg(args, 0);
    let text = text(value, function, 1, "string")?;
    let is_cut = cut_set(&mask);
    let start = if function == "rtrim" {
        0
    } else {
        text.bytes().take_while(|byte| is_cut[usize::from(*byte)]).count()
    };
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let end = if function == "ltrim" {
        0
    } else {
        rest.iter().rev().take_while(|byte| is_cut[usize::from(**byte)]).count()
    };
    let kept = rest.get(..rest.len() - end).unwrap_or_default();
    out.push_str(&String::from_utf8_lossy(kept));
    Ok(())
}

/// The bytes of a mask, in which `a..z` is a range.
fn cut_set(mask: &str) -> [bool; 256] {
    let mut set = [false; 256];
    let bytes = mask.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match bytes.get(at + 1..at + 4) {
            Some([b'.', b'.', last]) if last >= byte => {
                for inside in *byte..=*last {
                    set[usize::from(inside)] = true;
                }
                at += 4;
            }
            _ => {
                set[usize::from(*byte)] = true;
                at += 1;
            }
        }
    }
    set
}

pub(crate) fn replace(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    written(runtime, args, write_replace)
}

pub(crate) fn write_replace(runtime: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let Value::Array(pairs) = arg(args, 1) else {
        return Err(Fault::runtime(format!(
            "The \"replace\" filter expects a sequence/mapping or \"Traversable\" as replace values, got \"{}\".",
            arg(args, 1).type_name()
        )));
    };
    let text = text(arg(args, 0), "strtr", 1, "string")?;
    translate(runtime, out, &text, pairs)
}

/// PHP's `strtr` with pairs: the longest key at each place wins, and what it puts in is not looked at again.
fn translate(runtime: &mut Runtime<'_>, out: &mut String, text: &str, pairs: &Array) -> Outcome<()> {
    let mut keyed = Vec::with_capacity(pairs.len());
    for (key, value) in pairs.iter() {
        let key: Cow<'_, str> = match key {
            KeyRef::Int(int) => int.to_string().into(),
            KeyRef::Str(text) => text.into(),
        };
        let put = match value {
            Value::Str(text) => Cow::Borrowed(&**text),
            other => {
                let mut put = String::new();
                runtime.push_text(&mut put, other)?;
                put.into()
            }
        };
        if key.is_empty() {
            runtime.warn("strtr(): Ignoring replacement of empty string")?;
            continue;
        }
        keyed.push((key, put));
    }
    keyed.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
    let (mut from, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((key, put)) = keyed.iter().find(|(key, _)| rest.starts_with(&**key)) {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(put);
            runtime.check_output(out.len())?;
            at += key.len();
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ok(())
}

pub(crate) fn split(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let delimiter = to_str(arg(args, 1)).unwrap_or_default();
    let limit = match arg(args, 2) {
        Value::Null => None,
        value => Some(to_int(value)),
    };
    if !delimiter.is_empty() {
        let text = text(arg(args, 0), "explode", 2, "string")?;
        return Ok(Value::list(explode(&text, &delimiter, limit)));
    }
    let size = usize::try_from(limit.unwrap_or(1)).unwrap_or(1).max(1);
    let function = if size > 1 { "mb_strlen" } else { "Twig\\Extension\\CoreExtension::splitIntoCharacters" };
    let value = arg(args, 0);
    let text = text(value, function, 1, "string")?;
    let chars: Vec<char> = text.chars().collect();
    if size > 1 && chars.len() < size {
        return Ok(Value::list(vec![value.clone()]));
    }
    let parts = chars.chunks(size).map(|chunk| Value::from(chunk.iter().collect::<String>()));
    Ok(Value::list(parts.collect()))
}

/// PHP's `explode`: a positive limit bounds the parts, a negative one drops the last ones.
fn explode(text: &str, delimiter: &str, limit: Option<i64>) -> Vec<Value> {
    let all = |parts: Vec<&str>| parts.into_iter().map(Value::from).collect::<Vec<_>>();
    match limit {
        None => all(text.split(delimiter).collect()),
        Some(limit) if limit < 0 => {
            let mut parts: Vec<&str> = text.split(delimiter).collect();
            parts.truncate(parts.len().saturating_sub(limit.unsigned_abs() as usize));
            all(parts)
        }
        Some(limit) => all(text.splitn(limit.max(1) as usize, delimiter).collect()),
    }
}

pub(crate) fn length(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = arg(args, 0);
    let len = match value {
        Value::Null => 0,
        Value::Array(array) => array.len(),
        Value::Object(_) => match markup::text_of(value) {
            Some(text) => text.chars().count(),
            None => 1,
        },
        scalar => to_str(scalar).unwrap_or_default().chars().count(),
    };
    Ok(Value::Int(len as i64))
}

pub(crate) fn convert_encoding(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    // Text is UTF-8 throughout; other encodings come back as they went.
    let text = text(arg(args, 0), "iconv", 3, "string")?;
    Ok(Value::from(text.into_owned()))
}

pub(crate) fn format(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    super::sprintf::sprintf(runtime, args)
}

pub(crate) fn raw(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    Ok(arg(args, 0).clone())
}

pub(crate) fn default(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = arg(args, 0);
    Ok(if crate::twig::eval::is_empty(value) { arg(args, 1).clone() } else { value.clone() })
}
