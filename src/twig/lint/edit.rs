//! Edits that make a printed expression safe.

use super::finding::Edit;
use super::walk::Walker;
use crate::twig::ast::{Expr, ExprKind, FilterCall};
use crate::twig::settings::Strategy;
use crate::twig::source::Pos;

/// A `{{ … }}` in the source.
#[derive(Clone, Copy)]
pub(super) struct Site<'m> {
    /// The whole printed expression.
    pub expr: &'m Expr,
    /// From `{{` to `}}`, if they are where they usually are.
    pub braces: Option<(u32, u32)>,
}

impl<'m> Walker<'m, '_> {
    pub(super) fn site(&self, expr: &'m Expr, stmt: Pos) -> Site<'m> {
        let text = self.source.text();
        let braces = || {
            text.get(stmt.start as usize..)?.strip_prefix("{{")?;
            let rest = text.get(expr.pos.end as usize..)?;
            let space = rest.len() - rest.trim_start().len();
            let after = rest.trim_start().trim_start_matches(['-', '~']);
            after.strip_prefix("}}")?;
            let cut = rest.trim_start().len() - after.len();
            Some((stmt.start, expr.pos.end + (space + cut + 2) as u32))
        };
        Site { expr, braces: braces() }
    }

    /// The offsets of the quotes around a site that is all there is between them.
    pub(super) fn quotes(&self, site: &Site<'_>) -> Option<(u32, u32)> {
        let (open, close) = site.braces?;
        let bytes = self.source.text().as_bytes();
        let before = open.checked_sub(1)?;
        let is_quoted = bytes.get(before as usize) == Some(&b'"') && bytes.get(close as usize) == Some(&b'"');
        is_quoted.then_some((before, close))
    }

    /// Appends filters to the whole expression, in parentheses if its operators bind less.
    pub(super) fn filtered(&self, expr: &Expr, filters: &str) -> Vec<Edit> {
        if self.needs_parentheses(expr) {
            let close = format!("){filters}");
            return vec![Edit::insert(expr.pos.start, "("), Edit::insert(expr.pos.end, close)];
        }
        vec![Edit::insert(expr.pos.end, filters)]
    }

    /// Like [`Walker::filtered`], and takes away the quotes around the site.
    pub(super) fn unquoted(&self, site: &Site<'_>, filters: &str) -> Option<Vec<Edit>> {
        let (open, close) = self.quotes(site)?;
        let mut edits = if filters.is_empty() { Vec::new() } else { self.filtered(site.expr, filters) };
        // `{"{{ x }}"` would become `{{{ x }}`, which opens an object one character early: a space keeps them apart.
        let bytes = self.source.text().as_bytes();
        let is_after_brace = open.checked_sub(1).and_then(|before| bytes.get(before as usize)) == Some(&b'{');
        let text = if is_after_brace { " " } else { "" };
        edits.push(Edit { start: open, end: open + 1, text: text.to_owned() });
        edits.push(Edit::remove(close, close + 1));
        Some(edits)
    }

    /// `expr ? 'true' : 'false'`
    pub(super) fn as_words(&self, expr: &Expr) -> Vec<Edit> {
        let is_loose = matches!(
            expr.kind,
            ExprKind::Ternary(..) | ExprKind::Elvis(..) | ExprKind::Arrow(_) | ExprKind::Assign(_)
        );
        if is_loose && !self.is_grouped(expr) {
            return vec![
                Edit::insert(expr.pos.start, "("),
                Edit::insert(expr.pos.end, ") ? 'true' : 'false'"),
            ];
        }
        vec![Edit::insert(expr.pos.end, " ? 'true' : 'false'")]
    }

    /// Replaces a filter and its arguments.
    pub(super) fn replaced(call: &FilterCall, pos: Pos, filter: &str) -> Edit {
        Edit { start: call.input.pos.end, end: pos.end, text: format!("|{filter}") }
    }

    /// The filter that makes text fit for JSON's quotes under an escaping strategy.
    pub(super) fn js_filter(strategy: Strategy) -> &'static str {
        match strategy {
            Strategy::Html | Strategy::Off | Strategy::Js => "|e('js')",
            _ => "|e('js')|raw",
        }
    }

    fn needs_parentheses(&self, expr: &Expr) -> bool {
        let is_tight = matches!(
            expr.kind,
            ExprKind::Const(_)
                | ExprKind::Name(_)
                | ExprKind::Attr(_)
                | ExprKind::Filter(_)
                | ExprKind::Call(_)
                | ExprKind::Macro(_)
                | ExprKind::List(_)
                | ExprKind::Map(_)
        );
        !is_tight && !self.is_grouped(expr)
    }

    /// True if one pair of parentheses holds the whole expression.
    fn is_grouped(&self, expr: &Expr) -> bool {
        let text = self.text_of(expr.pos);
        let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
            return false;
        };
        let mut depth = 0_i32;
        inner.bytes().all(|byte| {
            depth += i32::from(byte == b'(') - i32::from(byte == b')');
            depth >= 0
        })
    }
}
