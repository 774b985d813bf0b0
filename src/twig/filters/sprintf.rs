//! PHP's `sprintf`.

use super::{arg, text};
use crate::php::{Value, to_float, to_int};
use crate::twig::error::{Fault, Limit, Outcome};
use crate::twig::eval::Runtime;

/// Width and precision beyond this are refused.
const MAX_WIDTH: usize = 10_000;

/// A conversion such as `%-08.2f`.
#[derive(Clone, Copy, Debug)]
struct Spec {
    is_left: bool,
    has_plus: bool,
    pad: char,
    width: usize,
    precision: Option<usize>,
    /// The number before `$`, from 1.
    place: Option<usize>,
}

pub(crate) fn sprintf(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let format = text(arg(args, 0), "sprintf", 1, "format")?;
    let mut out = String::with_capacity(format.len() + 16);
    let mut chars = format.chars().peekable();
    let mut next = 1;
    let mut needed = 0;
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        if chars.next_if_eq(&'%').is_some() {
            out.push('%');
            continue;
        }
        let spec = spec(&mut chars)?;
        let Some(conversion) = chars.next() else {
            return Err(Fault::php("Missing format specifier at end of string"));
        };
        let place = spec.place.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        needed = needed.max(place + 1);
        let Some(value) = args.get(place) else { continue };
        if needed <= args.len() {
            convert(runtime, &mut out, spec, conversion, value)?;
            runtime.check_output(out.len())?;
        }
    }
    if needed > args.len() {
        return Err(Fault::php(format!("{needed} arguments are required, {} given", args.len())));
    }
    Ok(Value::from(out))
}

type Chars<'c> = std::iter::Peekable<std::str::Chars<'c>>;

fn number(chars: &mut Chars<'_>) -> Option<usize> {
    let mut digits = None;
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        chars.next();
        digits = Some(digits.unwrap_or(0usize).saturating_mul(10).saturating_add(digit as usize));
    }
    digits
}

fn spec(chars: &mut Chars<'_>) -> Outcome<Spec> {
    let mut spec = Spec { is_left: false, has_plus: false, pad: ' ', width: 0, precision: None, place: None };
    let mut ahead = chars.clone();
    if let Some(place) = number(&mut ahead)
        && ahead.next() == Some('$')
    {
        if place == 0 {
            return Err(Fault::php(
                "Argument number specifier must be greater than zero and less than 2147483647",
            ));
        }
        spec.place = Some(place);
        *chars = ahead;
    }
    loop {
        match chars.peek() {
            Some('-') => spec.is_left = true,
            Some('+') => spec.has_plus = true,
            Some('0') => spec.pad = '0',
            Some(' ') => spec.pad = ' ',
            Some('\'') => {
                chars.next();
                match chars.peek() {
                    Some(pad) => spec.pad = *pad,
                    None => return Err(Fault::php("Missing padding character")),
                }
            }
            _ => break,
        }
        chars.next();
    }
    spec.width = number(chars).unwrap_or(0);
    if chars.next_if_eq(&'.').is_some() {
        spec.precision = Some(number(chars).unwrap_or(0));
    }
    if spec.width > MAX_WIDTH || spec.precision.is_some_and(|precision| precision > MAX_WIDTH) {
        let message = format!("A format is padded to at most {MAX_WIDTH} characters.");
        return Err(Fault::limit(Limit::OutputBytes, message));
    }
    while chars.next_if_eq(&'l').is_some() {}
    Ok(spec)
}

fn convert(
    runtime: &mut Runtime<'_>,
    out: &mut String,
    spec: Spec,
    conversion: char,
    value: &Value,
) -> Outcome<()> {
    let float = || to_float(value);
    let (shown, is_number) = match conversion {
        's' => {
            let mut shown = String::new();
            runtime.push_text(&mut shown, value)?;
            if let Some(precision) = spec.precision {
                shown = shown.chars().take(precision).collect();
            }
            (shown, false)
        }
        'd' | 'i' => (signed(spec, to_int(value).to_string()), true),
        'u' => ((to_int(value) as u64).to_string(), true),
        'f' | 'F' => {
            let places = spec.precision.unwrap_or(6);
            let number = float();
            (signed(spec, format!("{number:.places$}")), true)
        }
        'e' | 'E' => {
            let text = exponent(float(), spec.precision.unwrap_or(6));
            (signed(spec, if conversion == 'E' { text.to_uppercase() } else { text }), true)
        }
        'g' | 'G' => (signed(spec, crate::php::format_float(float())), true),
        'x' => (format!("{:x}", to_int(value)), true),
        'X' => (format!("{:X}", to_int(value)), true),
        'o' => (format!("{:o}", to_int(value)), true),
        'b' => (format!("{:b}", to_int(value)), true),
        'c' => (char::from((to_int(value) & 0x7f) as u8).to_string(), false),
        other => return Err(Fault::php(format!("Unknown format specifier \"{other}\""))),
    };
    pad(out, spec, &shown, is_number);
    Ok(())
}

fn signed(spec: Spec, shown: String) -> String {
    if spec.has_plus && !shown.starts_with('-') { format!("+{shown}") } else { shown }
}

/// `1.5e+3`: PHP writes the exponent with as few digits as it needs.
fn exponent(float: f64, places: usize) -> String {
    let text = format!("{float:.places$e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
        _ => text,
    }
}

fn pad(out: &mut String, spec: Spec, shown: &str, is_number: bool) {
    let missing = spec.width.saturating_sub(shown.chars().count());
    let padding = |pad: char| std::iter::repeat_n(pad, missing);
    if spec.is_left {
        out.push_str(shown);
        // Zeros after a number would change it.
        out.extend(padding(if is_number && spec.pad == '0' { '0' } else { spec.pad }));
        return;
    }
    match shown.strip_prefix(['-', '+']) {
        Some(digits) if is_number && spec.pad == '0' => {
            out.push_str(shown.get(..1).unwrap_or_default());
            out.extend(padding('0'));
            out.push_str(digits);
        }
        _ => {
            out.extend(padding(spec.pad));
            out.push_str(shown);
        }
    }
}
