//! What the commands that talk to a tenant accept.

use super::args::{Clock, Format};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which tenant, and where its token is.
#[derive(Debug, Args)]
pub(super) struct TenantArguments {
    /// The tenant, as `reagent.toml` names it [default: the only one there]
    #[arg(long, short, value_name = "NAME")]
    pub(super) tenant: Option<String>,
    /// The workspace folder
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    pub(super) workspace: PathBuf,
    /// A file with the token [default: the variable `REAGENT_TOKEN`, else the system's keychain]
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct LoginArguments {
    /// The tenant, as `reagent.toml` names it; `open-loyalty` for the instance there
    pub(super) tenant: String,
    /// The workspace folder, whose `reagent.toml` says which server the token goes to
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    pub(super) workspace: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Save the plan, for `reagent apply FILE`
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Delete on the tenant what had a file and has none any more
    #[arg(long)]
    pub(super) prune: bool,
    /// Decide a conflict for the file, or send a known difference again: as the plan names it, a file for all of its own, or *
    /// for all
    #[arg(long, value_name = "FILE#POINTER")]
    pub(super) mine: Vec<String>,
    /// Decide a conflict for the tenant: nothing is sent for it, `reagent pull` brings it
    #[arg(long, value_name = "FILE#POINTER")]
    pub(super) theirs: Vec<String>,
    /// Print the plan as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ApplyArguments {
    /// A plan saved by `reagent plan --out FILE`: exactly that is done, or nothing [default: a new plan]
    #[arg(value_name = "PLAN")]
    pub(super) plan: Option<PathBuf>,
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Delete on the tenant what had a file and has none any more
    #[arg(long, conflicts_with = "plan")]
    pub(super) prune: bool,
    /// Decide a conflict for the file, or send a known difference again: as the plan names it, a file for all of its own, or *
    /// for all
    #[arg(long, value_name = "FILE#POINTER", conflicts_with = "plan")]
    pub(super) mine: Vec<String>,
    /// Decide a conflict for the tenant: nothing is sent for it, `reagent pull` brings it
    #[arg(long, value_name = "FILE#POINTER", conflicts_with = "plan")]
    pub(super) theirs: Vec<String>,
    /// Send without asking, except to a production tenant and for deletions
    #[arg(long)]
    pub(super) yes: bool,
    /// The tenant's name: confirms a production tenant and deletions
    #[arg(long, value_name = "NAME")]
    pub(super) confirm: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DriftArguments {
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct PullArguments {
    /// Only objects of these names or files [default: all]
    pub(super) names: Vec<String>,
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Make copies under new names, switched off, instead of files that belong to the tenant's objects
    #[arg(long, conflicts_with_all = ["force", "merge"])]
    pub(super) copy: bool,
    /// Replace files that were changed here since the last sync, and bring back those that were deleted
    #[arg(long, conflicts_with = "merge")]
    pub(super) force: bool,
    /// Put what the tenant changed into files that were changed here
    #[arg(long)]
    pub(super) merge: bool,
    /// Decide a conflict or a known difference for the tenant: as the plan names it, a file for all of its own, or * for all
    #[arg(long, value_name = "FILE#POINTER", conflicts_with_all = ["copy", "force"])]
    pub(super) theirs: Vec<String>,
    /// Decide a conflict for the file
    #[arg(long, value_name = "FILE#POINTER", conflicts_with_all = ["copy", "force"])]
    pub(super) mine: Vec<String>,
}

/// The documented ways to fire a custom event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    /// POST /events with event, `profile_id` and data
    Events,
    /// POST /profiles/ID/custom-event with event and context
    Profile,
    /// POST /tenants/custom-event with event and context
    Tenant,
}

#[derive(Debug, Args)]
pub(super) struct FireArguments {
    /// The event, such as `custom.survey_completed`
    pub(super) event: String,
    /// The context: a JSON file, a name in the workspace, or - for standard input
    pub(super) context: String,
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Which of the three documented calls is made
    #[arg(long, value_enum, default_value = "events")]
    pub(super) shape: Shape,
    /// The profile [default: `profile_id` of the context]
    #[arg(long, value_name = "ID")]
    pub(super) profile_id: Option<String>,
    /// Really fire it; without this only the dry run is shown
    #[arg(long)]
    pub(super) yes: bool,
    /// The tenant's name: confirms a production tenant
    #[arg(long, value_name = "NAME")]
    pub(super) confirm: Option<String>,
    /// How long the tenant's action history is waited for after firing
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(..=600))]
    pub(super) wait: u64,
    #[command(flatten)]
    pub(super) clock: Clock,
}

#[derive(Debug, Args)]
pub(super) struct PreviewArguments {
    /// The target: its handle
    pub(super) target: String,
    /// A sample context, whose event and id say what the tenant renders: a JSON file, or a name in the workspace
    pub(super) context: String,
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// What is rendered: profile, transaction, `transaction_item`, order, `order_item` or reward [default: by the event]
    #[arg(long, value_name = "KIND")]
    pub(super) resource: Option<String>,
    /// Its id on the tenant [default: `id` of the context]
    #[arg(long, value_name = "ID")]
    pub(super) resource_id: Option<String>,
    /// Write the settings that come closest into `reagent.toml`
    #[arg(long)]
    pub(super) calibrate: bool,
    /// Save the tenant's answer, for `reagent calibrate`
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) clock: Clock,
}

#[derive(Debug, Args)]
pub(super) struct ProbeArguments {
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// Really make the triggers, fire them, and remove them; without this they are only shown
    #[arg(long)]
    pub(super) yes: bool,
    /// How long the tenant's action history is waited for
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(..=600))]
    pub(super) wait: u64,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}
