//! `==`, `===` and `<=>` as PHP 8 decides them.

use super::{Array, Num, Value, parse_numeric, to_bool};
use std::cmp::Ordering;
use std::sync::Arc;

/// PHP's `===`: same type and same value; arrays need the same keys in the same order.
pub fn strict_eq(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|((key_a, a), (key_b, b))| key_a == key_b && strict_eq(a, b))
        }
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// PHP's `==`.
pub fn loose_eq(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a == b,
        // Text that reads the same is equal, whatever number it spells.
        (Value::Str(a), Value::Str(b)) => text_loose_eq(a, b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && arrays_loosely_equal(a, b),
        _ => compare(left, right) == Ordering::Equal,
    }
}

/// PHP's `==` of two texts.
#[inline]
pub fn text_loose_eq(left: &str, right: &str) -> bool {
    same_text(left, right) || str_eq(left, right)
}

/// Equality of short texts without a call: keys and codes have a few bytes, and are compared all the time.
#[inline]
pub(super) fn same_text(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let len = left.len();
    if len > 16 {
        return left == right;
    }
    if let (Some(a), Some(b)) = (left.first_chunk::<8>(), right.first_chunk::<8>()) {
        return a == b && left.last_chunk::<8>() == right.last_chunk::<8>();
    }
    if let (Some(a), Some(b)) = (left.first_chunk::<4>(), right.first_chunk::<4>()) {
        return a == b && left.last_chunk::<4>() == right.last_chunk::<4>();
    }
    // One to three bytes: the first, the middle and the last are all of them.
    left.first() == right.first() && left.get(len / 2) == right.get(len / 2) && left.last() == right.last()
}

/// Two numeric strings are compared as numbers; anything else differs, because the bytes do.
fn str_eq(left: &str, right: &str) -> bool {
    let may_be_number =
        |text: &str| text.as_bytes().last().is_some_and(|last| !last.is_ascii_alphabetic() && *last < 0x80);
    may_be_number(left) && may_be_number(right) && compare_str(left, right) == Ordering::Equal
}

fn arrays_loosely_equal(left: &Array, right: &Array) -> bool {
    left.iter().all(|(key, value)| right.get(key).is_some_and(|other| loose_eq(value, other)))
}

/// PHP's `<=>`. What PHP cannot order (an array without the other's key, NaN, two objects) is `Greater` from either
/// side, so `a > b` must be asked as `compare(b, a) == Less`.
///
/// ```
/// use reagent::php::{compare, Value};
/// use std::cmp::Ordering;
/// assert_eq!(compare(&Value::Null, &Value::from("2023-01-01")), Ordering::Less);
/// assert_eq!(compare(&Value::from("10"), &Value::from("9")), Ordering::Greater);
/// assert_eq!(compare(&Value::from("10"), &Value::from("9a")), Ordering::Less);
/// ```
pub fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Int(a), Value::Float(b)) => float_cmp(*a as f64, *b),
        (Value::Float(a), Value::Int(b)) => float_cmp(*a, *b as f64),
        (Value::Float(a), Value::Float(b)) => float_cmp(*a, *b),
        (Value::Str(a), Value::Str(b)) => compare_str(a, b),
        (Value::Null, Value::Str(b)) => "".cmp(b),
        (Value::Str(a), Value::Null) => (**a).cmp(""),
        (Value::Null | Value::Bool(_), _) | (_, Value::Null | Value::Bool(_)) => {
            to_bool(left).cmp(&to_bool(right))
        }
        (Value::Int(a), Value::Str(b)) => compare_num_str(Num::Int(*a), b),
        (Value::Float(a), Value::Str(b)) => compare_num_str(Num::Float(*a), b),
        (Value::Str(a), Value::Int(b)) => compare_num_str(Num::Int(*b), a).reverse(),
        (Value::Str(a), Value::Float(b)) if b.is_nan() => compare_nan_str(a),
        (Value::Str(a), Value::Float(b)) => compare_num_str(Num::Float(*b), a).reverse(),
        (Value::Array(a), Value::Array(b)) => compare_arrays(a, b),
        (Value::Object(a), Value::Object(b)) if Arc::ptr_eq(a, b) => Ordering::Equal,
        // An object is greater than an array, and an array greater than any scalar.
        (Value::Object(_), _) => Ordering::Greater,
        (_, Value::Object(_)) => Ordering::Less,
        (Value::Array(_), _) => Ordering::Greater,
        (_, Value::Array(_)) => Ordering::Less,
    }
}

fn float_cmp(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or(Ordering::Greater)
}

/// NaN against text: not equal to a number, and `NAN` as text otherwise.
fn compare_nan_str(text: &str) -> Ordering {
    if super::numeric(text).is_some() { Ordering::Greater } else { text.cmp("NAN") }
}

