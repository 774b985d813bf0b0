//! New objects, as empty as they can be and as full as the catalogue allows.

use super::super::state::{AppState, Dialog, NewContext};
use super::Turn;
use crate::catalog::{ActionType, ArgumentKind, ArgumentType, EventKind, Required, catalog};
use crate::document::{ChainEdit, ChainId, Edit, NewObject};
use crate::json::{Json, Limits, Object, parse};
use crate::model::{Action, ActionId, Argument, Automation, Context, Target, Trigger};

/// An action of a type with the arguments that it is useless without. `event` says where a profile's id is.
pub fn new_action(kind: &str, event: Option<&str>) -> Action {
    let arguments = match catalog().canonical_action(kind) {
        Some(action) => default_arguments(action, event),
        None => Vec::new(),
    };
    Action { kind: kind.to_owned(), arguments, ..Action::default() }
}

fn default_arguments(action: &ActionType, event: Option<&str>) -> Vec<Argument> {
    let is_needed = |argument: &&ArgumentType| {
        use ArgumentKind as Kind;
        argument.required == Required::Required
            || matches!(argument.kind, Kind::ProfileId | Kind::Definition | Kind::Target | Kind::Condition)
    };
    action.arguments.iter().filter(is_needed).map(|argument| default_argument(argument, event)).collect()
}

fn default_argument(argument: &ArgumentType, event: Option<&str>) -> Argument {
    let family = event.and_then(|event| catalog().context_for_event(event));
    let (value, is_dynamic) = match argument.kind {
        ArgumentKind::ProfileId => {
            let path = family.and_then(|family| family.profile_id_path.as_deref()).unwrap_or("profile_id");
            (variable(path), Some(true))
        }
        ArgumentKind::Condition => {
            let sides = Json::Array(vec![variable(""), Json::str("")]);
            (Json::Object(std::iter::once(("===".to_owned(), sides)).collect()), None)
        }
        ArgumentKind::Enum => (argument.values.first().map_or(Json::str(""), Json::str), None),
        ArgumentKind::Number | ArgumentKind::Integer => (Json::int(0), None),
        ArgumentKind::Json => (Json::Object(Object::new()), None),
        _ => (Json::str(""), None),
    };
    Argument { name: argument.name.clone(), value, is_dynamic, source: Json::Null }
}

/// `{"var": path}`
fn variable(path: &str) -> Json {
    Json::Object(std::iter::once(("var".to_owned(), Json::str(path))).collect())
}

impl Turn<'_> {
    pub(in crate::app) fn add_action(&mut self, chain: ChainId, before: Option<ActionId>, kind: &str) {
        let event = match chain {
            ChainId::Trigger(id) => self.state.workspace().trigger(id).map(|trigger| trigger.event.clone()),
            ChainId::Automation(_) => None,
        };
        let actions = vec![new_action(kind, event.as_deref())];
        self.edit(Edit::Chain(chain, ChainEdit::Insert { before, actions }));
    }

    pub(in crate::app) fn new_trigger(&mut self) {
        let trigger = Trigger {
            name: "New trigger".to_owned(),
            event: shown_event(self.state).unwrap_or_else(|| "profile.created".to_owned()),
            is_active: Some(false),
            ..Trigger::default()
        };
        self.edit(Edit::Add(NewObject::Trigger(Box::new(trigger))));
    }

    pub(in crate::app) fn new_automation(&mut self) {
        let automation =
            Automation { name: "New automation".to_owned(), is_active: Some(false), ..Automation::default() };
        self.edit(Edit::Add(NewObject::Automation(Box::new(automation))));
    }

    pub(in crate::app) fn new_target(&mut self) {
        let taken = |handle: &String| self.state.workspace().target(handle).is_some();
        let mut handles = (1..).map(|number| match number {
            1 => "new-target".to_owned(),
            number => format!("new-target-{number}"),
        });
        let handle = handles.find(|handle| !taken(handle)).unwrap_or_default();
        let target = Target { name: "New target".to_owned(), handle, ..Target::default() };
        self.edit(Edit::Add(NewObject::Target(Box::new(target))));
    }

    /// A sample of the shown trigger's event: the catalogue's, where it has one.
    pub(in crate::app) fn new_context(&mut self) {
        let event = shown_event(self.state).unwrap_or_else(|| "profile.created".to_owned());
        let sample = catalog().context_for_event(&event).map(|family| Json::from(&family.sample));
        let data = sample.unwrap_or_else(|| Json::Object(Object::new()));
        let context = Context { name: "New context".into(), event: Some(event), data, ..Context::default() };
        self.edit(Edit::Add(NewObject::Context(Box::new(context))));
    }

    /// Asks for the event of JSON that becomes a sample: its own `event`, else the shown one, is proposed.
    pub(in crate::app) fn show_add_context(&mut self, name: &str, text: &str) {
        let parsed = parse(text, Limits::default()).ok();
        let own = parsed.as_ref().and_then(|json| json.get("event")?.as_str().map(str::to_owned));
        let known = own.filter(|event| !matches!(catalog().event_kind(event), EventKind::Unknown { .. }));
        let event = known.or_else(|| shown_event(self.state)).unwrap_or_default();
        // What was captured is of real people, until somebody says otherwise.
        let is_anonymised = !text.is_empty();
        let new = NewContext { name: name.to_owned(), event, text: text.into(), is_anonymised };
        self.show(Some(Dialog::AddContext(new)));
    }

    /// The JSON of a text, or a notice that says where it is none.
    pub(in crate::app) fn json_of(&mut self, what: &str, text: &str) -> Option<Json> {
        let parsed = parse(text, Limits::default());
        parsed.map_err(|error| self.warn(format!("{what} is not JSON: {error}"))).ok()
    }
}

/// The event of the shown trigger or context.
pub(super) fn shown_event(state: &AppState) -> Option<String> {
    use crate::document::ObjectId;
    let workspace = state.workspace();
    match state.selection.object {
        Some(ObjectId::Trigger(id)) => workspace.trigger(id).map(|trigger| trigger.event.clone()),
        Some(ObjectId::Context(id)) => workspace.context(id).and_then(|context| context.event.clone()),
        _ => None,
    }
}
