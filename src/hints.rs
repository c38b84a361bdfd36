//! The names in an attribute as an editor looks them up. The expansion hands them to `hints!`, which
//! makes paths to documented items of them. The call stands under `cfg(rust_analyzer)`, so that the
//! compiler neither expands it nor looks for it, and inside the implementation of `OAuthClient`: an
//! unknown `cfg` would warn, and the `allow` costs less there than on an item of its own.

/// Takes `key set word word; key;` and names the item of each, in a constant of `OAuthClient`. A
/// path `...::__` stands where one more name may be written: the editor compares the expansion with
/// and without that name, and has to find the same module in both.
#[doc(hidden)]
#[macro_export]
macro_rules! __hints {
    ($($key:ident $($set:ident $($word:ident)*)?;)*) => {
        const HINTS: () = {
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
