package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

// people is the cast of the course: full name, surname, other spellings.
var people = []quiz.Person{
	{Name: "Joseph Stalin", Surname: "Stalin"},
	{Name: "Sergei Kirov", Surname: "Kirov", Variants: []string{"Sergey Kirov"}},
	{Name: "Leonid Nikolaev", Surname: "Nikolaev", Variants: []string{"Nikolayev", "Nikolaiev"}},
	{Name: "M. V. Borisov", Surname: "Borisov"},
	{Name: "Filipp Medved", Surname: "Medved"},
	{Name: "Vladimir Zatonsky", Surname: "Zatonsky"},
	{Name: "Lazar Kaganovich", Surname: "Kaganovich"},
	{Name: "Sergo Ordzhonikidze", Surname: "Ordzhonikidze"},
	{Name: "Boris Sheboldaev", Surname: "Sheboldaev"},
	{Name: "Robert Eikhe", Surname: "Eikhe"},
	{Name: "Anastas Mikoyan", Surname: "Mikoyan"},
	{Name: "Stanislav Kosior", Surname: "Kosior"},
	{Name: "Grigory Petrovsky", Surname: "Petrovsky"},
	{Name: "Leon Trotsky", Surname: "Trotsky"},
	{Name: "Lev Sedov", Surname: "Sedov"},
	{Name: "Grigory Zinoviev", Surname: "Zinoviev", Variants: []string{"Gregory Zinoviev"}},
	{Name: "Lev Kamenev", Surname: "Kamenev"},
	{Name: "Ivan Smirnov", Surname: "Smirnov", Variants: []string{"Ivan N. Smirnov"}},
	{Name: "Grigory Yevdokimov", Surname: "Yevdokimov"},
	{Name: "Ivan Bakaev", Surname: "Bakaev", Variants: []string{"Bakayev"}},
	{Name: "Sergei Mrachkovsky", Surname: "Mrachkovsky"},
	{Name: "Vagarshak Ter-Vaganyan", Surname: "Ter-Vaganyan", Variants: []string{"Ter-Vaganian"}},
	{Name: "E. S. Holtzman", Surname: "Holtzman", Variants: []string{"Goltsman"}},
	{Name: "Georgy Pyatakov", Surname: "Pyatakov", Variants: []string{"Yuri Pyatakov"}},
	{Name: "Karl Radek", Surname: "Radek"},
	{Name: "Grigory Sokolnikov", Surname: "Sokolnikov", Variants: []string{"Grigori Sokolnikov"}},
	{Name: "Leonid Serebryakov", Surname: "Serebryakov", Variants: []string{"Serebriakov"}},
	{Name: "Vladimir Romm", Surname: "Romm"},
	{Name: "Nikolai Bukharin", Surname: "Bukharin", Variants: []string{"Nickolai Bukharin", "Bucharin"}},
	{Name: "Alexei Rykov", Surname: "Rykov"},
	{Name: "Nikolai Krestinsky", Surname: "Krestinsky"},
	{Name: "Christian Rakovsky", Surname: "Rakovsky"},
	{Name: "Mikhail Tomsky", Surname: "Tomsky"},
	{Name: "Genrikh Yagoda", Surname: "Yagoda"},
	{Name: "Nikolai Yezhov", Surname: "Yezhov", Variants: []string{"Yezkhov"}},
	{Name: "Lavrenty Beria", Surname: "Beria", Variants: []string{"Lavrenti Beria"}},
	{Name: "Andrei Vyshinsky", Surname: "Vyshinsky"},
	{Name: "Mikhail Tukhachevsky", Surname: "Tukhachevsky"},
	{Name: "Vitovt Putna", Surname: "Putna", Variants: []string{"General Putna"}},
	{Name: "Dmitry Shmidt", Surname: "Shmidt", Variants: []string{"General Schmidt"}},
	{Name: "Boris Shaposhnikov", Surname: "Shaposhnikov"},
	{Name: "Martemyan Ryutin", Surname: "Ryutin"},
	{Name: "Beso Lominadze", Surname: "Lominadze", Variants: []string{"Vissarion Lominadze"}},
	{Name: "Isaak Rubin", Surname: "Rubin", Variants: []string{"Isaak Illich Rubin"}},
	{Name: "David Riazanov", Surname: "Riazanov"},
	{Name: "V. V. Sher", Surname: "Sher"},
	{Name: "Nikolai Sukhanov", Surname: "Sukhanov"},
	{Name: "Reinhard Heydrich", Surname: "Heydrich"},
	{Name: "Vyacheslav Molotov", Surname: "Molotov"},
	{Name: "Maxim Gorky", Surname: "Gorky"},
	{Name: "Valerian Kuibyshev", Surname: "Kuibyshev"},
	{Name: "Vyacheslav Menzhinsky", Surname: "Menzhinsky", Variants: []string{"Menshinsky"}},
	{Name: "Maxim Peshkov", Surname: "Peshkov"},
	{Name: "Osip Mandelstam", Surname: "Mandelstam"},
	{Name: "Nadezhda Mandelstam", Surname: "Mandelstam", Variants: []string{"Nadezhda Khazina"}},
	{Name: "Maria Svanidze", Surname: "Svanidze"},
	{Name: "Nikita Khrushchev", Surname: "Khrushchev"},
	{Name: "Walter Duranty", Surname: "Duranty"},
	{Name: "Max Shachtman", Surname: "Shachtman"},
	{Name: "Robin Page Arnot", Surname: "Arnot"},
	{Name: "Lion Feuchtwanger", Surname: "Feuchtwanger"},
	{Name: "Alexander Orlov", Surname: "Orlov"},
	{Name: "Victor Kravchenko", Surname: "Kravchenko"},
	{Name: "Victor Serge", Surname: "Serge"},
	{Name: "Isaac Deutscher", Surname: "Deutscher"},
	{Name: "Leopold Trepper", Surname: "Trepper"},
	{Name: "William Stephenson", Surname: "Stephenson"},
	{Name: "J. T. Murphy", Surname: "Murphy"},
	{Name: "Freda Kirchwey", Surname: "Kirchwey"},
	{Name: "Anna Louise Strong", Surname: "Strong"},
}

