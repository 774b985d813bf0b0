//! The table of tags.

use super::Parser;
use crate::twig::ast::Stmt;
use crate::twig::error::Outcome;
use crate::twig::source::Pos;

/// Parses what follows a tag's name; a tag that only declares something gives no statement.
type ParseTag = for<'p, 's> fn(&'p mut Parser<'s>, Pos) -> Outcome<Option<Stmt>>;

/// A tag.
pub(crate) struct Tag {
    pub name: &'static str,
    pub parse: ParseTag,
}

/// In Twig's own order, which suggestions of equal distance show.
static TAGS: &[Tag] = &[
    Tag { name: "apply", parse: |parser, pos| parser.apply_tag(pos) },
    Tag { name: "for", parse: |parser, pos| parser.for_tag(pos) },
    Tag { name: "if", parse: |parser, pos| parser.if_tag(pos) },
    Tag { name: "extends", parse: |parser, pos| parser.extends_tag(pos) },
    Tag { name: "include", parse: |parser, pos| parser.include_tag(pos) },
    Tag { name: "block", parse: |parser, pos| parser.block_tag(pos) },
    Tag { name: "use", parse: |parser, pos| parser.use_tag(pos) },
    Tag { name: "macro", parse: |parser, pos| parser.macro_tag(pos) },
    Tag { name: "import", parse: |parser, pos| parser.import_tag(pos) },
    Tag { name: "from", parse: |parser, pos| parser.import_from_tag(pos) },
    Tag { name: "set", parse: |parser, pos| parser.set_tag(pos) },
    Tag { name: "flush", parse: |parser, pos| parser.flush_tag(pos) },
    Tag { name: "do", parse: |parser, pos| parser.do_tag(pos) },
    Tag { name: "embed", parse: |parser, pos| parser.embed_tag(pos) },
    Tag { name: "with", parse: |parser, pos| parser.with_tag(pos) },
    Tag { name: "deprecated", parse: |parser, pos| parser.deprecated_tag(pos) },
    Tag { name: "types", parse: |parser, pos| parser.types_tag(pos) },
    Tag { name: "guard", parse: |parser, pos| parser.guard_tag(pos) },
    Tag { name: "autoescape", parse: |parser, pos| parser.autoescape_tag(pos) },
];

pub(crate) fn find(name: &str) -> Option<&'static Tag> {
    TAGS.iter().find(|tag| tag.name == name)
}

pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TAGS.iter().map(|tag| tag.name)
}
