//! Rules over a workspace: what is wrong or risky, before anything is pushed.
//!
//! Checking never fails; it returns findings whose places name the file, the line and the column. Main entry:
//! [`schema_findings`].

mod schema;

pub use schema::schema_findings;
