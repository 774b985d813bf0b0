//! `var`, `missing` and `missing_some`: reading fields by path.

use super::{Ev, Failure, Frame, Machine};
use crate::json::Json;
use crate::logic::EvalError;
use crate::logic::compile::{Scope, compile_in, path_text};
use crate::logic::observe::{Observer, Off};
use crate::logic::program::{Path, PathRoot, Segment};
use crate::logic::rule::NodeId;
use crate::php::{self, Array, Key, KeyRef, Value};
use std::cmp::Ordering;
use std::sync::atomic::Ordering::Relaxed;

pub(super) static NULL: Value = Value::Null;

/// Rules found in data may find rules in data; PHP would go on until its stack ends.
const MAX_DATA_RULES: u32 = 2;
/// Deepest nesting of a rule found in data.
const MAX_DATA_RULE_DEPTH: usize = 16;

/// The value at a path; `None` if it is not there or null.
#[inline]
pub(super) fn find<'f>(path: &Path, frame: Frame<'f>) -> Option<&'f Value> {
    let mut value = match path.root {
        PathRoot::Data | PathRoot::Current => frame.data,
        PathRoot::Accumulator => frame.accumulator?,
        PathRoot::Nothing => return None,
    };
    for segment in &path.segments {
        let Value::Array(array) = value else { return None };
        let found = match array.get_at(&segment.key, segment.hint.load(Relaxed) as usize) {
            Some(found) => found,
            None => search(array, segment)?,
        };
        value = found;
    }
    if value.is_null() { None } else { Some(value) }
}

/// Looks a key up the usual way, and remembers where it was.
#[cold]
#[inline(never)]
fn search<'a>(array: &'a Array, segment: &Segment) -> Option<&'a Value> {
    let position = array.position(segment.key.as_ref())?;
    segment.hint.store(u32::try_from(position).unwrap_or(0), Relaxed);
    array.at(position).map(|(_, value)| value)
}

/// `{"var": ""}` inside `reduce`.
pub(super) fn whole_fold(current: &Value, accumulator: &Value) -> Value {
    let mut array = Array::map_with_capacity(2);
    array.insert(Key::Str("current".into()), current.clone());
    array.insert(Key::Str("accumulator".into()), accumulator.clone());
    Value::array(array)
}

/// The value at a path that is only known now; `None` if it is not there or null.
fn find_text<'f>(path: &str, frame: Frame<'f>) -> Option<&'f Value> {
    let step = |value: &'f Value, segment: &str| match value {
        Value::Array(array) => array.get(KeyRef::from_text(segment)).filter(|found| !found.is_null()),
        _ => None,
    };
    let Some(accumulator) = frame.accumulator else { return path.split('.').try_fold(frame.data, step) };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let root = match first {
        "current" => frame.data,
        "accumulator" => accumulator,
        _ => return None,
    };
    rest.map_or(Some(root), |rest| rest.split('.').try_fold(root, step)).filter(|value| !value.is_null())
}

