//! Values that look like personal data or secrets, inside any text.

use super::Personal;

/// Shortest run of hexadecimal digits that is taken for a signature or a key.
const HEX: usize = 32;
/// Shortest mixed text that is taken for a token.
const TOKEN: usize = 32;
/// Shortest part of an address's path that is: in a path nothing else is as mixed.
const KEY_IN_PATH: usize = 20;

/// The parts of a text that look like an email address, a phone number, a token or a signature.
pub(super) fn secrets_in(text: &str) -> impl Iterator<Item = (&str, Personal)> {
    let is_border = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\''
                    | '<'
                    | '>'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | ','
                    | ';'
                    | '='
                    | '?'
                    | '&'
                    | '|'
            )
    };
    let words = text.split(is_border).filter_map(|word| {
        let word = word.trim_matches(['.', ':', '!', '/']);
        Some((word, kind_of_word(word)?))
    });
    // A phone number may have spaces inside.
    words.chain(phone(text).map(|phone| (phone, Personal::Phone)))
}

fn kind_of_word(word: &str) -> Option<Personal> {
    if is_email(word) {
        return Some(Personal::Email);
    }
    if is_token(word) {
        return Some(Personal::Token);
    }
    let is_hex = word.len() >= HEX && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex {
        return Some(Personal::Signature);
    }
    is_card(word).then_some(Personal::Token)
}

pub(super) fn is_email(word: &str) -> bool {
    let Some((local, domain)) = word.rsplit_once('@') else { return false };
    let is_local = !local.is_empty() && !local.contains('/');
    is_local && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
}

/// A JSON Web Token, or a long mix of letters and digits as keys are.
fn is_token(word: &str) -> bool {
    if word.starts_with("eyJ") && word.matches('.').count() == 2 {
        return true;
    }
    is_mixed(word, TOKEN)
}

/// A part of an address's path that is a key: webhooks of chats are called by such.
pub(super) fn is_key_like(part: &str) -> bool {
    let is_hex = part.len() >= HEX && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex || is_mixed(part, KEY_IN_PATH)
}

fn is_mixed(word: &str, shortest: usize) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/');
    let has = |test: fn(&u8) -> bool| word.bytes().any(|byte| test(&byte));
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    word.len() >= shortest && is_mixed && word.bytes().all(is_plain)
}

/// 13 to 19 digits with the check digit of payment cards.
fn is_card(word: &str) -> bool {
    let digits: Vec<u32> = word.chars().filter(|c| *c != '-').map_while(|c| c.to_digit(10)).collect();
    let is_whole = digits.len() == word.chars().filter(|c| *c != '-').count();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = digit * 2;
            if at % 2 == 0 {
                *digit
            } else if doubled > 9 {
                doubled - 9
            } else {
                doubled
            }
        })
        .sum();
    is_whole && (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// An international phone number: a plus and 8 to 15 digits, with the usual separators.
fn phone(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('+').filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let number = rest.get(..end)?.trim_end_matches([' ', '-', '(', ')', '.']);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let starts_with_digit = number.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        (starts_with_digit && (8..=15).contains(&digits)).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_personal_is_found_inside_text() {
        let found =
            |text| secrets_in(text).map(|(word, what)| format!("{} {word}", what.word())).collect::<Vec<_>>();
        assert_eq!(found("mail 'sam@example.com', now."), ["email sam@example.com"]);
        assert_eq!(found("call +61 400 000 000."), ["phone +61 400 000 000"]);
        assert_eq!(
            found("https://x.example.com/?key=eyJhbGci.eyJzdWIi.c2ln&b=1"),
            ["token eyJhbGci.eyJzdWIi.c2ln"]
        );
        assert_eq!(found("ab12ab12ab12ab12ab12ab12ab12ab12"), ["signature ab12ab12ab12ab12ab12ab12ab12ab12"]);
        assert_eq!(found("paid with 4111-1111-1111-1111"), ["token 4111-1111-1111-1111"]);
        for plain in ["tier-2-welcome", "2026-03-01T10:00:00+11:00", "spend 12m is at least 500", "a@b"] {
            assert_eq!(found(plain), Vec::<String>::new(), "{plain}");
        }
    }
}