/// A number against text: as numbers if the text is numeric, else as text.
fn compare_num_str(num: Num, text: &str) -> Ordering {
    match (super::numeric(text), num) {
        (Some(Num::Int(b)), Num::Int(a)) => a.cmp(&b),
        (Some(b), a) => float_cmp(a.as_float(), b.as_float()),
        (None, Num::Int(a)) => a.to_string().as_str().cmp(text),
        (None, Num::Float(a)) => super::format_float(a).as_str().cmp(text),
    }
}

/// Text against text: as numbers if both are numeric, else by bytes.
fn compare_str(left: &str, right: &str) -> Ordering {
    let starts_like_text = |text: &str| {
        text.as_bytes().first().is_none_or(|first| first.is_ascii_alphabetic() || *first >= 0x80)
    };
    if starts_like_text(left) || starts_like_text(right) {
        return left.cmp(right);
    }
    let whole = |text| parse_numeric(text).filter(|parsed| parsed.is_whole);
    let (Some(a), Some(b)) = (whole(left), whole(right)) else { return left.cmp(right) };
    match (a.num, b.num) {
        (Num::Int(x), Num::Int(y)) => x.cmp(&y),
        // Integers too large for 64 bits that round to the same double are told apart as text.
        (Num::Float(x), Num::Float(y)) if a.is_overflow && b.is_overflow && x == y => left.cmp(right),
        // An integer too large for 64 bits is beyond every one that fits, even if the doubles are the same.
        (Num::Int(_), Num::Float(y)) if b.is_overflow => 0.0_f64.total_cmp(&y),
        (Num::Float(x), Num::Int(_)) if a.is_overflow => x.total_cmp(&0.0),
        (x, y) if x.as_float().is_infinite() && x.as_float() == y.as_float() => left.cmp(right),
        (x, y) => float_cmp(x.as_float(), y.as_float()),
    }
}

/// The shorter array is smaller; else the first key of the left one whose values differ decides.
fn compare_arrays(left: &Array, right: &Array) -> Ordering {
    let by_len = left.len().cmp(&right.len());
    if by_len != Ordering::Equal {
        return by_len;
    }
    for (key, value) in left.iter() {
        let Some(other) = right.get(key) else { return Ordering::Greater };
        let order = compare(value, other);
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_equal_only_to_themselves() {
        let alphabet = "abcdefghijklmnopqrst";
        for len in 0..alphabet.len() {
            let text = &alphabet[..len];
            assert!(same_text(text, text) && !same_text(text, alphabet));
            for at in 0..len {
                let mut other = text.to_owned();
                other.replace_range(at..=at, "X");
                assert!(!same_text(text, &other), "{text} {other}");
            }
        }
    }

    fn list(items: &[i64]) -> Value {
        Value::list(items.iter().map(|int| Value::Int(*int)).collect())
    }

    #[test]
    fn loose_equality_follows_php_8() {
        let (null, zero, empty) = (Value::Null, Value::Int(0), Value::from(""));
        assert!(loose_eq(&Value::from("1"), &Value::from("01")));
        assert!(loose_eq(&Value::from("10"), &Value::from("1e1")));
        assert!(loose_eq(&Value::from("false"), &Value::Bool(true)));
        assert!(loose_eq(&null, &zero) && loose_eq(&null, &empty) && loose_eq(&null, &Value::Bool(false)));
        assert!(!loose_eq(&zero, &empty) && !loose_eq(&zero, &Value::from("a")));
        assert!(loose_eq(&list(&[]), &Value::Bool(false)) && !loose_eq(&list(&[0]), &Value::Bool(false)));
        assert!(!loose_eq(&Value::from("9223372036854775808"), &Value::from("9223372036854775809")));
        assert!(!loose_eq(&Value::from("9223372036854775807"), &Value::from("9223372036854775808")));
        assert!(!loose_eq(&Value::from("-9223372036854775809"), &Value::from("-9223372036854775808")));
        assert!(loose_eq(&Value::from("9223372036854775808"), &Value::Int(i64::MAX)));
        assert!(!loose_eq(&Value::from("1e1000"), &Value::from("1e1001")));
    }

    #[test]
    fn order_follows_php_8() {
        assert_eq!(compare(&list(&[1, 2]), &list(&[1, 3])), Ordering::Less);
        assert_eq!(compare(&list(&[9]), &Value::from("zz")), Ordering::Greater);
        assert_eq!(compare(&Value::from("zz"), &list(&[9])), Ordering::Less);
        assert_eq!(compare(&Value::Int(1), &Value::Float(f64::NAN)), Ordering::Greater);
        assert_eq!(compare(&Value::Null, &Value::Int(-1)), Ordering::Less);
        let text = |text: &str| Value::from(text);
        assert_eq!(compare(&text("9223372036854775807"), &text("9223372036854775808")), Ordering::Less);
        assert_eq!(compare(&text("-9223372036854775809"), &text("-9223372036854775808")), Ordering::Less);
        assert_eq!(compare(&Value::Int(1_673_740_800), &Value::from("2023-01-01")), Ordering::Less);
    }
}
