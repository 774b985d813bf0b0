//! Strict parsing with limits and errors that say where and what was expected.

use super::{Json, Number, Object, place::line_column};
use jsonc_parser::ast::Value as Ast;
use jsonc_parser::{CollectOptions, ParseOptions};
use serde::de::IgnoredAny;

/// Deepest nesting that is read: half of what PHP's `json_decode` takes by default, and what the parser beneath takes
/// of objects inside objects.
pub const MAX_DEPTH: usize = 256;

/// How much JSON is read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest text in bytes.
    pub max_bytes: usize,
    /// Deepest nesting, at most [`MAX_DEPTH`].
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 * 1024 * 1024, max_depth: MAX_DEPTH }
    }
}

/// Why a text is not read as JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is not JSON.
    #[error("line {line}, column {column}: {message}")]
    Syntax {
        /// From 1
        line: u32,
        /// In characters, from 1
        column: u32,
        /// What was found or expected
        message: String,
    },
    /// It is longer than the limit.
    #[error("the text is {bytes} bytes long, the limit is {limit}")]
    TooLong {
        /// Its length
        bytes: usize,
        /// The limit
        limit: usize,
    },
    /// It is nested deeper than the limit.
    #[error("line {line}, column {column}: nested deeper than the limit of {limit} levels")]
    TooDeep {
        /// Where the first level too deep opens, from 1
        line: u32,
        /// In characters, from 1
        column: u32,
        /// The limit
        limit: usize,
    },
}

/// Reads JSON strictly (RFC 8259; a byte order mark is skipped).
///
/// # Errors
/// [`JsonError`] with line, column and what was expected; nothing is half read.
///
/// ```
/// use reagent::json::{parse, Limits};
/// let error = parse("{\n  \"a\": 1,\n}", Limits::default()).unwrap_err();
/// assert_eq!(error.to_string(), "line 3, column 1: trailing comma");
/// ```
pub fn parse(text: &str, limits: Limits) -> Result<Json, JsonError> {
    if text.len() > limits.max_bytes {
        return Err(JsonError::TooLong { bytes: text.len(), limit: limits.max_bytes });
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_depth(body, limits.max_depth.min(MAX_DEPTH))?;
    serde_json::from_str::<IgnoredAny>(body).map_err(|error| strict_error(body, &error))?;
    match ast(body)? {
        Some(value) => Ok(from_ast(value)),
        None => Err(JsonError::Syntax { line: 1, column: 1, message: "no JSON value".into() }),
    }
}

/// The syntax tree with byte ranges, of a text that is strict JSON.
pub(super) fn ast(text: &str) -> Result<Option<Ast<'_>>, JsonError> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict);
    parsed.map(|result| result.value).map_err(|error| {
        let at = line_column(text, error.range().start);
        JsonError::Syntax {
            line: at.line,
            column: at.column,
            message: crate::diag::lower_first(&error.kind().to_string()),
        }
    })
}

/// The strict parser's error, with the column in characters instead of bytes.
fn strict_error(text: &str, error: &serde_json::Error) -> JsonError {
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full);
    let line_start =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let offset = line_start + error.column().saturating_sub(1);
    let at = line_column(text, offset);
    JsonError::Syntax { line: at.line, column: at.column, message: plain_message(text, offset, message) }
}

/// The strict parser's words, plainer where they speak of the parser instead of the text.
fn plain_message(text: &str, offset: usize, message: &str) -> String {
    let before = text.get(..offset).unwrap_or_default().trim_end();
    let closes = text.get(offset..).unwrap_or_default().starts_with(['}', ']']);
    let plain = match message {
        _ if closes && before.ends_with(',') => "trailing comma",
        "expected ident" => "expected a value; the only words are true, false and null",
        "key must be a string" => "expected a key in double quotes",
        "EOF while parsing a value" => "the text ends where a value was expected",
        other => other,
    };
    plain.to_owned()
}

/// Counts open brackets outside strings, so that no parser ever meets a nesting it would recurse into.
fn check_depth(text: &str, limit: usize) -> Result<(), JsonError> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut is_escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            let at = line_column(text, offset);
            return Err(JsonError::TooDeep { line: at.line, column: at.column, limit });
        }
    }
    Ok(())
}

fn from_ast(value: Ast<'_>) -> Json {
    match value {
        Ast::NullKeyword(_) => Json::Null,
        Ast::BooleanLit(lit) => Json::Bool(lit.value),
        Ast::NumberLit(lit) => Json::Number(Number(lit.value.into())),
        Ast::StringLit(lit) => Json::String(lit.value.into_owned()),
        Ast::Array(array) => Json::Array(array.elements.into_iter().map(from_ast).collect()),
        Ast::Object(object) => {
            let entries = object.properties.into_iter();
            Json::Object(
                entries.map(|prop| (prop.name.into_string(), from_ast(prop.value))).collect::<Object>(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text, Limits::default()).unwrap_err().to_string()
    }

    #[test]
    fn errors_say_where_and_what() {
        assert_eq!(error("{\"a\" 1}"), "line 1, column 6: expected `:`");
        assert_eq!(
            error("{\n  \"é\": nope }"),
            "line 2, column 9: expected a value; the only words are true, false and null"
        );
        assert_eq!(error(""), "line 1, column 1: the text ends where a value was expected");
        assert_eq!(error("[1] 2"), "line 1, column 5: trailing characters");
        assert_eq!(
            error("\"\\ud800\""),
            "line 1, column 2: invalid unicode escape sequence. 'd800 (unpaired high surrogate)' is not a valid UTF8 character"
        );
    }

    #[test]
    fn a_hundred_thousand_levels_are_an_error_not_a_crash() {
        let deep = "[".repeat(100_000);
        assert_eq!(error(&deep), "line 1, column 257: nested deeper than the limit of 256 levels");
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let allowed = format!("{}1{}", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
            assert!(parse(&allowed, Limits::default()).is_ok(), "{open}");
        }
    }

    #[test]
    fn what_only_the_lenient_parser_takes_is_refused() {
        for text in [
            "[1,]", "{a:1}", "// x\n1", "'a'", "0x1", "+1", ".5", "5.", "NaN", "\u{a0}1", "\"a\tb\"", "01",
            "[1 2]",
        ] {
            assert!(parse(text, Limits::default()).is_err(), "{text}");
        }
    }
}
