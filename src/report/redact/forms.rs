//! Every way in which a known value may be written, and the search for all of them in one pass over a text.

use super::Personal;
use super::known::Known;
use indexmap::IndexMap;
use serde_json::Value;
use std::fmt::Write;

/// Shorter values are words of a sentence, too, when written small: `an`, `so`, `kim`.
const ANY_CASE_FROM: usize = 4;

/// A way in which a value is written: as it is, in JSON, in HTML, in an address.
struct Form<'k> {
    /// In lower case, unless only this spelling counts.
    text: String,
    is_exact: bool,
    what: Personal,
    name: &'k str,
}

impl Form<'_> {
    /// How many bytes of a text are this form; `None` if it does not begin with it.
    fn length_in(&self, text: &str) -> Option<usize> {
        if self.is_exact {
            return text.starts_with(self.text.as_str()).then_some(self.text.len());
        }
        let mut wanted = self.text.chars().peekable();
        for (at, c) in text.char_indices() {
            if wanted.peek().is_none() {
                return Some(at);
            }
            if c.to_lowercase().any(|low| wanted.next() != Some(low)) {
                return None;
            }
        }
        wanted.peek().is_none().then_some(text.len())
    }
}

/// All forms by their first letter, longer ones first, so that a name inside a longer one does not break it.
#[derive(Default)]
pub(super) struct Forms<'k>(IndexMap<char, Vec<Form<'k>>>);

/// The small letter by which forms are found.
fn folded(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

impl<'k> Forms<'k> {
    pub(super) fn of(known: &'k Known) -> Self {
        let mut forms = Self::default();
        for (value, what, name) in known.all() {
            let is_exact = value.chars().count() < ANY_CASE_FROM;
            let spellings = if is_exact {
                vec![value.to_owned(), value.to_uppercase()]
            } else {
                vec![value.to_lowercase()]
            };
            for text in spellings.iter().flat_map(|spelling| written_forms(spelling)) {
                let Some(first) = text.chars().next() else { continue };
                forms.0.entry(folded(first)).or_default().push(Form { text, is_exact, what, name });
            }
        }
        for same in forms.0.values_mut() {
            same.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        }
        forms
    }

    /// The text with every whole occurrence replaced, and what was replaced, each once.
    pub(super) fn replace(&self, text: &str) -> (String, Vec<Personal>) {
        let (mut out, mut found, mut skip_to) = (String::new(), Vec::new(), 0);
        let mut before = None;
        for (at, c) in text.char_indices() {
            if at < skip_to {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            if let Some((form, length)) = self.at_start(before, rest) {
                out.push_str(form.name);
                skip_to = at + length;
                before = rest.get(..length).and_then(|text| text.chars().next_back());
                if !found.contains(&form.what) {
                    found.push(form.what);
                }
            } else {
                out.push(c);
                before = Some(c);
            }
        }
        (out, found)
    }

    /// What a text is called that is a known value as a whole.
    pub(super) fn whole(&self, text: &str) -> Option<&'k str> {
        self.at_start(None, text).filter(|(_, length)| *length == text.len()).map(|(form, _)| form.name)
    }

    /// The form that a text begins with and that is no part of a longer word.
    fn at_start(&self, before: Option<char>, text: &str) -> Option<(&Form<'k>, usize)> {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let first = text.chars().next();
        if is_word(before) && is_word(first) {
            return None;
        }
        let ends_whole = |length: usize| {
            let (inside, after) = text.split_at_checked(length).unwrap_or((text, ""));
            !(is_word(inside.chars().next_back()) && is_word(after.chars().next()))
        };
        self.0.get(&folded(first?))?.iter().find_map(|form| {
            let length = form.length_in(text)?;
            ends_whole(length).then_some((form, length))
        })
    }

    /// The value that a text is the beginning of, as a template shortens a name. Less than three letters say nothing.
    pub(super) fn beginning_with(&self, text: &str) -> Option<(&'k str, Personal)> {
        const SHORTEST: usize = 3;
        let text = text.trim().trim_end_matches(['.', '…']).to_lowercase();
        if text.chars().count() < SHORTEST || !text.chars().any(char::is_alphabetic) {
            return None;
        }
        let forms = self.0.get(&text.chars().next()?)?;
        let is_person = |what| matches!(what, Personal::Name | Personal::Email | Personal::Address);
        let form = forms.iter().rev().find(|form| is_person(form.what) && form.text.starts_with(&text))?;
        Some((form.name, form.what))
    }
}

fn written_forms(value: &str) -> Vec<String> {
    let quoted = Value::from(value).to_string();
    let in_json = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let mut in_php = String::with_capacity(in_json.len());
    in_json.replace('/', "\\/").chars().for_each(|c| push_escaped(&mut in_php, c));
    let in_html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let in_html = in_html.replace('\'', "&#039;").replace('"', "&quot;");
    let mut forms = vec![value.to_owned(), in_json, in_php, in_html, value.replace('@', "%40")];
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// A letter beyond ASCII as PHP's JSON writes it.
fn push_escaped(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c);
        return;
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}
