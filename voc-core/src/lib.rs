//! voc.
