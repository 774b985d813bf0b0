//! The adversarial re-render: every value that a template reads is replaced by ones that break careless templates.
//!
//! Not a proof: it shows what happens on the contexts given. Each printed expression is judged alone, by putting only
//! its new text into the old output. Main entry: [`adversarial`].

mod attack;
mod verdict;

use super::lint::names::kind_of;
use super::provenance::{ContextPath, TracedRender};
use super::{FieldKind, Limits, Settings, Template};
use crate::diag::{Diagnostic, Place, Severity, Span};
use crate::php::Value;
use attack::{Attack, Seen, attacks};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use verdict::{Outcome, Verdict, is_json, judge};

/// Contexts that are attacked.
const MAX_CONTEXTS: usize = 20;
/// Values of one context that are attacked.
const MAX_LEAVES: usize = 64;
/// Renders in all.
const MAX_RENDERS: usize = 4_000;
/// Bytes of output that are read in all.
const MAX_BYTES: usize = 64 << 20;
/// In how many contexts the same path is attacked.
const MAX_REPEATS: usize = 3;
/// How deep a list or an object that is read as a whole is looked into.
const MAX_DEPTH: usize = 4;

/// What breaks when values change: one finding for each path and printed expression. Contexts on which the template
/// does not give JSON in the first place are passed over; whoever calls knows them.
///
/// ```
/// use reagent::{php::Value, twig::{Settings, Template, adversarial}};
/// let settings = Settings::default();
/// let template = Template::compile(r#"{"name": "{{ first_name }}"}"#, &settings)?;
/// let context = Value::from(&serde_json::json!({"first_name": "Mira"}));
/// let found = adversarial(&template, &[context], &settings);
/// assert!(found[0].message.starts_with("breaks when `first_name` contains a line break"), "{}", found[0].message);
/// # Ok::<(), reagent::twig::TwigError>(())
/// ```
pub fn adversarial(template: &Template, contexts: &[Value], settings: &Settings) -> Vec<Diagnostic> {
    let limits = Limits {
        steps: settings.limits.steps.min(200_000),
        output_bytes: settings.limits.output_bytes.min(8 << 20),
        ..settings.limits
    };
    let mut siege = Siege {
        template,
        settings: Settings { limits, ..settings.clone() },
        found: IndexMap::new(),
        renders: 0,
        bytes: 0,
    };
    let renders =
        contexts.iter().take(MAX_CONTEXTS).filter_map(|context| Some((context, siege.render(context)?)));
    let renders: Vec<_> = renders.filter(|(_, render)| is_json(&render.output)).collect();
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for (context, render) in &renders {
        for leaf in leaves(context, render) {
            seen.entry(leaf.pattern()).or_default().note(leaf.get(context));
        }
    }
    let mut repeats: BTreeMap<String, usize> = BTreeMap::new();
    for (context, render) in &renders {
        for leaf in leaves(context, render) {
            let pattern = leaf.pattern();
            let times = repeats.entry(pattern.clone()).or_default();
            *times += 1;
            if *times <= MAX_REPEATS {
                siege.attack(context, render, &leaf, seen.get(&pattern).copied().unwrap_or_default());
            }
        }
    }
    siege.findings()
}

/// The values to attack, each pattern once.
fn leaves(context: &Value, render: &TracedRender) -> Vec<ContextPath> {
    let mut leaves = IndexMap::new();
    for path in &render.reads {
        expand(context, path, MAX_DEPTH, &mut leaves);
    }
    leaves.into_values().take(MAX_LEAVES).collect()
}

fn expand(context: &Value, path: &ContextPath, depth: usize, leaves: &mut IndexMap<String, ContextPath>) {
    let value = path.get(context);
    let Some(Value::Array(array)) = value else {
        if !path.segments().is_empty() {
            leaves.entry(path.pattern()).or_insert_with(|| path.clone());
        }
        return;
    };
    let is_list = array.is_list();
    if is_list && !path.segments().is_empty() {
        leaves.entry(path.pattern()).or_insert_with(|| path.clone());
    }
    if depth == 0 || leaves.len() > MAX_LEAVES {
        return;
    }
    for key in array.keys().take(if is_list { 1 } else { MAX_LEAVES }) {
        let key = match key {
            crate::php::KeyRef::Int(int) => int.to_string(),
            crate::php::KeyRef::Str(text) => text.to_owned(),
        };
        expand(context, &path.child(&key), depth - 1, leaves);
    }
}

