//! Where the token of a tenant comes from: always said, never guessed, never stored in a weaker place.

use super::{ApiError, keychain};
use crate::secret::{Secret, TokenSource};
use std::time::Duration;

/// How long the keychain may take before it counts as missing.
pub const KEYCHAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// A token and where it came from.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// Where it came from.
    pub source: TokenSource,
}

impl Token {
    /// A token from what was read; line breaks around it are not part of it.
    pub fn from_secret(read: &Secret, source: TokenSource) -> Result<Self, ApiError> {
        let text = read.expose().trim();
        if text.is_empty() {
            return Err(ApiError::Token(format!("{source} holds no token; it is empty")));
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(ApiError::Token(format!("{source} holds no token: a token is one word on one line")));
        }
        Ok(Self { secret: Secret::new(text), source })
    }

    /// The token that the keychain has for a tenant, by its name and [`super::Address::account`].
    ///
    /// # Errors
    /// If it has none, or does not answer in time; the message says what else can be done.
    pub fn from_keychain(name: &str, account: &str, timeout: Duration) -> Result<Self, ApiError> {
        let other = format!(
            "store one with `reagent login {name}`, or give it with REAGENT_TOKEN or --token-file FILE"
        );
        match Self::look(account, timeout) {
            Ok(Some(token)) => Ok(token),
            Ok(None) => {
                Err(ApiError::Token(format!("there is no token for '{account}' in the keychain; {other}")))
            }
            Err(problem) => Err(ApiError::Token(format!("the keychain cannot be used ({problem}); {other}"))),
        }
    }

    /// The token that the keychain has under an account, if it has one.
    ///
    /// # Errors
    /// If the keychain cannot be used, in a few words.
    pub fn look(account: &str, timeout: Duration) -> Result<Option<Self>, String> {
        let found = keychain::read(account, timeout)?;
        Ok(found.map(|secret| Self { secret, source: TokenSource::Keychain }))
    }

    /// Stores a token in the keychain.
    ///
    /// # Errors
    /// If the keychain cannot be used: the token is then not stored anywhere else.
    pub fn store(account: &str, secret: &Secret, timeout: Duration) -> Result<(), ApiError> {
        keychain::write(account, secret, timeout).map_err(|problem| {
            ApiError::Token(format!(
                "the keychain cannot be used ({problem}), and no other place is safe enough, so the token was not \
                 stored; give it with REAGENT_TOKEN or --token-file FILE when it is needed"
            ))
        })
    }

    /// Removes a token from the keychain; says whether there was one.
    pub fn forget(account: &str, timeout: Duration) -> Result<bool, ApiError> {
        keychain::remove(account, timeout)
            .map_err(|problem| ApiError::Token(format!("the keychain cannot be used ({problem})")))
    }
}
