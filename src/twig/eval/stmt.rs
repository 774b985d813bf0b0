//! Statements.

use super::{LoopState, Runtime, located};
use crate::php::{Array, Key, KeyRef, Value, to_bool};
use crate::twig::code::{ChoiceId, Code, ForOp, LoopField, Op, WithOp};
use crate::twig::error::{Fault, Outcome};
use crate::twig::markup;
use std::sync::Arc;

impl<'t> Runtime<'t> {
    pub(crate) fn body(&mut self, ops: &'t [Op]) -> Outcome<()> {
        self.enter()?;
        for op in ops {
            self.op(op)?;
        }
        self.leave();
        Ok(())
    }

    fn op(&mut self, op: &'t Op) -> Outcome<()> {
        match op {
            Op::Text(text, pos) => {
                self.out.push_str(text);
                self.trace_text(self.out.len() - text.len(), *pos);
            }
            Op::Print(code, at) => {
                let from = self.out.len();
                let printed = self.print(code, at.pos).and_then(|()| self.check_output(0));
                self.trace_print(code, from, at.pos);
                return located(printed, at.line, at.pos);
            }
            Op::If(arms, otherwise) => {
                for (condition, body, choice) in arms {
                    self.trace_read(condition);
                    if self.chooses(condition, *choice)? {
                        return self.body(body);
                    }
                }
                return self.body(otherwise);
            }
            Op::For(op) => return self.for_loop(op),
            Op::Set(slot, code) => {
                let value = self.eval(code)?;
                self.trace_set(*slot, code);
                self.assign(*slot, value);
            }
            Op::SetMany(slots, codes) => {
                let mut values = Vec::with_capacity(codes.len());
                for code in codes {
                    values.push(self.eval(code)?);
                }
                for (slot, code) in slots.iter().zip(codes) {
                    self.trace_set(*slot, code);
                }
                for (slot, value) in slots.iter().zip(values) {
                    self.assign(*slot, value);
                }
            }
            Op::Capture(slot, body) => {
                let text = self.capture(|runtime| runtime.body(body))?;
                self.trace_captured(*slot);
                self.assign(*slot, markup::captured(text));
            }
            Op::With(op) => return self.with(op),
            Op::Block(name, at) => return located(self.block(name), at.line, at.pos),
            Op::Do(code) => {
                self.trace_read(code);
                self.eval(code)?;
            }
        }
        Ok(())
    }

    pub(crate) fn assign(&mut self, slot: usize, value: Value) {
        if let Some(place) = self.frame.slots.get_mut(slot) {
            *place = Some(value);
        }
    }

    /// Runs `inner` and gives back what it printed.
    pub(crate) fn capture(&mut self, inner: impl FnOnce(&mut Self) -> Outcome<()>) -> Outcome<String> {
        let outer = std::mem::take(&mut self.out);
        self.captured += outer.len();
        self.trace_capture(true);
        let outcome = inner(self);
        self.trace_capture(false);
        self.captured -= outer.len();
        let text = std::mem::replace(&mut self.out, outer);
        outcome.map(|()| text)
    }

    /// A block sees the context, but what it sets ends with it.
    pub(crate) fn block(&mut self, name: &str) -> Outcome<()> {
        let Some(body) = self.program.blocks.get(name) else {
            return Err(Fault::runtime(format!(
                "Block \"{name}\" on template \"{}\" does not exist.",
                crate::twig::template::NAME
            )));
        };
        self.enter_call()?;
        let frame = self.frame.clone();
        let loops = std::mem::take(&mut self.loops);
        self.body(body)?;
        self.loops = loops;
        self.frame = frame;
        self.leave_call();
        Ok(())
    }

    fn with(&mut self, op: &'t WithOp) -> Outcome<()> {
        let variables = match &op.variables {
            Some(code) => {
                let Value::Array(array) = self.eval(code)? else {
                    let fault = Fault::runtime("Variables passed to the \"with\" tag must be a mapping.");
                    return Err(fault.located(op.at.pos.line, op.at.pos));
                };
                Some(array)
            }
            None => None,
        };
        let outer = self.frame.clone();
        self.trace_with(op);
        if op.is_only {
            self.frame.slots.fill(None);
            self.frame.base = Arc::new(Array::new());
        }
        if let Some(variables) = variables {
            for (slot, name) in self.program.names.iter().enumerate() {
                if let Some(value) = variables.get_str(name) {
                    self.assign(slot, value.clone());
                }
            }
            let base = Arc::make_mut(&mut self.frame.base);
            for (key, value) in variables.iter() {
                base.insert(key.to_key(), value.clone());
            }
        }
        self.body(&op.body)?;
        self.frame = outer;
        Ok(())
    }

