//! Anatomy and verdict of one e-mail.
