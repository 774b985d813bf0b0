//! Worker threads: they do the jobs of [`crate::app`] and send messages back. The only module with threads.
//!
//! ```text
//!  Effect::Start ─► files (one thread, in order)      ─┐
//!                ─► preview, proof (a thread each)     ├─► Message ─► wake()
//!                ─► a thread per long run, with helpers ─┤
//!                ─► a thread per job about a tenant    ─┤
//!                ─► practice server, listener: a thread that hears of each request ─┤
//!  AppState      ─► journal (one thread, once edits rest) ─┘
//! ```
//!
//! Clipboard, dialogs and the like are handed back to the window. A panic in a job becomes a message. Main entry:
//! [`Tasks::run`].

mod explain;
mod import;
mod journal;
mod live;
mod load;
mod reporter;
mod runs;
mod samples;
mod save;
mod servers;
mod settings;
mod sync;
mod tenant;
mod tokens;
mod versions;
mod worker;

pub use crate::io::Places;
pub use reporter::{Reporter, Wake};
pub use samples::{Sample, samples};
pub use tokens::TokenStore;

use crate::app::rendering::Rendering;
use crate::app::{AppState, Effect, Job, JobId, Message, Pick, Preferences, Proof, WindowEffect};
use journal::JournalWriter;
use servers::Servers;
use settings::SettingsFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use tokens::{Keychain, NoStore, Tokens};
use worker::{Work, Worker, spawn};

/// No person cancels a file dialog sooner than this after it was asked for.
const FASTEST_CANCEL: Duration = Duration::from_millis(150);
const NO_FILE_DIALOG: &str = "no file dialog can be opened on this system. Install xdg-desktop-portal with a backend \
    (such as xdg-desktop-portal-gtk) or zenity. Files can also be dropped on the window, and the command line does \
    the same with paths";

/// How long cases and rules wait for the end of a burst of edits.
const PROOF_REST: Duration = Duration::from_millis(300);

/// The worker threads and the way to them.
pub struct Tasks {
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    wake: Wake,
    cancels: BTreeMap<JobId, Arc<AtomicBool>>,
    files: Worker,
    previews: Worker,
    proofs: Worker,
    tokens: Tokens,
    servers: Servers,
    settings: Option<SettingsFile>,
    journal: Option<JournalWriter>,
}

impl Tasks {
    /// Workers that call `wake` after each message. Threads start with the first job that needs them. Nothing is kept
    /// for the next start.
    pub fn new(wake: Wake) -> Self {
        Self::in_places(wake, None)
    }

    /// Workers that keep settings in the app's own folders.
    pub fn in_places(wake: Wake, places: Option<&Places>) -> Self {
        let (sender, receiver) = channel();
        let (files, previews) = (Worker::new("reagent-files"), Worker::new("reagent-preview"));
        let proofs = Worker::resting("reagent-proof", PROOF_REST);
        let journal = places.map(|places| {
            let reporter = Reporter::new(JobId::default(), sender.clone(), Arc::clone(&wake), Arc::default());
            JournalWriter::new(places, reporter)
        });
        let settings = places.map(SettingsFile::new);
        let store: Arc<dyn TokenStore> =
            if places.is_some() { Arc::new(Keychain) } else { Arc::new(NoStore) };
        let (cancels, tokens, servers) = (BTreeMap::new(), Tokens::new(store), Servers::default());
        Self { sender, receiver, wake, cancels, files, previews, proofs, tokens, servers, settings, journal }
    }

    /// Keeps tokens that are to be remembered in another safe than the system's keychain.
    pub fn keep_tokens_in(&mut self, store: Arc<dyn TokenStore>) {
        self.tokens = Tokens::new(store);
    }

    /// Starts and cancels jobs, and gives back what only the window can do.
    pub fn run(&mut self, effects: Vec<Effect>) -> Vec<WindowEffect> {
        let mut for_window = Vec::new();
        for effect in effects {
            match effect {
                Effect::Start(id, job) => self.start(id, job),
                Effect::Cancel(id) => self.cancel(id),
                Effect::Window(effect) => for_window.push(effect),
            }
        }
        for_window
    }

    /// The answers so far. Never blocks.
    pub fn messages(&mut self) -> Vec<Message> {
        let messages: Vec<Message> = self.receiver.try_iter().collect();
        for message in &messages {
            self.forget(message);
        }
        messages
    }

    /// The next answer, waiting for it as long as `limit`. For tests and programs without a window.
    pub fn wait(&mut self, limit: Duration) -> Option<Message> {
        let message = self.receiver.recv_timeout(limit).ok()?;
        self.forget(&message);
        Some(message)
    }

