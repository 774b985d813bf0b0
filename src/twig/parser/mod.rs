//! From tokens to the syntax tree.

mod arguments;
mod expression;
mod literal;
mod scope;
mod tags;
mod tags_flow;
mod tags_module;

use super::ast::{Body, Module, Stmt, StmtKind};
use super::error::{Fault, Limit, Outcome};
use super::source::Pos;
use super::suggest;
use super::token::{Kind, Token};
use scope::Scopes;

/// Expressions and tags inside one another, at most. PHP has no such bound and would exhaust its memory.
const MAX_NESTING: u16 = 100;

/// Parses a template.
pub(crate) fn parse(tokens: Vec<Token<'_>>) -> Outcome<Module> {
    let mut parser = Parser {
        tokens,
        at: 0,
        nesting: 0,
        module: Module::default(),
        scopes: Scopes::default(),
        blocks_open: Vec::new(),
        macro_depth: 0,
        guarded: 0,
    };
    let (body, _) = parser.body(&[], None)?;
    parser.module.body = body;
    parser.finish()
}

pub(crate) struct Parser<'s> {
    tokens: Vec<Token<'s>>,
    at: usize,
    nesting: u16,
    module: Module,
    scopes: Scopes,
    blocks_open: Vec<std::sync::Arc<str>>,
    macro_depth: u32,
    /// Depth of `guard` bodies whose callable does not exist: unknown names are allowed there.
    guarded: u32,
}

/// The tag whose end a body waits for.
#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    pub tag: &'static str,
    /// Nothing but the end may follow, so that its absence is told as a missing end.
    pub is_last: bool,
}

impl<'s> Parser<'s> {
    fn finish(mut self) -> Outcome<Module> {
        if self.module.parent.is_some() {
            self.drop_output_of_child()?;
        }
        Ok(self.module)
    }

    /// A template that extends another may hold nothing printable outside its blocks.
    fn drop_output_of_child(&mut self) -> Outcome<()> {
        let body = std::mem::take(&mut self.module.body);
        for stmt in &body {
            let is_blank = matches!(&stmt.kind, StmtKind::Text(text) if text.trim().is_empty());
            if matches!(&stmt.kind, StmtKind::Text(_) | StmtKind::Print(_)) && !is_blank {
                let message = "A template that extends another one cannot include content outside Twig blocks. \
                               Did you forget to put the content inside a {% block %} tag?";
                return Err(Fault::syntax(message, stmt.pos));
            }
        }
        self.module.body = body;
        Ok(())
    }

    // ---- the token stream

