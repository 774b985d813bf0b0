//! `reagent sandbox`: a practice server with Omneo's routes.

use super::args::SandboxArguments;
use super::error::{CliError, Done};
use super::terminal::{Terminal, secret_of};
use crate::engine::Secret;
use crate::io::collect_files;
use crate::sandbox::{Sandbox, SandboxError, SandboxOptions, assumptions, random_secret};

pub(super) fn sandbox(arguments: &SandboxArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    if arguments.assumptions {
        terminal.line("Where Omneo documents nothing, the practice server does this; do not count on it:")?;
        terminal.write(&assumptions())?;
        return Ok(Done::Fine);
    }
    let mut shown = Vec::new();
    let mut random = |name: &str| {
        let made = random_secret().map_err(SandboxError::from)?;
        shown.push(format!("{name}={made}"));
        Ok::<_, CliError>(made)
    };
    let token = arguments.token.clone().map_or_else(|| random("TOKEN"), Ok)?;
    let secret = arguments.secret_file.as_deref().map_or_else(|| random("SECRET"), secret_of)?;
    let options = SandboxOptions {
        port: arguments.port,
        folder: arguments.dir.clone(),
        token: Some(token),
        secret: Some(Secret::new(secret)),
        seed: arguments.from.as_deref().map(collect_files).transpose()?,
        may_leave: arguments.allow_egress,
        now: None,
    };
    let sandbox = Sandbox::start(options)?;
    let watch = sandbox.watch();
    terminal.line(&format!("Practice server, not Omneo: {}", sandbox.url()))?;
    if !shown.is_empty() {
        terminal.line(&format!("export {}", shown.join(" ")))?;
    }
    let data = arguments.dir.as_ref().map_or_else(
        || "gone when it stops; --dir DIR keeps them".to_owned(),
        |folder| format!("in {}", folder.display()),
    );
    let posts = if arguments.allow_egress { "leave this machine" } else { "go to this machine alone" };
    terminal.line(&format!("Its data are {data}. Payloads {posts}. Ctrl-C stops it.\n"))?;
    terminal.flush()?;
    for request in watch {
        let fault = request.fault.map(|fault| format!("  fault: {fault}")).unwrap_or_default();
        terminal.line(&format!("{} {:<6} {}{fault}", request.status, request.method, request.path))?;
        terminal.flush()?;
    }
    sandbox.stop();
    terminal.line("Stopped")?;
    Ok(Done::Fine)
}