func TestFoldNameJoinsSpellings(t *testing.T) {
	for key, spellings := range map[string][]string{
		"patakov":         {"Piatakov", "Pyatakov", "Pjatakov", "Piatakoff", "PYATAKOV", " pyatakov. "},
		"ezhov":           {"Yezhov", "Ezhov", "Jezhov", "YEZHOV"},
		"agoda":           {"Yagoda", "Iagoda", "Jagoda"},
		"zinovev":         {"Zinoviev", "Zinovyev", "Zinov'ev", "Zinov’ev", "Zinov´ev", "Zinovieff"},
		"tuhachevski":     {"Tukhachevsky", "Tukhachevskii", "Tukhachevskiy", "Tukhachevskij", "Tuhachevsky", "Tukhachévsky"},
		"rutin":           {"Riutin", "Ryutin"},
		"nikolai ezhov":   {"Nikolai Yezhov", "Nikolay  Ezhov", "nikolaj-yezhov"},
		"trotski":         {"Trotsky", "Trotzky", "Trotskii", "Trot\u200bsky"},
		"":                {"", " ", "?!", "'"},
		"vishinski":       {"Vyshinsky", "Vishinsky"},
		"efe":             {"Yoffe", "Jeffe"},
		"stefenson valin": {"Stephenson Wallin"},
	} {
		for _, s := range spellings {
			if got := quiz.FoldName(s); got != key {
				t.Errorf("FoldName(%q) = %q, want %q", s, got, key)
			}
		}
	}
	if a, b := quiz.FoldName("Ter-Vaganyan"), quiz.FoldName("Ter Vaganian"); a != b {
		t.Errorf("Ter-Vaganyan folds to %q, Ter Vaganian to %q", a, b)
	}
}

func TestFoldNameKeepsPeopleApart(t *testing.T) {
	owner := map[string]string{}
	claim := func(text, name string) {
		key := quiz.FoldName(text)
		if key == "" {
			t.Errorf("%q folds to nothing", text)
		}
		if other, taken := owner[key]; taken && other != name {
			t.Errorf("%q and %q fold alike: %q", name, other, key)
		}
		owner[key] = name
	}
	if len(people) < 60 {
		t.Fatalf("the cast has %d people", len(people))
	}
	for _, p := range people {
		claim(p.Name, p.Name)
		for _, v := range p.Variants {
			claim(v, p.Name)
		}
		if p.Surname != "Mandelstam" { // husband and wife
			claim(p.Surname, p.Name)
		}
	}
}

func nameGap(near float64, accept ...string) *quiz.Cloze {
	g := quiz.Gap{ID: "1", Match: "name", Near: near, Feedback: "General feedback on the gap."}
	for _, a := range accept {
		g.Accept = append(g.Accept, quiz.Accept{Text: a})
	}
	q := &quiz.Cloze{Text: "It was {{1}}.", Gaps: []quiz.Gap{g}, BoxChars: 18}
	q.SetCast(quiz.NewCast(people))
	return q
}

