//! The site as people meet it: the real program, served to a real Chromium. Every check is a function that answers with what
//! is wrong, and is also shown a page that breaks its rule.
mod ahead;
mod axe;
mod chromium;
mod clicks;
mod control;
mod cookies;
mod desk;
mod draft;
mod editor;
mod errors;
mod filters;
mod hostile;
mod journey;
mod keyboard;
mod line;
mod looks;
mod offline;
mod page_types;
mod requests;
mod servers;
mod speed;
mod suggestions;
mod trainings;
mod weight;
mod width;
