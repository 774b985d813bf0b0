//! Variables, attributes and items.

use super::{Frame, Runtime};
use crate::php::{Array, KeyRef, Value, to_str};
use crate::twig::ast::Access;
use crate::twig::code::{At, AttrCode, Code, Path, Step};
use crate::twig::error::{Fault, Outcome};
use crate::twig::markup;

/// The value of a constant, a variable or a path that exists, without copying it.
pub(crate) fn peek<'a>(frame: &'a Frame, code: &'a Code) -> Option<&'a Value> {
    match code {
        Code::Const(value) => Some(value),
        Code::Slot(slot, _) => frame.slots.get(*slot)?.as_ref(),
        Code::Path(path) => {
            let mut value = frame.slots.get(path.slot)?.as_ref()?;
            for step in &path.steps {
                match value {
                    Value::Array(array) => value = step.find(array)?,
                    _ => return None,
                }
            }
            Some(value)
        }
        _ => None,
    }
}

impl<'t> Runtime<'t> {
    pub(crate) fn variable(&self, slot: usize, pos: crate::twig::source::Pos) -> Outcome<Value> {
        match self.frame.slots.get(slot) {
            Some(Some(value)) => Ok(value.clone()),
            _ if self.settings.strict_variables => {
                let name = self.program.names.get_index(slot).map_or("", |name| name);
                Err(Fault::runtime(format!("Variable \"{name}\" does not exist.")).located(pos.line, pos))
            }
            _ => Ok(Value::Null),
        }
    }

    pub(crate) fn path(&self, path: &Path) -> Outcome<Value> {
        let undefined;
        let mut value = if let Some(Some(value)) = self.frame.slots.get(path.slot) {
            value
        } else {
            undefined = self.variable(path.slot, path.pos)?;
            &undefined
        };
        for step in &path.steps {
            if step.is_null_safe && value.is_null() {
                return Ok(Value::Null);
            }
            let found = match value {
                Value::Array(array) => step.find(array),
                _ => None,
            };
            value = match found {
                Some(found) => found,
                None => return self.missing_step(value, step),
            };
        }
        Ok(value.clone())
    }

    fn missing_step(&self, value: &Value, step: &Step) -> Outcome<Value> {
        if !self.settings.strict_variables {
            // Whatever is read from null is null as well.
            return Ok(Value::Null);
        }
        Err(missing(value, &step.name, step.access, step.at))
    }

    pub(crate) fn attribute(&mut self, attr: &'t AttrCode) -> Outcome<Value> {
        let object = self.eval(&attr.object)?;
        if attr.is_null_safe && object.is_null() {
            return Ok(Value::Null);
        }
        let key = self.eval(&attr.key)?;
        let found = if attr.access == Access::Method { None } else { item(&object, &key) };
        match found {
            Some(value) => Ok(value.clone()),
            None if !self.settings.strict_variables => Ok(Value::Null),
            None => Err(missing(&object, &key, attr.access, attr.at)),
        }
    }

    /// The value of what may be undefined; `None` if it is, whatever the strictness.
    pub(crate) fn quiet(&mut self, code: &'t Code) -> Outcome<Option<Value>> {
        match code {
            Code::Slot(slot, _) => Ok(self.frame.slots.get(*slot).cloned().flatten()),
            Code::Path(path) => Ok(quiet_path(&self.frame, path)),
            Code::Attr(attr) => {
                let Some(object) = self.quiet(&attr.object)? else { return Ok(None) };
                if attr.is_null_safe && object.is_null() {
                    return Ok(Some(Value::Null));
                }
                let key = self.eval(&attr.key)?;
                let found = if attr.access == Access::Method { None } else { item(&object, &key) };
                Ok(found.cloned())
            }
            Code::Escape(inner, strategy) => {
                let value = self.quiet(inner)?;
                Ok(value.map(|value| crate::twig::escape::value(&value, *strategy)))
            }
            Code::Block(name, _) => {
                let name = self.eval(name)?;
                let name = super::call::text_or_empty(&name);
                Ok(self.program.blocks.contains_key(&*name).then_some(Value::Bool(true)))
            }
            Code::Macro(call) => {
                Ok(self.program.macros.contains_key(&call.name).then_some(Value::Bool(true)))
            }
            code => self.eval(code).map(Some),
        }
    }
}

fn quiet_path(frame: &Frame, path: &Path) -> Option<Value> {
    let mut value = frame.slots.get(path.slot)?.as_ref()?;
    for step in &path.steps {
        match value {
            Value::Array(array) => value = step.find(array)?,
            Value::Null if step.is_null_safe => return Some(Value::Null),
            _ => return None,
        }
    }
    Some(value.clone())
}

/// The item of an array at a key of any type.
pub(crate) fn item<'a>(object: &'a Value, key: &Value) -> Option<&'a Value> {
    let array = object.as_array()?;
    match key {
        Value::Str(text) => array.get_str(text),
        Value::Int(int) => array.get(KeyRef::Int(*int)),
        Value::Float(_) | Value::Bool(_) => array.get(KeyRef::Int(crate::php::to_int(key))),
        Value::Null => array.get(KeyRef::Str("")),
        Value::Object(_) => array.get_str(markup::text_of(key)?),
        Value::Array(_) => None,
    }
}

/// Twig's words for an attribute or item that is not there.
pub(crate) fn missing(object: &Value, key: &Value, access: Access, at: At) -> Fault {
    let key = to_str(key).unwrap_or_default();
    let shown = to_str(object).unwrap_or_default();
    let kind = object.type_name();
    let message = match (object, access) {
        (Value::Null, Access::Method) => {
            format!("Impossible to invoke a method (\"{key}\") on a null variable.")
        }
        (Value::Array(_), Access::Method) => {
            format!("Impossible to invoke a method (\"{key}\") on an array.")
        }
        (Value::Array(array), _) if array.is_empty() => {
            format!("Key \"{key}\" does not exist as the sequence/mapping is empty.")
        }
        (Value::Array(array), _) => {
            format!("Key \"{key}\" for sequence/mapping with keys \"{}\" does not exist.", keys_of(array))
        }
        (Value::Object(object), Access::Bracket) => format!(
            "Impossible to access a key \"{key}\" on an object of class \"{}\" that does not implement ArrayAccess interface.",
            object.class_name()
        ),
        (Value::Object(object), _) => format!(
            "Neither the property \"{key}\" nor one of the methods \"{key}()\", \"get{key}()\", \"is{key}()\", \
             \"has{key}()\" or \"__call()\" exist and have public access in class \"{}\".",
            object.class_name()
        ),
        (Value::Null, Access::Bracket) => {
            format!("Impossible to access a key (\"{key}\") on a null variable.")
        }
        (_, Access::Bracket) => {
            format!("Impossible to access a key (\"{key}\") on a {kind} variable (\"{shown}\").")
        }
        (Value::Null, Access::Dot) => {
            format!("Impossible to access an attribute (\"{key}\") on a null variable.")
        }
        (_, Access::Dot) => {
            format!("Impossible to access an attribute (\"{key}\") on a {kind} variable (\"{shown}\").")
        }
        (_, Access::Method) => {
            format!("Impossible to invoke a method (\"{key}\") on a {kind} variable (\"{shown}\").")
        }
    };
    Fault::runtime(message).located(at.pos.line, at.pos)
}

fn keys_of(array: &Array) -> String {
    let keys = array.keys().map(|key| match key {
        KeyRef::Int(int) => int.to_string(),
        KeyRef::Str(text) => text.to_owned(),
    });
    keys.collect::<Vec<_>>().join(", ")
}
