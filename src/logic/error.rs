//! What goes wrong or is warned of when a rule is evaluated.

use serde::Serialize;

/// Something that PHP warns of and goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvalWarning {
    /// PHP's own words.
    pub message: String,
    /// JSON Pointer into the rule.
    pub pointer: String,
}

/// Why a rule gives no value. `class` and `message` are those of the exception that the server would throw; a limit
/// of Reagent itself has the class `Limit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{class}: {message}")]
pub struct EvalError {
    /// Stable code, `logic/…`.
    pub code: &'static str,
    /// `TypeError`, `DivisionByZeroError`, `ArgumentCountError`, …
    pub class: &'static str,
    /// PHP's own words.
    pub message: String,
    /// JSON Pointer into the rule.
    pub pointer: String,
    /// What was warned of before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<EvalWarning>,
}

impl EvalError {
    /// An error without place and warnings; the machine adds them.
    pub(super) fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code_of_class(class),
            class,
            message: message.into(),
            pointer: String::new(),
            warnings: Vec::new(),
        }
    }

    /// A limit of Reagent.
    pub(super) fn limit(code: &'static str, message: impl Into<String>) -> Self {
        let mut error = Self::new("Limit", message);
        error.code = code;
        error
    }

    pub(super) fn unknown_operator(name: &str) -> Self {
        let mut error = Self::new("Exception", format!("Unrecognized operator {name}"));
        error.code = "logic/unknown-operator";
        error
    }
}

fn code_of_class(class: &str) -> &'static str {
    match class {
        "TypeError" => "logic/type-error",
        "DivisionByZeroError" => "logic/division-by-zero",
        "ArgumentCountError" => "logic/arity",
        "ValueError" => "logic/value-error",
        "ErrorException" => "logic/warning",
        _ => "logic/error",
    }
}
