//! Expressions: precedence climbing over the operator table.

use super::Parser;
use crate::twig::ast::{
    Access, Args, ArrowFn, Attr, BinaryOp, Expr, ExprKind, FilterCall, FunctionCall, Known, MacroCall, Name,
    Target, TestCall, UnaryOp,
};
use crate::twig::catalogue;
use crate::twig::error::{Fault, Outcome};
use crate::twig::operators::{self, Fix, OperatorInfo};
use crate::twig::source::Pos;
use crate::twig::token::{Kind, Token, is_name};

/// Levels of operators inside one another, at most; keeps every walk of the tree off the end of the stack.
const MAX_DEPTH: u16 = 100;

/// Binding strength of `is`, which its one unparenthesised argument shares.
const IS_PRECEDENCE: u16 = 100;

impl<'s> Parser<'s> {
    /// An expression of operators that bind at least as tight as `precedence`.
    pub(crate) fn expression(&mut self, precedence: u16) -> Outcome<Expr> {
        self.deeper(|parser| parser.expression_at(precedence))
    }

    fn expression_at(&mut self, precedence: u16) -> Outcome<Expr> {
        let token = self.current().clone();
        let prefix = (token.kind == Kind::Operator).then(|| operators::prefix(&token.text)).flatten();
        let mut expr = match prefix {
            Some(info) => {
                self.advance()?;
                self.prefix(info, &token)?
            }
            None => self.literal()?,
        };
        loop {
            let token = self.current().clone();
            if token.kind != Kind::Operator {
                return Ok(expr);
            }
            let Some(info) = operators::infix(&token.text).filter(|info| info.precedence >= precedence)
            else {
                return Ok(expr);
            };
            self.advance()?;
            expr = self.infix(expr, info, &token)?;
            if expr.depth > MAX_DEPTH {
                return Err(super::too_deep(token.pos));
            }
        }
    }

    fn prefix(&mut self, info: &OperatorInfo, token: &Token<'s>) -> Outcome<Expr> {
        if info.name == "(" {
            return self.group(token.pos);
        }
        let operand = self.expression(info.precedence)?;
        let op = match info.name {
            "not" => UnaryOp::Not,
            "-" => UnaryOp::Neg,
            "+" => UnaryOp::Pos,
            _ => return Ok(operand),
        };
        let pos = token.pos.to(operand.pos);
        Ok(Expr::new(ExprKind::Unary(op, Box::new(operand)), pos))
    }

    /// `(expression)`, or the parameters of an arrow function.
    fn group(&mut self, open: Pos) -> Outcome<Expr> {
        if self.current().is_punctuation(")") && self.look(1).is_some_and(|next| next.is_operator("=>")) {
            self.advance()?;
            return Ok(Expr::new(ExprKind::Params(Vec::new()), open));
        }
        let mut expr = self.expression(0)?;
        if self.take_punctuation(")") {
            if self.current().is_operator("=>") {
                return self.params(vec![expr], open);
            }
            expr.pos = Pos { line: expr.pos.line, ..open.to(self.last_pos()) };
            expr.is_grouped = true;
            return Ok(expr);
        }
        if !self.current().is_punctuation(",") {
            return Err(Fault::syntax("An opened parenthesis is not properly closed.", open));
        }
        let mut names = vec![expr];
        while !self.take_punctuation(")") {
            self.expect_punctuation(",", "")?;
            let name = self.expect(Kind::Name, None, "")?;
            names.push(Expr::new(ExprKind::Name(name.text.as_ref().into()), name.pos));
        }
        if !self.current().is_operator("=>") {
            return Err(Fault::syntax("A list of variables must be followed by an arrow.", self.pos()));
        }
        self.params(names, open)
    }

    fn params(&self, names: Vec<Expr>, open: Pos) -> Outcome<Expr> {
        let mut params = Vec::with_capacity(names.len());
        for expr in names {
            let Some(name) = expr.name() else {
                let message = "The arrow function argument must be a list of variables or a single variable.";
                return Err(Fault::syntax(message, self.pos()));
            };
            params.push((name.clone(), expr.pos));
        }
        Ok(Expr::new(ExprKind::Params(params), open.to(self.last_pos())))
    }

    fn infix(&mut self, left: Expr, info: &OperatorInfo, token: &Token<'s>) -> Outcome<Expr> {
        match info.name {
            "|" => self.filter(left),
            "(" => self.call(&left, token.pos),
            "." => self.attribute(left, false),
            "?." => self.attribute(left, true),
            "[" => self.subscript(left),
            "is" => self.test(left, false, token.pos),
            "is not" => self.test(left, true, token.pos),
            "=>" => self.arrow(left, token.pos),
            "?" => self.ternary(left),
            "=" => self.assign(left, token.pos),
            _ => self.binary(left, info, token.pos),
        }
    }

