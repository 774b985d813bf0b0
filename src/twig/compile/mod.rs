//! From the syntax tree to the compiled form.

mod arguments;
mod assigned;
mod expression;
pub(crate) mod safety;

use super::ast::{self, APPLY_INPUT, Expr, ForLoop, Macro, Module, Name, Stmt, StmtKind};
use super::code::{At, ChoiceId, Code, ForOp, Loading, MacroBody, Op, Program, Slot, WithOp};
use super::error::Outcome;
use super::provenance::ChoiceKind;
use super::settings::Strategy;
use super::source::Pos;
use indexmap::{IndexMap, IndexSet};

/// Compiles a parsed template with the strategy that prints use outside `{% autoescape %}`.
pub(crate) fn compile(module: &Module, autoescape: Strategy) -> Outcome<Program> {
    let mut compiler = Compiler {
        names: IndexSet::default(),
        escaping: Escaping::Is(autoescape),
        line: 1,
        loops: Vec::new(),
        arrows: Vec::new(),
        choices: IndexSet::new(),
    };
    let mut loads = Vec::new();
    for source in &module.uses {
        loads.push(compiler.load(source, Loading::Fails)?);
    }
    if let Some(parent) = &module.parent {
        compiler.line = parent.pos.line;
        loads.push(compiler.load(parent, Loading::Fails)?);
    }
    let body = compiler.body(&module.body)?;
    let mut blocks = IndexMap::new();
    for (name, block) in &module.blocks {
        compiler.line = block.line;
        let outer = std::mem::take(&mut compiler.loops);
        blocks.insert(name.clone(), compiler.body(&block.body)?);
        compiler.loops = outer;
    }
    let mut macros = IndexMap::new();
    for (name, source) in &module.macros {
        macros.insert(name.clone(), compiler.macro_body(source)?);
    }
    let Compiler { names, arrows, choices, .. } = compiler;
    Ok(Program { names, body, blocks, macros, arrows, choices, loads })
}

/// The strategy in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Escaping {
    Is(Strategy),
    /// A strategy that Twig does not know: printing fails.
    Unknown(Name),
}

pub(crate) struct Compiler {
    names: IndexSet<Name, rustc_hash::FxBuildHasher>,
    pub(crate) escaping: Escaping,
    /// The line of the statement compiled last, which PHP errors are reported at.
    pub(crate) line: u32,
    /// Whether `loop` of each enclosing loop is only read field by field.
    loops: Vec<LoopUse>,
    pub(crate) arrows: Vec<super::code::ArrowCode>,
    choices: IndexSet<(ChoiceKind, Pos)>,
}

/// How a loop's body uses its loop variable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoopUse {
    /// The template does not assign `loop` itself, so its fields can be read from the loop's state.
    pub is_plain: bool,
}

impl Compiler {
    pub(crate) fn slot(&mut self, name: &str) -> Slot {
        match self.names.get_index_of(name) {
            Some(slot) => slot,
            None => self.names.insert_full(name.into()).0,
        }
    }

    /// The choice at a place of the source; what is compiled twice is one choice.
    pub(crate) fn choice(&mut self, kind: ChoiceKind, pos: Pos) -> ChoiceId {
        self.choices.insert_full((kind, pos)).0
    }

    pub(crate) fn at(&self, pos: Pos) -> At {
        At { pos, line: self.line }
    }

    /// How many loops out a plain `loop` is readable.
    pub(crate) fn plain_loop(&self, out: usize) -> bool {
        self.loops.len() > out && self.loops.iter().rev().take(out + 1).all(|usage| usage.is_plain)
    }

    fn body(&mut self, body: &[Stmt]) -> Outcome<Vec<Op>> {
        let mut ops = Vec::with_capacity(body.len());
        for stmt in body {
            self.statement(stmt, &mut ops)?;
        }
        Ok(ops)
    }

