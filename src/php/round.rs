//! `round()` and `number_format()`.

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
    let trusted = DIGITS - 1 - value.abs().log10().floor() as i32;
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

fn power_of_ten(exponent: i32) -> f64 {
    10f64.powi(exponent)
}

/// Appends a number with `places` decimals, a decimal point and a separator of thousands.
///
/// ```
/// let mut out = String::new();
/// reagent::php::number_format(&mut out, -1234.567, 2, (".", ","));
/// assert_eq!(out, "-1,234.57");
/// ```
pub fn number_format(out: &mut String, value: f64, places: i32, (point, separator): (&str, &str)) {
    let rounded = round(value, places);
    let places = places.max(0) as usize;
    if !rounded.is_finite() {
        let _ = write!(out, "{}", super::format_float(rounded).to_ascii_lowercase());
        return;
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
