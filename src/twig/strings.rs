//! Escapes in string literals.

use std::borrow::Cow;

/// The text that a literal's inner part spells: `\n`, `\x41`, `\101`, `\#{`; any other escaped character is itself.
pub(crate) fn unescape(inner: &str) -> Cow<'_, str> {
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let bytes = inner.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            out.push(*byte);
            at += 1;
            continue;
        }
        at += 1 + escape_at(bytes.get(at + 1..).unwrap_or_default(), &mut out);
    }
    match String::from_utf8(out) {
        Ok(text) => Cow::Owned(text),
        // `\xC3` alone is no character; PHP would keep the byte.
        Err(error) => Cow::Owned(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// Writes what the escape after a backslash stands for; returns how many bytes it has.
fn escape_at(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let simple = match rest.first() {
        None => Some((b'\\', 0)),
        Some(b'f') => Some((0x0c, 1)),
        Some(b'n') => Some((b'\n', 1)),
        Some(b'r') => Some((b'\r', 1)),
        Some(b't') => Some((b'\t', 1)),
        Some(b'v') => Some((0x0b, 1)),
        Some(_) => None,
    };
    if let Some((byte, len)) = simple {
        out.push(byte);
        return len;
    }
    match rest {
        [b'#', b'{', ..] => {
            out.extend_from_slice(b"#{");
            2
        }
        [b'x', digits @ ..] if digits.first().is_some_and(u8::is_ascii_hexdigit) => {
            let len = digits.iter().take(2).take_while(|digit| digit.is_ascii_hexdigit()).count();
            out.push(number(digits.get(..len), 16));
            1 + len
        }
        [b'0'..=b'7', ..] => {
            let len = rest.iter().take(3).take_while(|digit| (b'0'..=b'7').contains(digit)).count();
            out.push(number(rest.get(..len), 8));
            len
        }
        [other, ..] => {
            out.push(*other);
            1
        }
        [] => 0,
    }
}

fn number(digits: Option<&[u8]>, radix: u32) -> u8 {
    let text = digits.and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default();
    u32::from_str_radix(text, radix).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_follow_twig() {
        let cases = [
            (r"a\nb", "a\nb"),
            (r"\x41\102", "AB"),
            (r"\\n", "\\n"),
            (r#"\"\'"#, "\"'"),
            (r"\d", "d"),
            (r"\#{x}", "#{x}"),
        ];
        for (inner, text) in cases {
            assert_eq!(unescape(inner), text, "{inner}");
        }
    }
}
