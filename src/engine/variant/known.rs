//! What the conditions and the samples say of the fields, besides the criterion that is worked on.

use crate::engine::criteria::code;
use crate::json::Json;
use crate::logic::{self, Code, Kind, Node, UsedPath};
use std::collections::BTreeMap;

/// Where values come from besides the criterion itself.
pub(super) struct Values<'a> {
    /// The context as it was
    pub(super) original: &'a Json,
    /// Other contexts of the event
    pub(super) samples: Vec<&'a Json>,
    /// The constants that a path is compared with anywhere in the conditions
    constants: BTreeMap<String, Vec<Json>>,
    /// Every place where the conditions read a field
    used: Vec<UsedPath>,
}

impl<'a> Values<'a> {
    /// Reads the constants of the conditions.
    pub(super) fn new(conditions: &[Json], original: &'a Json, samples: Vec<&'a Json>) -> Self {
        let mut constants: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        let mut used = Vec::new();
        for rule in super::goal::parsed(conditions) {
            let of_rule = logic::used_paths(&rule);
            for node in rule.nodes().filter(|node| node.call().and_then(code).is_some_and(Code::compares)) {
                let inside = format!("{}/", rule.pointer(node.id));
                let mut literals = Vec::new();
                collect(node, &mut literals);
                let read = of_rule.iter().filter(|used| used.pointer.starts_with(&inside));
                for path in read.flat_map(names) {
                    constants.entry(path).or_default().extend(literals.iter().cloned());
                }
            }
            used.extend(of_rule);
        }
        Self { original, samples, constants, used }
    }

    /// What a field is compared with; one of an item is known by its list, too.
    pub(super) fn constants(&self, path: &str) -> &[Json] {
        let of_items = || {
            let any = |part: &str| if is_number(part) { "*".to_owned() } else { part.to_owned() };
            self.constants.get(&path.split('.').map(any).collect::<Vec<_>>().join("."))
        };
        self.constants.get(path).or_else(of_items).map(Vec::as_slice).unwrap_or_default()
    }

    /// The fields inside a field that the conditions read, each once.
    pub(super) fn inside(&self, path: &str) -> Vec<String> {
        let inside = format!("{path}.");
        let mut found: Vec<String> = Vec::new();
        for used in self.used.iter().filter(|used| used.path.starts_with(&inside)) {
            if !found.contains(&used.path) {
                found.push(used.path.clone());
            }
        }
        found
    }

    /// The fields that the conditions read of the items of a list.
    pub(super) fn of_items(&self, list: &str) -> Vec<String> {
        let of_list = self.used.iter().filter(|used| used.list.as_deref() == Some(list));
        let mut found: Vec<String> = of_list.map(|used| used.path.clone()).collect();
        found.dedup();
        found
    }

    /// Whether only one criterion depends on a field: then any value with which that one is met is as good as another.
    pub(super) fn is_read_once(&self, path: &str) -> bool {
        let mut same = self.used.iter().filter(|used| used.path == path);
        let (Some(one), None) = (same.next(), same.next()) else { return false };
        let Some(own) = one.full_path() else { return false };
        let is_inside = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let others = self.used.iter().filter(|other| *other != one);
        others.map(UsedPath::full_path).all(|other| {
            other.is_some_and(|other| {
                let is_apart = !is_inside(&other, &own) && !is_inside(&own, &other);
                // The list around an item's field is read on the way to it.
                let is_its_list = one.list.as_deref() == Some(other.as_str());
                !other.split('.').any(is_number) && !other.is_empty() && (is_apart || is_its_list)
            })
        })
    }
}

/// The path as the rule writes it, and from the data.
fn names(used: &UsedPath) -> Vec<String> {
    let whole = used.full_path().filter(|whole| *whole != used.path);
    whole.into_iter().chain([used.path.clone()]).collect()
}

/// Whether a part of a path is the place of an item.
fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The scalar constants below a node; not the paths of fields.
fn collect(node: &Node, found: &mut Vec<Json>) {
    match &node.kind {
        Kind::Literal(Json::Null) => {}
        Kind::Literal(json) => found.push(json.clone()),
        Kind::Call(call) if matches!(code(call), Some(Code::Var | Code::Missing | Code::MissingSome)) => {}
        _ => node.children().for_each(|child| collect(child, found)),
    }
}
