//! What a reader should look at in a trigger that arrives from elsewhere.

use crate::catalog::catalog;
use crate::diag::Diagnostic;
use crate::logic;
use crate::model::{Action, Trigger};

/// An event, an action type or a rule that is not known; places are in the trigger's JSON.
pub fn arrival_findings(trigger: &Trigger) -> Vec<Diagnostic> {
    let catalog = catalog();
    let mut findings = Vec::new();
    findings.extend(catalog.check_event(&trigger.event).map(|finding| at(finding, "/trigger")));
    for (index, action) in trigger.actions.iter().enumerate() {
        let pointer = format!("/actions/{index}");
        findings.extend(catalog.check_action(&action.kind).map(|finding| at(finding, &pointer)));
        findings.extend(rule_findings(action, &pointer));
    }
    findings
}

fn rule_findings(action: &Action, pointer: &str) -> Vec<Diagnostic> {
    let is_rule = |name: &str, is_dynamic: Option<bool>| {
        is_dynamic == Some(true) || action.is_filter() && name == "condition"
    };
    let rules = action
        .arguments
        .iter()
        .enumerate()
        .filter(|(_, argument)| is_rule(&argument.name, argument.is_dynamic));
    let findings = rules.flat_map(|(position, argument)| {
        let rule = logic::parse(&argument.value);
        let found: Vec<Diagnostic> = rule.findings().to_vec();
        let base = format!("{pointer}/arguments/{position}/value");
        found.into_iter().map(move |finding| {
            let pointer = format!("{base}{}", finding.place.pointer);
            at(finding, &pointer)
        })
    });
    findings.collect()
}

fn at(mut finding: Diagnostic, pointer: &str) -> Diagnostic {
    pointer.clone_into(&mut finding.place.pointer);
    finding
}
