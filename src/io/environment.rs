//! What the environment of the process hands over.

use crate::secret::Secret;

/// The variable that may hold a tenant's token.
pub const TOKEN_VARIABLE: &str = "REAGENT_TOKEN";

/// The token in a variable, if that is set.
pub fn token_in(variable: &str) -> Option<Secret> {
    std::env::var_os(variable).map(|text| Secret::new(text.to_string_lossy()))
}
