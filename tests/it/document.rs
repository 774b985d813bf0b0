//! Edits of a workspace: undo, redo, bursts, order of actions, arguments, what differs from the files.

use crate::support::{json, project, workspace};
use proptest::prelude::*;
use reagent::document::{
    ActionEdit, ArgumentEdit, AutomationEdit, ChainEdit, ChainId, ContextEdit, Document, Draft, DraftKey,
    Edit, EditError, JsonEdit, NewObject, ObjectId, TargetEdit, TriggerEdit, WorkspaceEdit, chain_in_order,
};
use reagent::io::load_workspace;
use reagent::json::Json;
use reagent::model::{
    Action, ActionId, Argument, Automation, Context, Target, Trigger, TriggerId, Workspace,
};
use std::sync::Arc;

const TRIGGER: &str = r#"{"name":"T","trigger":"tier.achieved","actions":[
    {"name":"filter","sort_order":1,"arguments":[{"name":"condition","value":{"==":[1,1]}}]},
    {"name":"reward.create","sort_order":2,"arguments":[
        {"name":"definition","value":"birthday","is_dynamic":false}]},
    {"name":"target.send","sort_order":3,"arguments":[{"name":"target","value":"mail"}]}]}"#;

fn document() -> Document {
    Document::new(workspace(&[
        ("triggers/t.json", TRIGGER),
        ("targets/mail.json", r#"{"name":"Mail","handle":"mail","url":"https://example.com"}"#),
        ("targets/mail.twig", "{}"),
        ("contexts/tier.achieved/silver.json", r#"{"profile":{"name":"Ada"},"list":[1,2]}"#),
    ]))
}

fn sample() -> Workspace {
    load_workspace(&project("samples/loyalty-demo")).unwrap().read.workspace
}

fn trigger(document: &Document) -> &Trigger {
    &document.workspace().triggers[0]
}

fn action_ids(document: &Document) -> Vec<ActionId> {
    let chain = ChainId::Trigger(trigger(document).id);
    chain_in_order(document.workspace(), chain).iter().map(|action| action.id).collect()
}

fn orders(document: &Document) -> Vec<(String, Option<i64>)> {
    let chain = ChainId::Trigger(trigger(document).id);
    let actions = chain_in_order(document.workspace(), chain);
    actions.iter().map(|action| (action.kind.clone(), action.sort_order)).collect()
}

fn name(document: &mut Document, name: &str, at_millis: u64) {
    let id = trigger(document).id;
    document.apply(Edit::Trigger(id, TriggerEdit::Name(name.into())), at_millis).unwrap();
}

#[test]
fn typing_in_one_field_is_one_step_until_the_burst_closes() {
    let mut document = document();
    for (at, text) in [(0, "a"), (100, "ab"), (599, "abc")] {
        name(&mut document, text, at);
    }
    assert_eq!(document.undo_count(), 1, "499 ms apart");
    name(&mut document, "abcd", 1_099);
    assert_eq!(document.undo_count(), 2, "500 ms at rest");
    document.end_burst();
    name(&mut document, "abcde", 1_100);
    assert_eq!(document.undo_count(), 3, "the focus was lost");
    let id = trigger(&document).id;
    document.apply(Edit::Trigger(id, TriggerEdit::Notes(Some("n".into()))), 1_101).unwrap();
    name(&mut document, "x", 1_102);
    assert_eq!(document.undo_count(), 5, "another field came between");
    assert_eq!(document.undo().as_deref(), Some("Rename trigger"));
    name(&mut document, "y", 1_103);
    assert_eq!((document.undo_count(), document.redo_count()), (5, 0), "undo closes the burst");
}

#[test]
fn structural_edits_never_merge_and_edits_that_change_nothing_make_no_step() {
    let mut document = document();
    let id = trigger(&document).id;
    for _ in 0..3 {
        document.apply(Edit::Trigger(id, TriggerEdit::Duplicate), 0).unwrap();
    }
    assert_eq!(document.undo_count(), 3);
    let revision = document.revision();
    let same = trigger(&document).name.clone();
    let applied = document.apply(Edit::Trigger(id, TriggerEdit::Name(same)), 0).unwrap();
    assert!(!applied.is_changed);
    assert_eq!((document.undo_count(), document.revision()), (3, revision));
}

#[test]
fn what_was_typed_and_taken_back_is_no_step() {
    let mut document = document();
    let original = trigger(&document).name.clone();
    name(&mut document, "Tx", 0);
    name(&mut document, &original, 100);
    assert_eq!((document.undo_count(), document.is_dirty()), (0, false));
    name(&mut document, "Ty", 200);
    assert_eq!(document.undo_count(), 1);
}

#[test]
fn typing_the_name_of_an_argument_is_one_step() {
    let mut document = document();
    let action = action_ids(&document)[1];
    for (at, (from, to)) in [("definition", "d"), ("d", "de"), ("de", "def")].into_iter().enumerate() {
        let edit = Edit::Argument(action, from.into(), ArgumentEdit::Rename(to.into()));
        document.apply(edit, at as u64).unwrap();
    }
    assert_eq!(document.undo_count(), 1);
}

#[test]
fn a_moved_action_renumbers_only_what_must_be() {
    let mut document = document();
    let ids = action_ids(&document);
    let last_first = Edit::Action(ids[2], ActionEdit::Move { before: Some(ids[1]) });
    document.apply(last_first, 0).unwrap();
    let expected = [("filter", 1), ("target.send", 2), ("reward.create", 3)];
    assert_eq!(orders(&document), expected.map(|(kind, order)| (kind.to_owned(), Some(order))));
    // Where the numbers leave room, they are left alone.
    document.apply(Edit::Action(ids[1], ActionEdit::SortOrder(Some(70))), 0).unwrap();
    let steps = document.undo_count();
    document.apply(Edit::Action(ids[1], ActionEdit::Move { before: None }), 0).unwrap();
    assert_eq!(document.undo_count(), steps, "it is the last one already");
    let new = Action { kind: "point.create".into(), ..Action::default() };
    let chain = ChainId::Trigger(trigger(&document).id);
    document.apply(Edit::Chain(chain, ChainEdit::Insert { before: None, actions: vec![new] }), 0).unwrap();
    assert_eq!(orders(&document).last().unwrap(), &("point.create".to_owned(), Some(71)));
}

#[test]
fn switching_an_argument_between_static_and_dynamic_loses_neither_value() {
    let mut document = document();
    let action = action_ids(&document)[1];
    let change = |document: &mut Document, edit| {
        document.apply(Edit::Argument(action, "definition".into(), edit), 0).unwrap();
        let argument = trigger(document).actions[1].arguments[0].clone();
        (argument.value, argument.is_dynamic)
    };
    let rule = json(r#"{"var":"definition"}"#);
    assert_eq!(
        change(&mut document, ArgumentEdit::IsDynamic(true)),
        (Json::str("birthday"), Some(true)),
        "text is a rule that gives itself"
    );
    change(&mut document, ArgumentEdit::Value(rule.clone()));
    assert_eq!(
        change(&mut document, ArgumentEdit::IsDynamic(false)),
        (Json::str("birthday"), Some(false)),
        "spelled as the file spells it"
    );
    change(&mut document, ArgumentEdit::Value(Json::str("easter")));
    assert_eq!(change(&mut document, ArgumentEdit::IsDynamic(true)), (rule, Some(true)));
    assert_eq!(document.other_value(action, "definition", false), Some(&Json::str("easter")));
    assert_eq!(change(&mut document, ArgumentEdit::IsDynamic(false)).0, Json::str("easter"));
}

#[test]
fn values_are_set_and_removed_at_pointers() {
    let mut document = document();
    let id = document.workspace().contexts[0].id;
    let mut set = |edit| {
        document.apply(Edit::Context(id, edit), 0).map(|_| document.workspace().contexts[0].data.clone())
    };
    let at = |pointer: &str, value: &str| ContextEdit::At(JsonEdit::Set(pointer.into(), json(value)));
    set(at("/profile/name", "\"Bo\"")).unwrap();
    set(at("/profile/tier", "\"gold\"")).unwrap();
    set(at("/list/-", "3")).unwrap();
    set(ContextEdit::At(JsonEdit::Remove("/list/0".into()))).unwrap();
    let expected = json(r#"{"profile":{"name":"Bo","tier":"gold"},"list":[2,3]}"#);
    assert_eq!(set(at("/x~1y", "null")).unwrap().get("profile"), expected.get("profile"));
    for nowhere in
        [at("/list/9", "1"), at("/no/where", "1"), ContextEdit::At(JsonEdit::Remove("/gone".into()))]
    {
        assert!(matches!(set(nowhere), Err(EditError::NoSuchPlace { .. })));
    }
    assert_eq!(set(ContextEdit::At(JsonEdit::Remove("/x~1y".into()))).unwrap(), expected);
}

#[test]
fn a_key_is_renamed_in_its_place_and_never_over_another_one() {
    let mut document = document();
    let id = document.workspace().contexts[0].id;
    let data = json(r#"{"a~b":{"x":1e3,"y":2},"list":[{"z":3}]}"#);
    document.apply(Edit::Context(id, ContextEdit::Data(data)), 0).unwrap();
    let mut rename = |pointer: &str, key: &str| {
        let edit = ContextEdit::At(JsonEdit::Rename(pointer.into(), key.into()));
        document.apply(Edit::Context(id, edit), 0).map(|_| document.workspace().contexts[0].data.clone())
    };
    rename("/a~0b", "c/d").unwrap();
    let renamed = rename("/list/0/z", "zz").unwrap();
    assert_eq!(renamed, json(r#"{"c/d":{"x":1e3,"y":2},"list":[{"zz":3}]}"#));
    assert!(matches!(rename("/c~1d/x", "y"), Err(EditError::Taken { .. })));
    for nowhere in ["", "/gone", "/list/0", "/list/0/zz/deeper"] {
        assert!(matches!(rename(nowhere, "k"), Err(EditError::NoSuchPlace { .. })), "{nowhere}");
    }
}

#[test]
fn objects_get_free_plain_files_and_a_saved_file_keeps_its_name() {
    let mut document = document();
    let add = |document: &mut Document, name: &str| {
        let trigger = Trigger { name: name.into(), ..Trigger::default() };
        document.apply(Edit::Add(NewObject::Trigger(Box::new(trigger))), 0).unwrap();
        document.workspace().triggers.last().unwrap().clone()
    };
    assert_eq!(add(&mut document, "T").file.as_deref(), Some("triggers/t-2.json"));
    let new = add(&mut document, "../../etc/passwd");
    assert_eq!(new.file.as_deref(), Some("triggers/etc-passwd.json"));
    document.apply(Edit::Trigger(new.id, TriggerEdit::Name("Welcome".into())), 0).unwrap();
    assert_eq!(document.workspace().trigger(new.id).unwrap().file.as_deref(), Some("triggers/welcome.json"));
    name(&mut document, "Another name", 0);
    assert_eq!(trigger(&document).file.as_deref(), Some("triggers/t.json"));

    let id = document.workspace().contexts[0].id;
    document.apply(Edit::Context(id, ContextEdit::Rename("../Gold: member".into())), 0).unwrap();
    let context = document.workspace().context(id).unwrap();
    assert_eq!(context.file.as_deref(), Some("contexts/tier.achieved/Gold member.json"));
    document.apply(Edit::Context(id, ContextEdit::Duplicate), 0).unwrap();
    let taken = document.apply(Edit::Context(id, ContextEdit::Rename("Gold member-2".into())), 0);
    assert!(matches!(taken, Err(EditError::Taken { .. })));
}

#[test]
fn what_differs_is_known_by_file_and_undo_makes_it_clean_again() {
    let mut document = document();
    name(&mut document, "Other", 0);
    let id = document.workspace().contexts[0].id;
    document.apply(Edit::Context(id, ContextEdit::Rename("gold".into())), 0).unwrap();
    let changes: Vec<_> =
        document.changes().into_iter().map(|change| (change.file, change.old_file)).collect();
    let file = |path: &str| Some(path.to_owned());
    let (gold, silver) = ("contexts/tier.achieved/gold.json", "contexts/tier.achieved/silver.json");
    assert_eq!(changes, [(file("triggers/t.json"), None), (file(gold), file(silver))]);
    assert!(document.is_dirty());
    while document.undo().is_some() {}
    assert!(!document.is_dirty());
    document.redo();
    let snapshot = Arc::clone(document.workspace());
    document.mark_saved(snapshot, document.revision());
    assert!(!document.is_dirty());
    document.undo();
    assert!(document.is_dirty(), "the file has the newer state");
}

#[test]
fn half_typed_text_is_unsaved_until_its_value_is_gone() {
    let mut document = document();
    let id = document.workspace().contexts[0].id;
    let whole = DraftKey::named(&format!("context/{}", id.0)).unwrap();
    let (first, name) = (DraftKey::part(&whole, "/list/0"), DraftKey::part(&whole, "/profile/name"));
    let unfinished = Draft { text: "1e".into(), problem: Some("not a number yet".into()) };
    for key in [&whole, &first, &name] {
        document.set_draft(key.clone(), Some(unfinished.clone()));
    }
    assert!(document.is_dirty() && !document.has_changes());
    document.apply(Edit::Context(id, ContextEdit::Rename("gold".into())), 0).unwrap();
    assert_eq!(document.unfinished().count(), 3, "another thing of the context was changed");
    let removed = JsonEdit::Remove("/list/0".into());
    document.apply(Edit::Context(id, ContextEdit::At(removed)), 0).unwrap();
    assert_eq!(document.draft(&first), None, "another item is there now");
    assert!(document.draft(&name).is_some() && document.draft(&whole).is_some());
    document.undo();
    assert_eq!(document.unfinished().count(), 0, "undo takes the text with the value");
    document.set_draft(whole.clone(), Some(unfinished));
    document.apply(Edit::Context(id, ContextEdit::Remove), 0).unwrap();
    assert_eq!(document.draft(&whole), None);
}

#[test]
fn a_batch_is_one_step_and_all_or_nothing() {
    let mut document = document();
    let before = Arc::clone(document.workspace());
    let id = trigger(&document).id;
    let rename = Edit::Trigger(id, TriggerEdit::Name("X".into()));
    let broken = vec![rename.clone(), Edit::Trigger(TriggerId(9_999), TriggerEdit::Remove)];
    assert!(document.apply(Edit::Batch { label: "B".into(), edits: broken }, 0).is_err());
    assert!(Arc::ptr_eq(&before, document.workspace()));
    let edits = vec![rename, Edit::Trigger(id, TriggerEdit::Duplicate)];
    document.apply(Edit::Batch { label: "B".into(), edits }, 0).unwrap();
    assert_eq!((document.undo_count(), document.undo_label()), (1, Some("B")));
}

#[test]
fn a_copy_has_ids_of_its_own_and_not_the_servers() {
    let text = r#"{"id":7,"name":"T","trigger":"x.y","actions":[{"id":8,"name":"filter","sort_order":1}]}"#;
    let mut document = Document::new(workspace(&[("triggers/t.json", text)]));
    let id = trigger(&document).id;
    let applied = document.apply(Edit::Trigger(id, TriggerEdit::Duplicate), 0).unwrap();
    let copy = &document.workspace().triggers[1];
    assert_eq!(applied.added, Some(ObjectId::Trigger(copy.id)));
    assert_ne!(copy.actions[0].id, trigger(&document).actions[0].id);
    assert_eq!((copy.remote_id, copy.actions[0].remote_id, copy.is_active), (None, None, Some(false)));
    assert!(copy.source.get("id").is_none() && copy.actions[0].source.get("id").is_none());
}

/// Numbers that become an edit of what is there: which kind, which object, what text.
type Seed = (u8, usize, usize, String);

fn pick<T: Clone>(items: &[T], at: usize) -> Option<T> {
    if items.is_empty() { None } else { items.get(at % items.len()).cloned() }
}

/// An edit of a workspace, mostly of something that is there.
pub(crate) fn edit_of(workspace: &Workspace, (kind, a, b, text): &Seed) -> Edit {
    let trigger = pick(&workspace.triggers, *a).map_or(TriggerId(0), |trigger| trigger.id);
    let actions: Vec<Action> =
        workspace.triggers.iter().flat_map(|trigger| trigger.actions.clone()).collect();
    let action = pick(&actions, *b).unwrap_or_default();
    let chain = ChainId::Trigger(trigger);
    let context = pick(&workspace.contexts, *a).map(|context| context.id).unwrap_or_default();
    let target = pick(&workspace.targets, *a).map(|target| target.id).unwrap_or_default();
    let automation = pick(&workspace.automations, *a).map(|automation| automation.id).unwrap_or_default();
    let argument = pick(&action.arguments, *a).map_or(text.clone(), |argument| argument.name);
    let before = pick(&actions, *a).map(|action| action.id);
    let text = text.clone();
    match kind % 36 {
        0 => Edit::Trigger(trigger, TriggerEdit::Name(text)),
        1 => Edit::Trigger(trigger, TriggerEdit::Event(text)),
        2 => Edit::Trigger(trigger, TriggerEdit::Description(Some(text))),
        3 => Edit::Trigger(trigger, TriggerEdit::IsActive(Some(b.is_multiple_of(2)))),
        4 => Edit::Trigger(trigger, TriggerEdit::Duplicate),
        5 => Edit::Trigger(trigger, TriggerEdit::Remove),
        6 => {
            Edit::Trigger(trigger, TriggerEdit::Move { before: pick(&workspace.triggers, *b).map(|t| t.id) })
        }
        7 => Edit::Chain(chain, ChainEdit::Insert { before, actions: vec![action] }),
        8 => Edit::Chain(chain, ChainEdit::Insert { before: None, actions: vec![Action::default()] }),
        9 => Edit::Action(action.id, ActionEdit::Remove),
        10 => Edit::Action(action.id, ActionEdit::Duplicate),
        11 => Edit::Action(action.id, ActionEdit::Move { before }),
        12 => Edit::Action(action.id, ActionEdit::Move { before: None }),
        13 => Edit::Action(action.id, ActionEdit::Kind(text)),
        14 => Edit::Action(action.id, ActionEdit::Label(Some(text))),
        15 => Edit::Action(action.id, ActionEdit::SortOrder(i64::try_from(*b).ok())),
        16 => {
            let new = Argument { name: text, ..Argument::default() };
            Edit::Action(action.id, ActionEdit::AddArgument(new))
        }
        17 => Edit::Argument(action.id, argument, ArgumentEdit::Rename(text)),
        18 => Edit::Argument(action.id, argument, ArgumentEdit::Value(Json::str(text))),
        19 => Edit::Argument(action.id, argument, ArgumentEdit::IsDynamic(b.is_multiple_of(2))),
        20 => Edit::Argument(action.id, argument, ArgumentEdit::Remove),
        21 => Edit::Argument(action.id, argument, ArgumentEdit::ValueAt(format!("/{text}"), Json::Null)),
        22 => Edit::Target(target, TargetEdit::Template(text)),
        23 => Edit::Target(target, TargetEdit::Handle(text)),
        24 => Edit::Target(target, TargetEdit::Duplicate),
        25 => Edit::Target(target, TargetEdit::Remove),
        26 => Edit::Context(context, ContextEdit::Rename(text)),
        27 => Edit::Context(context, ContextEdit::Event(text)),
        28 => Edit::Context(context, ContextEdit::At(JsonEdit::Set(format!("/{text}"), Json::Bool(true)))),
        29 => Edit::Context(context, ContextEdit::Duplicate),
        30 => Edit::Context(context, ContextEdit::Remove),
        31 => Edit::Workspace(WorkspaceEdit::Name(text)),
        32 => Edit::Workspace(WorkspaceEdit::Case(text, Json::Null)),
        33 => Edit::Add(match b % 4 {
            0 => NewObject::Trigger(Box::new(Trigger {
                name: text,
                actions: vec![action],
                ..Trigger::default()
            })),
            1 => NewObject::Target(Box::new(Target { handle: text, ..Target::default() })),
            2 => NewObject::Automation(Box::new(Automation { name: text, ..Automation::default() })),
            _ => NewObject::Context(Box::new(Context {
                name: text.clone(),
                event: Some(text),
                ..Context::default()
            })),
        }),
        34 => Edit::Automation(automation, AutomationEdit::Name(text)),
        _ => Edit::Automation(automation, AutomationEdit::Duplicate),
    }
}

pub(crate) fn seeds(count: usize) -> impl Strategy<Value = Vec<Seed>> {
    let text = prop_oneof!["[a-z]{0,3}", "\\PC{0,6}", Just("tier.achieved".to_owned())];
    proptest::collection::vec((any::<u8>(), 0_usize..50, 0_usize..50, text), 1..count)
}

fn is_consistent(workspace: &Workspace) {
    let mut ids: Vec<u32> = workspace.triggers.iter().map(|trigger| trigger.id.0).collect();
    ids.extend(workspace.triggers.iter().flat_map(|t| &t.actions).map(|action| action.id.0));
    ids.extend(workspace.automations.iter().flat_map(|a| &a.actions).map(|action| action.id.0));
    ids.extend(workspace.automations.iter().map(|automation| automation.id.0));
    ids.extend(workspace.targets.iter().map(|target| target.id.0));
    ids.extend(workspace.contexts.iter().map(|context| context.id.0));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "local ids are unique");
    let mut files: Vec<_> = workspace.triggers.iter().filter_map(|trigger| trigger.file.clone()).collect();
    files.extend(workspace.contexts.iter().filter_map(|context| context.file.clone()));
    files.extend(workspace.targets.iter().filter_map(|target| target.file.clone()));
    let count = files.len();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), count, "files are unique");
    for file in files {
        assert!(!file.split('/').any(|part| part == ".." || part.is_empty()), "{file}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn undo_n_times_gives_back_the_first_workspace_and_redo_the_last(
        seeds in seeds(40),
        step in 0_u64..700,
    ) {
        let first = sample();
        let mut document = Document::new(first.clone());
        for (seed, number) in seeds.iter().zip(0_u64..) {
            let before = Arc::clone(document.workspace());
            let edit = edit_of(document.workspace(), seed);
            let outcome = document.apply(edit, number * step);
            if !outcome.is_ok_and(|applied| applied.is_changed) {
                prop_assert!(Arc::ptr_eq(&before, document.workspace()));
            }
            is_consistent(document.workspace());
        }
        let last = Workspace::clone(document.workspace());
        let steps = document.undo_count();
        for _ in 0..steps {
            prop_assert!(document.undo().is_some());
        }
        prop_assert!(document.undo().is_none());
        prop_assert_eq!(&**document.workspace(), &first);
        prop_assert!(!document.is_dirty());
        for _ in 0..steps {
            prop_assert!(document.redo().is_some());
        }
        prop_assert!(document.redo().is_none());
        prop_assert_eq!(&**document.workspace(), &last);
    }
}
