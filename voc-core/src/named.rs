//! Values by name.

use crate::ordered::Map;

/// Values by name, in the order of the names as UTF-8 bytes.
pub type Named<V> = Map<String, V>;
