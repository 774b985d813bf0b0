//! What is live: the practice server and the listener on this machine, an event that is fired at a tenant, a tenant's own
//! rendering of a template.
//!
//! Nothing of it is part of a workspace. Servers run in [`crate::tasks`]; this is what is known of them.

use super::effect::RunSettings;
use super::state::{AppState, JobId};
use super::tenants::Connection;
use crate::engine::{CallShape, Firing, RunReport, TenantRuns};
use crate::json::Json;
use crate::model::{Context, ContextId, EngineProfile, TargetId, Tenant, Workspace};
use crate::secret::Secret;
use crate::wire::TextFile;
use serde_json::Value;
use std::sync::Arc;

/// The name of the tenant that the practice server is in a workspace.
pub const PRACTICE_TENANT: &str = "practice";

/// A request about something live.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveCommand {
    /// Starts the practice server
    StartPractice {
        /// With the objects of this workspace; otherwise with those of the sample
        has_own_objects: bool,
    },
    /// Makes the practice server a tenant of the workspace, with its token for this session
    ConnectToPractice,
    /// Starts to listen for targets and webhooks
    Listen {
        /// The port; 0 for a free one
        port: u16,
        /// Checks signatures
        secret: Option<Secret>,
    },
    /// Shows a post that came
    ShowPost(u64),
    /// Makes a context of a post
    UsePost(u64),
    /// Forgets all posts
    ForgetPosts,
    /// What would be fired
    Draft(FireDraft),
    /// Really fires what was run here before
    Fire {
        /// What was typed to confirm it
        confirmation: String,
    },
    /// Asks the tenant to render a target's template
    Preview(PreviewAsk),
    /// Takes over the settings with which both render the same
    TakeSettings,
}

/// An event that is made up to be fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FireDraft {
    /// The call
    pub shape: CallShape,
    /// The event
    pub event: String,
    /// The context
    pub context: ContextId,
    /// The profile; empty for the one that the context names
    pub profile_id: String,
}

/// Which object a tenant is asked to render a template for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewAsk {
    /// The target
    pub target: TargetId,
    /// `profile`, `transaction` and so on
    pub resource: String,
    /// Its id on the tenant
    pub resource_id: String,
}

/// Work for a worker thread that is about something live.
#[derive(Clone, Debug)]
pub enum LiveJob {
    /// Starts the practice server
    StartPractice(Option<Arc<Vec<TextFile>>>),
    /// Stops it
    StopPractice,
    /// Starts the listener
    Listen(u16, Option<Secret>),
    /// Stops it
    StopListening,
    /// Runs the triggers of an event here
    DryRun {
        /// What would be fired
        firing: Firing,
        /// The workspace
        workspace: Arc<Workspace>,
        /// The event's context
        context: Arc<Context>,
        /// Under which settings
        settings: RunSettings,
    },
    /// Fires an event
    Fire {
        /// At whom
        connection: Connection,
        /// What
        firing: Firing,
        /// The local runs of it
        reports: Arc<Vec<RunReport>>,
        /// The workspace, whose triggers are looked for in the tenant's history
        workspace: Arc<Workspace>,
    },
    /// Asks for a rendering and compares it
    Preview {
        /// Whom
        connection: Connection,
        /// For what
        ask: PreviewAsk,
        /// The template
        template: String,
        /// The workspace's settings
        profile: EngineProfile,
    },
}

impl LiveJob {
    /// True if it can be left: what it waits for is only read.
    pub fn can_be_left(&self) -> bool {
        matches!(self, Self::Fire { .. } | Self::Preview { .. })
    }
}

/// What a job about something live found out.
#[derive(Clone, Debug)]
pub enum LiveAnswer {
    /// The practice server runs
    PracticeStarted(Practice),
    /// It has stopped
    PracticeStopped,
    /// The listener runs
    ListeningAt(String),
    /// It has stopped
    ListeningStopped,
    /// The runs of an event
    DryRan(Arc<Vec<RunReport>>),
    /// The tenant took an event, or may have taken it
    Fired(Arc<ShotResult>),
    /// The tenant rendered
    Previewed(Arc<Compared>),
}

/// The practice server, as it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// The base of its API
    pub url: String,
    /// Its token, good for nothing else
    pub token: Secret,
    /// What it signs payloads with
    pub secret: Secret,
}

/// A server of this window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Server<T> {
    /// It does not run
    #[default]
    Off,
    /// It starts or stops
    Changing(JobId),
    /// It runs
    On(T),
    /// It could not be started
    Failed(String),
}

impl<T> Server<T> {
    /// What is known of it while it runs.
    pub fn on(&self) -> Option<&T> {
        match self {
            Self::On(running) => Some(running),
            _ => None,
        }
    }
}

/// What a signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureCheck {
    /// There is none
    Missing,
    /// There is one, and no secret to check it with
    Unchecked,
    /// It is right
    Valid,
    /// It is wrong, or too old
    Wrong,
    /// The post was not taken, so it was not looked at
    Refused,
}

