//! `reagent variants`: a context with one thing changed, again and again.

use super::args::{Format, VariantsArguments};
use super::error::{CliError, Done};
use super::run::no_trigger;
use super::terminal::{Terminal, read_json};
use crate::contexts::{Bound, Variant, compared_numbers, variants as vary};
use crate::io::{load_workspace, workspace_of, write_new};
use crate::json::{Style, to_text};
use crate::model::Workspace;
use std::path::Path;

pub(super) fn variants(arguments: &VariantsArguments, terminal: &mut Terminal) -> Result<Done, CliError> {
    let sample = read_json(&arguments.context)?;
    let path = Path::new(&arguments.context);
    let folder = workspace_of(path).or_else(|| arguments.trigger.as_ref().map(|_| ".".into()));
    let workspace = match folder {
        Some(folder) => load_workspace(&folder)?.read.workspace,
        None => Workspace::default(),
    };
    let all = vary(&sample, &bounds(&workspace, arguments.trigger.as_deref(), path)?);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.filter(|stem| stem != "-").unwrap_or_else(|| "sample".to_owned());
    match (&arguments.out, arguments.format) {
        (Some(folder), _) => {
            let mut written = 0;
            for variant in &all {
                let file = folder.join(format!("{stem}--{}.json", variant.name));
                if file.exists() {
                    terminal.complain(&format!("left as it is: {}", file.display()));
                    continue;
                }
                write_new(&file, &to_text(&variant.data, &Style::default()))?;
                written += 1;
            }
            terminal.line(&format!("{written} variants written to {}", folder.display()))?;
        }
        (None, Format::Json) => {
            let entry = |variant: &Variant| {
                serde_json::json!({
                    "name": variant.name, "change": variant.change, "pointer": variant.pointer,
                    "data": variant.data.to_value(),
                })
            };
            terminal.json(&all.iter().map(entry).collect::<Vec<_>>(), true)?;
        }
        (None, Format::Text) => {
            for variant in &all {
                terminal.line(&format!("{stem}--{}  {}", variant.name, variant.change))?;
            }
        }
    }
    Ok(Done::Fine)
}

/// The numbers of the named trigger, or of all triggers of the sample's event.
fn bounds(workspace: &Workspace, wanted: Option<&str>, sample: &Path) -> Result<Vec<Bound>, CliError> {
    if let Some(wanted) = wanted {
        let trigger = workspace.find_trigger(wanted).ok_or_else(|| no_trigger(workspace, wanted))?;
        return Ok(compared_numbers(trigger));
    }
    let event = sample.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let triggers = workspace.triggers.iter().filter(|trigger| event.as_deref() == Some(&trigger.event));
    let mut bounds: Vec<Bound> = Vec::new();
    for bound in triggers.flat_map(|trigger| compared_numbers(trigger)) {
        if !bounds.contains(&bound) {
            bounds.push(bound);
        }
    }
    Ok(bounds)
}
