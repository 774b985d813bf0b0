//! What an expression prints, as far as its operators, filters and names tell.

use super::names::{FieldKind, kind_of};
use super::walk::{Assigned, Walker};
use crate::php::{Value, to_str};
use crate::twig::ast::{Args, BinaryOp, Expr, ExprKind, FilterCall, Known, UnaryOp};
use crate::twig::code::LoopField;
use crate::twig::source::Pos;

/// What is printed.
#[derive(Clone, Debug)]
pub(super) enum Shape<'m> {
    /// A text that is known
    Constant(String),
    /// JSON; the filter's input and where the filter ends
    Json(&'m FilterCall, Pos),
    /// Text without anything that JSON's quotes would mind
    Safe,
    /// A plain number
    Number,
    /// A number with a thousands separator, which JSON does not know
    Grouped(&'m FilterCall, Pos),
    Boolean,
    List,
    /// Text that may hold anything
    Text,
    /// A field of the context
    Field(String, Option<FieldKind>),
    Unknown,
}

/// Deepest chain of variables that is followed.
const MAX_CHAIN: usize = 10;

impl<'m> Walker<'m, '_> {
    /// The dotted path that an expression reads, through loop variables and variables that are set once.
    pub(super) fn path_of(&self, expr: &Expr) -> Option<String> {
        self.path_at(expr, MAX_CHAIN)
    }

    fn path_at(&self, expr: &Expr, left: usize) -> Option<String> {
        match &expr.kind {
            ExprKind::Name(name) => {
                if let Some((_, path)) = self.locals.iter().rev().find(|(local, _)| local == name) {
                    return path.clone();
                }
                match self.assigned.get(name) {
                    Some(Assigned::Once(value)) if left > 0 => self.path_at(value, left - 1),
                    Some(_) => None,
                    None if self.is_closed
                        || matches!(&**name, "loop" | "_context" | "_self" | "_charset") =>
                    {
                        None
                    }
                    None => Some(name.to_string()),
                }
            }
            ExprKind::Attr(attr) if attr.access != crate::twig::ast::Access::Method => {
                let ExprKind::Const(key) = &attr.key.kind else { return None };
                if attr.object.name().is_some_and(|name| &**name == "_context") {
                    return to_str(key).map(|key| key.to_string());
                }
                Some(format!("{}.{}", self.path_at(&attr.object, left)?, to_str(key)?))
            }
            ExprKind::Filter(call) if is_filter(call, "default") => self.path_at(&call.input, left),
            ExprKind::Filter(call) if is_filter(call, "raw") => self.path_at(&call.input, left),
            _ => None,
        }
    }

    pub(super) fn shape(&self, expr: &'m Expr) -> Shape<'m> {
        self.shape_at(expr, MAX_CHAIN)
    }

    fn shape_at(&self, expr: &'m Expr, left: usize) -> Shape<'m> {
        match &expr.kind {
            ExprKind::Const(value) if !matches!(value, Value::Bool(true)) => {
                to_str(value).map_or(Shape::List, |text| Shape::Constant(text.into_owned()))
            }
            ExprKind::Name(name) => match self.assigned.get(name) {
                Some(Assigned::Once(value)) if left > 0 && !self.is_local(name) => {
                    self.shape_at(value, left - 1)
                }
                _ => self.field(expr),
            },
            ExprKind::Attr(_) => self.field(expr),
            ExprKind::Concat(parts) => {
                let is_safe = parts.iter().all(|part| is_quote_safe(&self.shape_at(part, left)));
                if is_safe { Shape::Safe } else { Shape::Text }
            }
            ExprKind::Const(_) | ExprKind::Unary(UnaryOp::Not, _) | ExprKind::Test(_) => Shape::Boolean,
            ExprKind::Unary(..) => Shape::Number,
            ExprKind::Binary(op, ..) => of_operator(*op),
            ExprKind::Ternary(_, a, b) | ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
                joined(&self.shape_at(a, left), &self.shape_at(b, left))
            }
            ExprKind::List(_) | ExprKind::Map(_) => Shape::List,
            ExprKind::Filter(call) => self.of_filter(call, expr, left),
            ExprKind::Call(call) => match call.function {
                Known::Core(function) if function.entry.name == "range" => Shape::List,
                _ => Shape::Unknown,
            },
            _ => Shape::Unknown,
        }
    }

    pub(super) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|(local, _)| &**local == name)
    }

    fn field(&self, expr: &Expr) -> Shape<'m> {
        if let ExprKind::Attr(attr) = &expr.kind
            && attr.object.name().is_some_and(|name| &**name == "loop")
            && let ExprKind::Const(Value::Str(field)) = &attr.key.kind
        {
            return match LoopField::from_name(field) {
                Some(LoopField::First | LoopField::Last) => Shape::Boolean,
                Some(_) => Shape::Number,
                None => Shape::Unknown,
            };
        }
        match self.path_of(expr) {
            Some(path) => {
                let kind = (self.fields)(&path).or_else(|| kind_of(&path));
                Shape::Field(path, kind)
            }
            None => Shape::Unknown,
        }
    }

    fn of_filter(&self, call: &'m FilterCall, expr: &Expr, left: usize) -> Shape<'m> {
        let Known::Core(filter) = call.filter else { return Shape::Unknown };
        let input = || self.shape_at(&call.input, left);
        match filter.entry.name {
            "json_encode" => Shape::Json(call, expr.pos),
            "raw" | "default" => input(),
            "e" | "escape" => match constant(&call.args, 0).as_deref() {
                Some("js" | "url") => Shape::Safe,
                _ => if_unsafe(input(), Shape::Text),
            },
            "url_encode" => Shape::Safe,
            "number_format" if is_plain_format(&call.args) => Shape::Number,
            "number_format" => Shape::Grouped(call, expr.pos),
            "abs" | "round" | "length" => Shape::Number,
            "date" => match call.args.items.first() {
                None => Shape::Safe,
                Some(_) => match constant(&call.args, 0) {
                    Some(format) if !format.contains(['"', '\\', '\n']) => Shape::Safe,
                    _ => Shape::Text,
                },
            },
            "keys" | "merge" | "map" | "filter" | "sort" | "split" | "batch" | "column" | "shuffle" => {
                Shape::List
            }
            "upper" | "lower" | "trim" | "title" | "capitalize" | "striptags" | "spaceless" => {
                if_unsafe(input(), Shape::Text)
            }
            "join" | "replace" | "format" | "nl2br" | "convert_encoding" => match input() {
                // What cuts the quotes off JSON is written by someone who knows.
                Shape::Json(..) => Shape::Safe,
                _ => Shape::Text,
            },
            "slice" => match input() {
                Shape::Json(..) => Shape::Safe,
                _ => Shape::Unknown,
            },
            _ => Shape::Unknown,
        }
    }
}

