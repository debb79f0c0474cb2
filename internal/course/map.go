package course

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"dossier/internal/atlas"
)

// Map is a figure of places and of ways between them, on an outline of the Soviet Union.
type Map struct {
	View   atlas.View
	Places []*Place // those with a number in its order, and among them what is only there for orientation
	Routes []*Route

	// The ground, as the data of SVG paths, computed once.
	Land, Union, Border string
}

// Place is a dot with a label.
type Place struct {
	ID     string
	Number int // from 1, in the list below the map; 0 for a place that is only there for orientation
	Name   string
	At     atlas.XY
	Side   atlas.Side
	Region bool   // a wide piece of land, of which the ring marks about the middle
	Day    Date   // when it happened; Until is empty when that was one day, month or year
	Until  Date   //
	What   string // what happened there
	Facts  []*Fact
}

// Route is a way from place to place.
type Route struct {
	Label   string
	Claimed bool // somebody said that this way was gone; the map does not say that it was
	Through []*Place
	Facts   []*Fact
}

// Numbered are the places with something to tell.
func (m *Map) Numbered() []*Place {
	return slices.DeleteFunc(slices.Clone(m.Places), func(p *Place) bool { return p.Number == 0 })
}

// HasRegion tells whether a ring on the map needs to be explained.
func (m *Map) HasRegion() bool {
	return slices.ContainsFunc(m.Places, func(p *Place) bool { return p.Region })
}

type placeEntry struct {
	ID     string   `yaml:"id"`
	Name   string   `yaml:"name"`
	Lat    float64  `yaml:"lat"`
	Lon    float64  `yaml:"lon"`
	Side   string   `yaml:"side"`
	Region bool     `yaml:"region"`
	Date   string   `yaml:"date"`
	Until  string   `yaml:"until"`
	What   string   `yaml:"what"`
	Facts  []string `yaml:"facts"`
}

type routeEntry struct {
	Label   string   `yaml:"label"`
	Claimed bool     `yaml:"claimed"`
	Through []string `yaml:"through"`
	Facts   []string `yaml:"facts"`
}

const (
	mostPlaces = 9  // a number of one digit can be read on a phone
	offCoast   = 30 // kilometres: the outline is coarse, and ports lie on its edge
	mostHidden = .2 // of a label or a dot by another
)

// readMap reads and checks a map. The facts of its places and routes become facts of the figure.
func (c *compiler) readMap(it item[figureEntry], f *Figure) {
	e := it.value
	m := &Map{View: atlas.Whole()}
	f.Map = m
	if len(f.Data) > 0 || f.Unit != "" {
		c.add(it.at, "R09", "a map has places and no data or unit", "write places: and take data and unit out")
	}
	if e.Window != nil {
		var err error
		if len(e.Window) != 4 {
			err = fmt.Errorf("there are %d numbers", len(e.Window))
		} else {
			m.View, err = atlas.Window(e.Window[0], e.Window[1], e.Window[2], e.Window[3])
		}
		if err != nil {
			c.add(it.path("$.window"), "R09", "this is no window: "+err.Error(), "write window: [west, south, east, north]")
			return
		}
	}
	byID := map[string]*Place{}
	for i, p := range e.Places {
		if place := c.readPlace(it.path("$.places["+itoa(i)+"]"), m, p); byID[p.ID] != nil {
			c.add(it.path("$.places["+itoa(i)+"]"), "R02", "the map has two places "+quote(p.ID), "rename one of them")
		} else if place != nil {
			byID[p.ID] = place
			f.Facts = append(f.Facts, place.Facts...)
		}
	}
	for i, r := range e.Routes {
		f.Facts = append(f.Facts, c.readRoute(it.path("$.routes["+itoa(i)+"]"), m, r, byID)...)
	}
	f.Facts = distinct(f.Facts)
	if n := len(m.Numbered()); n < 1 || n > mostPlaces {
		c.add(it.at, "R09", fmt.Sprintf("the map has %d places with something to tell", n),
			fmt.Sprintf("write 1 to %d places with what happened there", mostPlaces))
	}
	c.checkLabels(it, m)
	m.Land, m.Union, m.Border = m.View.Land(), m.View.Union(), m.View.Border()
}

