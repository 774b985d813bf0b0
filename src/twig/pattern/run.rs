//! The matcher: backtracking on a stack of its own.

use super::Flags;
use super::class::{is_word, lower};
use super::parse::Assert;
use super::program::{Program, Step};

/// Steps of one match, at most; PCRE gives up as well.
const MAX_STEPS: usize = 2_000_000;
/// Look-around inside look-around, at most; the parser lets less in.
const MAX_DEPTH: usize = 64;

struct Matcher<'m> {
    program: &'m Program,
    text: &'m [u32],
    steps: usize,
    depth: usize,
}

/// Something to go back to.
enum Choice {
    /// Another way on.
    Try(usize, usize),
    /// A register as it was.
    Restore(usize, Option<usize>),
}

pub(super) fn search(program: &Program, text: &[u32], flags: Flags) -> bool {
    let mut matcher = Matcher { program, text, steps: 0, depth: 0 };
    let last = if flags.is_anchored { 0 } else { text.len() };
    (0..=last).any(|start| {
        let mut registers = vec![None; program.registers];
        matcher.run(0, start, &mut registers).is_some()
    })
}

impl Matcher<'_> {
    /// Runs from a step at a place to `Done`; gives the place.
    fn run(&mut self, step: usize, place: usize, registers: &mut [Option<usize>]) -> Option<usize> {
        self.depth += 1;
        let end = if self.depth > MAX_DEPTH { None } else { self.backtrack(step, place, registers) };
        self.depth -= 1;
        end
    }

    fn backtrack(&mut self, step: usize, place: usize, registers: &mut [Option<usize>]) -> Option<usize> {
        let mut choices = vec![Choice::Try(step, place)];
        while let Some(choice) = choices.pop() {
            match choice {
                Choice::Restore(register, old) => {
                    if let Some(slot) = registers.get_mut(register) {
                        *slot = old;
                    }
                }
                Choice::Try(step, place) => {
                    if let Some(end) = self.advance(step, place, registers, &mut choices) {
                        return Some(end);
                    }
                }
            }
        }
        None
    }

    /// Goes on until the end or a failure.
    fn advance(
        &mut self,
        mut step: usize,
        mut place: usize,
        registers: &mut [Option<usize>],
        choices: &mut Vec<Choice>,
    ) -> Option<usize> {
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                choices.clear();
                return None;
            }
            let unit = self.text.get(place).copied();
            match self.program.steps.get(step)? {
                Step::Done => return Some(place),
                Step::Jump(to) => step = *to,
                Step::Split(first, second) => {
                    choices.push(Choice::Try(*second, place));
                    step = *first;
                }
                Step::Save(register) => {
                    let slot = registers.get_mut(*register)?;
                    choices.push(Choice::Restore(*register, slot.replace(place)));
                    step += 1;
                }
                Step::Progress(register) => {
                    // An empty turn ends its loop.
                    step += if registers.get(*register).copied().flatten() == Some(place) { 2 } else { 1 };
                }
                Step::Look { is_ahead, is_negated, next } => {
                    let found = self.look(step + 1, place, registers, *is_ahead);
                    if found == *is_negated {
                        return None;
                    }
                    step = *next;
                }
                Step::Atomic { next } => {
                    place = self.run(step + 1, place, registers)?;
                    step = *next;
                }
                Step::Back(index, folds) => {
                    place = self.back(*index, *folds, place, registers)?;
                    step += 1;
                }
                Step::Assert(assert) => {
                    if !self.holds(*assert, place) {
                        return None;
                    }
                    step += 1;
                }
                single => {
                    if !matches_unit(single, unit?) {
                        return None;
                    }
                    place += 1;
                    step += 1;
                }
            }
        }
    }

    fn look(&mut self, step: usize, place: usize, registers: &mut [Option<usize>], is_ahead: bool) -> bool {
        if is_ahead {
            return self.run(step, place, registers).is_some();
        }
        (0..=place).rev().any(|start| {
            let mut inner = registers.to_vec();
            self.run(step, start, &mut inner) == Some(place)
        })
    }

    fn back(&self, index: usize, folds: bool, place: usize, registers: &[Option<usize>]) -> Option<usize> {
        let start = registers.get(2 * index).copied().flatten()?;
        let end = registers.get(2 * index + 1).copied().flatten()?;
        let wanted = self.text.get(start..end)?;
        let there = self.text.get(place..place + wanted.len())?;
        let same = |(a, b): (&u32, &u32)| a == b || (folds && lower(*a) == lower(*b));
        wanted.iter().zip(there).all(same).then_some(place + wanted.len())
    }

    fn holds(&self, assert: Assert, place: usize) -> bool {
        let newline = u32::from('\n');
        let before = place.checked_sub(1).and_then(|last| self.text.get(last)).copied();
        let after = self.text.get(place).copied();
        match assert {
            Assert::TextStart => before.is_none(),
            Assert::LineStart => before.is_none_or(|unit| unit == newline),
            Assert::StrictEnd => after.is_none(),
            Assert::End => after.is_none() || (after == Some(newline) && place + 1 == self.text.len()),
            Assert::LineEnd => after.is_none_or(|unit| unit == newline),
            Assert::Word(wanted) => (before.is_some_and(is_word) != after.is_some_and(is_word)) == wanted,
        }
    }
}

fn matches_unit(step: &Step, unit: u32) -> bool {
    match step {
        Step::Unit(wanted, folds) => unit == *wanted || (*folds && lower(unit) == lower(*wanted)),
        Step::Any(newline) => *newline || unit != u32::from('\n'),
        Step::Class(class, folds) => class.holds(unit, *folds),
        _ => false,
    }
}
