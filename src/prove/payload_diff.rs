//! Two payloads line by line.

use serde_json::Value;
use similar::TextDiff;

/// Lines around a change.
const CONTEXT_LINES: usize = 3;

/// The unified diff of two values as indented JSON, or of two texts as they stand.
///
/// ```
/// use reagent::prove::payload_diff;
/// use serde_json::json;
/// let diff = payload_diff(&json!({"sku": "A", "qty": 1}), &json!({"sku": "A", "qty": 2}));
/// assert!(diff.ends_with("   \"sku\": \"A\",\n-  \"qty\": 1\n+  \"qty\": 2\n }\n"));
/// ```
pub fn payload_diff(expected: &Value, actual: &Value) -> String {
    named_diff(["expected", "actual"], expected, actual)
}

/// As [`payload_diff`], with other names for the two sides.
pub fn named_diff([left, right]: [&str; 2], old: &Value, new: &Value) -> String {
    let (old, new) = match (old, new) {
        (Value::String(old), Value::String(new)) => (lines(old), lines(new)),
        _ => (pretty(old), pretty(new)),
    };
    let diff = TextDiff::from_lines(&old, &new);
    diff.unified_diff().context_radius(CONTEXT_LINES).header(left, right).to_string()
}

fn pretty(value: &Value) -> String {
    lines(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Every line ends with a line break, so that the last one needs no remark about a missing one.
fn lines(text: &str) -> String {
    if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}
