//! A context on which a template goes a way that it has not gone: values of the paths that the template reads are tried,
//! one, then two, then three at a time, and the render itself says what came of them.

use super::edit::with;
use super::search::Edit;
use super::{BranchWish, Change, ContextVariant, NoVariant, Scene, words};
use crate::engine::order::in_order;
use crate::engine::report::Outcome;
use crate::json::{Json, Number, Object, pointer_push};
use crate::model::Target;
use crate::php::Value;
use crate::twig::provenance::Choice;
use crate::twig::{Settings, Template, reads};
use std::cell::Cell;

/// Most renders that are tried.
const MAX_RENDERS: usize = 4_000;
/// Most sets of changes that are followed further.
const MAX_FOLLOWED: usize = 24;
/// Most values at once.
const MAX_CHANGES: usize = 3;

/// The smallest change with which the template of a target goes as wished.
pub(super) fn branch_variant(scene: &Scene<'_>, wish: &BranchWish) -> Result<ContextVariant, NoVariant> {
    let target = scene.workspace.target(&wish.target).ok_or(NoVariant::NoSuchBranch)?;
    let step = sending_step(scene, &wish.target).ok_or(NoVariant::NoSuchBranch)?;
    let settings = scene.env.twig_settings();
    let template =
        Template::compile(&target.template, &settings).map_err(|error| NoVariant::Fails(error.message))?;
    let choices = template.choices();
    let choice = choices.get(wish.choice).ok_or(NoVariant::NoSuchBranch)?.clone();
    let start = match scene.reaching(step) {
        Ok(variant) => variant
            .changes
            .into_iter()
            .map(|change| (change.pointer, change.to.as_ref().map(Json::from)))
            .collect(),
        Err(NoVariant::AlreadySo) => Vec::new(),
        Err(reason) => return Err(reason),
    };
    let renders = Cell::new(MAX_RENDERS);
    let trial =
        Trial { scene, target, template: &template, settings: &settings, wish, step, renders: &renders };
    if trial.score(&start) == Score::There {
        return if start.is_empty() { Err(NoVariant::AlreadySo) } else { trial.finish(&start, &choice) };
    }
    let candidates = Candidates::of(&trial, &choices, &choice).all;
    let edits = trial.search(start, &candidates)?;
    trial.finish(&edits, &choice)
}

/// The first action that sends to a target.
fn sending_step(scene: &Scene<'_>, handle: &str) -> Option<usize> {
    let mut ordered = in_order(&scene.trigger.actions).into_iter();
    let names = |value: &Json| value.as_str() == Some(handle);
    ordered
        .position(|(_, action)| action.argument("target").is_some_and(|target| names(&target.value)))
        .map(|at| at + 1)
}

/// How near a set of changes comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Score {
    /// It cannot be rendered
    Broken,
    /// The branch is not come to
    Away,
    /// It goes the other way
    Other,
    /// It goes as wished
    There,
}

/// A template on changed contexts.
struct Trial<'a> {
    scene: &'a Scene<'a>,
    target: &'a Target,
    template: &'a Template,
    settings: &'a Settings,
    wish: &'a BranchWish,
    step: usize,
    renders: &'a Cell<usize>,
}

