//! Arguments in parentheses: positional, named, spread.

use super::Parser;
use crate::twig::ast::{Arg, Args, Expr, Name};
use crate::twig::error::{Fault, Outcome};
use crate::twig::token::Kind;

impl Args {
    pub(crate) fn positional(values: impl IntoIterator<Item = Expr>) -> Self {
        let items = values.into_iter().map(|value| Arg { name: None, is_spread: false, value });
        Self { items: items.collect() }
    }
}

impl Parser<'_> {
    pub(crate) fn arguments(&mut self) -> Outcome<Args> {
        self.expect(Kind::Operator, Some("("), "A list of arguments must begin with an opening parenthesis")?;
        let mut items: Vec<Arg> = Vec::new();
        while !self.current().is_punctuation(")") {
            if !items.is_empty() {
                self.expect_punctuation(",", "Arguments must be separated by a comma")?;
                if self.current().is_punctuation(")") {
                    break;
                }
            }
            let has_spread = items.last().is_some_and(|last| last.is_spread);
            items.push(self.argument(has_spread)?);
        }
        self.expect_punctuation(")", "A list of arguments must be closed by a parenthesis")?;
        Ok(Args { items })
    }

    fn argument(&mut self, has_spread: bool) -> Outcome<Arg> {
        let token = self.current().clone();
        if self.take_operator("...") {
            return Ok(Arg { name: None, is_spread: true, value: self.expression(0)? });
        }
        if has_spread {
            return Err(Fault::syntax(
                "Normal arguments must be placed before argument unpacking.",
                token.pos,
            ));
        }
        let is_named = token.kind == Kind::Name
            && self.look(1).is_some_and(|next| next.is_operator("=") || next.is_punctuation(":"));
        if is_named {
            self.advance()?;
            self.advance()?;
            let name: Name = token.text.as_ref().into();
            return Ok(Arg { name: Some(name), is_spread: false, value: self.expression(0)? });
        }
        let value = self.expression(0)?;
        if self.current().is_operator("=") || self.current().is_punctuation(":") {
            let message =
                format!("A parameter name must be a string, \"{}\" given.", value.kind.class_name());
            return Err(Fault::syntax(message, self.pos()));
        }
        Ok(Arg { name: None, is_spread: false, value })
    }
}
