//! Two versions of a trigger on the same contexts: what fires newly, no longer, or otherwise.
//!
//! Main entry: [`compare`].

use super::env::RunEnv;
use super::report::{Outcome, RunReport, StepReport, StepStatus};
use super::run::run;
use super::target_send::shown_url;
use crate::json::pointer_push;
use crate::model::{Context, TriggerId, Workspace};
use serde::Serialize;
use serde_json::Value;

/// Most differences that are listed for one context.
const MAX_LISTED: usize = 40;

/// A trigger in its workspace.
pub type TriggerVersion<'w> = (&'w Workspace, TriggerId);

/// Which of two versions there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Both
    Both,
    /// Only the newer one: the trigger was added.
    OnlyNew,
    /// Only the older one: the trigger was removed.
    OnlyOld,
}

/// Two versions of a trigger on all contexts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriggerComparison {
    /// The trigger's name, the newer version's.
    pub trigger: String,
    /// Whether there are two versions.
    pub presence: Presence,
    /// What differs, in one sentence.
    pub sentence: String,
    /// How many contexts fire with the newer version only.
    pub newly_fires: usize,
    /// How many contexts fire with the older version only.
    pub no_longer_fires: usize,
    /// How many contexts end with other arguments, another payload, or at another place.
    pub differs: usize,
    /// How many contexts end alike.
    pub unchanged: usize,
    /// Each context in order.
    pub contexts: Vec<ComparedContext>,
}

impl TriggerComparison {
    /// Whether there are two versions, and every context ends alike.
    pub fn is_unchanged(&self) -> bool {
        self.presence == Presence::Both && self.unchanged == self.contexts.len()
    }
}

/// What two versions do on a context.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedContext {
    /// The context's name.
    pub context: String,
    /// What changes.
    pub verdict: ComparedVerdict,
    /// How the older version ends.
    pub old: String,
    /// How the newer version ends.
    pub new: String,
    /// What is different, leaf by leaf.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<RunDifference>,
}

/// What changes from one version to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparedVerdict {
    /// Only the newer version fires.
    NewlyFires,
    /// Only the older version fires.
    NoLongerFires,
    /// Both fire, with other arguments or another payload; or neither does, for another reason.
    Differs,
    /// Nothing changes.
    Unchanged,
}

/// One difference between two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunDifference {
    /// What it is about: "Issue a reward: value".
    pub what: String,
    /// In the older version; none if there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// In the newer version; none if there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// Runs two versions of a trigger on contexts. Each version comes with its workspace, since targets and definitions may
/// have changed, too. A version that is not there fires on nothing. `None` if there is neither, or if one of the workspaces has
/// no such trigger.
///
/// ```
/// use reagent::{engine::{RunEnv, compare}, json, model::{Context, Workspace}, wire};
/// let read = |text: &str| json::parse(text, json::Limits::default()).unwrap();
/// let version = |bound: u32| {
///     let text = r#"{"name":"Big","trigger":"x","actions":[{"name":"filter","sort_order":1,
///         "arguments":[{"name":"condition","value":{">=":[{"var":"spend"},BOUND]}}]}]}"#;
///     let (trigger, _) = wire::read_trigger(&read(&text.replace("BOUND", &bound.to_string())), &mut wire::Ids::default());
///     Workspace { triggers: vec![trigger.into()], ..Workspace::default() }
/// };
/// let (old, new) = (version(500), version(400));
/// let context = Context { event: Some("x".into()), data: read(r#"{"spend":420}"#), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, new.profile.clone());
/// let (old_id, new_id) = (old.triggers[0].id, new.triggers[0].id);
/// let compared = compare(Some((&old, old_id)), Some((&new, new_id)), [&context], &env).unwrap();
/// assert_eq!(compared.sentence, "1 of 1 contexts fires newly");
/// let added = compare(None, Some((&new, new_id)), [&context], &env).unwrap();
/// assert_eq!(added.sentence, "the trigger is new: 1 of 1 contexts fires newly");
/// ```
pub fn compare<'c>(
    old: Option<TriggerVersion<'_>>,
    new: Option<TriggerVersion<'_>>,
    contexts: impl IntoIterator<Item = &'c Context>,
    env: &RunEnv,
) -> Option<TriggerComparison> {
    let presence = match (old, new) {
        (Some(_), Some(_)) => Presence::Both,
        (None, Some(_)) => Presence::OnlyNew,
        (Some(_), None) => Presence::OnlyOld,
        (None, None) => return None,
    };
    let name =
        |(workspace, id): TriggerVersion<'_>| workspace.trigger(id).map(|trigger| trigger.name.clone());
    let report = |version: Option<TriggerVersion<'_>>, context| {
        // The outer none: the workspace has no such trigger.
        version
            .map(|(workspace, id)| run(workspace, id, context, env))
            .map_or(Some(None), |run| run.map(Some))
    };
    let compared: Option<Vec<ComparedContext>> = contexts
        .into_iter()
        .map(|context| {
            let (old, new) = (report(old, context)?, report(new, context)?);
            Some(compared(&context.name, old.as_ref(), new.as_ref()))
        })
        .collect();
    let (trigger, contexts) = (name(new.or(old)?)?, compared?);
    let count = |verdict| contexts.iter().filter(|context| context.verdict == verdict).count();
    let mut comparison = TriggerComparison {
        trigger,
        presence,
        sentence: String::new(),
        newly_fires: count(ComparedVerdict::NewlyFires),
        no_longer_fires: count(ComparedVerdict::NoLongerFires),
        differs: count(ComparedVerdict::Differs),
        unchanged: count(ComparedVerdict::Unchanged),
        contexts,
    };
    comparison.sentence = sentence(&comparison);
    Some(comparison)
}

