//! The values that a field may have, cut into classes by what it is compared with.
//!
//! Values that are written down, and those that PHP treats apart, are classes of one value each and are compared by the
//! engine itself. The others are numbers between two written ones, text between two written ones (numeric or not) and
//! lists; what a comparison gives for all of a class is told by one of them, or it may give both.

use crate::logic::machine::compare;
use crate::logic::program::Cmp;
use crate::php::{self, Value, numeric};
use std::cmp::Ordering;

use super::outcome::{FALSE, Outcomes, TRUE};

/// Beyond this, doubles no longer tell integers apart.
const LARGEST: f64 = 9_007_199_254_740_992.0;
/// More classes than that make a proof too long.
const MAX_CLASSES: usize = 300;

/// A set of values that comparisons do not tell apart.
#[derive(Clone, Debug)]
pub(super) enum Class {
    /// One value, or any value that compares as this one does
    Exact(Value),
    /// Numbers strictly between two written ones, of which this is one; spelled, they are in a range of text
    Number(f64, TextRange),
    /// Text that is not written in the rule, in a range of the written ones; with its number if it is numeric
    Text(Option<f64>, TextRange),
}

/// Text between two written ones, by bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct TextRange {
    after: Option<String>,
    before: Option<String>,
}

/// What a field is compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Literals {
    pub(super) values: Vec<Value>,
    /// Whether any comparison is one of order
    pub(super) has_order: bool,
}

/// Which values a field may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// Any
    All,
    /// Any but `true`, where the field is compared with text or numbers and with neither true nor false
    NotTrue,
    /// Any but text that is no number, where the field is compared with numbers only
    Numeric,
    /// Any but both
    Sensible,
}

impl Values {
    fn may_be_true(self, literals: &Literals) -> bool {
        let is_bool = |value: &Value| matches!(value, Value::Bool(_));
        let is_scalar = |value: &Value| matches!(value, Value::Int(_) | Value::Float(_) | Value::Str(_));
        let is_typed = literals.values.iter().any(is_scalar) && !literals.values.iter().any(is_bool);
        matches!(self, Self::All | Self::Numeric) || !is_typed
    }

    fn may_be_odd_text(self, literals: &Literals) -> bool {
        matches!(self, Self::All | Self::NotTrue) || !literals.are_numbers()
    }
}

impl Literals {
    fn are_numbers(&self) -> bool {
        let is_number = |value: &Value| match value {
            Value::Int(_) | Value::Float(_) => true,
            Value::Str(text) => numeric(text).is_some(),
            _ => false,
        };
        !self.values.is_empty() && self.values.iter().all(is_number)
    }
}

/// True if a comparison with a literal can be told by classes.
pub(super) fn is_tellable(literal: &Value) -> bool {
    match literal {
        Value::Null | Value::Bool(_) => true,
        Value::Int(int) => (*int as f64).abs() < LARGEST,
        Value::Float(float) => float.abs() < LARGEST,
        Value::Str(text) => match numeric(text) {
            Some(number) => number.as_float().abs() < LARGEST,
            // PHP spells infinite numbers like this.
            None => !matches!(&**text, "INF" | "-INF" | "NAN"),
        },
        Value::Array(_) | Value::Object(_) => false,
    }
}

/// All classes of a field; none if there would be too many.
pub(super) fn classes(literals: &Literals, values: Values) -> Vec<Class> {
    let numbers = thresholds(literals);
    let texts = texts(literals);
    let mut classes = vec![
        Class::Exact(Value::Null),
        Class::Exact(Value::Bool(false)),
        Class::Exact(Value::list(Vec::new())),
        Class::Exact(Value::list(vec![Value::Int(1)])),
    ];
    if values.may_be_true(literals) {
        classes.push(Class::Exact(Value::Bool(true)));
    }
    for number in &numbers {
        if number.fract() == 0.0 {
            classes.push(Class::Exact(Value::Int(*number as i64)));
        }
        classes.push(Class::Exact(Value::Float(*number)));
    }
    let between = between(&numbers);
    classes.extend(texts.iter().map(|text| Class::Exact(Value::str(text.as_str()))));
    let is_ordered_text = |value: &Value| literals.has_order && value.as_str().is_some_and(is_plain);
    let ranges = if literals.has_order { gaps(&texts) } else { vec![TextRange::default()] };
    if values.may_be_odd_text(literals) {
        classes.extend(ranges.iter().map(|range| Class::Text(None, range.clone())));
    }
    let ranges =
        if literals.values.iter().any(is_ordered_text) { ranges } else { vec![TextRange::default()] };
    let largest = between.last().copied();
    for range in ranges {
        let may_be_number = range.may_be_number();
        let numbers = numbers.iter().chain(&between).copied().filter(|_| may_be_number);
        classes.extend(numbers.map(|number| Class::Text(Some(number), range.clone())));
        // The largest include the infinite one, which is spelled INF.
        let between = between.iter().copied().filter(|number| may_be_number || Some(*number) == largest);
        classes.extend(between.map(|number| Class::Number(number, range.clone())));
    }
    if classes.len() > MAX_CLASSES { Vec::new() } else { classes }
}

