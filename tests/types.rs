//! Values that are valid by construction: what they take, what they refuse, how they show.
mod email_address;
mod highlight;
mod hostile;
mod markdown;
mod money;
mod names;
mod phone;
mod reference;
mod safe_html;
