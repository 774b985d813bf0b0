//! The order in which actions run.

use crate::diag::{Diagnostic, Place, Severity};
use crate::model::Action;

/// Actions in ascending `sort_order`, with their positions in the file; ties keep file order.
///
/// Source: actions run in ascending `sort_order`. Assumption: those without one run first, as a database sorts nulls.
pub fn in_order(actions: &[Action]) -> Vec<(usize, &Action)> {
    let mut ordered: Vec<_> = actions.iter().enumerate().collect();
    ordered.sort_by_key(|(_, action)| action.sort_order);
    ordered
}

/// What is unclear about the order: equal and missing `sort_order`s.
pub fn order_findings(actions: &[Action]) -> Vec<Diagnostic> {
    let ordered = in_order(actions);
    let mut findings = Vec::new();
    for pair in ordered.windows(2) {
        let [(_, before), (index, action)] = pair else { continue };
        if let (Some(left), Some(right)) = (before.sort_order, action.sort_order)
            && left == right
        {
            let message =
                format!("two actions share the sort_order {left}; which runs first is not documented");
            let place = Place::pointer(format!("/actions/{index}/sort_order"));
            let finding = Diagnostic::new(Severity::Warning, "chain/tied-order", message, place);
            findings.push(finding.hint("give every action a sort_order of its own"));
        }
    }
    let is_single = actions.len() == 1;
    for (index, _) in ordered.iter().filter(|(_, action)| action.sort_order.is_none() && !is_single) {
        let message = "the action has no sort_order; when it runs is not documented";
        let place = Place::pointer(format!("/actions/{index}"));
        let finding = Diagnostic::new(Severity::Warning, "chain/no-order", message, place);
        findings.push(finding.hint("give every action a sort_order of its own"));
    }
    findings
}