    fn binary(&mut self, left: Expr, info: &OperatorInfo, op_pos: Pos) -> Outcome<Expr> {
        let min = if info.fix == Fix::InfixLeft { info.precedence + 1 } else { info.precedence };
        let right = self.expression(min)?;
        // The line of an operator is where it stands.
        let pos = Pos { line: op_pos.line, ..left.pos.to(right.pos) };
        let kind = match info.name {
            "~" => concat(left, right),
            "?:" | "? :" => ExprKind::Elvis(Box::new(left), Box::new(right)),
            "??" => ExprKind::Coalesce(Box::new(left), Box::new(right)),
            "**" => return Ok(power(left, right, pos)),
            name => ExprKind::Binary(binary_op(name), Box::new(left), Box::new(right)),
        };
        Ok(Expr::new(kind, pos))
    }

    fn ternary(&mut self, condition: Expr) -> Outcome<Expr> {
        let then = self.expression(0)?;
        let otherwise = if self.take_punctuation(":") {
            self.expression(0)?
        } else {
            Expr::constant("", Pos { start: then.pos.end, ..then.pos })
        };
        let pos = condition.pos.to(otherwise.pos);
        Ok(Expr::new(ExprKind::Ternary(Box::new(condition), Box::new(then), Box::new(otherwise)), pos))
    }

    fn arrow(&mut self, left: Expr, at: Pos) -> Outcome<Expr> {
        let pos = left.pos;
        let params = match left.kind {
            ExprKind::Params(params) => params,
            ExprKind::Name(name) => vec![(name, pos)],
            _ => {
                let message = "The arrow function argument must be a list of variables or a single variable.";
                return Err(Fault::syntax(message, pos));
            }
        };
        for (name, at) in &params {
            assignable(name, *at)?;
        }
        let body = self.expression(0)?;
        let params = params.into_iter().map(|(name, _)| name).collect();
        let pos = Pos { line: at.line, ..pos.to(body.pos) };
        Ok(Expr::new(ExprKind::Arrow(Box::new(ArrowFn { params, body })), pos))
    }

    fn assign(&mut self, left: Expr, at: Pos) -> Outcome<Expr> {
        let pos = left.pos;
        let target = target_of(left, at)?;
        let value = self.expression(0)?;
        let pos = pos.to(value.pos);
        Ok(Expr::new(ExprKind::Assign(Box::new((target, value))), pos))
    }

    // ---- what follows a value

    pub(crate) fn filter(&mut self, input: Expr) -> Outcome<Expr> {
        let name = self.expect(Kind::Name, None, "")?;
        let args = if self.current().is_operator("(") { self.arguments()? } else { Args::default() };
        let filter = match catalogue::filter(&name.text) {
            Some(filter) => Known::Core(filter),
            None if self.guarded > 0 => Known::Guarded,
            None => return Err(catalogue::unknown("filter", &name.text, name.pos)),
        };
        let pos = Pos { line: name.pos.line, ..input.pos.to(self.last_pos()) };
        Ok(Expr::new(ExprKind::Filter(Box::new(FilterCall { input, filter, args })), pos))
    }

    fn call(&mut self, left: &Expr, open: Pos) -> Outcome<Expr> {
        let Some(name) = left.name().cloned() else {
            return Err(Fault::syntax("Function name must be an identifier.", open));
        };
        // The parser of arguments wants to see their parenthesis.
        self.at -= 1;
        let macro_name = self.scopes.macro_of(&name).map(Name::from);
        let args = self.arguments()?;
        let pos = Pos { line: open.line, ..left.pos.to(self.last_pos()) };
        if let Some(name) = macro_name {
            return Ok(Expr::new(ExprKind::Macro(Box::new(MacroCall { name, args })), pos));
        }
        if &*name == "parent" {
            return self.parent(pos);
        }
        let function = match catalogue::function(&name) {
            Some(function) => Known::Core(function),
            None if self.guarded > 0 => Known::Guarded,
            None => return Err(catalogue::unknown("function", &name, pos)),
        };
        Ok(Expr::new(ExprKind::Call(Box::new(FunctionCall { function, args })), pos))
    }