impl<O: Observer> Machine<'_, O> {
    /// `var` with a path that is computed.
    pub(super) fn var<'f>(
        &mut self,
        id: NodeId,
        (path, default): (&Value, Value),
        frame: Frame<'f>,
    ) -> Result<Ev<'f>, Failure> {
        if path.is_null() || path.as_str() == Some("") {
            return Ok(match frame.accumulator {
                None => Ev::Ref(frame.data),
                Some(accumulator) => Ev::Own(whole_fold(frame.data, accumulator)),
            });
        }
        let Some(text) = path_text(path) else {
            let message = "explode(): Argument #2 ($string) must be of type string, array given";
            return Err(self.at(id, EvalError::new("TypeError", message)));
        };
        Ok(find_text(&text, frame).map_or(Ev::Own(default), Ev::Ref))
    }

    /// `missing`: the keys whose value is null or empty text.
    pub(super) fn missing(
        &mut self,
        id: NodeId,
        args: &[Ev<'_>],
        frame: Frame<'_>,
    ) -> Result<Value, Failure> {
        let keys: Vec<Value> = match args.first().map(Ev::get) {
            Some(Value::Array(list)) => list.values().cloned().collect(),
            _ => args.iter().map(|arg| arg.get().clone()).collect(),
        };
        let mut missing = Vec::new();
        for key in keys {
            if self.is_missing(id, &key, frame)? {
                missing.push(key);
            }
        }
        Ok(Value::list(missing))
    }

    fn is_missing(&mut self, id: NodeId, key: &Value, frame: Frame<'_>) -> Result<bool, Failure> {
        let is_empty = |value: &Value| value.is_null() || value.as_str() == Some("");
        if key.as_array().is_some() {
            return Ok(is_empty(&self.apply_data(id, "var", key, frame)?));
        }
        let found = self.var(id, (key, Value::Null), frame)?;
        Ok(is_empty(found.get()))
    }

    /// `missing_some`: nothing if enough of the keys are there.
    pub(super) fn missing_some(
        &mut self,
        id: NodeId,
        (minimum, options): (&Value, &Value),
        frame: Frame<'_>,
    ) -> Result<Value, Failure> {
        let are_plain = |list: &Array| list.is_list() && list.values().all(|key| key.as_array().is_none());
        let missing = match options {
            Value::Array(list) if are_plain(list) => {
                let keys: Vec<Ev<'_>> = list.values().map(Ev::Ref).collect();
                self.missing(id, &keys, frame)?
            }
            Value::Array(_) => self.apply_data(id, "missing", options, frame)?,
            key => self.missing(id, &[Ev::Ref(key)], frame)?,
        };
        let Some(list) = options.as_array() else {
            let message = format!(
                "count(): Argument #1 ($value) must be of type Countable|array, {} given",
                options.type_name()
            );
            return Err(self.at(id, EvalError::new("TypeError", message)));
        };
        let absent = missing.as_array().map_or(0, |missing| missing.len());
        let present = Value::Int(list.len() as i64 - absent as i64);
        // PHP asks `present >= minimum` as `minimum <= present`.
        let is_enough = php::compare(minimum, &present) != Ordering::Greater;
        Ok(if is_enough { Value::list(Vec::new()) } else { missing })
    }

    /// `{operator: args}` where the arguments come from data: json-logic-php evaluates them as rules.
    fn apply_data(
        &mut self,
        id: NodeId,
        operator: &str,
        args: &Value,
        frame: Frame<'_>,
    ) -> Result<Value, Failure> {
        if self.data_rules >= MAX_DATA_RULES || !is_within(args, MAX_DATA_RULE_DEPTH) {
            let error = EvalError::limit("logic/limit-depth", "rules found in the data are nested too deep");
            return Err(self.at(id, error));
        }
        let args = Json::from(serde_json::Value::from(args));
        let source = Json::Object([(operator.to_owned(), args)].into_iter().collect());
        let rule = crate::logic::parse(&source);
        let scope = if frame.accumulator.is_none() { Scope::Data } else { Scope::Fold };
        let expr = compile_in(rule.root(), scope);
        let mut observer = Off;
        let mut machine = Machine::new(&[], self.options, &mut observer);
        machine.steps_left = self.steps_left;
        machine.data_rules = self.data_rules + 1;
        let result = machine.eval(&expr, frame).map(Ev::into_owned);
        self.steps_left = machine.steps_left;
        for warning in machine.warnings {
            self.warn(id, &warning.message)?;
        }
        result.map_err(|failure| self.at(id, *failure.0))
    }
}

/// Whether a value is nested at most `limit` levels deep.
fn is_within(value: &Value, limit: usize) -> bool {
    match value {
        Value::Array(array) => limit > 0 && array.values().all(|item| is_within(item, limit - 1)),
        _ => true,
    }
}
