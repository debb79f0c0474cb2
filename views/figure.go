package views

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"dossier/internal/course"
)

// unitColumns is how many marks stand in a row of a unit chart; 620 units are the width of the drawing.
const unitColumns = 28

// unitPaths draws one upright rectangle a counted thing, group after group, and returns a path for each row of data.
func unitPaths(f *course.Figure) (paths []string, height int) {
	i := 0
	for _, d := range f.Data {
		var b strings.Builder
		for range int(d.Value) {
			fmt.Fprintf(&b, "M%d %dh15v20h-15z", 1+(i%unitColumns)*22, 1+(i/unitColumns)*29)
			i++
		}
		paths = append(paths, b.String())
	}
	return paths, 22 + ((i-1)/unitColumns)*29
}

// hallPaths seats one dot a counted thing in a half circle of 24 rows, filled from the left in the order of the data.
func hallPaths(f *course.Figure) []string {
	const rows, inner, step, cx, cy = 24, 118.0, 9.6, 350.0, 352.0
	total := int(f.Total())
	weight := 0.0
	for r := range rows {
		weight += inner + float64(r)*step
	}
	type seat struct{ x, y, angle float64 }
	var seats []seat
	for r := range rows {
		radius := inner + float64(r)*step
		n := int(math.Round(float64(total) * radius / weight))
		if r == rows-1 {
			n = total - len(seats)
		}
		for i := range n {
			angle := math.Pi * (float64(i) + .5) / float64(n)
			seats = append(seats, seat{cx - radius*math.Cos(angle), cy - radius*math.Sin(angle), angle})
		}
	}
	sort.SliceStable(seats, func(i, j int) bool { return seats[i].angle < seats[j].angle })
	var paths []string
	for _, d := range f.Data {
		var b strings.Builder
		for range int(d.Value) {
			fmt.Fprintf(&b, "M%.1f %.1fh0", seats[0].x, seats[0].y)
			seats = seats[1:]
		}
		paths = append(paths, b.String())
	}
	return paths
}

func share(f *course.Figure) string {
	if f.Total() == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f%%", 100*f.Data[0].Value/f.Total())
}

func largest(f *course.Figure) float64 {
	m := 0.0
	for _, d := range f.Data {
		m = math.Max(m, math.Max(d.Value, d.High))
	}
	return m
}

func barWidth(f *course.Figure, v float64) string {
	return fmt.Sprintf("%.1f", 600*v/largest(f))
}

// momentX spreads the rows of a timeline evenly: what is known of their distance is said in words.
func momentX(f *course.Figure, i int) string {
	if len(f.Data) == 1 {
		return "310"
	}
	return fmt.Sprintf("%.0f", 20+580*float64(i)/float64(len(f.Data)-1))
}

func moment(d course.Datum) string {
	words := course.Date(d.Day).Words()
	if d.Time != "" {
		words += ", about " + d.Time
	}
	return words
}

// amount is a number, or the range where only a range is known.
func amount(d course.Datum) string {
	if d.High > 0 {
		return Number(d.Low) + " to " + Number(d.High)
	}
	return Number(d.Value)
}
