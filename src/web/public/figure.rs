//! The line figure: the one ornament of the site, drawn from the name of what it stands for.
use std::fmt;

use crate::catalogue::Figure;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Beside a row of a list: 88 by 88, seven strata.
    Tile,
    /// At the head of a page: 320 by 150, nine strata.
    Banner,
}

/// A drawing, ready to stand in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFigure {
    width: i32,
    height: i32,
    path: String,
}

/// Draws the strata of `kind`; the same seed always gives the same drawing.
pub fn figure(seed: &str, kind: Figure, shape: Shape) -> LineFigure {
    let ground = match shape {
        Shape::Tile => TILE,
        Shape::Banner => BANNER,
    };
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
        pen.start(0, ground.level(row));
        draw(&mut pen, &ground, row, Dice::of(seed));
    }
    LineFigure { width: ground.width, height: ground.height, path: pen.path }
}

impl fmt::Display for LineFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, path } = self;
        write!(f, r#"<svg class="fig" viewBox="0 0 {width} {height}" width="{width}" height="{height}""#)?;
        write!(f, r#" aria-hidden="true"><path d="{path}"/></svg>"#)
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

impl Ground {
    fn level(&self, row: i32) -> i32 {
        self.top + row * self.gap
    }

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
        for (dx, dy) in [(rise + drift, -height), (half - rise - drift, height)] {
            pen.glide(dx, dy);
            pen.glide(dx, dy);
        }
    }
}

/// Arcs that grow to the right.
fn arcs(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let mut span = dice.between(39, 52);
    while pen.x < ground.width {
        let height = ground.swing(row, (span * 2 + 40).min(200));
        pen.arc(span * dice.between(4, 6) / 10, -height, span, -ground.swing(row, 9));
        span += dice.between(10, 30);
    }
}

/// A shock with calm on both sides.
fn burst(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (middle, reach) = (ground.width * dice.between(38, 62) / 100, ground.width / 6 + 8);
    let level = pen.y;
    let mut thirds = 1;
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
    let y = |line: i32, lift: i32| ground.level(line) - ground.gap / 2 - ground.swing(line, lift);
    let mut knot = row % 2;
    pen.start(0, y(row + knot, dice.between(0, 48)));
    while pen.x < ground.width {
        knot = 1 - knot;
        let dx = dice.between(ground.width / 64 + 20, ground.width / 64 + 24);
        pen.line(dx, y(row + knot, dice.between(0, 48)) - pen.y);
    }
}

/// Waves that run on from line to line.
fn waves(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (half, drift, height) = (dice.between(30, 40), dice.between(-4, 4), dice.between(80, 110));
    let back = (dice.between(0, 2 * half) + drift * row).rem_euclid(2 * half);
    let side = if back < half { -1 } else { 1 };
    pen.start(-(back % half), pen.y);
    pen.arc(half / 2, side * ground.swing(row, height), half, 0);
    while pen.x < ground.width {
        pen.glide(half, 0);
    }
}

/// Rungs between leaning rails.
fn ladder(pen: &mut Pen, ground: &Ground, row: i32, mut dice: Dice) {
    let (lean, up) = (dice.between(-3, 3), ground.gap * 7 / 10);
    pen.line(dice.between(20, 30) + lean * (ground.rows / 2 - row), 0);
    while pen.x < ground.width {
        pen.line(lean * 7 / 10, -up);
        pen.line(dice.between(26, 38), 0);
        pen.line(-lean * 7 / 10, up);
        pen.line(dice.between(52, 60), 0);
    }
}

/// Writes a path in whole numbers and as few bytes as the grammar allows.
#[derive(Default)]
struct Pen {
    path: String,
    last: char,
    x: i32,
    y: i32,
}

impl Pen {
    fn start(&mut self, x: i32, y: i32) {
        if self.last == 'M' {
            self.path.truncate(self.path.rfind('M').unwrap_or(0));
        }
        (self.last, self.x, self.y) = (' ', 0, 0);
        self.go('M', &[x, y], x, y);
    }

    fn line(&mut self, dx: i32, dy: i32) {
        if dy == 0 { self.go('h', &[dx], dx, 0) } else { self.go('l', &[dx, dy], dx, dy) }
    }

    fn arc(&mut self, cx: i32, cy: i32, dx: i32, dy: i32) {
        self.go('q', &[cx, cy, dx, dy], dx, dy);
    }

    /// Goes on smoothly; the first one leaves level.
    fn glide(&mut self, dx: i32, dy: i32) {
        if self.last == 'M' { self.arc(dx / 3, 0, dx, dy) } else { self.go('t', &[dx, dy], dx, dy) }
    }

    fn go(&mut self, command: char, numbers: &[i32], dx: i32, dy: i32) {
        let mut glued = command != self.last;
        if glued {
            self.path.push(command);
        }
        for number in numbers {
            self.path.push_str(if glued || *number < 0 { "" } else { " " });
            self.path.push_str(&number.to_string());
            glued = false;
        }
        (self.last, self.x, self.y) = (command, self.x + dx, self.y + dy);
    }
}

/// Chance that a name decides (FNV-1a, then xorshift).
struct Dice(u64);

impl Dice {
    fn of(seed: &str) -> Self {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix) | 1)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: i32, high: i32) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + i32::try_from(self.0 >> 33).unwrap_or(0) % (high - low + 1)
    }
}