    fn statement(&mut self, stmt: &Stmt, ops: &mut Vec<Op>) -> Outcome<()> {
        let is_transparent = matches!(stmt.kind, StmtKind::Autoescape { .. } | StmtKind::Body(_));
        if !is_transparent {
            self.line = stmt.pos.line;
        }
        match &stmt.kind {
            StmtKind::Text(text) => ops.push(Op::Text(text.clone(), stmt.pos)),
            StmtKind::Print(expr) => {
                let at = self.at(expr.pos);
                let code = self.escaped(expr)?;
                ops.push(Op::Print(code, at));
            }
            StmtKind::If { arms, otherwise } => {
                let mut coded = Vec::with_capacity(arms.len());
                for (index, (condition, body)) in arms.iter().enumerate() {
                    let kind = if index == 0 { ChoiceKind::If } else { ChoiceKind::ElseIf };
                    let choice = self.choice(kind, condition.pos);
                    coded.push((self.expression(condition)?, self.body(body)?, choice));
                }
                let otherwise = self.body(otherwise.as_deref().unwrap_or_default())?;
                ops.push(Op::If(coded, otherwise));
            }
            StmtKind::For(source) => {
                let op = self.for_loop(source, stmt.pos)?;
                ops.push(Op::For(Box::new(op)));
            }
            StmtKind::Set { targets, values } => self.set(targets, values, ops)?,
            StmtKind::Capture { target, body } => {
                let slot = self.slot(target);
                ops.push(Op::Capture(slot, self.body(body)?));
            }
            StmtKind::Apply { chain, body } => {
                let slot = self.slot(APPLY_INPUT);
                ops.push(Op::Capture(slot, self.body(body)?));
                self.line = stmt.pos.line;
                let at = self.at(chain.pos);
                ops.push(Op::Print(self.escaped(chain)?, at));
            }
            StmtKind::With { variables, is_only, body } => {
                let variables = variables.as_ref().map(|expr| self.expression(expr)).transpose()?;
                let at = self.at(stmt.pos);
                let body = self.body(body)?;
                ops.push(Op::With(Box::new(WithOp { variables, is_only: *is_only, body, at })));
            }
            StmtKind::Autoescape { strategy, body } => self.autoescape(strategy, body, ops)?,
            StmtKind::BlockRef(name) => ops.push(Op::Block(name.clone(), self.at(stmt.pos))),
            StmtKind::Do(expr) => ops.push(Op::Do(self.expression(expr)?)),
            StmtKind::Import(source) => ops.push(Op::Do(self.load(source, Loading::Import)?)),
            StmtKind::Include(include) => self.include(include, ops)?,
            StmtKind::Deprecated(expr) => {
                self.expression(expr)?;
            }
            StmtKind::Body(body) => ops.extend(self.body(body)?),
        }
        Ok(())
    }

    fn set(&mut self, targets: &[Name], values: &[Expr], ops: &mut Vec<Op>) -> Outcome<()> {
        let slots: Vec<Slot> = targets.iter().map(|name| self.slot(name)).collect();
        let mut codes = values.iter().map(|value| self.expression(value)).collect::<Outcome<Vec<_>>>()?;
        match (slots.as_slice(), codes.len()) {
            ([slot], 1) => ops.extend(codes.pop().map(|code| Op::Set(*slot, code))),
            _ => ops.push(Op::SetMany(slots, codes)),
        }
        Ok(())
    }

    fn autoescape(&mut self, strategy: &Name, body: &[Stmt], ops: &mut Vec<Op>) -> Outcome<()> {
        let escaping = match Strategy::from_name(strategy) {
            Some(strategy) => Escaping::Is(strategy),
            None => Escaping::Unknown(strategy.clone()),
        };
        let outer = std::mem::replace(&mut self.escaping, escaping);
        let inner = self.body(body);
        self.escaping = outer;
        ops.extend(inner?);
        Ok(())
    }

    fn include(&mut self, include: &ast::Include, ops: &mut Vec<Op>) -> Outcome<()> {
        let loading = if include.ignores_missing { Loading::Ignored } else { Loading::Fails };
        let load = self.load(&include.source, loading)?;
        // Twig loads the template before it looks at the variables.
        ops.push(Op::Do(load));
        Ok(())
    }

    /// Code that asks for another template.
    pub(crate) fn load(&mut self, source: &Expr, loading: Loading) -> Outcome<Code> {
        let at = self.at(source.pos);
        Ok(Code::Load(Box::new(self.expression(source)?), at, loading))
    }

    fn for_loop(&mut self, source: &ForLoop, pos: Pos) -> Outcome<ForOp> {
        let usage = assigned::loop_usage(source);
        let at = self.at(pos);
        let choice = self.choice(ChoiceKind::For, source.seq.pos);
        let seq = self.expression(&source.seq)?;
        let key = source.key.as_ref().map(|name| self.slot(name));
        let value = self.slot(&source.value);
        let is_plain = !usage.assigned.contains("loop");
        self.loops.push(LoopUse { is_plain });
        let body = self.body(&source.body)?;
        // The loop variable is there in the else as well, as it was before the first turn.
        let otherwise = self.body(source.otherwise.as_deref().unwrap_or_default())?;
        self.loops.pop();
        let assigned = usage.assigned.iter().map(|name| self.slot(name)).collect();
        let loop_slot = usage.needs_array.then(|| self.slot("loop"));
        Ok(ForOp {
            key,
            value,
            seq,
            body,
            otherwise,
            assigned,
            loop_slot,
            keeps_parent: usage.needs_parent,
            choice,
            at,
        })
    }

    fn macro_body(&mut self, source: &Macro) -> Outcome<MacroBody> {
        self.line = source.pos.line;
        let outer = std::mem::take(&mut self.loops);
        let mut params = Vec::with_capacity(source.params.len());
        for (name, default) in &source.params {
            let code = match default {
                Some(expr) => self.expression(expr)?,
                None => Code::Const(crate::php::Value::Null),
            };
            params.push((name.clone(), self.slot(name), code));
        }
        let varargs = self.slot("varargs");
        let body = self.body(&source.body);
        self.loops = outer;
        Ok(MacroBody { params, varargs, body: body? })
    }
}