/// What a group of findings shares.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Group {
    pattern: String,
    span: Span,
    outcome: Outcome,
}

struct Siege<'t> {
    template: &'t Template,
    settings: Settings,
    /// The attacks that each group is about, with what happened.
    found: IndexMap<Group, Vec<(Attack, String)>>,
    renders: usize,
    bytes: usize,
}

impl Siege<'_> {
    fn render(&self, context: &Value) -> Option<TracedRender> {
        self.template.render_traced(context, &self.settings).ok()
    }

    fn attack(&mut self, context: &Value, before: &TracedRender, leaf: &ContextPath, seen: Seen) {
        let original = leaf.get(context);
        let named = kind_of(&leaf.pattern());
        let is_identifier = matches!(named, Some(FieldKind::Identifier | FieldKind::Digits))
            && original.and_then(Value::as_str).is_none_or(is_identifier);
        let takes_text = !is_identifier && self.takes_text(context, before, leaf);
        for attack in attacks(seen, named) {
            if attack.is_text() && !takes_text {
                continue;
            }
            let Some(changed) = attack.applied(leaf, context) else { continue };
            if self.renders >= MAX_RENDERS || self.bytes >= MAX_BYTES {
                return;
            }
            self.renders += 1;
            let after = self.template.render_traced(&changed, &self.settings);
            let verdicts = judge(before, after, attack, &mut self.bytes);
            for Verdict { span, outcome, detail } in verdicts {
                let group = Group { pattern: leaf.pattern(), span, outcome };
                let attacks = self.found.entry(group).or_default();
                if attacks.iter().all(|(known, _)| *known != attack) {
                    attacks.push((attack, detail));
                }
            }
        }
    }

    /// Whether any text may stand at a leaf: not if it must be a date or a number.
    fn takes_text(&mut self, context: &Value, before: &TracedRender, leaf: &ContextPath) -> bool {
        self.renders += 1;
        let Some(changed) = Attack::Harmless.applied(leaf, context) else { return false };
        let after = self.template.render_traced(&changed, &self.settings);
        after.is_ok() && judge(before, after, Attack::Harmless, &mut self.bytes).is_empty()
    }

    fn findings(self) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> =
            self.found.into_iter().map(|(group, attacks)| finding(&group, &attacks)).collect();
        findings.sort_by_key(|finding| {
            (finding.place.span.map_or(0, |span| span.start), std::cmp::Reverse(finding.severity))
        });
        findings
    }
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'+' | b' ' | b'(' | b')')
    })
}

fn finding(group: &Group, attacks: &[(Attack, String)]) -> Diagnostic {
    let path = &group.pattern;
    let when = attack::sentence(attacks.iter().map(|(attack, _)| *attack));
    let is_text = attacks.iter().any(|(attack, _)| attack.is_text());
    let details: Vec<&str> = attacks.iter().map(|(_, detail)| detail.as_str()).collect();
    // An empty payload comes of no place in it.
    let start = Span { start: 0, end: 1, line: 1, column: 1 };
    let place = Place::span(if group.span.line == 0 { start } else { group.span });
    match group.outcome {
        Outcome::NotJson => {
            let severity = if is_text { Severity::Error } else { Severity::Warning };
            let message = format!("breaks when `{path}` {when}: the payload is no longer JSON");
            Diagnostic::new(severity, "payload/breaks", message, place)
        }
        Outcome::Changed => {
            let message = format!("`{path}` does not arrive as it is when it {when}: {}", details.join(", "));
            Diagnostic::new(Severity::Warning, "payload/data-changed", message, place)
        }
        Outcome::Fails => {
            let message =
                format!("the render fails when `{path}` {when}: {}", details.first().unwrap_or(&""));
            Diagnostic::new(Severity::Warning, "payload/render-error", message, place)
        }
    }
}
