//! The assumptions under which a run is computed, and the tenants it may be pushed to.

use serde::Serialize;

/// How printed values are escaped in templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Autoescape {
    /// For HTML, Twig's own default.
    #[default]
    Html,
    /// For JavaScript strings.
    Js,
    /// Not at all.
    Off,
}

/// What a PHP warning does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warnings {
    /// It ends the evaluation, as Laravel's error handler does.
    #[default]
    Raise,
    /// It is reported and the evaluation goes on.
    Ignore,
}

/// Zones in which most of Omneo's customers are, the usual choices where a zone is asked for.
pub const USUAL_ZONES: [&str; 9] = [
    "UTC",
    "Australia/Melbourne",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Perth",
    "Pacific/Auckland",
    "Asia/Singapore",
    "Europe/London",
];

/// The engine's settings, each an assumption that the user can change in `reagent.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EngineProfile {
    /// Assumption: `html`; Omneo does not document it.
    pub autoescape: Autoescape,
    /// Assumption: off; Omneo does not document it.
    pub strict_variables: bool,
    /// Zone of dates without one, an IANA name. Assumption: `UTC`, Laravel's default.
    pub timezone: String,
    /// Assumption: `raise`, as Laravel does.
    pub warnings: Warnings,
}

impl Default for EngineProfile {
    fn default() -> Self {
        Self {
            autoescape: Autoescape::Html,
            strict_variables: false,
            timezone: "UTC".to_owned(),
            warnings: Warnings::Raise,
        }
    }
}

/// A tenant by name and URL; its token is never part of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tenant {
    /// Its name in the host `api.<name>.getomneo.com`.
    pub name: String,
    /// The API's base URL, where it is not the usual one.
    pub url: Option<String>,
    /// A file, in the workspace, with certificates of an authority that is trusted besides the system's own.
    pub ca: Option<String>,
    /// Whether pushing there needs a typed confirmation.
    pub is_production: bool,
    /// Whether it is there to try things: probe triggers may be made on it.
    pub is_test: bool,
}

/// An instance of Open Loyalty; its token is never part of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenLoyalty {
    /// Its address.
    pub url: String,
    /// The store code in its paths.
    pub store: String,
    /// Whether its token is a permanent one, sent as `X-AUTH-TOKEN`.
    pub is_permanent: bool,
}
