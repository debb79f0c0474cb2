package demo

// typed is what people type in the fields of the built-in course who do not know the word, or not how it is spelled;
// the commonest first. Some of it a teacher might accept after all.
var typed = map[string][]string{
	"before-32/1":      {"sabotagers", "wrekers", "spies", "sabotours"},
	"before-35/fix":    {"Rjazanow", "Riasanof", "Martov"},
	"causes-24/fix":    {"the spark", "direct cause", "triger", "starting point"},
	"causes-32/1":      {"kulacks", "rich farmers", "koulaks", "farmers"},
	"causes-32/2":      {"collectivation", "the famine", "colectivisation"},
	"kirov-29/1":       {"attorney", "laywer", "solicitor", "layer"},
	"kirov-29/2":       {"apeal", "complaint", "objection"},
	"kirov-37/fix":     {"the white army", "foreign spies", "white gards", "white russians"},
	"notice-35/1":      {"thrown out", "kicked out", "expeled"},
	"notice-35/2":      {"punish", "arest", "take"},
	"notice-27/fix":    {"Jeschov", "Ezov", "Yeshof"},
	"sixteen-28/fix":   {"Holzmann", "Goltsmann", "Holtsmen"},
	"sixteen-34/1":     {"Jeschov", "Yezof", "Ezov"},
	"seventeen-37/1":   {"Raddeck", "Radeck"},
	"seventeen-37/2":   {"Bucharin", "Bukarin", "Bukharen"},
	"seventeen-38/fix": {"his heart stopped", "hart failure", "a natural death", "a weak heart"},
	"twentyone-28/fix": {"Staline", "Stallin"},
	"twentyone-34/1":   {"country people", "peasents", "villagers"},
	"army-27/fix":      {"afterwards", "half a year after", "not before"},
	"army-37/1":        {"Heidrich", "Himmler", "Heydrick"},
}
