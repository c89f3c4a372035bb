//! Amounts in rand.
use lectern::types::Money;

#[test]
fn an_amount_is_written_as_south_africans_write_it() {
    for (cents, shown) in [
        (0, "R0"),
        (5, "R0.05"),
        (99_900, "R999"),
        (100_000, "R1\u{a0}000"),
        (1_890_000, "R18\u{a0}900"),
        (1_890_050, "R18\u{a0}900.50"),
        (123_456_789, "R1\u{a0}234\u{a0}567.89"),
    ] {
        assert_eq!(Money::from_cents(cents).to_string(), shown);
    }
}

#[test]
fn an_amount_never_breaks_across_lines() {
    assert!(!Money::from_cents(123_456_789).to_string().contains(' '));
}

#[test]
fn machines_read_and_write_plain_decimals() {
    for (text, cents) in
        [("18900.00", 1_890_000), ("18900", 1_890_000), ("0.05", 5), ("999999999999.99", 99_999_999_999_999)]
    {
        let amount: Money = text.parse().unwrap();
        assert_eq!(amount.cents(), cents);
        assert_eq!(amount.decimal().parse(), Ok(amount));
    }
    assert_eq!(Money::from_cents(1_890_000).decimal(), "18900.00");
    assert_eq!(Money::from_cents(5).decimal(), "0.05");
}

#[test]
fn what_is_no_amount_is_refused() {
    for bad in [
        "",
        ".",
        ".50",
        "1.",
        "1.5",
        "1.505",
        "1,50",
        "-1.00",
        "+1",
        "18 900.00",
        "R5",
        "1e3",
        "0x1",
        "٣",
        "1.٣٣",
        "1000000000000.00",
        "1.00 ",
    ] {
        assert!(bad.parse::<Money>().is_err(), "{bad:?}");
    }
}

#[test]
fn money_is_never_negative() {
    assert_eq!(Money::from_cents(-1), Money::from_cents(0));
}
