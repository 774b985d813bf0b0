//! The order in which actions run, and numbers that keep it.

use crate::model::Action;

/// Positions of the actions in the order in which they run: by sort order, without one first, ties in file order.
pub(super) fn in_order(actions: &[Action]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..actions.len()).collect();
    positions.sort_by_key(|position| actions.get(*position).and_then(|action| action.sort_order));
    positions
}

/// Puts the actions into the order in which they run.
pub(super) fn sort(actions: &mut [Action]) {
    actions.sort_by_key(|action| action.sort_order);
}

/// Makes the list's order the order in which they run: 1, 2, 3, … if the numbers do not rise already.
pub(super) fn renumber(actions: &mut [Action]) {
    let is_rising = actions.iter().all(|action| action.sort_order.is_some())
        && actions.windows(2).all(|pair| match pair {
            [a, b] => a.sort_order < b.sort_order,
            _ => true,
        });
    if !is_rising {
        for (action, number) in actions.iter_mut().zip(1_i64..) {
            action.sort_order = Some(number);
        }
    }
}
