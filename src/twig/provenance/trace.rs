//! The recorder of a traced render: which variable stands for which path, and who printed what.

use super::{Chosen, ContextPath, Piece, TracedRender};
use crate::php::{KeyRef, Value, to_str};
use crate::twig::ast::Name;
use crate::twig::code::{ChoiceId, Code, MacroBody, Program, Slot, WithOp};
use crate::twig::eval::{Frame, Runtime};
use crate::twig::source::{Pos, Source};
use indexmap::IndexSet;
use std::ops::Range;
use std::sync::Arc;

/// Where the value of a variable comes from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Origin {
    /// From nothing in the context
    #[default]
    None,
    /// It is the value at a path.
    At(Arc<ContextPath>),
    /// It is made of the values at some paths.
    Of(Arc<IndexSet<ContextPath>>),
}

/// What is recorded so far.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pieces: Vec<(Range<usize>, Pos, IndexSet<ContextPath>, bool)>,
    reads: IndexSet<ContextPath>,
    /// Paths printed into parts that are captured.
    captured: IndexSet<ContextPath>,
    /// Captures that are open.
    depth: usize,
    /// Which ways each choice went.
    choices: Vec<Chosen>,
}

impl Trace {
    pub(crate) fn finish(self, source: &Source) -> TracedRender {
        let pieces = self.pieces.into_iter().map(|(output, pos, paths, is_print)| Piece {
            output,
            span: source.span(pos),
            paths: paths.into_iter().collect(),
            is_print,
        });
        let reads = self.reads.into_iter().collect();
        TracedRender { pieces: pieces.collect(), reads, choices: self.choices, ..TracedRender::default() }
    }
}

/// The origins of a frame at the start: every variable is the context's entry of its name.
pub(crate) fn first_origins(program: &Program) -> Vec<Origin> {
    let of_name = |name: &Name| match &**name {
        "loop" | "varargs" => Origin::None,
        name if name.starts_with(' ') => Origin::None,
        name => Origin::At(Arc::new(ContextPath::new(vec![name.to_owned()]))),
    };
    program.names.iter().map(of_name).collect()
}

