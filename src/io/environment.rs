//! What the environment of the process hands over.

use crate::secret::Secret;

/// The variable that may hold a token.
const TOKEN_VARIABLE: &str = "REAGENT_TOKEN";

/// The token in `REAGENT_TOKEN`, if that is set.
pub fn token_of_environment() -> Option<Secret> {
    std::env::var_os(TOKEN_VARIABLE).map(|text| Secret::new(text.to_string_lossy()))
}
