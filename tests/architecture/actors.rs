//! Nobody is made up: only the room that checks who somebody is makes an actor of them, and only the command line makes the operator.
use super::source::Source;
use super::{accepts, keeps, program, refuses};

fn actors_are_made_where_they_are_known(files: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for file in program(files) {
        let words: Vec<String> = file.plain_tokens().iter().map(ToString::to_string).collect();
        for (maker, room) in [("signed_in", "src/accounts/"), ("operator", "src/cli/")] {
            let says = words.windows(4).any(|next| next[1] == ":" && next[2] == ":" && next[3] == maker);
            if says && !file.path.starts_with(room) {
                broken.push(format!("{}: `{maker}` belongs in {room}", file.path));
            }
        }
    }
    broken
}

#[test]
fn actors_are_made_only_where_somebody_is_known() {
    keeps(actors_are_made_where_they_are_known);
}

#[test]
fn an_actor_made_elsewhere_is_refused() {
    let rule = actors_are_made_where_they_are_known;
    let handler = "fn f() { g(&Actor::signed_in(UserId(1), name, Role::Admin)) }";
    refuses(rule, &[("src/web/admin/posts.rs", handler)], "`signed_in`");
    refuses(rule, &[("src/blog/post.rs", "fn f() { let a = crate::access::Actor::operator(); }")], "`operator`");
    refuses(rule, &[("src/blog/post.rs", "const MAKE: fn() -> Actor = Actor::operator;")], "`operator`");
    accepts(rule, &[("src/accounts/sign_in.rs", handler), ("src/cli/user.rs", "fn f() { Actor::operator() }")]);
}
