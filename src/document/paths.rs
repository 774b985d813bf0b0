//! Files of new and renamed objects: plain names that no other object has.

use crate::model::Workspace;

/// Longest name that is made from a title.
const LONGEST_BYTES: usize = 60;

/// A file name from a title: lower case letters, digits and dashes; `fallback` if nothing of it is left.
pub(super) fn slug(title: &str, fallback: &str) -> String {
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

/// A name that may be a file or a folder on every system, as close to what was typed as can be.
pub(super) fn plain_name(typed: &str) -> String {
    let is_plain = |c: &char| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c);
    let plain: String = typed.chars().filter(is_plain).collect();
    plain.trim_start_matches([' ', '.']).trim_end_matches([' ', '.']).to_owned()
}

/// A free path `folder/stem.json`, with a number where that is taken. `own` is free for its owner.
pub(super) fn free_path(workspace: &Workspace, folder: &str, stem: &str, own: Option<&str>) -> String {
    let path_of = |number: usize| match number {
        1 => format!("{folder}/{stem}.json"),
        number => format!("{folder}/{stem}-{number}.json"),
    };
    let is_free = |path: &String| own == Some(path.as_str()) || !is_taken(workspace, path);
    // One more candidate than there are files: one of them is free.
    (1..=file_count(workspace) + 1).map(path_of).find(is_free).unwrap_or_else(|| path_of(0))
}

/// True if an object has this file, in any spelling of upper and lower case.
pub(super) fn is_taken(workspace: &Workspace, path: &str) -> bool {
    files(workspace).any(|file| file.to_lowercase() == path.to_lowercase())
}

fn file_count(workspace: &Workspace) -> usize {
    files(workspace).count()
}

fn files(workspace: &Workspace) -> impl Iterator<Item = &str> {
    let triggers = workspace.triggers.iter().map(|trigger| &trigger.file);
    let automations = workspace.automations.iter().map(|automation| &automation.file);
    let targets = workspace.targets.iter().map(|target| &target.file);
    let contexts = workspace.contexts.iter().map(|context| &context.file);
    triggers.chain(automations).chain(targets).chain(contexts).filter_map(Option::as_deref)
}
