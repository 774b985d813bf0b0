//! Expressions: names become slots, calls become function pointers.

use super::{Compiler, Escaping, arguments, assigned, safety};
use crate::php::{Array, Key, KeyRef, Value};
use crate::twig::ast::{
    Access, ArrowFn, Attr, BinaryOp, Expr, ExprKind, FilterCall, FunctionCall, Known, MacroCall, Target,
    TestCall, UnaryOp,
};
use crate::twig::catalogue::{Filter, Form, Function};
use crate::twig::code::{
    ArrowCode, AttrCode, CallCode, Code, ItemCode, Loading, LoopField, MacroCode, Path, Step, TargetCode,
};
use crate::twig::error::{Fault, Outcome};
use crate::twig::escape::Escaper;
use crate::twig::eval::array_key;
use crate::twig::provenance::ChoiceKind;
use crate::twig::settings::Strategy;
use crate::twig::source::Pos;
use std::sync::atomic::AtomicUsize;

/// `loop.field` and `loop.parent.loop.field`: the field and how many loops out it is.
pub(crate) fn loop_field(expr: &Expr) -> Option<(LoopField, usize)> {
    let (object, name) = dotted(expr)?;
    Some((LoopField::from_name(name)?, loop_level(object)?))
}

fn loop_level(expr: &Expr) -> Option<usize> {
    if let ExprKind::Name(name) = &expr.kind {
        return (&**name == "loop").then_some(0);
    }
    let (object, name) = dotted(expr)?;
    let (object, parent) = dotted(object).filter(|_| name == "loop")?;
    loop_level(object).filter(|_| parent == "parent").map(|level| level + 1)
}

fn dotted(expr: &Expr) -> Option<(&Expr, &str)> {
    match &expr.kind {
        ExprKind::Attr(attr) if attr.access != Access::Method => match &attr.key.kind {
            ExprKind::Const(Value::Str(name)) => Some((&attr.object, name)),
            _ => None,
        },
        _ => None,
    }
}

impl Compiler {
    /// The code of a printed expression: what is not safe is escaped, branch by branch.
    pub(crate) fn escaped(&mut self, expr: &Expr) -> Outcome<Code> {
        let strategy = match &self.escaping {
            Escaping::Is(Strategy::Off) => return self.expression(expr),
            Escaping::Is(strategy) => *strategy,
            Escaping::Unknown(name) => return self.escaped_by_name(expr, Value::Str(name.clone())),
        };
        self.escaped_for(expr, strategy)
    }

    /// Code that fails when it is reached, for a strategy that Twig does not know.
    fn escaped_by_name(&mut self, expr: &Expr, name: Value) -> Outcome<Code> {
        let at = self.at(expr.pos);
        let args = vec![self.expression(expr)?, Code::Const(name)];
        let run = crate::twig::filters::markup_text::escape;
        Ok(Code::Call(Box::new(CallCode { run, write: None, args, spread: None, at })))
    }

    fn escaped_for(&mut self, expr: &Expr, strategy: Strategy) -> Outcome<Code> {
        match &expr.kind {
            ExprKind::Ternary(a, b, c) => {
                let choice = self.choice(ChoiceKind::Ternary, a.pos);
                let (condition, then) = (self.expression(a)?, self.escaped_for(b, strategy)?);
                Ok(Code::Ternary(Box::new((condition, then, self.escaped_for(c, strategy)?)), choice))
            }
            ExprKind::Elvis(a, b) if !safety::is_safe(a, strategy) || !safety::is_safe(b, strategy) => {
                let choice = self.choice(ChoiceKind::Elvis, a.pos);
                let condition = self.expression(a)?;
                let then = self.escaped_for(a, strategy)?;
                Ok(Code::Ternary(Box::new((condition, then, self.escaped_for(b, strategy)?)), choice))
            }
            ExprKind::Coalesce(a, b) => {
                Ok(Code::Coalesce(Box::new((self.escaped_for(a, strategy)?, self.escaped_for(b, strategy)?))))
            }
            _ if safety::is_safe(expr, strategy) => self.expression(expr),
            _ => Ok(Code::Escape(Box::new(self.expression(expr)?), Escaper::automatic(strategy))),
        }
    }