/// Something that was posted to the listener.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Which, from 1
    pub number: u64,
    /// When, in UTC
    pub at: String,
    /// Method and path
    pub head: String,
    /// The event that it says it is of
    pub event: Option<String>,
    /// What its signature is worth, in words
    pub signature: String,
    /// What its signature is worth
    pub check: SignatureCheck,
    /// Headers that say something of the event
    pub headers: Vec<(String, String)>,
    /// The body
    pub body: Arc<str>,
    /// The body, decoded
    pub json: Option<Json>,
}

/// What an event does here.
#[derive(Clone, Debug)]
pub struct DryRun {
    pub(super) draft: FireDraft,
    pub(super) revision: u64,
    pub(super) job: Option<JobId>,
    /// What would be sent, or why nothing can be
    pub firing: Result<Firing, String>,
    /// The runs, once they are there
    pub reports: Option<Arc<Vec<RunReport>>>,
}

/// What the tenant said of an event.
#[derive(Clone, Debug)]
pub struct ShotResult {
    /// Its answer, as JSON, or why there is none; it may have taken the event all the same
    pub answer: Result<String, String>,
    /// What its reactions did, or why that cannot be read
    pub told: Result<TenantRuns, String>,
}

/// An event that was fired.
#[derive(Clone, Debug)]
pub struct Shot {
    pub(super) job: JobId,
    /// At whom
    pub tenant: Tenant,
    /// Which event
    pub event: String,
    /// What came of it; `None` while it is waited for
    pub answer: Option<Result<Arc<ShotResult>, String>>,
}

impl Shot {
    /// The job that waits for the answer.
    pub fn job(&self) -> JobId {
        self.job
    }
}

/// A tenant's rendering beside ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What the tenant rendered, decoded
    pub theirs: Value,
    /// The difference, as a unified diff; empty if there is none
    pub diff: String,
    /// Why nothing is rendered here, if nothing is
    pub error: Option<String>,
    /// How many values are the same
    pub equal: usize,
    /// Settings that come closer: name, as it is, as it would be
    pub changes: Vec<(&'static str, String, String)>,
    /// These settings, if there are any
    pub better: Option<EngineProfile>,
    /// Whether they make both the same
    pub is_exact: bool,
    /// What the rendering does not tell of the settings, in sentences
    pub untold: Vec<String>,
}

/// A rendering that a tenant was asked for.
#[derive(Clone, Debug)]
pub struct TenantPreview {
    pub(super) job: JobId,
    /// Whom
    pub tenant: Tenant,
    /// For what
    pub ask: PreviewAsk,
    /// What came of it; `None` while it is waited for
    pub answer: Option<Result<Arc<Compared>, String>>,
}

impl TenantPreview {
    /// The job that waits for the answer.
    pub fn job(&self) -> JobId {
        self.job
    }
}

/// Everything live.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// The practice server
    pub practice: Server<Practice>,
    /// How many requests it has answered
    pub answered: usize,
    /// The listener, by its address
    pub listener: Server<String>,
    /// What was posted, the newest last
    pub posts: Vec<Arc<Post>>,
    /// The post that is shown
    pub post: Option<u64>,
    /// What would be fired
    pub draft: Option<FireDraft>,
    /// What it does here
    pub dry_run: Option<DryRun>,
    /// What was fired last
    pub shot: Option<Shot>,
    /// What a tenant rendered last
    pub preview: Option<TenantPreview>,
}

impl Live {
    /// True if a job only waits for a tenant.
    pub(super) fn is_asking(&self, job: JobId) -> bool {
        let is_shot = self.shot.as_ref().is_some_and(|shot| shot.job == job && shot.answer.is_none());
        let preview = self.preview.as_ref();
        is_shot || preview.is_some_and(|preview| preview.job == job && preview.answer.is_none())
    }
}

impl AppState {
    /// The post that is shown, else the newest.
    pub fn shown_post(&self) -> Option<&Arc<Post>> {
        let posts = &self.live.posts;
        posts.iter().find(|post| Some(post.number) == self.live.post).or_else(|| posts.last())
    }

    /// What the draft does here, if that is of now.
    pub fn dry_run(&self) -> Option<&DryRun> {
        let (run, draft) = (self.live.dry_run.as_ref()?, self.live.draft.as_ref()?);
        (run.draft == *draft && run.revision == self.document.revision()).then_some(run)
    }

    /// What has to be typed before an event is fired at the chosen tenant; nothing for a test tenant.
    pub fn fire_confirmation(&self) -> Option<&str> {
        self.tenant().filter(|tenant| tenant.is_production).map(|tenant| tenant.name.as_str())
    }

    /// Why the event cannot be fired now.
    ///
    /// # Errors
    /// The reason, one sentence.
    pub fn can_fire(&self, confirmation: &str) -> Result<(), String> {
        if self.tenant().is_none() {
            return Err("Choose a tenant first, or start the practice server".to_owned());
        }
        let Some(run) = self.dry_run() else { return Err("It is not run here yet".to_owned()) };
        run.firing.as_ref().map_err(Clone::clone)?;
        if run.reports.is_none() {
            return Err("It is being run here first".to_owned());
        }
        if self.live.shot.as_ref().is_some_and(|shot| shot.answer.is_none()) {
            return Err("An event is on its way already".to_owned());
        }
        match self.fire_confirmation() {
            Some(name) if confirmation != name => Err(format!("Type {name} to confirm it")),
            _ => Ok(()),
        }
    }
}
