//! Plain data of a workspace: triggers, actions, arguments, targets, automations, contexts, definitions, cases.
//!
//! No behaviour and no JSON spelling: how files and the API write these is [`crate::wire`]'s business, what they do is
//! [`crate::engine`]'s. Each object keeps the JSON that it was read from in `source`, so that what the model does not
//! know is never lost. Start at [`Workspace`].

mod action;
mod case;
mod context;
mod definition;
mod file_name;
mod ids;
mod profile;
mod target;
mod trigger;
mod workspace;

pub use action::{Action, Argument, KindKey};
pub use case::{CaseContext, Expectations, GoldenCase, StepExpectations};
pub use context::{Case, Context};
pub use definition::{Definition, DefinitionKind, Definitions};
pub use file_name::{FreePaths, slug};
pub use ids::{ActionId, AutomationId, ContextId, RemoteId, TargetId, TriggerId};
pub use profile::{Autoescape, EngineProfile, OpenLoyalty, Tenant, USUAL_ZONES, Warnings};
pub use target::Target;
pub use trigger::{Automation, Trigger};
pub use workspace::Workspace;
