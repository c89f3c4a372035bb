//! Brochures and pictures drawn from plain facts, however odd.
mod brochure;
mod picture;

use lectern::catalogue::Figure;
use lectern::press::Drawing;
use lectern::web::public::parts::figure::{Shape, drawing};

/// Words that break what was only tried with words.
pub fn nasty_words() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "\n\t\r\u{0}\u{7}",
        "“Quotes” & <tags> (round) \\ 100 %",
        "Tshivenḓa ḽ ṅ ṋ ṱ · Ḽavhengwa · Šukela · Gqeberha’s · coördinaat",
        "e\u{301}cole, d\u{32d}, a\u{300}\u{301}\u{302}\u{303}",
        "👩🏽‍💻 emoji 🇿🇦 and ☕\u{fe0f}",
        "שלום עולם مرحبا بالعالم",
        "日本語のコース 中文",
        "\u{202e}reversed\u{202c}\u{feff}\u{200d}",
        "नमस्ते",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("Long words and short ones in a row. ".repeat(6).chars().take(200).collect());
    all.push("W".repeat(200));
    all.push("i".repeat(20_000));
    all.push("word ".repeat(4_000));
    all.push("🎓".repeat(200));
    all
}

pub fn lines(shape: Shape) -> Drawing {
    drawing("rust-services", Figure::Steps, shape)
}
