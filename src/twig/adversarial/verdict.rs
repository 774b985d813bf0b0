//! What an attack did: whether the payload is still JSON and still says what the data say.

use super::attack::{Attack, CLOSING, OPENING};
use crate::diag::Span;
use crate::json::{Json, Limits, parse};
use crate::twig::TwigError;
use crate::twig::provenance::{Piece, TracedRender};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    NotJson,
    /// The payload holds something else than the data.
    Changed,
    /// The render fails.
    Fails,
}

/// What went wrong in a printed expression.
pub(super) struct Verdict {
    pub span: Span,
    pub outcome: Outcome,
    pub detail: String,
}

/// True if a text can be decoded.
pub(super) fn is_json(text: &str) -> bool {
    parse(text, Limits::default()).is_ok()
}

/// Judges a render after an attack beside the one before it; adds the bytes that were read to `work`.
pub(super) fn judge(
    before: &TracedRender,
    after: Result<TracedRender, TwigError>,
    attack: Attack,
    work: &mut usize,
) -> Vec<Verdict> {
    let after = match after {
        Ok(after) => after,
        Err(error) => {
            let detail = error.message.trim_end_matches('.').to_owned();
            return vec![Verdict { span: error.span, outcome: Outcome::Fails, detail }];
        }
    };
    if !is_aligned(before, &after) {
        *work += after.output.len();
        return judged_whole(&after, attack).into_iter().collect();
    }
    let mut verdicts: Vec<Verdict> = Vec::new();
    for (old, new) in before.pieces.iter().zip(&after.pieces) {
        let (old_text, new_text) = (text_of(before, old), text_of(&after, new));
        if old_text == new_text || verdicts.iter().any(|verdict| verdict.span == new.span) {
            continue;
        }
        let head = before.output.get(..old.output.start).unwrap_or_default();
        let tail = before.output.get(old.output.end..).unwrap_or_default();
        let output = [head, new_text, tail].concat();
        *work += output.len();
        verdicts.extend(judged(&output, new.span, attack));
    }
    verdicts
}

fn text_of<'r>(render: &'r TracedRender, piece: &Piece) -> &'r str {
    render.output.get(piece.output.clone()).unwrap_or_default()
}

/// Whether the same expressions printed in the same order.
fn is_aligned(before: &TracedRender, after: &TracedRender) -> bool {
    let spans = |render: &TracedRender| render.pieces.iter().map(|piece| piece.span).collect::<Vec<_>>();
    before.pieces.len() == after.pieces.len() && spans(before) == spans(after)
}

fn judged(output: &str, span: Span, attack: Attack) -> Option<Verdict> {
    let Ok(json) = parse(output, Limits::default()) else {
        return Some(Verdict { span, outcome: Outcome::NotJson, detail: String::new() });
    };
    let characters = attack.characters().filter(|characters| !characters.is_empty())?;
    let arrived = arrived(&json)?;
    let corrupted = corruption(characters, &arrived)?;
    Some(Verdict { span, outcome: Outcome::Changed, detail: corrupted })
}

/// Other parts of the template came to print: the whole output is judged, and the expression nearest to the fault named.
fn judged_whole(after: &TracedRender, attack: Attack) -> Option<Verdict> {
    let prints = || after.pieces.iter().filter(|piece| piece.is_print);
    let at = match parse(&after.output, Limits::default()) {
        Ok(_) => after.output.to_lowercase().find(OPENING)?,
        Err(crate::json::JsonError::Syntax { line, column, .. }) => offset(&after.output, line, column),
        Err(_) => 0,
    };
    let near = prints().rfind(|piece| piece.output.start <= at).or_else(|| prints().next());
    let span = near.or_else(|| after.pieces.first()).map_or_else(Span::default, |piece| piece.span);
    judged(&after.output, span, attack)
}

/// The byte of a line and a column.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.clone().take(line.saturating_sub(1) as usize).map(str::len).sum();
    let row = text.get(start..).unwrap_or_default();
    start + row.chars().take(column.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>()
}

/// What the payload has between the marks.
fn arrived(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => between_marks(text),
        Json::Array(items) => items.iter().find_map(arrived),
        Json::Object(object) => {
            object.iter().find_map(|(key, value)| between_marks(key).or_else(|| arrived(value)))
        }
        _ => None,
    }
}

fn between_marks(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let start = lower.find(OPENING)? + OPENING.len();
    let len = lower.get(start..)?.find(CLOSING)?;
    lower.get(start..start + len).map(str::to_owned)
}

/// How characters were spoilt. Filters may change text on purpose; only what nobody wants counts.
fn corruption(sent: &str, arrived: &str) -> Option<String> {
    let sent = sent.to_lowercase();
    if arrived == sent {
        return None;
    }
    let is_entity = arrived.starts_with('&') && arrived.ends_with(';');
    if is_entity {
        return Some(format!("`{sent}` arrives as `{arrived}`"));
    }
    if sent == "\\n" && arrived == "\n" {
        return Some(format!("`{sent}` arrives as a line break"));
    }
    None
}
