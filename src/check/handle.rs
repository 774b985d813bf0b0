//! Handles of tiers that rules compare with: those that definitions.json does not have.

use super::reach::Reach;
use super::scene::at;
use crate::diag::{Diagnostic, Severity, nearest};
use crate::json::Json;
use crate::logic::{Code, Kind, Node, Rule, used_paths};
use crate::model::{DefinitionKind, Definitions};

/// Comparisons of a tier's handle with one that is in no definition and no sample. Where no tiers are listed, nothing is known
/// of them. Places are pointers into the rule.
pub(super) fn unknown_tiers(
    rule: &Rule,
    definitions: &Definitions,
    event: Option<&Reach<'_>>,
) -> Vec<Diagnostic> {
    let handles: Vec<&str> =
        definitions.of_kind(DefinitionKind::Tier).map(|tier| tier.handle.as_str()).collect();
    if handles.is_empty() {
        return Vec::new();
    }
    let used = used_paths(rule);
    let path_of = |node: &Node| {
        let path = node.call()?.args.first()?;
        let used = used.iter().find(|used| used.pointer == rule.pointer(path.id))?;
        used.full_path().filter(|path| path.ends_with("tier_handle") || path.ends_with("tier.handle"))
    };
    let mut found = Vec::new();
    for node in rule.nodes() {
        let Some((call, code)) = node.call().and_then(|call| Some((call, call.operator?.code))) else {
            continue;
        };
        if !matches!(code, Code::Eq | Code::Ne | Code::StrictEq | Code::StrictNe | Code::In) {
            continue;
        }
        let Some(path) = call.args.iter().find_map(path_of) else { continue };
        let is_seen = |handle: &str| {
            event.is_some_and(|event| event.values(&path).iter().any(|value| value.as_str() == Some(handle)))
        };
        for (literal, handle) in call.args.iter().flat_map(texts) {
            if !handle.is_empty() && !handles.contains(&handle) && !is_seen(handle) {
                found.push(unknown_tier(definitions, handle, rule.pointer(literal.id)));
            }
        }
    }
    found
}

fn unknown_tier(definitions: &Definitions, handle: &str, pointer: &str) -> Diagnostic {
    let tiers = || definitions.of_kind(DefinitionKind::Tier);
    // The name is often taken for the handle.
    let is_named = |name: &str| name.eq_ignore_ascii_case(handle);
    let named = tiers().find(|tier| tier.name.as_deref().is_some_and(is_named));
    let near = named.map(|tier| tier.handle.as_str());
    let near = near.or_else(|| nearest(handle, tiers().map(|tier| tier.handle.as_str()), 0.8));
    let message = format!("definitions.json has no tier '{handle}'");
    let finding = at(Severity::Warning, "definition/unknown", message, pointer);
    near.into_iter().fold(finding, |finding, near| finding.hint(format!("did you mean '{near}'?")))
}

/// A written text, or those of a list.
fn texts(node: &Node) -> Vec<(&Node, &str)> {
    match &node.kind {
        Kind::Literal(Json::String(text)) => vec![(node, text.as_str())],
        Kind::List(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