func TestNameDecisions(t *testing.T) {
	yezhov := nameGap(0.5, "Yezhov", "Nikolai Yezhov")
	pyatakov := nameGap(0.5, "Pyatakov")
	kirov := nameGap(0.5, "Kirov")
	osip := nameGap(0.5, "Osip Mandelstam", "Mandelstam")
	nadezhda := nameGap(0.5, "Nadezhda Mandelstam")
	zinoviev := nameGap(0.5, "Zinoviev")
	strict := nameGap(0, "Yezhov")
	sher := nameGap(0.5, "Sher")
	for _, tc := range []struct {
		name      string
		q         *quiz.Cloze
		given     string
		score     float64
		mark      quiz.Mark
		says      string
		unmatched bool
	}{
		{"accepted", yezhov, "Yezhov", 1, quiz.Right, "", false},
		{"other spelling", yezhov, "ezhov", 1, quiz.Right, "", false},
		{"full name", yezhov, "NIKOLAI EZHOV", 1, quiz.Right, "", false},
		{"variant of the same person", zinoviev, "Gregory Zinoviev", 1, quiz.Right, "", false},
		{"full name that is not listed", zinoviev, "Grigory Zinoviev", 1, quiz.Right, "", false},
		{"somebody else", yezhov, "Beria", 0, quiz.Wrong, "That is Lavrenty Beria, not the person asked for here.", false},
		{
			"somebody else, one letter off the answer", nameGap(0.5, "Ryutin"), "Rubin", 0, quiz.Wrong, "That is Isaak Rubin",
			false,
		},
		{"spelling, one letter missing", yezhov, "Yezov", 0.5, quiz.Near, "Check the spelling: Yezhov.", false},
		{"spelling of the full name", yezhov, "Nikolai Yezov", 0.5, quiz.Near, "Check the spelling: Nikolai Yezhov.", false},
		{"spelling, Pitakov", pyatakov, "Pitakov", 0.5, quiz.Near, "Check the spelling: Pyatakov.", false},
		{"two names as near", kirov, "Kikov", 0, quiz.Wrong, "", true},
		{"near is off", strict, "Yezov", 0, quiz.Wrong, "", true},
		{"key of fewer than five letters", sher, "Shar", 0, quiz.Wrong, "", true},
		{"holds the name", yezhov, "not Yezhov", 0, quiz.Wrong, "", true},
		{"nonsense", yezhov, "???", 0, quiz.Wrong, "", true},
		{"surname of two", osip, "Mandelstam", 1, quiz.Right, "", false},
		{"surname of two, misspelt", osip, "Mandelstan", 0.5, quiz.Near, "Check the spelling", false},
		{"wife for husband", osip, "Nadezhda Mandelstam", 0, quiz.Wrong, "That is Nadezhda Mandelstam", false},
		{"surname that does not settle who", nadezhda, "Mandelstam", 0, quiz.Wrong, "", true},
		{
			"shared surname of others", yezhov, "Mandelstam", 0, quiz.Wrong, "That is Osip Mandelstam or Nadezhda Mandelstam",
			false,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := tc.q.Grade(quiz.Answer{"1": {tc.given}})
			l := g.Lines[0]
			if g.Score != tc.score || l.Mark != tc.mark {
				t.Errorf("%q: score %v %s, want %v %s", tc.given, g.Score, l.Mark, tc.score, tc.mark)
			}
			if !strings.Contains(l.Feedback, tc.says) || !strings.HasSuffix(l.Feedback, "General feedback on the gap.") {
				t.Errorf("%q: feedback %q, want %q and the general one", tc.given, l.Feedback, tc.says)
			}
			if tc.says == "" && l.Feedback != "General feedback on the gap." {
				t.Errorf("%q: feedback %q, want the general one alone", tc.given, l.Feedback)
			}
			if got := len(g.Unmatched) == 1; got != tc.unmatched {
				t.Errorf("%q: unmatched %q, want it there: %v", tc.given, g.Unmatched, tc.unmatched)
			}
		})
	}
}

func TestNamesWithoutCast(t *testing.T) {
	q := nameGap(0.5, "Yezhov")
	q.SetCast(nil)
	for given, want := range map[string]float64{"Ezhov": 1, "Yezov": 0.5, "Beria": 0} {
		if got := q.Grade(quiz.Answer{"1": {given}}).Score; got != want {
			t.Errorf("%q scores %v, want %v", given, got, want)
		}
	}
}

func TestPartialAccept(t *testing.T) {
	q := nameGap(0.5, "Yezhov")
	q.Gaps[0].Accept = append(q.Gaps[0].Accept, quiz.Accept{Text: "Nikolai Ivanovich", Score: 0.25})
	g := q.Grade(quiz.Answer{"1": {"nikolai ivanovich"}})
	if g.Score != 0.25 || g.Lines[0].Mark != quiz.Near {
		t.Errorf("score %v %s, want 0.25 near", g.Score, g.Lines[0].Mark)
	}
}
