//! What a run depends on besides the workspace: the clock, the profile, a secret, muted actions.

use crate::logic;
use crate::model::{ActionId, Autoescape, EngineProfile, Warnings};
use crate::twig;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fmt;

/// A shared secret for signatures. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret's bytes, for signing alone.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The key that Open Loyalty signs with. Source, second-hand: the secret without `whsec_`.
    pub(super) fn open_loyalty_key(&self) -> &[u8] {
        self.0.strip_prefix("whsec_").unwrap_or(&self.0).as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The surroundings of a run. The same workspace, trigger, context and surroundings give the same report.
#[derive(Clone, Debug)]
pub struct RunEnv {
    /// The time that it is.
    pub now: Timestamp,
    /// The engine's settings.
    pub profile: EngineProfile,
    /// Signs the request preview, if given.
    pub secret: Option<Secret>,
    /// Actions that are skipped in this run.
    pub muted: BTreeSet<ActionId>,
}

impl RunEnv {
    /// Surroundings without a secret and with nothing muted.
    pub fn new(now: Timestamp, profile: EngineProfile) -> Self {
        Self { now, profile, secret: None, muted: BTreeSet::new() }
    }

    /// The settings of templates.
    pub fn twig_settings(&self) -> twig::Settings {
        twig::Settings {
            autoescape: match self.profile.autoescape {
                Autoescape::Html => twig::Strategy::Html,
                Autoescape::Js => twig::Strategy::Js,
                Autoescape::Off => twig::Strategy::Off,
            },
            strict_variables: self.profile.strict_variables,
            timezone: self.profile.timezone.clone(),
            warnings: match self.profile.warnings {
                Warnings::Raise => twig::WarningMode::Raise,
                Warnings::Ignore => twig::WarningMode::Ignore,
            },
            now: self.now,
            limits: twig::Limits::default(),
        }
    }

    /// The settings of conditions and dynamic arguments.
    pub fn logic_options(&self) -> logic::EvalOptions {
        logic_options(&self.profile)
    }
}

/// How conditions are evaluated under a profile.
pub(super) fn logic_options(profile: &EngineProfile) -> logic::EvalOptions {
    let warnings = match profile.warnings {
        Warnings::Raise => logic::Warnings::Raise,
        Warnings::Ignore => logic::Warnings::Ignore,
    };
    logic::EvalOptions { warnings, ..logic::EvalOptions::default() }
}
