//! Regular expressions of `matches`, as PCRE has them: a backtracking matcher with a bound on its work.
//!
//! Groups, classes, lazy and possessive quantifiers, look-around, back references and the modifiers `imsxuUAD` are
//! here; recursion, conditions, callouts and verbs are not.

mod class;
mod parse;
mod program;
mod run;

use program::Program;

/// The modifiers after the closing delimiter.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one letter of PCRE's modifiers")]
struct Flags {
    /// `i`
    ignores_case: bool,
    /// `m`
    is_multiline: bool,
    /// `s`
    dot_matches_newline: bool,
    /// `x`
    is_extended: bool,
    /// `u`: characters, else bytes
    is_unicode: bool,
    /// `U`
    is_lazy: bool,
    /// `A`
    is_anchored: bool,
    /// `D`
    end_is_strict: bool,
}

/// The reason why a pattern is not valid, in PHP's words.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    compile(pattern).map(drop)
}

/// Whether a pattern matches somewhere in a text. Text that takes too long to match does not.
pub(crate) fn is_match(pattern: &str, text: &str) -> Result<bool, String> {
    let (program, flags) = compile(pattern)?;
    let units: Vec<u32> = units(text, flags.is_unicode);
    Ok(run::search(&program, &units, flags))
}

fn units(text: &str, is_unicode: bool) -> Vec<u32> {
    if is_unicode { text.chars().map(u32::from).collect() } else { text.bytes().map(u32::from).collect() }
}

fn compile(pattern: &str) -> Result<(Program, Flags), String> {
    let (inner, modifiers) = delimited(pattern)?;
    let flags = flags(modifiers)?;
    let node = parse::parse(&units(inner, flags.is_unicode), flags)
        .map_err(|(message, offset)| format!("Compilation failed: {message} at offset {offset}"))?;
    let program =
        program::build(&node).ok_or("Compilation failed: regular expression is too large at offset 0")?;
    Ok((program, flags))
}

fn flags(modifiers: &str) -> Result<Flags, String> {
    let mut flags = Flags::default();
    for modifier in modifiers.chars() {
        match modifier {
            'i' => flags.ignores_case = true,
            'm' => flags.is_multiline = true,
            's' => flags.dot_matches_newline = true,
            'x' => flags.is_extended = true,
            'u' => flags.is_unicode = true,
            'U' => flags.is_lazy = true,
            'A' => flags.is_anchored = true,
            'D' => flags.end_is_strict = true,
            'S' | 'X' | ' ' | '\n' | '\r' => {}
            other => return Err(format!("Unknown modifier '{other}'")),
        }
    }
    Ok(flags)
}

/// The inner part of a pattern and its modifiers.
fn delimited(pattern: &str) -> Result<(&str, &str), String> {
    let trimmed = pattern.trim_start();
    let Some(open) = trimmed.chars().next() else { return Err("Empty regular expression".to_owned()) };
    if open.is_ascii_alphanumeric() || open == '\\' || open == '\0' {
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
    let end = closing(inner, open, close);
    match end {
        Some(at) => {
            Ok((inner.get(..at).unwrap_or_default(), inner.get(at + close.len_utf8()..).unwrap_or_default()))
        }
        None if open == close => Err(format!("No ending delimiter '{close}' found")),
        None => Err(format!("No ending matching delimiter '{close}' found")),
    }
}

/// Where the closing delimiter is; a backslash hides one, and brackets nest.
fn closing(inner: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0usize;
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_match;

    /// Each is the answer of PHP's `preg_match`.
    #[test]
    fn patterns_match_as_in_pcre() {
        let cases = [
            ("/^[a-z.]+@/", "jo.neil@example.com", true),
            ("/^[a-z.]+@/", "Jo@example.com", false),
            ("/^[a-z.]+@/i", "Jo@example.com", true),
            ("/^\\d{4}-\\d\\d$/", "2024-03\n", true),
            ("/^\\d{4}-\\d\\d$/D", "2024-03\n", false),
            ("/a.c/", "a\nc", false),
            ("/a.c/s", "a\nc", true),
            ("/^.{3}$/", "éa", true),
            ("/^.{3}$/u", "éa", false),
            ("/(ab)+\\1/", "ababab", true),
            ("/^(?!foo)\\w+$/", "foobar", false),
            ("/(?<=\\$)\\d+/", "cost $5", true),
            ("/^(a|ab)(c|bcd)$/", "abcd", true),
            ("/^(a+)+$/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", false),
            ("/(a*)*b/", "aab", true),
            ("/^a++a/", "aaa", false),
            ("/[[:upper:]]{2}/", "xAB", true),
            ("/^\\p{Lu}/u", "Éa", true),
            ("#^/path$#", "/path", true),
            ("{^x{2}$}", "xx", true),
            ("/\\bvip\\b/", "a vip!", true),
            ("/^ a b # note\n c $/x", "abc", true),
            ("/(?i)ABC/", "xabc", true),
            ("/[^\\s,]+,/", "a,", true),
            ("/\\x41\\x{42}/", "AB", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(is_match(pattern, text), Ok(expected), "{pattern} on {text}");
        }
    }

    #[test]
    fn mistakes_are_named_as_php_names_them() {
        let cases = [
            ("/o", "No ending delimiter '/' found"),
            ("/a/z", "Unknown modifier 'z'"),
            ("/(/", "Compilation failed: missing closing parenthesis at offset 1"),
            ("/[b-a]/", "Compilation failed: range out of order in character class at offset 3"),
            ("/*/", "Compilation failed: quantifier does not follow a repeatable item at offset 0"),
            ("/a)/", "Compilation failed: unmatched closing parenthesis at offset 1"),
            ("/[a/", "Compilation failed: missing terminating ] for character class at offset 2"),
        ];
        for (pattern, message) in cases {
            assert_eq!(is_match(pattern, ""), Err(message.to_owned()), "{pattern}");
        }
    }
}
