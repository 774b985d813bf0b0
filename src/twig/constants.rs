//! PHP's constants, as far as a template has a use for them.

use super::filters::json::flags;
use crate::php::Value;

// data table
static INTS: &[(&str, i64)] = &[
    ("PHP_INT_MAX", i64::MAX),
    ("PHP_INT_MIN", i64::MIN),
    ("PHP_INT_SIZE", 8),
    ("PHP_MAJOR_VERSION", 8),
    ("PHP_FLOAT_DIG", 15),
    ("JSON_HEX_TAG", flags::HEX_TAG),
    ("JSON_HEX_AMP", flags::HEX_AMP),
    ("JSON_HEX_APOS", flags::HEX_APOS),
    ("JSON_HEX_QUOT", flags::HEX_QUOT),
    ("JSON_FORCE_OBJECT", flags::FORCE_OBJECT),
    ("JSON_NUMERIC_CHECK", flags::NUMERIC_CHECK),
    ("JSON_UNESCAPED_SLASHES", flags::UNESCAPED_SLASHES),
    ("JSON_PRETTY_PRINT", flags::PRETTY_PRINT),
    ("JSON_UNESCAPED_UNICODE", flags::UNESCAPED_UNICODE),
    ("JSON_PARTIAL_OUTPUT_ON_ERROR", flags::PARTIAL_OUTPUT_ON_ERROR),
    ("JSON_PRESERVE_ZERO_FRACTION", flags::PRESERVE_ZERO_FRACTION),
    ("JSON_UNESCAPED_LINE_TERMINATORS", flags::UNESCAPED_LINE_TERMINATORS),
    ("JSON_INVALID_UTF8_IGNORE", 1_048_576),
    ("JSON_INVALID_UTF8_SUBSTITUTE", 2_097_152),
    ("JSON_THROW_ON_ERROR", 4_194_304),
    ("E_ALL", 32_767),
    ("SORT_REGULAR", 0),
    ("SORT_NUMERIC", 1),
    ("SORT_STRING", 2),
    ("ENT_QUOTES", 3),
];

static FLOATS: &[(&str, f64)] = &[
    ("M_PI", std::f64::consts::PI),
    ("M_E", std::f64::consts::E),
    ("PHP_FLOAT_EPSILON", f64::EPSILON),
    ("PHP_FLOAT_MAX", f64::MAX),
    ("PHP_FLOAT_MIN", f64::MIN_POSITIVE),
    ("INF", f64::INFINITY),
    ("NAN", f64::NAN),
];

static TEXTS: &[(&str, &str)] = &[
    ("PHP_EOL", "\n"),
    ("DIRECTORY_SEPARATOR", "/"),
    ("DATE_ATOM", "Y-m-d\\TH:i:sP"),
    ("DATE_ISO8601", "Y-m-d\\TH:i:sO"),
    ("DATE_RFC3339", "Y-m-d\\TH:i:sP"),
    ("DATE_RFC2822", "D, d M Y H:i:s O"),
    ("DATE_RFC822", "D, d M y H:i:s O"),
    ("DATE_RFC7231", "D, d M Y H:i:s \\G\\M\\T"),
    ("DATE_COOKIE", "l, d-M-Y H:i:s T"),
    ("DATE_RSS", "D, d M Y H:i:s O"),
    ("DATE_W3C", "Y-m-d\\TH:i:sP"),
    ("DateTimeInterface::ATOM", "Y-m-d\\TH:i:sP"),
    ("DateTime::ATOM", "Y-m-d\\TH:i:sP"),
];

/// The value of a constant.
pub(crate) fn find(name: &str) -> Option<Value> {
    let int = INTS.iter().find(|(known, _)| *known == name).map(|(_, int)| Value::Int(*int));
    let float = || FLOATS.iter().find(|(known, _)| *known == name).map(|(_, float)| Value::Float(*float));
    let text = || TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| Value::from(*text));
    int.or_else(float).or_else(text)
}
