//! Calls: filters and functions, closures, macros, blocks.

use super::{Frame, Runtime, located};
use crate::php::{Array, Key, KeyRef, Object, Str, Value, to_str};
use crate::twig::code::{ArrowCode, At, CallCode, Code, MacroCode, Spread};
use crate::twig::error::{Fault, Limit, Outcome};
use crate::twig::markup;
use std::any::Any;
use std::sync::Arc;

/// An arrow function.
#[derive(Debug)]
pub(crate) struct Closure {
    /// Its place in the program.
    arrow: usize,
    /// The variables that it saw when it was made; `None` if it is only called where it is made.
    frame: Option<Frame>,
}

/// Calls a closure any number of times.
pub(crate) struct Caller<'c> {
    closure: &'c Closure,
    /// Kept between calls, so that each call only sets its parameters.
    frame: Option<Frame>,
}

impl Closure {
    pub(crate) fn caller(&self) -> Caller<'_> {
        Caller { closure: self, frame: self.frame.clone() }
    }
}

impl Caller<'_> {
    pub(crate) fn call(&mut self, runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
        runtime.step()?;
        let program = runtime.program;
        let Some(code) = program.arrows.get(self.closure.arrow) else { return Ok(Value::Null) };
        let (Some(frame), Some(origin)) = (&mut self.frame, &self.closure.frame) else {
            return runtime.call_in_place(code, args);
        };
        if code.assigns {
            frame.slots.clone_from(&origin.slots);
        }
        set_params(frame, code, args);
        std::mem::swap(&mut runtime.frame, frame);
        let value = runtime.eval(&code.body);
        std::mem::swap(&mut runtime.frame, frame);
        value
    }
}

fn set_params(frame: &mut Frame, code: &ArrowCode, args: &[Value]) {
    for (index, slot) in code.params.iter().enumerate() {
        if let Some(place) = frame.slots.get_mut(*slot) {
            *place = args.get(index).cloned();
        }
    }
}

