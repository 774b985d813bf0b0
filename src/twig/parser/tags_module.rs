//! Tags that declare or load: `block`, `macro`, `import`, `extends`, `include` and their like.

use super::expression::assignable;
use super::scope::Imported;
use super::{Parser, Waiting};
use crate::twig::ast::{Block, Body, Expr, ExprKind, Include, Macro, Name, Stmt, StmtKind};
use crate::twig::error::{Fault, Outcome};
use crate::twig::source::Pos;
use crate::twig::token::Kind;
use std::collections::BTreeMap;

/// A tag that is a statement.
#[expect(clippy::unnecessary_wraps, reason = "what the table of tags asks for")]
fn stmt(kind: StmtKind, pos: Pos) -> Outcome<Option<Stmt>> {
    Ok(Some(Stmt { kind, pos }))
}

impl Parser<'_> {
    pub(crate) fn block_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let name: Name = self.expect(Kind::Name, None, "")?.text.as_ref().into();
        if let Some(other) = self.module.blocks.get(&name) {
            let message = format!("The block '{name}' has already been defined line {}.", other.line);
            return Err(Fault::syntax(message, self.pos()));
        }
        self.module.blocks.insert(name.clone(), Block { body: Body::new(), line: pos.line });
        self.scopes.enter();
        self.blocks_open.push(name.clone());
        let body = self.block_body(&name)?;
        self.end_tag()?;
        self.blocks_open.pop();
        self.scopes.leave();
        if let Some(block) = self.module.blocks.get_mut(&name) {
            block.body = body;
        }
        stmt(StmtKind::BlockRef(name), pos)
    }

    fn block_body(&mut self, name: &str) -> Outcome<Body> {
        if self.current().kind != Kind::BlockEnd {
            let expr = self.expression(0)?;
            let pos = expr.pos;
            return Ok(vec![Stmt { kind: StmtKind::Print(expr), pos }]);
        }
        self.end_tag()?;
        let (body, _) = self.body(&["endblock"], Some(Waiting { tag: "block", is_last: true }))?;
        self.end_name("block", name)?;
        Ok(body)
    }

    /// The optional name after `endblock` and `endmacro`.
    fn end_name(&mut self, tag: &str, name: &str) -> Outcome<()> {
        if self.current().kind != Kind::Name {
            return Ok(());
        }
        let token = self.advance()?;
        if token.text == name {
            return Ok(());
        }
        let message = format!("Expected end{tag} for {tag} \"{name}\" (but \"{}\" given).", token.text);
        Err(Fault::syntax(message, self.pos()))
    }

    pub(crate) fn macro_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let name: Name = self.expect(Kind::Name, None, "")?.text.as_ref().into();
        let params = self.macro_params(&name)?;
        self.end_tag()?;
        self.scopes.enter();
        self.macro_depth += 1;
        let (body, _) = self.body(&["endmacro"], Some(Waiting { tag: "macro", is_last: true }))?;
        self.end_name("macro", &name)?;
        self.macro_depth -= 1;
        self.scopes.leave();
        self.end_tag()?;
        self.module.macros.insert(name, Macro { params, body, pos });
        Ok(None)
    }

    fn macro_params(&mut self, macro_name: &str) -> Outcome<Vec<(Name, Option<Expr>)>> {
        self.expect(Kind::Operator, Some("("), "A list of arguments must begin with an opening parenthesis")?;
        let mut params = Vec::new();
        while !self.current().is_punctuation(")") {
            if !params.is_empty() {
                self.expect_punctuation(",", "Arguments must be separated by a comma")?;
                if self.current().is_punctuation(")") {
                    break;
                }
            }
            let token = self.expect(Kind::Name, None, "An argument must be a name")?;
            assignable(&token.text, token.pos)?;
            if token.text == "varargs" {
                let message = format!(
                    "The argument \"varargs\" in macro \"{macro_name}\" cannot be defined because the variable \
                     \"varargs\" is reserved for arbitrary arguments."
                );
                return Err(Fault::syntax(message, token.pos));
            }
            let default = if self.take_operator("=") { Some(self.macro_default()?) } else { None };
            params.push((token.text.as_ref().into(), default));
        }
        self.expect_punctuation(")", "A list of arguments must be closed by a parenthesis")?;
        Ok(params)
    }

    fn macro_default(&mut self) -> Outcome<Expr> {
        let value = self.expression(0)?;
        if is_constant(&value) {
            return Ok(value);
        }
        let message = "A default value for an argument must be a constant (a boolean, a string, a number, a \
                       sequence, or a mapping).";
        Err(Fault::syntax(message, value.pos))
    }

    pub(crate) fn import_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let source = self.expression(0)?;
        self.expect(Kind::Name, Some("as"), "")?;
        let name = self.expect(Kind::Name, None, "")?;
        assignable(&name.text, name.pos)?;
        self.end_tag()?;
        self.scopes.add(name.text.into_owned(), Imported::Template);
        stmt(StmtKind::Import(source), pos)
    }

    pub(crate) fn import_from_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let source = self.expression(0)?;
        self.expect(Kind::Name, Some("import"), "")?;
        // A macro has one alias: the last one given.
        let mut aliases = BTreeMap::new();
        loop {
            let name = self.expect(Kind::Name, None, "")?.text.into_owned();
            let mut alias = name.clone();
            if self.take_name("as") {
                let token = self.expect(Kind::Name, None, "")?;
                assignable(&token.text, token.pos)?;
                alias = token.text.into_owned();
            }
            aliases.insert(name, alias);
            if !self.take_punctuation(",") {
                break;
            }
        }
        for (name, alias) in aliases {
            self.scopes.add(alias, Imported::Macro(name));
        }
        self.end_tag()?;
        stmt(StmtKind::Import(source), pos)
    }

    pub(crate) fn extends_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        if !self.blocks_open.is_empty() {
            return Err(Fault::syntax("Cannot use \"extend\" in a block.", pos));
        }
        if self.macro_depth > 0 {
            return Err(Fault::syntax("Cannot use \"extend\" in a macro.", pos));
        }
        let parent = self.expression(0)?;
        self.end_tag()?;
        if self.module.parent.is_some() {
            return Err(Fault::syntax("Multiple extends tags are forbidden.", pos));
        }
        self.module.parent = Some(parent);
        Ok(None)
    }

    pub(crate) fn use_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let source = self.expression(0)?;
        if !matches!(source.kind, ExprKind::Const(_)) {
            let message = "The template references in a \"use\" statement must be a string.";
            return Err(Fault::syntax(message, self.pos()));
        }
        if self.take_name("with") {
            loop {
                self.expect(Kind::Name, None, "")?;
                if self.take_name("as") {
                    self.expect(Kind::Name, None, "")?;
                }
                if !self.take_punctuation(",") {
                    break;
                }
            }
        }
        self.end_tag()?;
        self.module.uses.push(Expr { pos: Pos { line: pos.line, ..source.pos }, ..source });
        Ok(None)
    }

    pub(crate) fn include_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let source = self.expression(0)?;
        let include = self.include_rest(source)?;
        stmt(StmtKind::Include(Box::new(include)), pos)
    }

    fn include_rest(&mut self, source: Expr) -> Outcome<Include> {
        let mut ignores_missing = false;
        if self.take_name("ignore") {
            self.expect(Kind::Name, Some("missing"), "")?;
            ignores_missing = true;
        }
        if self.take_name("with") {
            // There is no template to pass them to.
            self.expression(0)?;
        }
        self.take_name("only");
        self.end_tag()?;
        Ok(Include { source, ignores_missing })
    }

    pub(crate) fn embed_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let source = self.expression(0)?;
        let include = self.include_rest(source)?;
        // The body is a template of its own: its blocks and imports are not this one's.
        let blocks = std::mem::take(&mut self.module.blocks);
        let macros = std::mem::take(&mut self.module.macros);
        let parent = self.module.parent.replace(include.source.clone());
        let scopes = std::mem::take(&mut self.scopes);
        let blocks_open = std::mem::take(&mut self.blocks_open);
        self.body(&["endembed"], Some(Waiting { tag: "embed", is_last: true }))?;
        self.end_tag()?;
        self.module.blocks = blocks;
        self.module.macros = macros;
        self.module.parent = parent;
        self.scopes = scopes;
        self.blocks_open = blocks_open;
        stmt(StmtKind::Include(Box::new(include)), pos)
    }

    pub(crate) fn deprecated_tag(&mut self, pos: Pos) -> Outcome<Option<Stmt>> {
        let message = self.expression(0)?;
        while self.current().kind == Kind::Name {
            let option = self.advance()?;
            self.expect(Kind::Operator, Some("="), "")?;
            if !matches!(option.text.as_ref(), "package" | "version") {
                let message = format!("Unknown \"{}\" option.", option.text);
                return Err(Fault::syntax(message, option.pos));
            }
            self.expression(0)?;
        }
        self.end_tag()?;
        stmt(StmtKind::Deprecated(message), pos)
    }

    /// `{% types {name: 'string'} %}` or without the braces; it changes nothing.
    pub(crate) fn types_tag(&mut self, _pos: Pos) -> Outcome<Option<Stmt>> {
        let has_braces = self.take_punctuation("{");
        let mut is_first = true;
        while self.current().kind != Kind::BlockEnd && !self.current().is_punctuation("}") {
            if !is_first {
                self.expect_punctuation(",", "A type string must be followed by a comma")?;
                if self.current().kind == Kind::BlockEnd || self.current().is_punctuation("}") {
                    break;
                }
            }
            is_first = false;
            self.expect(Kind::Name, None, "")?;
            // `?:` is one operator to the lexer.
            if !(self.take_operator("?:") || self.take_operator("? :")) {
                self.take_operator("?");
                self.expect_punctuation(":", "A type name must be followed by a colon (:)")?;
            }
            self.expect(Kind::Str, None, "")?;
        }
        if has_braces {
            self.expect_punctuation("}", "An opened mapping is not properly closed")?;
        }
        self.end_tag()?;
        Ok(None)
    }
}

/// True for literals and for lists and mappings of them.
fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) => true,
        ExprKind::Unary(_, inner) => is_constant(inner),
        ExprKind::List(items) => items.iter().all(|item| is_constant(&item.value)),
        ExprKind::Map(entries) => entries
            .iter()
            .all(|entry| is_constant(&entry.value) && entry.key.as_ref().is_none_or(is_constant)),
        _ => false,
    }
}
