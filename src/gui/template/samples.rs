//! Which sample events reach a target, and the paths that they carry.

use crate::json::Json;
use crate::model::{Action, Context, Target, Workspace};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most paths that are offered.
const MAX_PATHS: usize = 3000;
/// Deepest path that is offered.
const MAX_DEPTH: usize = 8;
/// Longest example value, in characters.
const LONGEST_EXAMPLE: usize = 40;

/// A path that sample events carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContextPath {
    /// Dotted, `profile.first_name`; `items.0.sku` inside a list
    pub(crate) path: String,
    /// A value of one sample, shortened
    pub(crate) example: String,
}

/// The sample events that a target is rendered on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reaching {
    /// In the workspace's order
    pub(crate) contexts: Vec<Arc<Context>>,
    /// False if no trigger sends to the target: then it is every sample there is
    pub(crate) is_sent_to: bool,
}

/// The samples of the events whose triggers send to a target.
pub(crate) fn reaching(workspace: &Workspace, target: &Target) -> Reaching {
    let sends = |actions: &[Action]| actions.iter().any(|action| names_target(action, &target.handle));
    let senders = workspace.triggers.iter().filter(|trigger| sends(&trigger.actions));
    let events: Vec<&str> = senders.map(|trigger| trigger.event.as_str()).collect();
    let is_of_event =
        |context: &&Arc<Context>| context.event.as_deref().is_some_and(|event| events.contains(&event));
    let contexts: Vec<_> = workspace.contexts.iter().filter(is_of_event).cloned().collect();
    if contexts.is_empty() {
        return Reaching { contexts: workspace.contexts.clone(), is_sent_to: !events.is_empty() };
    }
    Reaching { contexts, is_sent_to: true }
}

/// True for a `target.send` that names the handle, in a rule too.
fn names_target(action: &Action, handle: &str) -> bool {
    action.kind == "target.send"
        && action.argument("target").is_some_and(|argument| mentions(&argument.value, handle))
}

fn mentions(json: &Json, text: &str) -> bool {
    match json {
        Json::String(own) => own == text,
        Json::Array(items) => items.iter().any(|item| mentions(item, text)),
        Json::Object(object) => object.iter().any(|(_, value)| mentions(value, text)),
        _ => false,
    }
}

/// Every path of some contexts, each with the first value that says something.
pub(crate) fn paths(contexts: &[Arc<Context>]) -> Vec<ContextPath> {
    let mut found = Found::default();
    for context in contexts {
        found.walk("", &context.data, 0);
    }
    found.paths
}

#[derive(Default)]
struct Found {
    paths: Vec<ContextPath>,
    places: BTreeMap<String, usize>,
}

impl Found {
    fn walk(&mut self, path: &str, json: &Json, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match json {
            Json::Object(object) => {
                for (key, value) in object.iter().filter(|(key, _)| is_name(key)) {
                    self.add(join(key), value);
                    self.walk(&join(key), value, depth + 1);
                }
            }
            Json::Array(items) => {
                if let Some(first) = items.first() {
                    self.add(join("0"), first);
                    self.walk(&join("0"), first, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, path: String, value: &Json) {
        if let Some(known) = self.places.get(&path).and_then(|place| self.paths.get_mut(*place)) {
            if known.example == "null" {
                known.example = example(value);
            }
        } else if self.paths.len() < MAX_PATHS {
            self.places.insert(path.clone(), self.paths.len());
            self.paths.push(ContextPath { path, example: example(value) });
        }
    }
}

/// True for a key that can stand after a dot in Twig.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value in a few characters.
pub(crate) fn example(json: &Json) -> String {
    let text = match json {
        Json::Object(object) => return format!("object, {} keys", object.len()),
        Json::Array(items) => return format!("list of {}", items.len()),
        other => other.to_value().to_string(),
    };
    if text.chars().count() <= LONGEST_EXAMPLE {
        return text;
    }
    text.chars().take(LONGEST_EXAMPLE).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};
    use crate::model::{Argument, Trigger};

    fn context(event: &str, data: &str) -> Arc<Context> {
        let data = parse(data, Limits::default()).unwrap();
        Arc::new(Context { event: Some(event.into()), data, ..Context::default() })
    }

    #[test]
    fn paths_are_found_once_with_a_value_that_says_something() {
        let contexts = [
            context("a", r#"{"id": null, "items": [{"sku": "A"}], "no name": 1}"#),
            context("a", r#"{"id": 7, "profile": {"email": "x@y.z"}}"#),
        ];
        let found = paths(&contexts);
        let shown: Vec<_> = found.iter().map(|path| (path.path.as_str(), path.example.as_str())).collect();
        let expected = [
            ("id", "7"),
            ("items", "list of 1"),
            ("items.0", "object, 1 keys"),
            ("items.0.sku", "\"A\""),
            ("profile", "object, 1 keys"),
            ("profile.email", "\"x@y.z\""),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_events_whose_triggers_send_to_the_target_reach_it() {
        let argument = Argument { name: "target".into(), value: Json::str("klaviyo"), ..Argument::default() };
        let send = Action { kind: "target.send".into(), arguments: vec![argument], ..Action::default() };
        let trigger = Trigger { event: "tier.achieved".into(), actions: vec![send], ..Trigger::default() };
        let workspace = Workspace {
            triggers: vec![Arc::new(trigger)],
            contexts: vec![context("other", "{}"), context("tier.achieved", "{}")],
            ..Workspace::default()
        };
        let target = |handle: &str| Target { handle: handle.into(), ..Target::default() };
        let found = reaching(&workspace, &target("klaviyo"));
        assert_eq!((found.contexts.len(), found.is_sent_to), (1, true));
        let found = reaching(&workspace, &target("braze"));
        assert_eq!((found.contexts.len(), found.is_sent_to), (2, false));
    }
}