    fn parent(&mut self, pos: Pos) -> Outcome<Expr> {
        if self.blocks_open.is_empty() {
            return Err(Fault::syntax(
                "Calling the \"parent\" function outside of a block is forbidden.",
                pos,
            ));
        }
        if self.module.parent.is_none() && self.module.uses.is_empty() {
            let message = "Calling the \"parent\" function on a template that does not call \"extends\" or \"use\" is forbidden.";
            return Err(Fault::syntax(message, pos));
        }
        Ok(Expr::new(ExprKind::Parent, pos))
    }

    fn attribute(&mut self, object: Expr, is_null_safe: bool) -> Outcome<Expr> {
        let line = self.pos().line;
        let mut is_constant = true;
        let key = if self.take_operator("(") {
            is_constant = false;
            let key = self.expression(0)?;
            self.expect_punctuation(")", "")?;
            key
        } else {
            let token = self.advance_or_current();
            let is_word = token.kind == Kind::Operator && is_name(&token.text);
            if !matches!(token.kind, Kind::Name | Kind::Number) && !is_word {
                let message = format!(
                    "Expected name or number, got value \"{}\" of type {}.",
                    token.text,
                    token.kind.english()
                );
                return Err(Fault::syntax(message, token.pos));
            }
            let key = if token.kind == Kind::Number { token.number() } else { token.text.as_ref().into() };
            Expr::constant(key, token.pos)
        };
        let is_method = self.current().is_operator("(");
        let args = if is_method { self.arguments()? } else { Args::default() };
        let pos = Pos { line, ..object.pos.to(self.last_pos()) };
        if let Some(name) = object.name()
            && is_constant
            && (&**name == "_self" || self.scopes.is_template(name))
            && let ExprKind::Const(value) = &key.kind
        {
            let name = crate::php::to_str(value).unwrap_or_default().as_ref().into();
            let pos = Pos { line: object.pos.line, ..pos };
            return Ok(Expr::new(ExprKind::Macro(Box::new(MacroCall { name, args })), pos));
        }
        let access = if is_method { Access::Method } else { Access::Dot };
        Ok(Expr::new(ExprKind::Attr(Box::new(Attr { object, key, access, is_null_safe, args })), pos))
    }

    fn advance_or_current(&mut self) -> Token<'s> {
        let token = self.current().clone();
        self.at += usize::from(token.kind != Kind::End);
        token
    }

    /// `[key]` or a slice `[from:length]`.
    fn subscript(&mut self, object: Expr) -> Outcome<Expr> {
        let start = self.pos();
        let line = start.line;
        let mut is_slice = self.current().is_punctuation(":");
        let key = if is_slice { Expr::constant(0, start) } else { self.expression(0)? };
        is_slice |= self.take_punctuation(":");
        if !is_slice {
            self.expect_punctuation("]", "")?;
            let pos = Pos { line, ..object.pos.to(self.last_pos()) };
            let attr =
                Attr { object, key, access: Access::Bracket, is_null_safe: false, args: Args::default() };
            return Ok(Expr::new(ExprKind::Attr(Box::new(attr)), pos));
        }
        let length = if self.current().is_punctuation("]") {
            Expr::constant(crate::php::Value::Null, self.pos())
        } else {
            self.expression(0)?
        };
        self.expect_punctuation("]", "")?;
        let Some(slice) = catalogue::filter("slice") else {
            return Err(catalogue::unknown("filter", "slice", start));
        };
        let pos = Pos { line, ..object.pos.to(self.last_pos()) };
        let args = Args::positional([key, length]);
        Ok(Expr::new(
            ExprKind::Filter(Box::new(FilterCall { input: object, filter: Known::Core(slice), args })),
            pos,
        ))
    }

    fn test(&mut self, input: Expr, is_negated: bool, at: Pos) -> Outcome<Expr> {
        let first = self.expect(Kind::Name, None, "")?;
        let line = first.pos.line;
        let mut found = catalogue::test(&first.text);
        let mut full = first.text.to_string();
        if self.current().kind == Kind::Name {
            let two = format!("{} {}", first.text, self.current().text);
            if let Some(test) = catalogue::test(&two) {
                self.advance()?;
                found = Some(test);
                full = two;
            }
        }
        let test = match found {
            Some(test) => Known::Core(test),
            None if self.guarded > 0 => Known::Guarded,
            None => return Err(catalogue::unknown("test", &full, Pos { line: at.line, ..first.pos })),
        };
        let args = if self.current().is_operator("(") {
            self.arguments()?
        } else if matches!(test, Known::Core(test) if test.takes_bare_argument()) {
            Args::positional([self.expression(IS_PRECEDENCE)?])
        } else {
            Args::default()
        };
        let input = self.macro_tested(input, test);
        let pos = Pos { line, ..input.pos.to(self.last_pos()) };
        Ok(Expr::new(ExprKind::Test(Box::new(TestCall { input, test, args, is_negated })), pos))
    }

    /// `imported is defined` asks for the macro of that name.
    fn macro_tested(&self, input: Expr, test: Known<catalogue::Test>) -> Expr {
        let is_defined = matches!(test, Known::Core(test) if test.entry.name == "defined");
        let name =
            input.name().filter(|_| is_defined).and_then(|name| self.scopes.macro_of(name)).map(Name::from);
        match name {
            Some(name) => {
                Expr::new(ExprKind::Macro(Box::new(MacroCall { name, args: Args::default() })), input.pos)
            }
            None => input,
        }
    }
}

