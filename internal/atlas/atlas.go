// Package atlas has the ground of the course's maps: land and borders of the Soviet Union as numbers, the projection
// that lays them on a flat page, and the rules for labels that have to be read there. It is pure.
package atlas

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// Degrees is a place on the globe: degrees east of Greenwich and degrees north of the equator.
type Degrees struct{ Lon, Lat float64 }

// XY is a point of a drawing, right and down from its upper left corner.
type XY struct{ X, Y float64 }

// Earth is the radius, in kilometres, of a ball as large as the earth.
const Earth = 6371.0

// albers is the conic projection of Albers, in which equal areas stay equal: J. P. Snyder, Map Projections: A Working
// Manual (U.S. Geological Survey Professional Paper 1395, 1987), chapter 14, the formulas for the sphere:
//
//	n = (sin φ1 + sin φ2) / 2          C = cos² φ1 + 2 n sin φ1         ρ = R √(C − 2 n sin φ) / n
//	θ = n (λ − λ0)                     x = ρ sin θ                      y = ρ0 − ρ cos θ
//
// φ1 and φ2 are the parallels on which lengths are true, λ0 is the meridian that stands upright.
type albers struct{ n, c, lon0 float64 }

func newAlbers(lat1, lat2, lon0 float64) albers {
	n := (sine(lat1) + sine(lat2)) / 2
	cos := math.Cos(lat1 * math.Pi / 180)
	return albers{n: n, c: cos*cos + 2*n*sine(lat1), lon0: lon0}
}

func sine(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }

// at is the place in kilometres, right and down from the point in which the meridians meet.
func (a albers) at(d Degrees) XY {
	rho := Earth * math.Sqrt(a.c-2*a.n*sine(d.Lat)) / a.n
	theta := a.n * (d.onward().Lon - a.lon0) * math.Pi / 180
	return XY{rho * math.Sin(theta), rho * math.Cos(theta)}
}

// onward counts the degrees of Alaska and the Chukchi peninsula on from 180, so that the country is in one piece.
func (d Degrees) onward() Degrees {
	if d.Lon < -30 {
		d.Lon += 360
	}
	return d
}

// Distance is how many kilometres lie between two places, the shortest way over the globe (haversine formula).
func Distance(a, b Degrees) float64 {
	half := func(degrees float64) float64 { s := sine(degrees / 2); return s * s }
	h := half(b.Lat-a.Lat) + math.Cos(a.Lat*math.Pi/180)*math.Cos(b.Lat*math.Pi/180)*half(b.Lon-a.Lon)
	return 2 * Earth * math.Asin(math.Min(1, math.Sqrt(h)))
}

//go:embed outline.txt
var outlineFile string

// outline is what outline.txt holds.
type outline struct {
	land    [][]Degrees
	borders [][]Degrees
}

// ground reads outline.txt once. The file is part of the program, and a test reads it without a fault.
var ground = sync.OnceValue(func() outline {
	o, _ := parse(outlineFile)
	return o
})

func parse(text string) (o outline, err error) {
	var lines []*[]Degrees
	var words []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			words = append(words, strings.Fields(line)...)
		}
	}
	kinds := map[string]*[][]Degrees{"land": &o.land, "border": &o.borders}
	for i := 0; i < len(words); i++ {
		if list, begins := kinds[words[i]]; begins {
			*list = append(*list, nil)
			lines = append(lines, &(*list)[len(*list)-1])
			continue
		}
		if len(lines) == 0 || i+1 == len(words) {
			return o, fmt.Errorf("%q stands alone", words[i])
		}
		lon, err1 := strconv.Atoi(words[i])
		lat, err2 := strconv.Atoi(words[i+1])
		if err1 != nil || err2 != nil {
			return o, fmt.Errorf("%s %s is no pair of whole numbers", words[i], words[i+1])
		}
		line := lines[len(lines)-1]
		*line = append(*line, Degrees{float64(lon) / 100, float64(lat) / 100})
		i++
	}
	return o, nil
}
