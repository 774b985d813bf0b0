//! Contexts at hand: what their fields are, the same without personal data, and the same with one thing changed.
//!
//! ```text
//!  samples ─► infer ─► ContextSchema (types, presence, values)
//!  capture ─► Anonymiser::anonymise ─► Anonymised (JSON, what changed)
//!  sample + rules ─► variants ─► Vec<Variant> (one thing changed, and a name that says what)
//! ```
//!
//! Nothing is read or written here. Main entries: [`infer`], [`Anonymiser`], [`variants`].

mod anonymise;
mod leaf;
mod schema;
mod variants;

pub use anonymise::{Anonymised, Anonymiser, Pseudonym, PseudonymKind};
pub use schema::{ContextSchema, FieldSchema, infer, kind_of};
pub use variants::{Bound, MAX_VARIANTS, Variant, VariantKind, compared_numbers, variants};