impl Trial<'_> {
    fn context(&self, edits: &[Edit]) -> Json {
        edits
            .iter()
            .fold(self.scene.context.data.clone(), |json, (pointer, to)| with(&json, pointer, to.as_ref()))
    }

    fn score(&self, edits: &[Edit]) -> Score {
        self.renders.set(self.renders.get().saturating_sub(1));
        let data = Value::from(&self.context(edits));
        let Ok(traced) = self.template.render_traced(&data, self.settings) else { return Score::Broken };
        match traced.choices.get(self.wish.choice) {
            Some(seen) if (if self.wish.taken { seen.yes } else { seen.no }) > 0 => Score::There,
            Some(seen) if seen.yes + seen.no > 0 => Score::Other,
            _ => Score::Away,
        }
    }

    /// Sets of changes by size. A set that came nearer is followed first.
    fn search(&self, start: Vec<Edit>, candidates: &[Edit]) -> Result<Vec<Edit>, NoVariant> {
        let mut followed = vec![(self.score(&start), start)];
        for _ in 0..MAX_CHANGES {
            let mut next: Vec<(Score, Vec<Edit>)> = Vec::new();
            for (from, edits) in &followed {
                if let Some(found) = self.widened((*from, edits), candidates, &mut next)? {
                    return Ok(found);
                }
            }
            next.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            next.truncate(MAX_FOLLOWED);
            followed = next;
        }
        Err(NoVariant::NotFound(MAX_RENDERS - self.renders.get()))
    }

    /// A set with one more change that does it; sets that are worth following go to `next`.
    fn widened(
        &self,
        (from, edits): (Score, &[Edit]),
        candidates: &[Edit],
        next: &mut Vec<(Score, Vec<Edit>)>,
    ) -> Result<Option<Vec<Edit>>, NoVariant> {
        for candidate in candidates.iter().filter(|one| !edits.iter().any(|edit| edit.0 == one.0)) {
            if self.renders.get() == 0 {
                return Err(NoVariant::Limit(MAX_RENDERS));
            }
            let longer = [edits, std::slice::from_ref(candidate)].concat();
            match self.score(&longer) {
                Score::There if self.is_sent(&longer) => return Ok(Some(longer)),
                score if score != Score::Broken && score >= from => next.push((score, longer)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Whether the trigger still comes to the target with the changes.
    fn is_sent(&self, edits: &[Edit]) -> bool {
        let report = self.scene.rerun(&self.context(edits));
        let step = report.as_ref().and_then(|run| run.steps.iter().find(|one| one.position == self.step));
        step.is_some_and(|step| step.request.is_some())
    }

    fn finish(&self, edits: &[Edit], choice: &Choice) -> Result<ContextVariant, NoVariant> {
        let context = self.context(edits);
        let report = self.scene.rerun(&context).ok_or(NoVariant::NoSuchBranch)?;
        if !self.is_sent(edits) {
            return Err(NoVariant::Fails(report.summary));
        }
        let changes: Vec<Change> = edits
            .iter()
            .map(|(pointer, to)| Change {
                step: None,
                pointer: pointer.clone(),
                from: self.scene.context.data.pointer(pointer).map(Json::to_value),
                to: to.as_ref().map(Json::to_value),
            })
            .collect();
        let way = if self.wish.taken { "takes" } else { "skips" };
        let what =
            format!("The template of '{}' {way} \u{201c}{}\u{201d}", self.target.handle, choice.condition);
        let outcome: Outcome = report.outcome;
        Ok(ContextVariant { sentence: words::context(&what, &changes), changes, context, outcome })
    }
}

/// Values that may change a template's way, the likeliest first.
struct Candidates<'t, 'a> {
    trial: &'t Trial<'a>,
    literals: Vec<Json>,
    paths: Vec<String>,
    all: Vec<Edit>,
}

impl<'t, 'a> Candidates<'t, 'a> {
    fn of(trial: &'t Trial<'a>, choices: &[Choice], choice: &Choice) -> Self {
        let is_in = |at: usize, of: &Choice| (of.span.start..of.span.end).contains(&at);
        let mut read = reads(&trial.target.template, trial.settings);
        read.sort_by_key(|one| {
            let at = one.span.start;
            let is_other = !choices.iter().any(|other| is_in(at, other));
            (!is_in(at, choice), is_other, choice.span.start.abs_diff(at))
        });
        let mut literals: Vec<Json> = Vec::new();
        let conditions = std::iter::once(choice).chain(choices);
        for literal in conditions.flat_map(|one| literals_in(&one.condition)) {
            if !literals.contains(&literal) {
                literals.push(literal);
            }
        }
        let mut found =
            Self { trial, literals, paths: read.into_iter().map(|one| one.path).collect(), all: Vec::new() };
        let mut seen: Vec<String> = Vec::new();
        for path in found.paths.clone() {
            if !seen.contains(&path) {
                found.add(&path);
                seen.push(path);
            }
        }
        found
    }

    /// Every value of a path: like other samples, as the conditions name it, as another of its type, empty, left out.
    fn add(&mut self, path: &str) {
        let mut pointer = String::new();
        path.split('.').for_each(|part| pointer_push(&mut pointer, if part == "*" { "0" } else { part }));
        let now = self.trial.scene.context.data.pointer(&pointer).cloned();
        let (scene, event) = (self.trial.scene, &self.trial.scene.trigger.event);
        let samples = scene.workspace.contexts_of(event).filter_map(|sample| sample.data.pointer(&pointer));
        let mut values: Vec<Option<Json>> = samples.take(8).cloned().map(Some).collect();
        values.extend(self.literals.iter().cloned().map(Some));
        values.extend(self.of_type(path, now.as_ref()).into_iter().map(Some));
        values.extend([Some(Json::Null), None]);
        let mut kept: Vec<Option<Json>> = Vec::new();
        for value in values.into_iter().filter(|value| *value != now) {
            if !kept.contains(&value) {
                kept.push(value);
            }
        }
        self.all.extend(kept.into_iter().map(|value| (pointer.clone(), value)));
    }

    fn of_type(&self, path: &str, now: Option<&Json>) -> Vec<Json> {
        let item = || Json::Array(vec![self.item_of(path)]);
        match now {
            Some(Json::Bool(is_so)) => vec![Json::Bool(!is_so)],
            Some(Json::Number(_)) => vec![Json::int(0), Json::int(1)],
            Some(Json::String(_)) => vec![Json::str(""), Json::str("x")],
            Some(Json::Array(items)) if items.is_empty() => vec![item()],
            Some(Json::Array(_)) => vec![Json::Array(Vec::new())],
            Some(Json::Object(_)) => vec![Json::Object(Object::new())],
            Some(Json::Null) | None => {
                let is_list = self.paths.iter().any(|other| other.starts_with(&format!("{path}.*")));
                let plain = [Json::Bool(true), Json::str("x"), Json::int(1)];
                if is_list { vec![item()] } else { plain.into_iter().chain([item()]).collect() }
            }
        }
    }

    /// An item with the fields that the template reads of a list's items.
    fn item_of(&self, path: &str) -> Json {
        let prefix = format!("{path}.*.");
        let fields = self.paths.iter().filter_map(|other| other.strip_prefix(&prefix));
        let fields = fields.filter(|field| !field.contains('.'));
        Json::Object(fields.map(|field| (field.to_owned(), Json::str("x"))).collect())
    }
}

/// The texts and numbers in an expression; beside a number those next to it.
fn literals_in(expression: &str) -> Vec<Json> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(at) = rest.find(|c: char| c == '\'' || c == '"' || c.is_ascii_digit()) {
        let tail = rest.get(at..).unwrap_or_default();
        let first = tail.chars().next().unwrap_or_default();
        if first.is_ascii_digit() {
            let end = tail.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tail.len());
            let text = tail.get(..end).unwrap_or_default().trim_end_matches('.');
            let is_name = rest
                .get(..at)
                .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            if let Some(number) = Json::number(text).filter(|_| !is_name) {
                found.extend(beside(&number));
                found.insert(found.len().saturating_sub(2), number);
            }
            rest = tail.get(end..).unwrap_or_default();
        } else {
            let body = tail.get(1..).unwrap_or_default();
            let end = body.find(first).unwrap_or(body.len());
            found.push(Json::str(body.get(..end).unwrap_or_default()));
            rest = body.get(end + 1..).unwrap_or_default();
        }
    }
    found
}

fn beside(number: &Json) -> Vec<Json> {
    let whole = match number {
        Json::Number(number) => Number::as_i64(number),
        _ => None,
    };
    whole
        .map(|whole| vec![Json::int(whole.saturating_add(1)), Json::int(whole.saturating_sub(1))])
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Style, to_text};

    #[test]
    fn literals_are_read_from_an_expression() {
        let found = literals_in(r#"tier == 'gold' and spend2 > 500 or name in ["a", "b"]"#);
        let texts: Vec<String> = found.iter().map(|json| to_text(json, &Style::compact())).collect();
        assert_eq!(texts, ["\"gold\"", "500", "501", "499", "\"a\"", "\"b\""]);
        assert!(literals_in("x1 ~ 'open").len() == 1);
    }
}
