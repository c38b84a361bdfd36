//! The names in an attribute as an editor looks them up. The expansion hands them to `names!`, which
//! makes paths to documented items of them. The call is under `cfg(miri)`, so that the compiler
//! neither expands it nor looks for it. rust-analyzer sets that `cfg` too, unless
//! `rust-analyzer.cargo.cfgs` leaves it out: then nothing completes. In a user's crate the `cfg`
//! cannot be `rust_analyzer`: the compiler does not know it, and the `allow` that it takes does not
//! build under `forbid(unexpected_cfgs)`. The lints of this crate reach no user, so that it tells the
//! two apart by that name.

/// Takes `key set word word; key;` and gives nothing: this is Miri itself.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    ($($names:tt)*) => {};
}

/// Takes `key set word word; key;` and names the item of each, in a constant of `OAuthClient`. The
/// path `...::__` marks where one more name may be written: the editor compares the expansion with
/// and without that name, and has to find the same module in both.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    ($($key:ident $($set:ident $($word:ident)*)?;)*) => {
        const NAMES: () = {
            $(
                $crate::__private_editor::key::$key;
                $(
                    $($crate::__private_editor::$set::$word;)*
                    $crate::__private_editor::$set::__;
                )?
            )*
            $crate::__private_editor::key::__;
        };
    };
}
