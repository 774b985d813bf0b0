//! Expressions.

use super::{Runtime, access, located};
use crate::php::{Array, Key, Value, to_int};
use crate::twig::ast::{BinaryOp, UnaryOp};
use crate::twig::code::{At, Code, ItemCode, Loading, TargetCode};
use crate::twig::error::{Fault, Outcome};
use crate::twig::{escape, markup};

impl<'t> Runtime<'t> {
    pub(crate) fn eval(&mut self, code: &'t Code) -> Outcome<Value> {
        match code {
            Code::Const(value) => Ok(value.clone()),
            Code::Slot(slot, pos) => self.variable(*slot, *pos),
            Code::Path(path) => self.path(path),
            _ => {
                self.enter()?;
                let value = self.compute(code)?;
                self.leave();
                Ok(value)
            }
        }
    }

    fn compute(&mut self, code: &'t Code) -> Outcome<Value> {
        match code {
            Code::Const(_) | Code::Slot(..) | Code::Path(_) => Ok(Value::Null),
            Code::Call(call) => self.call(call),
            Code::Attr(attr) => self.attribute(attr),
            Code::List(items) => self.list(items),
            Code::Map(entries, at) => self.mapping(entries, *at),
            Code::Concat(parts, at) => self.concat(parts, *at),
            Code::Unary(op, inner, at) => {
                let value = self.eval(inner)?;
                self.place = at.pos;
                located(self.unary(*op, value), at.line, at.pos)
            }
            Code::Binary(op, operands, at) => self.binary(*op, &operands.0, &operands.1, *at),
            Code::Ternary(parts, choice) => {
                let branch = if self.chooses(&parts.0, *choice)? { &parts.1 } else { &parts.2 };
                self.eval(branch)
            }
            Code::Elvis(parts, choice) => {
                let value = self.eval(&parts.0)?;
                let is_true = markup::truth(&value);
                self.trace_choice(*choice, is_true);
                if is_true { Ok(value) } else { self.eval(&parts.1) }
            }
            Code::Coalesce(parts) => match self.quiet(&parts.0)? {
                Some(Value::Null) | None => self.eval(&parts.1),
                Some(value) => Ok(value),
            },
            Code::Default(parts) => self.default(&parts.0, &parts.1),
            Code::Defined(inner, wanted) => Ok(Value::Bool(self.quiet(inner)?.is_some() == *wanted)),
            Code::Not(inner) => Ok(Value::Bool(!self.truth(inner)?)),
            Code::Macro(call) => self.macro_call(call),
            Code::Arrow(arrow, stays) => Ok(self.closure(*arrow, *stays)),
            Code::Assign(assign, at) => {
                let value = self.eval(&assign.1)?;
                self.destructure(&assign.0, &value, *at)?;
                Ok(value)
            }
            Code::Escape(inner, strategy) => Ok(escape::value(&self.eval(inner)?, *strategy)),
            Code::Loop(field, out) => Ok(self.loop_field(*field, *out)),
            Code::Context => self.nested(self.context()),
            Code::Block(name, at) => self.block_call(name, *at),
            Code::Load(source, at, loading) => self.load(source, *at, *loading),
        }
    }

    fn default(&mut self, value: &'t Code, default: &'t Code) -> Outcome<Value> {
        // PHP evaluates the default whether it is needed or not.
        let found = self.quiet(value)?;
        let default = self.eval(default)?;
        Ok(found.filter(|value| !is_empty(value)).unwrap_or(default))
    }

    fn list(&mut self, items: &'t [ItemCode]) -> Outcome<Value> {
        let mut list = Array::from_list(Vec::with_capacity(items.len()));
        for item in items {
            let value = self.eval(&item.value)?;
            if !item.is_spread {
                list.push(value);
                continue;
            }
            let spread = located(spread_array(&value), item.at.line, item.at.pos)?;
            for (key, value) in spread.iter() {
                list.append(key, value.clone());
            }
        }
        match items.first() {
            Some(first) => located(self.nested(list), first.at.line, first.at.pos),
            None => Ok(Value::array(list)),
        }
    }

    fn mapping(&mut self, entries: &'t [(Option<Code>, Code)], at: At) -> Outcome<Value> {
        let mut array = Array::map_with_capacity(entries.len());
        if entries.is_empty() {
            array = Array::new();
        }
        for (key, value) in entries {
            let Some(key) = key else {
                let value = self.eval(value)?;
                let spread = located(spread_array(&value), at.line, at.pos)?;
                for (key, value) in spread.iter() {
                    array.append(key, value.clone());
                }
                continue;
            };
            let key = self.eval(key)?;
            let key = located(array_key(&key), at.line, at.pos)?;
            array.insert(key, self.eval(value)?);
        }
        located(self.nested(array), at.line, at.pos)
    }

