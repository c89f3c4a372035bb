//! What the buttons beside the entries of a list do. They send the whole form, nothing is stored, and the form comes back with its list
//! changed; so a list is put in order without a script.
use super::field::Section;
use crate::web::fields::Fields;

/// What a button says, such as `up:outcomes:2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Add,
    Up(usize),
    Down(usize),
    Remove(usize),
}

/// Does what the button that was pressed says; false where none was, and the form is to be saved.
pub fn rearrange(sections: &[Section], typed: &mut Fields) -> bool {
    let pressed = typed.get("do").to_owned();
    let mut words = pressed.split(':');
    let (verb, name, at) = (words.next().unwrap_or_default(), words.next(), words.next());
    if verb == "find" {
        return true; // the form comes back with the pictures that were looked for
    }
    let at = at.and_then(|at| at.parse::<usize>().ok()).and_then(|at| at.checked_sub(1));
    let act = match (verb, at) {
        ("add", _) => Act::Add,
        ("up", Some(at)) => Act::Up(at),
        ("down", Some(at)) => Act::Down(at),
        ("remove", Some(at)) => Act::Remove(at),
        _ => return false,
    };
    let mut lists = sections.iter().flat_map(|section| section.fields).filter(|field| field.is_list());
    let Some(field) = lists.find(|field| Some(field.name) == name) else { return false };
    let columns = field.names();
    let longest = columns.iter().map(|name| typed.all(name).len()).max().unwrap_or(0);
    for name in columns {
        let mut values = typed.all(&name).to_vec();
        values.resize(longest, String::new());
        apply(act, &mut values);
        typed.set_all(&name, values);
    }
    true
}

fn apply(act: Act, values: &mut Vec<String>) {
    let last = values.len().saturating_sub(1);
    match act {
        Act::Add => values.push(String::new()),
        Act::Up(at) if at > 0 && at <= last => values.swap(at, at - 1),
        Act::Down(at) if at < last => values.swap(at, at + 1),
        Act::Remove(at) if at <= last && !values.is_empty() => drop(values.remove(at)),
        _ => {}
    }
}
