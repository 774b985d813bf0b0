//! Tags that decide what is printed and set: `if`, `for`, `set`, `apply`, `with` and their like.

use super::expression::assignable;
use super::{Parser, Waiting};
use crate::twig::ast::{APPLY_INPUT, Body, Expr, ExprKind, ForLoop, Name, Stmt, StmtKind};
use crate::twig::catalogue;
use crate::twig::error::{Fault, Outcome};
use crate::twig::source::Pos;
use crate::twig::token::{Kind, is_name};

/// A tag that is a statement.
#[expect(clippy::unnecessary_wraps, reason = "what the table of tags asks for")]
fn stmt(kind: StmtKind, pos: Pos) -> Outcome<Option<Stmt>> {
    Ok(Some(Stmt { kind, pos }))
}

impl Parser<'_> {
    /// The body up to `end`, and that tag with its own end.
    fn body_until(&mut self, tag: &'static str, end: &str) -> Outcome<Body> {
        let (body, _) = self.body(&[end], Some(Waiting { tag, is_last: true }))?;
        self.end_tag()?;
        Ok(body)
    }

    pub(crate) fn if_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        const FORK: &[&str] = &["elseif", "else", "endif"];
        let waiting = Some(Waiting { tag: "if", is_last: false });
        let condition = self.expression(0)?;
        self.end_tag()?;
        let (body, mut next) = self.body(FORK, waiting)?;
        let mut arms = vec![(condition, body)];
        let mut otherwise = None;
        loop {
            match next.as_str() {
                "else" => {
                    self.end_tag()?;
                    let (body, _) = self.body(&["endif"], waiting)?;
                    otherwise = Some(body);
                    break;
                }
                "elseif" => {
                    let condition = self.expression(0)?;
                    self.end_tag()?;
                    let (body, end) = self.body(FORK, waiting)?;
                    arms.push((condition, body));
                    next = end;
                }
                _ => break,
            }
        }
        self.end_tag()?;
        stmt(StmtKind::If { arms, otherwise }, pos)
    }

    pub(crate) fn for_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let targets = self.targets()?;
        self.expect(Kind::Operator, Some("in"), "")?;
        let seq = self.expression(0)?;
        self.end_tag()?;
        let waiting = Some(Waiting { tag: "for", is_last: false });
        let (body, next) = self.body(&["else", "endfor"], waiting)?;
        let mut otherwise = None;
        if next == "else" {
            self.end_tag()?;
            otherwise = Some(self.body(&["endfor"], Some(Waiting { tag: "for", is_last: true }))?.0);
        }
        self.end_tag()?;
        let mut targets = targets.into_iter();
        let (key, value) = match (targets.next(), targets.next()) {
            (Some(key), Some(value)) => (Some(key), value),
            (Some(value), None) => (None, value),
            (None, _) => return Ok(None),
        };
        stmt(StmtKind::For(Box::new(ForLoop { key, value, seq, body, otherwise })), pos)
    }

    /// `a, b`: names to assign to.
    fn targets(&mut self) -> Outcome<Vec<Name>> {
        let mut names = Vec::new();
        loop {
            let token = self.current().clone();
            if token.kind == Kind::Operator && is_name(&token.text) {
                self.advance()?;
            } else {
                self.expect(Kind::Name, None, "Only variables can be assigned to")?;
            }
            assignable(&token.text, token.pos)?;
            names.push(token.text.as_ref().into());
            if !self.take_punctuation(",") {
                return Ok(names);
            }
        }
    }

    pub(crate) fn set_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let mut targets = self.targets()?;
        if self.take_operator("=") {
            let mut values = vec![self.expression(0)?];
            while self.take_punctuation(",") {
                values.push(self.expression(0)?);
            }
            let close = self.pos();
            self.end_tag()?;
            if values.len() != targets.len() {
                let message = "When using set, you must have the same number of variables and assignments.";
                return Err(Fault::syntax(message, Pos { line: close.line, ..pos }));
            }
            return stmt(StmtKind::Set { targets, values }, pos);
        }
        if targets.len() > 1 {
            let message = "When using set with a block, you cannot have a multi-target.";
            return Err(Fault::syntax(message, self.pos()));
        }
        self.end_tag()?;
        let body = self.body_until("set", "endset")?;
        Ok(targets.pop().map(|target| Stmt { kind: StmtKind::Capture { target, body }, pos }))
    }

    pub(crate) fn apply_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let mut chain = Expr::new(ExprKind::Name(APPLY_INPUT.into()), pos);
        loop {
            chain = self.filter(chain)?;
            if !self.take_operator("|") {
                break;
            }
        }
        self.end_tag()?;
        let body = self.body_until("apply", "endapply")?;
        stmt(StmtKind::Apply { chain, body }, pos)
    }

    pub(crate) fn with_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let mut variables = None;
        let mut is_only = false;
        if self.current().kind != Kind::BlockEnd {
            variables = Some(self.expression(0)?);
            is_only = self.take_name("only");
        }
        self.end_tag()?;
        let body = self.body_until("with", "endwith")?;
        stmt(StmtKind::With { variables, is_only, body }, pos)
    }

    pub(crate) fn autoescape_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let mut strategy: Name = "html".into();
        if self.current().kind != Kind::BlockEnd {
            let expr = self.expression(0)?;
            let crate::twig::ast::ExprKind::Const(value) = &expr.kind else {
                let message = "An escaping strategy must be a string or false.";
                return Err(Fault::syntax(message, pos));
            };
            strategy = match value {
                crate::php::Value::Bool(false) => "false".into(),
                other => crate::php::to_str(other).unwrap_or_default().as_ref().into(),
            };
        }
        self.end_tag()?;
        let body = self.body_until("autoescape", "endautoescape")?;
        stmt(StmtKind::Autoescape { strategy, body }, pos)
    }

    pub(crate) fn do_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let expr = self.expression(0)?;
        self.end_tag()?;
        stmt(StmtKind::Do(expr), pos)
    }

    pub(crate) fn flush_tag(&mut self, _pos: Pos) -> Outcome<Option<Stmt>> {
        self.end_tag()?;
        Ok(None)
    }

    /// `{% guard filter name %}…{% else %}…{% endguard %}`, decided while parsing.
    pub(crate) fn guard_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let kind = self.expect(Kind::Name, None, "")?;
        if !["function", "filter", "test"].contains(&kind.text.as_ref()) {
            let message =
                format!("Supported guard types are function, filter and test, \"{}\" given.", kind.text);
            return Err(Fault::syntax(message, kind.pos));
        }
        let mut name = self.expect(Kind::Name, None, "")?.text.into_owned();
        if kind.text == "test" && self.current().kind == Kind::Name {
            name = format!("{name} {}", self.advance()?.text);
        }
        let exists = catalogue::exists(&kind.text, &name);
        self.end_tag()?;
        let waiting = Some(Waiting { tag: "guard", is_last: false });
        self.guarded += u32::from(!exists);
        let (body, next) = self.body(&["else", "endguard"], waiting)?;
        self.guarded -= u32::from(!exists);
        let mut otherwise = Body::new();
        if next == "else" {
            self.end_tag()?;
            otherwise = self.body(&["endguard"], Some(Waiting { tag: "guard", is_last: true }))?.0;
        }
        self.end_tag()?;
        stmt(StmtKind::Body(if exists { body } else { otherwise }), pos)
    }
}
