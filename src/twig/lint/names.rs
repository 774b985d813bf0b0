//! What a field's name says about its value, where nothing else is known.
//!
//! Assumption: ids and handles are made by Omneo out of letters, digits, `-` and `_`, so they need no escaping in
//! quotes; every other text is written by people.

/// What a field holds, as far as the linter cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text that people write
    Text,
    /// An id or a handle: letters, digits, `-` and `_`
    Identifier,
    /// An id that is a number
    NumericId,
    /// Digits that are no number: a phone number, a post code, a bar code
    Digits,
    /// A number
    Number,
    /// `true` or `false`
    Boolean,
    /// A date, with or without a time
    Date,
    /// A list
    List,
    /// An object
    Object,
}

const NUMBERS: &[&str] = &[
    "amount",
    "total",
    "subtotal",
    "quantity",
    "qty",
    "price",
    "spend",
    "balance",
    "points",
    "score",
    "count",
    "rate",
    "margin",
    "discount",
    "value",
    "dollars",
    "percentage",
    "number",
];
const DIGITS: &[&str] =
    &["phone", "mobile", "postcode", "zip", "zipcode", "barcode", "sku", "ean", "upc", "card", "pin", "e164"];
const FLAGS: &[&str] =
    &["promo", "optout", "optin", "subscribed", "verified", "enabled", "active", "published"];
const LISTS: &[&str] =
    &["items", "tags", "statuses", "addresses", "identities", "payments", "transactions", "discounts"];
const OBJECTS: &[&str] = &["meta", "attributes", "custom_fields", "aggregations"];

/// The kind that a dotted path's last name suggests.
pub(crate) fn kind_of(path: &str) -> Option<FieldKind> {
    let name = path.rsplit('.').find(|segment| *segment != "*")?;
    let lower = name.to_ascii_lowercase();
    if path.ends_with(".*") {
        return None;
    }
    let words: Vec<&str> = lower.split(['_', '-']).collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let is_any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    Some(match lower.as_str() {
        "total_original" | "price_sell" | "value_initial" | "value_remaining" => FieldKind::Number,
        name if OBJECTS.contains(&name) => FieldKind::Object,
        _ if first == "external" => return None,
        _ if is_any(DIGITS) => FieldKind::Digits,
        _ if matches!(last, "id" | "uuid" | "handle") => FieldKind::Identifier,
        _ if matches!(first, "is" | "has") || FLAGS.contains(&last) => FieldKind::Boolean,
        _ if LISTS.contains(&last) => FieldKind::List,
        _ if is_any(NUMBERS) && !matches!(last, "name" | "text" | "type" | "code" | "label" | "currency") => {
            FieldKind::Number
        }
        _ => return None,
    })
}

/// What a name that leaks says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sensitive {
    /// Nobody should send it.
    Secret,
    /// It identifies a person.
    Personal,
}

const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api key",
    "private key",
    "client secret",
    "authorization",
    "bearer",
    "card number",
    "cardnumber",
    "cvv",
    "cvc",
    "iban",
    "credit card",
    "otp",
    "access key",
];
const PERSONAL: &[&str] = &[
    "email",
    "phone",
    "mobile",
    "first name",
    "firstname",
    "last name",
    "lastname",
    "surname",
    "full name",
    "birth",
    "birthday",
    "birthdate",
    "dob",
    "gender",
    "address",
    "address line",
    "street",
    "postcode",
];

/// Whether a key's name says that its value is secret or personal.
pub(crate) fn sensitive(name: &str) -> Option<Sensitive> {
    let words = spaced(name);
    let has = |phrase: &&str| format!(" {words} ").contains(&format!(" {phrase} "));
    // `email_promo`, `has_email` and the like say something about the field, not the field itself.
    let is_flag = matches!(kind_of(name), Some(FieldKind::Boolean)) || words.ends_with("allowed");
    if SECRETS.iter().any(has) {
        return Some(Sensitive::Secret);
    }
    (PERSONAL.iter().any(has) && !is_flag).then_some(Sensitive::Personal)
}

/// `apiKey`, `api_key` and `API-Key` as `api key`.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = c.is_lowercase();
        match c {
            '_' | '-' | '.' | ' ' => words.push(' '),
            other => words.extend(other.to_lowercase()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold() {
        for (path, kind) in [
            ("profile_id", Some(FieldKind::Identifier)),
            ("definition.handle", Some(FieldKind::Identifier)),
            ("external_id", None),
            ("reward.amount", Some(FieldKind::Number)),
            ("attributes.comms.email_promo", Some(FieldKind::Boolean)),
            ("mobile_phone", Some(FieldKind::Digits)),
            ("flattened_tags", Some(FieldKind::List)),
            ("flattened_tags.*", None),
            ("first_name", None),
            ("total_name", None),
        ] {
            assert_eq!(kind_of(path), kind, "{path}");
        }
    }

    #[test]
    fn secrets_and_people_are_told_by_name() {
        for (name, sensitive_as) in [
            ("apiKey", Some(Sensitive::Secret)),
            ("card_number", Some(Sensitive::Secret)),
            ("firstName", Some(Sensitive::Personal)),
            ("email_promo", None),
            ("tokens_of_love", None),
            ("gift_card", None),
        ] {
            assert_eq!(sensitive(name), sensitive_as, "{name}");
        }
    }
}
