//! Finding objects of the workspace by what is typed.

use super::state::AppState;
use crate::document::{ObjectId, automation, target_by_id};
use crate::model::Workspace;

const SETTINGS_TITLE: &str = "Workspace settings";
const WITHOUT_NAME: &str = "Without a name";

/// An object that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectHit {
    /// Which
    pub object: ObjectId,
    /// Its name
    pub title: String,
    /// What tells it apart: its event, handle or kind
    pub subtitle: String,
    /// How well it fits; higher is better
    pub score: u32,
}

/// How well a text fits what was typed: every word must be found in it. `None` if it does not fit; an empty query fits
/// everything equally.
///
/// ```
/// use reagent::app::match_score;
/// assert!(match_score("tier", "Tier 2 welcome") > match_score("tier", "New frontier"));
/// assert!(match_score("t2w", "Tier 2 welcome").is_some());
/// assert!(match_score("gold", "Tier 2 welcome").is_none());
/// ```
pub fn match_score(query: &str, text: &str) -> Option<u32> {
    let (query, text) = (query.trim().to_lowercase(), text.to_lowercase());
    if query == text {
        return Some(1_000);
    }
    let scores = query.split_whitespace().map(|word| word_score(word, &text));
    let mut count = 0;
    let mut sum = 0;
    for score in scores {
        sum += score?;
        count += 1;
    }
    // The average, so that a longer query is not a better one; short texts first among equals.
    let average = sum.checked_div(count).map(|average: u32| average * 4);
    // The words as they were typed, one after the other, before the same words apart.
    let phrase = if text.contains(&query) { 20 } else { 0 };
    Some(average.map_or(1, |score| score + phrase - text.len().min(40) as u32 / 10))
}

fn word_score(word: &str, text: &str) -> Option<u32> {
    let is_word_start = |at: usize| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
    };
    if text.starts_with(word) {
        return Some(200);
    }
    if text.match_indices(word).any(|(at, _)| is_word_start(at)) {
        return Some(150);
    }
    if text.contains(word) {
        return Some(100);
    }
    let initials = text.split(|c: char| !c.is_alphanumeric()).filter_map(|part| part.chars().next());
    let initials: String = initials.collect();
    if initials.contains(word) {
        return Some(80);
    }
    // Letters in order, for names typed in a hurry; a single one would fit nearly everything.
    let mut rest = text.chars();
    let is_in_order = word.chars().all(|wanted| rest.any(|c| c == wanted));
    (is_in_order && word.chars().count() >= 3).then_some(40)
}

/// The name that an object is shown with.
pub fn object_title(workspace: &Workspace, object: &ObjectId) -> String {
    let title = match object {
        ObjectId::Trigger(id) => workspace.trigger(*id).map(|trigger| trigger.name.clone()),
        ObjectId::Automation(id) => automation(workspace, *id).map(|automation| automation.name.clone()),
        ObjectId::Target(id) => target_by_id(workspace, *id).map(|target| target.name.clone()),
        ObjectId::Context(id) => workspace.context(*id).map(|context| context.name.clone()),
        ObjectId::Definition(kind, handle) => {
            workspace.definitions.find(*kind, handle).and_then(|definition| definition.name.clone())
        }
        ObjectId::Case(trigger) => Some(format!("Cases of {trigger}")),
        ObjectId::Definitions => Some("Definitions".to_owned()),
        ObjectId::Settings => Some(SETTINGS_TITLE.to_owned()),
    };
    let fallback = || match object {
        ObjectId::Definition(_, handle) => handle.clone(),
        _ => WITHOUT_NAME.to_owned(),
    };
    title.filter(|title| !title.is_empty()).unwrap_or_else(fallback)
}

/// What tells an object apart from others of its name.
pub fn object_subtitle(workspace: &Workspace, object: &ObjectId) -> String {
    match object {
        ObjectId::Trigger(id) => workspace.trigger(*id).map_or_else(String::new, |t| t.event.clone()),
        ObjectId::Automation(_) => "automation".to_owned(),
        ObjectId::Target(id) => {
            target_by_id(workspace, *id).map_or_else(String::new, |target| target.handle.clone())
        }
        ObjectId::Context(id) => {
            workspace.context(*id).and_then(|context| context.event.clone()).unwrap_or_default()
        }
        ObjectId::Definition(kind, handle) => format!("{} {handle}", kind.word()),
        ObjectId::Case(_) => "cases".to_owned(),
        ObjectId::Definitions => "definitions.json".to_owned(),
        ObjectId::Settings => "reagent.toml".to_owned(),
    }
}

/// The objects that fit what was typed, best first; all in the order of the tree if nothing was.
pub fn search(state: &AppState, query: &str) -> Vec<ObjectHit> {
    let mut hits: Vec<ObjectHit> = rows(state.workspace())
        .filter_map(|(object, title, subtitle)| {
            // Words may be spread over both; the name counts more.
            let in_title = match_score(query, title);
            let in_both = match_score(query, &format!("{title} {subtitle}")).map(|score| score * 3 / 4);
            let score = in_title.max(in_both)?;
            let title = if title.is_empty() { WITHOUT_NAME } else { title };
            Some(ObjectHit { object, title: title.to_owned(), subtitle: subtitle.to_owned(), score })
        })
        .collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.score));
    hits
}

/// Every object with its title and subtitle, in the order of the tree. One pass: looking each object up by its id
/// would take seconds in a large workspace.
fn rows(workspace: &Workspace) -> impl Iterator<Item = (ObjectId, &str, &str)> {
    let triggers =
        workspace.triggers.iter().map(|t| (ObjectId::Trigger(t.id), t.name.as_str(), t.event.as_str()));
    let automations =
        workspace.automations.iter().map(|a| (ObjectId::Automation(a.id), a.name.as_str(), "automation"));
    let targets =
        workspace.targets.iter().map(|t| (ObjectId::Target(t.id), t.name.as_str(), t.handle.as_str()));
    let contexts = workspace
        .contexts
        .iter()
        .map(|c| (ObjectId::Context(c.id), c.name.as_str(), c.event.as_deref().unwrap_or_default()));
    let definitions = workspace.definitions.all.iter().map(|d| {
        let name = d.name.as_deref().unwrap_or(&d.handle);
        (ObjectId::Definition(d.kind, d.handle.clone()), name, d.handle.as_str())
    });
    let cases = workspace
        .cases
        .iter()
        .map(|case| (ObjectId::Case(case.trigger.clone()), case.trigger.as_str(), "cases"));
    let settings = (ObjectId::Settings, SETTINGS_TITLE, "reagent.toml");
    let list = (ObjectId::Definitions, "Definitions", "definitions.json");
    let all = triggers.chain(automations).chain(targets).chain(contexts);
    all.chain([list]).chain(definitions).chain(cases).chain([settings])
}

impl AppState {
    /// All objects in the order of the tree.
    pub fn objects(&self) -> Vec<ObjectId> {
        rows(self.workspace()).map(|(object, ..)| object).collect()
    }
}
