//! Targets, definitions and samples: what is wrong with them, and what nothing uses.

use super::found::{Found, Subject};
use super::payload;
use super::reach::Reach;
use super::scene::{Scene, at};
use crate::catalog::catalog;
use crate::diag::{Diagnostic, Place, Severity};
use crate::engine::target_findings;
use crate::json::Json;
use crate::model::{DefinitionKind, Target};
use std::collections::BTreeSet;

/// What is found about targets and their templates.
pub(super) fn targets(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let used = used_texts(scene);
    for (position, target) in scene.workspace.targets.iter().enumerate() {
        let subject = Subject::Target(target.id);
        let mut own = target_findings(target);
        own.extend(url(target));
        let mut others = scene.workspace.targets.iter().take(position);
        if let Some(other) = others.find(|other| other.handle == target.handle) {
            let file = other.file.as_deref().unwrap_or(&other.name);
            let message =
                format!("the handle '{}' is that of {file} too; target.send finds only one", target.handle);
            own.push(at(Severity::Error, "target/duplicate", message, "/handle"));
        }
        if !used.contains(target.handle.as_str()) && !scene.chains.is_empty() {
            let message = format!("no trigger and no automation sends to the target '{}'", target.handle);
            own.push(at(Severity::Info, "target/unused", message, "/handle"));
        }
        found.extend(own.into_iter().map(|mut finding| {
            finding.place.file.clone_from(&target.file);
            Found { subject, finding, repair: None }
        }));
        let of_payload = payload::findings(scene, target).into_iter();
        found.extend(of_payload.map(|finding| Found { subject, finding, repair: None }));
    }
}

/// Source: the API requires a URL. Assumption: it is reached by http or https, as the payload is posted there.
fn url(target: &Target) -> Option<Diagnostic> {
    let host = target.url.strip_prefix("https://").or_else(|| target.url.strip_prefix("http://"));
    let has_host = host
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['));
    let is_url = has_host && !target.url.contains(char::is_whitespace);
    let message = format!("\"{}\" is no URL to post to", target.url);
    let finding = at(Severity::Error, "target/url", message, "/url");
    (!is_url && !target.url.is_empty()).then(|| finding.hint("write it like https://hooks.example.com/omneo"))
}

/// Every text in conditions and arguments.
fn used_texts<'w>(scene: &Scene<'w>) -> BTreeSet<&'w str> {
    let mut texts = BTreeSet::new();
    let actions = scene.chains.iter().flat_map(|chain| chain.actions);
    let mut stack: Vec<&Json> =
        actions.flat_map(|action| action.arguments.iter().map(|argument| &argument.value)).collect();
    while let Some(json) = stack.pop() {
        match json {
            Json::String(text) => {
                texts.insert(text.as_str());
            }
            Json::Array(items) => stack.extend(items),
            Json::Object(object) => stack.extend(object.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    texts
}

/// Definitions that actions can issue but none names.
pub(super) fn definitions(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let used = used_texts(scene);
    for (kind, key) in DefinitionKind::ALL {
        // Tiers are reached and products bought without an action.
        if matches!(kind, DefinitionKind::Tier | DefinitionKind::Product) {
            continue;
        }
        let all = scene.workspace.definitions.of_kind(kind).enumerate();
        for (position, definition) in all.filter(|(_, definition)| !used.contains(definition.handle.as_str()))
        {
            let message = format!("no action issues the {} '{}'", kind.word(), definition.handle);
            let mut finding =
                at(Severity::Info, "definition/unused", message, format!("/{key}/{position}/handle"));
            finding.place.file = Some("definitions.json".to_owned());
            found.push(Found { subject: Subject::Definitions, finding, repair: None });
        }
    }
}

/// Samples of events that no trigger listens to, and triggers without a sample.
pub(super) fn samples(scene: &Scene<'_>, found: &mut Vec<Found>) {
    let mut seen = BTreeSet::new();
    for context in &scene.workspace.contexts {
        let Some(event) = context.event.as_deref() else { continue };
        let is_heard = scene.events.iter().any(|known| known.event == event);
        if is_heard || !seen.insert(event) {
            continue;
        }
        let message = format!("no trigger listens to the event {event}");
        let finding =
            Diagnostic::new(Severity::Info, "context/unused", message, file_place(context.file.as_ref()));
        let doubt = catalog().check_event(event).into_iter().flat_map(|finding| finding.hints);
        let finding = doubt.take(1).fold(finding, Diagnostic::hint);
        found.push(Found { subject: Subject::Context(context.id), finding, repair: None });
    }
    for chain in &scene.chains {
        let lacks_sample = |event: &&Reach<'_>| event.samples.is_empty() && !event.event.trim().is_empty();
        let Some(event) = scene.event(chain).filter(lacks_sample) else { continue };
        let message =
            format!("there is no sample of {}, so nothing of this trigger can be tried", event.event);
        let finding = at(Severity::Info, "trigger/no-sample", message, "/trigger")
            .hint(format!("put one into contexts/{}/", event.event));
        found.push(chain.found(finding, None));
    }
}

fn file_place(file: Option<&String>) -> Place {
    Place { file: file.cloned(), ..Place::default() }
}
