//! Triggers together: what is issued twice on one event, and chains that set themselves off.

use super::chain::and;
use super::found::Found;
use super::scene::{Chain, Scene, Step, at};
use crate::catalog::{EffectKind, catalog};
use crate::diag::{Diagnostic, Severity};
use crate::json::Json;
use crate::logic::{self, Verdict};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

/// The events that follow an effect.
///
/// Source: the webhook guide says what fires `reward.issued`, `benefit.issued`, `benefit.redeemed`, `points.awarded`,
/// `tier.achieved` and `achievement.progressed`. Assumption: `reward.created`, `benefit.created`, `point.created`,
/// `tier-point.created` and `profile-attribute.updated` fire for what their names say, whoever causes it.
fn caused(effect: EffectKind) -> &'static [&'static str] {
    match effect {
        EffectKind::IssueReward => &["reward.created", "reward.issued"],
        EffectKind::IssueBenefit => &["benefit.created", "benefit.issued"],
        EffectKind::RedeemBenefit => &["benefit.redeemed"],
        EffectKind::IssuePoints => &["point.created", "points.awarded"],
        EffectKind::IssueTierPoints => &["tier-point.created"],
        EffectKind::IncrementAchievement | EffectKind::IncrementAchievementProduct => {
            &["achievement.progressed"]
        }
        EffectKind::AssignTier => &["tier.achieved"],
        EffectKind::UpdateAttribute => &["profile-attribute.updated"],
        EffectKind::Filter | EffectKind::SendTarget => &[],
    }
}

/// The handle of what an action issues, if it is static.
fn issued<'c>(step: &'c Step<'_>) -> Option<(EffectKind, &'c str)> {
    let effect = step.effect()?;
    let name = if effect == EffectKind::AssignTier { "tier" } else { "definition" };
    let argument = step.action.argument(name).filter(|argument| argument.is_dynamic != Some(true))?;
    let is_issue =
        !matches!(effect, EffectKind::Filter | EffectKind::SendTarget | EffectKind::UpdateAttribute);
    Some((effect, argument.value.as_str().filter(|_| is_issue)?))
}

/// The conditions of the filters before a step.
fn conditions<'c>(chain: &'c Chain<'_>, position: usize) -> Vec<&'c Json> {
    chain.steps.iter().take(position).filter_map(|step| Some(step.condition.as_ref()?.json)).collect()
}

/// Whether no run comes to a step.
fn is_dead(chain: &Chain<'_>, position: usize) -> bool {
    let mut before = chain.steps.iter().take(position);
    before.any(|step| step.action.is_filter() && step.condition.is_none())
        || exclude(&conditions(chain, position))
}

fn exclude(rules: &[&Json]) -> bool {
    !rules.is_empty() && logic::sensible_verdict(&logic::parse(&and(rules))) == Verdict::NeverTrue
}

/// A chain and the position of a step.
type Issuer<'c> = (&'c Chain<'c>, usize);

/// Definitions that two active triggers issue on one event, unless their filters exclude each other.
pub(super) fn issued_twice(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let mut issuers: BTreeMap<(&str, EffectKind, &str), Vec<Issuer<'_>>> = BTreeMap::new();
    for chain in scene.chains.iter().filter(|chain| chain.is_active) {
        let Some(event) = chain.event else { continue };
        for (position, step) in chain.steps.iter().enumerate() {
            if let Some((effect, handle)) = issued(step).filter(|_| !is_dead(chain, position)) {
                issuers.entry((event, effect, handle)).or_default().push((chain, position));
            }
        }
    }
    for ((event, _, handle), issuers) in &issuers {
        for (at_idx, (chain, position)) in issuers.iter().enumerate() {
            let earlier = issuers.get(..at_idx).unwrap_or_default().iter();
            let mut others = earlier.filter(|(other, _)| other.subject != chain.subject);
            let both = others.find(|(other, other_position)| {
                let mut rules = conditions(chain, *position);
                rules.extend(conditions(other, *other_position));
                !exclude(&rules)
            });
            let (Some((other, _)), Some(step)) = (both, chain.steps.get(*position)) else { continue };
            let message = format!(
                "'{}' issues '{handle}' on {event}, too: whoever passes both gets it twice",
                other.name
            );
            let finding = at(Severity::Warning, "trigger/issued-twice", message, &step.pointer)
                .hint("let their filters exclude each other, or issue it in one of them");
            found.push(chain.found(finding, None));
        }
    }
}