func (c *compiler) readPlace(at place, m *Map, e placeEntry) *Place {
	if !idPattern.MatchString(e.ID) {
		c.add(at, "R02", "the id "+quote(e.ID)+" is not kebab case", "use small letters, digits and single hyphens")
		return nil
	}
	c.need(at, map[string]string{"name": e.Name})
	if e.Side == "" {
		e.Side = string(atlas.Right)
	}
	c.oneOf(at, "side", e.Side, string(atlas.Right), string(atlas.Left), string(atlas.Above), string(atlas.Below))
	globe := atlas.Degrees{Lon: e.Lon, Lat: e.Lat}
	p := &Place{
		ID: e.ID, Name: e.Name, At: m.View.At(globe), Side: atlas.Side(e.Side), Region: e.Region, What: e.What,
		Day: c.date(at, e.Date), Until: c.date(at, e.Until), Facts: referAll(c, c.course.facts, "fact", e.Facts, at),
	}
	switch {
	case !m.View.Shows(p.At, 0):
		c.add(at, "R09", quote(e.Name)+" lies outside the map", "check lat and lon, or show a larger window")
	case !e.Region && !atlas.OnLand(globe, offCoast):
		c.add(at, "R09", quote(e.Name)+" lies in the sea", "check lat and lon")
	}
	if e.What == "" {
		if e.Date != "" || e.Until != "" || len(e.Facts) > 0 {
			c.add(at, "R06", "the field what is missing or empty", "say what happened there; without it the place is only "+
				"there for orientation and has neither date nor facts")
		}
	} else {
		p.Number = len(m.Numbered()) + 1
		if e.Date == "" {
			c.add(at, "R09", quote(e.Name)+" has no date", "write date: \"1934-12-01\"")
		}
		if p.Until != "" && p.Until.Last() < p.Day.Last() {
			c.add(at, "R09", quote(e.Name)+" ends before it begins", "write an until that comes after the date")
		}
		if len(p.Facts) == 0 {
			c.add(at, "R05", "what is said about "+quote(e.Name)+" cites no fact", "write facts: [fact-id]")
		}
	}
	m.Places = append(m.Places, p)
	return p
}

func (c *compiler) readRoute(at place, m *Map, e routeEntry, places map[string]*Place) []*Fact {
	c.need(at, map[string]string{"label": e.Label})
	r := &Route{Label: e.Label, Claimed: e.Claimed, Facts: referAll(c, c.course.facts, "fact", e.Facts, at)}
	for _, id := range e.Through {
		if p := places[id]; p != nil {
			r.Through = append(r.Through, p)
		} else {
			c.add(at, "R01", "the map has no place "+quote(id), "write it under places or correct the id")
			return nil
		}
	}
	if len(r.Through) < 2 {
		c.add(at, "R09", "a route goes through fewer than two places", "write through: [first, second]")
		return nil
	}
	if len(r.Facts) == 0 {
		c.add(at, "R05", "the route "+quote(e.Label)+" cites no fact", "write facts: [fact-id]")
	}
	m.Routes = append(m.Routes, r)
	return r.Facts
}

// checkLabels reports labels that cannot be read, on a narrow screen or on a wide one.
func (c *compiler) checkLabels(it item[figureEntry], m *Map) {
	for _, font := range []float64{atlas.NarrowFont, atlas.WideFont} {
		boxes := make([]atlas.Box, len(m.Places))
		for i, p := range m.Places {
			letters := 1
			if p.Number == 0 {
				letters = utf8.RuneCountInString(p.Name)
			} else if font == atlas.WideFont {
				letters = utf8.RuneCountInString(p.Name) + 2
			}
			boxes[i] = atlas.LabelBox(p.At, p.Side, letters, font)
		}
		for i, p := range m.Places {
			at := it.path("$.places[" + itoa(i) + "]")
			if m.View.Shows(p.At, 0) && !m.View.ShowsBox(boxes[i]) {
				c.add(at, "R09", "the label of "+quote(p.Name)+" runs over the edge", "write another side, or a larger window")
				return
			}
			for j, q := range m.Places {
				if j != i && boxes[i].Covers(atlas.DotBox(q.At)) > mostHidden ||
					j < i && (boxes[i].Covers(boxes[j]) > mostHidden || atlas.DotBox(p.At).Covers(atlas.DotBox(q.At)) > mostHidden) {
					c.add(at, "R09", "the labels of "+quote(p.Name)+" and "+quote(q.Name)+" cover each other",
						"write side: left, right, above or below, or a smaller window")
					return
				}
			}
		}
	}
}

// distinct leaves out what comes again.
func distinct(facts []*Fact) []*Fact {
	var out []*Fact
	for _, f := range facts {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
