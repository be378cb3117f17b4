//! The words of the workload.

/// What a signal is.
pub(crate) const KINDS: [&str; 9] = [
    "order",
    "delivery",
    "contact",
    "response",
    "visit",
    "return",
    "refund",
    "complaint",
    "renewal",
];

/// The touch points: those of each kind stand together, see [`touch_points_of`].
pub(crate) const TOUCH_POINTS: [&str; 24] = [
    "shop-basket",
    "shop-checkout",
    "app-checkout",
    "phone-order",
    "store-order",
    "partner-order",
    "parcel",
    "pick-up",
    "van",
    "help-line",
    "chat",
    "help-mail",
    "store-desk",
    "social",
    "call-back",
    "home-page",
    "search",
    "product-page",
    "account",
    "app-home",
    "return-parcel",
    "return-store",
    "refund",
    "contract",
];

/// Where it happens.
pub(crate) const CHANNELS: [&str; 5] = ["web", "app", "phone", "store", "mail"];

/// How much a customer is worth to us, and the share of customers.
pub(crate) const TIERS: [(&str, f64); 4] = [
    ("basic", 0.5),
    ("silver", 0.3),
    ("gold", 0.15),
    ("platinum", 0.05),
];

/// What a contact is about.
pub(crate) const TOPICS: [&str; 12] = [
    "price",
    "delivery-date",
    "damage",
    "invoice",
    "password",
    "cancel",
    "warranty",
    "stock",
    "size",
    "voucher",
    "address",
    "complaint",
];

/// The first touch point of a kind, and how many it has; a response is about any.
pub(crate) const fn touch_points_of(kind: u32) -> (u32, u32) {
    match kind {
        0 => (0, 6),
        1 => (6, 3),
        2 | 7 => (9, 6),
        4 => (15, 5),
        5 => (20, 2),
        6 => (22, 1),
        8 => (23, 1),
        _ => (0, 24),
    }
}

/// The key of a customer.
pub fn customer_key(number: u32) -> String {
    format!("c-{number:07}")
}

/// The id of a row's signal: sorted as text it is sorted by row.
pub fn signal_id(row: usize) -> String {
    format!("s-{row:08}")
}
