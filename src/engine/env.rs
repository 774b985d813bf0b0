//! What a run depends on besides the workspace: the clock, the profile, a secret, muted actions.

use crate::logic;
use crate::model::{self, ActionId, Autoescape, EngineProfile};
use crate::php::Warnings;
use crate::secret::Secret;
use crate::twig;
use jiff::Timestamp;
use std::collections::BTreeSet;

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
    /// Whether a trigger that is switched off runs all the same, and the report says so.
    pub as_if_on: bool,
}

impl RunEnv {
    /// Surroundings without a secret and with nothing muted.
    pub fn new(now: Timestamp, profile: EngineProfile) -> Self {
        Self { now, profile, secret: None, muted: BTreeSet::new(), as_if_on: false }
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
            warnings: warnings(&self.profile),
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
pub fn logic_options(profile: &EngineProfile) -> logic::EvalOptions {
    logic::EvalOptions { warnings: warnings(profile), ..logic::EvalOptions::default() }
}

fn warnings(profile: &EngineProfile) -> Warnings {
    match profile.warnings {
        model::Warnings::Raise => Warnings::Raise,
        model::Warnings::Ignore => Warnings::Ignore,
    }
}
