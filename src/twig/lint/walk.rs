//! Walks a template: every way through it keeps a JSON machine of its own, and equal ones are merged.

use super::Fields;
use super::condition::Decision;
use super::finding::{Finding, Findings};
use super::reads::Read;
use super::state::{Flawed, Scope, Segment, State};
use crate::diag::{Diagnostic, Severity};
use crate::php::Value;
use crate::twig::ast::{Body, Expr, ExprKind, ForLoop, Module, Name, Stmt, StmtKind};
use crate::twig::compile::safety;
use crate::twig::settings::Strategy;
use crate::twig::source::{Pos, Source};
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeMap;

/// Readings of the text so far that are followed at once.
const MAX_STATES: usize = 48;
/// Characters read in all readings; what comes after is not looked at.
const MAX_WORK: usize = 4_000_000;
/// Macros and captured parts walked inside one another.
const MAX_INLINE: usize = 8;

/// Which turn of a loop is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Only,
    First,
    Middle,
    Last,
}

/// What `{% set %}` gives a variable, over the whole template.
#[derive(Clone, Copy)]
pub(super) enum Assigned<'m> {
    Once(&'m Expr),
    Captured(&'m Body),
    /// More than once; the first expression is kept to see whether all are constants.
    Many,
}

pub(super) struct Walker<'m, 'f> {
    pub module: &'m Module,
    pub source: &'m Source,
    pub fields: Fields<'f>,
    pub findings: Findings<'m>,
    pub states: Vec<State>,
    pub strategy: Strategy,
    pub turns: Vec<Turn>,
    pub scope: Scope,
    /// Paths that are known to be there.
    pub proven: Vec<String>,
    pub conditions: IndexSet<String>,
    pub assigned: IndexMap<Name, Assigned<'m>>,
    /// Constants of variables that are only ever set to constants.
    pub constants: IndexMap<Name, Option<Vec<String>>>,
    /// Loop variables and parameters, with their path if it is known.
    pub locals: Vec<(Name, Option<String>)>,
    pub inline: usize,
    /// The context cannot be seen: in a macro, or under `with … only`.
    pub is_closed: bool,
    pub keys: Vec<(String, u32)>,
    /// Paths that are read, by the offset of the expression.
    pub reads: BTreeMap<u32, (String, Pos, bool)>,
    work: usize,
}

/// All findings of a template that compiles.
pub(super) fn findings<'m>(
    module: &'m Module,
    source: &'m Source,
    strategy: Strategy,
    fields: Fields<'_>,
) -> Vec<Diagnostic> {
    walked(module, source, strategy, fields).findings.finish()
}

/// All paths that a template reads.
pub(super) fn reads(module: &Module, source: &Source, strategy: Strategy) -> Vec<Read> {
    let walker = walked(module, source, strategy, &|_| None);
    let reads = walker.reads.into_values();
    reads.map(|(path, pos, is_optional)| Read { path, span: source.span(pos), is_optional }).collect()
}

fn walked<'m, 'f>(
    module: &'m Module,
    source: &'m Source,
    strategy: Strategy,
    fields: Fields<'f>,
) -> Walker<'m, 'f> {
    let mut walker = Walker {
        module,
        source,
        fields,
        findings: Findings::new(source),
        states: vec![State::start()],
        strategy,
        turns: Vec::new(),
        scope: Scope::default(),
        proven: Vec::new(),
        conditions: IndexSet::new(),
        assigned: IndexMap::new(),
        constants: IndexMap::new(),
        locals: Vec::new(),
        inline: 0,
        is_closed: false,
        keys: Vec::new(),
        reads: BTreeMap::new(),
        work: 0,
    };
    for load in module.parent.iter().chain(&module.uses) {
        walker.loads(load.pos);
    }
    walker.collect(&module.body);
    module.blocks.values().for_each(|block| walker.collect(&block.body));
    walker.body(&module.body);
    walker.end();
    walker
}