fn is_plain(text: &str) -> bool {
    numeric(text).is_none()
}

/// The numbers that are written, and 0, at which truth changes.
fn thresholds(literals: &Literals) -> Vec<f64> {
    let number = |value: &Value| match value {
        Value::Int(int) => Some(*int as f64),
        Value::Float(float) => Some(*float),
        Value::Str(text) => numeric(text).map(php::Num::as_float),
        _ => None,
    };
    let mut numbers: Vec<f64> = literals.values.iter().filter_map(number).chain([0.0]).collect();
    numbers.sort_by(f64::total_cmp);
    // Minus zero is no number of its own.
    numbers.dedup_by(|a, b| a == b);
    numbers
}

/// One number of each range between, below and above.
fn between(numbers: &[f64]) -> Vec<f64> {
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Vec::new() };
    let inner = numbers.windows(2).filter_map(|pair| {
        let [low, high] = pair else { return None };
        let middle = low + (high - low) / 2.0;
        (*low < middle && middle < *high).then_some(middle)
    });
    let outer = [first - first.abs().max(1.0), last + last.abs().max(1.0)];
    inner.chain(outer).collect()
}

/// The texts that are written, those of the written numbers, and the two that count as false.
fn texts(literals: &Literals) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Str(text) => Some(text.to_string()),
        Value::Int(_) | Value::Float(_) => php::to_str(value).map(std::borrow::Cow::into_owned),
        _ => None,
    };
    let always = ["", "0"].map(str::to_owned);
    let mut texts: Vec<String> = literals.values.iter().filter_map(text).chain(always).collect();
    texts.sort();
    texts.dedup();
    texts
}

/// The ranges between texts, by bytes; nothing is before the empty text.
fn gaps(texts: &[String]) -> Vec<TextRange> {
    let at = |idx: usize| texts.get(idx).cloned();
    (0..texts.len()).map(|idx| TextRange { after: at(idx), before: at(idx + 1) }).collect()
}

impl TextRange {
    /// Numeric text begins with white space, a sign, a point or a digit, all of which are before the colon.
    fn may_be_number(&self) -> bool {
        self.after.as_deref().is_none_or(|after| after < ":")
    }

    /// How text of the range compares with written text.
    fn order(&self, written: &str) -> Option<Ordering> {
        if self.after.as_deref().is_some_and(|after| written <= after) {
            return Some(Ordering::Greater);
        }
        self.before.as_deref().is_some_and(|before| written >= before).then_some(Ordering::Less)
    }

    /// What an operator that is none of identity gives with written text.
    fn compared(&self, cmp: Cmp, written: &str, is_left: bool) -> Outcomes {
        match (cmp, self.order(written)) {
            (Cmp::Eq, _) => FALSE,
            (Cmp::Ne, _) => TRUE,
            (_, None) => TRUE | FALSE,
            (_, Some(order)) => {
                let is_less = (order == Ordering::Less) == is_left;
                if is_less == matches!(cmp, Cmp::Lt | Cmp::Le) { TRUE } else { FALSE }
            }
        }
    }
}

impl Class {
    /// What a comparison of the field with a literal gives.
    pub(super) fn compared(&self, cmp: Cmp, literal: &Value, is_left: bool) -> Outcomes {
        let told = |value: &Value| {
            let holds = if is_left { compare(cmp, value, literal) } else { compare(cmp, literal, value) };
            if holds { TRUE } else { FALSE }
        };
        match (self, literal) {
            (Self::Exact(value), _) => told(value),
            // Values of other types, or of another spelling.
            (_, _) if matches!(cmp, Cmp::StrictEq | Cmp::StrictNe) => {
                if cmp == Cmp::StrictEq {
                    FALSE
                } else {
                    TRUE
                }
            }
            // Text that is neither empty nor "0" compares alike with these.
            (Self::Text(..), Value::Null | Value::Bool(_)) => told(&Value::str("text")),
            (Self::Number(number, range) | Self::Text(Some(number), range), _) => match literal {
                Value::Str(text) if is_plain(text) => range.compared(cmp, text, is_left),
                _ => told(&Value::Float(*number)),
            },
            (Self::Text(None, range), _) => match php::to_str(literal) {
                Some(written) => range.compared(cmp, &written, is_left),
                None => TRUE | FALSE,
            },
        }
    }

    /// Whether the field counts as true.
    pub(super) fn truth(&self) -> Outcomes {
        let is_true = match self {
            Self::Exact(value) => crate::logic::is_truthy(value),
            Self::Number(..) | Self::Text(..) => true,
        };
        if is_true { TRUE } else { FALSE }
    }

    /// Whether `missing` lists the field.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Exact(value) if value.is_null() || value.as_str() == Some(""))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Exact(Value::Null))
    }
}
