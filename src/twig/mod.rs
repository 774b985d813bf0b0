//! Twig templates with the semantics of PHP Twig 3.30.
