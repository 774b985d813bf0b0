//! The search: sets of changes in the order of their size, until everything is as wanted.
//!
//! The first set that is found is the smallest among the values that are considered, and of equally small ones the
//! nearest. Every set is judged by the real evaluator.

use super::edit::with;
use super::goal::{Wanted, at_first_unmet, parsed};
use super::known::Values;
use super::{constants, values};
use crate::engine::criteria::{Aim, Criteria};
use crate::json::{Json, Style, to_text};
use crate::logic::{self, EvalOptions};
use crate::php;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Most sets of changes that are looked at.
const MAX_STEPS: usize = 3_000;
/// Most values that are tried.
const MAX_TRIALS: usize = 40_000;
/// Every trial copies the context; this many of its nodes are copied at most.
const MAX_COPIED: usize = 20_000_000;
/// Most leaves that are changed.
const MAX_CHANGES: usize = 40;

/// What may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changing {
    /// Leaves of the context
    Context,
    /// Constants of the conditions
    Constants,
}

/// What is searched for.
pub(super) struct Search<'a> {
    pub(super) changing: Changing,
    pub(super) conditions: &'a [Json],
    pub(super) wanted: &'a [Wanted],
    pub(super) context: &'a Json,
    pub(super) values: Values<'a>,
    pub(super) options: EvalOptions,
    /// How many values may still be tried
    pub(super) trials: Cell<usize>,
}

/// How many values may be tried on a context of this size.
pub(super) fn trials_for(context: &Json) -> Cell<usize> {
    Cell::new((MAX_COPIED / nodes(context).saturating_add(1)).clamp(200, MAX_TRIALS))
}

fn nodes(json: &Json) -> usize {
    match json {
        Json::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Json::Object(object) => 1 + object.iter().map(|(_, value)| nodes(value)).sum::<usize>(),
        _ => 1,
    }
}

/// A value that a leaf may get; a smaller rank is nearer to what is there.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) pointer: String,
    pub(super) to: Option<Json>,
    pub(super) rank: usize,
    /// Whether nothing but this criterion depends on the leaf
    pub(super) is_free: bool,
}

/// A leaf and its new value; `None` leaves it out. For constants the pointer begins with the number of the condition.
pub(super) type Edit = (String, Option<Json>);

#[derive(Clone, Default)]
struct State {
    edits: Vec<Edit>,
    weight: usize,
}

/// Why nothing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nothing {
    /// Every set of the values that are considered was tried
    Exhausted,
    /// The search was cut off
    Limit,
}

impl Search<'_> {
    /// The smallest set of changes.
    pub(super) fn run(&self) -> Result<Vec<Edit>, Nothing> {
        let mut states = vec![State::default()];
        let mut queue = BinaryHeap::from([Reverse((0, 0, 0))]);
        let mut seen = BTreeSet::new();
        let mut steps = 0;
        while let Some(Reverse((count, _, index))) = queue.pop() {
            let Some(state) = states.get(index).cloned() else { continue };
            steps += 1;
            if steps > MAX_STEPS || self.trials.get() == 0 {
                return Err(Nothing::Limit);
            }
            let (conditions, context) = self.applied(&state.edits);
            let rules = parsed(&conditions);
            let next =
                at_first_unmet(&rules, self.wanted, &context, self.options, |at, criteria, openings| {
                    let judge =
                        Judge { search: self, criteria, conditions: &conditions, context: &context, at };
                    let found = openings.iter().flat_map(|aim| judge.useful(aim, &state.edits));
                    found.collect::<Vec<_>>()
                });
            let Some(next) = next else { return Ok(state.edits) };
            for candidate in next.into_iter().filter(|_| count < MAX_CHANGES) {
                let mut child = state.clone();
                child.weight += candidate.rank;
                child.edits.push((candidate.pointer, candidate.to));
                child.edits.sort_by(|a, b| a.0.cmp(&b.0));
                if seen.insert(key(&child.edits)) {
                    queue.push(Reverse((count + 1, child.weight, states.len())));
                    states.push(child);
                }
            }
        }
        Err(Nothing::Exhausted)
    }

    /// The conditions and the context with changes.
    pub(super) fn applied(&self, edits: &[Edit]) -> (Vec<Json>, Json) {
        let (mut conditions, mut context) = (self.conditions.to_vec(), self.context.clone());
        for (pointer, to) in edits {
            match self.changing {
                Changing::Context => context = with(&context, pointer, to.as_ref()),
                Changing::Constants => {
                    let (index, rest) = split(pointer);
                    if let Some(condition) = conditions.get_mut(index) {
                        *condition = with(condition, rest, to.as_ref());
                    }
                }
            }
        }
        (conditions, context)
    }
}

