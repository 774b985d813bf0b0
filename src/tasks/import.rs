//! Looking at what an import would bring, however much that is.

use super::reporter::Reporter;
use crate::app::{ImportSource, Message, Planner};
use crate::check::arrival_findings;
use crate::io::read_text;
use crate::model::Workspace;

/// How many objects are looked at between two words of progress.
const STEP: usize = 50;

pub(super) fn plan(
    sources: &[ImportSource],
    workspace: &Workspace,
    event: &str,
    reporter: &Reporter,
) -> Message {
    let mut planner = Planner::new(workspace, event);
    let goes_on = |done: usize, total: usize| {
        if total > STEP && done.is_multiple_of(STEP) {
            reporter.progress(done, total);
        }
        !reporter.is_cancelled()
    };
    for source in sources {
        let (name, text) = match source {
            ImportSource::Text(text) => ("Pasted text".to_owned(), Ok(text.clone())),
            ImportSource::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                (name, read_text(path).map_err(|error| error.to_string()))
            }
        };
        let added = match text {
            Ok(text) => planner.add(&name, &text, &arrival_findings, &goes_on),
            Err(error) => {
                planner.fail(&name, &error);
                Ok(())
            }
        };
        if added.is_err() || reporter.is_cancelled() {
            return Message::JobCancelled(reporter.job());
        }
    }
    Message::ImportPlanned { job: reporter.job(), plan: Box::new(planner.finish()) }
}
