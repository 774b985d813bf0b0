//! Jobs about what is live: servers of this window, a dry run, firing, a tenant's own rendering.

use super::reporter::Reporter;
use super::servers::Servers;
use super::tenant::{client, in_words, site_of};
use super::tokens::Tokens;
use crate::api::{Client, Telling};
use crate::app::{Compared, Connection, LiveAnswer, LiveJob, Message, PreviewAsk, RunSettings, ShotResult};
use crate::engine::{Firing, Preview, RunEnv, RunReport, calibrate, changed_settings, rendered_value, run};
use crate::json::{Style, to_text};
use crate::model::{Context, EngineProfile, Workspace};
use crate::prove::named_diff;
use crate::site::Site;
use crate::sync::Kind;
use std::sync::Arc;
use std::time::Duration;

/// How long a tenant's history is waited for.
const HISTORY_WAIT: Duration = Duration::from_secs(15);

/// Does a job about something live.
pub(super) fn live_job(
    job: LiveJob,
    tokens: &Tokens,
    servers: &Servers,
    reporter: &Reporter,
) -> Result<Message, String> {
    let answer = match job {
        LiveJob::StartPractice(seed) => {
            let seed = seed.as_ref().map(|files| files.as_slice());
            LiveAnswer::PracticeStarted(servers.practise(seed, reporter)?)
        }
        LiveJob::StopPractice => {
            servers.stop_practising();
            LiveAnswer::PracticeStopped
        }
        LiveJob::Listen(port, secret) => LiveAnswer::ListeningAt(servers.listen(port, secret, reporter)?),
        LiveJob::StopListening => {
            servers.stop_listening();
            LiveAnswer::ListeningStopped
        }
        LiveJob::DryRun { firing: _, workspace, context, settings } => {
            LiveAnswer::DryRan(Arc::new(dry_run(&workspace, &context, &settings, reporter)))
        }
        LiveJob::Fire { connection, firing, reports, workspace } => {
            let site = site_of(connection)?;
            let result = fire(&site, tokens, &firing, (&reports, &workspace), reporter)?;
            LiveAnswer::Fired(Arc::new(result))
        }
        LiveJob::Preview { connection, ask, template, profile } => {
            let compared = preview(connection, tokens, &ask, (&template, &profile))?;
            LiveAnswer::Previewed(Arc::new(compared))
        }
    };
    Ok(Message::LiveAnswered { job: reporter.job(), answer })
}

fn dry_run(
    workspace: &Workspace,
    context: &Context,
    settings: &RunSettings,
    reporter: &Reporter,
) -> Vec<RunReport> {
    let now = settings.now.unwrap_or_else(jiff::Timestamp::now);
    let env = RunEnv { muted: settings.muted.clone(), ..RunEnv::new(now, settings.profile.clone()) };
    let event = context.event.as_deref().unwrap_or_default();
    let triggers = workspace.triggers.iter().filter(|trigger| trigger.event == event);
    triggers
        .take_while(|_| !reporter.is_cancelled())
        .filter_map(|trigger| run(workspace, trigger.id, context, &env))
        .collect()
}

fn fire(
    site: &Site,
    tokens: &Tokens,
    firing: &Firing,
    (reports, workspace): (&[RunReport], &Workspace),
    reporter: &Reporter,
) -> Result<ShotResult, String> {
    let (client, _) = client(site, tokens)?;
    let state = site.state().unwrap_or_default();
    let name_of = |id: i64| {
        let file = state.file_of(Kind::Trigger, id)?;
        let known = workspace.triggers.iter().find(|trigger| trigger.file.as_deref() == Some(file))?;
        Some(known.name.clone())
    };
    let telling =
        Telling { reports, wait: HISTORY_WAIT, name_of: &name_of, is_cancelled: &|| reporter.is_cancelled() };
    let fired = client.fire_and_tell(firing, &telling).map_err(|error| in_words(&error))?;
    let told = fired.told.map_err(|error| in_words(&error));
    let answer = fired.answer.map(|answer| to_text(&answer, &Style::default()));
    Ok(ShotResult { answer: answer.map_err(|error| in_words(&error)), told })
}

fn preview(
    connection: Connection,
    tokens: &Tokens,
    ask: &PreviewAsk,
    (template, profile): (&str, &EngineProfile),
) -> Result<Compared, String> {
    let site = site_of(connection)?;
    let (client, _): (Client, _) = client(&site, tokens)?;
    let answer =
        client.preview(&ask.resource, &ask.resource_id, template).map_err(|error| in_words(&error))?;
    let preview = Preview::from_answer(&answer)
        .ok_or_else(|| "the tenant's answer has no `result` and `context`".to_owned())?;
    let now = jiff::Timestamp::now();
    let found = calibrate(template, &preview, profile, now);
    let theirs = preview.result.to_value();
    let ours = rendered_value(template, &preview.context, profile, now);
    let is_equal = found.is_exact && found.profile == *profile;
    let diff = match &ours {
        Ok(ours) if !is_equal => named_diff(["tenant", "reagent"], &theirs, ours),
        _ => String::new(),
    };
    let changes = changed_settings(profile, &found.profile);
    let is_better = !changes.is_empty() && found.error.is_none();
    Ok(Compared {
        untold: found.untold(),
        theirs,
        diff,
        error: ours.err(),
        equal: found.equal,
        changes,
        is_exact: found.is_exact,
        better: is_better.then_some(found.profile),
    })
}
