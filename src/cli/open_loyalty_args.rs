//! What `reagent openloyalty` accepts.

use super::args::{Clock, Format};
use super::sync_args::{Shape, TenantArguments};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum OpenLoyaltyCommand {
    /// List the events that webhooks can be of, and what fires each
    Events(ListArguments),
    /// List webhook subscriptions
    Subscriptions(ListArguments),
    /// Subscribe a URL to an event; with --yes really, else only shown
    Subscribe(SubscribeArguments),
    /// Turn webhooks into custom events of an Omneo tenant: one from a file, or all that come
    Forward(ForwardArguments),
}

/// Which instance, and where its token is.
#[derive(Debug, Args)]
pub(super) struct InstanceArguments {
    /// The instance's address [default: `url` under `[open_loyalty]` of `reagent.toml`]
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// The store code in its paths [default: `store` there]
    #[arg(long, value_name = "CODE")]
    pub(super) store: Option<String>,
    /// The workspace folder
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    pub(super) workspace: PathBuf,
    /// A file with the token [default: `REAGENT_OPEN_LOYALTY_TOKEN`, else the keychain's for `open-loyalty`]
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    #[command(flatten)]
    pub(super) instance: InstanceArguments,
    /// Only of this event
    #[arg(long, value_name = "EVENT")]
    pub(super) event: Option<String>,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct SubscribeArguments {
    /// The event, such as `CustomerLevelChanged`
    pub(super) event: String,
    /// Where its webhooks are posted
    pub(super) target: String,
    #[command(flatten)]
    pub(super) instance: InstanceArguments,
    /// A file with headers that go along, a line `Name: value` each; the values are never shown
    #[arg(long, value_name = "FILE")]
    pub(super) headers_file: Option<PathBuf>,
    /// Really subscribe; without this it is only shown
    #[arg(long)]
    pub(super) yes: bool,
}

#[derive(Debug, Args)]
pub(super) struct ForwardArguments {
    /// A captured webhook; - for standard input [default: listen for them]
    #[arg(value_name = "WEBHOOK.json")]
    pub(super) webhook: Option<String>,
    #[command(flatten)]
    pub(super) tenant: TenantArguments,
    /// The port on 127.0.0.1 that is listened on; 0 for a free one
    #[arg(long, default_value_t = 8898, conflicts_with = "webhook")]
    pub(super) port: u16,
    /// A file with the secret of the subscriptions; what is not signed with it is not forwarded
    #[arg(long, value_name = "FILE", conflicts_with = "webhook")]
    pub(super) secret_file: Option<PathBuf>,
    /// Which of the three documented calls is made
    #[arg(long, value_enum, default_value = "events")]
    pub(super) shape: Shape,
    /// Really fire; without this only the dry run is shown
    #[arg(long)]
    pub(super) yes: bool,
    /// The tenant's name: confirms a production tenant
    #[arg(long, value_name = "NAME")]
    pub(super) confirm: Option<String>,
    /// How long the tenant's action history is waited for after firing
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(..=600))]
    pub(super) wait: u64,
    /// How many webhooks are taken before it ends [default: until Ctrl-C]
    #[arg(long, value_name = "N", conflicts_with = "webhook")]
    pub(super) count: Option<usize>,
    #[command(flatten)]
    pub(super) clock: Clock,
}
