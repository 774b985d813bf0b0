//! Keys that name personal data or secrets.

use super::Personal;

/// Parts of keys, without separators and in lower case; the first that is in a key decides.
const PARTS: &[(&str, Personal)] = &[
    ("email", Personal::Email),
    ("mailaddress", Personal::Email),
    ("phone", Personal::Phone),
    ("mobile", Personal::Phone),
    ("msisdn", Personal::Phone),
    ("birth", Personal::BirthDate),
    ("dateofbirth", Personal::BirthDate),
    ("firstname", Personal::Name),
    ("lastname", Personal::Name),
    ("middlename", Personal::Name),
    ("fullname", Personal::Name),
    ("givenname", Personal::Name),
    ("familyname", Personal::Name),
    ("surname", Personal::Name),
    ("nickname", Personal::Name),
    ("preferredname", Personal::Name),
    ("contactname", Personal::Name),
    ("customername", Personal::Name),
    ("cardholder", Personal::Name),
    ("address", Personal::Address),
    ("street", Personal::Address),
    ("postcode", Personal::Address),
    ("postalcode", Personal::Address),
    ("zipcode", Personal::Address),
    ("suburb", Personal::Address),
    ("latitude", Personal::Address),
    ("longitude", Personal::Address),
    ("signature", Personal::Signature),
    ("hmac", Personal::Signature),
    ("password", Personal::Token),
    ("passwd", Personal::Token),
    ("secret", Personal::Token),
    ("token", Personal::Token),
    ("apikey", Personal::Token),
    ("accesskey", Personal::Token),
    ("privatekey", Personal::Token),
    ("authorization", Personal::Token),
    ("cookie", Personal::Token),
    ("cardnumber", Personal::Token),
    ("iban", Personal::Token),
    ("taxnumber", Personal::Token),
    ("passport", Personal::Token),
];

/// Whole keys.
const WHOLE: &[(&str, Personal)] = &[
    ("dob", Personal::BirthDate),
    ("bday", Personal::BirthDate),
    ("mail", Personal::Email),
    ("tel", Personal::Phone),
    ("fax", Personal::Phone),
    ("zip", Personal::Address),
    ("lat", Personal::Address),
    ("lng", Personal::Address),
    ("lon", Personal::Address),
    ("cvv", Personal::Token),
    ("cvc", Personal::Token),
    ("ssn", Personal::Token),
    ("pwd", Personal::Token),
    ("nick", Personal::Name),
    ("username", Personal::Name),
    ("initials", Personal::Name),
    ("instagram", Personal::Name),
    ("facebook", Personal::Name),
    ("twitter", Personal::Name),
    ("tiktok", Personal::Name),
    ("linkedin", Personal::Name),
    ("snapchat", Personal::Name),
    ("whatsapp", Personal::Phone),
    ("taxid", Personal::Token),
    ("tfn", Personal::Token),
    ("abn", Personal::Token),
    ("session", Personal::Token),
    ("sessionid", Personal::Token),
];

/// What a key names.
pub(super) fn kind_of_key(key: &str) -> Option<Personal> {
    let plain = plain(key);
    let whole = WHOLE.iter().find(|(name, _)| *name == plain);
    let part = || PARTS.iter().find(|(part, _)| plain.contains(part));
    // What says whether something is known or agreed to is no personal value: email_opt_in, is_email_verified.
    let is_flag = ["is_", "has_", "can_"].iter().any(|start| key.starts_with(start));
    whole.or_else(part).filter(|_| !is_flag).map(|(_, what)| *what)
}

/// What a key of a person names: there `name` and `city` do, too.
pub(super) fn kind_of_persons_key(key: &str) -> Option<Personal> {
    match plain(key).as_str() {
        "name" | "displayname" | "initials" | "login" | "handle" => Some(Personal::Name),
        "city" => Some(Personal::Address),
        _ => kind_of_key(key),
    }
}

/// What a value of an address's query is about: `key` and `sig` name secrets there.
pub(super) fn kind_of_parameter(name: &str) -> Option<Personal> {
    let is_secret = ["key", "sig", "auth", "hash", "pass", "sas"].contains(&plain(name).as_str());
    if is_secret { Some(Personal::Token) } else { kind_of_key(name) }
}

fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Nouns for people, as keys or as their last words.
const PEOPLE: &[&str] = &[
    "profile",
    "customer",
    "member",
    "user",
    "contact",
    "recipient",
    "person",
    "referrer",
    "referee",
    "staff",
    "employee",
    "cashier",
    "seller",
    "salesperson",
    "associate",
    "assistant",
    "agent",
    "manager",
    "owner",
    "author",
    "reviewer",
    "guardian",
    "parent",
    "child",
    "partner",
    "friend",
    "sender",
    "subscriber",
    "guest",
    "host",
    "shopper",
    "buyer",
];

/// Whether a key names a person.
pub(super) fn is_person(key: &str) -> bool {
    let key = key.to_lowercase();
    PEOPLE
        .iter()
        .any(|person| key.strip_suffix(person).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

/// Whether a key names a shop or a firm: its name is no person's.
pub(super) fn is_place(key: &str) -> bool {
    let key = key.to_lowercase();
    ["location", "store", "shop", "branch", "outlet", "company", "organisation", "organization", "brand"]
        .iter()
        .any(|place| key.ends_with(place))
}

/// The last part of a dotted path.
pub(super) fn last_segment(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