    fn for_loop(&mut self, op: &'t ForOp) -> Outcome<()> {
        let seq = match self.eval(&op.seq)? {
            Value::Array(array) => array,
            _ => Arc::new(Array::new()),
        };
        let slots = &self.frame.slots;
        let fresh: Vec<usize> = op
            .assigned
            .iter()
            .copied()
            .filter(|slot| slots.get(*slot).is_some_and(Option::is_none))
            .collect();
        let saved: Vec<(usize, Option<Value>)> = [op.key, Some(op.value), op.loop_slot]
            .into_iter()
            .flatten()
            .map(|slot| (slot, slots.get(slot).cloned().flatten()))
            .collect();
        self.trace_choice(op.choice, !seq.is_empty());
        let parent = op.keeps_parent.then(|| Value::array(self.context()));
        let items = self.trace_loop(&op.seq);
        let origins = [op.key.unwrap_or(op.value), op.value].map(|slot| (slot, self.origin(slot)));
        self.loops.push(LoopState { index0: 0, len: seq.len() });
        for (index0, (key, value)) in seq.iter().enumerate() {
            self.trace_item(items.as_ref(), key, op.value);
            self.turn(op, index0, key, value, parent.as_ref())?;
        }
        if seq.is_empty() {
            if let Some(slot) = op.loop_slot {
                let array = self.loop_array(parent.as_ref());
                self.assign(slot, array);
            }
            self.body(&op.otherwise)?;
        }
        self.loops.pop();
        for slot in fresh {
            self.restore(slot, None);
        }
        for (slot, value) in saved {
            self.restore(slot, value);
        }
        for (slot, origin) in origins {
            self.set_origin(slot, origin);
        }
        Ok(())
    }

    fn restore(&mut self, slot: usize, value: Option<Value>) {
        if let Some(place) = self.frame.slots.get_mut(slot) {
            *place = value;
        }
    }

    fn turn(
        &mut self,
        op: &'t ForOp,
        index0: usize,
        key: KeyRef<'_>,
        value: &Value,
        parent: Option<&Value>,
    ) -> Outcome<()> {
        located(self.step(), op.at.line, op.at.pos)?;
        if let Some(state) = self.loops.last_mut() {
            state.index0 = index0;
        }
        if let Some(slot) = op.key {
            self.assign(slot, key.to_value());
        }
        self.assign(op.value, value.clone());
        if let Some(slot) = op.loop_slot {
            let array = self.loop_array(parent);
            self.assign(slot, array);
        }
        self.body(&op.body)
    }

    fn loop_array(&self, parent: Option<&Value>) -> Value {
        let mut array = Array::map_with_capacity(8);
        let mut set = |name: &str, value| array.insert(Key::Str(name.into()), value);
        if let Some(parent) = parent {
            set("parent", parent.clone());
        }
        for (name, field) in [
            ("index0", LoopField::Index0),
            ("index", LoopField::Index),
            ("first", LoopField::First),
            ("revindex0", LoopField::RevIndex0),
            ("revindex", LoopField::RevIndex),
            ("length", LoopField::Length),
            ("last", LoopField::Last),
        ] {
            set(name, self.loop_field(field, 0));
        }
        Value::array(array)
    }

    pub(crate) fn loop_field(&self, field: LoopField, out: usize) -> Value {
        let state = self.loops.len().checked_sub(out + 1).and_then(|at| self.loops.get(at));
        let Some(LoopState { index0, len }) = state.copied() else { return Value::Null };
        match field {
            LoopField::Index => Value::Int(index0 as i64 + 1),
            LoopField::Index0 => Value::Int(index0 as i64),
            LoopField::RevIndex => Value::Int((len - index0) as i64),
            LoopField::RevIndex0 => Value::Int((len - index0) as i64 - 1),
            LoopField::First => Value::Bool(index0 == 0),
            LoopField::Last => Value::Bool(index0 + 1 == len),
            LoopField::Length => Value::Int(len as i64),
        }
    }

    /// A condition on which the template's way depends.
    pub(crate) fn chooses(&mut self, code: &'t Code, choice: ChoiceId) -> Outcome<bool> {
        let is_true = self.truth(code)?;
        self.trace_choice(choice, is_true);
        Ok(is_true)
    }

    /// A condition.
    pub(crate) fn truth(&mut self, code: &'t Code) -> Outcome<bool> {
        if let Some(value) = super::access::peek(&self.frame, code) {
            return Ok(markup::truth(value));
        }
        let value = self.eval(code)?;
        Ok(match &value {
            Value::Object(_) => markup::truth(&value),
            other => to_bool(other),
        })
    }
}
