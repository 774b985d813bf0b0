//! What the command line accepts.

use super::sync_args::{
    ApplyArguments, DriftArguments, FireArguments, LoginArguments, PlanArguments, PreviewArguments,
    PullArguments, TenantArguments,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::path::PathBuf;

/// Design Omneo loyalty reactions safely: see what a trigger does on a sample event before it goes live.
///
/// Without a command, opens the window; where there is no display, runs the sample workspace in the terminal.
/// Nothing is sent anywhere but by the commands that name a tenant; a practice server that you start posts payloads to
/// this machine alone.
#[derive(Debug, Parser)]
#[command(name = "reagent", version, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    /// A workspace folder, or a file in one, to open in the window
    pub(super) path: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run a trigger on a context and report what would happen
    Run(RunArguments),
    /// Evaluate a JSON Logic rule
    Eval(EvalArguments),
    /// Render a Twig template
    Render(RenderArguments),
    /// Find what is wrong or risky in a workspace
    Check(CheckArguments),
    /// Bring triggers, targets and automations into a workspace
    Import(ImportArguments),
    /// Print triggers as the API takes them
    Export(ExportArguments),
    /// Look up events, actions, operators, filters or contexts
    Catalog(CatalogArguments),
    /// Find the settings that reproduce a preview rendered by the tenant
    Calibrate(CalibrateArguments),
    /// Store a tenant's token in the system's keychain; it is read from standard input
    Login(LoginArguments),
    /// Remove a tenant's token from the keychain
    Logout(LoginArguments),
    /// Test the connection to a tenant and what the token may read
    Ping(TenantArguments),
    /// Bring a tenant's objects into the workspace
    Pull(PullArguments),
    /// Show what would be pushed to a tenant; exits with 0 for nothing, 2 for changes, 1 for an error
    Plan(PlanArguments),
    /// Push to a tenant: exactly a saved plan, or a new one after asking
    Apply(ApplyArguments),
    /// Show what changed on a tenant since the last sync; exits with 0 for nothing, 2 for changes, 1 for an error
    Drift(DriftArguments),
    /// Fire a custom event on a tenant, after a dry run
    Fire(FireArguments),
    /// Compare the tenant's rendering of a target's template with Reagent's
    Preview(PreviewArguments),
    /// Start a practice server with Omneo's routes on this machine
    Sandbox(SandboxArguments),
    /// Show what targets and webhooks post to this machine, with a check of signatures
    Receive(ReceiveArguments),
    /// Run the sample workspace
    Demo,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs; stable
    Json,
}

#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// The trigger: a file, or the name or file stem of one in the workspace
    pub(super) trigger: String,
    /// The context: a JSON file, a name in the workspace, or - for standard input
    #[arg(long, short, value_name = "FILE")]
    pub(super) context: String,
    /// The workspace folder [default: the one that the trigger is in, else the current folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    /// A file with the tenant's shared secret: shows the signature that a target would get, never the secret
    #[arg(long, value_name = "FILE")]
    pub(super) secret_file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print the report as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// The simulated time.
#[derive(Debug, Args)]
pub(super) struct Clock {
    /// The time that it is, such as 2026-03-01T09:00:00+11:00 [default: the real one]
    #[arg(long, value_name = "RFC3339")]
    pub(super) now: Option<Timestamp>,
    /// The zone of dates without one, such as Australia/Melbourne
    #[arg(long, value_name = "TZ", value_parser = zone)]
    pub(super) timezone: Option<String>,
}

fn zone(name: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => Ok(name.to_owned()),
        Err(_) => Err("not a time zone; write it like Australia/Melbourne or UTC".to_owned()),
    }
}

/// Which engine evaluates a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    /// json-logic-php on PHP 8, which Omneo most likely runs
    #[default]
    Php8,
    /// Portable JSON Logic, by the crate jsonlogic-rs
    Reference,
}

