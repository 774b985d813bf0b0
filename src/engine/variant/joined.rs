//! A text that is put together (`cat`) and compared: what a part of it would have to be.

use crate::engine::criteria::{Aim, Criteria, code};
use crate::json::Json;
use crate::logic::{Code, Node};
use crate::php;

/// What the part of a joined text at which `is_field` is true must be: with the other parts as they are, and as the
/// written parts divide the text that is asked for.
pub(super) fn parts(criteria: &Criteria<'_>, aim: &Aim<'_>, is_field: impl Fn(&Node) -> bool) -> Vec<Json> {
    let is_joined = |node: &&Node| node.call().and_then(code) == Some(Code::Cat);
    let Some(joined) = aim.node.children().find(is_joined) else { return Vec::new() };
    let text = |node: &Node| {
        let value = criteria.value(node, &aim.scope).ok()?;
        php::to_str(&value).map(std::borrow::Cow::into_owned)
    };
    let whole = aim.node.children().find(|node| node.id != joined.id).and_then(&text);
    let (Some(whole), Some(call)) = (whole, joined.call()) else { return Vec::new() };
    let mut found = Vec::new();
    for (position, _) in call.args.iter().enumerate().filter(|(_, arg)| is_field(arg)) {
        let around = |args: &[Node]| args.iter().map(&text).collect::<Option<String>>();
        let (before, rest) = call.args.split_at(position);
        let after = around(rest.get(1..).unwrap_or_default());
        let middle = around(before).and_then(|before| whole.strip_prefix(before.as_str()));
        found.extend(middle.zip(after).and_then(|(middle, after)| middle.strip_suffix(after.as_str())));
        found.extend(divided(&whole, &call.args, position));
    }
    found.into_iter().filter(|part| !part.is_empty()).map(Json::str).collect()
}

/// The part of a text that stands at a position, if written parts surround it.
fn divided<'w>(whole: &'w str, args: &[Node], position: usize) -> Option<&'w str> {
    let written = |node: &Node| node.literal().map(json_text);
    let mut rest = whole;
    let mut start = 0;
    for (at, arg) in args.iter().enumerate() {
        let Some(text) = written(arg) else { continue };
        let found = if at == 0 { rest.starts_with(&text).then_some(0)? } else { rest.find(&text)? };
        if at > position {
            return (start == position).then(|| rest.get(..found)).flatten();
        }
        rest = rest.get(found + text.len()..)?;
        start = at + 1;
    }
    (start == position).then_some(rest)
}

fn json_text(literal: &Json) -> String {
    php::to_str(&php::Value::from(literal)).map(std::borrow::Cow::into_owned).unwrap_or_default()
}
