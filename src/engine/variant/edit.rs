//! Changing one leaf of JSON.

use crate::json::{Json, Object, pointer_segments};

/// The JSON with another value at a pointer, or without it. What is not there is made: objects for names, a list for
/// the item 0.
pub(super) fn with(json: &Json, pointer: &str, to: Option<&Json>) -> Json {
    let segments: Vec<String> = pointer_segments(pointer).collect();
    changed(json, &segments, to)
}

fn changed(json: &Json, segments: &[String], to: Option<&Json>) -> Json {
    let Some((segment, rest)) = segments.split_first() else { return to.cloned().unwrap_or_default() };
    let is_removal = rest.is_empty() && to.is_none();
    match json {
        Json::Array(items) => {
            let mut items = items.clone();
            let index = segment.parse::<usize>().unwrap_or(usize::MAX);
            let is_next = index == items.len() && to.is_some();
            match items.get_mut(index) {
                Some(_) if is_removal => drop(items.remove(index)),
                Some(slot) => *slot = changed(slot, rest, to),
                None if is_next => items.push(changed(&Json::Null, rest, to)),
                None => {}
            }
            Json::Array(items)
        }
        Json::Object(object) => {
            let mut object = object.clone();
            if is_removal {
                object.remove(segment);
            } else {
                let child = changed(object.get(segment).unwrap_or(&Json::Null), rest, to);
                object.set(segment, child);
            }
            Json::Object(object)
        }
        // A scalar in the way is replaced: the field cannot be there otherwise.
        _ if to.is_none() => json.clone(),
        _ if segment == "0" => Json::Array(vec![changed(&Json::Null, rest, to)]),
        _ => {
            let mut object = Object::new();
            object.set(segment, changed(&Json::Null, rest, to));
            Json::Object(object)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, Style, parse, to_text};

    #[test]
    fn a_leaf_is_set_made_or_removed_and_nothing_else_changes() {
        let json = parse(r#"{"b":1.0,"items":[{"qty":1}],"a":null}"#, Limits::default()).unwrap();
        let cases = [
            ("/b", Some("2"), r#"{"b":2,"items":[{"qty":1}],"a":null}"#),
            ("/items/0/qty", Some("5"), r#"{"b":1.0,"items":[{"qty":5}],"a":null}"#),
            ("/items/1/qty", Some("5"), r#"{"b":1.0,"items":[{"qty":1},{"qty":5}],"a":null}"#),
            ("/a/x/0/y", Some("true"), r#"{"b":1.0,"items":[{"qty":1}],"a":{"x":[{"y":true}]}}"#),
            ("/a", None, r#"{"b":1.0,"items":[{"qty":1}]}"#),
            ("/items/0", None, r#"{"b":1.0,"items":[],"a":null}"#),
        ];
        for (pointer, to, expected) in cases {
            let to = to.map(|text| parse(text, Limits::default()).unwrap());
            assert_eq!(to_text(&with(&json, pointer, to.as_ref()), &Style::compact()), expected, "{pointer}");
        }
    }
}