/// Whether an action of a chain sets another chain off.
fn sets_off(step: &Step<'_>, event: &'static str, other: &Chain<'_>) -> bool {
    let is_of = |name: &str| {
        let name = catalog().canonical_event(name).map_or(name, |event| event.name.as_str());
        let caused = catalog().canonical_event(event).map_or(event, |event| event.name.as_str());
        name == caused
    };
    if !other.is_active || !other.event.is_some_and(is_of) {
        return false;
    }
    // Source: `definition.handle` is that of what set the event off, so a filter on another one ends the circle.
    let Some((_, handle)) = issued(step) else { return true };
    let same = Json::Object(
        [("===".to_owned(), Json::Array(vec![var("definition.handle"), Json::str(handle)]))]
            .into_iter()
            .collect(),
    );
    let mut rules = vec![&same];
    rules.extend(conditions(other, other.steps.len()));
    !exclude(&rules)
}

fn var(path: &str) -> Json {
    Json::Object([("var".to_owned(), Json::str(path))].into_iter().collect())
}

/// A step of a chain, the event that follows it, and the chain that this sets off.
struct Link {
    position: usize,
    event: &'static str,
    to: usize,
}

fn links(scene: &Scene<'_>, chain: &Chain<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for (position, step) in chain.steps.iter().enumerate() {
        let Some(effect) = step.effect().filter(|_| chain.is_active && chain.event.is_some()) else {
            continue;
        };
        if is_dead(chain, position) {
            break;
        }
        for event in caused(effect) {
            let others = scene.chains.iter().enumerate();
            let set_off = others.filter(|(_, other)| sets_off(step, event, other));
            links.extend(set_off.map(|(to, _)| Link { position, event, to }));
        }
    }
    links
}

/// Chains whose effects lead back to their own event, each circle once.
pub(super) fn circles(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let links: Vec<Vec<Link>> = scene.chains.iter().map(|chain| links(scene, chain)).collect();
    let mut reported = vec![false; scene.chains.len()];
    for start in 0..scene.chains.len() {
        if reported.get(start) == Some(&true) {
            continue;
        }
        let Some(circle) = shortest_circle(&links, start) else { continue };
        for (chain, _) in &circle {
            if let Some(flag) = reported.get_mut(*chain) {
                *flag = true;
            }
        }
        found.extend(circle_finding(scene, &circle));
    }
}

/// The shortest way from a chain back to itself: the chains and the links that are taken.
fn shortest_circle(links: &[Vec<Link>], start: usize) -> Option<Vec<(usize, &Link)>> {
    let mut came_by: BTreeMap<usize, (usize, &Link)> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(from) = queue.pop_front() {
        for link in links.get(from)? {
            if link.to == start {
                let mut way = vec![(from, link)];
                while let Some((before, taken)) = way.last().and_then(|(at, _)| came_by.get(at)) {
                    way.push((*before, *taken));
                }
                way.reverse();
                return Some(way);
            }
            if let Entry::Vacant(entry) = came_by.entry(link.to) {
                entry.insert((from, link));
                queue.push_back(link.to);
            }
        }
    }
    None
}

fn circle_finding(scene: &Scene<'_>, circle: &[(usize, &Link)]) -> Option<Found> {
    let (first, link) = circle.first()?;
    let chain = scene.chains.get(*first)?;
    let ways: Vec<String> = circle
        .iter()
        .filter_map(|(from, link)| {
            let (from, to) = (scene.chains.get(*from)?, scene.chains.get(link.to)?);
            Some(format!(
                "{} of '{}' causes {}, which sets off '{}'",
                from.step_name(link.position),
                from.name,
                link.event,
                to.name
            ))
        })
        .collect();
    let message = format!("the trigger may set itself off for ever: {}", ways.join("; "));
    let place = &chain.steps.get(link.position)?.pointer;
    let finding: Diagnostic = at(Severity::Warning, "trigger/loop", message, place)
        .hint("let a filter end it, for instance by definition.handle")
        .hint(
            "whether a trigger's own effects set triggers off is not documented; this assumes that they do",
        );
    Some(chain.found(finding, None))
}