/// `-a ** b` is `-(a ** b)`: Twig hands the operators to PHP as they are written, and PHP binds `**` tighter.
fn power(left: Expr, right: Expr, pos: Pos) -> Expr {
    match left.kind {
        ExprKind::Unary(op @ (UnaryOp::Neg | UnaryOp::Pos), inner) if !left.is_grouped => {
            let raised = Expr::new(ExprKind::Binary(BinaryOp::Pow, inner, Box::new(right)), pos);
            Expr::new(ExprKind::Unary(op, Box::new(raised)), pos)
        }
        kind => {
            let left = Expr { kind, ..left };
            Expr::new(ExprKind::Binary(BinaryOp::Pow, Box::new(left), Box::new(right)), pos)
        }
    }
}

/// Joins a chain of `~` into one node, so that long chains stay flat.
fn concat(left: Expr, right: Expr) -> ExprKind {
    match left.kind {
        ExprKind::Concat(mut parts) if !left.is_grouped => {
            parts.push(right);
            ExprKind::Concat(parts)
        }
        kind => ExprKind::Concat(vec![Expr { kind, ..left }, right]),
    }
}

fn binary_op(name: &str) -> BinaryOp {
    match name {
        "or" => BinaryOp::Or,
        "xor" => BinaryOp::Xor,
        "and" => BinaryOp::And,
        "b-or" => BinaryOp::BitOr,
        "b-xor" => BinaryOp::BitXor,
        "b-and" => BinaryOp::BitAnd,
        "==" => BinaryOp::Equal,
        "!=" => BinaryOp::NotEqual,
        "===" => BinaryOp::Same,
        "!==" => BinaryOp::NotSame,
        "<=>" => BinaryOp::Spaceship,
        "<" => BinaryOp::Less,
        ">" => BinaryOp::Greater,
        "<=" => BinaryOp::LessEqual,
        ">=" => BinaryOp::GreaterEqual,
        "in" => BinaryOp::In,
        "not in" => BinaryOp::NotIn,
        "matches" => BinaryOp::Matches,
        "starts with" => BinaryOp::StartsWith,
        "ends with" => BinaryOp::EndsWith,
        "has some" => BinaryOp::HasSome,
        "has every" => BinaryOp::HasEvery,
        ".." => BinaryOp::Range,
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Sub,
        "*" => BinaryOp::Mul,
        "/" => BinaryOp::Div,
        "//" => BinaryOp::FloorDiv,
        "%" => BinaryOp::Mod,
        _ => BinaryOp::Pow,
    }
}

/// Fails for the names that are constants.
pub(crate) fn assignable(name: &str, pos: Pos) -> Outcome<()> {
    if ["true", "false", "none", "null"].iter().any(|word| name.eq_ignore_ascii_case(word)) {
        return Err(Fault::syntax(format!("You cannot assign a value to \"{name}\"."), pos));
    }
    Ok(())
}

/// The left side of `=` as a place to assign to.
fn target_of(expr: Expr, at: Pos) -> Outcome<Target> {
    let pos = expr.pos;
    match expr.kind {
        ExprKind::Name(name) => {
            assignable(&name, pos)?;
            Ok(Target::Name(name))
        }
        ExprKind::List(items) => {
            let targets = items.into_iter().map(|item| match item.value.kind {
                ExprKind::Hole => Ok(None),
                _ => target_of(item.value, at).map(Some),
            });
            Ok(Target::List(targets.collect::<Outcome<_>>()?))
        }
        ExprKind::Map(entries) => {
            let targets = entries.into_iter().filter_map(|entry| Some((entry.key?, entry.value)));
            let targets = targets.map(|(key, value)| Ok((key, target_of(value, at)?)));
            Ok(Target::Map(targets.collect::<Outcome<_>>()?))
        }
        kind => Err(Fault::syntax(
            format!("Cannot assign to \"{}\", only variables can be assigned.", kind.class_name()),
            at,
        )),
    }
}
