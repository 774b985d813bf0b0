//! Tenants: choosing, adding, changing; their tokens; whether they can be reached.

use super::super::effect::Job;
use super::super::state::{Dialog, JobId};
use super::super::tenants::{ConnectionTest, Look, TenantAnswer, TenantCommand, TenantJob};
use super::Turn;
use crate::document::{Edit, WorkspaceEdit};
use crate::model::Tenant;

impl Turn<'_> {
    pub(in crate::app) fn tenant(&mut self, command: TenantCommand) {
        match command {
            TenantCommand::Choose(name) => self.choose_tenant(name),
            TenantCommand::Set { old, tenant } => self.set_tenant(old.as_deref(), tenant),
            TenantCommand::Remove(name) => self.remove_tenant(&name),
            TenantCommand::KeepToken { token, is_remembered } => {
                let place = if is_remembered { "in the keychain" } else { "for this session" };
                let job = TenantJob::KeepToken { token, is_remembered };
                self.start_tenant_job(&format!("Keep the token {place}"), job);
            }
        }
    }

    /// What was compared and decided belongs to the tenant that it was compared with.
    fn choose_tenant(&mut self, name: String) {
        if self.state.tenant().is_some_and(|tenant| tenant.name == name) {
            return;
        }
        if self.state.is_sending() {
            return self.warn("Something is being sent; choose another tenant when that has ended");
        }
        self.state.tenants.chosen = Some(name);
        self.forget_comparison();
    }

    pub(in crate::app) fn show_connections(&mut self) {
        // Another program may have changed the keychain meanwhile.
        self.state.tenants.look = None;
        self.state.tenants.test.take_if(|test| test.answer.is_some());
        self.show(Some(Dialog::Connections));
    }

    pub(in crate::app) fn log_out(&mut self) {
        self.start_tenant_job("Log out", TenantJob::LogOut);
    }

    pub(in crate::app) fn test_connection(&mut self) {
        let Some(tenant) = self.state.tenant().cloned() else { return };
        if let Some(job) = self.start_tenant_job(&format!("Test {}", tenant.name), TenantJob::Test) {
            self.state.tenants.test = Some(ConnectionTest { tenant, job, answer: None });
            self.show(Some(Dialog::Connections));
        }
    }

    /// Begins a job about the chosen tenant.
    pub(in crate::app) fn start_tenant_job(&mut self, label: &str, job: TenantJob) -> Option<JobId> {
        let Some(connection) = self.state.connection() else {
            self.warn("Choose a tenant first");
            return None;
        };
        Some(self.start(label, Job::Tenant(connection, Box::new(job))))
    }

    fn set_tenant(&mut self, old: Option<&str>, tenant: Tenant) {
        let mut tenants = self.state.workspace().tenants.clone();
        let is_taken = |other: &Tenant| other.name == tenant.name && Some(other.name.as_str()) != old;
        if tenant.name.trim().is_empty() {
            return self.warn("A tenant needs a name");
        }
        if tenants.iter().any(is_taken) {
            return self.warn(format!("There is already a tenant named '{}'", tenant.name));
        }
        let name = tenant.name.clone();
        match tenants.iter_mut().find(|other| Some(other.name.as_str()) == old) {
            Some(slot) => *slot = tenant,
            None => tenants.push(tenant),
        }
        self.edit(Edit::Workspace(WorkspaceEdit::Tenants(tenants)));
        self.choose_tenant(name);
    }

    fn remove_tenant(&mut self, name: &str) {
        let mut tenants = self.state.workspace().tenants.clone();
        tenants.retain(|tenant| tenant.name != name);
        self.edit(Edit::Workspace(WorkspaceEdit::Tenants(tenants)));
        self.offer_undo(format!(
            "Removed the tenant '{name}' from this workspace; its token stays where it is"
        ));
    }

    /// Looks for the chosen tenant's token while the connections are shown. Nowhere else: the keychain may ask the user.
    pub(in crate::app) fn settle_token(&mut self) {
        let is_shown = self.state.view.dialog == Some(Dialog::Connections);
        if !is_shown || self.state.tenants.looking.is_some() || self.state.token_look().is_some() {
            return;
        }
        if let Some(connection) = self.state.connection() {
            let job = Job::Tenant(connection, Box::new(TenantJob::Look));
            let job = self.start_unseen("Look for the token", job);
            self.state.tenants.looking = Some(job);
        }
    }

    pub(in crate::app) fn tenant_answered(&mut self, job: JobId, tenant: Tenant, answer: TenantAnswer) {
        let is_known = self.state.jobs.running.iter().any(|running| running.id == job);
        if !is_known {
            return;
        }
        if answer.is_last() {
            self.end_job(job);
        }
        match answer {
            TenantAnswer::Looked(look) => self.looked(job, tenant, Ok(look)),
            TenantAnswer::TokenChanged(said, look) => {
                // A test, and one that is under way, is of the token that was there before.
                self.state.tenants.test.take_if(|test| test.tenant == tenant);
                self.looked(job, tenant, Ok(look));
                match said {
                    Ok(done) => self.done(done),
                    Err(problem) => self.fail(problem),
                }
            }
            TenantAnswer::Tested(answers, source) => {
                self.tested(job, Ok((answers, source)));
            }
            TenantAnswer::Sync(answer) => self.sync_answered(job, answer),
        }
    }

    fn looked(&mut self, job: JobId, tenant: Tenant, look: Result<Look, String>) {
        self.state.tenants.looking.take_if(|looking| *looking == job);
        self.state.tenants.look = Some((tenant, look));
    }

    fn tested(&mut self, job: JobId, answer: super::super::tenants::TestAnswer) -> bool {
        let test = self.state.tenants.test.as_mut().filter(|test| test.job == job);
        test.map(|test| test.answer = Some(answer)).is_some()
    }

    /// A job about a tenant failed or was stopped; true if that is shown where it was asked for.
    pub(in crate::app) fn tenant_failed(&mut self, job: JobId, error: &str) -> bool {
        if self.state.tenants.looking == Some(job)
            && let Some(tenant) = self.state.tenant().cloned()
        {
            self.looked(job, tenant, Err(error.to_owned()));
            return true;
        }
        self.tested(job, Err(error.to_owned())) || self.sync_failed(job, error)
    }
}
