//! The bearer token of the practice server.

use sha2::{Digest, Sha256};
use std::fmt;
use std::fmt::Write;

/// A token that is compared and never shown. Only a digest is kept.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token([u8; 32]);

impl Token {
    pub(super) fn new(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// Digests are compared, so that the time tells nothing of the token.
    pub(super) fn is(&self, given: &str) -> bool {
        Self::new(given) == *self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A token or a shared secret: 64 random hexadecimal digits from the system.
pub fn random_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
