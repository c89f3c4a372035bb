//! The line figure: the one ornament of the site, drawn from the name of what it stands for.
use std::fmt;

use crate::catalogue::Figure;
use crate::press::{Drawing, Segment};

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Beside a row of a list: 88 by 88, seven strata.
    Tile,
    /// At the head of a page: 320 by 150, nine strata.
    Banner,
    /// In a picture for sharing: 160 by 230, thirteen strata.
    Poster,
}

/// A drawing, ready to stand in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFigure(String);

/// Draws the strata of `kind`; the same seed always gives the same drawing.
pub fn figure(seed: &str, kind: Figure, shape: Shape) -> LineFigure {
    let (Ground { width, height, .. }, path) = (shape.ground(), strata(seed, kind, &shape.ground()).path);
    let size = format!(r#"viewBox="0 0 {width} {height}" width="{width}" height="{height}""#);
    LineFigure(format!(r#"<svg class="fig" {size} aria-hidden="true"><path d="{path}"/></svg>"#))
}

/// The same strata for print and for pictures.
pub fn drawing(seed: &str, kind: Figure, shape: Shape) -> Drawing {
    let ground = shape.ground();
    Drawing { width: ground.width, height: ground.height, segments: strata(seed, kind, &ground).segments }
}

fn strata(seed: &str, kind: Figure, ground: &Ground) -> Pen {
    let draw = match kind {
        Figure::Steps => steps,
        Figure::Bell => bell,
        Figure::Arcs => arcs,
        Figure::Burst => burst,
        Figure::Mesh => mesh,
        Figure::Waves => waves,
        Figure::Ladder => ladder,
    };
    let mut pen = Pen::default();
    for row in 0..ground.rows {
        pen.start(0, ground.top + row * ground.gap);
        draw(&mut pen, ground, row, Dice::of(seed));
    }
    pen
}

impl fmt::Display for LineFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// It holds letters and digits of its own making, nothing of the seed.
impl askama::filters::HtmlSafe for LineFigure {}

/// The strata at rest. Lines run from edge to edge, and what passes the edge is cut off by the frame.
struct Ground {
    width: i32,
    height: i32,
    rows: i32,
    gap: i32,
    top: i32,
    swing: i32,
}

const TILE: Ground = Ground { width: 88, height: 88, rows: 7, gap: 10, top: 21, swing: 22 };
const BANNER: Ground = Ground { width: 320, height: 150, rows: 9, gap: 13, top: 36, swing: 34 };
const POSTER: Ground = Ground { width: 160, height: 230, rows: 13, gap: 14, top: 46, swing: 40 };

impl Shape {
    fn ground(self) -> Ground {
        match self {
            Self::Tile => TILE,
            Self::Banner => BANNER,
            Self::Poster => POSTER,
        }
    }
}

impl Ground {
    /// How far a stratum swings at `percent`: those in the middle most, neighbours nearly alike, so that none cross.
    fn swing(&self, row: i32, percent: i32) -> i32 {
        let (above, below, all) = (row + 2, self.rows - row, self.rows + 2);
        4 * self.swing * percent * above * below / (100 * all * all)
    }
}

/// Treads that climb to the right.
fn steps(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    while pen.x < ground.width {
        let tread = dice.between(ground.width / 12 + 12, ground.width / 9 + 16);
        pen.line(tread, 0);
        pen.line(4, -ground.swing(row, tread * dice.between(100, 175) / ground.width));
    }
}

/// Bells of different height, side by side.
fn bell(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (half, drift) = (ground.width / 20 + 40, dice.between(-3, 3) * row / 6);
    while pen.x < ground.width {
        let (rise, height) = (half * dice.between(40, 60) / 100, ground.swing(row, dice.between(75, 115)) / 2);
        let (up, down) = ((rise + drift, -height), (half - rise - drift, height));
        [up, up, down, down].into_iter().for_each(|(dx, dy)| pen.glide(dx, dy));
    }
}

/// Arcs that grow to the right.
fn arcs(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let mut span = dice.between(39, 52);
    while pen.x < ground.width {
        let crown = span * dice.between(4, 6) / 10;
        pen.go('q', &[crown, -ground.swing(row, span + 90), span, -ground.swing(row, 9)]);
        span += dice.between(10, 30);
    }
}

/// A shock with calm on both sides.
fn burst(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (middle, reach) = (ground.width * dice.between(38, 62) / 100, ground.width / 6 + 8);
    let (level, mut thirds) = (pen.y, 1);
    pen.line(middle - reach, 0);
    while pen.x < middle + reach - 14 {
        let dx = dice.between(10, 14);
        let force = dice.between(100, 140) * (reach - (pen.x + dx - middle).abs()) / reach;
        pen.line(dx, level + ground.swing(row, force) * thirds / 3 - pen.y);
        thirds = -2 - thirds; // one third down, three up
    }
    pen.line(9, level - pen.y);
    pen.line(ground.width - pen.x, 0);
}

/// A net: neighbours meet at every second knot, and the whole is lifted here and there.
fn mesh(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let y = |line: i32, lift: i32| ground.top + line * ground.gap - ground.gap / 2 - ground.swing(line, lift);
    let mut knot = row % 2;
    pen.start(0, y(row + knot, dice.between(0, 48)));
    while pen.x < ground.width {
        knot = 1 - knot;
        pen.line(ground.width / 64 + dice.between(20, 24), y(row + knot, dice.between(0, 48)) - pen.y);
    }
}

/// Waves that run on from line to line.
fn waves(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (half, drift, height) = (dice.between(30, 40), dice.between(-4, 4), dice.between(80, 110));
    let back = (dice.between(0, 2 * half) + drift * row).rem_euclid(2 * half);
    pen.start(-(back % half), pen.y);
    pen.go('q', &[half / 2, ground.swing(row, if back < half { -height } else { height }), half, 0]);
    while pen.x < ground.width {
        pen.glide(half, 0);
    }
}

/// Rungs between leaning rails.
fn ladder(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (lean, up) = (dice.between(-3, 3), ground.gap * 7 / 10);
    pen.line(dice.between(20, 30) + lean * (ground.rows / 2 - row), 0);
    while pen.x < ground.width {
        let (rung, calm, lean) = (dice.between(26, 38), dice.between(52, 60), lean * 7 / 10);
        [(lean, -up), (rung, 0), (-lean, up), (calm, 0)].into_iter().for_each(|(dx, dy)| pen.line(dx, dy));
    }
}

/// Writes a path in whole numbers and as few bytes as the grammar allows, and keeps what it drew.
#[derive(Default)]
struct Pen {
    path: String,
    segments: Vec<Segment>,
    /// Where the last curve was bent to, which a smooth one mirrors.
    bend: (i32, i32),
    last: char,
    x: i32,
    y: i32,
}

impl Pen {
    fn start(&mut self, x: i32, y: i32) {
        (self.last, self.x, self.y) = ('M', x, y);
    }

    fn line(&mut self, dx: i32, dy: i32) {
        if dy == 0 { self.go('h', &[dx]) } else { self.go('l', &[dx, dy]) }
    }

    /// Goes on smoothly; the first one leaves level.
    fn glide(&mut self, dx: i32, dy: i32) {
        if self.last == 'M' { self.go('q', &[dx / 3, 0, dx, dy]) } else { self.go('t', &[dx, dy]) }
    }

    /// The last numbers of every command but `h` are where it ends.
    fn go(&mut self, command: char, numbers: &[i32]) {
        if self.last == 'M' {
            self.path += &format!("M{} {}", self.x, self.y);
            self.segments.push(Segment::Start(self.x, self.y));
        }
        let mut before = if command == self.last { " ".to_owned() } else { command.to_string() };
        for number in numbers {
            self.path += if *number < 0 { before.trim_end() } else { &before };
            self.path += &number.to_string();
            before = " ".to_owned();
        }
        let (dx, dy) = if let [.., dx, dy] = *numbers { (dx, dy) } else { (numbers.iter().sum(), 0) };
        let to = (self.x + dx, self.y + dy);
        let segment = match (command, numbers) {
            ('q', [cx, cy, ..]) => Segment::Curve((self.x + cx, self.y + cy), to),
            ('t', _) => Segment::Curve((2 * self.x - self.bend.0, 2 * self.y - self.bend.1), to),
            _ => Segment::Line(to.0, to.1),
        };
        if let Segment::Curve(bend, _) = segment {
            self.bend = bend;
        }
        self.segments.push(segment);
        (self.last, self.x, self.y) = (command, to.0, to.1);
    }
}

/// Chance that a name decides: FNV-1a, then a congruential generator.
struct Dice(u64);

impl Dice {
    fn of(seed: &str) -> Self {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: i32, high: i32) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + i32::try_from(self.0 >> 33).unwrap_or(0) % (high - low + 1)
    }
}
