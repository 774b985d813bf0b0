//! Twig templates with PHP's semantics, byte for byte what Twig 3.30 prints.
//!
//! One template is one string: there is no loader, so `include` and its kin give Twig's own "not defined" error.
//! [`Template::compile`] once, [`Template::render`] often.
//!
//! Values are [`crate::php::Value`], not minijinja's: minijinja renders its own hand-translated version of the
//! benchmark payload 13,000 times a second where the target is 24,000, and its value has neither PHP's ordered
//! integer-and-text keys nor its numeric strings.
//!
//! ```
//! use reagent::{php::Value, twig::{Settings, Template}};
//! let settings = Settings::default();
//! let template = Template::compile("{{ 1 + 1 }}", &settings)?;
//! assert_eq!(template.render(&Value::Null, &settings)?.output, "2");
//! # Ok::<(), reagent::twig::TwigError>(())
//! ```

mod adversarial;
mod ast;
mod catalogue;
mod code;
mod compile;
mod constants;
mod dates;
mod error;
mod escape;
mod eval;
mod filters;
mod functions;
mod lexer;
mod lint;
mod markup;
mod operators;
mod parser;
mod pattern;
pub mod provenance;
mod settings;
mod source;
mod strings;
mod suggest;
mod template;
mod tests;
mod token;

pub use crate::php::Warnings;
pub use adversarial::adversarial;
pub use catalogue::{Entry, Example, filters, functions, tests};
pub use error::{Limit, TwigError};
pub(crate) use lint::names::kind_of as kind_of_name;
pub use lint::{FieldKind, Fields, Read, lint, lint_fields, reads};
pub use operators::{Fix, OperatorInfo, operators};
pub use settings::{Limits, Settings, Strategy};
pub use template::{RenderWarning, Rendered, Template};