impl Runtime<'_> {
    /// Records from here on.
    pub(crate) fn start_trace(&mut self) {
        self.frame.origins = first_origins(self.program);
        let choices = vec![Chosen::default(); self.program.choices.len()];
        self.trace = Some(Box::new(Trace { choices, ..Trace::default() }));
    }

    /// The template goes one way.
    #[inline]
    pub(crate) fn trace_choice(&mut self, choice: ChoiceId, is_yes: bool) {
        let Some(trace) = self.trace.as_deref_mut() else { return };
        if let Some(chosen) = trace.choices.get_mut(choice) {
            let times = if is_yes { &mut chosen.yes } else { &mut chosen.no };
            *times = times.saturating_add(1);
        }
    }

    pub(crate) fn trace_text(&mut self, from: usize, pos: Pos) {
        let to = self.out.len();
        if let Some(trace) = self.trace.as_deref_mut().filter(|trace| trace.depth == 0 && to > from) {
            trace.pieces.push((from..to, pos, IndexSet::new(), false));
        }
    }

    pub(crate) fn trace_print(&mut self, code: &Code, from: usize, pos: Pos) {
        if self.trace.is_none() {
            return;
        }
        let mut paths = self.paths_of(code);
        let to = self.out.len();
        let Some(trace) = self.trace.as_deref_mut() else { return };
        trace.reads.extend(paths.iter().cloned());
        if trace.depth > 0 {
            trace.captured.extend(paths);
            return;
        }
        paths.append(&mut trace.captured);
        trace.pieces.push((from..to, pos, paths, true));
    }

    /// Notes what a condition or another expression reads that prints nothing.
    pub(crate) fn trace_read(&mut self, code: &Code) {
        if self.trace.is_some() {
            let paths = self.paths_of(code);
            self.trace.iter_mut().for_each(|trace| trace.reads.extend(paths.iter().cloned()));
        }
    }

    pub(crate) fn trace_capture(&mut self, is_opening: bool) {
        if let Some(trace) = self.trace.as_deref_mut() {
            trace.depth = if is_opening { trace.depth + 1 } else { trace.depth.saturating_sub(1) };
        }
    }

    /// A captured part becomes a variable.
    pub(crate) fn trace_captured(&mut self, slot: Slot) {
        if let Some(trace) = self.trace.as_deref_mut() {
            let paths = std::mem::take(&mut trace.captured);
            self.set_origin(slot, Origin::Of(Arc::new(paths)));
        }
    }

    /// A variable is set to what an expression gives.
    pub(crate) fn trace_set(&mut self, slot: Slot, code: &Code) {
        if self.trace.is_some() {
            let origin = self.origin_of(code);
            self.trace_read(code);
            self.set_origin(slot, origin);
        }
    }

    /// Where the items of a loop come from; `None` when nothing is recorded.
    pub(crate) fn trace_loop(&mut self, seq: &Code) -> Option<Origin> {
        self.trace.as_ref()?;
        self.trace_read(seq);
        Some(self.origin_of(seq))
    }

    pub(crate) fn trace_item(&mut self, items: Option<&Origin>, key: KeyRef<'_>, slot: Slot) {
        let origin = match items {
            None => return,
            Some(Origin::At(path)) => Origin::At(Arc::new(path.child(&key_text(key)))),
            Some(other) => other.clone(),
        };
        self.set_origin(slot, origin);
    }

    /// The variables of `{% with %}`.
    pub(crate) fn trace_with(&mut self, op: &WithOp) {
        if self.trace.is_none() {
            return;
        }
        let mut origins = Vec::new();
        if let Some(code) = &op.variables {
            self.trace_read(code);
        }
        if let Some(Code::Map(entries, _)) = &op.variables {
            for (key, value) in entries {
                let Some(Code::Const(Value::Str(name))) = key else { continue };
                let slot = self.program.names.get_index_of(&**name);
                origins.extend(slot.map(|slot| (slot, self.origin_of(value))));
            }
        }
        if op.is_only {
            self.frame.origins.fill(Origin::None);
        }
        for (slot, origin) in origins {
            self.set_origin(slot, origin);
        }
    }

    /// Where the arguments of a macro come from.
    pub(crate) fn trace_arguments(&self, args: &[(Option<Name>, bool, Code)]) -> Vec<(Option<Name>, Origin)> {
        if self.trace.is_none() {
            return Vec::new();
        }
        args.iter().map(|(name, _, code)| (name.clone(), self.origin_of(code))).collect()
    }

    pub(crate) fn trace_parameters(&mut self, target: &MacroBody, given: Vec<(Option<Name>, Origin)>) {
        if self.trace.is_none() {
            return;
        }
        self.frame.origins = vec![Origin::None; self.frame.slots.len()];
        let mut position = 0;
        for (name, origin) in given {
            let named = |name: &Name| target.params.iter().find(|(param, ..)| param == name);
            let param = name.as_ref().map_or_else(|| target.params.get(position), named);
            position += usize::from(name.is_none());
            let slot = param.map_or(target.varargs, |(_, slot, _)| *slot);
            self.set_origin(slot, origin);
        }
    }

    pub(crate) fn origin(&self, slot: Slot) -> Origin {
        self.frame.origins.get(slot).cloned().unwrap_or_default()
    }

    pub(crate) fn set_origin(&mut self, slot: Slot, origin: Origin) {
        if let Some(place) = self.frame.origins.get_mut(slot) {
            *place = origin;
        }
    }

    fn origin_of(&self, code: &Code) -> Origin {
        match exact(code, &self.frame) {
            Some(path) => Origin::At(Arc::new(path)),
            None => Origin::Of(Arc::new(self.paths_of(code))),
        }
    }

    fn paths_of(&self, code: &Code) -> IndexSet<ContextPath> {
        let mut reader = Reader {
            frame: &self.frame,
            program: self.program,
            paths: IndexSet::new(),
            shadowed: Vec::new(),
        };
        reader.read(code);
        reader.paths
    }
}

