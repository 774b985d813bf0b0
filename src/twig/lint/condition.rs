//! Conditions: what the turn of a loop decides, and which fields a condition proves to be there.

use super::walk::{Turn, Walker};
use crate::php::Value;
use crate::twig::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use std::cmp::Ordering;

/// A condition with the answer that a state gives it.
#[derive(Clone, Copy)]
pub(super) enum Decision {
    Known(bool),
    /// Both are possible; the number is the condition's, if it is asked more than once.
    Open(Option<usize>),
}

impl<'m> Walker<'m, '_> {
    /// What a condition gives in a state that took `facts` for granted.
    pub(super) fn decide(&mut self, condition: &'m Expr, facts: &[(usize, bool)]) -> Decision {
        if let Some(known) = self.known(condition) {
            return Decision::Known(known);
        }
        let (inner, is_negated) = stripped(condition);
        let text = self.text_of(inner.pos).trim().to_owned();
        let (id, _) = self.conditions.insert_full(text);
        match facts.iter().find(|(fact, _)| *fact == id) {
            Some((_, held)) => Decision::Known(*held != is_negated),
            None => Decision::Open(Some(id)),
        }
    }

    /// The fact that a decision adds.
    pub(super) fn fact(condition: &Expr, id: usize, outcome: bool) -> (usize, bool) {
        (id, outcome != stripped(condition).1)
    }

    /// What the turn of the loop and constants decide.
    fn known(&self, expr: &Expr) -> Option<bool> {
        match &expr.kind {
            ExprKind::Const(value) => Some(crate::php::to_bool(value)),
            ExprKind::Unary(UnaryOp::Not, inner) => self.known(inner).map(|known| !known),
            ExprKind::Binary(BinaryOp::And, a, b) => match (self.known(a), self.known(b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), known) => known,
                _ => None,
            },
            ExprKind::Binary(BinaryOp::Or, a, b) => match (self.known(a), self.known(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), known) => known,
                _ => None,
            },
            ExprKind::Binary(op, a, b) => {
                let order = self.number(a)?.cmp(&self.number(b)?);
                Some(match op {
                    BinaryOp::Equal | BinaryOp::Same => order == Ordering::Equal,
                    BinaryOp::NotEqual | BinaryOp::NotSame => order != Ordering::Equal,
                    BinaryOp::Less => order == Ordering::Less,
                    BinaryOp::LessEqual => order != Ordering::Greater,
                    BinaryOp::Greater => order == Ordering::Greater,
                    BinaryOp::GreaterEqual => order != Ordering::Less,
                    _ => return None,
                })
            }
            ExprKind::Attr(_) => self.number(expr).map(|number| number != 0),
            _ => None,
        }
    }

    /// A number of the loop's turn: loops are walked with three items, or with one.
    fn number(&self, expr: &Expr) -> Option<i64> {
        match &expr.kind {
            ExprKind::Const(Value::Int(int)) => Some(*int),
            ExprKind::Binary(BinaryOp::Sub, a, b) => Some(self.number(a)?.saturating_sub(self.number(b)?)),
            ExprKind::Attr(attr) => {
                let ExprKind::Const(Value::Str(field)) = &attr.key.kind else { return None };
                if attr.object.name().is_none_or(|name| &**name != "loop") {
                    return None;
                }
                let (index, length) = match self.turns.last()? {
                    Turn::Only => (1, 1),
                    Turn::First => (1, 3),
                    Turn::Middle => (2, 3),
                    Turn::Last => (3, 3),
                };
                Some(match &**field {
                    "index" => index,
                    "index0" => index - 1,
                    "revindex" => length - index + 1,
                    "revindex0" => length - index,
                    "first" => i64::from(index == 1),
                    "last" => i64::from(index == length),
                    "length" => length,
                    _ => return None,
                })
            }
            _ => None,
        }
    }

    /// True if a condition reads the loop variable, as a separator's does.
    pub(super) fn is_about_loop(&self, expr: &Expr) -> bool {
        self.known(expr).is_some() && !matches!(expr.kind, ExprKind::Const(_))
    }

    /// The paths that are neither missing nor null nor false where a condition gives `outcome`.
    pub(super) fn proven(&self, condition: &'m Expr, outcome: bool, paths: &mut Vec<String>) {
        match &condition.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => self.proven(inner, !outcome, paths),
            ExprKind::Binary(BinaryOp::And, a, b) if outcome => {
                self.proven(a, true, paths);
                self.proven(b, true, paths);
            }
            ExprKind::Binary(BinaryOp::Or, a, b) if !outcome => {
                self.proven(a, false, paths);
                self.proven(b, false, paths);
            }
            ExprKind::Binary(BinaryOp::NotEqual | BinaryOp::NotSame, a, b) if outcome => {
                if matches!(b.kind, ExprKind::Const(Value::Null)) {
                    paths.extend(self.path_of(a));
                }
            }
            ExprKind::Test(call) => {
                let crate::twig::ast::Known::Core(test) = call.test else { return };
                let is_absence = matches!(test.entry.name, "null" | "none" | "empty");
                if is_absence && outcome == call.is_negated {
                    paths.extend(self.path_of(&call.input));
                }
            }
            _ if outcome => paths.extend(self.path_of(condition)),
            _ => {}
        }
    }
}

/// A condition without its `not`s, and whether their number is odd.
fn stripped(expr: &Expr) -> (&Expr, bool) {
    match &expr.kind {
        ExprKind::Unary(UnaryOp::Not, inner) => {
            let (inner, is_negated) = stripped(inner);
            (inner, !is_negated)
        }
        _ => (expr, false),
    }
}
