//! What the word under the cursor means: a filter, a function, or a path of the samples.

use super::complete::resolved;
use super::samples::ContextPath;
use crate::twig;
use std::ops::Range;

/// What is said of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Help {
    /// `filter`, `function`, `test`, `sample`
    pub(crate) sort: &'static str,
    /// How it is written, or the path
    pub(crate) title: String,
    /// What it does, or the example value
    pub(crate) text: String,
    /// A template and what it prints
    pub(crate) example: Option<(&'static str, &'static str)>,
}

impl Help {
    fn of(sort: &'static str, entry: &twig::Entry) -> Self {
        Self {
            sort,
            title: entry.signature.to_owned(),
            text: entry.doc.to_owned(),
            example: Some((entry.example.template, entry.example.output)),
        }
    }
}

/// What is known of the word at a byte offset.
pub(crate) fn help_at(text: &str, at: usize, paths: &[ContextPath]) -> Option<Help> {
    let word = word_at(text, at)?;
    let name = text.get(word.clone())?;
    let before = text.get(..word.start)?.trim_end();
    let after = text.get(word.end..)?;
    let find = |sort, mut entries: Box<dyn Iterator<Item = &'static twig::Entry>>| {
        entries.find(|entry| entry.name == name).map(|entry| Help::of(sort, entry))
    };
    if before.ends_with('|') {
        return find("filter", Box::new(twig::filters()));
    }
    if before.ends_with(" is") || before.ends_with(" is not") {
        return find("test", Box::new(twig::tests()));
    }
    if after.trim_start().starts_with('(') {
        return find("function", Box::new(twig::functions()));
    }
    let path = text.get(path_start(text, word.start)..word.end)?;
    let path = resolved(path, text.get(..word.start)?);
    let found = paths.iter().find(|known| known.path == path)?;
    Some(Help { sort: "sample", title: path, text: found.example.clone(), example: None })
}

/// The name around a byte offset.
fn word_at(text: &str, at: usize) -> Option<Range<usize>> {
    let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let before = text.get(..at)?.chars().rev().take_while(is_word).count();
    let after = text.get(at..)?.chars().take_while(is_word).count();
    (before + after > 0).then(|| at - before..at + after)
}

fn path_start(text: &str, name_start: usize) -> usize {
    let before = text.get(..name_start).unwrap_or_default();
    name_start
        - before.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_explained_by_what_stands_beside_them() {
        let paths = [ContextPath { path: "profile.email".into(), example: "\"a@b.c\"".into() }];
        let text = "{{ profile.email|lower }}{{ date('now') }}{{ a is defined }}";
        let sort = |word: &str| help_at(text, text.find(word).unwrap() + 1, &paths).map(|help| help.sort);
        assert_eq!(sort("lower"), Some("filter"));
        assert_eq!(sort("email"), Some("sample"));
        assert_eq!(sort("date"), Some("function"));
        assert_eq!(sort("defined"), Some("test"));
        assert_eq!(sort("now"), None);
        assert_eq!(help_at("é", 1, &paths), None);
    }
}
