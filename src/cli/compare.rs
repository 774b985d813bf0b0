//! `reagent compare`: two versions of a trigger over all contexts of its event; the older one from a file, a git
//! revision or a tenant.

use super::args::{CompareArguments, Format};
use super::error::{CliError, Done};
use super::run::{environment, trigger_in, workspace_around};
use super::sync_args::TenantArguments;
use super::tenant::Site;
use super::terminal::Terminal;
use crate::api::read_tenant;
use crate::engine::{TriggerComparison, Versions, compare as compare_versions, contexts_of_versions, paired};
use crate::io::load_revision;
use crate::model::Workspace;
use crate::report::comparison_text;
use crate::sync::{Kind, remote_workspace};
use std::path::{Path, PathBuf};

pub(super) fn compare(arguments: &CompareArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let anchor = arguments.triggers.last().map_or("", String::as_str);
    let (mut workspace, folder) = workspace_around(arguments.workspace.as_ref(), anchor, terminal)?;
    let mut older = workspace.clone();
    let here = || folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let pairs = match (&arguments.rev, &arguments.tenant, arguments.triggers.as_slice()) {
        (_, Some(tenant), triggers) => {
            older = of_tenant(tenant, &here(), arguments.token_file.clone(), terminal)?;
            since(&mut workspace, &older, triggers.first(), &here())?
        }
        (Some(rev), None, triggers) => {
            older = load_revision(&here(), rev)?.workspace;
            since(&mut workspace, &older, triggers.first(), &here())?
        }
        (None, None, [old, new]) => {
            let old = trigger_in(&mut older, old, folder.as_deref(), 1)?;
            let new = trigger_in(&mut workspace, new, folder.as_deref(), 0)?;
            vec![(Some(old.id), Some(new.id))]
        }
        (None, None, _) => {
            let message = "name two trigger files, or one trigger with --rev REVISION or --tenant NAME";
            return Err(CliError::Usage(message.to_owned()));
        }
    };
    let env = environment(&workspace.profile, &arguments.clock);
    let versions = |(old, new): &Versions| (old.map(|id| (&older, id)), new.map(|id| (&workspace, id)));
    let compared: Vec<TriggerComparison> = pairs
        .iter()
        .filter_map(|pair| {
            let (old, new) = versions(pair);
            let contexts = contexts_of_versions(&workspace, [old, new]);
            compare_versions(old, new, contexts.into_iter().map(AsRef::as_ref), &env)
        })
        .collect();
    match arguments.format {
        Format::Json => terminal.json(&compared, true)?,
        Format::Text => {
            for comparison in &compared {
                terminal.write(&comparison_text(comparison, terminal.paint))?;
            }
        }
    }
    let is_unchanged = compared.iter().all(TriggerComparison::is_unchanged);
    Ok(if is_unchanged { Done::Fine } else { Done::Findings })
}

/// The tenant's triggers and targets. Nothing is written there or here.
fn of_tenant(
    tenant: &str,
    folder: &Path,
    token_file: Option<PathBuf>,
    terminal: &mut Terminal,
) -> Result<Workspace, CliError> {
    let (workspace, tenant) = (folder.to_path_buf(), Some(tenant.to_owned()));
    let arguments = TenantArguments { tenant, workspace, token_file };
    let site = Site::of(&arguments, None)?;
    let client = site.client(&arguments, terminal)?;
    let remote = read_tenant(&client, &[Kind::Target, Kind::Trigger])?;
    Ok(remote_workspace(&site.local()?, &remote, &site.state()?, &site.workspace))
}

/// All triggers of the older version and the folder, or the one that is meant: as it is now, or as it was.
fn since(
    workspace: &mut Workspace,
    older: &Workspace,
    wanted: Option<&String>,
    folder: &Path,
) -> Result<Vec<Versions>, CliError> {
    let Some(wanted) = wanted else { return Ok(paired(older, workspace)) };
    match trigger_in(workspace, wanted, Some(folder), 0) {
        Ok(new) => Ok(pairs_with(paired(older, workspace), |(_, id)| *id == Some(new.id))),
        Err(error) => {
            let old = older.find_trigger(wanted).ok_or(error)?.id;
            Ok(pairs_with(paired(older, workspace), |(id, _)| *id == Some(old)))
        }
    }
}

fn pairs_with(pairs: Vec<Versions>, is_meant: impl Fn(&Versions) -> bool) -> Vec<Versions> {
    pairs.into_iter().filter(|pair| is_meant(pair)).collect()
}