    fn concat(&mut self, parts: &'t [Code], at: At) -> Outcome<Value> {
        let mut text = String::new();
        for part in parts {
            if let Some(value) = access::peek(&self.frame, part)
                && super::print::push_scalar(&mut text, value)
            {
                continue;
            }
            let value = self.eval(part)?;
            self.place = at.pos;
            located(self.push_text(&mut text, &value), at.line, at.pos)?;
        }
        located(self.check_output(text.len()), at.line, at.pos)?;
        Ok(Value::from(text))
    }

    fn unary(&mut self, op: UnaryOp, value: Value) -> Outcome<Value> {
        let value = markup::plain(value);
        let factor = if op == UnaryOp::Neg { Value::Int(-1) } else { Value::Int(1) };
        self.arith(crate::php::mul(&value, &factor))
    }

    fn binary(&mut self, op: BinaryOp, a: &'t Code, b: &'t Code, at: At) -> Outcome<Value> {
        match op {
            BinaryOp::And => return Ok(Value::Bool(self.truth(a)? && self.truth(b)?)),
            BinaryOp::Or => return Ok(Value::Bool(self.truth(a)? || self.truth(b)?)),
            BinaryOp::Xor => {
                let left = self.truth(a)?;
                return Ok(Value::Bool(left ^ self.truth(b)?));
            }
            _ => {}
        }
        if let (Some(a), Some(b)) = (access::peek(&self.frame, a), access::peek(&self.frame, b))
            && let Some(value) = super::operate::simple(op, a, b)
        {
            return Ok(value);
        }
        let left = self.eval(a)?;
        let right = self.eval(b)?;
        self.place = at.pos;
        located(self.operate(op, left, right), at.line, at.pos)
    }

    fn destructure(&mut self, target: &'t TargetCode, value: &Value, at: At) -> Outcome<()> {
        match target {
            TargetCode::Slot(slot) => self.assign(*slot, value.clone()),
            TargetCode::List(targets) => {
                for (index, target) in targets.iter().enumerate() {
                    let item = access::item(value, &Value::Int(index as i64)).cloned().unwrap_or_default();
                    if let Some(target) = target {
                        self.destructure(target, &item, at)?;
                    }
                }
            }
            TargetCode::Map(targets) => {
                for (key, target) in targets {
                    let key = self.eval(key)?;
                    let found = access::item(value, &key).cloned();
                    if found.is_none() && self.settings.strict_variables {
                        return Err(access::missing(value, &key, crate::twig::ast::Access::Dot, at));
                    }
                    self.destructure(target, &found.unwrap_or_default(), at)?;
                }
            }
        }
        Ok(())
    }

    fn load(&mut self, source: &'t Code, at: At, loading: Loading) -> Outcome<Value> {
        let name = self.eval(source)?;
        let is_self = matches!(&name, Value::Str(name) if &**name == crate::twig::template::NAME);
        if loading == Loading::Ignored || (loading == Loading::Import && is_self) {
            return Ok(Value::Null);
        }
        let fault = match &name {
            Value::Array(names) => {
                let names = names.values().map(|name| crate::php::to_str(name).unwrap_or_default());
                let names: Vec<_> = names.collect();
                Fault::loader(format!(
                    "Unable to find one of the following templates: \"{}\".",
                    names.join("\", \"")
                ))
            }
            name => {
                let name = crate::php::to_str(name).unwrap_or_default();
                Fault::loader(format!("Template \"{name}\" is not defined."))
            }
        };
        let fault = fault.with_hint("one template is rendered alone, without a loader for others");
        Err(fault.located(at.line, at.pos))
    }
}

/// What `default` replaces and `is empty` means.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Str(text) => text.is_empty(),
        Value::Array(array) => array.is_empty(),
        Value::Object(_) => markup::text_of(value).is_some_and(|text| text.is_empty()),
        _ => false,
    }
}

fn spread_array(value: &Value) -> Outcome<&Array> {
    match value {
        Value::Array(array) => Ok(array),
        _ => Err(Fault::php("Only arrays and Traversables can be unpacked")),
    }
}

/// The array key that PHP makes of a value.
pub(crate) fn array_key(value: &Value) -> Outcome<Key> {
    Ok(match value {
        Value::Str(text) => Key::from_shared(text.clone()),
        Value::Int(int) => Key::Int(*int),
        Value::Null => Key::Str("".into()),
        Value::Bool(_) | Value::Float(_) => Key::Int(to_int(value)),
        Value::Object(_) => match markup::text_of(value) {
            Some(text) => Key::from_shared(text.clone()),
            None => return Err(Fault::php("Illegal offset type")),
        },
        Value::Array(_) => return Err(Fault::php("Illegal offset type")),
    })
}
