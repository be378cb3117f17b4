//! `#[derive(Read)]`: a type read off the tree of a file, as its `#[serde(…)]` attributes say.
//!
//! What `serde` derives is compiled anew for every source and passes every part through generic
//! visitors; in the wasm file that was a quarter of the code. What is derived here is one call a field.

mod attributes;
mod read;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `voc_core::document::Read`. Of the attributes of `serde` it knows `rename`, `rename_all =
/// "snake_case"`, `default`, `skip`, `flatten`, `with`, `transparent`, `deny_unknown_fields` and `tag`;
/// what it does not know is an error.
#[proc_macro_derive(Read, attributes(serde))]
pub fn derive_read(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    read::derive(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
