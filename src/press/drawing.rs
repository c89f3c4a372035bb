/// A piece of a line drawing, in whole units from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A new line starts here.
    Start(i32, i32),
    /// Straight on to here.
    Line(i32, i32),
    /// A parabola towards the first point and on to the second.
    Curve((i32, i32), (i32, i32)),
}

/// A line drawing. What passes its edge is cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Units from edge to edge.
    pub width: i32,
    /// Units from top to bottom.
    pub height: i32,
    /// Its lines.
    pub segments: Vec<Segment>,
}