    pub(crate) fn expression(&mut self, expr: &Expr) -> Outcome<Code> {
        Ok(match &expr.kind {
            ExprKind::Const(value) => Code::Const(value.clone()),
            ExprKind::Name(name) => self.variable(name, expr.pos),
            ExprKind::List(items) => self.list(items)?,
            ExprKind::Map(entries) => self.mapping(entries, expr)?,
            ExprKind::Concat(parts) => {
                let parts = parts.iter().map(|part| self.expression(part)).collect::<Outcome<_>>()?;
                Code::Concat(parts, self.at(expr.pos))
            }
            ExprKind::Unary(UnaryOp::Not, inner) => Code::Not(Box::new(self.expression(inner)?)),
            ExprKind::Unary(op, inner) => {
                let inner = self.expression(inner)?;
                Code::Unary(*op, Box::new(inner), self.at(expr.pos))
            }
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b, expr)?,
            ExprKind::Ternary(a, b, c) => {
                let choice = self.choice(ChoiceKind::Ternary, a.pos);
                let parts = (self.expression(a)?, self.expression(b)?, self.expression(c)?);
                Code::Ternary(Box::new(parts), choice)
            }
            ExprKind::Elvis(a, b) => {
                let choice = self.choice(ChoiceKind::Elvis, a.pos);
                Code::Elvis(Box::new((self.expression(a)?, self.expression(b)?)), choice)
            }
            ExprKind::Coalesce(a, b) => Code::Coalesce(Box::new((self.expression(a)?, self.expression(b)?))),
            ExprKind::Attr(attr) => self.attribute(attr, expr)?,
            ExprKind::Filter(call) => self.filter(call, expr)?,
            ExprKind::Call(call) => self.function(call, expr)?,
            ExprKind::Macro(call) => self.macro_call(call, expr)?,
            ExprKind::Test(call) => self.test(call, expr)?,
            ExprKind::Arrow(arrow) => {
                // Twig marks the line of an arrow function as it does a variable's.
                self.line = expr.pos.line;
                let arrow = self.arrow(arrow)?;
                self.arrows.push(arrow);
                Code::Arrow(self.arrows.len() - 1, false)
            }
            ExprKind::Assign(assign) => {
                let at = self.at(expr.pos);
                let value = self.expression(&assign.1)?;
                Code::Assign(Box::new((self.target(&assign.0)?, value)), at)
            }
            ExprKind::Parent => Code::Const(Value::Null),
            ExprKind::Params(_) | ExprKind::Hole => {
                return Err(Fault::syntax("Unexpected token \"punctuation\" of value \",\".", expr.pos));
            }
        })
    }

    fn variable(&mut self, name: &str, pos: Pos) -> Code {
        // Source: Twig marks the line of each variable, so an operator that fails is reported at its last variable's
        // line; a call is reported at the line where it begins.
        self.line = pos.line;
        match name {
            "_context" => Code::Context,
            "_self" => Code::Const(Value::from(crate::twig::template::NAME)),
            "_charset" => Code::Const(Value::from("UTF-8")),
            name => Code::Slot(self.slot(name), pos),
        }
    }

    fn list(&mut self, items: &[crate::twig::ast::Item]) -> Outcome<Code> {
        let mut coded = Vec::with_capacity(items.len());
        for item in items {
            let at = self.at(item.value.pos);
            coded.push(ItemCode { is_spread: item.is_spread, value: self.expression(&item.value)?, at });
        }
        let constants: Option<Vec<Value>> = coded
            .iter()
            .map(|item| match &item.value {
                Code::Const(value) if !item.is_spread => Some(value.clone()),
                _ => None,
            })
            .collect();
        Ok(constants.map_or(Code::List(coded), |items| Code::Const(Value::list(items))))
    }

    fn mapping(&mut self, entries: &[crate::twig::ast::Entry], expr: &Expr) -> Outcome<Code> {
        let mut coded = Vec::with_capacity(entries.len());
        for entry in entries {
            let key = entry.key.as_ref().map(|key| self.expression(key)).transpose()?;
            coded.push((key, self.expression(&entry.value)?));
        }
        Ok(match constant_map(&coded) {
            Some(array) => Code::Const(Value::array(array)),
            None => Code::Map(coded, self.at(expr.pos)),
        })
    }

    fn binary(&mut self, op: BinaryOp, a: &Expr, b: &Expr, expr: &Expr) -> Outcome<Code> {
        if op == BinaryOp::Matches
            && let ExprKind::Const(Value::Str(pattern)) = &b.kind
        {
            crate::twig::pattern::check(pattern).map_err(|reason| {
                let message = format!("Regexp \"{pattern}\" passed to \"matches\" is not valid: {reason}.");
                Fault::syntax(message, expr.pos)
            })?;
        }
        let operands = (self.expression(a)?, self.expression(b)?);
        Ok(Code::Binary(op, Box::new(operands), self.at(expr.pos)))
    }

    fn attribute(&mut self, attr: &Attr, expr: &Expr) -> Outcome<Code> {
        if let Some((field, out)) = loop_field(expr)
            && self.plain_loop(out)
        {
            return Ok(Code::Loop(field, out));
        }
        // Source: Twig reports a missing attribute at the line of what it is missing in.
        let at = self.at(Pos { line: attr.object.pos.line, ..expr.pos });
        let object = self.expression(&attr.object)?;
        let key = self.expression(&attr.key)?;
        let (object, key) = match constant_key(&key).filter(|_| attr.access != Access::Method) {
            None => (object, key),
            Some((constant, name)) => {
                let step = Step {
                    key: constant,
                    name,
                    access: attr.access,
                    is_null_safe: attr.is_null_safe,
                    at,
                    hint: AtomicUsize::new(0),
                };
                match object {
                    Code::Slot(slot, pos) => {
                        return Ok(Code::Path(Box::new(Path { slot, pos, steps: vec![step] })));
                    }
                    Code::Path(mut path) => {
                        path.steps.push(step);
                        return Ok(Code::Path(path));
                    }
                    object => (object, key),
                }
            }
        };
        let (access, is_null_safe) = (attr.access, attr.is_null_safe);
        Ok(Code::Attr(Box::new(AttrCode { object, key, access, is_null_safe, at })))
    }

    fn filter(&mut self, call: &FilterCall, expr: &Expr) -> Outcome<Code> {
        let Known::Core(filter) = call.filter else { return Ok(Code::Const(Value::Null)) };
        let at = self.at(expr.pos);
        let callee = arguments::Callee::of_filter(filter, expr.pos);
        let (mut args, spread) = self.bind(&callee, &call.args)?;
        let input =
            if filter.pre_escapes { self.pre_escaped(&call.input)? } else { self.expression(&call.input)? };
        if let (Form::Escape, Some(strategy)) = (filter.form, escape_strategy(&args)) {
            return Ok(Code::Escape(Box::new(input), Escaper::explicit(strategy)));
        }
        if filter.form == Form::Raw {
            return Ok(input);
        }
        if filter.form == Form::Default && is_optional(&call.input) {
            let default = args.pop().unwrap_or(Code::Const(Value::from("")));
            return Ok(Code::Default(Box::new((input, default))));
        }
        args.insert(0, input);
        self.keep_arrow(filter, &mut args);
        let spread = spread.map(|mut spread| {
            spread.from += 1;
            spread.defaults.insert(0, Value::Null);
            spread
        });
        Ok(Code::Call(Box::new(CallCode { run: filter.run, write: filter.write, args, spread, at })))
    }

    /// An arrow function that is the filter's own argument needs no copy of the variables around it.
    fn keep_arrow(&self, filter: &Filter, args: &mut [Code]) {
        let takes_arrow = filter.params.first().is_some_and(|param| param.name == "arrow");
        if let Some(Code::Arrow(index, stays)) = args.get_mut(1)
            && takes_arrow
        {
            *stays = self.arrows.get(*index).is_some_and(|code| code.params.len() <= 3);
        }
    }

    /// The input of a filter that wants it escaped for HTML.
    fn pre_escaped(&mut self, input: &Expr) -> Outcome<Code> {
        if safety::is_safe(input, Strategy::Html) {
            return self.expression(input);
        }
        Ok(Code::Escape(Box::new(self.expression(input)?), Escaper::automatic(Strategy::Html)))
    }

    fn function(&mut self, call: &FunctionCall, expr: &Expr) -> Outcome<Code> {
        let Known::Core(function) = call.function else { return Ok(Code::Const(Value::Null)) };
        let at = self.at(expr.pos);
        let callee = arguments::Callee::of_function(function, expr.pos);
        let (args, spread) = self.bind(&callee, &call.args)?;
        match function.form {
            Form::Attribute => Ok(self.attribute_call(args, expr)),
            Form::Block => {
                Ok(Code::Block(Box::new(args.into_iter().next().unwrap_or(Code::Const(Value::Null))), at))
            }
            Form::Load => {
                let source = args.into_iter().next().unwrap_or(Code::Const(Value::Null));
                Ok(Code::Load(Box::new(source), at, ignore_missing(function, call)))
            }
            _ => Ok(Code::Call(Box::new(CallCode { run: function.run, write: None, args, spread, at }))),
        }
    }

    fn attribute_call(&self, args: Vec<Code>, expr: &Expr) -> Code {
        let at = self.at(expr.pos);
        let mut args = args.into_iter();
        let object = args.next().unwrap_or(Code::Const(Value::Null));
        let key = args.next().unwrap_or(Code::Const(Value::Null));
        Code::Attr(Box::new(AttrCode { object, key, access: Access::Dot, is_null_safe: false, at }))
    }

    fn macro_call(&mut self, call: &MacroCall, expr: &Expr) -> Outcome<Code> {
        let at = self.at(expr.pos);
        let mut args = Vec::with_capacity(call.args.items.len());
        for arg in &call.args.items {
            args.push((arg.name.clone(), arg.is_spread, self.expression(&arg.value)?));
        }
        Ok(Code::Macro(Box::new(MacroCode { name: call.name.clone(), args, at })))
    }

    fn test(&mut self, call: &TestCall, expr: &Expr) -> Outcome<Code> {
        let Known::Core(test) = call.test else { return Ok(Code::Const(Value::Null)) };
        if test.form == Form::Defined {
            return self.defined(call, expr);
        }
        let at = self.at(expr.pos);
        let callee = arguments::Callee::of_test(test, expr.pos);
        let (mut args, spread) = self.bind(&callee, &call.args)?;
        args.insert(0, self.expression(&call.input)?);
        let code = Code::Call(Box::new(CallCode { run: test.run, write: None, args, spread, at }));
        Ok(if call.is_negated { Code::Not(Box::new(code)) } else { code })
    }

    fn defined(&mut self, call: &TestCall, expr: &Expr) -> Outcome<Code> {
        let is_simple = match &call.input.kind {
            ExprKind::Const(_)
            | ExprKind::Name(_)
            | ExprKind::Attr(_)
            | ExprKind::Macro(_)
            | ExprKind::List(_)
            | ExprKind::Map(_) => true,
            ExprKind::Call(inner) => {
                matches!(inner.function, Known::Core(function)
                    if matches!(function.form, Form::Attribute | Form::Block) || function.entry.name == "constant")
            }
            _ => false,
        };
        if !is_simple {
            return Err(Fault::syntax("The \"defined\" test only works with simple variables.", expr.pos));
        }
        Ok(Code::Defined(Box::new(self.expression(&call.input)?), !call.is_negated))
    }

    fn arrow(&mut self, arrow: &ArrowFn) -> Outcome<ArrowCode> {
        let params = arrow.params.iter().map(|name| self.slot(name)).collect();
        Ok(ArrowCode { params, body: self.expression(&arrow.body)?, assigns: assigned::assigns(&arrow.body) })
    }

    fn target(&mut self, target: &Target) -> Outcome<TargetCode> {
        Ok(match target {
            Target::Name(name) => TargetCode::Slot(self.slot(name)),
            Target::List(targets) => {
                let coded = targets
                    .iter()
                    .map(|target| target.as_ref().map(|target| self.target(target)).transpose());
                TargetCode::List(coded.collect::<Outcome<_>>()?)
            }
            Target::Map(targets) => {
                let mut coded = Vec::with_capacity(targets.len());
                for (key, target) in targets {
                    coded.push((self.expression(key)?, self.target(target)?));
                }
                TargetCode::Map(coded)
            }
        })
    }
}

