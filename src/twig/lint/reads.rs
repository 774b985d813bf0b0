//! Which paths of the context a template reads, and where.

use super::shape::is_filter;
use super::walk::Walker;
use crate::diag::Span;
use crate::twig::ast::{Args, Expr, ExprKind, Known};

/// A path that a template reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Dotted path; `*` stands for any item of a list.
    pub path: String,
    /// The expression that names it.
    pub span: Span,
    /// Whether the template provides for its absence.
    pub is_optional: bool,
}

impl<'m> Walker<'m, '_> {
    /// Notes the paths in an expression.
    pub(super) fn note_reads(&mut self, expr: &'m Expr) {
        self.note(expr, false);
    }

    fn note(&mut self, expr: &'m Expr, is_optional: bool) {
        match &expr.kind {
            ExprKind::Name(_) | ExprKind::Attr(_) => self.note_path(expr, is_optional),
            ExprKind::List(items) => items.iter().for_each(|item| self.note(&item.value, false)),
            ExprKind::Map(entries) => {
                for entry in entries {
                    if let Some(key) = &entry.key {
                        self.note(key, false);
                    }
                    self.note(&entry.value, false);
                }
            }
            ExprKind::Concat(parts) => parts.iter().for_each(|part| self.note(part, false)),
            ExprKind::Unary(_, inner) => self.note(inner, is_optional),
            ExprKind::Binary(_, a, b) => {
                self.note(a, false);
                self.note(b, false);
            }
            ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
                self.note(a, true);
                self.note(b, is_optional);
            }
            ExprKind::Ternary(a, b, c) => {
                self.note(a, false);
                self.note(b, false);
                self.note(c, false);
            }
            ExprKind::Filter(call) => {
                self.note(&call.input, is_optional || is_filter(call, "default"));
                self.note_args(&call.args);
            }
            ExprKind::Call(call) => self.note_args(&call.args),
            ExprKind::Macro(call) => self.note_args(&call.args),
            ExprKind::Test(call) => {
                let asks = matches!(call.test, Known::Core(test) if matches!(test.entry.name, "defined" | "empty" | "null"));
                self.note(&call.input, asks);
                self.note_args(&call.args);
            }
            ExprKind::Arrow(arrow) => {
                let outer = self.locals.len();
                self.locals.extend(arrow.params.iter().map(|name| (name.clone(), None)));
                self.note(&arrow.body, is_optional);
                self.locals.truncate(outer);
            }
            ExprKind::Assign(assign) => self.note(&assign.1, false),
            ExprKind::Const(_) | ExprKind::Parent | ExprKind::Params(_) | ExprKind::Hole => {}
        }
    }

    fn note_args(&mut self, args: &'m Args) {
        args.items.iter().for_each(|arg| self.note(&arg.value, false));
    }

    fn note_path(&mut self, expr: &'m Expr, is_optional: bool) {
        if let Some(path) = self.path_of(expr) {
            let is_proven = self.proven.contains(&path);
            let read = self.reads.entry(expr.pos.start).or_insert((path, expr.pos, false));
            read.2 |= is_optional || is_proven;
            return;
        }
        if let ExprKind::Attr(attr) = &expr.kind {
            self.note(&attr.object, is_optional);
            self.note(&attr.key, false);
        }
    }
}
