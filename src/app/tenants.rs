//! The tenants of the workspace: which one is chosen, whether there is a token, and whether it can be reached.
//!
//! No token is ever part of this: [`TenantCommand::KeepToken`] hands one through to the job that keeps it.

use super::state::{AppState, JobId};
use super::syncing::{SyncAnswer, SyncJob};
use crate::model::Tenant;
use crate::secret::{Secret, TokenSource};
use crate::sync::Kind;
use std::path::PathBuf;

/// A request about a tenant.
#[derive(Clone, Debug, PartialEq)]
pub enum TenantCommand {
    /// Chooses a tenant by its name
    Choose(String),
    /// Adds a tenant, or changes the one of the old name
    Set {
        /// The name that it has; `None` adds it
        old: Option<String>,
        /// What it becomes
        tenant: Tenant,
    },
    /// Takes a tenant out of the workspace
    Remove(String),
    /// Keeps the token of the chosen tenant
    KeepToken {
        /// The token
        token: Secret,
        /// In the keychain; otherwise for this session
        is_remembered: bool,
    },
}

/// A tenant and the folder of its workspace: who a job is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The workspace's folder; `None` until it is saved for the first time
    pub folder: Option<PathBuf>,
    /// The tenant
    pub tenant: Tenant,
}

/// Work for a worker thread that is about a tenant.
#[derive(Clone, Debug)]
pub enum TenantJob {
    /// Looks whether there is a token, and where
    Look,
    /// Keeps a token
    KeepToken {
        /// The token
        token: Secret,
        /// In the keychain; otherwise for this session
        is_remembered: bool,
    },
    /// Forgets the token
    LogOut,
    /// Asks the tenant for one object of each kind
    Test,
    /// Work of the sync panel
    Sync(SyncJob),
}

/// What a job about a tenant found out.
#[derive(Clone, Debug)]
pub enum TenantAnswer {
    /// Whether there is a token
    Looked(Look),
    /// A token was kept, or forgotten; what is to be said of it, and what is there now
    TokenChanged(Result<String, String>, Look),
    /// What the tenant answered
    Tested(Vec<(Kind, Result<(), String>)>, TokenSource),
    /// What work of the sync panel found out
    Sync(SyncAnswer),
}

/// Whether a tenant's token is there, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where calls go, or why they cannot
    pub address: Result<String, String>,
    /// Where the token is
    pub token: Option<TokenSource>,
    /// Why the keychain of this computer cannot be used
    pub keychain: Result<(), String>,
}

/// What became of the test of a connection.
#[derive(Clone, Debug)]
pub struct ConnectionTest {
    pub(super) tenant: Tenant,
    pub(super) job: JobId,
    /// Per kind of object whether it can be read, and with which token; `None` while it runs
    pub answer: Option<TestAnswer>,
}

/// What the tenant answered, or why it could not be asked.
pub type TestAnswer = Result<(Vec<(Kind, Result<(), String>)>, TokenSource), String>;

/// The tenants of the workspace, beside what its files hold.
#[derive(Clone, Debug, Default)]
pub struct Tenants {
    pub(super) chosen: Option<String>,
    pub(super) look: Option<(Tenant, Result<Look, String>)>,
    pub(super) looking: Option<JobId>,
    pub(super) test: Option<ConnectionTest>,
}

impl Tenants {
    /// True if a job only asks a tenant.
    pub(super) fn is_asking(&self, job: JobId) -> bool {
        self.test.as_ref().is_some_and(|test| test.job == job && test.answer.is_none())
    }
}

impl ConnectionTest {
    /// The job that asks.
    pub fn job(&self) -> JobId {
        self.job
    }
}

impl TenantJob {
    /// True if the user may stop it.
    pub fn can_cancel(&self) -> bool {
        matches!(self, Self::Test | Self::Sync(SyncJob::Compare { .. } | SyncJob::Send(..)))
    }
}

impl TenantAnswer {
    /// True if the job says nothing after it.
    pub fn is_last(&self) -> bool {
        !matches!(self, Self::Sync(SyncAnswer::ItemSent(..)))
    }
}

impl AppState {
    /// The tenant that is chosen, else the first that is not a production tenant, else the first.
    pub fn tenant(&self) -> Option<&Tenant> {
        let tenants = &self.workspace().tenants;
        let chosen = self.tenants.chosen.as_ref();
        let by_name = tenants.iter().find(|tenant| Some(&tenant.name) == chosen);
        by_name.or_else(|| tenants.iter().find(|tenant| !tenant.is_production)).or_else(|| tenants.first())
    }

    /// Who a job about the chosen tenant is about.
    pub fn connection(&self) -> Option<Connection> {
        Some(Connection { folder: self.files.folder.clone(), tenant: self.tenant()?.clone() })
    }

    /// Whether the chosen tenant has a token; `None` until it was looked for.
    pub fn token_look(&self) -> Option<&Result<Look, String>> {
        let (tenant, look) = self.tenants.look.as_ref()?;
        (Some(tenant) == self.tenant()).then_some(look)
    }

    /// The last test of the chosen tenant's connection.
    pub fn connection_test(&self) -> Option<&ConnectionTest> {
        self.tenants.test.as_ref().filter(|test| Some(&test.tenant) == self.tenant())
    }
}
