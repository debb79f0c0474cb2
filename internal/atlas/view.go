package atlas

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Width is how wide every map is, in the units in which it is drawn. A unit is about a third of a CSS pixel on a phone
// and somewhat more than half on a desk.
const Width = 1000

// tolerance is how far, in units, a line may leave the true one for the sake of fewer numbers.
const tolerance = 3

// beyond is how far what is cut off reaches over the edge, so that no edge looks like a coast.
const beyond = 6

// View is the piece of the globe that a map shows.
type View struct {
	Height    float64
	proj      albers
	scale     float64 // units for a kilometre
	left, top float64 // kilometres
}

// corners are where the Soviet Union reaches furthest, on the map.
var corners = []Degrees{{22, 49}, {28, 71}, {71, 35.5}, {62.3, 34.4}, {91, 81.6}, {178, 72.3}, {192, 66},
	{158, 50}, {130.7, 41.5}, {165, 55}}

// Whole shows all of the Soviet Union.
func Whole() View { return newView(newAlbers(47, 62, 98), corners) }

// Window shows a piece, given by its sides in degrees. The projection is laid out for it: its middle meridian is
// upright, and lengths are true on the parallels a sixth of the way from its lower and upper side. It returns an error
// when the numbers are no piece of the map.
func Window(west, south, east, north float64) (View, error) {
	if east < west {
		east += 360
	}
	if west < -10 || east > 195 || south < 30 || north > 82 || east-west < 2 || north-south < 2 {
		return View{}, fmt.Errorf("west, south, east and north have to lie between 10 degrees west and 195 east and " +
			"between 30 and 82 north, two degrees apart at least")
	}
	sixth := (north - south) / 6
	var edge []Degrees
	for i := range 9 {
		lon := west + (east-west)*float64(i)/8
		edge = append(edge, Degrees{lon, south}, Degrees{lon, north})
	}
	return newView(newAlbers(south+sixth, north-sixth, (west+east)/2), edge), nil
}

func newView(proj albers, shown []Degrees) View {
	low, high := XY{math.Inf(1), math.Inf(1)}, XY{math.Inf(-1), math.Inf(-1)}
	for _, d := range shown {
		p := proj.at(d)
		low = XY{min(low.X, p.X), min(low.Y, p.Y)}
		high = XY{max(high.X, p.X), max(high.Y, p.Y)}
	}
	scale := Width / (high.X - low.X)
	return View{Height: math.Ceil((high.Y - low.Y) * scale), proj: proj, scale: scale, left: low.X, top: low.Y}
}

// At is where a place lies on the map.
func (v View) At(d Degrees) XY {
	p := v.proj.at(d)
	return XY{(p.X - v.left) * v.scale, (p.Y - v.top) * v.scale}
}

// Shows tells whether a point is on the map and at least margin units away from its edge.
func (v View) Shows(p XY, margin float64) bool {
	return p.X >= margin && p.Y >= margin && p.X <= Width-margin && p.Y <= v.Height-margin
}

// Units is how long so many kilometres are on the map.
func (v View) Units(kilometres float64) float64 { return kilometres * v.scale }

// Land is the outline of the coasts as the data of an SVG path.
func (v View) Land() string {
	var b strings.Builder
	for _, ring := range ground().land {
		cut := v.clipRing(v.all(ring))
		if len(cut) > 3 && area(cut) > 120 {
			writePath(&b, simplifyRing(cut), true)
		}
	}
	return b.String()
}

// Union is the piece that the Soviet Union covered, land and sea: meant to be cut out of Land.
func (v View) Union() string {
	var b strings.Builder
	if cut := v.clipRing(v.all(unionArea(ground()))); len(cut) > 3 {
		writePath(&b, simplifyRing(cut), true)
	}
	return b.String()
}

// Border is the border of the Soviet Union on land, about 1938.
func (v View) Border() string {
	var b strings.Builder
	for _, line := range unionBorders(ground()) {
		for _, piece := range v.clipLine(v.all(line)) {
			writePath(&b, simplify(piece), false)
		}
	}
	return b.String()
}

// OnLand tells whether a place lies on land or at most so many kilometres from a corner of the coast: the outline is
// coarse, and ports lie at its edge.
func OnLand(d Degrees, within float64) bool {
	d = d.onward()
	inside, near := false, within/110
	for _, ring := range ground().land {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if (p.Lat > d.Lat) != (q.Lat > d.Lat) && d.Lon < p.Lon+(d.Lat-p.Lat)/(q.Lat-p.Lat)*(q.Lon-p.Lon) {
				inside = !inside
			}
			if math.Abs(p.Lat-d.Lat) <= near && Distance(d, p) <= within {
				return true
			}
		}
	}
	return inside
}

