//! Web addresses inside a text: the user and the password before a host, and what is asked after it.

use super::Personal;
use super::format::is_key_like;
use super::key::kind_of_parameter;

/// What is written for a value after `?` that nothing says anything about.
const ANY_VALUE: &str = "[value]";

/// Ways to write what is between a scheme and a host: as it is, and as PHP's JSON escapes it.
const MARKS: &[&str] = &["://", ":\\/\\/"];

/// The parts of an address, which together are the whole.
pub(super) struct Address<'t> {
    /// Scheme and mark.
    scheme: &'t str,
    /// User and password, without the `@`.
    user: Option<&'t str>,
    host: &'t str,
    path: &'t str,
    /// What comes after `?` or `#`, with them.
    query: &'t str,
}

/// A text taken apart into addresses and what is between them.
pub(super) enum Piece<'t> {
    Text(&'t str),
    Address(Address<'t>),
}

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((start, end, at)) = next_address(rest) {
        let (before, after) = (rest.get(..start), rest.get(end..));
        pieces.extend(before.filter(|text| !text.is_empty()).map(Piece::Text));
        pieces.extend(rest.get(start..end).map(|whole| Piece::Address(taken_apart(whole, at - start))));
        rest = after.unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where the next address starts and ends, and where its authority begins.
fn next_address(text: &str) -> Option<(usize, usize, usize)> {
    let found = MARKS.iter().filter_map(|mark| Some((text.find(mark)?, mark.len())));
    let (mark, length) = found.min()?;
    let before = text.get(..mark)?;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = before.rfind(|c| !is_scheme(c)).map_or(0, |at| at + before.get(at..).map_or(1, first_len));
    let at = mark + length;
    let rest = text.get(at..)?;
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let end = rest.find(is_end).unwrap_or(rest.len());
    Some((start, at + end, at))
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn taken_apart(whole: &str, authority_at: usize) -> Address<'_> {
    let (scheme, rest) = whole.split_at_checked(authority_at).unwrap_or((whole, ""));
    let ends_authority = |c: char| matches!(c, '/' | '\\' | '?' | '#');
    let (authority, rest) = split_where(rest, ends_authority);
    let (path, query) = split_where(rest, |c| matches!(c, '?' | '#'));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    Address { scheme, user, host, path, query }
}

fn split_where(text: &str, is_border: impl Fn(char) -> bool) -> (&str, &str) {
    let at = text.find(is_border).unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

impl<'t> Address<'t> {
    /// What must not be shown anywhere else either: passwords, and values that are named as secrets or personal.
    pub(super) fn secrets(&self) -> Vec<(&'t str, Personal)> {
        let password = self.user.and_then(|user| user.split_once(':')).map(|(_, password)| password);
        let password = password.into_iter().map(|password| (password, Personal::Token));
        let named = self.parameters().filter_map(|(name, value)| Some((value?, kind_of_parameter(name)?)));
        let in_path = self.path.split(['/', '\\']).filter(|part| is_key_like(part));
        password.chain(named).chain(in_path.map(|part| (part, Personal::Token))).collect()
    }

    fn parameters(&self) -> impl Iterator<Item = (&'t str, Option<&'t str>)> + use<'t> {
        let parts = self.query.split(['?', '#', '&', ';']).filter(|part| !part.is_empty());
        parts.map(|part| part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value))))
    }

    /// The address without user, password and values. `known` says what a part is called if it is known; `text` is the
    /// path as it is shown.
    pub(super) fn shown(&self, known: impl Fn(&str) -> Option<String>, path: &str) -> String {
        let mut out = self.scheme.to_owned();
        if let Some(user) = self.user {
            let password = user.split_once(':').map_or(user, |(_, password)| password);
            out.push_str(&known(password).unwrap_or_else(|| format!("[{}]", Personal::Token.word())));
            out.push('@');
        }
        out.push_str(self.host);
        out.push_str(path);
        let mut rest = self.query;
        while let Some(first) = rest.chars().next() {
            out.push(first);
            let (part, after) =
                split_where(rest.get(first.len_utf8()..).unwrap_or_default(), |c| "?#&;".contains(c));
            match part.split_once('=') {
                Some((name, value)) if !value.is_empty() => {
                    let value = known(value).unwrap_or_else(|| ANY_VALUE.to_owned());
                    out.extend([name, "=", &value]);
                }
                _ => out.push_str(&known(part).unwrap_or_else(|| part.to_owned())),
            }
            rest = after;
        }
        out
    }

    /// The path.
    pub(super) fn path(&self) -> &'t str {
        self.path
    }

    /// Whether something is left out when it is shown, whatever is known.
    pub(super) fn is_cut(&self) -> bool {
        self.user.is_some()
            || self.parameters().any(|(_, value)| value.is_some_and(|value| !value.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Address(address) => address.shown(|_| None, address.path()),
        };
        pieces(text).iter().map(show).collect()
    }

    #[test]
    fn user_and_values_leave_an_address_and_the_host_stays() {
        for (text, expected) in [
            (
                "at https://u:p@a.test/x?key=K&n=1#t=2 now",
                "at https://[token]@a.test/x?key=[value]&n=[value]#t=[value] now",
            ),
            ("https://a.test", "https://a.test"),
            ("é://x?a=", "é://x?a="),
            (r#"{"u":"https:\/\/me@a.test\/x?k=1"}"#, r#"{"u":"https:\/\/[token]@a.test\/x?k=[value]"}"#),
            ("ftp://a.test/?q, 'http://b.test/?c=d'", "ftp://a.test/?q, 'http://b.test/?c=[value]'"),
            ("://", "://"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn passwords_and_keys_are_looked_for_elsewhere_and_ordinary_values_are_not() {
        let found = |text| match pieces(text).pop() {
            Some(Piece::Address(address)) => address.secrets().into_iter().map(|(text, _)| text).collect(),
            _ => Vec::new(),
        };
        assert_eq!(found("https://u:pw12@a.test/x?key=SECRET&tier=gold"), ["pw12", "SECRET"]);
        assert_eq!(found("https://a.test/services/T0A1B2C3/x9Yk2Lm4Qr8Tz6Wv1Bn3"), ["x9Yk2Lm4Qr8Tz6Wv1Bn3"]);
        assert_eq!(found("https://a.test/orders/2026/summer-sale-for-members"), Vec::<&str>::new());
    }
}
