//! Where tags begin and end in the source, for edits that move them.

use super::finding::Edit;
use super::walk::Walker;
use crate::twig::lexer::tokenize;
use crate::twig::token::{Kind, Token};

/// A tag from `{%` to `%}`, with its name and the tokens between.
struct Tag<'t, 's> {
    start: u32,
    end: u32,
    name: &'t str,
    inside: &'t [Token<'s>],
}

impl Walker<'_, '_> {
    /// Edits that turn `{% for x in list %}{% if c %}…{% endif %}{% endfor %}` around the place `at` into a loop over
    /// `list|filter(x => c)`; `None` unless the loop holds nothing but that `if`.
    pub(super) fn filtered_loop(&self, at: u32) -> Option<Vec<Edit>> {
        let tokens = tokenize(self.source.text()).ok()?;
        let tags = tags(&tokens);
        let (open_for, _) = innermost(&tags, at, "for")?;
        let condition = tags.get(open_for + 1).filter(|tag| tag.name == "if")?;
        let end_for = closing(&tags, open_for)?;
        let end_if = closing(&tags, open_for + 1)?;
        let is_sole = end_if + 1 == end_for
            && !tags.get(open_for + 2..end_if)?.iter().any(|tag| matches!(tag.name, "else" | "elseif"));
        let loop_tag = tags.get(open_for)?;
        let text = self.source.text();
        let between = |from: u32, to: u32| text.get(from as usize..to as usize).map(str::trim);
        let is_bare = between(loop_tag.end, condition.start)?.is_empty()
            && between(tags.get(end_if)?.end, tags.get(end_for)?.start)?.is_empty();
        let uses_loop = condition.inside.iter().any(|token| token.is(Kind::Name, "loop"));
        if !is_sole || !is_bare || uses_loop {
            return None;
        }
        let names: Vec<&str> = loop_tag
            .inside
            .iter()
            .take_while(|token| !token.is_operator("in"))
            .filter(|token| token.kind == Kind::Name)
            .map(|token| token.text.as_ref())
            .collect();
        let params = match names.as_slice() {
            [value] => (*value).to_owned(),
            [key, value] => format!("({value}, {key})"),
            _ => return None,
        };
        let is_in = loop_tag.inside.iter().position(|token| token.is_operator("in"))?;
        let list = loop_tag.inside.get(is_in + 1..)?;
        let (list_start, list_end) = (list.first()?.pos.start, list.last()?.pos.end);
        let (from, to) = (condition.inside.first()?.pos.start, condition.inside.last()?.pos.end);
        let wanted = between(from, to)?;
        let mut edits = Vec::new();
        if list
            .iter()
            .any(|token| token.kind == Kind::Operator && !matches!(token.text.as_ref(), "." | "|" | "("))
        {
            edits.push(Edit::insert(list_start, "("));
            edits.push(Edit::insert(list_end, format!(")|filter({params} => {wanted})")));
        } else {
            edits.push(Edit::insert(list_end, format!("|filter({params} => {wanted})")));
        }
        edits.push(Edit::remove(condition.start, condition.end));
        let end_if = tags.get(end_if)?;
        edits.push(Edit::remove(end_if.start, end_if.end));
        Some(edits)
    }
}

fn tags<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<Tag<'t, 's>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = tokens.get(at) {
        at += 1;
        if open.kind != Kind::BlockStart {
            continue;
        }
        let Some(name) = tokens.get(at) else { break };
        let len = tokens.get(at..).unwrap_or_default().iter().position(|token| token.kind == Kind::BlockEnd);
        let Some(len) = len else { break };
        let end = tokens.get(at + len).map_or(open.pos.end, |token| token.pos.end);
        tags.push(Tag {
            start: open.pos.start,
            end,
            name: &name.text,
            inside: tokens.get(at + 1..at + len).unwrap_or_default(),
        });
        at += len;
    }
    tags
}

/// The innermost tag of a name that is open at a place.
fn innermost<'t, 's, 'a>(tags: &'a [Tag<'t, 's>], at: u32, name: &str) -> Option<(usize, &'a Tag<'t, 's>)> {
    let is_around =
        |index: usize| closing(tags, index).and_then(|end| tags.get(end)).is_some_and(|end| end.start > at);
    tags.iter().enumerate().rev().find(|(index, tag)| tag.name == name && tag.end <= at && is_around(*index))
}

/// The tag that closes another.
fn closing(tags: &[Tag<'_, '_>], open: usize) -> Option<usize> {
    let name = tags.get(open)?.name;
    let end = format!("end{name}");
    let mut depth = 0_usize;
    for (index, tag) in tags.iter().enumerate().skip(open) {
        if tag.name == name {
            depth += 1;
        } else if tag.name == end {
            depth -= 1;
            if depth == 0 {
                return Some(index);
            }
        }
    }
    None
}
