//! Omneo's API: calls to one tenant, and what they answer.
//!
//! Only a user's command leads here. A token goes to the one address that was configured, over https (http only to
//! this machine), and appears in no message. What differs between files and tenant is [`crate::sync`]'s business,
//! which knows no network. Main entries: [`Client`], [`Token`], [`Client::objects`], [`apply`].

mod address;
mod answer;
mod apply;
mod client;
mod error;
mod field_error;
mod fire;
mod history;
mod keychain;
mod objects;
mod open_loyalty;
mod paging;
mod probe;
mod retry;
mod stale;
mod tls;
mod token;

pub use address::Address;
pub use apply::{ApplyError, Outcome, Witness, apply, read_kind, read_tenant, read_what_is_readable};
pub use client::{Client, Options};
pub use error::ApiError;
pub use field_error::FieldError;
pub use fire::{Fired, Telling};
pub use objects::id_of;
pub use open_loyalty::{NewSubscription, OpenLoyaltyClient, Subscription};
pub use probe::{PROBE_EVENT, PROBE_NAME, ProbeAnswers, probe_trigger};
pub use token::{KEYCHAIN_TIMEOUT, Token};
