//! Looking names up: exact, by alias, and what an unknown name might have meant.

use super::suggest::closest;
use super::{ActionKind, ActionType, Catalog, ContextFamily, Event, EventKind, Platform};

impl Catalog {
    /// The event of exactly that name.
    pub fn event(&self, name: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.name == name)
    }

    /// The event to prefer for a name: the event itself, or the one it is an alias of.
    pub fn canonical_event(&self, name: &str) -> Option<&Event> {
        let event = self.event(name)?;
        match &event.alias_of {
            Some(alias) => self.event(&alias.name),
            None => Some(event),
        }
    }

    /// The action type of exactly that name, which may be an alias with an entry of its own.
    pub fn action(&self, name: &str) -> Option<&ActionType> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// The action type to prefer for a name: the type itself, or the one it is an alias of.
    pub fn canonical_action(&self, name: &str) -> Option<&ActionType> {
        let action = self.action(name)?;
        match &action.alias_of {
            Some(alias) => self.action(&alias.name),
            None => Some(action),
        }
    }

    /// The context family of that id.
    pub fn context(&self, id: &str) -> Option<&ContextFamily> {
        self.contexts.iter().find(|family| family.id == id)
    }

    /// The context family of an event, known or custom.
    pub fn context_for_event(&self, event: &str) -> Option<&ContextFamily> {
        match self.event_kind(event) {
            EventKind::Known(event) | EventKind::Alias { event, .. } => self.context(&event.context),
            EventKind::Custom => self.context(&self.custom_events.context),
            EventKind::Unknown { .. } => None,
        }
    }

    /// The events that share a context family.
    pub fn events_of_context<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Event> {
        self.events.iter().filter(move |event| event.context == id)
    }

    /// What a name given as an event is.
    pub fn event_kind(&self, name: &str) -> EventKind<'_> {
        if let Some(event) = self.event(name) {
            return match self.canonical_event(name) {
                Some(canonical) if canonical.name != event.name => EventKind::Alias { event, canonical },
                _ => EventKind::Known(event),
            };
        }
        if name.starts_with("custom.") && is_custom_event_name(name) {
            return EventKind::Custom;
        }
        let did_you_mean = closest(name, self.events.iter().map(|event| event.name.as_str()));
        if did_you_mean.is_empty() && is_custom_event_name(name) && !self.has_event_group(name) {
            return EventKind::Custom;
        }
        EventKind::Unknown { did_you_mean }
    }

    /// What a name given as an action type is.
    pub fn action_kind(&self, name: &str) -> ActionKind<'_> {
        match (self.action(name), self.canonical_action(name)) {
            (Some(action), Some(canonical)) if canonical.name != action.name => {
                ActionKind::Alias { action, canonical }
            }
            (Some(action), _) => ActionKind::Known(action),
            (None, _) => ActionKind::Unknown {
                did_you_mean: closest(name, self.actions.iter().map(|action| action.name.as_str())),
            },
        }
    }

    /// `tier.whatever` is a wrong Omneo event rather than somebody's custom event.
    fn has_event_group(&self, name: &str) -> bool {
        let namespace = name.split('.').next().unwrap_or_default();
        self.events
            .iter()
            .filter(|event| event.platform == Platform::Omneo)
            .any(|event| event.name.split('.').next() == Some(namespace))
    }
}

/// Source: DOC custom-events names the convention `namespace.event_name`.
/// Assumption: further dots and dashes are fine, since Omneo's own names have them; nobody documents the allowed characters.
fn is_custom_event_name(name: &str) -> bool {
    let is_segment = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_alphabetic())
            && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    name.contains('.') && name.split('.').all(is_segment)
}
