//! Objects as both sides have them: the API's JSON without what only the server writes.

use super::Kind;
use crate::json::{Json, Object};
use crate::wire::{FileError, TextFile};

/// An object of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalObject {
    /// What it is.
    pub kind: Kind,
    /// Its file.
    pub file: String,
    /// The file of its template, where that has one.
    pub template_file: Option<String>,
    /// What it holds, without what only the server writes.
    pub json: Json,
}

/// The objects of a workspace.
#[derive(Clone, Debug, Default)]
pub struct LocalObjects {
    /// In order of kind and file.
    pub objects: Vec<LocalObject>,
    /// Files that could not be read.
    pub broken: Vec<FileError>,
}

/// The objects in a workspace's files. A target's template joins it.
pub fn local_objects(files: &[TextFile]) -> LocalObjects {
    let mut found = LocalObjects::default();
    for file in files {
        let Some(kind) = kind_of(&file.path) else { continue };
        let mut json = match file.json() {
            Ok(json) => json,
            Err(error) => {
                found.broken.push(error);
                continue;
            }
        };
        let twig_path = format!("{}.twig", file.path.trim_end_matches(".json"));
        let twig = files.iter().find(|other| kind == Kind::Target && other.path == twig_path);
        if let (Json::Object(object), Some(twig)) = (&mut json, twig) {
            object.set("template", Json::str(&twig.text));
        }
        let template_file = twig.map(|twig| twig.path.clone());
        let json = without_read_only(kind, &json);
        found.objects.push(LocalObject { kind, file: file.path.clone(), template_file, json });
    }
    found.objects.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    found
}

/// The kind of object that a file of the workspace holds.
pub fn kind_of(path: &str) -> Option<Kind> {
    let (folder, name) = path.split_once('/')?;
    let stem = name.strip_suffix(".json").filter(|stem| !stem.ends_with(".schema") && !stem.contains('/'))?;
    Kind::ALL.into_iter().find(|kind| !stem.is_empty() && kind.folder() == folder)
}

/// An object without the keys that only the server writes, in actions and arguments, too.
pub fn without_read_only(kind: Kind, json: &Json) -> Json {
    let Json::Object(object) = json else { return json.clone() };
    let own = object.iter().filter(|(key, _)| !kind.read_only().contains(key));
    let stripped = own.map(|(key, value)| {
        let value = match value {
            Json::Array(items) if matches!(key, "actions" | "arguments") => {
                Json::Array(items.iter().map(|item| without_read_only(kind, item)).collect())
            }
            value => value.clone(),
        };
        (key.to_owned(), value)
    });
    Json::Object(stripped.collect::<Object>())
}

/// The values that tell an object from others of its kind.
pub(super) fn identity(kind: Kind, json: &Json) -> Vec<Json> {
    kind.identity().iter().map(|key| json.get(key).cloned().unwrap_or_default()).collect()
}

/// What people call an object.
pub fn name_of(kind: Kind, json: &Json) -> String {
    let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default();
    match kind {
        Kind::Target => text("handle").to_owned(),
        Kind::Trigger | Kind::Automation => text("name").to_owned(),
        Kind::Webhook => format!("{} to {}", text("trigger"), text("url")),
    }
}

/// A place in an object, a JSON Pointer, as people call it: `action 2 reward.create, argument definition`.
pub fn place_in_words(object: &Json, pointer: &str) -> String {
    let (mut path, mut words) = (String::new(), Vec::new());
    let mut list = "";
    for segment in pointer.split('/').skip(1) {
        path = format!("{path}/{segment}");
        let name = object.pointer(&path).and_then(|value| value.get("name")).and_then(Json::as_str);
        match (list, segment.parse::<usize>()) {
            ("actions", Ok(position)) => {
                words.push(
                    format!("action {} {}", position + 1, name.unwrap_or_default()).trim_end().to_owned(),
                );
            }
            ("arguments", Ok(position)) => words.push(match name {
                Some(name) => format!("argument {name}"),
                None => format!("argument {}", position + 1),
            }),
            _ if matches!(segment, "actions" | "arguments") => {}
            // An argument is its value to people.
            _ if segment == "value" && words.last().is_some_and(|word| word.starts_with("argument ")) => {}
            _ => words.push(segment.to_owned()),
        }
        list = segment;
    }
    words.join(", ")
}

/// The handles of the targets that an object's actions send to.
pub fn targets_of(json: &Json) -> Vec<&str> {
    let actions = json.get("actions").and_then(Json::as_array).unwrap_or_default();
    let arguments = actions
        .iter()
        .flat_map(|action| action.get("arguments").and_then(Json::as_array).unwrap_or_default());
    let targets = arguments.filter(|argument| argument.get("name").and_then(Json::as_str) == Some("target"));
    targets.filter_map(|argument| argument.get("value").and_then(Json::as_str)).collect()
}
