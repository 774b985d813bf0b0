//! Calibration: which settings reproduce a rendering that the tenant itself made.
//!
//! Source: `POST /targets/preview` answers `{"data": {"result", "context"}}`, the result decoded from JSON.

use super::env::RunEnv;
use super::untold::{Tie, sentences, untold};
use crate::json::{Json, pointer_push};
use crate::model::{Autoescape, EngineProfile, USUAL_ZONES, Warnings};
use crate::php;
use crate::twig::Template;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// The settings that were tried, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// The settings that come closest; of equals, the ones nearest to those of the workspace.
    pub profile: EngineProfile,
    /// Whether they reproduce everything.
    pub is_exact: bool,
    /// How many values of the answer they reproduce.
    pub equal: usize,
    /// What they do not reproduce.
    pub differences: Vec<Difference>,
    /// Why nothing was rendered, if nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Settings of which this template tells nothing: every value comes as close.
    pub undecided: Vec<&'static str>,
    /// Settings of which it excludes some values, and leaves several.
    pub ties: Vec<Tie>,
    /// How many combinations were tried.
    pub tried: usize,
}

/// A value that no setting reproduces.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// JSON Pointer into the result.
    pub pointer: String,
    /// The tenant's value; absent if only we have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Value>,
    /// Our value; absent if only the tenant has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<Value>,
}

/// An answer of `POST /targets/preview`.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What the tenant rendered, decoded.
    pub result: Json,
    /// What it rendered from.
    pub context: Json,
}

impl Preview {
    /// Takes the answer with or without its `data` envelope. `None` if it has no `result` and `context`.
    pub fn from_answer(answer: &Json) -> Option<Self> {
        let data = answer.get("data").unwrap_or(answer);
        Some(Self { result: data.get("result")?.clone(), context: data.get("context")?.clone() })
    }
}

/// What a template renders under some settings: decoded, or as text where it is no JSON.
pub fn rendered_value(
    template: &str,
    context: &Json,
    profile: &EngineProfile,
    now: Timestamp,
) -> Result<Value, String> {
    rendered(template, context, &php::Value::from(context), (profile, now))
}

/// Assumption: an empty template gives the whole context, as it does when it is sent.
fn rendered(
    template: &str,
    whole: &Json,
    context: &php::Value,
    (profile, now): (&EngineProfile, Timestamp),
) -> Result<Value, String> {
    if template.trim().is_empty() {
        return Ok(whole.to_value());
    }
    let settings = RunEnv::new(now, profile.clone()).twig_settings();
    let rendered =
        Template::compile(template, &settings).and_then(|template| template.render(context, &settings));
    let output = rendered.map_err(|error| error.to_string())?.output;
    // A payload that is not JSON has no decoded form; it is compared as text.
    Ok(serde_json::from_str(&output).unwrap_or(Value::String(output)))
}

/// What `POST /targets/preview` calls the objects that it renders for.
///
/// Source: the values of its `resource`.
pub const PREVIEW_RESOURCES: [&str; 6] =
    ["profile", "transaction", "transaction_item", "order", "order_item", "reward"];

/// Which of them an event is about.
pub fn preview_resource(event: &str) -> Option<&'static str> {
    let (family, _) = event.split_once('.')?;
    let family = family.replace('-', "_");
    PREVIEW_RESOURCES.into_iter().find(|resource| *resource == family)
}

/// The settings in which two profiles differ, as `reagent.toml` names and spells them: name, first, second.
pub fn changed_settings(from: &EngineProfile, to: &EngineProfile) -> Vec<(&'static str, String, String)> {
    let pairs = spelled(from).into_iter().zip(spelled(to));
    pairs.filter(|(from, to)| from != to).map(|((name, from), (_, to))| (name, from, to)).collect()
}

/// The settings of a profile, as `reagent.toml` names and spells them.
pub(super) fn spelled(profile: &EngineProfile) -> [(&'static str, String); 4] {
    let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
    let of = |value: Result<Value, serde_json::Error>| value.map(word).unwrap_or_default();
    [
        ("autoescape", of(serde_json::to_value(profile.autoescape))),
        ("strict_variables", profile.strict_variables.to_string()),
        ("timezone", profile.timezone.clone()),
        ("warnings", of(serde_json::to_value(profile.warnings))),
    ]
}

/// How many values are the same, in words.
pub fn all_values(count: usize) -> String {
    match count {
        0 => "nothing at all".to_owned(),
        1 => "its only value".to_owned(),
        count => format!("all {count} values"),
    }
}

/// Renders the template with every combination of settings and keeps the one that comes closest to the answer.
pub fn calibrate(template: &str, preview: &Preview, base: &EngineProfile, now: Timestamp) -> Calibration {
    let context = php::Value::from(&preview.context);
    let theirs = preview.result.to_value();
    let mut zones = vec![base.timezone.clone()];
    zones.extend(preview.context.get("timezone").and_then(Json::as_str).map(str::to_owned));
    zones.extend(USUAL_ZONES.map(str::to_owned));
    let mut trial = Trial {
        template,
        whole: &preview.context,
        context: &context,
        theirs: &theirs,
        now,
        attempts: Vec::new(),
    };
    trial.try_zones(base, &zones);
    if trial.attempts.iter().all(|attempt| !attempt.is_exact()) && template.contains("date") {
        let all: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        trial.try_zones(base, &all);
    }
    trial.best()
}

struct Attempt {
    profile: EngineProfile,
    equal: usize,
    differences: Vec<Difference>,
    error: Option<String>,
}

impl Attempt {
    fn is_exact(&self) -> bool {
        self.error.is_none() && self.differences.is_empty()
    }

    /// Fewer is closer: a render that failed comes last.
    fn distance(&self) -> (bool, usize) {
        (self.error.is_some(), self.differences.len())
    }
}

struct Trial<'a> {
    template: &'a str,
    whole: &'a Json,
    context: &'a php::Value,
    theirs: &'a Value,
    now: Timestamp,
    attempts: Vec<Attempt>,
}

