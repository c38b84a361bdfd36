//! The names in an attribute as an editor looks them up. The expansion hands them to `hints!`,
//! which gives the compiler nothing, and rust-analyzer paths to documented items. Which of the two
//! it is, is decided here and not in the expansion: there, an unknown `cfg` would warn, and a place
//! for the `allow` would cost every build.

/// Takes `key set word word; key;` and gives nothing.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __hints {
    ($($names:tt)*) => {};
}

/// Takes `key set word word; key;` and names the item of each. A path `...::__` stands where one
/// more name may be written: the editor compares the expansion with and without that name, and has
/// to find the same module in both.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __hints {
    ($($key:ident $($set:ident $($word:ident)*)?;)*) => {
        const _: () = {
            $(
                $crate::__private::hints::key::$key;
                $(
                    $($crate::__private::hints::$set::$word;)*
                    $crate::__private::hints::$set::__;
                )?
            )*
            $crate::__private::hints::key::__;
        };
    };
}