/// The path whose value an expression gives as it is.
fn exact(code: &Code, frame: &Frame) -> Option<ContextPath> {
    let at = |slot: &Slot| match frame.origins.get(*slot)? {
        Origin::At(path) => Some((**path).clone()),
        _ => None,
    };
    match code {
        Code::Slot(slot, _) => at(slot),
        Code::Path(path) => {
            let steps = path.steps.iter();
            Some(steps.fold(at(&path.slot)?, |path, step| path.child(&key_text(step.key.as_ref()))))
        }
        Code::Default(parts) => exact(&parts.0, frame),
        Code::Coalesce(parts) if matches!(parts.1, Code::Const(_)) => exact(&parts.0, frame),
        Code::Escape(inner, _) => exact(inner, frame),
        _ => None,
    }
}

fn key_text(key: KeyRef<'_>) -> String {
    match key {
        KeyRef::Int(int) => int.to_string(),
        KeyRef::Str(text) => text.to_owned(),
    }
}

/// Collects the paths that an expression mentions.
struct Reader<'r> {
    frame: &'r Frame,
    program: &'r Program,
    paths: IndexSet<ContextPath>,
    /// Parameters of the arrow functions around.
    shadowed: Vec<Slot>,
}

impl Reader<'_> {
    fn read(&mut self, code: &Code) {
        match code {
            Code::Slot(slot, _) => self.variable(*slot, code),
            Code::Path(path) => self.variable(path.slot, code),
            Code::Context => {
                self.paths.insert(ContextPath::default());
            }
            Code::Attr(attr) => self.attribute(&attr.object, &attr.key),
            Code::List(items) => items.iter().for_each(|item| self.read(&item.value)),
            Code::Map(entries, _) => {
                for (key, value) in entries {
                    if let Some(key) = key {
                        self.read(key);
                    }
                    self.read(value);
                }
            }
            Code::Concat(parts, _) => parts.iter().for_each(|part| self.read(part)),
            Code::Unary(_, inner, _)
            | Code::Defined(inner, _)
            | Code::Not(inner)
            | Code::Escape(inner, _)
            | Code::Block(inner, _)
            | Code::Load(inner, ..) => self.read(inner),
            Code::Binary(_, parts, _)
            | Code::Elvis(parts, _)
            | Code::Coalesce(parts)
            | Code::Default(parts) => {
                self.pair(parts);
            }
            Code::Ternary(parts, _) => {
                self.read(&parts.0);
                self.read(&parts.1);
                self.read(&parts.2);
            }
            Code::Call(call) => call.args.iter().for_each(|arg| self.read(arg)),
            Code::Macro(call) => call.args.iter().for_each(|(_, _, arg)| self.read(arg)),
            Code::Assign(assign, _) => self.read(&assign.1),
            Code::Arrow(index, ..) => {
                let Some(arrow) = self.program.arrows.get(*index) else { return };
                let outer = self.shadowed.len();
                self.shadowed.extend(&arrow.params);
                self.read(&arrow.body);
                self.shadowed.truncate(outer);
            }
            Code::Const(_) | Code::Loop(..) => {}
        }
    }

    fn pair(&mut self, parts: &(Code, Code)) {
        self.read(&parts.0);
        self.read(&parts.1);
    }

    fn variable(&mut self, slot: Slot, code: &Code) {
        if self.shadowed.contains(&slot) {
            return;
        }
        if let Some(path) = exact(code, self.frame) {
            self.paths.insert(path);
        } else if let Some(Origin::Of(paths)) = self.frame.origins.get(slot) {
            self.paths.extend(paths.iter().cloned());
        }
    }

    /// `object[key]` with a computed key: the key's value is not known here, the whole object counts.
    fn attribute(&mut self, object: &Code, key: &Code) {
        match (exact(object, self.frame), key) {
            (Some(path), Code::Const(key)) => {
                self.paths.insert(path.child(&to_str(key).unwrap_or_default()));
            }
            _ => self.read(object),
        }
        self.read(key);
    }
}