impl Trial<'_> {
    fn try_zones(&mut self, base: &EngineProfile, zones: &[String]) {
        let tried: BTreeSet<String> =
            self.attempts.iter().map(|attempt| attempt.profile.timezone.clone()).collect();
        let mut seen = BTreeSet::new();
        let new_zones = zones.iter().filter(|zone| !tried.contains(*zone) && seen.insert((*zone).clone()));
        for profile in new_zones.flat_map(|zone| profiles(base, zone)) {
            let attempt = self.attempt(profile);
            self.attempts.push(attempt);
        }
    }

    fn attempt(&self, profile: EngineProfile) -> Attempt {
        match rendered(self.template, self.whole, self.context, (&profile, self.now)) {
            Ok(ours) => {
                let mut comparison = Comparison::default();
                comparison.compare(self.theirs, &ours, &mut String::new());
                Attempt { profile, equal: comparison.equal, differences: comparison.differences, error: None }
            }
            Err(error) => Attempt { profile, equal: 0, differences: Vec::new(), error: Some(error) },
        }
    }

    fn best(self) -> Calibration {
        let tried = self.attempts.len();
        let closest = self.attempts.iter().map(Attempt::distance).min();
        let is_close = |attempt: &Attempt| Some(attempt.distance()) == closest;
        let Some(best) = self.attempts.iter().find(|attempt| is_close(attempt)) else {
            return Calibration::nothing();
        };
        let others = self.attempts.iter().map(|attempt| (&attempt.profile, is_close(attempt)));
        let (undecided, ties) = untold(&best.profile, &others.collect::<Vec<_>>());
        Calibration {
            is_exact: best.is_exact(),
            profile: best.profile.clone(),
            equal: best.equal,
            differences: best.differences.clone(),
            error: best.error.clone(),
            undecided,
            ties,
            tried,
        }
    }
}

impl Calibration {
    /// What the rendering does not tell of the settings, in sentences.
    pub fn untold(&self) -> Vec<String> {
        sentences(&self.undecided, &self.ties)
    }

    fn nothing() -> Self {
        Self {
            profile: EngineProfile::default(),
            is_exact: false,
            equal: 0,
            differences: Vec::new(),
            error: None,
            undecided: Vec::new(),
            ties: Vec::new(),
            tried: 0,
        }
    }
}

/// Every combination of the other settings, those of the workspace first.
fn profiles(base: &EngineProfile, zone: &str) -> Vec<EngineProfile> {
    let mut profiles = Vec::new();
    for autoescape in first(base.autoescape, [Autoescape::Html, Autoescape::Off, Autoescape::Js]) {
        for strict_variables in first(base.strict_variables, [false, true]) {
            for warnings in first(base.warnings, [Warnings::Raise, Warnings::Ignore]) {
                let timezone = zone.to_owned();
                profiles.push(EngineProfile { autoescape, strict_variables, timezone, warnings });
            }
        }
    }
    profiles
}

/// The workspace's own choice first, so that it wins among equals.
fn first<T: PartialEq + Copy, const N: usize>(own: T, all: [T; N]) -> impl Iterator<Item = T> {
    std::iter::once(own).chain(all.into_iter().filter(move |other| *other != own))
}

#[derive(Default)]
struct Comparison {
    equal: usize,
    differences: Vec<Difference>,
}

impl Comparison {
    fn compare(&mut self, theirs: &Value, ours: &Value, pointer: &mut String) {
        match (theirs, ours) {
            (Value::Object(left), Value::Object(right)) => {
                let keys = left.keys().chain(right.keys().filter(|key| !left.contains_key(*key)));
                for key in keys {
                    self.child(left.get(key), right.get(key), key, pointer);
                }
            }
            (Value::Array(left), Value::Array(right)) => {
                for index in 0..left.len().max(right.len()) {
                    self.child(left.get(index), right.get(index), &index.to_string(), pointer);
                }
            }
            _ if same(theirs, ours) => self.equal += 1,
            _ => self.differ(Some(theirs), Some(ours), pointer),
        }
    }

    fn child(&mut self, theirs: Option<&Value>, ours: Option<&Value>, key: &str, pointer: &mut String) {
        let len = pointer.len();
        pointer_push(pointer, key);
        match (theirs, ours) {
            (Some(theirs), Some(ours)) => self.compare(theirs, ours, pointer),
            (theirs, ours) => self.differ(theirs, ours, pointer),
        }
        pointer.truncate(len);
    }

    fn differ(&mut self, theirs: Option<&Value>, ours: Option<&Value>, pointer: &str) {
        let difference =
            Difference { pointer: pointer.to_owned(), theirs: theirs.cloned(), ours: ours.cloned() };
        self.differences.push(difference);
    }
}

/// Equal after the tenant has decoded and encoded the value in PHP: 25.0 is sent as 25, and `{}` as `[]`.
fn same(theirs: &Value, ours: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    match (theirs, ours) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        _ => theirs == ours || is_empty(theirs) && is_empty(ours),
    }
}
