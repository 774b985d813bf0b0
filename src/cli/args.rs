//! What the command line accepts.

use super::open_loyalty_args::OpenLoyaltyCommand;
use super::sync_args::{
    ApplyArguments, DriftArguments, FireArguments, LoginArguments, PlanArguments, PreviewArguments,
    ProbeArguments, PullArguments, TenantArguments,
};
use crate::prove::MinCoverage;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::path::PathBuf;

/// Design Omneo loyalty reactions safely: see what a trigger does on a context before it goes live.
///
/// Without a command, opens the window; where there is no display, runs the sample workspace in the terminal.
/// Nothing is sent anywhere but by the commands that name a tenant, and by the window only if you ask for it; a practice
/// server that you start posts payloads to this machine alone.
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
    /// Print a run that was shared as a file
    Report(ReportArguments),
    /// Say why a trigger does not fire on a context, and with which smallest change it would
    Why(SubjectArguments),
    /// Compare two versions of a trigger over all contexts of its event
    Compare(CompareArguments),
    /// Evaluate a JSON Logic rule
    Eval(EvalArguments),
    /// Render a Twig template
    Render(RenderArguments),
    /// Find what is wrong or risky in a workspace
    Check(CheckArguments),
    /// Run golden cases: does each trigger still do what it should?
    Test(TestArguments),
    /// Bring triggers, targets and automations into a workspace
    Import(ImportArguments),
    /// Give events pseudonyms for personal data: same form, same value same pseudonym
    Anonymise(AnonymiseArguments),
    /// Make variants of a context: missing, null, empty, awkward and borderline values
    Variants(VariantsArguments),
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
    /// Find out which JSON Logic a test tenant runs, with harmless probe triggers that are removed again
    Probe(ProbeArguments),
    /// Open Loyalty's webhooks: list and create subscriptions, and forward what comes to an Omneo tenant
    #[command(name = "openloyalty")]
    OpenLoyalty {
        /// What to do
        #[command(subcommand)]
        command: OpenLoyaltyCommand,
    },
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
    #[command(flatten)]
    pub(super) subject: SubjectArguments,
    /// Also write the run as one HTML page, without personal data
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Also write the run as a file that `reagent report` opens again, without personal data
    #[arg(long, value_name = "FILE")]
    pub(super) run_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// The file that `reagent run --run-file` wrote; - for standard input
    #[arg(value_name = "RUNFILE")]
    pub(super) file: String,
    /// Write it as one HTML page instead of printing it
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Print as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// A trigger on a context.
#[derive(Debug, Args)]
pub(super) struct SubjectArguments {
    /// The trigger: a file, or the name or file stem of one in the workspace
    pub(super) trigger: String,
    /// The context: a JSON file, a name in the workspace, or - for standard input
    #[arg(long, short, value_name = "FILE")]
    pub(super) context: String,
    /// Run a trigger that is switched off as if it were on
    #[arg(long)]
    pub(super) as_if_on: bool,
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

#[derive(Debug, Args)]
pub(super) struct CompareArguments {
    /// The older and the newer version: two files; or one trigger with --rev or --tenant; or none, for all triggers
    #[arg(value_name = "TRIGGER", num_args = 0..=2)]
    pub(super) triggers: Vec<String>,
    /// The older version is that of a git revision, such as HEAD or main
    #[arg(long, value_name = "REVISION")]
    pub(super) rev: Option<String>,
    /// The older version is that of a tenant, as `reagent.toml` names it; it is only read
    #[arg(long, short, value_name = "NAME", conflicts_with = "rev")]
    pub(super) tenant: Option<String>,
    /// A file with the tenant's token [default: the variable `REAGENT_TOKEN`, else the system's keychain]
    #[arg(long, value_name = "FILE", requires = "tenant")]
    pub(super) token_file: Option<PathBuf>,
    /// The workspace folder [default: the one that the trigger is in, else the current folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print as text or JSON
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

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people, with the line that is meant
    #[default]
    Text,
    /// For programs; stable
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The workspace folder
    #[arg(default_value = ".")]
    pub(super) workspace: PathBuf,
    /// Apply the fixes of errors and warnings to the files, after showing them
    #[arg(long)]
    pub(super) fix: bool,
    /// Leave notes out; they never change the exit code
    #[arg(long)]
    pub(super) quiet: bool,
    /// Say what a finding's code means and what to do about it
    #[arg(long, value_name = "CODE", conflicts_with_all = ["fix", "quiet", "rules"])]
    pub(super) explain: Option<String>,
    /// List all rules as a Markdown table
    #[arg(long, conflicts_with_all = ["fix", "quiet"])]
    pub(super) rules: bool,
    #[command(flatten)]
    pub(super) clock: Clock,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: CheckFormat,
}

#[derive(Debug, Args)]
pub(super) struct TestArguments {
    /// Workspace folders, trigger files, files of cases, or triggers of the current folder by name
    #[arg(default_value = ".", value_name = "WORKSPACE|TRIGGER")]
    pub(super) paths: Vec<String>,
    /// Make what happens now the expectation of every failing case; what a case leaves open stays open
    #[arg(long)]
    pub(super) update: bool,
    /// Make a case of every context that no case names yet, expecting what happens now
    #[arg(long)]
    pub(super) record: bool,
    /// Write an XML report that build servers read
    #[arg(long, value_name = "FILE", help = "Write an XML report that build servers read, as JUnit does")]
    pub(super) junit: Option<PathBuf>,
    /// Say which conditions, actions and template branches no case has shown, or no context
    #[arg(long, value_name = "OVER", num_args = 0..=1, require_equals = true, default_missing_value = "cases")]
    pub(super) coverage: Option<CoverageOver>,
    /// Fail if less than this percentage is covered; never rounded up
    #[arg(long, value_name = "PERCENT")]
    pub(super) min_coverage: Option<MinCoverage>,
    /// The clock of recorded cases and of contexts; a case that is there has its own
    #[command(flatten)]
    pub(super) clock: Clock,
    /// Print the result as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// What coverage is counted over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum CoverageOver {
    /// Golden cases
    #[default]
    Cases,
    /// Every context of the trigger's event
    Contexts,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// JSON files: a trigger, target or automation, a list of them, an API answer, or a curl command that sends one; -
    /// for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<String>,
    /// The workspace folder; made if it is not there
    #[arg(long, value_name = "WORKSPACE")]
    pub(super) into: PathBuf,
    /// Switch imported triggers and automations off; without it every file keeps what it says
    #[arg(long)]
    pub(super) inactive: bool,
    /// The files are events of this name, such as captured webhook bodies: keep them as contexts
    #[arg(long, value_name = "EVENT")]
    pub(super) event: Option<String>,
    /// Give personal data in them pseudonyms first
    #[arg(long, requires = "event")]
    pub(super) anonymise: bool,
    /// What pseudonyms are made from; the same salt gives the same ones [default: a new one each time]
    #[arg(long, requires = "anonymise", value_name = "TEXT")]
    pub(super) salt: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct AnonymiseArguments {
    /// Events: JSON files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<String>,
    /// What pseudonyms are made from; the same salt gives the same ones [default: a new one each time]
    #[arg(long, value_name = "TEXT")]
    pub(super) salt: Option<String>,
    /// Keep what this workspace names: definitions, targets, texts in conditions [default: the one around the file]
    #[arg(long, short, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    /// Replace the files instead of printing the events
    #[arg(long)]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
pub(super) struct VariantsArguments {
    /// The context: a JSON file, or - for standard input
    pub(super) context: String,
    /// The trigger whose conditions say which numbers are borderline [default: all of the sample's event]
    #[arg(long, value_name = "TRIGGER")]
    pub(super) trigger: Option<String>,
    /// Write each variant to a file in this folder instead of listing them; files that are there stay
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Print the list as text or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
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
