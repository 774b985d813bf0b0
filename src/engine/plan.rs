//! What runs of one workspace share: rules and templates, read and compiled once.

use super::condition::Shown;
use super::env::RunEnv;
use super::report::RunReport;
use super::run::run_in;
use crate::json::Json;
use crate::logic::{self, Program, Rule};
use crate::model::{Context, Target, TriggerId, Workspace};
use crate::twig::{Settings, Strategy, Template, TwigError};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Runs of one workspace. Each run gives the same report as [`super::run`]; many of them are faster, for every rule and
/// template is read once. It belongs to one thread.
#[derive(Debug)]
pub struct Plan<'w> {
    pub(super) workspace: &'w Workspace,
    /// By the address of the JSON that they were read from, which a borrowed workspace does not move
    rules: RefCell<BTreeMap<usize, Rc<ReadRule>>>,
    /// By the handle of their target
    templates: RefCell<BTreeMap<String, Rc<ReadTemplate>>>,
    /// Whether conditions are also put to the reference engine
    pub(super) has_second_opinion: bool,
}

impl<'w> Plan<'w> {
    /// Has read nothing yet.
    pub fn new(workspace: &'w Workspace) -> Self {
        Self { workspace, rules: RefCell::default(), templates: RefCell::default(), has_second_opinion: true }
    }

    /// For runs of which only the outcome counts: their reports lack the reference engine's opinion, which takes
    /// longer than everything else of a condition.
    pub fn without_second_opinion(workspace: &'w Workspace) -> Self {
        Self { has_second_opinion: false, ..Self::new(workspace) }
    }

    /// The workspace whose triggers it runs.
    pub fn workspace(&self) -> &'w Workspace {
        self.workspace
    }

    /// Runs a trigger on a context. `None` if the workspace has no such trigger.
    pub fn run(&self, id: TriggerId, context: &Context, env: &RunEnv) -> Option<RunReport> {
        run_in(self, id, context, env)
    }

    /// A rule of the workspace.
    pub(super) fn rule(&self, source: &Json) -> Rc<ReadRule> {
        let address = std::ptr::from_ref(source).addr();
        let known = self.rules.borrow().get(&address).map(Rc::clone);
        // The address is a hint; what counts is that it is the same rule.
        if let Some(known) = known.filter(|known| known.rule.source() == source) {
            return known;
        }
        let read = Rc::new(ReadRule::new(source));
        self.rules.borrow_mut().insert(address, Rc::clone(&read));
        read
    }

    /// The template of a target.
    pub(super) fn template(&self, target: &Target, settings: &Settings) -> Rc<ReadTemplate> {
        let known = self.templates.borrow().get(&target.handle).map(Rc::clone);
        let is_same = |known: &Rc<ReadTemplate>| {
            known.autoescape == settings.autoescape && known.text == target.template
        };
        if let Some(known) = known.filter(is_same) {
            return known;
        }
        let read = Rc::new(ReadTemplate {
            autoescape: settings.autoescape,
            text: target.template.clone(),
            compiled: Template::compile(&target.template, settings),
        });
        self.templates.borrow_mut().insert(target.handle.clone(), Rc::clone(&read));
        read
    }
}

/// A rule and its program.
#[derive(Debug)]
pub(super) struct ReadRule {
    pub(super) rule: Rule,
    pub(super) program: Program,
    shown: OnceCell<Shown>,
}

impl ReadRule {
    fn new(source: &Json) -> Self {
        let rule = logic::parse(source);
        let program = rule.compile();
        Self { rule, program, shown: OnceCell::new() }
    }

    /// What a report says of it whatever the event is.
    pub(super) fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| Shown::new(&self.rule))
    }
}

/// A template of a target, or why it is none.
#[derive(Debug)]
pub(super) struct ReadTemplate {
    autoescape: Strategy,
    text: String,
    pub(super) compiled: Result<Template, TwigError>,
}
