//! Printed expressions: their branches, down to the parts that print.

use super::edit::Site;
use super::shape::{Shape, is_filter};
use super::walk::{Assigned, Walker};
use crate::php::Value;
use crate::twig::ast::{Expr, ExprKind, Name};
use crate::twig::compile::safety;
use crate::twig::settings::Strategy;
use crate::twig::source::Pos;

/// A part of a printed expression that prints as a whole.
#[derive(Clone)]
pub(super) struct Leaf<'m> {
    pub site: Site<'m>,
    pub expr: &'m Expr,
    pub shape: Shape<'m>,
    /// How its text is escaped.
    pub escaping: Strategy,
    pub way: Way,
}

/// Whether null and missing values may come to a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Presence {
    #[default]
    Unsure,
    /// Something else is printed instead.
    Present,
    /// A number is printed instead.
    OrNumber,
}

/// How a leaf is reached from the whole expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    pub presence: Presence,
    /// The site prints something else in other cases.
    pub is_branch: bool,
    /// It is marked as safe.
    pub is_raw: bool,
}

impl<'m> Walker<'m, '_> {
    pub(super) fn print_stmt(&mut self, expr: &'m Expr, stmt: Pos) {
        let site = self.site(expr, stmt);
        self.note_reads(expr);
        self.null_dates(&site, expr);
        self.print(expr, site, Way::default());
    }

    fn print(&mut self, expr: &'m Expr, site: Site<'m>, way: Way) {
        match &expr.kind {
            ExprKind::Ternary(condition, a, b) => {
                let way = Way { is_branch: true, ..way };
                let (yes, no) = self.split(condition);
                let outer = (self.scope, self.proven.len());
                if self.is_about_loop(condition) {
                    self.scope.is_separator = true;
                }
                let mut proven = Vec::new();
                self.proven(condition, true, &mut proven);
                self.proven.append(&mut proven);
                self.states = yes;
                self.print(a, site, way);
                self.proven.truncate(outer.1);
                let mut done = std::mem::replace(&mut self.states, no);
                self.print(b, site, way);
                self.scope = outer.0;
                self.states.append(&mut done);
                self.merge();
            }
            ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
                self.alternatives((a, b), site, Way { is_branch: true, ..way });
            }
            ExprKind::Filter(call) if is_filter(call, "default") => match call.args.items.first() {
                Some(arg) => self.alternatives((&call.input, &arg.value), site, way),
                None => self.leaf(expr, site, Way { presence: Presence::Unsure, ..way }),
            },
            ExprKind::Filter(call) if is_filter(call, "raw") => {
                self.print(&call.input, site, Way { is_raw: true, ..way });
            }
            ExprKind::Macro(call) => self.macro_call(&call.name),
            ExprKind::Name(name) if !self.is_local(name) => self.variable(name, expr, site, way),
            _ => self.leaf(expr, site, way),
        }
    }

    /// Either the first expression, which is then something, or the second.
    fn alternatives(&mut self, (a, b): (&'m Expr, &'m Expr), site: Site<'m>, way: Way) {
        let is_number = |value: &Value| match value {
            Value::Int(_) | Value::Float(_) => true,
            Value::Str(text) => crate::json::Json::number(text).is_some() || &**text == "null",
            _ => false,
        };
        let has_number = matches!(&b.kind, ExprKind::Const(value) if is_number(value))
            || matches!(self.shape(b), Shape::Number);
        let presence = if has_number { Presence::OrNumber } else { Presence::Present };
        let entry = self.states.clone();
        self.print(a, site, Way { presence, ..way });
        let mut done = std::mem::replace(&mut self.states, entry);
        self.print(b, site, Way { is_branch: true, ..way });
        self.states.append(&mut done);
        self.merge();
    }

    fn macro_call(&mut self, name: &Name) {
        let Some(called) = self.module.macros.get(name) else { return };
        let locals = self.locals.len();
        self.locals.extend(called.params.iter().map(|(name, _)| (name.clone(), None)));
        let turns = std::mem::take(&mut self.turns);
        let was_closed = std::mem::replace(&mut self.is_closed, true);
        self.inlined(&called.body);
        self.is_closed = was_closed;
        self.turns = turns;
        self.locals.truncate(locals);
    }

    fn variable(&mut self, name: &Name, expr: &'m Expr, site: Site<'m>, way: Way) {
        match self.assigned.get(name).copied() {
            Some(Assigned::Captured(body)) => self.inlined(body),
            Some(Assigned::Many) => {
                let Some(Some(constants)) = self.constants.get(name).cloned() else {
                    return self.leaf(expr, site, way);
                };
                // Which of them it is depends on the order of things; what does not fit is not counted.
                let entry = std::mem::take(&mut self.states);
                let mut done = Vec::new();
                for text in constants {
                    self.states.clone_from(&entry);
                    self.states.iter_mut().for_each(|state| state.is_guess = true);
                    self.read(&text, expr.pos.start, true);
                    done.append(&mut self.states);
                }
                self.states = done;
                self.merge();
            }
            _ => self.leaf(expr, site, way),
        }
    }

    fn leaf(&mut self, expr: &'m Expr, site: Site<'m>, way: Way) {
        let is_safe = way.is_raw || safety::is_safe(expr, self.strategy);
        let escaping = if is_safe { Strategy::Off } else { self.strategy };
        let shape = self.shape(expr);
        let is_proven = matches!(&shape, Shape::Field(path, _) if self.proven.contains(path));
        let presence = match way.presence {
            Presence::Unsure if is_proven => Presence::Present,
            presence => presence,
        };
        let leaf = Leaf { site, expr, shape, escaping, way: Way { presence, ..way } };
        if let Shape::Constant(text) = &leaf.shape {
            let mut escaped = String::new();
            crate::twig::escape::text_into(&mut escaped, text, escaping);
            self.read(&escaped, expr.pos.start, true);
            return;
        }
        let states = std::mem::take(&mut self.states);
        let mut after = Vec::with_capacity(states.len());
        for state in states {
            self.place(&leaf, state, &mut after);
        }
        self.states = after;
        self.merge();
    }
}