impl Object for Closure {
    fn class_name(&self) -> &'static str {
        "Closure"
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<'t> Runtime<'t> {
    pub(crate) fn call(&mut self, call: &'t CallCode) -> Outcome<Value> {
        let outcome = self.with_args(call, |runtime, args| {
            runtime.place = call.at.pos;
            (call.run)(runtime, args)
        });
        located(outcome, call.at.line, call.at.pos)
    }

    /// Runs `inner` on the evaluated arguments; a few are passed without allocating.
    pub(crate) fn with_args<T>(
        &mut self,
        call: &'t CallCode,
        inner: impl FnOnce(&mut Self, &[Value]) -> Outcome<T>,
    ) -> Outcome<T> {
        if let Some(spread) = &call.spread {
            let args = self.spread_args(&call.args, spread)?;
            return inner(self, &args);
        }
        match call.args.as_slice() {
            [a] => {
                let args = [self.eval(a)?];
                inner(self, &args)
            }
            [a, b] => {
                let args = [self.eval(a)?, self.eval(b)?];
                inner(self, &args)
            }
            [a, b, c] => {
                let args = [self.eval(a)?, self.eval(b)?, self.eval(c)?];
                inner(self, &args)
            }
            [a, b, c, d] => {
                let args = [self.eval(a)?, self.eval(b)?, self.eval(c)?, self.eval(d)?];
                inner(self, &args)
            }
            codes => {
                let args = codes.iter().map(|code| self.eval(code)).collect::<Outcome<Vec<_>>>()?;
                inner(self, &args)
            }
        }
    }

    fn spread_args(&mut self, codes: &'t [Code], spread: &Spread) -> Outcome<Vec<Value>> {
        let mut args = Vec::with_capacity(spread.defaults.len());
        for (index, code) in codes.iter().enumerate() {
            let value = self.eval(code)?;
            if index < spread.from {
                args.push(value);
                continue;
            }
            match &value {
                Value::Array(array) => args.extend(array.values().cloned()),
                _ => return Err(Fault::php("Only arrays and Traversables can be unpacked")),
            }
        }
        args.extend(spread.defaults.iter().skip(args.len()).cloned());
        Ok(args)
    }

    // ---- closures

    pub(crate) fn closure(&self, arrow: usize, stays: bool) -> Value {
        let assigns = self.program.arrows.get(arrow).is_none_or(|code| code.assigns);
        let frame = (!stays || assigns).then(|| self.frame.clone());
        Value::Object(Arc::new(Closure { arrow, frame }))
    }

    /// Calls a closure in the frame where it was made; its parameters end with the call.
    fn call_in_place(&mut self, code: &'t ArrowCode, args: &[Value]) -> Outcome<Value> {
        let slots = &self.frame.slots;
        let mut hidden: [Option<Value>; 3] = [None, None, None];
        for (kept, slot) in hidden.iter_mut().zip(&code.params) {
            *kept = slots.get(*slot).cloned().flatten();
        }
        set_params(&mut self.frame, code, args);
        let value = self.eval(&code.body);
        for (kept, slot) in hidden.into_iter().zip(&code.params) {
            if let Some(place) = self.frame.slots.get_mut(*slot) {
                *place = kept;
            }
        }
        value
    }

    // ---- macros and blocks

    pub(crate) fn enter_call(&mut self) -> Outcome<()> {
        self.step()?;
        self.calls += 1;
        let most = self.settings.limits.recursion;
        if self.calls > most {
            let message = format!("Macros and blocks call one another more than {most} levels deep.");
            return Err(Fault::limit(Limit::Recursion, message));
        }
        Ok(())
    }

    pub(crate) fn leave_call(&mut self) {
        self.calls -= 1;
    }

    pub(crate) fn macro_call(&mut self, call: &'t MacroCode) -> Outcome<Value> {
        let Some(target) = self.program.macros.get(&call.name) else {
            let template = crate::twig::template::NAME;
            let message = format!("Macro \"{}\" is not defined in template \"{template}\".", call.name);
            return Err(Fault::runtime(message).located(call.at.pos.line, call.at.pos));
        };
        let (mut positional, mut named) = (Vec::with_capacity(call.args.len()), Array::new());
        for (name, is_spread, code) in &call.args {
            let value = self.eval(code)?;
            match (name, is_spread, &value) {
                (Some(name), ..) => named.insert(Key::Str(Arc::clone(name)), value),
                (None, true, Value::Array(array)) => {
                    for (key, value) in array.iter() {
                        match key {
                            KeyRef::Int(_) => positional.push(value.clone()),
                            KeyRef::Str(_) => named.insert(key.to_key(), value.clone()),
                        }
                    }
                }
                _ => positional.push(value),
            }
        }
        located(self.enter_call(), call.at.line, call.at.pos)?;
        let blank = Frame {
            slots: vec![None; self.frame.slots.len()],
            base: Arc::new(Array::new()),
            origins: Vec::new(),
        };
        let origins = self.trace_arguments(&call.args);
        let outer = std::mem::replace(&mut self.frame, blank);
        self.trace_parameters(target, origins);
        let mut given = positional.into_iter();
        for (name, slot, default) in &target.params {
            let value = match given.next() {
                Some(value) => value,
                None => match named.remove(KeyRef::Str(name)) {
                    Some(value) => value,
                    None => self.eval(default)?,
                },
            };
            self.assign(*slot, value);
        }
        let mut varargs = Array::from_list(given.collect());
        for (key, value) in named.iter() {
            varargs.insert(key.to_key(), value.clone());
        }
        self.assign(target.varargs, Value::array(varargs));
        let loops = std::mem::take(&mut self.loops);
        let text = self.capture(|runtime| runtime.body(&target.body))?;
        self.loops = loops;
        self.frame = outer;
        self.leave_call();
        Ok(markup::captured(text))
    }

    pub(crate) fn block_call(&mut self, name: &'t Code, at: At) -> Outcome<Value> {
        let name = self.eval(name)?;
        let name = text_or_empty(&name);
        let text = located(self.capture(|runtime| runtime.block(&name)), at.line, at.pos)?;
        Ok(markup::captured(text))
    }
}

pub(crate) fn text_or_empty(value: &Value) -> Str {
    match to_str(value) {
        Some(text) => text.as_ref().into(),
        None => markup::text_of(value).cloned().unwrap_or_else(|| "".into()),
    }
}
