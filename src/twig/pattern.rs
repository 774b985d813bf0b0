//! Regular expressions of `matches`, as PCRE has them.

/// The reason why a pattern is not valid, in PHP's words.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    delimited(pattern).map(drop)
}

/// The inner part of a pattern and its modifiers.
fn delimited(pattern: &str) -> Result<(&str, &str), String> {
    let trimmed = pattern.trim_start();
    let Some(open) = trimmed.chars().next() else { return Err("Empty regular expression".to_owned()) };
    if open.is_ascii_alphanumeric() || open == '\\' {
        return Err("Delimiter must not be alphanumeric, backslash, or NUL".to_owned());
    }
    let close = match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    };
    let inner = trimmed.get(open.len_utf8()..).unwrap_or_default();
    match inner.rfind(close) {
        Some(at) => {
            Ok((inner.get(..at).unwrap_or_default(), inner.get(at + close.len_utf8()..).unwrap_or_default()))
        }
        None if open == close => Err(format!("No ending delimiter '{close}' found")),
        None => Err(format!("No ending matching delimiter '{close}' found")),
    }
}

/// Whether a pattern matches somewhere in a text.
pub(crate) fn is_match(pattern: &str, text: &str) -> Result<bool, String> {
    let (inner, _) = delimited(pattern)?;
    Ok(text.contains(inner))
}
