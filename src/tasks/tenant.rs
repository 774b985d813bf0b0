//! Jobs about a tenant: its token, and the only calls of the window that leave this machine.

use super::reporter::Reporter;
use super::sync::sync_job;
use super::tokens::Tokens;
use crate::api::{ApiError, Client};
use crate::app::{Connection, Look, Message, TenantAnswer, TenantJob};
use crate::secret::TokenSource;
use crate::site::Site;

/// Does a job about a tenant.
pub(super) fn tenant_job(
    connection: Connection,
    job: TenantJob,
    tokens: &Tokens,
    reporter: &Reporter,
) -> Result<Message, String> {
    let tenant = connection.tenant.clone();
    let site = site_of(connection);
    let answer = match job {
        TenantJob::Look => TenantAnswer::Looked(look(&site, tokens)),
        TenantJob::KeepToken { token, is_remembered } => {
            let kept = tokens.keep(site.as_ref().map_err(Clone::clone)?, &token, is_remembered);
            TenantAnswer::TokenChanged(kept, look(&site, tokens))
        }
        TenantJob::LogOut => {
            let forgotten = tokens.forget(site.as_ref().map_err(Clone::clone)?);
            TenantAnswer::TokenChanged(forgotten, look(&site, tokens))
        }
        TenantJob::Test => test(&site?, tokens)?,
        TenantJob::Sync(job) => TenantAnswer::Sync(sync_job(&site?, job, tokens, reporter)?),
    };
    Ok(Message::TenantAnswered { job: reporter.job(), tenant, answer })
}

pub(super) fn site_of(connection: Connection) -> Result<Site, String> {
    let Connection { folder, tenant } = connection;
    Site::new(folder.unwrap_or_default(), tenant).map_err(|error| error.to_string())
}

fn look(site: &Result<Site, String>, tokens: &Tokens) -> Look {
    match site {
        Ok(site) => {
            let (token, keychain) = tokens.look(site);
            Look { address: Ok(site.address.text().to_owned()), token, keychain }
        }
        Err(error) => Look { address: Err(error.clone()), token: None, keychain: Ok(()) },
    }
}

/// Ready to call, and where its token came from.
pub(super) fn client(site: &Site, tokens: &Tokens) -> Result<(Client, TokenSource), String> {
    let token = tokens.token(site)?;
    let source = token.source;
    let client = site.client(token.secret).map_err(|error| error.to_string())?;
    Ok((client, source))
}

fn test(site: &Site, tokens: &Tokens) -> Result<TenantAnswer, String> {
    let (client, source) = client(site, tokens)?;
    let answers = client.probe().into_iter();
    let answers = answers.map(|(kind, answer)| (kind, answer.map_err(|error| in_words(&error)))).collect();
    Ok(TenantAnswer::Tested(answers, source))
}

/// What went wrong, with what to do about it in this window.
pub(super) fn in_words(error: &ApiError) -> String {
    match error {
        ApiError::Unauthorized { place } => {
            format!(
                "{place}: the token was not accepted (401). It may have expired; paste a new one under Connections"
            )
        }
        ApiError::Redirected { place, to } => {
            format!(
                "{place}: the server redirects to {to}; if that is right, make it the address under Connections"
            )
        }
        other => other.to_string(),
    }
}
