//! Addresses that a mail can be sent to, and those that only the owner of the machine may name.
use lectern::types::EmailAddress;

#[test]
fn a_deliverable_looking_address_is_taken_as_it_was_typed() {
    for good in [
        "a@b.co",
        "thandi@academy.example",
        "Name.O'Neil+news@sub.example.co.za",
        "x_y-z@example.museum",
        "1@example.org",
        "info@müller.example",
    ] {
        assert_eq!(good.parse::<EmailAddress>().map(|address| address.to_string()), Ok(good.to_owned()));
    }
    assert_eq!("  a@b.co\n".parse::<EmailAddress>().unwrap().as_str(), "a@b.co", "what surrounds it is cut off");
    assert_eq!("a@b.co".parse::<EmailAddress>().unwrap().domain(), "b.co");
}

#[test]
fn what_no_mail_reaches_is_refused() {
    for bad in [
        "",
        "@",
        "a",
        "a@",
        "@b.co",
        "a@b",
        "a@b.c",
        "a@b..co",
        "a@.co",
        "a@b.co.",
        "a b@c.co",
        "a@b c.co",
        "a@@b.co",
        "a@b@c.co",
        "a,b@c.co",
        "<a@b.co>",
        "a@10.0.0.1",
        "a@[10.0.0.1]",
        "ü@example.org",
        ".a@b.co",
        "a..b@c.co",
        "a@b.co\nBcc: all@example.org",
        "a\r\n@b.co",
        "a\0@b.co",
    ] {
        assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
    }
}

#[test]
fn an_address_has_at_most_254_characters() {
    let host = format!("{}.example", ["a".repeat(60), "b".repeat(60), "c".repeat(60)].join("."));
    let of_length = |length: usize| format!("{}@{host}", "x".repeat(length - host.len() - 1));
    assert!(of_length(host.len() + 60).parse::<EmailAddress>().is_ok());
    assert!(of_length(254).len() == 254 && of_length(255).len() == 255);
    assert!(of_length(254).parse::<EmailAddress>().is_ok());
    assert_eq!(of_length(255).parse::<EmailAddress>(), Err("Enter an email address of at most 254 characters"));
}

#[test]
fn only_the_owner_may_write_to_this_machine() {
    assert!("staff@localhost".parse::<EmailAddress>().is_ok());
    assert!(EmailAddress::of_visitor("staff@localhost").is_err());
    assert!(EmailAddress::of_visitor("staff@LOCALHOST").is_err());
    assert!(EmailAddress::of_visitor("thandi@academy.example").is_ok());
}

#[test]
fn a_slip_in_a_common_domain_is_noticed() {
    let meant = |text: &str| text.parse::<EmailAddress>().unwrap().probably_meant();
    for (typed, right) in [
        ("Thandi.Dube@gmial.com", "Thandi.Dube@gmail.com"),
        ("t@gamil.com", "t@gmail.com"),
        ("t@gmai.com", "t@gmail.com"),
        ("t@gmaill.com", "t@gmail.com"),
        ("t@gmail.con", "t@gmail.com"),
        ("t@gmail.co.za", "t@gmail.com"),
        ("t@GMIAL.COM", "t@gmail.com"),
        ("t@hotmial.com", "t@hotmail.com"),
        ("t@outlok.com", "t@outlook.com"),
        ("t@telkomsa.ne", "t@telkomsa.net"),
        ("t@webmial.co.za", "t@webmail.co.za"),
    ] {
        assert_eq!(meant(typed).as_deref(), Some(right), "{typed}");
    }
    for right in EmailAddress::COMMON_DOMAINS {
        assert_eq!(meant(&format!("t@{right}")), None, "{right}");
    }
    for own in ["t@academy.example", "t@uct.ac.za", "t@hmail.example", "t@gm.co.za", "t@m\u{fc}ller.example"] {
        assert_eq!(meant(own), None, "{own}");
    }
}