    /// Starts work of any kind on a thread of its own. What it returns is its last message; an error and a panic are
    /// sent as [`Message::JobFailed`].
    pub fn start_work(
        &mut self,
        id: JobId,
        work: impl FnOnce(&Reporter) -> Result<Message, String> + Send + 'static,
    ) {
        let reporter = self.reporter(id);
        spawn("reagent-job", &reporter, Box::new(work));
    }

    /// Asks the user for files or a folder in a dialog of the system's. Its answer is the message itself.
    pub fn ask_for_paths(&mut self, pick: Pick, dialog: impl FnOnce(&Pick) -> Vec<PathBuf> + Send + 'static) {
        self.start_work(JobId::default(), move |_| {
            let asked = Instant::now();
            let paths = dialog(&pick);
            // Nobody closes a dialog that fast: there was none, and nothing else tells that from "cancel".
            if paths.is_empty() && asked.elapsed() < FASTEST_CANCEL {
                return Err(NO_FILE_DIALOG.to_owned());
            }
            Ok(Message::PathsPicked(pick, paths))
        });
    }

    /// The settings of the last session; `None` if there was none, or nothing is kept.
    pub fn settings(&self) -> Option<Message> {
        self.settings.as_ref().and_then(SettingsFile::read)
    }

    /// Keeps settings for the next start. Of several that wait for the disk only the newest are written.
    pub fn store_settings(&mut self, preferences: Preferences) {
        let Some(settings) = self.settings.clone() else { return };
        if settings.wait_with(preferences) {
            let reporter = self.reporter(JobId::default());
            // It is written even if the app closes meanwhile.
            self.cancels.remove(&JobId::default());
            self.files.send(reporter, Box::new(move |_| Ok(settings.write())));
        }
    }

    /// Looks at the state after a change; edits that are not saved are written down soon, edits that an earlier session
    /// left are looked for when a workspace was opened.
    pub fn protect(&mut self, state: &AppState) {
        if let Some(journal) = &mut self.journal {
            journal.look(state);
        }
    }

    /// Forgets the edits that were written down of a workspace.
    pub fn drop_journal(&mut self, folder: Option<&Path>) {
        if let Some(journal) = &mut self.journal {
            journal.drop_of(folder);
        }
    }

