//! Arguments to parameters: named ones find their place, missing ones get their default.

use super::Compiler;
use crate::php::Value;
use crate::twig::ast::{Arg, Args};
use crate::twig::catalogue::{DefaultValue, Entry, Filter, Function, Param, Test};
use crate::twig::code::{Code, Spread};
use crate::twig::error::{Fault, Outcome};
use crate::twig::source::Pos;

/// What is called, for binding and for messages.
pub(crate) struct Callee<'c> {
    kind: &'static str,
    entry: &'c Entry,
    params: &'static [Param],
    is_variadic: bool,
    pos: Pos,
}

impl<'c> Callee<'c> {
    pub(crate) fn of_filter(filter: &'c Filter, pos: Pos) -> Self {
        let (params, is_variadic) = (filter.params, filter.is_variadic);
        Self { kind: "filter", entry: &filter.entry, params, is_variadic, pos }
    }

    pub(crate) fn of_function(function: &'c Function, pos: Pos) -> Self {
        let (params, is_variadic) = (function.params, function.is_variadic);
        Self { kind: "function", entry: &function.entry, params, is_variadic, pos }
    }

    pub(crate) fn of_test(test: &'c Test, pos: Pos) -> Self {
        Self { kind: "test", entry: &test.entry, params: test.params, is_variadic: false, pos }
    }

    fn fault(&self, message: &str) -> Fault {
        Fault::syntax(format!("{message} for {} \"{}\".", self.kind, self.entry.name), self.pos)
    }

    fn position(&self, name: &str) -> Option<usize> {
        let wanted = snake_case(name);
        self.params.iter().position(|param| param.name == wanted)
    }
}

/// `thousandSep` and `thousand_sep` name the same parameter.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

impl Compiler {
    /// Code for each parameter in order, and for what a variadic callable takes beyond.
    pub(crate) fn bind(&mut self, callee: &Callee<'_>, args: &Args) -> Outcome<(Vec<Code>, Option<Spread>)> {
        if let Some(from) = args.items.iter().position(|arg| arg.is_spread) {
            return self.bind_spread(callee, args, from);
        }
        let mut bound: Vec<Option<Code>> = Vec::with_capacity(callee.params.len());
        bound.resize_with(callee.params.len(), || None);
        let mut beyond = Vec::new();
        let mut has_named = false;
        let mut unknown = Vec::new();
        for (index, arg) in args.items.iter().enumerate() {
            if let Some(name) = arg.name.as_ref().filter(|name| callee.position(name).is_none()) {
                self.expression(&arg.value)?;
                has_named = true;
                unknown.push((&**name, arg.value.pos.line));
                continue;
            }
            self.bind_one(callee, (index, arg), &mut bound, &mut beyond, &mut has_named)?;
        }
        let mut codes = Vec::with_capacity(bound.len() + beyond.len());
        for (param, code) in callee.params.iter().zip(bound) {
            codes.push(match code {
                Some(code) => code,
                None => match param.default {
                    Some(default) => Code::Const(default.value()),
                    None => {
                        return Err(
                            callee.fault(&format!("Value for argument \"{}\" is required", param.name))
                        );
                    }
                },
            });
        }
        codes.extend(beyond);
        // What is required is missed before what is unknown is noticed.
        match unknown.first() {
            Some((_, line)) => Err(unknown_arguments(callee, &unknown, *line)),
            None => Ok((codes, None)),
        }
    }

    fn bind_one(
        &mut self,
        callee: &Callee<'_>,
        (index, arg): (usize, &Arg),
        bound: &mut [Option<Code>],
        beyond: &mut Vec<Code>,
        has_named: &mut bool,
    ) -> Outcome<()> {
        let code = self.expression(&arg.value)?;
        let place = match &arg.name {
            Some(name) => {
                *has_named = true;
                callee.position(name)
            }
            None if *has_named => {
                return Err(callee.fault("Positional arguments cannot be used after named arguments"));
            }
            None => Some(index).filter(|index| *index < bound.len()),
        };
        match place.and_then(|place| bound.get_mut(place)) {
            Some(slot) if slot.is_some() => {
                let name = arg.name.as_deref().unwrap_or_default();
                Err(callee.fault(&format!("Argument \"{name}\" is defined twice")))
            }
            Some(slot) => {
                *slot = Some(code);
                Ok(())
            }
            // PHP ignores arguments that a function of its own does not declare.
            None => {
                if callee.is_variadic {
                    beyond.push(code);
                }
                Ok(())
            }
        }
    }

    fn bind_spread(
        &mut self,
        callee: &Callee<'_>,
        args: &Args,
        from: usize,
    ) -> Outcome<(Vec<Code>, Option<Spread>)> {
        let codes = args.items.iter().map(|arg| self.expression(&arg.value)).collect::<Outcome<Vec<_>>>()?;
        let defaults =
            callee.params.iter().map(|param| param.default.map_or(Value::Null, DefaultValue::value));
        Ok((codes, Some(Spread { from, defaults: defaults.collect() })))
    }
}

fn unknown_arguments(callee: &Callee<'_>, unknown: &[(&str, u32)], line: u32) -> Fault {
    let params: Vec<&str> = callee.params.iter().map(|param| param.name).collect();
    let names: Vec<&str> = unknown.iter().map(|(name, _)| *name).collect();
    let message = format!(
        "Unknown argument{} \"{}\" for {} \"{}({})\".",
        if names.len() > 1 { "s" } else { "" },
        names.join("\", \""),
        callee.kind,
        callee.entry.name,
        params.join(", ")
    );
    Fault::syntax(message, Pos { line, ..callee.pos })
}
