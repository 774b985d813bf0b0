//! Numeric strings, and floats as PHP prints them.

/// An integer or a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Num {
    /// 64-bit integer
    Int(i64),
    /// Double
    Float(f64),
}

impl Num {
    /// The number as a double.
    pub fn as_float(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }
}

/// The number at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeric {
    /// Its value.
    pub num: Num,
    /// True if nothing but white space follows: PHP calls the text numeric.
    pub is_whole: bool,
    /// True if the text spells an integer that needs a double.
    pub is_overflow: bool,
}

/// White space that PHP allows around a numeric string.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn digits_at(bytes: &[u8], from: usize) -> usize {
    bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Parses the numeric prefix of a text, after leading white space. `None` if there is none.
///
/// ```
/// use reagent::php::{parse_numeric, Num};
/// assert_eq!(parse_numeric("12 apples").map(|n| (n.num, n.is_whole)), Some((Num::Int(12), false)));
/// assert_eq!(parse_numeric("1e3 ").map(|n| (n.num, n.is_whole)), Some((Num::Float(1000.0), true)));
/// assert_eq!(parse_numeric("gold"), None);
/// ```
pub fn parse_numeric(text: &str) -> Option<Numeric> {
    let bytes = text.as_bytes();
    let start = bytes.iter().take_while(|byte| is_space(**byte)).count();
    let sign = usize::from(matches!(bytes.get(start), Some(b'+' | b'-')));
    let int_start = start + sign;
    let int_digits = digits_at(bytes, int_start);
    let mut end = int_start + int_digits;
    let mut is_float = false;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits_at(bytes, end + 1);
        if int_digits + fraction > 0 {
            is_float = true;
            end += 1 + fraction;
        }
    }
    if int_digits == 0 && !is_float {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let exponent_sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits_at(bytes, end + 1 + exponent_sign);
        if exponent > 0 {
            is_float = true;
            end += 1 + exponent_sign + exponent;
        }
    }
    let spelled = text.get(start..end)?;
    let is_whole = bytes.get(end..)?.iter().all(|byte| is_space(*byte));
    let int = if is_float { None } else { spelled.parse::<i64>().ok() };
    let num = match int {
        Some(int) => Num::Int(int),
        None => Num::Float(spelled.parse().ok()?),
    };
    Some(Numeric { num, is_whole, is_overflow: !is_float && int.is_none() })
}

/// The value of a numeric string, or `None` where PHP says it is not numeric.
pub fn numeric(text: &str) -> Option<Num> {
    // Most text in comparisons is plainly not a number: its first byte tells.
    let first = *text.as_bytes().first()?;
    if first.is_ascii_alphabetic() || first >= 0x80 {
        return None;
    }
    parse_numeric(text).filter(|parsed| parsed.is_whole).map(|parsed| parsed.num)
}

/// Appends an integer in decimal.
///
/// ```
/// let mut out = String::from("n = ");
/// reagent::php::push_int(&mut out, -70);
/// assert_eq!(out, "n = -70");
/// ```
pub fn push_int(out: &mut String, int: i64) {
    if int < 0 {
        out.push('-');
    }
    push_digits(out, int.unsigned_abs(), 1);
}

/// Appends a number with at least `width` digits.
pub(super) fn push_digits(out: &mut String, mut number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut count = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
        count += 1;
        if number == 0 {
            break;
        }
    }
    let used = digits.len() - count.max(width).min(digits.len());
    let spelled = digits.get(used..).and_then(|digits| std::str::from_utf8(digits).ok());
    out.push_str(spelled.unwrap_or_default());
}

/// A float as `echo` prints it: 14 significant digits, `1.0E+25` for the very large and very small.
///
/// ```
/// assert_eq!(reagent::php::format_float(0.1 + 0.2), "0.3");
/// assert_eq!(reagent::php::format_float(2.0), "2");
/// assert_eq!(reagent::php::format_float(1e15), "1.0E+15");
/// ```
pub fn format_float(float: f64) -> String {
    const PRECISION: i32 = 14;
    if let Some(special) = special(float) {
        return special.to_owned();
    }
    if float.abs() < 1e14 && float == float.trunc() {
        return (float as i64).to_string();
    }
    // The shortest digits that mean this double are what rounding to 14 gives, if they are no more than 14.
    let shortest = format!("{float:e}");
    if shortest.find('e').is_some_and(|len| len <= PRECISION as usize + 1) {
        return layout(&shortest, PRECISION, 'E');
    }
    let spelled = format!("{float:.13e}");
    layout(&spelled, PRECISION, 'E')
}

/// A float as `json_encode` prints it: the shortest digits that read back as the same double.
///
/// ```
/// assert_eq!(reagent::php::format_float_exact(0.1 + 0.2), "0.30000000000000004");
/// assert_eq!(reagent::php::format_float_exact(1e17), "1.0e+17");
/// ```
pub fn format_float_exact(float: f64) -> String {
    const PRECISION: i32 = 17;
    if let Some(special) = special(float) {
        return special.to_owned();
    }
    layout(&format!("{float:e}"), PRECISION, 'e')
}

fn special(float: f64) -> Option<&'static str> {
    match float {
        _ if float.is_nan() => Some("NAN"),
        f64::INFINITY => Some("INF"),
        f64::NEG_INFINITY => Some("-INF"),
        0.0 if float.is_sign_negative() => Some("-0"),
        0.0 => Some("0"),
        _ => None,
    }
}

/// Lays out Rust's `d.ddde±x` as C's `%G` with `precision` does.
fn layout(scientific: &str, precision: i32, exponent_char: char) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = all.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    if exponent < -4 || exponent >= precision {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}.{rest}{exponent_char}{exponent_sign}{}", exponent.abs());
    }
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    }
    let int_len = exponent as usize + 1;
    if digits.len() <= int_len {
        return format!("{sign}{digits}{}", "0".repeat(int_len - digits.len()));
    }
    let (int, fraction) = digits.split_at(int_len);
    format!("{sign}{int}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pair is PHP 8.2's own answer to `echo`.
    #[test]
    fn floats_print_as_php_prints_them() {
        let cases = [
            (0.3, "0.3"),
            (1e14, "1.0E+14"),
            (1e13, "10000000000000"),
            (123_456_789.123_456_78, "123456789.12346"),
            (0.0001, "0.0001"),
            (0.00001, "1.0E-5"),
            (-2.5, "-2.5"),
            (1.5e-7, "1.5E-7"),
            (1e100, "1.0E+100"),
            (99_999_999_999_999.9, "1.0E+14"),
        ];
        for (float, text) in cases {
            assert_eq!(format_float(float), text);
        }
    }

    #[test]
    fn numeric_strings_follow_php() {
        let whole = |text: &str| parse_numeric(text).filter(|n| n.is_whole).map(|n| n.num);
        assert_eq!(whole(" 1"), Some(Num::Int(1)));
        assert_eq!(whole("1 "), Some(Num::Int(1)));
        assert_eq!(whole("5."), Some(Num::Float(5.0)));
        assert_eq!(whole(".5"), Some(Num::Float(0.5)));
        assert_eq!(whole("."), None);
        assert_eq!(whole("1e"), None);
        assert_eq!(whole("0x1A"), None);
        assert_eq!(whole(""), None);
        assert_eq!(parse_numeric("1e").map(|n| n.num), Some(Num::Int(1)));
        assert_eq!(parse_numeric("9223372036854775808").map(|n| n.is_overflow), Some(true));
    }
}
