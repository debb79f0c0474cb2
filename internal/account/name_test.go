package account_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/account"
)

// scotland is a flag that is made of invisible tags.
const scotland = "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"

func TestCleanName(t *testing.T) {
	cases := []struct {
		name, raw, want string
		err             error
	}{
		{"plain", "Anna", "Anna", nil},
		{"white space", " \t Anna \u00a0\n  Maria\u3000", "Anna Maria", nil},
		{"composed", "Jose\u0301", "José", nil},
		{"apostrophe and hyphen", "Siân O’Brien-N'Dour", "Siân O’Brien-N'Dour", nil},
		{"markup is text", "<script>alert(1)</script>", "<script>alert(1)</script>", nil},
		{"SQL is text", "Robert'); DROP TABLE student;--", "Robert'); DROP TABLE student;--", nil},
		{"formula is text", "=1+1", "=1+1", nil},
		{"Hebrew", "שרה", "שרה", nil},
		{"Arabic", "محمد الأمين", "محمد الأمين", nil},
		{"Persian with its non-joiner", "علی\u200cرضا", "علی\u200cرضا", nil},
		{"Hindi", "क्षितिज", "क्षितिज", nil},
		{"Chinese", "王小明", "王小明", nil},
		{"emoji", "🦊", "🦊", nil},
		{"family emoji", "👩‍👩‍👧‍👦 K", "👩‍👩‍👧‍👦 K", nil},
		{"flag of tags", scotland, scotland, nil},
		{"digits", "47", "47", nil},
		{"override dropped", "Anna\u202Egnirts", "Annagnirts", nil},
		{"isolates and marks dropped", "\u2066An\u200Fna\u2069\u061C", "Anna", nil},
		{"control dropped", "An\x00n\x1ba\x7f", "Anna", nil},
		{"zero width space and BOM dropped", "\ufeffAn\u200bna\u00ad", "Anna", nil},
		{"broken UTF-8 dropped", "An\xffna\xc3", "Anna", nil},
		{"private use dropped", "Anna\ue000", "Anna", nil},
		{"mark in front dropped", "\u0301\u200dAnna\u200d", "Anna", nil},
		{"40 characters", strings.Repeat("ž", 40), strings.Repeat("ž", 40), nil},
		{"40 once composed", strings.Repeat("z\u030c", 40), strings.Repeat("ž", 40), nil},

		{"nothing", "", "", account.NameEmpty},
		{"white space alone", " \t\u3000 ", "", account.NameEmpty},
		{"invisible alone", "\u200b\u200d\u202e\u3164\u2800", "", account.NameEmpty},
		{"control alone", "\x00\x01", "", account.NameEmpty},
		{"41 characters", strings.Repeat("ž", 41), "", account.NameLong},
		{"300 characters", strings.Repeat("a", 300), "", account.NameLong},
		{"a megabyte", strings.Repeat("a", 1<<20), "", account.NameLong},
		{"punctuation alone", "...", "", account.NameBlank},
		{"hyphen alone", "—", "", account.NameBlank},
		{"apostrophe alone", "’", "", account.NameBlank},
		{"accents alone", "´`ʼ", "", account.NameBlank},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := account.CleanName(c.raw)
			if got != c.want || err != c.err {
				t.Errorf("got %q, %v, want %q, %v", got, err, c.want, c.err)
			}
		})
	}
}

func FuzzCleanName(f *testing.F) {
	for _, seed := range []string{
		"Anna", "\u202eAnna", "e\u0301", "👩‍👩‍👧‍👦", "\xff", "ǅ ﬁ ẞ İ", "\u0344\u1160 x", "\u2000a\u0340",
		"O´B.C.-D…", "a.\u0301b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name, err := account.CleanName(raw)
		if err != nil {
			if name != "" {
				t.Errorf("%q: a name and %v", raw, err)
			}
			return
		}
		n := utf8.RuneCountInString(name)
		if n < 1 || n > account.NameMost || !utf8.ValidString(name) || !norm.NFC.IsNormalString(name) {
			t.Errorf("%q: %q is not 1 to 40 characters in NFC", raw, name)
		}
		if strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Bidi_Control) }) {
			t.Errorf("%q: %q holds what it must not", raw, name)
		}
		if again, err := account.CleanName(name); again != name || err != nil {
			t.Errorf("%q: cleaned twice: %q, %v, want %q", raw, again, err, name)
		}
		key := account.FoldName(name)
		if key == "" || account.FoldName(key) != key || account.NameShared(key) {
			t.Errorf("%q: key %q, of the key %q", name, key, account.FoldName(key))
		}
	})
}

