//! The application without a window: commands, late answers, saving, background work.

use crate::document::{edit_of, seeds};
use crate::support::{NOW, copy_sample, project};
use proptest::prelude::*;
use reagent::app::{
    AppState, Command, CommandId, Dialog, Discard, Effect, FileWrite, Hit, Job, JobId, Loaded, Message,
    NoticeKind, Pick, RunKey, Setting, WindowEffect, commands, new_action, palette, search, update,
};
use reagent::document::{ActionEdit, ChainId, ContextEdit, Edit, ObjectId, TargetEdit, TriggerEdit};
use reagent::engine::Outcome;
use reagent::io::load_workspace;
use reagent::model::{Autoescape, DefinitionKind, EngineProfile};
use reagent::tasks::{Tasks, samples};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const LIMIT: Duration = Duration::from_mins(1);

fn opened(folder: &Path) -> AppState {
    let mut state = AppState::default();
    let effects = update(&mut state, Command::Open(folder.into()), 0);
    let Some(Effect::Start(job, Job::LoadWorkspace(_))) = effects.first() else { panic!("{effects:?}") };
    let loaded = load_workspace(folder).unwrap();
    let loaded = Loaded { folder: Some(folder.into()), wanted: None, read: loaded.read, files: loaded.files };
    update(&mut state, Message::WorkspaceLoaded { job: *job, loaded: Arc::new(loaded) }, 0);
    state
}

fn sample() -> AppState {
    opened(&project("samples/loyalty-demo"))
}

fn sample_folder(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_sample(name, folder.path());
    folder
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = reagent::io::collect_files(folder).unwrap();
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

fn tasks() -> Tasks {
    Tasks::new(Arc::new(|| {}))
}

/// Does effects and takes their answers until none of these jobs, and none that they led to, runs any more.
fn settle(state: &mut AppState, tasks: &mut Tasks, mut effects: Vec<Effect>) {
    let mut started = Vec::new();
    loop {
        started.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Start(job, _) => Some(*job),
            _ => None,
        }));
        tasks.run(effects);
        if !state.jobs.running.iter().any(|job| started.contains(&job.id)) {
            return;
        }
        let message = tasks.wait(LIMIT).expect("a job that runs answers");
        effects = update(state, message, 0);
    }
}

fn last_notice(state: &AppState) -> &str {
    state.notices.all.last().map_or("", |notice| notice.text.as_str())
}

/// Every command of the table does something or says why not.
fn every_command(state: &AppState) {
    for row in commands() {
        let mut state = state.clone();
        state.notices.all.clear();
        let enabled = row.enabled(&state);
        let before = format!("{:?}", (&state.document, &state.selection, &state.settings, &state.view));
        let effects = update(&mut state, row.id, 1);
        let after = format!("{:?}", (&state.document, &state.selection, &state.settings, &state.view));
        let is_told = !state.notices.all.is_empty();
        match enabled {
            Ok(()) => assert!(
                is_told
                    || !effects.is_empty()
                    || before != after
                    || row.id == CommandId::CloseOtherTabs
                    || row.id == CommandId::NextContext
                    || row.id == CommandId::PreviousContext,
                "{:?} does nothing",
                row.id
            ),
            Err(reason) => assert!(last_notice(&state).contains(reason), "{:?}", row.id),
        }
    }
}

#[test]
fn every_command_works_or_says_why_not() {
    every_command(&AppState::default());
    let mut state = sample();
    every_command(&state);
    let action = state.workspace().triggers[0].actions[0].id;
    update(&mut state, Command::SelectAction(Some(action)), 0);
    every_command(&state);
    for object in state.objects() {
        update(&mut state, Command::Select(object), 0);
        every_command(&state);
    }
}

#[test]
fn the_table_names_each_command_once_and_no_keys_twice() {
    let mut ids: Vec<_> = commands().iter().map(|row| row.id).collect();
    let mut keys: Vec<_> = commands().iter().filter_map(|row| row.shortcut).map(|keys| keys.text()).collect();
    let (id_count, key_count) = (ids.len(), keys.len());
    ids.sort_unstable();
    ids.dedup();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((ids.len(), keys.len()), (id_count, key_count));
    assert_eq!(ids.last(), Some(&CommandId::About));
    assert_eq!(CommandId::About as usize + 1, id_count, "every command has a row");
    for row in commands() {
        assert!(!row.text.ends_with('.') && !row.tooltip.ends_with('.'), "{}", row.text);
    }
}

