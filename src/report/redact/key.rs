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
    ("session", Personal::Token),
    ("sessionid", Personal::Token),
];

/// What a key names; below a person `name` and `city` do, too.
pub(super) fn kind_of_key(key: &str, below_person: Option<()>) -> Option<Personal> {
    let plain: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if below_person.is_some() {
        match plain.as_str() {
            "name" | "displayname" | "initials" => return Some(Personal::Name),
            "city" => return Some(Personal::Address),
            _ => {}
        }
    }
    let whole = WHOLE.iter().find(|(name, _)| *name == plain);
    let part = || PARTS.iter().find(|(part, _)| plain.contains(part));
    // What says whether something is known or agreed to is no personal value: email_opt_in, is_email_verified.
    let is_flag = ["is_", "has_", "can_"].iter().any(|start| key.starts_with(start));
    whole.or_else(part).filter(|_| !is_flag).map(|(_, what)| *what)
}

/// Whether a key names a person.
pub(super) fn is_person(key: &str) -> bool {
    let key = key.to_lowercase();
    ["profile", "customer", "member", "user", "contact", "recipient", "person", "referrer", "referee"]
        .iter()
        .any(|person| key == *person || key.ends_with(&format!("_{person}")))
}

/// The last part of a dotted path.
pub(super) fn last_segment(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