    /// The app closes because the user wants it: edits of this session are saved or not wanted.
    pub fn close(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.close();
        }
    }

    fn reporter(&mut self, id: JobId) -> Reporter {
        let is_cancelled = Arc::new(AtomicBool::new(false));
        self.cancels.insert(id, Arc::clone(&is_cancelled));
        Reporter::new(id, self.sender.clone(), Arc::clone(&self.wake), is_cancelled)
    }

    fn start(&mut self, id: JobId, job: Job) {
        let reporter = self.reporter(id);
        if matches!(job, Job::SaveFiles { .. } | Job::WriteFile { .. } | Job::WriteRun { .. }) {
            // Once asked for it is done, whatever ends meanwhile.
            self.cancels.remove(&id);
        }
        match job {
            Job::Run { pairs, .. } if pairs.is_empty() => reporter.send(Message::JobCancelled(id)),
            Job::Run { stamp, workspace, pairs, settings } => {
                let is_preview = pairs.len() == 1;
                let runs = runs::Runs { stamp, workspace, pairs, settings };
                let work: Work = Box::new(move |reporter| runs.run(reporter));
                if is_preview {
                    self.previews.send(reporter, work);
                } else {
                    spawn("reagent-runs", &reporter, work);
                }
            }
            Job::Render { key, workspace, settings } => self.previews.send(
                reporter,
                Box::new(move |reporter| {
                    let now = settings.now.unwrap_or_else(jiff::Timestamp::now);
                    let rendering = Rendering::of(&workspace, key, &settings.profile, now).map(Arc::new);
                    Ok(Message::TemplateRendered { job: reporter.job(), rendering })
                }),
            ),
            Job::Explain { key, report, context } => self.previews.send(
                reporter,
                Box::new(move |reporter| Ok(explain::explain(key, report, &context, reporter))),
            ),
            Job::Compare { old, workspace, trigger, settings } => {
                let comparison = versions::Comparison { old, workspace, trigger, settings };
                spawn("reagent-compare", &reporter, Box::new(move |reporter| comparison.run(reporter)));
            }
            Job::FindChange { key, workspace, settings, goal } => {
                let search = explain::ChangeSearch { key, workspace, settings, goal };
                spawn("reagent-search", &reporter, Box::new(move |reporter| search.run(reporter)));
            }
            Job::Tenant(connection, job) => {
                let tokens = self.tokens.clone();
                let work: Work =
                    Box::new(move |reporter| tenant::tenant_job(connection, *job, &tokens, reporter));
                spawn("reagent-tenant", &reporter, work);
            }
            Job::Live(job) => {
                let (tokens, servers) = (self.tokens.clone(), self.servers.clone());
                let work: Work = Box::new(move |reporter| live::live_job(*job, &tokens, &servers, reporter));
                spawn("reagent-live", &reporter, work);
            }
            Job::Vary { context, trigger, workspace, settings } => {
                let work = move |reporter: &Reporter| {
                    explain::varied(&workspace, (context, trigger), &settings, reporter)
                };
                spawn("reagent-variants", &reporter, Box::new(work));
            }
            Job::Prove { stamp, part, workspace, settings } => self.proofs.send(
                reporter,
                Box::new(move |reporter| {
                    let now = settings.now.unwrap_or_else(jiff::Timestamp::now);
                    let is_cancelled = || reporter.is_cancelled();
                    let proof = Proof::of(&workspace, part, (now, &settings.profile), &is_cancelled)?;
                    let job = reporter.job();
                    Ok(if reporter.is_cancelled() {
                        Message::JobCancelled(job)
                    } else {
                        Message::Proved { job, stamp, proof: Arc::new(proof) }
                    })
                }),
            ),
            job => self.files.send(reporter, Box::new(move |reporter| file_job(job, reporter))),
        }
    }

    fn cancel(&mut self, id: JobId) {
        if let Some(flag) = self.cancels.get(&id) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Jobs that have sent their last message need no flag.
    fn forget(&mut self, message: &Message) {
        let ended = match message {
            Message::JobFailed { job, .. }
            | Message::JobCancelled(job)
            | Message::WorkspaceLoaded { job, .. }
            | Message::FilesSaved(job)
            | Message::SaveConflicted { job, .. }
            | Message::FilesCompared { job, .. }
            | Message::ImportPlanned { job, .. }
            | Message::FileWritten { job, .. }
            | Message::TemplateRendered { job, .. }
            | Message::Explained { job, .. }
            | Message::ChangeFound { job, .. }
            | Message::Varied { job, .. }
            | Message::Compared { job, .. }
            | Message::RunOpened { job, .. }
            | Message::Proved { job, .. }
            | Message::LiveAnswered { job, .. }
            | Message::TriggersRan { job, is_last: true, .. } => Some(job),
            Message::TenantAnswered { job, answer, .. } if answer.is_last() => Some(job),
            Message::JobProgressed { .. }
            | Message::TenantAnswered { .. }
            | Message::TriggersRan { .. }
            | Message::SettingsRead { .. }
            | Message::SettingsStored(_)
            | Message::JournalFound(_)
            | Message::JournalWritten(_)
            | Message::JournalFailed(_)
            | Message::Posted(_)
            | Message::PracticeAsked
            | Message::PathsPicked(..) => None,
        };
        if let Some(job) = ended {
            self.cancels.remove(job);
        }
    }
}

impl Drop for Tasks {
    /// Runs stop; a save that was begun is finished.
    fn drop(&mut self) {
        self.cancels.values().for_each(|flag| flag.store(true, Ordering::Relaxed));
        self.files.finish();
        self.servers.stop();
        self.journal.iter_mut().for_each(JournalWriter::finish);
    }
}

fn file_job(job: Job, reporter: &Reporter) -> Result<Message, String> {
    let id = reporter.job();
    match job {
        Job::LoadWorkspace(path) => load::workspace(&path, reporter),
        Job::LoadSample(name) => samples::load(&name, id),
        Job::SaveFiles { folder, writes, overwrites } => save::files(&folder, &writes, overwrites, reporter),
        Job::CompareFiles { folder, files } => load::compare(&folder, &files, reporter),
        Job::PlanImport { sources, workspace, event } => match versions::shared_run(&sources)? {
            Some(run) => Ok(Message::RunOpened { job: id, run }),
            None => Ok(import::plan(&sources, &workspace, &event, reporter)),
        },
        Job::WriteFile { path, text } => save::one(&path, &text, id),
        Job::WriteRun { path, form, run } => versions::write_run(&path, form, &run, reporter),
        Job::Run { .. }
        | Job::Render { .. }
        | Job::Explain { .. }
        | Job::FindChange { .. }
        | Job::Vary { .. }
        | Job::Compare { .. }
        | Job::Prove { .. }
        | Job::Tenant(..)
        | Job::Live(_) => Err("runs are not the business of the files' thread".to_owned()),
    }
}
