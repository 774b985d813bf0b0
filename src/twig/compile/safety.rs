//! Which expressions need no escaping, decided without running them.

use crate::php::Value;
use crate::twig::ast::{Args, Expr, ExprKind, Known};
use crate::twig::catalogue::{Form, Safety};
use crate::twig::settings::Strategy;

/// For which strategies a value is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Safe {
    All,
    For(Strategy),
    None,
}

impl Safe {
    /// Safe only for what both are safe for.
    fn both(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, safe) | (safe, Self::All) => safe,
            (Self::For(a), Self::For(b)) if a == b => self,
            _ => Self::None,
        }
    }
}

/// True if a printed expression needs no escaping for a strategy.
pub(crate) fn is_safe(expr: &Expr, strategy: Strategy) -> bool {
    match safety_of(expr) {
        Safe::All => true,
        Safe::For(safe) => safe == strategy,
        Safe::None => false,
    }
}

fn safety_of(expr: &Expr) -> Safe {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Parent | ExprKind::Macro(_) => Safe::All,
        ExprKind::Ternary(_, a, b) | ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
            safety_of(a).both(safety_of(b))
        }
        ExprKind::Filter(call) => match call.filter {
            Known::Core(filter) if filter.form == Form::Escape => escape_safety(&call.args),
            Known::Core(filter) => from_table(filter.safety),
            Known::Guarded => Safe::None,
        },
        ExprKind::Call(call) => match call.function {
            Known::Core(function) => from_table(function.safety),
            Known::Guarded => Safe::None,
        },
        _ => Safe::None,
    }
}

fn from_table(safety: Safety) -> Safe {
    match safety {
        Safety::None => Safe::None,
        Safety::Html => Safe::For(Strategy::Html),
        Safety::All => Safe::All,
    }
}

/// What `escape` makes is safe for its own strategy, if that is constant.
fn escape_safety(args: &Args) -> Safe {
    let Some(arg) = args.items.first() else { return Safe::For(Strategy::Html) };
    match &arg.value.kind {
        ExprKind::Const(Value::Str(name)) => Strategy::from_name(name).map_or(Safe::None, Safe::For),
        _ => Safe::None,
    }
}
