//! Which contexts reach a target.

use crate::json::Json;
use crate::model::{Action, Context, Target, Workspace};
use std::sync::Arc;

/// The contexts that a target is rendered on.
#[derive(Clone, Debug, Default)]
pub struct Reaching {
    /// In the workspace's order
    pub contexts: Vec<Arc<Context>>,
    /// False if no trigger sends to the target: then it is every sample there is
    pub is_sent_to: bool,
}

/// The samples of the events whose triggers send to a target.
pub fn reaching(workspace: &Workspace, target: &Target) -> Reaching {
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
