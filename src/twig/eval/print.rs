//! Values to text: `echo` with and without escaping.

use super::{Runtime, access, located};
use crate::php::{self, Value, format_float};
use crate::twig::code::{CallCode, Code, Write};
use crate::twig::error::{Fault, Outcome};
use crate::twig::escape::Escaper;
use crate::twig::source::Pos;
use crate::twig::{escape, markup};

impl<'t> Runtime<'t> {
    /// Prints an expression of the statement at `pos`.
    pub(crate) fn print(&mut self, code: &'t Code, pos: Pos) -> Outcome<()> {
        match code {
            Code::Escape(inner, escaper) => self.print_escaped(inner, *escaper, pos),
            Code::Call(call) => {
                if let Some(write) = call.write {
                    return located(self.print_written(call, write), call.at.line, call.at.pos);
                }
                let value = self.call(call)?;
                self.print_value(&value, pos)
            }
            Code::Ternary(parts, choice) => {
                let branch = if self.chooses(&parts.0, *choice)? { &parts.1 } else { &parts.2 };
                self.print(branch, pos)
            }
            code => {
                if let Some(value) = access::peek(&self.frame, code)
                    && push_scalar(&mut self.out, value)
                {
                    return Ok(());
                }
                let value = self.eval(code)?;
                self.print_value(&value, pos)
            }
        }
    }

    fn print_escaped(&mut self, code: &'t Code, escaper: Escaper, pos: Pos) -> Outcome<()> {
        if let Some(value) = access::peek(&self.frame, code)
            && escape::push(&mut self.out, value, escaper)
        {
            return Ok(());
        }
        if let Code::Call(call) = code
            && let Some(write) = call.write
        {
            let start = self.out.len();
            located(self.print_written(call, write), call.at.line, call.at.pos)?;
            escape::tail(&mut self.out, start, escaper.strategy);
            return Ok(());
        }
        let value = self.eval(code)?;
        if escape::push(&mut self.out, &value, escaper) {
            return Ok(());
        }
        self.print_value(&value, pos)
    }

    /// A filter that always gives text prints it without a value in between.
    fn print_written(&mut self, call: &'t CallCode, write: Write) -> Outcome<()> {
        self.with_args(call, |runtime, args| {
            let mut out = std::mem::take(&mut runtime.out);
            runtime.place = call.at.pos;
            let outcome = write(runtime, &mut out, args);
            runtime.out = out;
            outcome
        })
    }

    fn print_value(&mut self, value: &Value, pos: Pos) -> Outcome<()> {
        self.place = pos;
        let mut out = std::mem::take(&mut self.out);
        let outcome = self.push_text(&mut out, value);
        self.out = out;
        outcome
    }

    /// Appends what `echo` prints.
    pub(crate) fn push_text(&mut self, out: &mut String, value: &Value) -> Outcome<()> {
        if push_scalar(out, value) {
            return Ok(());
        }
        match value {
            Value::Array(_) => {
                self.warn("Array to string conversion")?;
                out.push_str("Array");
                Ok(())
            }
            other => Err(Fault::php(format!(
                "Object of class {} could not be converted to string",
                other.type_name()
            ))),
        }
    }
}

/// Appends the text of anything but an array or opaque object.
pub(crate) fn push_scalar(out: &mut String, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => out.push('1'),
        Value::Int(int) => php::push_int(out, *int),
        Value::Float(float) => out.push_str(&format_float(*float)),
        Value::Str(text) => out.push_str(text),
        Value::Object(_) => match markup::text_of(value) {
            Some(text) => out.push_str(text),
            None => return false,
        },
        Value::Array(_) => return false,
    }
    true
}
