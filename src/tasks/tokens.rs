//! Where tokens are: typed in for this session, in the environment, or in the keychain. Never in a file.

use crate::api::{KEYCHAIN_TIMEOUT, Token};
use crate::io::{TOKEN_VARIABLE, token_in};
use crate::secret::{Secret, TokenSource};
use crate::site::Site;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A safe that outlasts the session. Every call ends in time.
pub trait TokenStore: Send + Sync {
    /// The token of a tenant.
    ///
    /// # Errors
    /// Why it cannot be used, in a few words.
    fn look(&self, account: &str) -> Result<Option<Secret>, String>;
    /// Keeps the token of a tenant.
    ///
    /// # Errors
    /// Why it cannot be used; nothing is kept elsewhere then.
    fn keep(&self, account: &str, token: &Secret) -> Result<(), String>;
    /// Forgets the token of a tenant; says whether there was one.
    ///
    /// # Errors
    /// Why it cannot be used.
    fn forget(&self, account: &str) -> Result<bool, String>;
}

/// The keychain of the operating system.
pub(super) struct Keychain;

impl TokenStore for Keychain {
    fn look(&self, account: &str) -> Result<Option<Secret>, String> {
        Ok(Token::look(account, KEYCHAIN_TIMEOUT)?.map(|token| token.secret))
    }

    fn keep(&self, account: &str, token: &Secret) -> Result<(), String> {
        Token::store(account, token, KEYCHAIN_TIMEOUT).map_err(|error| error.to_string())
    }

    fn forget(&self, account: &str) -> Result<bool, String> {
        Token::forget(account, KEYCHAIN_TIMEOUT).map_err(|error| error.to_string())
    }
}

/// No safe: for sessions of which nothing is kept.
pub(super) struct NoStore;

const NOTHING_KEPT: &str = "nothing of this session is kept";

impl TokenStore for NoStore {
    fn look(&self, _: &str) -> Result<Option<Secret>, String> {
        Err(NOTHING_KEPT.to_owned())
    }

    fn keep(&self, _: &str, _: &Secret) -> Result<(), String> {
        Err(NOTHING_KEPT.to_owned())
    }

    fn forget(&self, _: &str) -> Result<bool, String> {
        Err(NOTHING_KEPT.to_owned())
    }
}

/// The tokens of this session and the safe.
#[derive(Clone)]
pub(super) struct Tokens {
    /// By tenant and address: what was typed in for one address goes to no other
    session: Arc<Mutex<BTreeMap<(String, String), Secret>>>,
    store: Arc<dyn TokenStore>,
}

impl Tokens {
    pub(super) fn new(store: Arc<dyn TokenStore>) -> Self {
        Self { session: Arc::default(), store }
    }

    /// The token for a tenant: typed in, else of the environment, else of the keychain.
    pub(super) fn token(&self, site: &Site) -> Result<Token, String> {
        if let Some(token) = self.unlocked(site) {
            return token;
        }
        let name = &site.tenant.name;
        let advice = format!("open Connections and paste the token of '{name}'");
        match self.store.look(&site.account()) {
            Ok(Some(secret)) => Ok(Token { secret, source: TokenSource::Keychain }),
            Ok(None) => Err(format!("there is no token for '{name}'; {advice}")),
            Err(problem) => Err(format!(
                "there is no token for '{name}', and the keychain cannot be used ({problem}); {advice}"
            )),
        }
    }

    /// The token that needs no keychain.
    fn unlocked(&self, site: &Site) -> Option<Result<Token, String>> {
        let typed = self.session().get(&key(site)).cloned();
        if let Some(secret) = typed {
            return Some(Ok(Token { secret, source: TokenSource::Session }));
        }
        let given = Token::from_secret(&token_in(TOKEN_VARIABLE)?, TokenSource::Environment(TOKEN_VARIABLE));
        Some(given.map_err(|error| error.to_string()))
    }

    /// Where the token is, and whether the keychain can be used.
    pub(super) fn look(&self, site: &Site) -> (Option<TokenSource>, Result<(), String>) {
        let found = self.store.look(&site.account());
        let unlocked = self.unlocked(site).and_then(Result::ok).map(|token| token.source);
        let in_keychain = matches!(found, Ok(Some(_))).then_some(TokenSource::Keychain);
        (unlocked.or(in_keychain), found.map(drop))
    }

    /// Keeps a token; one that is remembered is not kept twice.
    pub(super) fn keep(&self, site: &Site, token: &Secret, is_remembered: bool) -> Result<String, String> {
        let token = Token::from_secret(token, TokenSource::Session);
        let token = token.map_err(|_| "that is no token: a token is one word on one line".to_owned())?;
        let name = &site.tenant.name;
        if !is_remembered {
            self.session().insert(key(site), token.secret);
            return Ok(format!("The token of '{name}' is kept for this session only"));
        }
        self.store.keep(&site.account(), &token.secret)?;
        self.session().remove(&key(site));
        Ok(format!("The token of '{name}' is in the keychain of this computer"))
    }

    /// Forgets a token wherever this program has put it.
    pub(super) fn forget(&self, site: &Site) -> Result<String, String> {
        let name = &site.tenant.name;
        let was_typed = self.session().remove(&key(site)).is_some();
        let was_kept = match self.store.forget(&site.account()) {
            Ok(was_kept) => was_kept,
            Err(_) if was_typed => false,
            Err(problem) => {
                return Err(format!("Nothing was forgotten: the keychain cannot be used ({problem})"));
            }
        };
        let said = match (was_typed, was_kept) {
            (true, true) => "is forgotten, in this session and in the keychain",
            (true, false) => "is forgotten; it was kept for this session only",
            (false, true) => "is removed from the keychain",
            (false, false) => "was not kept anywhere",
        };
        Ok(format!("The token of '{name}' {said}"))
    }

    fn session(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, String), Secret>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(site: &Site) -> (String, String) {
    (site.tenant.name.clone(), site.address.text().to_owned())
}
