package originals_test

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/originals"
)

// The texts are about a harbour that never was.

const lighthouse = `In the spring of 1811 the harbour master of Vellum lit the old tower for the last time. He had ` +
	`counted forty-two ships since January, and not one of them had asked for a pilot. "The channel ` +
	`moves," he told the council, "and your charts do not." The council thanked him and ordered three new ` +
	`charts from an engraver who had never seen the sea. By midsummer two barges lay on the sandbank, and ` +
	`everybody agreed that the weather was to blame.`

const market = `Nobody sold herring on the quay that winter. The women of the upper town carried their baskets to ` +
	`the monastery gate, where the porter bought whatever they had and wrote nothing down. When the tax ` +
	`collector asked for his ledger, the porter showed him an empty page and said that it was a very ` +
	`honest page.`

const storm = `The third night of the gale was the loudest that Vellum remembered. Slates flew from the customs ` +
	`house, the bell of Saint Brannoc rang without a ringer, and the ferryman tied himself to the mooring ` +
	`post with his own belt. At sunrise the water stood in every cellar of the lower street.`

// signature is the one that the ledger of a source has: small letters and digits, with one space between.
func signature(text string) string {
	words := regexp.MustCompile(`[a-z0-9]+`).FindAllString(strings.ToLower(text), -1)
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(sum[:])[:10]
}

func anchor(source, text string, inner ...string) originals.Anchor {
	words := strings.Fields(text)
	return originals.Anchor{Source: source, From: strings.Join(words[:3], " "),
		To: strings.Join(words[len(words)-3:], " "), Words: len(words), Sig: signature(text), Inner: inner}
}

var anchors = []originals.Anchor{
	anchor("lighthouse", lighthouse, "charts", "engraver", "pilot", "sandbank"),
	anchor("market", market, "herring", "ledger", "monastery", "porter"),
	anchor("storm", storm, "belt", "ferryman", "slates", "Brannoc"),
}

// wrap breaks a text into lines as a printer does, with words cut at the end of a line.
func wrap(text string, width int, hyphens bool) string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		switch room := width - len(line) - 1; {
		case line == "":
			line = w
		case len(w) <= room:
			line += " " + w
		case hyphens && room > 4 && len(w) > 7 && regexp.MustCompile(`^[a-z]+$`).MatchString(w):
			lines, line = append(lines, line+" "+w[:3]+"-"), w[3:]
		default:
			lines, line = append(lines, line), w
		}
	}
	return strings.Join(append(lines, line), "\n")
}

// beside weaves two texts as two columns of a page.
func beside(left, right string) string {
	l, r := strings.Split(left, "\n"), strings.Split(right, "\n")
	var b strings.Builder
	for i := range max(len(l), len(r)) {
		one, two := "", ""
		if i < len(l) {
			one = l[i]
		}
		if i < len(r) {
			two = r[i]
		}
		b.WriteString(strings.TrimRight(one+strings.Repeat(" ", 46-len(one))+two, " ") + "\n")
	}
	return b.String()
}

const cookies = "This shop uses cookies. By reading on you agree to them."

