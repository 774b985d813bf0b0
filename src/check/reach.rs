//! Which events' contexts reach a target's template, and what their fields hold.

use super::scene::Scene;
use crate::catalog::{ContextFamily, EffectKind, Field, FieldType, catalog};
use crate::json::Json;
use crate::logic::values_at;
use crate::model::{Context, Target, Workspace};
use crate::php::Value;
use crate::twig::FieldKind;
use crate::twig::provenance::ContextPath;
use std::sync::Arc;

/// An event that reaches a template.
pub(super) struct Reach<'w> {
    pub event: &'w str,
    pub family: Option<&'static ContextFamily>,
    pub samples: Vec<(&'w Arc<Context>, Value)>,
}

/// The events whose triggers send a target, each once.
pub(super) fn reaches<'s, 'w>(scene: &'s Scene<'w>, target: &Target) -> Vec<&'s Reach<'w>> {
    let mut reaches: Vec<&Reach<'w>> = Vec::new();
    for chain in &scene.chains {
        let sends = chain.steps.iter().any(|step| {
            let names = |argument: &crate::model::Argument| {
                argument.is_dynamic != Some(true) && argument.value.as_str() == Some(target.handle.as_str())
            };
            step.effect() == Some(EffectKind::SendTarget) && step.action.argument("target").is_some_and(names)
        });
        let Some(event) = scene.event(chain).filter(|_| sends) else { continue };
        if reaches.iter().all(|reach| reach.event != event.event) {
            reaches.push(event);
        }
    }
    reaches
}

impl<'w> Reach<'w> {
    /// An event with its samples.
    pub(super) fn of(workspace: &'w Workspace, event: &'w str) -> Self {
        let samples = workspace.contexts_of(event);
        let samples = samples.map(|context| (context, Value::from(&context.data))).collect();
        Self { event, family: catalog().context_for_event(event), samples }
    }
}

impl Reach<'_> {
    /// True if a sample or the catalogue has something at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.sampled(path) || self.family.is_some_and(|family| is_known(family, path))
    }

    /// Whether there is anything to compare with.
    pub(super) fn is_known(&self) -> bool {
        !self.samples.is_empty() || self.family.is_some_and(|family| family.id != "custom")
    }

    fn sampled(&self, path: &str) -> bool {
        self.samples.iter().any(|(context, _)| json_at(&context.data, path.split('.')).is_some())
    }

    /// The name of a sample in which a path is missing or null. Paths through lists are left out: each item may differ.
    pub(super) fn sample_without(&self, path: &str) -> Option<&str> {
        let is_absent = |json: &Json| {
            !path.contains('*') && json_at(json, path.split('.')).is_none_or(|value| *value == Json::Null)
        };
        self.samples
            .iter()
            .find(|(context, _)| is_absent(&context.data))
            .map(|(context, _)| context.name.as_str())
    }

    /// What the samples have at a path; `*` is every item.
    pub(super) fn values(&self, path: &str) -> Vec<&Json> {
        self.samples.iter().flat_map(|(context, _)| values_at(&context.data, path)).collect()
    }

    /// What a field holds: what the catalogue says, else what the samples show.
    pub(super) fn kind(&self, path: &str) -> Option<FieldKind> {
        let known = self.family.and_then(|family| family.field(path)).map(|field| field.kind);
        if let Some(kind) = known.filter(|kind| *kind != FieldType::Any) {
            return of_type(kind, path);
        }
        let values = self.samples.iter().filter_map(|(context, _)| json_at(&context.data, path.split('.')));
        let mut kinds = values.filter_map(|value| of_sample(value, path));
        kinds.next()
    }

    /// The paths that exist, for suggestions.
    pub(super) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        if let Some(family) = self.family {
            paths.extend(family.fields.iter().map(|field| field.path.clone()));
        }
        for (_, value) in &self.samples {
            leaf_paths(value, &ContextPath::default(), &mut paths);
        }
        paths.sort();
        paths.dedup();
        paths
    }
}

/// Most paths that samples suggest.
const MAX_PATHS: usize = 2_000;

fn leaf_paths(value: &Value, path: &ContextPath, paths: &mut Vec<String>) {
    let Some(array) = value.as_array().filter(|array| !array.is_empty() && path.segments().len() < 6) else {
        paths.push(path.pattern());
        return;
    };
    for (key, value) in array.iter() {
        let key = match key {
            crate::php::KeyRef::Int(int) => int.to_string(),
            crate::php::KeyRef::Str(text) => text.to_owned(),
        };
        if paths.len() < MAX_PATHS {
            leaf_paths(value, &path.child(&key), paths);
        }
    }
}

/// The value at a path; `*` is any item that has the rest.
fn json_at<'j, 'p>(json: &'j Json, mut path: impl Iterator<Item = &'p str> + Clone) -> Option<&'j Json> {
    let Some(segment) = path.next() else { return Some(json) };
    match json {
        Json::Object(object) if segment == "*" => {
            object.iter().find_map(|(_, value)| json_at(value, path.clone()))
        }
        Json::Object(object) => json_at(object.get(segment)?, path),
        Json::Array(items) if segment == "*" => items.iter().find_map(|item| json_at(item, path.clone())),
        Json::Array(items) => json_at(items.get(segment.parse::<usize>().ok()?)?, path),
        _ => None,
    }
}

/// A field, the object around known fields, or anything inside an object whose keys vary.
fn is_known(family: &ContextFamily, path: &str) -> bool {
    if family.field(path).is_some() {
        return true;
    }
    let inside = format!("{path}.");
    let is_parent = family.fields.iter().any(|field| field.path.starts_with(&inside));
    let mut parents = path.match_indices('.').filter_map(|(at, _)| family.field(&path[..at]));
    let is_open = |field: &Field| match field.kind {
        FieldType::Object | FieldType::Any => true,
        // Of a list of objects the catalogue knows the items' fields.
        FieldType::List => {
            let items = format!("{}.*.", field.path);
            !family.fields.iter().any(|other| other.path.starts_with(&items))
        }
        _ => false,
    };
    is_parent || parents.any(is_open)
}

fn of_type(kind: FieldType, path: &str) -> Option<FieldKind> {
    let named = crate::twig::kind_of_name(path);
    Some(match kind {
        FieldType::Text => match named {
            Some(kind @ (FieldKind::Identifier | FieldKind::Digits)) => kind,
            _ => FieldKind::Text,
        },
        FieldType::Integer | FieldType::Number => match named {
            Some(FieldKind::Identifier) => FieldKind::NumericId,
            _ => FieldKind::Number,
        },
        FieldType::Boolean => FieldKind::Boolean,
        FieldType::Datetime | FieldType::Date => FieldKind::Date,
        FieldType::List => FieldKind::List,
        FieldType::Object => FieldKind::Object,
        FieldType::Any => return None,
    })
}

fn of_sample(value: &Json, path: &str) -> Option<FieldKind> {
    let kind = match value {
        Json::Null => return None,
        Json::Bool(_) => FieldType::Boolean,
        Json::Number(_) => FieldType::Number,
        Json::String(_) => FieldType::Text,
        Json::Array(_) => FieldType::List,
        Json::Object(_) => FieldType::Object,
    };
    of_type(kind, path)
}
