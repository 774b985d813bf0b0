//! Values: names, constants, strings, lists, mappings.

use super::Parser;
use crate::php::Value;
use crate::twig::ast::{Entry, Expr, ExprKind, Item};
use crate::twig::error::{Fault, Outcome};
use crate::twig::source::Pos;
use crate::twig::token::{Kind, Token, is_name};

impl Parser<'_> {
    pub(crate) fn literal(&mut self) -> Outcome<Expr> {
        let token = self.current().clone();
        match token.kind {
            Kind::Name => {
                self.advance()?;
                Ok(named(&token))
            }
            Kind::Number => {
                self.advance()?;
                Ok(Expr::constant(token.number(), token.pos))
            }
            Kind::Str | Kind::InterpolationStart => self.string(),
            Kind::Punctuation if token.text == "{" => self.mapping(),
            Kind::Operator if token.text == "[" => self.list(),
            // Where no operator can stand, an operator's word is a variable.
            Kind::Operator if is_name(&token.text) => {
                self.advance()?;
                Ok(Expr::new(ExprKind::Name(token.text.as_ref().into()), token.pos))
            }
            _ => Err(unexpected(&token)),
        }
    }

    fn string(&mut self) -> Outcome<Expr> {
        let start = self.pos();
        let mut parts = Vec::new();
        let mut may_be_text = true;
        loop {
            let token = self.current().clone();
            match token.kind {
                Kind::Str if may_be_text => {
                    self.advance()?;
                    parts.push(Expr::constant(token.text.as_ref(), token.pos));
                    may_be_text = false;
                }
                Kind::InterpolationStart => {
                    self.advance()?;
                    parts.push(self.expression(0)?);
                    self.expect(Kind::InterpolationEnd, None, "")?;
                    may_be_text = true;
                }
                _ => break,
            }
        }
        let pos = start.to(self.last_pos());
        match parts.len() {
            1 if !may_be_text => Ok(parts.pop().unwrap_or_else(|| Expr::constant("", pos))),
            _ => Ok(Expr::new(ExprKind::Concat(parts), pos)),
        }
    }

    fn list(&mut self) -> Outcome<Expr> {
        let start = self.advance()?.pos;
        let mut items = Vec::new();
        while !self.current().is_punctuation("]") {
            if !items.is_empty() {
                self.expect_punctuation(",", "A sequence element must be followed by a comma")?;
                if self.current().is_punctuation("]") {
                    break;
                }
            }
            if self.current().is_punctuation(",") {
                // Only the left side of an assignment may leave a place empty.
                items.push(Item { is_spread: false, value: Expr::new(ExprKind::Hole, self.pos()) });
                continue;
            }
            let is_spread = self.take_operator("...");
            items.push(Item { is_spread, value: self.expression(0)? });
        }
        self.expect_punctuation("]", "An opened sequence is not properly closed")?;
        let pos = start.to(self.last_pos());
        let hole = items.iter().find(|item| matches!(item.value.kind, ExprKind::Hole));
        if let Some(hole) = hole
            && !self.current().is_operator("=")
        {
            let message = "Unexpected token \"punctuation\" of value \",\".";
            return Err(Fault::syntax(message, hole.value.pos));
        }
        Ok(Expr::new(ExprKind::List(items), pos))
    }

    fn mapping(&mut self) -> Outcome<Expr> {
        let start = self.advance()?.pos;
        let mut entries = Vec::new();
        while !self.current().is_punctuation("}") {
            if !entries.is_empty() {
                self.expect_punctuation(",", "A mapping value must be followed by a comma")?;
                if self.current().is_punctuation("}") {
                    break;
                }
            }
            entries.push(self.entry()?);
        }
        self.expect_punctuation("}", "An opened mapping is not properly closed")?;
        Ok(Expr::new(ExprKind::Map(entries), start.to(self.last_pos())))
    }

    fn entry(&mut self) -> Outcome<Entry> {
        if self.take_operator("...") {
            return Ok(Entry { key: None, value: self.expression(0)? });
        }
        let token = self.current().clone();
        let key = match token.kind {
            Kind::Name => {
                self.advance()?;
                let key = Expr::constant(token.text.as_ref(), token.pos);
                if self.current().is_punctuation(",") || self.current().is_punctuation("}") {
                    let value = Expr::new(ExprKind::Name(token.text.as_ref().into()), token.pos);
                    return Ok(Entry { key: Some(key), value });
                }
                key
            }
            Kind::Str => {
                self.advance()?;
                Expr::constant(token.text.as_ref(), token.pos)
            }
            Kind::Number => {
                self.advance()?;
                Expr::constant(token.number(), token.pos)
            }
            Kind::Operator if token.text == "(" => {
                self.advance()?;
                let key = self.expression(0)?;
                self.expect_punctuation(")", "")?;
                key
            }
            _ => {
                let message = format!(
                    "A mapping key must be a quoted string, a number, a name, or an expression enclosed in \
                     parentheses (unexpected token \"{}\" of value \"{}\".",
                    token.kind.english(),
                    token.text
                );
                return Err(Fault::syntax(message, token.pos));
            }
        };
        self.expect_punctuation(":", "A mapping key must be followed by a colon (:)")?;
        Ok(Entry { key: Some(key), value: self.expression(0)? })
    }
}

fn unexpected(token: &Token<'_>) -> Fault {
    let message = format!("Unexpected token \"{}\" of value \"{}\".", token.kind.english(), token.text);
    Fault::syntax(message, token.pos)
}

/// A variable, or one of the constants that are spelled like one.
fn named(token: &Token<'_>) -> Expr {
    let constant = |value: Value, pos: Pos| Expr::constant(value, pos);
    match &*token.text {
        "true" | "TRUE" => constant(Value::Bool(true), token.pos),
        "false" | "FALSE" => constant(Value::Bool(false), token.pos),
        "none" | "NONE" | "null" | "NULL" => constant(Value::Null, token.pos),
        name => Expr::new(ExprKind::Name(name.into()), token.pos),
    }
}
