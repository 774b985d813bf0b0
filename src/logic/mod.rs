//! JSON Logic as the server evaluates it: json-logic-php 1.5.1 on PHP 8.
//!
//! ```text
//! Json ─► parse ─► Rule (nodes, pointers, findings) ─► compile ─► Program ─► eval / decide / eval_observed
//!                   └─► describe (a sentence), used_paths, lint
//! ```
//!
//! Knows nothing of triggers. Start at [`parse()`] and [`Program::eval`].

mod certain;
mod compile;
mod describe;
mod dialect;
mod error;
mod lint;
mod machine;
mod observe;
mod operators;
mod parse;
mod paths;
mod program;
pub mod reference;
mod rule;

pub use crate::php::Warnings;
pub use certain::{
    CertainPart, Exception, Verdict, certain_conditions, certain_parts, sensible_verdict, verdict,
    verdict_exception,
};
pub use describe::{describe, describe_condition, describe_node, describe_wanted};
pub use dialect::{DIALECTS, Dialect, DialectFound, Match, Probe, name_dialect, probes};
pub use error::{EvalError, EvalWarning};
pub use lint::{lint, values_at};
pub use observe::{Iteration, Observer, Off, Record, State, Trace, is_truthy};
pub use operators::{Code, Family, Operator, operator, operators, suggestion};
pub use parse::{MAX_DEPTH, parse};
pub use paths::{UsedPath, used_paths};
pub use program::{EvalLimits, EvalOptions, Outcome, Program};
pub use reference::{Comparison, ReferenceError, compare_engines};
pub use rule::{Call, Form, Kind, Node, NodeId, Rule};
