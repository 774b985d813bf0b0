//! Nodes to a program for the matcher.

use super::class::Class;
use super::parse::{Assert, Node};

/// Instructions of one program, at most.
const MAX_LEN: usize = 20_000;

/// An instruction.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Unit(u32, bool),
    Any(bool),
    Class(Class, bool),
    Assert(Assert),
    /// Remembers the place in a register.
    Save(usize),
    /// Tries the first, then the second.
    Split(usize, usize),
    Jump(usize),
    /// Fails if nothing was matched since the register was saved.
    Progress(usize),
    Back(usize, bool),
    /// Runs the part after it on its own; what follows is at `next`.
    Look {
        is_ahead: bool,
        is_negated: bool,
        next: usize,
    },
    Atomic {
        next: usize,
    },
    Done,
}

/// A compiled pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    pub registers: usize,
}

/// Compiles; `None` if the program would be too long.
pub(super) fn build(node: &Node) -> Option<Program> {
    let mut builder = Builder { program: Program { steps: Vec::new(), registers: 2 * count(node) } };
    builder.node(node)?;
    builder.push(Step::Done)?;
    Some(builder.program)
}

/// One more than the highest group.
fn count(node: &Node) -> usize {
    match node {
        Node::Group(inner, index) => count(inner).max(index.map_or(1, |index| index + 1)),
        Node::Look { inner, .. } | Node::Atomic(inner) | Node::Repeat { inner, .. } => count(inner),
        Node::All(nodes) | Node::Either(nodes) => nodes.iter().map(count).max().unwrap_or(1),
        _ => 1,
    }
}

struct Builder {
    program: Program,
}

impl Builder {
    fn push(&mut self, step: Step) -> Option<usize> {
        self.program.steps.push(step);
        (self.program.steps.len() <= MAX_LEN).then(|| self.program.steps.len() - 1)
    }

    fn here(&self) -> usize {
        self.program.steps.len()
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.program.steps.get_mut(at) {
            *place = step;
        }
    }

    fn node(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Unit(unit, folds) => self.push(Step::Unit(*unit, *folds)).map(drop),
            Node::Any(newline) => self.push(Step::Any(*newline)).map(drop),
            Node::Class(class, folds) => self.push(Step::Class(class.clone(), *folds)).map(drop),
            Node::Assert(assert) => self.push(Step::Assert(*assert)).map(drop),
            Node::Back(index, folds) => self.push(Step::Back(*index, *folds)).map(drop),
            Node::Group(inner, None) => self.node(inner),
            Node::Group(inner, Some(index)) => {
                self.push(Step::Save(2 * index))?;
                self.node(inner)?;
                self.push(Step::Save(2 * index + 1)).map(drop)
            }
            Node::All(nodes) => nodes.iter().try_for_each(|node| self.node(node)),
            Node::Either(nodes) => self.either(nodes),
            Node::Look { inner, is_ahead, is_negated } => {
                let at = self.part(inner)?;
                let next = self.here();
                self.set(at, Step::Look { is_ahead: *is_ahead, is_negated: *is_negated, next });
                Some(())
            }
            Node::Atomic(inner) => {
                let at = self.part(inner)?;
                let next = self.here();
                self.set(at, Step::Atomic { next });
                Some(())
            }
            Node::Repeat { inner, min, max, is_lazy } => self.repeat(inner, (*min, *max), *is_lazy),
        }
    }

    /// A part that runs on its own, after a step to be set.
    fn part(&mut self, inner: &Node) -> Option<usize> {
        let at = self.push(Step::Done)?;
        self.node(inner)?;
        self.push(Step::Done)?;
        Some(at)
    }

    fn either(&mut self, nodes: &[Node]) -> Option<()> {
        let mut jumps = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.node(node)?;
                break;
            }
            let split = self.push(Step::Done)?;
            self.node(node)?;
            jumps.push(self.push(Step::Done)?);
            let next = self.here();
            self.set(split, Step::Split(split + 1, next));
        }
        let end = self.here();
        for jump in jumps {
            self.set(jump, Step::Jump(end));
        }
        Some(())
    }

    fn split(at: usize, other: usize, is_lazy: bool) -> Step {
        if is_lazy { Step::Split(other, at) } else { Step::Split(at, other) }
    }

    fn repeat(&mut self, inner: &Node, (min, max): (u32, Option<u32>), is_lazy: bool) -> Option<()> {
        for _ in 0..min {
            self.node(inner)?;
        }
        let Some(max) = max else {
            let register = self.program.registers;
            self.program.registers += 1;
            let split = self.push(Step::Done)?;
            self.push(Step::Save(register))?;
            self.node(inner)?;
            self.push(Step::Progress(register))?;
            self.push(Step::Jump(split))?;
            let end = self.here();
            self.set(split, Self::split(split + 1, end, is_lazy));
            return Some(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.push(Step::Done)?);
            self.node(inner)?;
        }
        let end = self.here();
        for split in splits {
            self.set(split, Self::split(split + 1, end, is_lazy));
        }
        Some(())
    }
}
