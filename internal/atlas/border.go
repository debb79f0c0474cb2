package atlas

import "slices"

// The Soviet Union as it was from 1921 to 1939. Its border in the south and the east is nearly that of today and comes
// from outline.txt. In the west it ran further east than the borders of today, and Natural Earth has no old borders, so
// this part is drawn by hand: halfway between towns that are known to have been on one side and on the other, and along
// rivers that were the border. It is right to about 30 kilometres, which is the width of the line on the large map.

// west runs from the Black Sea to the Gulf of Finland: Romania, Poland, Latvia, Estonia.
var west = []Degrees{
	{30.47, 46.08}, {30.20, 46.38}, // mouth of the Dniester
	{29.50, 46.85}, {29.15, 47.26}, {29.00, 47.76}, {28.29, 48.16}, {27.80, 48.44}, // up the Dniester
	{26.49, 48.52}, {26.40, 48.53}, // Khotyn; mouth of the Zbruch
	{26.19, 49.07}, {26.18, 49.53}, // up the Zbruch: Husiatyn, Volochysk
	{26.17, 49.90}, {26.68, 50.30}, // west of Yampil; between Ostroh and Slavuta
	{27.27, 50.70}, {27.45, 51.28}, // between Korets and Horodnytsia; between Rokytne and Olevsk
	{27.60, 52.00}, {27.65, 52.22}, // west of Turov; between Mikashevichy and Zhytkavichy
	{27.20, 52.75}, {26.80, 52.98}, // west of Starobin; west of Tsimkavichy
	{26.88, 53.20}, {26.93, 53.55}, // between Nesvizh and Kapyl; between Stolbtsy and Negoreloye
	{27.14, 54.00}, {27.29, 54.15}, {27.50, 54.45}, // between Rakov and Zaslavl, west of Minsk
	{27.95, 54.85}, {28.30, 55.05}, {28.35, 55.30}, // between Dokshytsy and Begoml; between Disna and Ushachy
	{28.40, 55.56}, {28.00, 55.75}, {27.65, 55.79}, // along the Western Dvina, Disna to Drissa
	{27.89, 56.08}, {28.15, 56.14}, {28.20, 56.26}, // Latvia, as today
	{28.20, 56.75}, {28.10, 57.10}, {27.95, 57.35}, // east of Abrene, which was Latvian
	{27.98, 57.60}, {28.00, 57.85}, {27.50, 58.22}, // between Petseri and Pskov; Lake Peipus
	{27.43, 58.79}, {27.76, 59.05}, {28.35, 59.30}, {28.10, 59.70}, // east of Narva, to the sea
}

// north runs from the Gulf of Finland to the Arctic Ocean: Finland.
var north = []Degrees{
	{29.95, 60.14}, {30.40, 60.42}, {30.85, 60.50}, // Sestra river; over the isthmus to Lake Ladoga
	{31.40, 60.80}, {32.20, 61.25}, {32.90, 61.80}, // over the lake; north of Vidlitsa
	{33.00, 62.00}, {32.10, 62.50}, {31.54, 62.92}, // round Suojarvi
	{29.99, 63.73}, {30.53, 64.08}, {29.99, 64.52}, {29.60, 64.97}, {29.72, 65.63}, {30.09, 65.79}, // as today
	{30.30, 66.20}, {30.80, 66.90}, {30.00, 67.60}, {29.30, 68.05}, // east of Salla
	{29.90, 68.60}, {30.90, 69.10}, {31.70, 69.40}, {32.00, 69.65}, {31.95, 69.92}, // Petsamo, which was Finnish
}

// tuva runs round Tuva from the east to the west: it was a state of its own until 1944.
var tuva = []Degrees{
	{98.90, 52.14}, {98.90, 52.90}, {97.60, 53.35}, {96.60, 53.70}, {95.50, 53.60}, {94.00, 53.20}, {92.30, 52.75},
	{91.50, 52.60}, {90.50, 52.00}, {89.30, 51.60}, {88.90, 50.60}, {89.65, 49.80},
}

// sakhalin is the 50th parallel, which parted the island between the Soviet Union and Japan.
var sakhalin = []Degrees{{141.8, 50}, {144.2, 50}}

// At sea the shaded piece only has to reach beyond the coasts and leave out what belonged to others: the Kuril Islands,
// Alaska, Spitsbergen.
var (
	blackSea = []Degrees{{40.5, 42.2}, {37.5, 43.6}, {33, 43.8}, {31, 45.2}}
	gulf     = []Degrees{{28.2, 59.9}, {29.5, 60.08}}
	arctic   = []Degrees{{33, 70.5}, {36, 77}, {40, 81.9}, {100, 82.5}, {140, 77.5}, {180, 73}, {191, 66.6}, {191, 65.6},
		{188.5, 63.5}, {180, 61}, {170, 53}, {160, 51}, {156.6, 50.75}, {155.9, 50.95}, {150, 52}}
	japan = []Degrees{{140.9, 48}, {137, 44}, {132, 41.8}}
)

// unionBorders are the lines on land, and unionArea is the ring round the country, most of it at sea.
func unionBorders(o outline) [][]Degrees {
	asia := splice(o.borders[0], tuva)
	return [][]Degrees{asia, o.borders[1], west, north, sakhalin}
}

func unionArea(o outline) []Degrees {
	b := unionBorders(o)
	east := slices.Clone(sakhalin)
	slices.Reverse(east)
	return slices.Concat(b[0], b[1], blackSea, west, gulf, north, arctic, east, japan)
}

// splice puts a piece of a line in place of what the line has between the points nearest to the ends of the piece.
func splice(line, piece []Degrees) []Degrees {
	nearest := func(d Degrees) (at int) {
		for i := range line {
			if Distance(line[i], d) < Distance(line[at], d) {
				at = i
			}
		}
		return at
	}
	return slices.Concat(line[:nearest(piece[0])], piece, line[nearest(piece[len(piece)-1])+1:])
}