func TestFindsExtracts(t *testing.T) {
	around := "A page about harbours.\n\n%\n\nAnd so it goes on, about something else.\n"
	in := func(text string) string { return strings.Replace(around, "%", text, 1) }
	middle := len(lighthouse) / 2
	for _, row := range []struct {
		name string
		text string
		want string // states of lighthouse, market and storm
		gone []string
	}{
		{"as it was", in(lighthouse), "found missing missing", nil},
		{"all three", lighthouse + "\n\n" + storm + "\n\n" + market, "found found found", nil},
		{"in capital quotation marks", in(strings.ReplaceAll(strings.ReplaceAll(lighthouse, ` "`, " “"), `"`, "”")),
			"found missing missing", nil},
		{"underlined and starred", in(strings.Replace(strings.Replace(market, "herring", "<u>herring</u>", 1), "ledger",
			"*ledger*", 1)), "missing found missing", []string{"<u>", "*"}},
		{"in lines", in(wrap(lighthouse, 60, false)), "found missing missing", []string{"\n"}},
		{"in lines with hyphens", in(wrap(lighthouse, 52, true)), "found missing missing", []string{"-\n"}},
		{"with the names of an editor", in(strings.Replace(lighthouse, "he told", "he (the harbour master) told", 1)),
			"found missing missing", nil},
		{"scanned", in(strings.NewReplacer("master", "rnaster", "ships", "sh1ps", "council", "councll", "weather",
			"weatber", "engraver", "engrauer").Replace(lighthouse)), "found missing missing", nil},
		{"scanned at its ends", in(strings.NewReplacer("spring", "sprlng", "blame", "b1ame").Replace(lighthouse)),
			"found missing missing", nil},
		{"a banner in mid-sentence", cookies + "\n" + market + "\n" + cookies + "\n" + lighthouse[:middle] + "\n" + cookies +
			"\n" + lighthouse[middle:], "found found missing", []string{"cookies", "agree to them"}},
		{"a banner before the sentence goes on", cookies + " Home\n\n" + cookies + " Shop\n\n" +
			lighthouse[:middle] + "\n\n" + cookies + lighthouse[middle:], "found missing missing", []string{"cookies"}},
		{"a page break", in(lighthouse[:middle] + "\n\n17\n\nTHE HARBOURS OF VELLUM\n\n" + lighthouse[middle:]),
			"found missing missing", []string{"17", "HARBOURS"}},
		{"two columns", in(beside(wrap(lighthouse, 40, false), wrap(storm, 40, false))), "found missing found", nil},
		{"as HTML", "<!doctype html><title>x</title><script>var a = 'In the spring of';</script><p>One.</p><p>" +
			strings.Replace(lighthouse, "council", "<a href='/c'>council</a>", 1) + "</p><p>Two.", "found missing missing", nil},
		{"with a few words left out", in(strings.Replace(lighthouse, "for the last time", "", 1)), "found missing missing",
			nil},
		{"with much put in", in(strings.Replace(lighthouse, "By midsummer", "The engraver was the mayor's cousin, and a "+
			"good one. By midsummer", 1)), "doubtful missing missing", nil},
		{"cut off", in(lighthouse[:len(lighthouse)*2/3]), "missing missing missing", nil},
		{"the ends alone", in("In the spring of a year. The weather was to blame."), "missing missing missing", nil},
		{"the ends around another text", in("In the spring of all years " + market + storm + " was to blame."),
			"missing found found", nil},
		{"something else", in("It rained."), "missing missing missing", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			text, err := originals.Read([]byte(row.text))
			if err != nil {
				t.Fatal(err)
			}
			var states []string
			for i, s := range originals.Find(text, anchors) {
				states = append(states, string(s.State))
				span := s.Spans[0]
				if (span.Text == "") != (s.State == originals.Missing) || s.ID != anchors[i].Source {
					t.Errorf("%s is %s with %q", s.ID, s.State, span.Text)
				}
				for _, word := range row.gone {
					if strings.Contains(span.Text, word) {
						t.Errorf("%s has %q: %s", s.ID, word, span.Text)
					}
				}
			}
			if got := strings.Join(states, " "); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

// What is shown is the text itself, whatever stood around it.
func TestTextOfAnExtract(t *testing.T) {
	half := strings.Index(storm, "Saint")
	page := cookies + "\n\n" + wrap("Before. "+storm[:half], 50, true) + "\n" + cookies + "\n" +
		wrap(storm[half:]+" After.", 50, true) + "\n\n" + cookies
	found := originals.Find(page, anchors)[2]
	if found.State != originals.Found || found.Sure() != storm {
		t.Errorf("%s:\n%s", found.State, found.Sure())
	}
}

func TestVersesKeepTheirLines(t *testing.T) {
	verse := "The tide goes out at seven,\nthe tide comes in at one,\nand what it brings is driftwood,\n" +
		"and what it takes is gone."
	found := originals.Find("A song:\n\n"+verse+"\n", []originals.Anchor{anchor("song", verse, "driftwood")})[0]
	if found.Sure() != verse {
		t.Errorf("got %q", found.Sure())
	}
}

// An extract whose known copy is damaged is offered as doubtful, together with the part that is clean.
func TestDamagedExtracts(t *testing.T) {
	damaged := strings.Replace(lighthouse, "not one of them had asked", "not the quay of fish had asked bell", 1)
	clean := lighthouse[strings.Index(lighthouse, "The council thanked"):]
	whole, part := anchor("lighthouse", damaged, "charts", "engraver"), anchor("lighthouse", clean, "engraver")
	whole.Damaged, part.Part = true, true
	other := anchor("lighthouse", market, "porter")
	all := []originals.Anchor{whole, part, other}
	for _, row := range []struct {
		name, text   string
		state        originals.State
		offered      int
		sure, likely string
	}{
		{"all", damaged + "\n\n" + market, originals.Found, 3, clean + "\n\n[…]\n\n" + market,
			damaged + "\n\n[…]\n\n" + market},
		{"a better copy", lighthouse, originals.Found, 2, clean, lighthouse},
		{"the clean part alone", "Then: " + clean, originals.Found, 1, clean, clean},
		{"the other extract alone", market, originals.Found, 1, market, market},
		{"nothing", "Nothing.", originals.Missing, 0, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			found := originals.Find(row.text, all)[0]
			if found.State != row.state || len(found.Offered()) != row.offered {
				t.Errorf("%s, and %d are offered", found.State, len(found.Offered()))
			}
			if found.Sure() != row.sure || found.Likely() != row.likely {
				t.Errorf("sure:\n%s\nlikely:\n%s", found.Sure(), found.Likely())
			}
		})
	}
}

func TestMergeTakesTheBetter(t *testing.T) {
	longer := strings.Replace(lighthouse, "By midsummer", "The engraver was the mayor's cousin, and a good one. By "+
		"midsummer", 1)
	doubtful, sure := originals.Find(longer, anchors), originals.Find(lighthouse+"\n\n"+storm, anchors)
	for _, both := range [][]originals.Source{originals.Merge(doubtful, sure), originals.Merge(sure, doubtful)} {
		if both[0].Sure() != lighthouse || both[1].State != originals.Missing || both[2].Sure() != storm {
			t.Errorf("got %s, %s, %s", both[0].State, both[1].State, both[2].State)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, row := range []struct {
		name, file string
		want       error
	}{
		{"nothing", "", originals.ErrEmpty},
		{"space", " \n\t ", originals.ErrEmpty},
		{"numbers alone", "12 34", originals.ErrEmpty},
		{"a page without words", "<html><script>var words</script></html>", originals.ErrEmpty},
		{"a PDF", "%PDF-1.7\n1 0 obj", originals.ErrBinary},
		{"a Word file", "PK\x03\x04\x14\x00", originals.ErrBinary},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", originals.ErrBinary},
		{"zeros", "text\x00text", originals.ErrBinary},
		{"control characters", strings.Repeat("a\x01", 50), originals.ErrBinary},
		{"9 MB", strings.Repeat("herring ", 9<<17), originals.ErrTooLarge},
		{"5 MB of words", strings.Repeat("herring ", 5<<17), originals.ErrLong},
	} {
		if _, err := originals.Read([]byte(row.file)); err != row.want {
			t.Errorf("%s: %v, want %v", row.name, err, row.want)
		}
	}
}

func TestReadEncodings(t *testing.T) {
	const want = "Café “Vellum”"
	for name, file := range map[string]string{
		"UTF-8":                  want,
		"UTF-8 with a mark":      "\ufeff" + want,
		"Windows":                "Caf\xe9 \x93Vellum\x94",
		"UTF-16, little end":     "\xff\xfeC\x00a\x00f\x00\xe9\x00 \x00\x1c\x20V\x00e\x00l\x00l\x00u\x00m\x00\x1d\x20",
		"soft hyphens":           "Ca\u00adfé\u00a0“Vel\u200blum”",
		"HTML with its entities": "<p>Caf&eacute;\n “Vellum&rdquo;</p>",
	} {
		if text, err := originals.Read([]byte(file)); err != nil || strings.TrimSpace(text) != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestLocate(t *testing.T) {
	const text = "The porter\nsaid: “It is a very honest page.”\n\nThen he left the page."
	for _, row := range []struct{ words, want string }{
		{"it is a very honest page", "It is a very honest page"},
		{"porter said", "porter\nsaid"},
		{"said it is", "said: “It is"},
		{"page then he", ""}, // over the end of a paragraph
		{"very hones", ""},
		{"", ""},
		{"—", ""},
	} {
		from, to, ok := originals.Locate(text, row.words)
		if got := text[from:max(from, to)]; ok != (row.want != "") || ok && got != row.want {
			t.Errorf("%q: %q, %v", row.words, got, ok)
		}
	}
}

// Whatever somebody uploads, the program finds nothing that is not there, and ends.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{lighthouse, market, "", "<p>" + storm, "\xff\xfe\x00",
		beside(wrap(storm, 40, true), wrap(market, 40, false)), strings.Repeat("In the spring was to blame ", 50)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		text, err := originals.Read(file)
		if err != nil {
			return
		}
		for _, s := range originals.Find(text, anchors) {
			for _, span := range s.Spans {
				if span.State == originals.Missing != (span.Text == "") {
					t.Errorf("%s is %s with %q", s.ID, span.State, span.Text)
				}
			}
		}
		originals.Locate(text, "the porter bought")
	})
}
