//! `&`, `|` and `^`: on integers, or byte by byte on two texts.

use super::arith::int_operands;
use super::{Arith, PhpError, Value};

fn bits(
    (left, right): (&Value, &Value),
    symbol: &str,
    ints: impl Fn(i64, i64) -> i64,
    texts: impl Fn(&[u8], &[u8]) -> Vec<u8>,
) -> Result<Arith, PhpError> {
    if let (Value::Str(a), Value::Str(b)) = (left, right) {
        let bytes = texts(a.as_bytes(), b.as_bytes());
        let value = Value::from(String::from_utf8_lossy(&bytes).into_owned());
        return Ok(Arith { value, warning: None });
    }
    let (a, b, warning) = int_operands(left, right, symbol)?;
    Ok(Arith { value: Value::Int(ints(a, b)), warning })
}

fn zipped(a: &[u8], b: &[u8], op: impl Fn(u8, u8) -> u8) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| op(*a, *b)).collect()
}

/// `left & right`
pub fn bit_and(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    bits((left, right), "&", |a, b| a & b, |a, b| zipped(a, b, |a, b| a & b))
}

/// `left | right`; the longer text's rest is kept.
pub fn bit_or(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    bits(
        (left, right),
        "|",
        |a, b| a | b,
        |a, b| {
            let mut bytes = zipped(a, b, |a, b| a | b);
            let longer = if a.len() > b.len() { a } else { b };
            bytes.extend(longer.iter().skip(bytes.len()));
            bytes
        },
    )
}

/// `left ^ right`
pub fn bit_xor(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    bits((left, right), "^", |a, b| a ^ b, |a, b| zipped(a, b, |a, b| a ^ b))
}