/// The shape of a changed text: still safe if it was.
fn if_unsafe<'m>(input: Shape<'m>, changed: Shape<'m>) -> Shape<'m> {
    match input {
        Shape::Json(..) => Shape::Safe,
        Shape::Grouped(..) => input,
        ref safe if is_quote_safe(safe) => Shape::Safe,
        _ => changed,
    }
}

/// True if a value can stand in JSON's quotes as it is.
pub(super) fn is_quote_safe(shape: &Shape<'_>) -> bool {
    match shape {
        Shape::Constant(text) => !text.contains(['"', '\\', '\n', '\t', '&', '<', '>', '\'']),
        Shape::Safe | Shape::Number | Shape::Grouped(..) | Shape::Boolean => true,
        Shape::Field(_, kind) => matches!(
            kind,
            Some(
                FieldKind::Identifier
                    | FieldKind::NumericId
                    | FieldKind::Digits
                    | FieldKind::Number
                    | FieldKind::Date
                    | FieldKind::Boolean
            )
        ),
        _ => false,
    }
}

fn joined<'m>(a: &Shape<'m>, b: &Shape<'m>) -> Shape<'m> {
    match (a, b) {
        (Shape::Number, Shape::Number) => Shape::Number,
        (Shape::Boolean, Shape::Boolean) => Shape::Boolean,
        (a, b) if is_quote_safe(a) && is_quote_safe(b) => Shape::Safe,
        (Shape::List, _) | (_, Shape::List) => Shape::Unknown,
        _ => Shape::Text,
    }
}

fn of_operator<'m>(op: BinaryOp) -> Shape<'m> {
    match op {
        BinaryOp::Range => Shape::List,
        BinaryOp::Spaceship
        | BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Mul
        | BinaryOp::Div
        | BinaryOp::FloorDiv
        | BinaryOp::Mod
        | BinaryOp::Pow
        | BinaryOp::BitAnd
        | BinaryOp::BitOr
        | BinaryOp::BitXor => Shape::Number,
        _ => Shape::Boolean,
    }
}

pub(super) fn is_filter(call: &FilterCall, name: &str) -> bool {
    matches!(call.filter, Known::Core(filter) if filter.entry.name == name)
}

/// A constant argument as text.
pub(super) fn constant(args: &Args, index: usize) -> Option<String> {
    let arg = args.items.get(index).filter(|arg| arg.name.is_none() && !arg.is_spread)?;
    match &arg.value.kind {
        ExprKind::Const(value) => to_str(value).map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

/// `number_format(2, '.', '')`: JSON's point and no separator.
fn is_plain_format(args: &Args) -> bool {
    let named = |name: &str| {
        let arg = args.items.iter().find(|arg| arg.name.as_deref() == Some(name))?;
        match &arg.value.kind {
            ExprKind::Const(value) => to_str(value).map(std::borrow::Cow::into_owned),
            _ => None,
        }
    };
    let point = constant(args, 1).or_else(|| named("decimal_point"));
    let separator =
        constant(args, 2).or_else(|| named("thousand_sep")).or_else(|| named("thousands_separator"));
    point.is_none_or(|point| point == ".") && separator.as_deref() == Some("")
}
