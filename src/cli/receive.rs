//! `reagent receive`: shows what targets and webhooks post.

use super::args::{Format, ReceiveArguments};
use super::error::{CliError, Done};
use super::terminal::{Terminal, secret_of};
use crate::engine::Secret;
use crate::json::{Limits, Style, parse, to_text};
use crate::sandbox::{Received, Receiver, ReceiverOptions, Signature};

pub(super) fn receive(arguments: &ReceiveArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let secret = arguments.secret_file.as_deref().map(secret_of).transpose()?.map(Secret::new);
    let options = ReceiverOptions { port: arguments.port, secret, now: None };
    let receiver = Receiver::start(options)?;
    let watch = receiver.watch();
    match arguments.format {
        Format::Text => {
            let url = receiver.url();
            terminal.line(&format!("Listening for targets and webhooks on {url}. Ctrl-C stops it.\n"))?;
            terminal.flush()?;
        }
        // Standard output is for the lines alone.
        Format::Json => terminal.complain(&format!("listening on {}", receiver.url())),
    }
    for received in watch {
        match arguments.format {
            Format::Text => text(&received, terminal)?,
            Format::Json => terminal.json(&received, false)?,
        }
        terminal.flush()?;
    }
    receiver.stop();
    Ok(Done::Fine)
}

fn text(received: &Received, terminal: &mut Terminal) -> Result<(), CliError> {
    let event = received.event.as_deref().unwrap_or("no event");
    let signature = received.signature.map_or_else(|| "not signed".to_owned(), Signature::sentence);
    let signature = received.refused.clone().unwrap_or(signature);
    let head = format!("{} {} {}", received.at, received.method, received.path);
    let paint = terminal.paint;
    terminal.line(&format!("{}  {event}  {signature}", paint.style("bold", &head)))?;
    if received.refused.is_some() {
        return terminal.line("");
    }
    // Control characters of a stranger's text could do anything to a terminal.
    let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let plain = || received.body.chars().filter(is_shown).collect::<String>();
    let body = parse(&received.body, Limits::default()).map(|json| to_text(&json, &Style::default()));
    let body = body.unwrap_or_else(|_| plain() + "\n");
    terminal.line(&body)
}