func (v View) all(line []Degrees) []XY {
	points := make([]XY, len(line))
	for i, d := range line {
		points[i] = v.At(d)
	}
	return points
}

// side is one edge of the map: how far inside of it a point lies.
type side func(XY) float64

func (v View) sides() []side {
	return []side{
		func(p XY) float64 { return p.X + beyond },
		func(p XY) float64 { return Width + beyond - p.X },
		func(p XY) float64 { return p.Y + beyond },
		func(p XY) float64 { return v.Height + beyond - p.Y },
	}
}

// clipRing cuts a ring at the edges of the map, one after the other (Sutherland and Hodgman, 1974).
func (v View) clipRing(ring []XY) []XY {
	for _, inside := range v.sides() {
		var kept []XY
		for i, q := range ring {
			p := ring[(i+len(ring)-1)%len(ring)]
			if (inside(p) >= 0) != (inside(q) >= 0) {
				kept = append(kept, between(p, q, inside))
			}
			if inside(q) >= 0 {
				kept = append(kept, q)
			}
		}
		ring = kept
	}
	return ring
}

// clipLine returns the pieces of a line that are on the map.
func (v View) clipLine(line []XY) [][]XY {
	pieces := [][]XY{line}
	for _, inside := range v.sides() {
		var kept [][]XY
		for _, piece := range pieces {
			var now []XY
			for i, q := range piece {
				if i > 0 && (inside(piece[i-1]) >= 0) != (inside(q) >= 0) {
					now = append(now, between(piece[i-1], q, inside))
				}
				if inside(q) >= 0 {
					now = append(now, q)
				} else if len(now) > 1 {
					kept, now = append(kept, now), nil
				} else {
					now = nil
				}
			}
			if len(now) > 1 {
				kept = append(kept, now)
			}
		}
		pieces = kept
	}
	return pieces
}

// between is where the way from p to q crosses an edge.
func between(p, q XY, inside side) XY {
	t := inside(p) / (inside(p) - inside(q))
	return XY{p.X + t*(q.X-p.X), p.Y + t*(q.Y-p.Y)}
}

func area(ring []XY) float64 {
	a := 0.0
	for i, q := range ring {
		p := ring[(i+len(ring)-1)%len(ring)]
		a += p.X*q.Y - q.X*p.Y
	}
	return math.Abs(a) / 2
}

// simplify leaves out the points that lie within the tolerance of the line without them (Douglas and Peucker, 1973).
func simplify(line []XY) []XY {
	if len(line) < 3 {
		return line
	}
	first, last := line[0], line[len(line)-1]
	furthest, at := 0.0, 0
	for i, p := range line[1 : len(line)-1] {
		if d := fromLine(p, first, last); d > furthest {
			furthest, at = d, i+1
		}
	}
	if furthest <= tolerance {
		return []XY{first, last}
	}
	return append(slices.Clone(simplify(line[:at+1])), simplify(line[at:])[1:]...)
}

// simplifyRing divides a ring at the point furthest from its first, because a line needs two ends.
func simplifyRing(ring []XY) []XY {
	at := 0
	for i, p := range ring {
		if math.Hypot(p.X-ring[0].X, p.Y-ring[0].Y) > math.Hypot(ring[at].X-ring[0].X, ring[at].Y-ring[0].Y) {
			at = i
		}
	}
	there := simplify(ring[:at+1])
	back := simplify(append(slices.Clone(ring[at:]), ring[0]))
	return append(slices.Clone(there), back[1:len(back)-1]...)
}

func fromLine(p, a, b XY) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if long := dx*dx + dy*dy; long > 0 {
		t = max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/long))
	}
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}

// writePath writes whole numbers, each point from the one before it: the shortest way to say them.
func writePath(b *strings.Builder, points []XY, ring bool) {
	x, y := round(points[0].X), round(points[0].Y)
	fmt.Fprintf(b, "M%d %dl", x, y)
	for i, p := range points[1:] {
		dx, dy := round(p.X)-x, round(p.Y)-y
		if dx == 0 && dy == 0 {
			continue
		}
		if i > 0 && dx >= 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(b, "%d", dx)
		if dy >= 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(b, "%d", dy)
		x, y = x+dx, y+dy
	}
	if ring {
		b.WriteByte('z')
	}
}

func round(f float64) int { return int(math.Round(f)) }