/// Judges the values that a criterion proposes.
struct Judge<'s, 'r> {
    search: &'s Search<'s>,
    criteria: &'s Criteria<'r>,
    conditions: &'s [Json],
    context: &'s Json,
    /// The criterion's condition
    at: usize,
}

impl Judge<'_, '_> {
    /// The candidates that meet the criterion; all of them where none does it alone, as for several missing fields.
    fn useful(&self, aim: &Aim<'_>, edits: &[Edit]) -> Vec<Candidate> {
        let mut free = match self.search.changing {
            Changing::Context => values::candidates(&self.search.values, self.criteria, aim, self.context),
            Changing::Constants => constants::candidates(self.at, self.criteria, aim),
        };
        free.retain(|candidate| !edits.iter().any(|(pointer, _)| overlap(pointer, &candidate.pointer)));
        let good: Vec<Candidate> = free.iter().filter(|one| self.meets(aim, one)).cloned().collect();
        if good.is_empty() { free } else { nearest(good) }
    }

    /// Whether the criterion is met after a change; of an item without a known place, whether it is met now.
    fn meets(&self, aim: &Aim<'_>, candidate: &Candidate) -> bool {
        let trials = &self.search.trials;
        if trials.get() == 0 {
            return false;
        }
        trials.set(trials.get() - 1);
        let to = candidate.to.as_ref();
        match self.search.changing {
            Changing::Context => {
                let mut scope = aim.scope.clone();
                if let Some(at) = &scope.at {
                    let context = with(self.context, &candidate.pointer, to);
                    scope.data = context.pointer(at).map(php::Value::from).unwrap_or_default();
                }
                self.criteria.is_met(&Aim { node: aim.node, want: aim.want, scope })
            }
            Changing::Constants => {
                let Some(condition) = self.conditions.get(self.at) else { return false };
                let changed = with(condition, split(&candidate.pointer).1, to);
                // A criterion of an item is a rule of its own, and the item is its data.
                let source = changed.pointer(self.criteria.rule.pointer(aim.node.id)).cloned();
                let program = logic::parse(&source.unwrap_or_default()).compile();
                program.decide(&aim.scope.data, &self.search.options).is_ok_and(|holds| holds == aim.want)
            }
        }
    }
}

/// Of the values of a leaf that nothing else depends on, the nearest one.
fn nearest(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = kept.iter_mut().find(|one| one.is_free && one.pointer == candidate.pointer);
        match same {
            Some(one) if candidate.rank < one.rank => *one = candidate,
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    kept
}

/// The condition that a pointer to a constant is in, and the pointer inside it.
pub(super) fn split(pointer: &str) -> (usize, &str) {
    let rest = pointer.strip_prefix('/').unwrap_or(pointer);
    let end = rest.find('/').unwrap_or(rest.len());
    let (index, inside) = rest.split_at(end);
    (index.parse().unwrap_or(usize::MAX), inside)
}

/// Whether two pointers lead to the same place or one to a place inside the other's.
fn overlap(a: &str, b: &str) -> bool {
    let is_inside = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_inside(a, b) || is_inside(b, a)
}

fn key(edits: &[Edit]) -> String {
    let text = |to: &Option<Json>| to.as_ref().map_or("-".to_owned(), |to| to_text(to, &Style::compact()));
    edits.iter().flat_map(|(pointer, to)| [pointer.clone(), text(to)]).collect::<Vec<_>>().join("\n")
}
