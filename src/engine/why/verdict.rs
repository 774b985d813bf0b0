//! Which criteria of a condition hold and which do not.

use super::ItemPlace;
use crate::engine::criteria::{Aim, Criteria, Items, Shape};
use crate::logic;

/// A criterion that is not met.
#[derive(Clone, Debug)]
pub(super) struct Gap<'r> {
    pub(super) aim: Aim<'r>,
    /// The item that it is about, and whether every item must meet its criteria.
    pub(super) item: Option<(ItemPlace, bool)>,
}

/// How far an aim is met.
#[derive(Clone, Debug)]
pub(super) struct Verdict<'r> {
    pub(super) held: usize,
    pub(super) total: usize,
    pub(super) gaps: Vec<Gap<'r>>,
}

impl<'r> Verdict<'r> {
    /// Counts the criteria of an aim and lists those that are not met. Of alternatives the nearest one counts, that is
    /// the one that misses the fewest criteria.
    pub(super) fn of(criteria: &Criteria<'r>, aim: &Aim<'r>) -> Self {
        let is_met = criteria.is_met(aim);
        match criteria.shape(aim) {
            Shape::All(aims) => Self::sum(aims.iter().map(|aim| Self::of(criteria, aim))),
            _ if is_met => Self { held: 1, total: 1, gaps: Vec::new() },
            Shape::Any(aims) => {
                let nearest = Self::nearest(aims.iter().map(|aim| Self::of(criteria, aim)));
                nearest.map_or_else(|| Self::gap(aim.clone(), None), |(_, nearest)| nearest)
            }
            Shape::Items(items) => Self::items(criteria, aim, &items),
            Shape::Leaf => Self::gap(aim.clone(), None),
        }
    }

    fn gap(aim: Aim<'r>, item: Option<(ItemPlace, bool)>) -> Self {
        Self { held: 0, total: 1, gaps: vec![Gap { aim, item }] }
    }

    fn sum(parts: impl Iterator<Item = Self>) -> Self {
        let none = Self { held: 0, total: 0, gaps: Vec::new() };
        parts.fold(none, |mut sum, part| {
            sum.held += part.held;
            sum.total += part.total;
            sum.gaps.extend(part.gaps);
            sum
        })
    }

    /// The verdict that misses the fewest criteria; of those the one with most that hold, then the first.
    fn nearest(verdicts: impl Iterator<Item = Self>) -> Option<(usize, Self)> {
        verdicts.enumerate().min_by_key(|(_, one)| (one.total - one.held, usize::MAX - one.held))
    }

    /// A criterion about items is one criterion; what is unmet in it is told of one item.
    fn items(criteria: &Criteria<'r>, aim: &Aim<'r>, items: &Items<'r>) -> Self {
        let list = logic::describe_node(criteria.rule, items.list.id);
        let pointer = criteria.rule.pointer(aim.node.id).to_owned();
        let place = |index, held, total| {
            let (list, pointer) = (list.clone(), pointer.clone());
            Some((ItemPlace { list, count: items.count, index, held, total, pointer }, items.is_every))
        };
        let of_items = || items.aims.iter().map(|aim| Self::of(criteria, aim));
        let chosen = if items.is_every {
            of_items().enumerate().find(|(_, verdict)| verdict.held < verdict.total)
        } else {
            Self::nearest(of_items())
        };
        let Some((index, verdict)) = chosen else { return Self::gap(aim.clone(), place(None, 0, 0)) };
        let place = place(Some(index), verdict.held, verdict.total);
        let gaps =
            verdict.gaps.into_iter().map(|gap| Gap { item: gap.item.or_else(|| place.clone()), ..gap });
        Self { held: 0, total: 1, gaps: gaps.collect() }
    }
}