#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// The rule: a JSON file, or JSON text
    #[arg(required_unless_present = "batch")]
    pub(super) rule: Option<String>,
    /// The data: a JSON file, or - for standard input [default: {}]
    #[arg(long, short, value_name = "FILE")]
    pub(super) data: Option<String>,
    /// Show what every part of the rule gives
    #[arg(long, conflicts_with = "batch")]
    pub(super) trace: bool,
    /// Which engine evaluates
    #[arg(long, value_enum, default_value_t)]
    pub(super) engine: Engine,
    /// Evaluate a file of rows {"rule", "data"}, one line out per row; - for standard input
    #[arg(long, value_name = "ROWS.jsonl", conflicts_with_all = ["rule", "data"])]
    pub(super) batch: Option<String>,
    /// Print the result as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// How printed values are escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Escape {
    /// For HTML, Twig's own default
    #[default]
    Html,
    /// Not at all
    Off,
    /// For JavaScript strings
    Js,
}

#[derive(Debug, Args)]
pub(super) struct RenderArguments {
    /// The template: a Twig file
    #[arg(required_unless_present = "batch")]
    pub(super) template: Option<PathBuf>,
    /// The context: a JSON file, or - for standard input [default: {}]
    #[arg(long, short, value_name = "FILE")]
    pub(super) context: Option<String>,
    /// How printed values are escaped
    #[arg(long, value_enum, default_value_t)]
    pub(super) autoescape: Escape,
    /// Make a missing variable an error
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Render a file of rows {"template", "context", …}, one line out per row; - for standard input
    #[arg(long, value_name = "ROWS.jsonl", conflicts_with_all = ["template", "context"])]
    pub(super) batch: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CalibrateArguments {
    /// The template: a Twig file
    #[arg(long, value_name = "FILE")]
    pub(super) template: PathBuf,
    /// The answer of POST /targets/preview: a JSON file, or - for standard input
    #[arg(long, value_name = "ANSWER.json")]
    pub(super) preview: String,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The workspace folder
    #[arg(default_value = ".")]
    pub(super) workspace: PathBuf,
    /// Apply the fixes of errors and warnings to the templates, after showing them
    #[arg(long)]
    pub(super) fix: bool,
    /// Leave notes out; they never change the exit code
    #[arg(long)]
    pub(super) quiet: bool,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print findings as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// JSON files: a trigger, target or automation, a list of them, or an API answer; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<String>,
    /// The workspace folder; made if it is not there
    #[arg(long, value_name = "WORKSPACE")]
    pub(super) into: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The workspace folder
    pub(super) workspace: PathBuf,
    /// Only this trigger: a file, a file stem or a name
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) trigger: Option<String>,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// What the catalogue lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Topic {
    /// Events of Omneo and Open Loyalty, and what fires each
    Events,
    /// Action types and their arguments
    Actions,
    /// JSON Logic operators
    Operators,
    /// Twig filters
    Filters,
    /// Event contexts and their fields
    Contexts,
}

#[derive(Debug, Args)]
pub(super) struct CatalogArguments {
    /// What to list
    #[arg(value_enum)]
    pub(super) topic: Topic,
    /// Words to search for, in any order
    pub(super) words: Vec<String>,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct SandboxArguments {
    /// The port on 127.0.0.1; 0 for a free one
    #[arg(long, default_value_t = 8377)]
    pub(super) port: u16,
    /// Where its data are, as plain files: an empty folder, or one of an earlier practice server [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// The workspace that a new folder starts with [default: the sample workspace]
    #[arg(long, value_name = "WORKSPACE")]
    pub(super) from: Option<PathBuf>,
    /// The bearer token, for practice alone: other programs can see it [default: a random one, printed once]
    #[arg(long, value_name = "TOKEN")]
    pub(super) token: Option<String>,
    /// A file with the shared secret that signs payloads [default: a random one, printed once]
    #[arg(long, value_name = "FILE")]
    pub(super) secret_file: Option<PathBuf>,
    /// Post payloads to other machines, too
    #[arg(long)]
    pub(super) allow_egress: bool,
    /// List what it does where Omneo documents nothing, and end
    #[arg(long)]
    pub(super) assumptions: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReceiveArguments {
    /// The port on 127.0.0.1; 0 for a free one
    #[arg(long, default_value_t = 8899)]
    pub(super) port: u16,
    /// A file with the shared secret: checks signatures, and answers 401 to a wrong one
    #[arg(long, value_name = "FILE")]
    pub(super) secret_file: Option<PathBuf>,
    /// Print as text, or as a line of JSON each
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}
