//! JSON Logic with the semantics of json-logic-php on PHP 8.
