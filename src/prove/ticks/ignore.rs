//! Pointers that do not matter, changed value by value. A pattern that stands for several values is taken apart when
//! one of them matters again.

use crate::json::{Json, pointer_push, pointer_segments};

/// A pointer's segments.
type Path = Vec<String>;

/// True if a part is ignored, by itself or as a part of what is.
pub(super) fn is_ignored(patterns: &[String], pointer: &str) -> bool {
    let path: Path = pointer_segments(pointer).collect();
    patterns.iter().any(|pattern| is_above(&segments(pattern), &path))
}

/// True if anything below a part is ignored.
pub(super) fn has_ignored(patterns: &[String], pointer: &str, tree: &Json) -> bool {
    let path: Path = pointer_segments(pointer).collect();
    patterns.iter().map(|pattern| segments(pattern)).any(|pattern| {
        is_below(&pattern, &path) && expanded(&pattern, tree).iter().any(|found| found.starts_with(&path))
    })
}

/// The patterns with which a part of `tree` does not matter.
pub(super) fn ignoring(patterns: &[String], pointer: &str) -> Vec<String> {
    if is_ignored(patterns, pointer) {
        return patterns.to_vec();
    }
    let path: Path = pointer_segments(pointer).collect();
    let is_kept = |pattern: &&String| !segments(pattern).starts_with(&path);
    let kept = patterns.iter().filter(is_kept).cloned();
    kept.chain([pointer.to_owned()]).collect()
}

/// The patterns with which a part of `tree` matters, and all in it; what they say of other parts stays.
pub(super) fn minding(patterns: &[String], pointer: &str, tree: &Json) -> Vec<String> {
    let path: Path = pointer_segments(pointer).collect();
    let mut kept = Vec::new();
    for pattern in patterns {
        let parts = segments(pattern);
        if !is_above(&parts, &path) && !is_below(&parts, &path) {
            kept.push(pattern.clone());
            continue;
        }
        for found in expanded(&parts, tree) {
            if found.starts_with(&path) {
                continue;
            }
            if path.starts_with(&found) {
                beside(found, &path, tree, &mut kept);
            } else {
                kept.push(written(&found));
            }
        }
    }
    kept
}

fn segments(pattern: &str) -> Path {
    pointer_segments(pattern).collect()
}

fn fits(pattern: &str, segment: &str) -> bool {
    pattern == "*" || pattern == segment
}

/// True if the pattern names the part or something that it is in.
fn is_above(pattern: &[String], path: &[String]) -> bool {
    pattern.len() <= path.len() && pattern.iter().zip(path).all(|(pattern, segment)| fits(pattern, segment))
}

/// True if the pattern may name something in the part.
fn is_below(pattern: &[String], path: &[String]) -> bool {
    pattern.len() > path.len() && pattern.iter().zip(path).all(|(pattern, segment)| fits(pattern, segment))
}

/// The parts of the tree that a pattern names; itself if there is none.
fn expanded(pattern: &[String], tree: &Json) -> Vec<Path> {
    let mut found: Vec<(Path, &Json)> = vec![(Path::new(), tree)];
    for wanted in pattern {
        let next = |(path, json): (Path, &'_ Json)| -> Vec<Path> {
            let keys = keys(json).into_iter().filter(|key| fits(wanted, key));
            keys.map(|key| [path.as_slice(), &[key]].concat()).collect()
        };
        let paths: Vec<Path> = found.into_iter().flat_map(next).collect();
        found = paths.into_iter().filter_map(|path| at(tree, &path).map(|json| (path, json))).collect();
    }
    found.into_iter().map(|(path, _)| path).collect()
}

/// Everything in `above` that is not on the way to `path`.
fn beside(above: Path, path: &[String], tree: &Json, kept: &mut Vec<String>) {
    let mut above = above;
    while let Some(next) = path.get(above.len()) {
        for key in at(tree, &above).map(keys).unwrap_or_default() {
            if key != *next {
                kept.push(written(&[above.as_slice(), &[key]].concat()));
            }
        }
        above.push(next.clone());
    }
}

fn keys(json: &Json) -> Vec<String> {
    match json {
        Json::Object(object) => object.iter().map(|(key, _)| key.to_owned()).collect(),
        Json::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn at<'j>(tree: &'j Json, path: &[String]) -> Option<&'j Json> {
    tree.pointer(&written(path))
}

fn written(path: &[String]) -> String {
    let mut pointer = String::new();
    for segment in path {
        pointer_push(&mut pointer, segment);
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn tree() -> Json {
        let text = r#"{"payload": {"at": 1, "items": [{"id": 1, "n": 2}, {"id": 3, "n": 4}], "who": {"name": "Ann"}}}"#;
        parse(text, Limits::default()).unwrap()
    }

    fn texts(patterns: &[&str]) -> Vec<String> {
        patterns.iter().map(|pattern| (*pattern).to_owned()).collect()
    }

    #[test]
    fn what_is_ignored_covers_its_parts_and_is_written_once() {
        let patterns = ignoring(&texts(&["/payload/who/name"]), "/payload/who");
        assert_eq!(patterns, ["/payload/who"]);
        assert!(is_ignored(&patterns, "/payload/who/name") && !is_ignored(&patterns, "/payload/at"));
        assert_eq!(ignoring(&patterns, "/payload/who/name"), patterns);
        assert!(
            has_ignored(&patterns, "/payload", &tree()) && !has_ignored(&patterns, "/payload/items", &tree())
        );
    }

    #[test]
    fn minding_one_value_keeps_the_others_ignored() {
        let all = texts(&["/payload/items/*/id", "/payload/at"]);
        assert_eq!(minding(&all, "/payload/items/0/id", &tree()), ["/payload/items/1/id", "/payload/at"]);
        assert_eq!(minding(&all, "/payload/items/0", &tree()), ["/payload/items/1/id", "/payload/at"]);
        assert_eq!(minding(&all, "/payload", &tree()), Vec::<String>::new());
        let whole = texts(&["/payload"]);
        let inside = ["/payload/at", "/payload/who", "/payload/items/0", "/payload/items/1/id"];
        assert_eq!(minding(&whole, "/payload/items/1/n", &tree()), inside);
    }
}
