//! The flow guide.
