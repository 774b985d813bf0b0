//! The folder of a workspace and one of its tenants: what every command and job about a tenant begins with.
//!
//! What it holds is read when it is asked for; nothing is sent. Main entry: [`Site`].

use crate::api::{Address, ApiError, Client, Options};
use crate::io::{IoError, append_text, put_text, read_text, remove_file, text_if_there};
use crate::model::Tenant;
use crate::secret::Secret;
use crate::sync::{LocalObject, State, StateError, local_objects};
use crate::wire::{FileError, TextFile};
use std::path::PathBuf;

/// A tenant of a workspace cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file of the workspace.
    #[error(transparent)]
    Io(#[from] IoError),
    /// The tenant's address or certificates.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// What is known of the tenant.
    #[error(transparent)]
    State(#[from] StateError),
    /// The tenant's name, which is also a file's.
    #[error(
        "the tenant's name '{0}' cannot be used: it is also a file's name, so it has letters, digits, dots and dashes"
    )]
    Name(String),
}

impl From<FileError> for SiteError {
    fn from(error: FileError) -> Self {
        Self::Io(error.into())
    }
}

/// A workspace's folder and one of its tenants.
#[derive(Clone, Debug)]
pub struct Site {
    /// The workspace's folder.
    pub folder: PathBuf,
    /// The tenant.
    pub tenant: Tenant,
    /// Its address.
    pub address: Address,
}

impl Site {
    /// A tenant of the workspace in a folder.
    ///
    /// # Errors
    /// If its address or name cannot be used.
    pub fn new(folder: PathBuf, tenant: Tenant) -> Result<Self, SiteError> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if tenant.name.starts_with('.') || !tenant.name.chars().all(is_plain) {
            return Err(SiteError::Name(tenant.name));
        }
        let address = Address::of(&tenant)?;
        Ok(Self { folder, tenant, address })
    }

    /// Ready to call.
    ///
    /// # Errors
    /// If the certificates that the tenant names cannot be read, or the token is none.
    pub fn client(&self, token: Secret) -> Result<Client, SiteError> {
        let authorities = match &self.tenant.ca {
            Some(file) => Some(read_text(&self.folder.join(file))?.into_bytes()),
            None => None,
        };
        Ok(Client::new(self.address.clone(), token, Options { authorities, ..Options::default() })?)
    }

    /// What is known of the tenant.
    ///
    /// # Errors
    /// If its file cannot be read, or is of another tenant.
    pub fn state(&self) -> Result<State, SiteError> {
        let path = self.state_path();
        if !path.exists() {
            return Ok(State::new(&self.tenant.name, self.address.text()));
        }
        let mut state = State::read(&read_text(&path)?, &self.tenant.name, self.address.text())?;
        if let Some(log) = text_if_there(&self.log_path())? {
            state.follow(&log);
        }
        Ok(state)
    }

    /// Stores what has become known of some files, at a cost that does not grow with the state. [`Site::settle`] brings
    /// it into the state file; until then both are read together.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn note(&self, state: &State, files: &[&str]) -> Result<(), IoError> {
        if !self.state_path().exists() {
            return self.record(state);
        }
        let lines: String = files.iter().map(|file| state.log_line(file)).collect();
        append_text(&self.log_path(), &lines)
    }

    /// Stores what is known of the tenant.
    ///
    /// # Errors
    /// If its file cannot be written.
    pub fn record(&self, state: &State) -> Result<(), IoError> {
        put_text(&self.state_path(), &state.to_text())?;
        let log = self.log_path();
        if log.exists() { remove_file(&log) } else { Ok(()) }
    }

    /// Brings what was noted into the state file, if anything was.
    ///
    /// # Errors
    /// If it cannot be written; what was noted is then still known.
    pub fn settle(&self, state: &State) -> Result<(), IoError> {
        if self.log_path().exists() { self.record(state) } else { Ok(()) }
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join(State::log_path(&self.tenant.name))
    }

    /// The keychain's name for the tenant's token.
    pub fn account(&self) -> String {
        self.address.account(&self.tenant.name)
    }

    fn state_path(&self) -> PathBuf {
        self.folder.join(State::path(&self.tenant.name))
    }
}

/// The objects of a workspace's files.
///
/// # Errors
/// Where a file cannot be read: its object would look deleted.
pub fn objects_of(files: &[TextFile]) -> Result<Vec<LocalObject>, SiteError> {
    let local = local_objects(files);
    match local.broken.into_iter().next() {
        Some(broken) => Err(broken.into()),
        None => Ok(local.objects),
    }
}
