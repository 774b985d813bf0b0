//! What a loop's body assigns, and how it uses `loop`.

use crate::twig::ast::{Args, Body, Expr, ExprKind, ForLoop, Name, Stmt, StmtKind, Target};
use indexmap::IndexSet;

/// What is known of a loop before it is compiled.
#[derive(Debug, Default)]
pub(crate) struct LoopUsage {
    pub assigned: IndexSet<Name>,
    /// `loop` is used other than by reading its fields.
    pub needs_array: bool,
    /// Something may read `loop.parent`.
    pub needs_parent: bool,
}

/// Looks through a loop.
pub(crate) fn loop_usage(source: &ForLoop) -> LoopUsage {
    let mut usage = LoopUsage::default();
    usage.body(&source.body);
    if let Some(otherwise) = &source.otherwise {
        usage.body(otherwise);
    }
    usage
}

/// True if evaluating an expression may assign a variable.
pub(crate) fn assigns(expr: &Expr) -> bool {
    let mut usage = LoopUsage::default();
    usage.expr(expr);
    !usage.assigned.is_empty()
}

impl LoopUsage {
    fn body(&mut self, body: &Body) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Text(_) => {}
            StmtKind::Print(expr)
            | StmtKind::Do(expr)
            | StmtKind::Import(expr)
            | StmtKind::Deprecated(expr) => {
                self.expr(expr);
            }
            StmtKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    self.expr(condition);
                    self.body(body);
                }
                if let Some(body) = otherwise {
                    self.body(body);
                }
            }
            StmtKind::For(inner) => {
                self.expr(&inner.seq);
                self.assign(&inner.value);
                inner.key.iter().for_each(|key| self.assign(key));
                self.body(&inner.body);
                inner.otherwise.iter().for_each(|body| self.body(body));
            }
            StmtKind::Set { targets, values } => {
                for value in values {
                    self.expr(value);
                }
                for target in targets {
                    self.assign(target);
                }
            }
            StmtKind::Capture { target, body } => {
                self.body(body);
                self.assign(target);
            }
            StmtKind::Apply { chain, body } => {
                self.body(body);
                self.expr(chain);
            }
            StmtKind::With { variables, body, .. } => {
                if let Some(expr) = variables {
                    self.expr(expr);
                }
                self.body(body);
            }
            StmtKind::Autoescape { body, .. } | StmtKind::Body(body) => self.body(body),
            // A block has its own code, which reads `loop` like any variable.
            StmtKind::BlockRef(_) => self.needs_all(),
            StmtKind::Include(include) => self.expr(&include.source),
        }
    }

    fn needs_all(&mut self) {
        self.needs_array = true;
        self.needs_parent = true;
    }

    fn assign(&mut self, name: &Name) {
        if &**name == "loop" {
            self.needs_array = true;
        }
        self.assigned.insert(name.clone());
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Name(name) => self.assign(name),
            Target::List(targets) => targets.iter().flatten().for_each(|target| self.target(target)),
            Target::Map(targets) => targets.iter().for_each(|(_, target)| self.target(target)),
        }
    }

    fn args(&mut self, args: &Args) {
        args.items.iter().for_each(|arg| self.expr(&arg.value));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Const(_) | ExprKind::Parent | ExprKind::Params(_) | ExprKind::Hole => {}
            ExprKind::Name(name) => {
                if matches!(&**name, "loop" | "_context") {
                    self.needs_all();
                }
            }
            ExprKind::List(items) => items.iter().for_each(|item| self.expr(&item.value)),
            ExprKind::Map(entries) => {
                for entry in entries {
                    entry.key.iter().for_each(|key| self.expr(key));
                    self.expr(&entry.value);
                }
            }
            ExprKind::Concat(parts) => parts.iter().for_each(|part| self.expr(part)),
            ExprKind::Unary(_, inner) => self.expr(inner),
            ExprKind::Binary(_, a, b) | ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::Ternary(a, b, c) => {
                self.expr(a);
                self.expr(b);
                self.expr(c);
            }
            ExprKind::Attr(attr) => {
                if super::expression::loop_field(expr).is_none() {
                    self.expr(&attr.object);
                }
                self.expr(&attr.key);
                self.args(&attr.args);
            }
            ExprKind::Filter(call) => {
                self.expr(&call.input);
                self.args(&call.args);
            }
            ExprKind::Call(call) => {
                // block(), include() and their like see the whole context.
                if matches!(call.function, crate::twig::ast::Known::Core(function) if function.sees_context) {
                    self.needs_all();
                }
                self.args(&call.args);
            }
            ExprKind::Macro(call) => self.args(&call.args),
            ExprKind::Test(call) => {
                self.expr(&call.input);
                self.args(&call.args);
            }
            ExprKind::Arrow(arrow) => self.expr(&arrow.body),
            ExprKind::Assign(assign) => {
                self.target(&assign.0);
                self.expr(&assign.1);
            }
        }
    }
}
