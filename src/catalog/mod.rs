//! What Omneo and Open Loyalty know: events, actions and contexts, read from embedded data.
//!
//! Not the user's workspace (that is [`crate::model`]) and not a validator: names that are not here are reported, never refused,
//! because Omneo stores any trigger name it is given. Start at [`catalog()`] and [`Catalog`].
//!
//! Every entry names its sources by tag:
//!
//! | tag | source |
//! |---|---|
//! | `DOC …` | the vendor's documentation pages |
//! | `SDK25 …`, `SDK26 …` | the vendor's public TypeScript SDK, 2025 and 2026 |
//! | `PHP …` | the vendor's public PHP client |
//! | `APP …` | the vendor's public app starter; its webhook list names 70 events |
//! | `OL …` | Open Loyalty's help pages |
//! | `BRAZE …` | Braze's partner page about Open Loyalty |
//! | `INF` | an inference of this project |

mod action;
mod check;
mod context;
mod event;
mod lookup;
mod search;
mod suggest;
mod words;

pub use action::{ActionKind, ActionType, ArgumentKind, ArgumentType, EffectKind, Required};
pub use check::check_argument;
pub use context::{ContextFamily, Field, FieldType};
pub use event::{CustomEventCall, CustomEvents, Event, EventKind, EventStatus, SchedulePattern, Schedules};

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Everything that is known, in the order in which it is shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Catalog {
    /// Events of both platforms: the vendor's list first, then names of the guides, then spelling variants.
    pub events: Vec<Event>,
    /// How custom events are named and sent.
    pub custom_events: CustomEvents,
    /// What a scheduled reaction can be set to.
    pub schedules: Schedules,
    /// Action types, canonical names first.
    pub actions: Vec<ActionType>,
    /// Shapes of event contexts, each with a sample.
    pub contexts: Vec<ContextFamily>,
}

/// Which loyalty platform something belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// Omneo
    #[default]
    Omneo,
    /// Open Loyalty
    OpenLoyalty,
}

impl Platform {
    /// The name shown to users.
    pub fn title(self) -> &'static str {
        match self {
            Self::Omneo => "Omneo",
            Self::OpenLoyalty => "Open Loyalty",
        }
    }
}

/// Whether a vendor says so or this project concludes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A source of the vendor states it.
    Documented,
    /// This project concludes it; production may differ.
    #[default]
    Inferred,
}

impl Evidence {
    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Inferred => "inferred",
        }
    }
}

/// Another name for the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The name to prefer.
    pub name: String,
    /// Whether the vendor says that the two are the same. So far it never does.
    pub evidence: Evidence,
    /// Why they are taken for the same.
    pub why: String,
}

#[derive(Deserialize)]
struct EventsFile {
    events: Vec<Event>,
    custom_events: CustomEvents,
    schedules: Schedules,
}

const EVENTS: &str = include_str!("../../assets/catalog/events.json");
const ACTIONS: &str = include_str!("../../assets/catalog/actions.json");
const CONTEXTS: [&str; 6] = [
    include_str!("../../assets/catalog/contexts/profile.json"),
    include_str!("../../assets/catalog/contexts/transaction.json"),
    include_str!("../../assets/catalog/contexts/order.json"),
    include_str!("../../assets/catalog/contexts/incentive.json"),
    include_str!("../../assets/catalog/contexts/other.json"),
    include_str!("../../assets/catalog/contexts/open_loyalty.json"),
];

impl Catalog {
    /// Reads the embedded data. The program uses [`catalog()`]; tests call this to see that the data parses.
    pub fn from_embedded_data() -> Result<Self, serde_json::Error> {
        let EventsFile { events, custom_events, schedules } = serde_json::from_str(EVENTS)?;
        let actions = serde_json::from_str(ACTIONS)?;
        let mut contexts: Vec<ContextFamily> = Vec::new();
        for text in CONTEXTS {
            contexts.append(&mut serde_json::from_str(text)?);
        }
        Ok(Self { events, custom_events, schedules, actions, contexts })
    }
}

/// The catalogue. Read once; empty if the embedded data were broken, which a test rules out.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::from_embedded_data().unwrap_or_default());
    &CATALOG
}