    pub(crate) fn current(&self) -> &Token<'s> {
        // The last token is the end, and it is never passed.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    pub(crate) fn look(&self, ahead: usize) -> Option<&Token<'s>> {
        self.tokens.get(self.at + ahead)
    }

    pub(crate) fn pos(&self) -> Pos {
        self.current().pos
    }

    /// The position of the token before the current one.
    pub(crate) fn last_pos(&self) -> Pos {
        self.at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or_else(Pos::default, |token| token.pos)
    }

    /// Takes the current token.
    pub(crate) fn advance(&mut self) -> Outcome<Token<'s>> {
        let token = self.current().clone();
        if token.kind == Kind::End {
            return Err(Fault::syntax("Unexpected end of template.", token.pos));
        }
        self.at += 1;
        Ok(token)
    }

    /// Takes the current token if it is this operator.
    pub(crate) fn take_operator(&mut self, text: &str) -> bool {
        self.take_if(|token| token.is_operator(text))
    }

    /// Takes the current token if it is this punctuation.
    pub(crate) fn take_punctuation(&mut self, text: &str) -> bool {
        self.take_if(|token| token.is_punctuation(text))
    }

    /// Takes the current token if it is this name.
    pub(crate) fn take_name(&mut self, text: &str) -> bool {
        self.take_if(|token| token.is(Kind::Name, text))
    }

    fn take_if(&mut self, wanted: impl Fn(&Token<'s>) -> bool) -> bool {
        let is_wanted = wanted(self.current());
        self.at += usize::from(is_wanted);
        is_wanted
    }

    /// Takes a token of a kind, or fails with Twig's words. `message` comes first, if it is not empty.
    pub(crate) fn expect(&mut self, kind: Kind, text: Option<&str>, message: &str) -> Outcome<Token<'s>> {
        let token = self.current();
        if token.kind == kind && text.is_none_or(|text| token.text == text) {
            let token = token.clone();
            self.at += usize::from(kind != Kind::End);
            return Ok(token);
        }
        let lead = if message.is_empty() { String::new() } else { format!("{message}. ") };
        let value =
            if token.text.is_empty() { String::new() } else { format!(" of value \"{}\"", token.text) };
        let wanted = text.map_or_else(String::new, |text| format!(" with value \"{text}\""));
        Err(Fault::syntax(
            format!(
                "{lead}Unexpected token \"{}\"{value} (\"{}\" expected{wanted}).",
                token.kind.english(),
                kind.english()
            ),
            token.pos,
        ))
    }

    pub(crate) fn expect_punctuation(&mut self, text: &str, message: &str) -> Outcome<()> {
        self.expect(Kind::Punctuation, Some(text), message).map(drop)
    }

    pub(crate) fn end_tag(&mut self) -> Outcome<()> {
        self.expect(Kind::BlockEnd, None, "").map(drop)
    }

    /// Runs `inner` one level deeper, or fails where the source is nested too deep.
    pub(crate) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(too_deep(self.pos()));
        }
        let outcome = inner(self);
        self.nesting -= 1;
        outcome
    }

    // ---- bodies

    /// Statements up to one of the tags `ends`, whose name is taken and returned, or up to the end of the text.
    pub(crate) fn body(&mut self, ends: &[&str], waiting: Option<Waiting>) -> Outcome<(Body, String)> {
        self.deeper(|parser| parser.body_at(ends, waiting))
    }

    fn body_at(&mut self, ends: &[&str], waiting: Option<Waiting>) -> Outcome<(Body, String)> {
        let from = self.pos();
        let mut body = Body::new();
        loop {
            let token = self.current().clone();
            match token.kind {
                Kind::Text => {
                    self.at += 1;
                    let kind = StmtKind::Text(token.text.into_owned().into_boxed_str());
                    body.push(Stmt { kind, pos: token.pos });
                }
                Kind::VarStart => {
                    self.at += 1;
                    let expr = self.expression(0)?;
                    self.expect(Kind::VarEnd, None, "")?;
                    body.push(Stmt { kind: StmtKind::Print(expr), pos: token.pos });
                }
                Kind::BlockStart => {
                    self.at += 1;
                    let name = self.current().clone();
                    if name.kind != Kind::Name {
                        return Err(Fault::syntax("A block must start with a tag name.", name.pos));
                    }
                    self.at += 1;
                    if ends.contains(&name.text.as_ref()) {
                        return Ok((body, name.text.into_owned()));
                    }
                    let stmt = self.tag(&name, waiting.map(|waiting| (waiting, from.line)))?;
                    body.extend(stmt);
                }
                _ if waiting.is_some_and(|waiting| waiting.is_last) => {
                    return self.end_tag().map(|()| (body, String::new()));
                }
                _ if waiting.is_some() => {
                    return Err(Fault::syntax("Unexpected end of template.", token.pos));
                }
                _ => return Ok((body, String::new())),
            }
        }
    }

    fn tag(&mut self, name: &Token<'s>, waiting: Option<(Waiting, u32)>) -> Outcome<Option<Stmt>> {
        let Some(tag) = tags::find(&name.text) else {
            return Err(unknown_tag(name, waiting));
        };
        self.deeper(|parser| (tag.parse)(parser, name.pos))
    }
}

fn too_deep(pos: Pos) -> Fault {
    let message = format!("The template is nested more than {MAX_NESTING} levels deep.");
    Fault::limit(Limit::Nesting, message).into_syntax(pos)
}

fn unknown_tag(name: &Token<'_>, waiting: Option<(Waiting, u32)>) -> Fault {
    if let Some((waiting, line)) = waiting {
        let message = format!(
            "Unexpected \"{}\" tag (expecting closing tag for the \"{}\" tag defined near line {line}).",
            name.text, waiting.tag
        );
        return Fault::syntax(message, name.pos);
    }
    let message = format!("Unknown \"{}\" tag.", name.text);
    let known = tags::names();
    Fault::syntax(suggest::with_suggestion(message, &name.text, known), name.pos)
}
