//! A secret: a token or a shared key that is never printed and is wiped from memory when dropped.
//!
//! Who asks for one is [`crate::api`]'s business, what it signs is [`crate::engine`]'s.

use std::fmt::{self, Write};
use zeroize::Zeroizing;

/// Where a token came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenSource {
    /// A file that the user named.
    File,
    /// An environment variable, such as `REAGENT_TOKEN`.
    Environment(&'static str),
    /// The operating system's keychain.
    Keychain,
    /// Typed in for this session, kept in memory alone.
    Session,
}

impl fmt::Display for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file given with --token-file"),
            Self::Environment(variable) => write!(f, "the environment variable {variable}"),
            Self::Keychain => f.write_str("the system's keychain"),
            Self::Session => f.write_str("this session's memory"),
        }
    }
}

/// A token or a shared key. It has no `Display`, and its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    /// The secret itself, for signing and for the header of a request alone.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// True if nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A text from outside with the secret, as it is and as JSON, HTML or URLs spell it, replaced: a server may echo
    /// what it was sent.
    pub fn scrubbed(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        let mut clean = text.replace(self.0.as_str(), "[secret]");
        for spelling in self.spellings() {
            clean = clean.replace(spelling.as_str(), "[secret]");
        }
        clean
    }

    fn spellings(&self) -> [Zeroizing<String>; 2] {
        let json = serde_json::Value::from(self.0.as_str()).to_string();
        let json = Zeroizing::new(json.trim_matches('"').to_owned());
        let mut url = Zeroizing::new(String::new());
        for byte in self.0.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
                _ => {
                    // Writing to a text cannot fail.
                    let _ = write!(url, "%{byte:02X}");
                }
            }
        }
        [json, url]
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_shows_nothing_and_is_scrubbed_from_what_others_say() {
        let secret = Secret::new("k|\"7/ä");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let echo = "got k|\"7/ä and k|\\\"7/ä and k%7C%227%2F%C3%A4";
        assert_eq!(secret.scrubbed(echo), "got [secret] and [secret] and [secret]");
        assert_eq!(Secret::new("").scrubbed("text"), "text");
    }
}
