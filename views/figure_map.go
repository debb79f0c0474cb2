package views

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"dossier/internal/atlas"
	"dossier/internal/course"
)

// onMap is a coordinate of a map.
func onMap(v float64) string { return fmt.Sprintf("%.0f", v) }

func mapBox(m *course.Map) string { return fmt.Sprintf("0 0 %d %.0f", atlas.Width, m.View.Height) }

// routePath bows each leg of a route to the north, so that it is not taken for a road, and ends it with an arrow short
// of the next dot. A leg across the country bows more: straight, it would run through China.
func routePath(r *course.Route) string {
	var b strings.Builder
	for i, p := range r.Through[1:] {
		from, to := r.Through[i].At, p.At
		dx, dy := to.X-from.X, to.Y-from.Y
		long := math.Hypot(dx, dy)
		if long < 1 {
			continue
		}
		bow := .12
		if long > atlas.Width/2 {
			bow = .25
		}
		if dx < 0 {
			bow = -bow
		}
		bend := atlas.XY{X: (from.X+to.X)/2 + dy*bow, Y: (from.Y+to.Y)/2 - dx*bow}
		in := math.Atan2(to.Y-bend.Y, to.X-bend.X)
		short := math.Min(20, long/4)
		tip := atlas.XY{X: to.X - short*math.Cos(in), Y: to.Y - short*math.Sin(in)}
		fmt.Fprintf(&b, "M%.0f %.0fQ%.0f %.0f %.0f %.0f", from.X, from.Y, bend.X, bend.Y, tip.X, tip.Y)
		for _, turn := range []float64{-.5, .5} {
			fmt.Fprintf(&b, "M%.0f %.0fL%.0f %.0f", tip.X-18*math.Cos(in+turn), tip.Y-18*math.Sin(in+turn), tip.X, tip.Y)
		}
	}
	return b.String()
}

func routeClass(r *course.Route) string {
	if r.Claimed {
		return "map-route claimed"
	}
	return "map-route"
}

// mapKey is one line for each kind of route: several routes may have one label.
func mapKey(m *course.Map) []*course.Route {
	var key []*course.Route
	for _, r := range m.Routes {
		same := func(o *course.Route) bool { return o.Label == r.Label && o.Claimed == r.Claimed }
		if !slices.ContainsFunc(key, same) {
			key = append(key, r)
		}
	}
	return key
}

// placeWhen is when something happened at a place.
func placeWhen(p *course.Place) string {
	if p.Until == "" {
		return p.Day.Words()
	}
	from, until := p.Day.Words(), p.Until.Words()
	if day, rest, ok := strings.Cut(from, " "); ok && strings.HasSuffix(until, " "+rest) {
		from = day // 1 to 2 December 1934
	}
	return from + " to " + until
}

// scaleBar is a round number of kilometres, and the path of a line that is about as long on the map.
func scaleBar(m *course.Map) (words, path string) {
	kilometres := 1000.0
	if m.View.Units(kilometres) > atlas.Width/3 {
		kilometres = 200
	}
	return "about " + Number(kilometres) + " km", fmt.Sprintf("M2 2v10h%.0fv-10", m.View.Units(kilometres))
}

// scaleBox is as wide as the map, so that the scale shrinks with it.
func scaleBox() string { return fmt.Sprintf("0 0 %d 14", atlas.Width) }
