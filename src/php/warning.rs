//! Whether a warning ends an evaluation.

/// What a PHP warning does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Warnings {
    /// It is an error of class `ErrorException` and ends the evaluation.
    ///
    /// Source: Laravel's error handler turns every warning into that exception.
    #[default]
    Raise,
    /// It is reported and the evaluation goes on, as plain PHP does.
    Ignore,
}
