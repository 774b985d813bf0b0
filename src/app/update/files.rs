//! Opening, saving, and never losing an edit on the way.

use super::super::effect::{Effect, FileWrite, Job, Pick, WindowEffect};
use super::super::message::Loaded;
use super::super::problems::object_of_file;
use super::super::saving::{merged_texts, planned_writes, whole_workspace};
use super::super::state::{Dialog, Discard, Files, JobId, NoticeKind, Results, Saving, Selection};
use super::super::syncing::Syncing;
use super::super::tenants::Tenants;
use super::Turn;
use super::exchange::file_of;
use crate::document::{Document, ObjectId};
use crate::model::Workspace;
use std::path::PathBuf;
use std::sync::Arc;

/// Most recent workspaces that are kept.
const MAX_RECENT: usize = 12;

impl Turn<'_> {
    pub(in crate::app) fn pick_open(&mut self) {
        self.window(WindowEffect::Pick(Pick::OpenFolder));
    }

    pub(in crate::app) fn open(&mut self, path: PathBuf) {
        self.unless_dirty(Discard::Open(path));
    }

    pub(in crate::app) fn open_sample(&mut self, name: String) {
        self.unless_dirty(Discard::OpenSample(name));
    }

    pub(in crate::app) fn new_workspace(&mut self) {
        self.unless_dirty(Discard::New);
    }

    pub(in crate::app) fn revert(&mut self) {
        self.unless_dirty(Discard::Revert);
    }

    pub(in crate::app) fn quit(&mut self) {
        self.unless_dirty(Discard::Quit);
    }

    /// Asks first if edits would be lost.
    fn unless_dirty(&mut self, discard: Discard) {
        if self.state.is_sending() {
            return self.warn("Something is being sent to a tenant; wait for it, or stop it first");
        }
        if self.state.document.is_dirty() {
            self.state.view.dialog = Some(Dialog::ConfirmDiscard(discard));
        } else {
            self.discard_and(discard);
        }
    }

    pub(in crate::app) fn discard_and(&mut self, discard: Discard) {
        self.state.view.dialog = None;
        match discard {
            Discard::Open(path) => self.load(format!("Open {}", path.display()), Job::LoadWorkspace(path)),
            Discard::OpenSample(name) => self.load(format!("Open sample {name}"), Job::LoadSample(name)),
            Discard::New => self.begin_new(),
            Discard::Revert => match self.state.files.folder.clone() {
                Some(folder) => self.load("Read the files again".to_owned(), Job::LoadWorkspace(folder)),
                None => self.warn("The workspace was never saved"),
            },
            Discard::Quit => self.window(WindowEffect::Close),
        }
    }

    fn load(&mut self, label: String, job: Job) {
        // The newest wish wins: the answer to an older one is late.
        if let Some((old, _)) = self.state.files.loading.take() {
            self.end_job(old);
            self.effects.push(Effect::Cancel(old));
        }
        let revision = self.state.document.revision();
        let id = self.start(label, job);
        self.state.files.loading = Some((id, revision));
    }

    /// An empty workspace without a name.
    pub(in crate::app) fn begin_untitled(&mut self) {
        self.replace(Workspace::default(), Files::default());
    }

    fn begin_new(&mut self) {
        let workspace = Workspace { name: "New workspace".to_owned(), ..Workspace::default() };
        self.replace(workspace, Files::default());
        self.select(ObjectId::Settings);
    }

    /// Shows another workspace; nothing of the old one stays.
    fn replace(&mut self, workspace: Workspace, files: Files) {
        let opened = self.state.files.opened + 1;
        self.state.document = Document::new(workspace);
        self.state.files = Files { opened, ..files };
        self.state.selection = Selection::default();
        self.state.tenants = Tenants::default();
        self.state.sync = Syncing::default();
        self.state.results = Results::default();
        self.state.settings.simulation.muted.clear();
        self.state.view.tree_query.clear();
        self.state.view.problem_idx = None;
        self.state.view.dialog = None;
    }

    pub(in crate::app) fn workspace_loaded(&mut self, job: JobId, loaded: &Loaded) {
        let Some((wanted_job, revision)) = self.state.files.loading.take() else { return };
        if wanted_job != job {
            self.state.files.loading = Some((wanted_job, revision));
            return;
        }
        if revision != self.state.document.revision() && self.state.document.is_dirty() {
            self.state.files.reapplied.clear();
            return self.warn("Not opened: the workspace was edited meanwhile");
        }
        let files = Files {
            folder: loaded.folder.clone(),
            texts: Arc::new(loaded.files.clone()),
            findings: loaded.read.findings.clone(),
            broken: loaded.read.broken.iter().map(ToString::to_string).collect(),
            ..Files::default()
        };
        // The same folder read again shows what was shown.
        let is_again = loaded.folder.is_some() && loaded.folder == self.state.files.folder;
        let shown = self.state.selection.object.clone().filter(|_| is_again);
        let shown = shown.and_then(|object| file_of(self.state.workspace(), &object));
        let reapplied = std::mem::take(&mut self.state.files.reapplied);
        self.replace(loaded.read.workspace.clone(), files);
        self.reapply(&reapplied);
        let wanted = loaded
            .wanted
            .as_deref()
            .or(shown.as_deref())
            .and_then(|file| object_of_file(self.state.workspace(), file));
        let first = self.state.workspace().triggers.first().map(|trigger| ObjectId::Trigger(trigger.id));
        if let Some(object) = wanted.or(first) {
            self.select(object);
        }
        self.remember_folder();
        if !loaded.read.broken.is_empty() {
            let count = loaded.read.broken.len();
            let files = if count == 1 { "file" } else { "files" };
            self.warn(format!("{count} {files} could not be read; see the problems"));
        }
    }

    fn remember_folder(&mut self) {
        let Some(folder) = self.state.files.folder.clone() else { return };
        let recent = &mut self.state.settings.recent;
        recent.retain(|other| *other != folder);
        recent.insert(0, folder);
        recent.truncate(MAX_RECENT);
        self.window(WindowEffect::StoreSettings);
    }

    pub(in crate::app) fn save(&mut self) {
        match self.state.files.folder.clone() {
            Some(folder) => self.write_changes(folder, false),
            None => self.save_as(),
        }
    }

    pub(in crate::app) fn save_as(&mut self) {
        self.window(WindowEffect::Pick(Pick::SaveFolder));
    }

    fn write_changes(&mut self, folder: PathBuf, overwrites: bool) {
        let writes = planned_writes(&self.state.document, &self.state.files.texts);
        if writes.is_empty() {
            // Such as an order of triggers, which no file keeps.
            return self.tell_saved("Nothing was changed in any file");
        }
        let texts = merged_texts(&self.state.files.texts, &writes);
        self.begin_save(folder, writes, texts, overwrites);
    }

    /// Writes everything to a folder, or what was changed if it is the workspace's own.
    pub(in crate::app) fn save_to(&mut self, folder: PathBuf, overwrites: bool) {
        if self.state.files.saving.is_some() {
            return self.warn("The workspace is being saved");
        }
        if self.state.files.folder.as_ref() == Some(&folder) {
            return self.write_changes(folder, overwrites);
        }
        let texts = whole_workspace(&self.state.document, &self.state.files.texts);
        let writes = texts.iter().map(|file| FileWrite {
            path: file.path.clone(),
            text: Some(file.text.clone()),
            known: None,
        });
        let writes = writes.collect();
        self.begin_save(folder, writes, texts, overwrites);
    }

    fn begin_save(
        &mut self,
        folder: PathBuf,
        writes: Vec<FileWrite>,
        texts: Vec<crate::wire::TextFile>,
        overwrites: bool,
    ) {
        let snapshot = Arc::clone(self.state.workspace());
        let revision = self.state.document.revision();
        let job = self.start("Save", Job::SaveFiles { folder: folder.clone(), writes, overwrites });
        let texts = Arc::new(texts);
        self.state.files.saving = Some(Saving { job, folder, snapshot, revision, texts });
        self.state.files.conflict = None;
    }

    fn take_saving(&mut self, job: JobId) -> Option<Saving> {
        let is_it = self.state.files.saving.as_ref().is_some_and(|saving| saving.job == job);
        if is_it { self.state.files.saving.take() } else { None }
    }

    pub(in crate::app) fn files_saved(&mut self, job: JobId) {
        let Some(saving) = self.take_saving(job) else { return };
        self.state.document.mark_saved(saving.snapshot, saving.revision);
        self.state.files.folder = Some(saving.folder);
        self.state.files.texts = saving.texts;
        self.state.files.changed_on_disk.clear();
        self.remember_folder();
        self.tell_saved("Saved");
        self.sync_saved();
    }

    /// Half-typed text is in no file: saving says so.
    fn tell_saved(&mut self, done: &str) {
        match self.state.left_unfinished() {
            None => self.done(done),
            Some((what, offer)) => {
                let text = format!("{done}. {what} cannot be saved before it is finished");
                self.tell(NoticeKind::Warning, text, Some(offer));
            }
        }
    }

    pub(in crate::app) fn save_failed(&mut self, job: JobId) {
        if self.take_saving(job).is_some() {
            self.state.sync.compares_when_saved = false;
        }
        if self.state.files.loading.is_some_and(|(loading, _)| loading == job) {
            self.state.files.loading = None;
        }
    }

    pub(in crate::app) fn save_conflicted(&mut self, job: JobId, paths: Vec<String>) {
        let Some(saving) = self.take_saving(job) else { return };
        self.state.files.conflict = Some(saving.folder);
        self.state.view.dialog = Some(Dialog::ConfirmOverwrite(paths));
    }

    pub(in crate::app) fn save_anyway(&mut self) {
        self.state.view.dialog = None;
        match self.state.files.conflict.take() {
            Some(folder) => self.save_to(folder, true),
            None => self.warn("There is nothing to write over"),
        }
    }

    pub(in crate::app) fn check_disk(&mut self) {
        let Some(folder) = self.state.files.folder.clone() else { return };
        if self.state.files.saving.is_none() && self.state.files.loading.is_none() {
            let files = Arc::clone(&self.state.files.texts);
            self.start_unseen("Look at the files", Job::CompareFiles { folder, files });
        }
    }

    pub(in crate::app) fn paths_picked(&mut self, pick: Pick, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        match pick {
            Pick::OpenFolder => self.open(first),
            Pick::SaveFolder => self.save_to(first, false),
            Pick::ImportFiles => self.import_paths(paths),
            Pick::SaveRun { form, run, .. } => self.write_run(first, form, run),
            Pick::ExportFile { text, .. } => {
                self.start("Export", Job::WriteFile { path: first, text });
            }
        }
    }
}