/// The array of a mapping of constants.
fn constant_map(entries: &[(Option<Code>, Code)]) -> Option<Array> {
    let constant = |(key, value): &(Option<Code>, Code)| match (key, value) {
        (Some(Code::Const(key)), Code::Const(value)) => Some((array_key(key).ok()?, value.clone())),
        _ => None,
    };
    entries.iter().map(constant).collect()
}

/// What `default` may find undefined.
fn is_optional(input: &Expr) -> bool {
    matches!(input.kind, ExprKind::Name(_) | ExprKind::Attr(_))
}

/// The strategy of an `escape` filter whose argument is constant.
fn escape_strategy(args: &[Code]) -> Option<Strategy> {
    match args.first() {
        Some(Code::Const(Value::Str(name))) => {
            Strategy::from_name(name).filter(|strategy| *strategy != Strategy::Off)
        }
        _ => None,
    }
}

fn ignore_missing(function: &Function, call: &FunctionCall) -> Loading {
    let place = function.params.iter().position(|param| param.name == "ignore_missing");
    let is_asked = call.args.items.iter().enumerate().any(|(index, arg)| {
        let is_param = match &arg.name {
            Some(name) => matches!(&**name, "ignore_missing" | "ignoreMissing"),
            None => Some(index) == place,
        };
        is_param && matches!(arg.value.kind, ExprKind::Const(Value::Bool(true)))
    });
    if is_asked { Loading::Ignored } else { Loading::Fails }
}

/// A constant as an array key, and as it is written.
fn constant_key(code: &Code) -> Option<(Key, Value)> {
    match code {
        Code::Const(value @ Value::Str(text)) => Some((KeyRef::from_text(text).to_key(), value.clone())),
        Code::Const(value @ Value::Int(int)) => Some((Key::Int(*int), value.clone())),
        _ => None,
    }
}
