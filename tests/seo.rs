//! What machines are told: search engines, language models, and whoever draws a preview of a link.
mod linked_data;
mod llms;
mod robots;
mod rules;
mod sharing;
mod sitemap;
