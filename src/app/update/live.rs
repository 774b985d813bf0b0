//! Practice server and listener, firing, a tenant's own rendering.

use super::super::effect::{Job, WindowEffect};
use super::super::live::{
    DryRun, FireDraft, LiveAnswer, LiveCommand, LiveJob, PRACTICE_TENANT, Post, Practice, PreviewAsk, Server,
    Shot, ShotResult, TenantPreview,
};
use super::super::state::{Dialog, JobId, NewContext};
use super::super::tenants::TenantJob;
use super::Turn;
use crate::document::{Edit, WorkspaceEdit, target_by_id};
use crate::engine::{CallShape, Firing};
use crate::json::Json;
use crate::model::{Context, Tenant};
use std::sync::Arc;

/// Most posts that are kept.
const MAX_POSTS: usize = 500;

impl Turn<'_> {
    pub(in crate::app) fn live(&mut self, command: LiveCommand) {
        match command {
            LiveCommand::StartPractice { has_own_objects } => self.start_practice(has_own_objects),
            LiveCommand::ConnectToPractice => self.connect_to_practice(),
            LiveCommand::Listen { port, secret } => {
                let job = self.start_live("Start listening", LiveJob::Listen(port, secret));
                self.state.live.listener = Server::Changing(job);
            }
            LiveCommand::ShowPost(number) => self.state.live.post = Some(number),
            LiveCommand::UsePost(number) => self.use_post(number),
            LiveCommand::ForgetPosts => self.state.live.posts.clear(),
            LiveCommand::Draft(draft) => self.state.live.draft = Some(draft),
            LiveCommand::Fire { confirmation } => self.fire(&confirmation),
            LiveCommand::Preview(ask) => self.ask_preview(ask),
            LiveCommand::TakeSettings => self.take_settings(),
        }
    }

    fn start_live(&mut self, label: &str, job: LiveJob) -> JobId {
        self.start(label, Job::Live(Box::new(job)))
    }

    pub(in crate::app) fn show_practice(&mut self) {
        self.show(Some(Dialog::Practice));
    }

    fn start_practice(&mut self, has_own_objects: bool) {
        let texts = Arc::clone(&self.state.files.texts);
        let seed = (has_own_objects && !texts.is_empty()).then_some(texts);
        let job = self.start_live("Start the practice server", LiveJob::StartPractice(seed));
        self.state.live.practice = Server::Changing(job);
        self.state.live.answered = 0;
    }

    pub(in crate::app) fn stop_practice(&mut self) {
        let job = self.start_live("Stop the practice server", LiveJob::StopPractice);
        self.state.live.practice = Server::Changing(job);
    }

    pub(in crate::app) fn show_received(&mut self) {
        self.state.view.panels.results = true;
        self.window(WindowEffect::ShowReceived);
    }

    pub(in crate::app) fn stop_listening(&mut self) {
        let job = self.start_live("Stop listening", LiveJob::StopListening);
        self.state.live.listener = Server::Changing(job);
    }

    /// The practice server becomes a tenant of the workspace, marked as a test tenant.
    fn connect_to_practice(&mut self) {
        let Some(Practice { url, token, .. }) = self.state.live.practice.on().cloned() else {
            return self.warn("The practice server does not run");
        };
        let mut tenants = self.state.workspace().tenants.clone();
        let own =
            Tenant { name: PRACTICE_TENANT.to_owned(), url: Some(url), is_test: true, ..Tenant::default() };
        let is_other =
            |tenant: &Tenant| tenant.url.as_deref().is_none_or(|url| !url.starts_with("http://127.0.0.1:"));
        match tenants.iter_mut().find(|tenant| tenant.name == PRACTICE_TENANT) {
            Some(tenant) if tenant.is_production || is_other(tenant) => {
                return self
                    .warn("The tenant 'practice' of this workspace is another server; rename it first");
            }
            Some(tenant) if *tenant == own => {}
            Some(tenant) => *tenant = own.clone(),
            None => tenants.push(own.clone()),
        }
        if tenants != self.state.workspace().tenants {
            self.edit(Edit::Workspace(WorkspaceEdit::Tenants(tenants)));
        }
        self.state.tenants.chosen = Some(own.name);
        let job = TenantJob::KeepToken { token, is_remembered: false };
        self.start_tenant_job("Connect to the practice server", job);
    }

    fn use_post(&mut self, number: u64) {
        let found = self.state.live.posts.iter().find(|post| post.number == number);
        let Some(post) = found.map(Arc::clone) else { return };
        let event = post.event.clone().unwrap_or_default();
        let name = format!("received-{}", post.at.replace([' ', ':'], "-"));
        // What was posted is of real people, until somebody says otherwise.
        let new = NewContext { name, event, text: Arc::clone(&post.body), is_anonymised: true };
        self.show(Some(Dialog::AddContext(new)));
    }

    pub(in crate::app) fn show_fire(&mut self) {
        let shown = self.state.shown_run().and_then(|key| self.state.workspace().context(key.context));
        let context = shown.or_else(|| self.state.workspace().contexts.first()).cloned();
        let Some(context) = context else { return };
        let is_gone = |draft: &FireDraft| self.state.workspace().context(draft.context).is_none();
        let is_other = self.state.live.draft.as_ref().is_none_or(is_gone) || self.state.shown_run().is_some();
        if is_other {
            self.state.live.draft = Some(FireDraft {
                shape: CallShape::Events,
                event: context.event.clone().unwrap_or_default(),
                context: context.id,
                profile_id: String::new(),
            });
        }
        if self.state.live.shot.as_ref().is_some_and(|shot| shot.answer.is_some()) {
            self.state.live.shot = None;
        }
        self.show(Some(Dialog::Fire));
    }

    /// Runs what would be fired, here, while the dialog is shown and as soon as anything of it changes.
    pub(in crate::app) fn settle_dry_run(&mut self) {
        let is_shown = self.state.view.dialog == Some(Dialog::Fire);
        if !is_shown || self.state.dry_run().is_some() {
            return;
        }
        let Some(draft) = self.state.live.draft.clone() else { return };
        let Some(context) = self.state.workspace().context(draft.context).cloned() else { return };
        let revision = self.state.document.revision();
        let firing = firing_of(&draft, &context);
        let mut run = DryRun { draft, revision, job: None, firing, reports: None };
        if let Ok(firing) = &run.firing {
            let event = Some(run.draft.event.clone());
            let seen = Context { data: firing.seen(), event, ..Context::clone(&context) };
            let job = LiveJob::DryRun {
                firing: firing.clone(),
                workspace: Arc::clone(self.state.workspace()),
                context: Arc::new(seen),
                settings: self.run_settings(),
            };
            run.job = Some(self.start_unseen("Run the event here", Job::Live(Box::new(job))));
        }
        self.state.live.dry_run = Some(run);
    }

    fn fire(&mut self, confirmation: &str) {
        if let Err(reason) = self.state.can_fire(confirmation) {
            return self.warn(reason);
        }
        let (Some(connection), Some(run)) = (self.state.connection(), self.state.dry_run().cloned()) else {
            return;
        };
        let (Ok(firing), Some(reports)) = (run.firing, run.reports) else { return };
        let (tenant, event) = (connection.tenant.clone(), run.draft.event);
        let workspace = Arc::clone(self.state.workspace());
        let label = format!("Fire {event} on {}", tenant.name);
        let job = self.start_live(&label, LiveJob::Fire { connection, firing, reports, workspace });
        self.state.live.shot = Some(Shot { job, tenant, event, answer: None });
    }

    pub(in crate::app) fn show_tenant_preview(&mut self) {
        self.state.live.preview.take_if(|preview| preview.answer.is_some());
        self.show(Some(Dialog::TenantPreview));
    }

    fn ask_preview(&mut self, ask: PreviewAsk) {
        let Some(connection) = self.state.connection() else {
            return self.warn("Choose a tenant first, or start the practice server");
        };
        let Some(target) = target_by_id(self.state.workspace(), ask.target) else { return };
        let (tenant, template) = (connection.tenant.clone(), target.template.clone());
        let profile = self.state.workspace().profile.clone();
        let job = LiveJob::Preview { connection, ask: ask.clone(), template, profile };
        let job = self.start_live(&format!("Ask {} to render", tenant.name), job);
        self.state.live.preview = Some(TenantPreview { job, tenant, ask, answer: None });
    }

    fn take_settings(&mut self) {
        let answer = self.state.live.preview.as_ref().and_then(|preview| preview.answer.as_ref());
        let Some(Ok(compared)) = answer else { return };
        let Some(profile) = compared.better.clone() else { return };
        let ask = self.state.live.preview.as_ref().map(|preview| preview.ask.clone());
        self.edit(Edit::Workspace(WorkspaceEdit::Profile(profile)));
        self.offer_undo("The engine profile of this workspace is now that of the tenant's rendering");
        if let Some(ask) = ask {
            self.ask_preview(ask);
        }
    }

    pub(in crate::app) fn live_answered(&mut self, job: JobId, answer: LiveAnswer) {
        if self.end_job(job).is_none() {
            return;
        }
        let live = &mut self.state.live;
        match answer {
            LiveAnswer::PracticeStarted(practice) => live.practice = Server::On(practice),
            LiveAnswer::PracticeStopped => live.practice = Server::Off,
            LiveAnswer::ListeningAt(url) => live.listener = Server::On(url),
            LiveAnswer::ListeningStopped => live.listener = Server::Off,
            LiveAnswer::DryRan(reports) => {
                if let Some(run) = live.dry_run.as_mut().filter(|run| run.job == Some(job)) {
                    run.reports = Some(reports);
                }
            }
            LiveAnswer::Fired(result) => {
                if let Some(shot) = live.shot.as_mut().filter(|shot| shot.job == job) {
                    shot.answer = Some(Ok(result));
                }
            }
            LiveAnswer::Previewed(compared) => {
                if let Some(preview) = live.preview.as_mut().filter(|preview| preview.job == job) {
                    preview.answer = Some(Ok(compared));
                }
            }
        }
    }

    /// Nobody waits any more for what a tenant says of an event; it is under way all the same.
    pub(in crate::app) fn shot_left(&mut self, job: JobId) {
        if let Some(shot) = self.state.live.shot.as_mut().filter(|shot| shot.job == job) {
            let answer = Err("You stopped waiting for the tenant's answer".to_owned());
            let told = Err("it was not waited for".to_owned());
            shot.answer = Some(Ok(Arc::new(ShotResult { answer, told })));
        }
    }

    /// A job about something live failed or was stopped; true if that is shown where it was asked for.
    pub(in crate::app) fn live_failed(&mut self, job: JobId, error: &str) -> bool {
        let live = &mut self.state.live;
        if live.practice == Server::Changing(job) {
            live.practice = Server::Failed(error.to_owned());
            return true;
        }
        if live.listener == Server::Changing(job) {
            live.listener = Server::Failed(error.to_owned());
            return true;
        }
        if let Some(shot) = live.shot.as_mut().filter(|shot| shot.job == job && shot.answer.is_none()) {
            shot.answer = Some(Err(error.to_owned()));
            return true;
        }
        if let Some(preview) = live.preview.as_mut().filter(|preview| preview.job == job) {
            preview.answer = Some(Err(error.to_owned()));
            return true;
        }
        false
    }

    pub(in crate::app) fn posted(&mut self, post: Arc<Post>) {
        let posts = &mut self.state.live.posts;
        posts.push(post);
        if posts.len() > MAX_POSTS {
            posts.remove(0);
        }
    }
}

/// What a draft sends, or why it cannot be sent.
fn firing_of(draft: &FireDraft, context: &Context) -> Result<Firing, String> {
    if let Some(reason) = Firing::refusal(&draft.event) {
        return Err(reason);
    }
    let named = context.data.get("profile_id").and_then(Json::as_str);
    let typed = (!draft.profile_id.is_empty()).then_some(draft.profile_id.as_str());
    Firing::of(draft.shape, &draft.event, typed.or(named), &context.data).ok_or_else(|| {
        "This call needs a profile, and the context has no profile_id: type the profile's id".to_owned()
    })
}
