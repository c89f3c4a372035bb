//! What is held about a person can be seen, corrected and erased, and nothing of it is left.
mod erasure;
mod register;
mod retention;
mod waiting;
