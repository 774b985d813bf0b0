//! Calls: filters and functions, closures, macros, blocks.

use super::{Frame, Runtime, located};
use crate::php::{Array, Key, KeyRef, Object, Str, Value, to_str};
use crate::twig::code::{At, CallCode, Code, MacroCode, Spread};
use crate::twig::error::{Fault, Limit, Outcome};
use crate::twig::markup;
use std::any::Any;
use std::sync::Arc;

/// An arrow function with the variables that it saw when it was made.
#[derive(Debug)]
pub(crate) struct Closure {
    /// Its place in the program.
    arrow: usize,
    frame: Frame,
}

/// Calls a closure any number of times.
pub(crate) struct Caller<'c> {
    closure: &'c Closure,
    /// Kept between calls, so that each call only sets its parameters.
    frame: Frame,
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
        if code.assigns {
            self.frame.slots.clone_from(&self.closure.frame.slots);
        }
        for (index, slot) in code.params.iter().enumerate() {
            if let Some(place) = self.frame.slots.get_mut(*slot) {
                *place = args.get(index).cloned();
            }
        }
        std::mem::swap(&mut runtime.frame, &mut self.frame);
        let value = runtime.eval(&code.body);
        std::mem::swap(&mut runtime.frame, &mut self.frame);
        value
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

/// Arguments that fit here are passed without allocating.
const FEW: usize = 4;

impl<'t> Runtime<'t> {
    pub(crate) fn call(&mut self, call: &'t CallCode) -> Outcome<Value> {
        let outcome = match &call.spread {
            None if call.args.len() <= FEW => {
                let mut args: [Value; FEW] = std::array::from_fn(|_| Value::Null);
                for (place, code) in args.iter_mut().zip(&call.args) {
                    *place = self.eval(code)?;
                }
                (call.run)(self, args.get(..call.args.len()).unwrap_or_default())
            }
            None => {
                let args = call.args.iter().map(|code| self.eval(code)).collect::<Outcome<Vec<_>>>()?;
                (call.run)(self, &args)
            }
            Some(spread) => {
                let args = located(self.spread_args(&call.args, spread), call.at.line, call.at.pos)?;
                (call.run)(self, &args)
            }
        };
        located(outcome, call.at.line, call.at.pos)
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

    pub(crate) fn closure(&self, arrow: usize) -> Value {
        Value::Object(Arc::new(Closure { arrow, frame: self.frame.clone() }))
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