fn sentence(comparison: &TriggerComparison) -> String {
    let found = found_on_contexts(comparison);
    match comparison.presence {
        Presence::Both => found,
        Presence::OnlyNew => format!("the trigger is new: {found}"),
        Presence::OnlyOld => format!("the trigger is no longer there: {found}"),
    }
}

fn found_on_contexts(comparison: &TriggerComparison) -> String {
    let total = comparison.contexts.len();
    if total == 0 {
        return "there is no context of this event to compare on".to_owned();
    }
    let part = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{count} of {total} contexts {}", if count == 1 { one } else { many }))
    };
    let parts: Vec<String> = [
        part(comparison.newly_fires, "fires newly", "fire newly"),
        part(comparison.no_longer_fires, "no longer fires", "no longer fire"),
        part(comparison.differs, "ends differently", "end differently"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { format!("no difference on {total} contexts") } else { parts.join(", ") }
}

fn compared(context: &str, old: Option<&RunReport>, new: Option<&RunReport>) -> ComparedContext {
    let mut differences = Vec::new();
    let fires = |report: Option<&RunReport>| report.is_some_and(|report| report.outcome == Outcome::Fired);
    let verdict = match (fires(old), fires(new)) {
        (false, true) => ComparedVerdict::NewlyFires,
        (true, false) => ComparedVerdict::NoLongerFires,
        _ => {
            let (Some(old), Some(new)) = (old, new) else {
                return ComparedContext::new(context, ComparedVerdict::Unchanged, (old, new));
            };
            effects(old, new, &mut differences);
            let ends_alike = old.outcome == new.outcome;
            if differences.is_empty() && ends_alike {
                ComparedVerdict::Unchanged
            } else {
                ComparedVerdict::Differs
            }
        }
    };
    differences.truncate(MAX_LISTED);
    ComparedContext { differences, ..ComparedContext::new(context, verdict, (old, new)) }
}

impl ComparedContext {
    fn new(
        context: &str,
        verdict: ComparedVerdict,
        (old, new): (Option<&RunReport>, Option<&RunReport>),
    ) -> Self {
        let summary = |report: Option<&RunReport>| {
            report.map_or_else(|| "There is no such trigger".to_owned(), |report| report.summary.clone())
        };
        let (old, new) = (summary(old), summary(new));
        Self { context: context.to_owned(), verdict, old, new, differences: Vec::new() }
    }
}

/// The actions that would run, matched by type and order among their type.
fn effects(old: &RunReport, new: &RunReport, differences: &mut Vec<RunDifference>) {
    let acting = |report: &RunReport| {
        let steps = report.steps.iter().filter(|step| step.status == StepStatus::WouldRun);
        steps.cloned().collect::<Vec<StepReport>>()
    };
    let (mut before, after) = (acting(old), acting(new));
    for step in &after {
        match before.iter().position(|other| other.action == step.action) {
            Some(at) => step_differences(&before.remove(at), step, differences),
            None => differences.push(difference(&step.title, None, Some(words_of(step)))),
        }
    }
    differences.extend(before.iter().map(|step| difference(&step.title, Some(words_of(step)), None)));
}

fn words_of(step: &StepReport) -> Value {
    step.effect.as_ref().map_or_else(|| step.title.as_str(), |effect| effect.sentence.as_str()).into()
}

fn difference(what: &str, old: Option<Value>, new: Option<Value>) -> RunDifference {
    RunDifference { what: what.to_owned(), old, new }
}

fn step_differences(old: &StepReport, new: &StepReport, differences: &mut Vec<RunDifference>) {
    let data = |step: &StepReport| {
        step.effect.as_ref().map_or(Value::Null, |effect| Value::Object(effect.data.clone()))
    };
    leaves(&format!("{}: ", new.title), "", (Some(&data(old)), Some(&data(new))), differences);
    let body = |step: &StepReport| {
        let request = step.request.as_ref()?;
        Some(request.json.clone().unwrap_or_else(|| request.body.as_str().into()))
    };
    leaves(&format!("{}: payload ", new.title), "", (body(old).as_ref(), body(new).as_ref()), differences);
    let urls = [old, new].map(|step| step.request.as_ref().map(|request| request.url.as_str()));
    let shown = urls.map(|url| url.map(|url| Value::from(shown_url(url))));
    if urls[0] != urls[1] && shown[0] == shown[1] {
        let words = |text: &str| Some(Value::from(text));
        let what = format!("{}: user, password or values of the URL", new.title);
        differences.push(difference(&what, words("as before"), words("others")));
    }
    leaves(&format!("{}: URL", new.title), "", (shown[0].as_ref(), shown[1].as_ref()), differences);
}

/// The leaves in which two values differ.
fn leaves(
    prefix: &str,
    pointer: &str,
    (old, new): (Option<&Value>, Option<&Value>),
    differences: &mut Vec<RunDifference>,
) {
    if old == new || differences.len() >= MAX_LISTED {
        return;
    }
    let at = |segment: &str| {
        let mut pointer = pointer.to_owned();
        pointer_push(&mut pointer, segment);
        pointer
    };
    match (old, new) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let added = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(added) {
                leaves(prefix, &at(key), (before.get(key), after.get(key)), differences);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            for index in 0..before.len().max(after.len()) {
                leaves(prefix, &at(&index.to_string()), (before.get(index), after.get(index)), differences);
            }
        }
        _ => {
            let name = pointer.trim_start_matches('/').replace('/', ".");
            differences.push(difference(&format!("{prefix}{name}"), old.cloned(), new.cloned()));
        }
    }
}
