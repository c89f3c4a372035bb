//! Content as files: what the demo holds, that taking it in twice changes nothing, and that every mistake is named.
mod demo;
mod mistakes;
mod pictures;
mod round_trip;