impl<'m> Walker<'m, '_> {
    /// Notes what each `set` assigns.
    fn collect(&mut self, body: &'m [Stmt]) {
        for stmt in body {
            match &stmt.kind {
                StmtKind::Set { targets, values } => {
                    for (target, value) in targets.iter().zip(values) {
                        self.assign(target, Assigned::Once(value));
                    }
                }
                StmtKind::Capture { target, body } => {
                    self.collect(body);
                    self.assign(target, Assigned::Captured(body));
                }
                StmtKind::If { arms, otherwise } => {
                    for (_, body) in arms {
                        self.collect(body);
                    }
                    if let Some(body) = otherwise {
                        self.collect(body);
                    }
                }
                StmtKind::For(source) => {
                    self.collect(&source.body);
                    source.otherwise.iter().for_each(|body| self.collect(body));
                }
                StmtKind::Apply { body, .. }
                | StmtKind::With { body, .. }
                | StmtKind::Autoescape { body, .. }
                | StmtKind::Body(body) => self.collect(body),
                _ => {}
            }
        }
    }

    fn assign(&mut self, name: &Name, value: Assigned<'m>) {
        let constant = match value {
            Assigned::Once(Expr { kind: ExprKind::Const(Value::Str(text)), .. }) => Some(text.to_string()),
            _ => None,
        };
        let known = self.constants.entry(name.clone()).or_insert_with(|| Some(Vec::new()));
        match (known.as_mut(), constant) {
            (Some(list), Some(text)) => list.push(text),
            _ => *known = None,
        }
        let is_new = !self.assigned.contains_key(name);
        self.assigned.insert(name.clone(), if is_new { value } else { Assigned::Many });
    }

    pub(super) fn text_of(&self, pos: Pos) -> &'m str {
        self.source.text().get(pos.start as usize..pos.end as usize).unwrap_or_default()
    }

    pub(super) fn body(&mut self, body: &'m [Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &'m Stmt) {
        match &stmt.kind {
            StmtKind::Text(text) => self.read(text, stmt.pos.start, false),
            StmtKind::Print(expr) => self.print_stmt(expr, stmt.pos),
            StmtKind::If { arms, otherwise } => self.branches(arms, otherwise.as_deref()),
            StmtKind::For(source) => self.for_loop(source),
            StmtKind::Set { values, .. } => {
                for value in values {
                    self.note_reads(value);
                }
                self.states.iter_mut().for_each(|state| state.facts.clear());
            }
            StmtKind::Apply { chain, body } => self.apply(chain, body),
            StmtKind::With { variables, is_only, body } => self.with(variables.as_ref(), *is_only, body),
            StmtKind::Body(body) => self.body(body),
            StmtKind::Autoescape { strategy, body } => {
                let strategy = Strategy::from_name(strategy).unwrap_or(self.strategy);
                let outer = std::mem::replace(&mut self.strategy, strategy);
                self.body(body);
                self.strategy = outer;
            }
            StmtKind::BlockRef(name) => {
                if let Some(block) = self.module.blocks.get(name) {
                    self.body(&block.body);
                }
            }
            StmtKind::Include(include) if !include.ignores_missing => {
                self.loads(include.source.pos);
                // What it would print is not known, so nothing is said of what is missing.
                self.states.iter_mut().for_each(|state| state.is_guess = true);
            }
            StmtKind::Import(source) if !matches!(&source.kind, ExprKind::Name(name) if &**name == "_self") =>
            {
                self.loads(source.pos);
            }
            StmtKind::Do(expr) => self.note_reads(expr),
            StmtKind::Capture { body, .. } => self.unprinted(body),
            StmtKind::Import(_) | StmtKind::Include(_) | StmtKind::Deprecated(_) => {}
        }
    }

    fn loads(&mut self, pos: Pos) {
        let message =
            "a target's template stands alone: there is no other template that it could load".to_owned();
        let finding = Finding::new(Severity::Error, "template/include", pos, message);
        self.findings.add(finding.hint("write the other template's text here"));
    }

    /// Reads text in every state.
    pub(super) fn read(&mut self, text: &str, base: u32, is_constant: bool) {
        let segment = Segment { text, base, is_constant, scope: self.scope };
        let mut flaws: Vec<Flawed> = Vec::new();
        self.work += text.len() * self.states.len();
        if self.work > MAX_WORK {
            self.states.clear();
        }
        let states = std::mem::take(&mut self.states);
        for state in states {
            self.states.extend(state.read(&segment, &mut flaws, &mut self.keys));
        }
        self.flawed(flaws);
        self.merge();
    }

    /// Forgets states that equal others, and the least certain ones of too many.
    pub(super) fn merge(&mut self) {
        if self.states.len() > MAX_STATES {
            self.states.iter_mut().for_each(|state| state.facts.clear());
        }
        let mut merged: Vec<State> = Vec::with_capacity(self.states.len());
        for state in std::mem::take(&mut self.states) {
            if merged.len() < MAX_STATES && !merged.contains(&state) {
                merged.push(state);
            }
        }
        self.states = merged;
    }

    /// The states in which a condition may give true, and those in which it may give false.
    pub(super) fn split(&mut self, condition: &'m Expr) -> (Vec<State>, Vec<State>) {
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for state in std::mem::take(&mut self.states) {
            match self.decide(condition, &state.facts) {
                Decision::Known(true) => yes.push(state),
                Decision::Known(false) => no.push(state),
                Decision::Open(id) => {
                    let (mut then, mut otherwise) = (state.clone(), state);
                    if let Some(id) = id {
                        then.facts.push(Self::fact(condition, id, true));
                        otherwise.facts.push(Self::fact(condition, id, false));
                    }
                    yes.push(then);
                    no.push(otherwise);
                }
            }
        }
        (yes, no)
    }

    fn branches(&mut self, arms: &'m [(Expr, Body)], otherwise: Option<&'m [Stmt]>) {
        let outer = (self.scope, self.proven.len());
        let mut done = Vec::new();
        for (condition, body) in arms {
            self.note_reads(condition);
            let (yes, no) = self.split(condition);
            let kept = self.proven.len();
            let mut proven = Vec::new();
            self.proven(condition, true, &mut proven);
            self.proven.append(&mut proven);
            if self.is_about_loop(condition) {
                self.scope.is_separator = true;
            } else {
                self.scope.in_if = true;
            }
            self.states = yes;
            self.body(body);
            done.append(&mut self.states);
            self.proven.truncate(kept);
            let mut disproven = Vec::new();
            self.proven(condition, false, &mut disproven);
            self.proven.append(&mut disproven);
            self.scope = outer.0;
            self.states = no;
        }
        self.scope.in_if = true;
        self.body(otherwise.unwrap_or_default());
        self.scope = outer.0;
        self.proven.truncate(outer.1);
        self.states.append(&mut done);
        self.merge();
    }

    fn for_loop(&mut self, source: &'m ForLoop) {
        self.note_reads(&source.seq);
        let path = self.path_of(&source.seq).map(|path| format!("{path}.*"));
        let (locals, scope) = (self.locals.len(), self.scope);
        self.locals.extend(source.key.iter().map(|key| (key.clone(), None)));
        self.locals.push((source.value.clone(), path));
        self.scope = Scope { in_loop: source.seq.pos.start.max(1), ..Scope::default() };
        let entry = std::mem::take(&mut self.states);
        let mut after = self.turn(source, Turn::Only, &entry);
        let mut open = self.turn(source, Turn::First, &entry);
        for _ in 0..2 {
            let next = self.turn(source, Turn::Middle, &open);
            open.extend(next.into_iter().filter(|state| !entry.contains(state)));
            dedup(&mut open);
        }
        after.append(&mut self.turn(source, Turn::Last, &open));
        self.scope = Scope { in_if: true, ..scope };
        self.locals.truncate(locals);
        self.states = entry;
        self.body(source.otherwise.as_deref().unwrap_or_default());
        self.scope = scope;
        self.states.append(&mut after);
        self.merge();
    }

    /// One turn of a loop; conditions may be answered otherwise in the next one.
    fn turn(&mut self, source: &'m ForLoop, turn: Turn, from: &[State]) -> Vec<State> {
        let facts = from.iter().map(|state| state.facts.len()).min().unwrap_or(0);
        self.states = from.to_vec();
        self.turns.push(turn);
        self.body(&source.body);
        self.turns.pop();
        self.states.iter_mut().for_each(|state| state.facts.truncate(facts));
        self.merge();
        std::mem::take(&mut self.states)
    }

    /// `{% apply %}`: what its filters leave as it is counts as the template's own text.
    fn apply(&mut self, chain: &'m Expr, body: &'m Body) {
        let mut inner = chain;
        while let ExprKind::Filter(call) = &inner.kind {
            let crate::twig::ast::Known::Core(filter) = call.filter else { break };
            if !matches!(filter.entry.name, "spaceless" | "trim" | "raw") {
                break;
            }
            inner = &call.input;
        }
        let is_escaped = self.strategy != Strategy::Off && !safety::is_safe(chain, self.strategy);
        if inner.name().is_some() && !is_escaped {
            self.body(body);
        } else {
            self.unprinted(body);
            self.print_stmt(chain, chain.pos);
        }
    }

    /// Walks text that is not printed where it stands, only for what it reads.
    fn unprinted(&mut self, body: &'m [Stmt]) {
        let states = std::mem::take(&mut self.states);
        self.body(body);
        self.states = states;
    }

    fn with(&mut self, variables: Option<&'m Expr>, is_only: bool, body: &'m [Stmt]) {
        let outer = self.locals.len();
        if let Some(expr) = variables {
            self.note_reads(expr);
        }
        if let Some(ExprKind::Map(entries)) = variables.map(|expr| &expr.kind) {
            for entry in entries {
                if let Some(ExprKind::Const(Value::Str(name))) = entry.key.as_ref().map(|key| &key.kind) {
                    let path = self.path_of(&entry.value);
                    self.locals.push((name.clone(), path));
                }
            }
        }
        let was_closed = self.is_closed;
        self.is_closed |= is_only;
        self.body(body);
        self.is_closed = was_closed;
        self.locals.truncate(outer);
    }

    /// Walks text that is printed here but stands elsewhere.
    pub(super) fn inlined(&mut self, body: &'m [Stmt]) {
        if self.inline >= MAX_INLINE {
            self.states.clear();
            return;
        }
        self.inline += 1;
        self.body(body);
        self.inline -= 1;
    }
}

fn dedup(states: &mut Vec<State>) {
    let mut kept: Vec<State> = Vec::with_capacity(states.len());
    for state in states.drain(..) {
        if kept.len() < MAX_STATES && !kept.contains(&state) {
            kept.push(state);
        }
    }
    *states = kept;
}
