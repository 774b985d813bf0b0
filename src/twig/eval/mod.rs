//! Runs a compiled template.

mod access;
mod call;
mod expr;
mod operate;
mod print;
mod stmt;

use super::ast::Name;
use super::code::Program;
use super::error::{Fault, Limit, Outcome};
use super::provenance::{Origin, Trace};
use super::settings::Settings;
use super::source::Pos;
use crate::php::{Array, Key, Value, Warnings};
use std::sync::Arc;

pub(crate) use call::{Caller, Closure};
pub(crate) use expr::{array_key, is_empty};
pub(crate) use operate::closure_of;
pub(crate) use print::push_scalar;

/// Statements and expressions inside one another while rendering, macros included.
/// An unoptimised build holds 600 of them in the 2 MiB of a test's thread.
const MAX_DEPTH: u32 = 500;

/// Arrays inside one another, at most; what compares, encodes or drops a value goes as deep as it is nested.
const MAX_NESTING: usize = 200;

/// Warnings that are kept, at most.
const MAX_WARNINGS: usize = 1_000;

/// The variables of a template or macro.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// By slot; `None` is undefined.
    pub slots: Vec<Option<Value>>,
    /// The context as it was given, for `_context`.
    pub base: Arc<Array>,
    /// Where each variable comes from; empty unless the render is traced.
    pub origins: Vec<Origin>,
}

/// Where a loop is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoopState {
    pub index0: usize,
    pub len: usize,
}

/// A render in progress.
pub(crate) struct Runtime<'t> {
    pub program: &'t Program,
    pub settings: &'t Settings,
    pub frame: Frame,
    pub out: String,
    pub loops: Vec<LoopState>,
    /// Warnings that were let pass, with their places.
    pub warnings: Vec<(String, Pos)>,
    /// What is computed right now.
    pub place: Pos,
    steps: u64,
    depth: u32,
    calls: usize,
    /// Bytes captured outside `out`.
    captured: usize,
    pub zone: Option<crate::twig::dates::Zone>,
    /// What is recorded, if the render is traced.
    pub trace: Option<Box<Trace>>,
}

impl<'t> Runtime<'t> {
    pub(crate) fn new(program: &'t Program, settings: &'t Settings, context: &Value) -> Self {
        let base = match context {
            Value::Array(array) => Arc::clone(array),
            _ => Arc::new(Array::new()),
        };
        let slots = program.names.iter().map(|name| base.get_str(name).cloned()).collect();
        Self {
            program,
            settings,
            frame: Frame { slots, base, origins: Vec::new() },
            out: String::with_capacity(1024),
            loops: Vec::new(),
            warnings: Vec::new(),
            place: Pos::default(),
            steps: 0,
            depth: 0,
            calls: 0,
            captured: 0,
            zone: None,
            trace: None,
        }
    }

    /// Renders the template into `out`.
    pub(crate) fn run(&mut self) -> Outcome<()> {
        let program = self.program;
        for load in &program.loads {
            self.eval(load)?;
        }
        self.body(&program.body)
    }

    /// Counts one turn of a loop or one call.
    pub(crate) fn step(&mut self) -> Outcome<()> {
        self.steps += 1;
        if self.steps > self.settings.limits.steps {
            let most = self.settings.limits.steps;
            return Err(Fault::limit(
                Limit::Steps,
                format!("The template ran more than {most} loop turns and calls."),
            ));
        }
        Ok(())
    }

    /// Fails if a text of `len` bytes beyond the output would be too much.
    pub(crate) fn check_output(&self, len: usize) -> Outcome<()> {
        let most = self.settings.limits.output_bytes;
        if self.out.len().saturating_add(len).saturating_add(self.captured) > most {
            return Err(Fault::limit(
                Limit::OutputBytes,
                format!("The template made more than {most} bytes of output."),
            ));
        }
        Ok(())
    }

    /// Fails if a list of `len` items is longer than a template may make.
    pub(crate) fn check_items(&self, len: usize) -> Outcome<()> {
        let most = self.settings.limits.range_items;
        if len > most {
            return Err(Fault::limit(
                Limit::RangeItems,
                format!("The template made a list of more than {most} items."),
            ));
        }
        Ok(())
    }

    /// An array as a value, unless it is nested too deep or, with what it shares counted each time, too big.
    pub(crate) fn nested(&mut self, array: Array) -> Outcome<Value> {
        if array.values().any(|value| matches!(value, Value::Array(_))) {
            let most = self.settings.limits.range_items;
            let mut left = most;
            let is_fitting = fits(&array, MAX_NESTING, &mut left);
            if left == 0 {
                self.check_items(most.saturating_add(1))?;
            }
            if !is_fitting {
                let message = format!(
                    "The template made lists or mappings nested more than {MAX_NESTING} levels deep."
                );
                return Err(Fault::limit(Limit::Nesting, message));
            }
            // Looking through an array is work like any other.
            self.steps += (most - left) as u64 / 8;
        }
        Ok(Value::array(array))
    }

    /// Goes one level deeper; must be matched by [`Runtime::leave`].
    fn enter(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("The template runs more than {MAX_DEPTH} levels deep.");
            return Err(Fault::limit(Limit::Recursion, message));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// A PHP warning: an exception, or a note.
    pub(crate) fn warn(&mut self, message: &str) -> Outcome<()> {
        match self.settings.warnings {
            Warnings::Raise => Err(Fault::php(message)),
            Warnings::Ignore => {
                if self.warnings.len() < MAX_WARNINGS {
                    self.warnings.push((message.to_owned(), self.place));
                }
                Ok(())
            }
        }
    }

    /// All variables as an array.
    pub(crate) fn context(&self) -> Array {
        let mut context = (*self.frame.base).clone();
        for (name, value) in self.program.names.iter().zip(&self.frame.slots) {
            let key = Key::from_shared(Name::clone(name));
            match value {
                // Names that no template can write are the compiler's own.
                Some(value) if !name.starts_with(' ') => context.insert(key, value.clone()),
                _ => {
                    if context.get(key.as_ref()).is_some() {
                        context.remove(key.as_ref());
                    }
                }
            }
        }
        context
    }
}

/// Whether an array has at most `levels` of arrays and `left` items, which are counted down.
fn fits(array: &Array, levels: usize, left: &mut usize) -> bool {
    *left = left.saturating_sub(array.len());
    levels > 0
        && *left > 0
        && array.values().filter_map(Value::as_array).all(|inner| fits(inner, levels - 1, left))
}

/// The place of an expression that is part of a statement.
pub(crate) fn located<T>(outcome: Outcome<T>, line: u32, pos: Pos) -> Outcome<T> {
    outcome.map_err(|fault| fault.located(line, pos))
}
