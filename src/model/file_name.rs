//! Files of objects: plain names made from titles, and paths that no other file has.

use super::Workspace;
use std::collections::{BTreeMap, BTreeSet};

/// Longest name that is made from a title.
const LONGEST_BYTES: usize = 60;

/// A file name from a title: lower case letters, digits and dashes; `fallback` if nothing of it is left.
///
/// ```
/// use reagent::model::slug;
/// assert_eq!(slug("Tier 2 Achieved - Issue Benefit", "trigger"), "tier-2-achieved-issue-benefit");
/// assert_eq!(slug("../../etc/passwd", "trigger"), "etc-passwd");
/// assert_eq!(slug("…", "trigger"), "trigger");
/// assert_eq!(slug("Größe", "trigger"), "größe");
/// ```
pub fn slug(title: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST_BYTES {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { fallback.to_owned() } else { slug.to_owned() }
}

/// Which paths are taken, in any spelling of upper and lower case.
#[derive(Clone, Debug, Default)]
pub struct FreePaths {
    taken: BTreeSet<String>,
    /// Where to go on counting, so that ten thousand objects of one name are quick
    numbers: BTreeMap<String, usize>,
}

impl FreePaths {
    /// The paths that the objects of a workspace have.
    pub fn of(workspace: &Workspace) -> Self {
        let triggers = workspace.triggers.iter().map(|trigger| &trigger.file);
        let automations = workspace.automations.iter().map(|automation| &automation.file);
        let targets = workspace.targets.iter().map(|target| &target.file);
        let contexts = workspace.contexts.iter().map(|context| &context.file);
        Self::new(triggers.chain(automations).chain(targets).chain(contexts).filter_map(Option::as_deref))
    }

    /// The paths of files. The file of a template takes the name of its target.
    pub fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let name = |path: &str| {
            let path = path.to_lowercase();
            path.strip_suffix(".twig").map(|stem| format!("{stem}.json")).unwrap_or(path)
        };
        Self { taken: paths.map(name).collect(), numbers: BTreeMap::new() }
    }

    /// True if another object has this path.
    pub fn is_taken(&self, path: &str) -> bool {
        self.taken.contains(&path.to_lowercase())
    }

    /// Takes a path if it is free.
    pub fn claim(&mut self, path: &str) -> bool {
        self.taken.insert(path.to_lowercase())
    }

    /// Takes `folder/stem.json`, with a number where that is taken. `own` is free for its owner.
    pub fn take(&mut self, folder: &str, stem: &str, own: Option<&str>) -> String {
        let plain = format!("{folder}/{stem}.json");
        if own == Some(plain.as_str()) || self.claim(&plain) {
            return plain;
        }
        let key = plain.to_lowercase();
        let mut number = self.numbers.get(&key).copied().unwrap_or(2);
        loop {
            let path = format!("{folder}/{stem}-{number}.json");
            if own == Some(path.as_str()) || self.claim(&path) {
                self.numbers.insert(key, number);
                return path;
            }
            number += 1;
        }
    }
}
