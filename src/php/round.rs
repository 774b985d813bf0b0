//! `round()` and `number_format()`.

use super::number::push_digits;
use std::fmt::Write as _;

/// Rounds half away from zero at a decimal place, as PHP before 8.4: the digits that a double cannot be trusted with
/// are rounded away first, so that `1.005` at two places is `1.01`.
///
/// ```
/// use reagent::php::round;
/// assert_eq!(round(1.005, 2), 1.01);
/// assert_eq!(round(-2.5, 0), -3.0);
/// assert_eq!(round(1250.0, -2), 1300.0);
/// ```
pub fn round(value: f64, places: i32) -> f64 {
    const DIGITS: i32 = 15;
    if !value.is_finite() || value == 0.0 {
        return value;
    }
    let trusted = DIGITS - 1 - magnitude(value.abs());
    let factor = power_of_ten(places.abs());
    let scaled = if trusted > places && trusted - DIGITS < places {
        let use_places = trusted.clamp(-4 * DIGITS, 4 * DIGITS);
        let whole = scale(value, use_places).round();
        let down = (places - use_places).max(-4 * DIGITS);
        let scaled = whole / power_of_ten(down.abs());
        if scaled.is_finite() { scaled } else { return value }
    } else {
        let scaled = scale(value, places);
        if scaled.abs() >= 1e15 {
            return value;
        }
        scaled
    };
    let rounded = scaled.round();
    if places.abs() < 23 {
        return if places > 0 { rounded / factor } else { rounded * factor };
    }
    format!("{rounded:.0}e{}", -places).parse().unwrap_or(value)
}

fn scale(value: f64, places: i32) -> f64 {
    let factor = power_of_ten(places.abs());
    if places >= 0 { value * factor } else { value / factor }
}

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

fn power_of_ten(exponent: i32) -> f64 {
    let exact = usize::try_from(exponent).ok().and_then(|exponent| POWERS.get(exponent));
    exact.copied().unwrap_or_else(|| 10f64.powi(exponent))
}

/// The exponent of the leading digit.
fn magnitude(value: f64) -> i32 {
    if (1.0..1e15).contains(&value) {
        return POWERS.iter().take_while(|power| **power <= value).count() as i32 - 1;
    }
    value.log10().floor() as i32
}

/// Appends a number with `places` decimals, a decimal point and a separator of thousands.
///
/// ```
/// let mut out = String::new();
/// reagent::php::number_format(&mut out, -1234.567, 2, (".", ","));
/// assert_eq!(out, "-1,234.57");
/// ```
pub fn number_format(out: &mut String, value: f64, places: i32, (point, separator): (&str, &str)) {
    // PHP before 8.3 takes a negative count of decimals as none.
    let places = places.max(0) as usize;
    let rounded = round(value, places as i32);
    if !rounded.is_finite() {
        let _ = write!(out, "{}", super::format_float(rounded).to_ascii_lowercase());
        return;
    }
    let scaled = rounded.abs() * power_of_ten(places as i32);
    if places <= 6 && scaled < 1e15 {
        return push_decimal(out, (scaled.round() as u64, rounded < 0.0), places, (point, separator));
    }
    let digits = format!("{:.places$}", rounded.abs());
    if rounded < 0.0 && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        out.push('-');
    }
    let (int, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    for (index, digit) in int.chars().enumerate() {
        if index > 0 && (int.len() - index).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(point);
        out.push_str(fraction);
    }
}

/// Appends a number given as an integer of its last decimal place, which is how most prices come.
fn push_decimal(
    out: &mut String,
    (scaled, is_negative): (u64, bool),
    places: usize,
    (point, separator): (&str, &str),
) {
    let unit = 10u64.pow(places as u32);
    let (int, fraction) = (scaled / unit, scaled % unit);
    if is_negative && scaled > 0 {
        out.push('-');
    }
    push_grouped(out, int, separator);
    if places > 0 {
        out.push_str(point);
        push_digits(out, fraction, places);
    }
}

fn push_grouped(out: &mut String, int: u64, separator: &str) {
    let mut groups = [0u64; 7];
    let mut count = 0;
    let mut rest = int;
    for group in &mut groups {
        *group = rest % 1000;
        rest /= 1000;
        count += 1;
        if rest == 0 {
            break;
        }
    }
    for (index, group) in groups.iter().take(count).rev().enumerate() {
        if index == 0 {
            push_digits(out, *group, 1);
        } else {
            out.push_str(separator);
            push_digits(out, *group, 3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each is PHP 8.2's own answer to `number_format($value, $places)`.
    #[test]
    fn numbers_are_formatted_as_php_formats_them() {
        let cases = [
            (0.0, 2, "0.00"),
            (-0.001, 2, "0.00"),
            (1_234_567.891, 2, "1,234,567.89"),
            (1_000_000.0, 0, "1,000,000"),
            (0.5, 0, "1"),
            (-1_234.5, 0, "-1,235"),
            (999.999, 2, "1,000.00"),
            (1e15, 0, "1,000,000,000,000,000"),
            (1e20, 1, "100,000,000,000,000,000,000.0"),
            (0.123_456_789, 8, "0.12345679"),
            (1_234.0, -2, "1,234"),
        ];
        for (value, places, text) in cases {
            let mut out = String::new();
            number_format(&mut out, value, places, (".", ","));
            assert_eq!(out, text, "{value} {places}");
        }
    }
}
