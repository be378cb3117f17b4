//! The reader of a type.

use crate::attributes::{Absent, Container, Part, snake_case};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Data, DataEnum, DeriveInput, Error, Fields, FieldsNamed, Index, Result, Variant, parse_quote,
};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::of(&input.attrs)?;
    let methods = match &input.data {
        Data::Struct(data) => structure(&container, &data.fields)?,
        Data::Enum(data) => enumeration(&container, data)?,
        Data::Union(_) => return Err(Error::new_spanned(input, "a union is not read")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(crate::document::Read));
    }
    let (parameters, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        impl #parameters crate::document::Read for #name #arguments #conditions {
            #methods
        }
    })
}

/// The method that reads a node.
fn reading(body: &TokenStream) -> TokenStream {
    quote! {
        fn read<'n>(
            reader: &mut crate::document::Reader<'n>,
            node: ::core::option::Option<&'n crate::document::Node>,
        ) -> Self {
            #body
        }
    }
}

/// The method that reads the key of a map.
fn reading_key(body: &TokenStream) -> TokenStream {
    quote! {
        fn read_key(reader: &mut crate::document::Reader<'_>, key: &str) -> Self {
            #body
        }
    }
}

fn structure(container: &Container, fields: &Fields) -> Result<TokenStream> {
    match fields {
        Fields::Named(named) if container.transparent => transparent(named),
        Fields::Named(named) => {
            let open = open(named, container.closed, &quote!(node))?;
            let parts = parts(named)?;
            Ok(reading(&quote!(#open Self { #parts })))
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
            let read = reading(&quote!(Self(crate::document::Read::read(reader, node))));
            let key = reading_key(&quote!(Self(crate::document::Read::read_key(reader, key))));
            Ok(quote!(#read #key))
        }
        other => Err(Error::new_spanned(other, "only named parts are read")),
    }
}

/// A structure that is written as its one part.
fn transparent(fields: &FieldsNamed) -> Result<TokenStream> {
    let mut parts = TokenStream::new();
    for field in &fields.named {
        let name = &field.ident;
        parts.extend(if Part::of(&field.attrs)?.skip {
            quote!(#name: ::core::default::Default::default(),)
        } else {
            quote!(#name: crate::document::Read::read(reader, node),)
        });
    }
    Ok(reading(&quote!(Self { #parts })))
}

/// Opens the map of a structure's fields: all their names, in the order in which they are asked for.
fn open(fields: &FieldsNamed, closed: bool, node: &impl ToTokens) -> Result<TokenStream> {
    let mut names = Vec::new();
    let mut flattens = false;
    for field in &fields.named {
        let part = Part::of(&field.attrs)?;
        flattens |= part.flatten;
        if !part.skip && !part.flatten {
            names.push(match (part.rename, &field.ident) {
                (Some(rename), _) => rename.value(),
                (None, Some(name)) => name.to_string(),
                (None, None) => String::new(),
            });
        }
    }
    if closed && flattens {
        let problem = "a type with a flattened part cannot tell unknown keys";
        return Err(Error::new_spanned(fields, problem));
    }
    Ok(quote!(let mut fields = reader.fields(#node, &[#(#names),*], #closed);))
}

/// The parts of a structure whose map is open.
fn parts(fields: &FieldsNamed) -> Result<TokenStream> {
    let mut parts = TokenStream::new();
    for field in &fields.named {
        let Part {
            absent,
            skip,
            flatten,
            with,
            ..
        } = Part::of(&field.attrs)?;
        let name = &field.ident;
        let absent = match absent {
            // Written as something else, so that `read_or_default` would not know it.
            Absent::Default if with.is_some() => {
                Absent::Call(syn::parse_quote!(::core::default::Default::default))
            }
            absent => absent,
        };
        let with = with.map_or(
            quote!(crate::document::Read::read),
            |with| quote!(#with::read),
        );
        parts.extend(match absent {
            _ if skip => quote!(#name: ::core::default::Default::default(),),
            _ if flatten => quote! {#name: {
                let node = fields.whole(reader);
                #with(reader, node)
            },},
            Absent::Error => quote! {#name: {
                let node = fields.next(reader);
                #with(reader, node)
            },},
            Absent::Default => quote! {#name: {
                let node = fields.next(reader);
                crate::document::read_or_default(reader, node)
            },},
            Absent::Call(default) => quote! {#name: {
                match fields.next(reader) {
                    None => #default(),
                    node => #with(reader, node),
                }
            },},
        });
    }
    Ok(parts)
}

fn enumeration(container: &Container, data: &DataEnum) -> Result<TokenStream> {
    let mut variants: Vec<(usize, &Variant)> = data.variants.iter().enumerate().collect();
    let names: Vec<String> = data
        .variants
        .iter()
        .map(|variant| name_of(container, variant))
        .collect::<Result<_>>()?;
    // What stands for a variant that is not known, where it does not matter any more: one without parts.
    variants.sort_by_key(|(_, variant)| matches!(variant.fields, Fields::Unit));
    let Some((_, last)) = variants.last() else {
        return Err(Error::new_spanned(&data.variants, "no variant to read"));
    };
    let last = &last.ident;

    if container.tag.is_none()
        && data
            .variants
            .iter()
            .all(|it| matches!(it.fields, Fields::Unit))
    {
        let arms = |variants: &[(usize, &Variant)]| {
            let arm = |(index, variant): &(usize, &Variant)| {
                let name = &variant.ident;
                (*name != *last).then(|| quote!(#index => Self::#name,))
            };
            variants.iter().filter_map(arm).collect::<TokenStream>()
        };
        let arms = arms(&variants);
        let known = quote!(const KNOWN: &[&str] = &[#(#names),*];);
        let read = reading(&quote! {
            #known
            match reader.name(node, KNOWN) { #arms _ => Self::#last }
        });
        let key = reading_key(&quote! {
            #known
            match reader.key_name(key, KNOWN) { #arms _ => Self::#last }
        });
        return Ok(quote!(#read #key));
    }

    let choose = match &container.tag {
        None => quote!(reader.variant(node, &[#(#names),*])),
        Some(tag) => quote!(reader.tagged(node, #tag, &[#(#names),*])),
    };
    let mut arms = TokenStream::new();
    for (index, variant) in variants {
        let pattern = if variant.ident == *last {
            quote!(_)
        } else {
            Index::from(index).to_token_stream()
        };
        let value = variant_value(container, variant)?;
        arms.extend(quote!(#pattern => #value,));
    }
    Ok(reading(&quote! {
        let chosen = #choose;
        match chosen.index { #arms }
    }))
}

fn name_of(container: &Container, variant: &Variant) -> Result<String> {
    let name = variant.ident.to_string();
    Ok(match Part::of(&variant.attrs)?.rename {
        Some(rename) => rename.value(),
        None if container.snake_case => snake_case(&name),
        None => name,
    })
}

fn variant_value(container: &Container, variant: &Variant) -> Result<TokenStream> {
    let name = &variant.ident;
    let tagged = container.tag.is_some();
    let content = if tagged {
        quote!(chosen.content)
    } else {
        quote!(reader.content(&chosen))
    };
    Ok(match &variant.fields {
        Fields::Unit if tagged => quote!(Self::#name),
        Fields::Unit => quote!({ reader.alone(&chosen); Self::#name }),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => quote!({
            let node = #content;
            Self::#name(crate::document::Read::read(reader, node))
        }),
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(
                fields,
                "one part without a name, or all with",
            ));
        }
        Fields::Named(fields) => {
            let open = open(fields, container.closed && !tagged, &quote!(node))?;
            let parts = parts(fields)?;
            quote!({ let node = #content; #open Self::#name { #parts } })
        }
    })
}
