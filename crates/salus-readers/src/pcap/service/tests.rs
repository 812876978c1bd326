//! What is told from first bytes.
