//! The tests of `oauth-flow` with its typed run time are in `tests`, the compiler's messages in
//! `ui`.
