//! Changes in words.

use super::Change;
use crate::json::pointer_segments;
use serde_json::Value;

/// Longest value that is shown whole.
const MAX_SHOWN: usize = 60;

/// "Fires if spend is 500 instead of 420, and phone is there as '1'".
pub(super) fn context(what: &str, changes: &[Change]) -> String {
    let parts: Vec<String> = changes.iter().map(leaf).collect();
    format!("{what} if {}", parts.join(", and "))
}

fn leaf(change: &Change) -> String {
    let name = pointer_segments(&change.pointer).collect::<Vec<_>>().join(".");
    match (&change.from, &change.to) {
        (_, None) => format!("{name} is left out"),
        (None, Some(to)) => format!("{name} is {}, which is not there now", shown(to)),
        (Some(from), Some(to)) => format!("{name} is {} instead of {}", shown(to), shown(from)),
    }
}

/// "Fires if step 1 asks for 420 instead of 500".
pub(super) fn rule(changes: &[Change]) -> String {
    let part = |change: &Change| {
        let [from, to] =
            [&change.from, &change.to].map(|value| value.as_ref().map_or("nothing".to_owned(), shown));
        format!("step {} asks for {to} instead of {from}", change.step.unwrap_or_default())
    };
    format!("Fires if {}", changes.iter().map(part).collect::<Vec<_>>().join(", and "))
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => cut(&format!("'{text}'")),
        other => cut(&other.to_string()),
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_SHOWN {
        return text.to_owned();
    }
    text.chars().take(MAX_SHOWN).chain(['…']).collect()
}
