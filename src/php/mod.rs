//! Values and operations as PHP 8 has them: one ordered array type, numeric strings, loose comparison, integer overflow.
//!
//! Both engines ([`crate::logic`] and [`crate::twig`]) compute with these, because Omneo's server is PHP. Not a PHP
//! interpreter: only what JSON Logic and Twig can reach. Start at [`Value`].
//!
//! Source: PHP 8.2's own answers (`php-cli`), pinned by the corpora under `tests/fixtures`.

mod arith;
mod array;
mod bits;
mod compare;
mod convert;
pub mod date;
mod json;
mod number;
mod round;
mod value;
mod warning;

pub use arith::{Arith, PhpError, Warning, add, div, modulo, mul, neg, pow, sub};
pub use array::{Array, Key, KeyRef};
pub use bits::{bit_and, bit_or, bit_xor};
pub use compare::{compare, loose_eq, strict_eq, text_loose_eq};
pub use convert::{to_bool, to_float, to_int, to_number, to_str};
pub use number::{Num, Numeric, format_float, format_float_exact, numeric, parse_numeric, push_int};
pub use round::{number_format, round};
pub use value::{Object, Str, Value};
pub use warning::Warnings;