func TestFoldName(t *testing.T) {
	same := [][]string{
		{"Anna", "anna", "ANNA", "Ａｎｎａ", "Änna", "a\u0308nna", "Anna.", "Anna…"},
		{"José María", "jose maria", "JOSE\u0301 MARI\u0301A"},
		{"Groß", "GROSS", "groẞ"},
		{"Łukasz Sørensen", "lukasz sorensen"},
		{"İbrahim", "ibrahim", "ıbrahim"},
		{"Ελένη", "ελενη", "ΕΛΕΝΗ"},
		{"Фёдор", "федор", "ФЕДОР"},
		{"مُحَمَّد", "محمد"},
		{"علی\u200cرضا", "علیرضا"},
		{"❤️", "❤"},
		{"OBrien", "O’Brien", "O'Brien", "O‘Brien", "Oʼbrien", "O`BRIEN", "O´Brien", "O′Brien"},
		{"OBrien", "O＇Brien", "Oʻbrien", "O‛Brien", "Oʹbrien", "O‵Brien", "OꞌBrien"},
		{"Sinead O’Brien", "SINEAD O'BRIEN", "Sinéad  OBrien"},
		{"D’Angelo", "D'Angelo", "DAngelo"},
		{"Anna K", "Anna K.", "anna k .", "Anna-K.", "Anna  K", "Anna.K", "Anna K。", "Anna\u00a0K．"},
		{
			"Jean Luc", "Jean-Luc", "Jean\u2010Luc", "Jean\u2011Luc", "Jean\u2012Luc", "Jean–Luc", "Jean—Luc", "Jean\u2212Luc",
			"Jean﹣Luc", "Jean－Luc", "Jean - Luc", "Jean -Luc", "-Jean-Luc-",
		},
		{"Mary-Jane O'Neill-Smith", "mary jane o’neill smith"},
		{"A.J.", "AJ", "A.J", "a.j."},
		{"A.J. Smith", "AJ Smith", "A.J.Smith"},
		{"M. Khan", "M.Khan", "M Khan"},
		{"St. John", "St John", "St.John", "St-John"},
		{"ジャン・リュック", "ジャン リュック"},
		{"A.J.", "A. J.", "A J", "A-J", "A. J", "A .J."},
		{"Anna K. M.", "Anna K.M.", "Anna KM", "Anna K M"},
		{"J. R. R. Smith", "JRR Smith", "J.R.R. Smith"},
		{"أحمد", "احمد", "أحـمد", "أَحْمَد"}, {"إبراهيم", "ابراهيم"}, {"آمنة", "امنه", "امنة"},
		{"علی", "علي", "على"}, {"کریم", "كريم"}, {"ٱلأمين", "الامين"},
		{"ᏣᎳᎩ", "ꮳꮃꭹ"}, {"Gal·la", "Gal•la", "Gal-la", "Gal.la"}, {"古丽·买买提", "古丽•买买提", "古丽・买买提", "古丽 买买提"},
		{"D\"Angelo", "D'Angelo", "D“Angelo", "D‚Angelo"}, {"Anna (K)", "Anna, K", "Anna_K", "Anna K"},
	}
	different := [][2]string{
		{"Anna", "Anne"}, {"Anna", "Anna K."}, {"कुल", "कल"}, {"王", "玉"}, {"🦊", "🐻"}, {"Sam1", "Sam2"}, {"がく", "かく"},
		{"Adrian A", "Adriana"}, {"Adrian A.", "Adriana"}, {"Adrian.A", "Adriana"}, {"Adrian-A", "Adriana"},
		{"A J", "A K"}, {"احمد", "حامد"}, {"Ann A", "Anna"}, {"Jan A", "Jana"}, {"Juan A", "Juana"}, {"Anna", "A n n a"},
		{"Jean Luc", "JeanLuc"}, {"👩🏽", "👩🏿"},
	}
	for _, names := range same {
		for _, name := range names {
			if got, want := account.FoldName(name), account.FoldName(names[0]); got != want {
				t.Errorf("%q and %q: got keys %q and %q, want the same", name, names[0], got, want)
			}
		}
	}
	for _, pair := range different {
		if account.FoldName(pair[0]) == account.FoldName(pair[1]) {
			t.Errorf("%q and %q have the same key", pair[0], pair[1])
		}
	}
}

func TestRefoldNames(t *testing.T) {
	names := []string{"Sinead O’Brien", "Anna K.", "Sinead O'Brien", "Adriana", "Anna K", "Adrian A", "anna-k", "王"}
	want := []string{"sinead obrien", "anna k", "sinead obrien.2", "adriana", "anna k.2", "adrian a", "anna k.3", "王"}
	got := account.RefoldNames(names)
	if !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i, key := range got {
		shared := key != account.FoldName(names[i])
		if account.NameShared(key) != shared {
			t.Errorf("%q of %q: shared is %v, want %v", key, names[i], !shared, shared)
		}
	}
	if got := account.RefoldNames(nil); len(got) != 0 {
		t.Errorf("no names have the keys %q", got)
	}
}

func TestNamesake(t *testing.T) {
	for _, name := range []string{"Anna", "שרה"} {
		got := account.Namesake(name)
		want := "Somebody in this class is called “\u2068" + name + "\u2069” already. " +
			"Add the first letter of your family name, for example “\u2068" + name + " K.\u2069”."
		if strings.TrimSuffix(got, ".") != strings.TrimSuffix(want, ".") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