#[test]
fn opening_shows_the_first_trigger_and_previews_it() {
    let mut state = AppState::default();
    let mut tasks = tasks();
    let effects = update(&mut state, Command::Open(project("samples/loyalty-demo")), 0);
    settle(&mut state, &mut tasks, effects);
    let key = state.shown_run().unwrap();
    let (report, is_fresh) = state.result(key).unwrap();
    assert!(is_fresh && !report.steps.is_empty());
    assert_eq!(state.settings.recent.len(), 1);
}

#[test]
fn an_answer_to_an_older_revision_is_dropped_and_the_preview_is_asked_for_again() {
    let mut state = sample();
    let preview = job_called(&state, "Preview");
    let proof = job_called(&state, "Check the workspace");
    let (key, stamp) = (state.shown_run().unwrap(), state.stamp());
    let workspace = Arc::clone(state.workspace());
    let context = workspace.context(key.context).unwrap();
    let env = reagent::engine::RunEnv::new(NOW.parse().unwrap(), state.profile());
    let report = Arc::new(reagent::engine::run(&workspace, key.trigger, context, &env).unwrap());
    let ran = |job, stamp| Message::TriggersRan {
        job,
        stamp,
        reports: vec![(key, Arc::clone(&report))],
        is_last: true,
    };
    let effects = update(&mut state, Edit::Trigger(key.trigger, TriggerEdit::Name("New".into())), 0);
    let [Effect::Cancel(stopped)] = effects.as_slice() else { panic!("one preview at a time: {effects:?}") };
    assert_eq!(*stopped, proof, "a check of what is no longer so is stopped");
    let effects = update(&mut state, ran(preview, stamp), 1);
    assert!(state.result(key).is_none());
    let [Effect::Start(again, Job::Run { stamp: now, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(*now, state.stamp());
    update(&mut state, ran(*again, *now), 2);
    assert!(state.result(key).unwrap().1);
    update(&mut state, Setting::Now(Some(NOW.parse().unwrap())).command(), 3);
    assert!(!state.result(key).unwrap().1, "another clock makes it stale");
    let (before, now) = (state.results.runs.len(), state.stamp());
    update(&mut state, ran(JobId(9_999), now), 4);
    assert_eq!(state.results.runs.len(), before, "nobody asked");
}

/// The job that runs under this name.
fn job_called(state: &AppState, label: &str) -> JobId {
    state.jobs.running.iter().find(|job| job.label == label).unwrap().id
}

trait IntoCommand {
    fn command(self) -> Command;
}

impl IntoCommand for Setting {
    fn command(self) -> Command {
        Command::Set(self)
    }
}

#[test]
fn a_preview_that_fails_is_not_asked_for_again_and_again() {
    let mut state = sample();
    for label in ["Preview", "Check the workspace"] {
        let failed = Message::JobFailed { job: job_called(&state, label), error: "broken".into() };
        assert!(update(&mut state, failed, 0).is_empty(), "{label}");
    }
    assert!(update(&mut state, Command::EndBurst, 1).is_empty());
    let name = Edit::Trigger(state.shown_trigger().unwrap(), TriggerEdit::Name("x".into()));
    let effects = update(&mut state, name, 2);
    let [Effect::Start(_, Job::Run { .. }), Effect::Start(_, Job::Prove { .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
}

#[test]
fn a_saved_edit_changes_only_its_own_bytes() {
    let folder = sample_folder("loyalty-demo");
    let before = texts(folder.path());
    let (mut state, mut tasks) = (opened(folder.path()), tasks());
    let id = state.workspace().find_trigger("tier-2-welcome").unwrap().id;
    update(&mut state, Edit::Trigger(id, TriggerEdit::Name("Silver!".into())), 0);
    assert!(state.document.is_dirty());
    let effects = update(&mut state, CommandId::Save, 1);
    // Another edit while the disk works is not taken for saved.
    update(&mut state, Edit::Trigger(id, TriggerEdit::Notes(Some("later".into()))), 2);
    settle(&mut state, &mut tasks, effects);
    let mut expected = before.clone();
    let text = before["triggers/tier-2-welcome.json"].replace("Silver reached: welcome", "Silver!");
    assert_ne!(before["triggers/tier-2-welcome.json"], text);
    expected.insert("triggers/tier-2-welcome.json".into(), text);
    assert_eq!(texts(folder.path()), expected);
    assert!(state.document.is_dirty());
    update(&mut state, CommandId::Undo, 3);
    assert!(!state.document.is_dirty());
}

#[test]
fn settings_definitions_targets_and_contexts_are_saved_and_read_back() {
    let folder = sample_folder("loyalty-demo");
    let (mut state, mut tasks) = (opened(folder.path()), tasks());
    let (target, context) = (state.workspace().targets[0].id, state.workspace().contexts[0].id);
    let old_file = state.workspace().contexts[0].file.clone().unwrap();
    let profile = EngineProfile { autoescape: Autoescape::Js, ..state.workspace().profile.clone() };
    let profile = reagent::document::WorkspaceEdit::Profile(profile);
    update(&mut state, Edit::Workspace(profile), 0);
    update(&mut state, Edit::Target(target, TargetEdit::Template("{{ name }}".into())), 0);
    update(&mut state, Edit::Context(context, ContextEdit::Rename("renamed".into())), 0);
    let doomed = state.workspace().targets[1].clone();
    update(&mut state, Edit::Target(doomed.id, TargetEdit::Remove), 0);
    let reward = Command::SetDefinition {
        kind: DefinitionKind::Reward,
        handle: "thank-you-25".into(),
        new_handle: "thank-you-30".into(),
        name: Some("Thanks".into()),
        value: Some(30.0),
    };
    update(&mut state, reward, 0);
    update(&mut state, CommandId::NewTrigger, 0);
    let effects = update(&mut state, CommandId::Save, 0);
    settle(&mut state, &mut tasks, effects);
    assert_eq!(last_notice(&state), "Saved");
    let files = texts(folder.path());
    assert!(!files.contains_key(&old_file));
    assert!(!files.contains_key(doomed.file.as_ref().unwrap()));
    assert!(!files.contains_key(doomed.template_file.as_ref().unwrap()));
    assert!(files["definitions.json"].contains("\"type\": \"spend\""), "unknown keys are kept");
    let read = load_workspace(folder.path()).unwrap().read;
    assert!(read.broken.is_empty());
    let (now, disk) = (state.workspace(), &read.workspace);
    assert_eq!((&now.profile, &now.name), (&disk.profile, &disk.name));
    assert_eq!(now.definitions.all, disk.definitions.all);
    assert!(
        disk.definitions.find(DefinitionKind::Reward, "thank-you-30").is_some_and(|d| d.value == Some(30.0))
    );
    assert!(disk.targets.iter().any(|target| target.template == "{{ name }}"));
    assert!(disk.contexts.iter().any(|context| context.name == "renamed"));
    assert_eq!(now.triggers.len(), disk.triggers.len());
    // What the app holds of the files is what the disk has.
    let effects = update(&mut state, Command::CheckDisk, 0);
    settle(&mut state, &mut tasks, effects);
    assert!(state.files.changed_on_disk.is_empty());
}

#[test]
fn a_file_that_another_program_changed_is_not_written_over_unasked() {
    let folder = sample_folder("loyalty-demo");
    let (mut state, mut tasks) = (opened(folder.path()), tasks());
    let trigger = state.workspace().triggers[0].clone();
    let path = folder.path().join(trigger.file.as_ref().unwrap());
    reagent::io::write_text(&path, "{\"name\":\"theirs\",\"trigger\":\"x.y\",\"actions\":[]}").unwrap();
    let effects = update(&mut state, Command::CheckDisk, 0);
    settle(&mut state, &mut tasks, effects);
    assert_eq!(state.files.changed_on_disk, [trigger.file.clone().unwrap()]);
    update(&mut state, Edit::Trigger(trigger.id, TriggerEdit::Name("mine".into())), 0);
    let effects = update(&mut state, CommandId::Save, 0);
    settle(&mut state, &mut tasks, effects);
    assert_eq!(state.view.dialog, Some(Dialog::ConfirmOverwrite(vec![trigger.file.clone().unwrap()])));
    assert!(reagent::io::read_text(&path).unwrap().contains("theirs"));
    assert!(state.document.is_dirty());
    let effects = update(&mut state, Command::SaveAnyway, 0);
    settle(&mut state, &mut tasks, effects);
    assert!(reagent::io::read_text(&path).unwrap().contains("mine"));
    assert!(!state.document.is_dirty());
}

#[test]
fn a_sample_is_saved_to_a_new_folder_and_opens_from_there() {
    let (mut state, mut tasks) = (AppState::default(), tasks());
    assert!(samples().iter().any(|sample| sample.name == "loyalty-demo"));
    let effects = update(&mut state, Command::OpenSample("loyalty-demo".into()), 0);
    settle(&mut state, &mut tasks, effects);
    assert_eq!(state.workspace().triggers.len(), 5);
    let effects = update(&mut state, CommandId::Save, 0);
    assert!(matches!(effects.as_slice(), [Effect::Window(WindowEffect::Pick(Pick::SaveFolder))]));
    let folder = tempfile::tempdir().unwrap();
    let picked = Message::PathsPicked(Pick::SaveFolder, vec![folder.path().into()]);
    let effects = update(&mut state, picked, 0);
    settle(&mut state, &mut tasks, effects);
    let read = load_workspace(folder.path()).unwrap().read;
    assert_eq!(&read.workspace, &**state.workspace());
    assert_eq!(state.files.folder.as_deref(), Some(folder.path()));
}

#[test]
fn edits_are_not_lost_by_opening_reverting_or_closing() {
    let mut state = sample();
    let id = state.shown_trigger().unwrap();
    update(&mut state, Edit::Trigger(id, TriggerEdit::Remove), 0);
    let asks = |state: &mut AppState, command: Command| {
        let effects = update(state, command, 1);
        assert!(!effects.iter().any(|effect| matches!(
            effect,
            Effect::Window(WindowEffect::Close)
                | Effect::Start(_, Job::LoadWorkspace(_) | Job::LoadSample(_))
        )));
        matches!(state.view.dialog, Some(Dialog::ConfirmDiscard(_)))
    };
    for command in [
        Command::Open("/elsewhere".into()),
        Command::OpenSample("loyalty-demo".into()),
        Command::Do(CommandId::Revert),
        Command::Do(CommandId::NewWorkspace),
        Command::Do(CommandId::Quit),
    ] {
        update(&mut state, Command::Show(None), 0);
        assert!(asks(&mut state, command.clone()), "{command:?}");
    }
    let effects = update(&mut state, Command::DiscardAnd(Discard::Quit), 2);
    assert!(matches!(effects.as_slice(), [.., Effect::Window(WindowEffect::Close)]));
}

#[test]
fn a_workspace_that_arrives_after_an_edit_does_not_replace_it() {
    let mut state = sample();
    let effects = update(&mut state, Command::Open(project("samples/high-spend")), 0);
    let Some(Effect::Start(job, _)) = effects.first() else { panic!("{effects:?}") };
    update(&mut state, CommandId::NewTrigger, 1);
    let loaded = load_workspace(&project("samples/high-spend")).unwrap();
    let loaded = Loaded { folder: None, wanted: None, read: loaded.read, files: loaded.files };
    update(&mut state, Message::WorkspaceLoaded { job: *job, loaded: Arc::new(loaded) }, 2);
    assert_eq!(state.workspace().triggers.len(), 6);
    assert!(last_notice(&state).contains("edited meanwhile"));
}

#[test]
fn a_delete_can_be_taken_back_from_its_notice() {
    let mut state = sample();
    let id = state.shown_trigger().unwrap();
    update(&mut state, CommandId::Delete, 0);
    assert!(state.workspace().trigger(id).is_none());
    let notice = state.notices.all.last().unwrap().clone();
    assert_eq!(notice.offer.as_ref().unwrap().label, "Undo");
    update(&mut state, Command::TakeOffer(notice.id), 1);
    assert_eq!(state.shown_trigger(), Some(id), "it is back and shown");
    // Once something else was changed, the offer would take back the wrong thing.
    update(&mut state, Command::Select(ObjectId::Trigger(id)), 2);
    update(&mut state, CommandId::Delete, 2);
    let notice = state.notices.all.last().unwrap().clone();
    update(&mut state, CommandId::NewTrigger, 3);
    update(&mut state, Command::TakeOffer(notice.id), 4);
    assert!(state.workspace().trigger(id).is_none());
}

#[test]
fn copied_actions_paste_into_another_trigger_and_objects_are_added() {
    let mut state = sample();
    let action = state.workspace().triggers[0].actions[0].clone();
    update(&mut state, Command::SelectAction(Some(action.id)), 0);
    let effects = update(&mut state, CommandId::Copy, 0);
    let Some(Effect::Window(WindowEffect::CopyToClipboard(text))) = effects.first() else {
        panic!("{effects:?}")
    };
    let other = state.workspace().triggers[1].clone();
    update(&mut state, Command::Select(ObjectId::Trigger(other.id)), 0);
    update(&mut state, Command::PasteText(text.clone()), 0);
    let pasted = state.workspace().trigger(other.id).unwrap().actions.last().unwrap().clone();
    assert_eq!((&pasted.kind, &pasted.arguments), (&action.kind, &action.arguments));
    assert_eq!(state.selection.action, Some(pasted.id));

    let trigger = r#"{"data":[{"name":"P","trigger":"profile.created","actions":[]}]}"#;
    update(&mut state, Command::PasteText(trigger.into()), 0);
    assert_eq!(state.workspace().triggers.last().unwrap().name, "P");
    update(&mut state, Command::PasteText(r#"{"some":"event"}"#.into()), 0);
    let Some(Dialog::AddContext(new)) = &state.view.dialog else { panic!("asks for the sample's event") };
    assert_eq!((new.event.as_str(), &*new.text), ("profile.created", r#"{"some":"event"}"#));
    update(&mut state, Command::PasteText("not JSON".into()), 0);
    assert!(last_notice(&state).contains("not JSON"));
}

#[test]
fn raw_json_replaces_and_half_typed_json_destroys_nothing() {
    let mut state = sample();
    let trigger = state.workspace().triggers[0].clone();
    let action = trigger.actions[0].id;
    let text =
        r#"{"name":"reward.create","sort_order":9,"mystery":1,"arguments":[{"name":"a","value":1e3}]}"#;
    update(&mut state, Command::SetActionJson(action, text.into()), 0);
    let now = state.workspace().trigger(trigger.id).unwrap().actions[0].clone();
    assert_eq!((now.id, now.kind.as_str(), now.sort_order), (action, "reward.create", Some(9)));
    update(&mut state, Command::SetArgumentJson(action, "a".into(), r#"{"name":"b","value":2}"#.into()), 0);
    assert_eq!(state.workspace().trigger(trigger.id).unwrap().actions[0].arguments[0].name, "b");
    let revision = state.document.revision();
    for broken in ["{", "", "[]", "7"] {
        update(&mut state, Command::SetActionJson(action, broken.into()), 0);
        update(&mut state, Command::SetTriggerJson(trigger.id, broken.into()), 0);
        assert_eq!(state.document.revision(), revision);
    }
}

#[test]
fn new_actions_come_with_the_arguments_that_they_need() {
    let action = new_action("reward.create", Some("tier.achieved"));
    let profile = action.argument("profile_id").unwrap();
    assert_eq!(profile.is_dynamic, Some(true));
    assert!(action.argument("definition").is_some() && action.argument("meta").is_none());
    assert!(new_action("filter", None).argument("condition").is_some());
    assert!(new_action("no.such.type", None).arguments.is_empty());
    let mut state = sample();
    let id = state.shown_trigger().unwrap();
    let count = state.workspace().trigger(id).unwrap().actions.len();
    let add = Command::AddAction { chain: ChainId::Trigger(id), before: None, kind: "target.send".into() };
    update(&mut state, add, 0);
    assert_eq!(state.workspace().trigger(id).unwrap().actions.len(), count + 1);
    assert_eq!(state.shown_action().unwrap().kind, "target.send");
}

#[test]
fn search_and_palette_put_what_fits_best_first() {
    let state = sample();
    assert_eq!(search(&state, "reached welcome")[0].title, "Silver reached: welcome");
    assert_eq!(palette(&state, "undo")[0].title, "Undo");
    assert!(palette(&state, "undo")[0].disabled.is_some());
    let hits = palette(&state, "run all");
    assert_eq!(hits[0].hit, Hit::Command(CommandId::RunAll));
    assert!(palette(&state, "zzzz qqqq").is_empty());
    let enabled = palette(&state, "").iter().take_while(|entry| entry.disabled.is_none()).count();
    assert!(enabled > 20);
}

#[test]
fn problems_lead_to_their_place() {
    let (mut state, mut tasks) = (opened(&project("samples/broken")), tasks());
    let effects = update(&mut state, CommandId::RunAll, 0);
    settle(&mut state, &mut tasks, effects);
    let problems = state.problems();
    assert!(problems.iter().any(|problem| problem.action.is_some()) && problems.len() > 3, "{problems:?}");
    for _ in 0..problems.len() {
        update(&mut state, CommandId::NextProblem, 0);
        let at = state.view.problem_idx.unwrap();
        if let Some(object) = state.problems()[at].object.clone() {
            assert_eq!(state.selection.object, Some(object));
        }
    }
}

#[test]
fn run_all_answers_every_trigger_on_every_context_with_progress() {
    let (mut state, mut tasks) = (sample(), tasks());
    state.jobs.running.clear();
    let effects = update(&mut state, CommandId::RunAll, 0);
    let pairs = effects.iter().find_map(|effect| match effect {
        Effect::Start(_, Job::Run { pairs, .. }) => Some(pairs.clone()),
        _ => None,
    });
    let pairs = pairs.unwrap();
    let mut progress = Vec::new();
    tasks.run(effects);
    while !state.jobs.running.is_empty() {
        let message = tasks.wait(LIMIT).unwrap();
        if let Message::JobProgressed { done, total, .. } = &message {
            progress.push((*done, *total));
        }
        tasks.run(update(&mut state, message, 0));
    }
    assert!(pairs.len() > 5);
    assert_eq!(progress.last(), Some(&(pairs.len(), pairs.len())));
    for key in pairs {
        let (report, is_fresh) = state.result(key).unwrap();
        assert!(is_fresh && report.outcome != Outcome::OtherEvent);
    }
    assert!(last_notice(&state).starts_with("Runs: "), "{}", last_notice(&state));
}

#[test]
fn a_cancelled_job_says_so_and_its_later_answers_are_dropped() {
    let (mut state, mut tasks) = (sample(), tasks());
    state.jobs.running.clear();
    let key = state.shown_run().unwrap();
    let pairs: Vec<RunKey> = std::iter::repeat_n(key, 200_000).collect();
    let effects = update(&mut state, CommandId::RunAll, 0);
    let effects = effects.into_iter().map(|effect| match effect {
        Effect::Start(id, Job::Run { stamp, workspace, settings, .. }) => {
            Effect::Start(id, Job::Run { stamp, workspace, settings, pairs: pairs.clone() })
        }
        other => other,
    });
    let effects: Vec<Effect> = effects.collect();
    let job = state.jobs.running.last().unwrap().id;
    tasks.run(effects);
    let effects = update(&mut state, CommandId::CancelJobs, 0);
    assert!(matches!(effects.as_slice(), [Effect::Cancel(id)] if *id == job));
    tasks.run(effects);
    while !state.jobs.running.is_empty() {
        let message = tasks.wait(LIMIT).unwrap();
        update(&mut state, message, 0);
    }
    assert!(last_notice(&state).starts_with("Stopped: "), "{}", last_notice(&state));
    assert!(state.results.runs.len() < 2);
}

#[test]
fn a_panic_in_a_job_is_a_message_and_the_workers_go_on() {
    let woken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&woken);
    let mut tasks = Tasks::new(Arc::new(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    }));
    tasks.start_work(JobId(1), |_| panic!("a bug in {}", "a job"));
    let Some(Message::JobFailed { job: JobId(1), error }) = tasks.wait(LIMIT) else { panic!("no answer") };
    assert_eq!(error, "internal error: a bug in a job");
    tasks.start_work(JobId(2), |reporter| {
        reporter.progress(1, 1);
        Ok(Message::FilesSaved(reporter.job()))
    });
    assert!(matches!(tasks.wait(LIMIT), Some(Message::JobProgressed { .. })));
    assert!(matches!(tasks.wait(LIMIT), Some(Message::FilesSaved(JobId(2)))));
    tasks.run(vec![Effect::Start(JobId(3), Job::LoadSample("loyalty-demo".into()))]);
    assert!(matches!(tasks.wait(LIMIT), Some(Message::WorkspaceLoaded { .. })));
    drop(tasks);
    assert!(woken.load(Ordering::SeqCst) >= 3);
}

#[test]
fn a_save_that_was_asked_for_is_finished_when_the_app_closes() {
    let folder = tempfile::tempdir().unwrap();
    let mut tasks = tasks();
    let write = FileWrite { path: "triggers/a.json".into(), text: Some("{}".into()), known: None };
    let job = Job::SaveFiles { folder: folder.path().into(), writes: vec![write], overwrites: false };
    tasks.run(vec![
        Effect::Start(JobId(1), Job::LoadSample("loyalty-demo".into())),
        Effect::Start(JobId(2), job),
    ]);
    drop(tasks);
    assert!(folder.path().join("triggers/a.json").is_file());
}

#[test]
fn failed_jobs_are_errors_that_name_the_job() {
    let (mut state, mut tasks) = (AppState::default(), tasks());
    let effects = update(&mut state, Command::Open(PathBuf::from("/no/such/folder")), 0);
    settle(&mut state, &mut tasks, effects);
    let notice = state.notices.all.last().unwrap();
    assert_eq!(notice.kind, NoticeKind::Error);
    assert!(notice.text.contains("/no/such/folder"), "{}", notice.text);
}

#[test]
fn muting_changes_the_preview_and_not_the_document() {
    let mut state = sample();
    let action = state.workspace().triggers[0].actions[0].id;
    let stamp = state.stamp();
    update(&mut state, Command::SelectAction(Some(action)), 0);
    update(&mut state, CommandId::Mute, 0);
    assert!(state.settings.simulation.muted.contains(&action) && !state.document.is_dirty());
    assert_ne!(state.stamp(), stamp);
    update(&mut state, Edit::Action(action, ActionEdit::Remove), 0);
    assert_eq!(state.selection.action, None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_commands_in_any_order_leave_a_state_that_makes_sense(
        seeds in seeds(60),
        rows in proptest::collection::vec(any::<usize>(), 60),
    ) {
        let mut state = sample();
        for ((seed, row), at) in seeds.iter().zip(rows).zip(0_u64..) {
            let (kind, a, _, text) = seed;
            let action = state.workspace().triggers.first().and_then(|t| t.actions.get(*a % 3)).map(|a| a.id);
            let objects = state.objects();
            let command = match kind % 8 {
                0..=2 => Command::Edit(edit_of(state.workspace(), seed)),
                3 => Command::SelectAction(action),
                4 => Command::Select(objects[a % objects.len()].clone()),
                5 => Command::PasteText(text.clone()),
                6 => Command::SelectStep(Some(*a)),
                _ => Command::Do(commands()[row % commands().len()].id),
            };
            let effects = update(&mut state, command, at * 100);
            for effect in effects {
                if let Effect::Start(job, Job::Run { .. } | Job::SaveFiles { .. }) = effect {
                    update(&mut state, Message::JobCancelled(job), at * 100);
                }
            }
            prop_assert!(state.selection.tabs.iter().all(|tab| state.has(tab)));
            prop_assert!(state.selection.object.as_ref().is_none_or(|object| state.has(object)));
            prop_assert!(state.selection.action.is_none() || state.shown_action().is_some());
            palette(&state, text);
            state.problems();
        }
    }
}
