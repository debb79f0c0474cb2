package quiz_test

import (
	"testing"

	"dossier/internal/quiz"
)

// known are people of whom more is known than their name.
var known = []quiz.Person{
	{Name: "Genrikh Yagoda", Surname: "Yagoda", Variants: []string{"Iagoda"}, Patronymic: "Grigoryevich"},
	{Name: "Nikolai Yezhov", Surname: "Yezhov", Variants: []string{"Ezhov"}, Patronymic: "Ivanovich"},
	{Name: "Mikhail Tukhachevsky", Surname: "Tukhachevsky", Patronymic: "Nikolaevich"},
	{Name: "Georgy Pyatakov", Surname: "Pyatakov", Variants: []string{"Yuri Pyatakov"}, Patronymic: "Leonidovich"},
	{Name: "M. V. Borisov", Surname: "Borisov"},
	{Name: "Ivan N. Smirnov", Surname: "Smirnov", Patronymic: "Nikitich"},
	{Name: "Vagarshak Ter-Vaganyan", Surname: "Ter-Vaganyan"},
	{Name: "Lion Feuchtwanger", Surname: "Feuchtwanger", Cyrillic: "Лион Фейхтвангер"},
	{Name: "Anna Louise Strong", Surname: "Strong"},
	{Name: "Osip Mandelstam", Surname: "Mandelstam", Cyrillic: "Осип Мандельштам", Patronymic: "Emilyevich"},
	{Name: "Nadezhda Mandelstam", Surname: "Mandelstam", Cyrillic: "Надежда Мандельштам", Patronymic: "Yakovlevna"},
	{Name: "Alexander Orlov", Surname: "Orlov", Given: []string{"Aleksandr"}},
	{Name: "Walter Duranty", Surname: "Duranty"},
	{Name: "Vitovt Putna", Surname: "Putna", Variants: []string{"General Putna"}},
}

func TestNamesAsPeopleWriteThem(t *testing.T) {
	for accepted, texts := range map[string][]string{
		"Yagoda": {
			"G. Yagoda", "G Yagoda", "G.G. Yagoda", "G. G. Yagoda", "GG Yagoda", "g.g.yagoda", "Gen. Yagoda",
			"Genrikh Grigoryevich Yagoda",
			"Genrikh G. Yagoda", "G. Grigorevich Yagoda", "genrikh grigorievich iagoda", "Yagoda, Genrikh", "Yagoda Genrikh",
			"Yagoda, G.",
			"Yagoda, G.G.", "YAGODA, Genrikh Grigoryevich", "Yagoda G. G.", "Mr Yagoda", "Mr. Yagoda", "Comrade Yagoda",
			"Comrade G. Yagoda",
			"Marshal Yagoda", "General Yagoda", "Commissar Yagoda", "People's Commissar Yagoda", "the NKVD chief Genrikh Yagoda",
			"Yagoda, Commissar", "Ягода", "ЯГОДА", "Генрих Ягода", "Г. Г. Ягода", "Г.Ягода", "Генрих Григорьевич Ягода",
			"Ягода Генрих Григорьевич",
			"Ягода, Г.", "товарищ Ягода", "Нарком Ягода", "Yаgoda", "Yagоdа", "Ягoдa", "Yagoda's", "Yagoda’s",
			"Genrikh Yagoda's", "Ya-goda",
			"Ya‑goda", "Ya-Goda", "by Yagoda", "it was Yagoda", "Yagoda, the NKVD chief",
			"General Commissar of State Security Yagoda", "Jagoda", "Iagoda", "Yagoda.", "“Yagoda”", " yagoda ",
		},
		"Yezhov": {
			"N. I. Yezhov", "N.I. Yezhov", "NI Yezhov", "Nikolai Ivanovich Yezhov", "Н. И. Ежов", "Николай Ежов", "Nikolaj Ežov",
			"N. Ezhov",
		},
		"Tukhachevsky": {
			"Marshal Tukhachevsky", "Marshal of the Soviet Union Tukhachevsky", "Tukhachevsky, Marshal", "M. N. Tukhachevskii",
			"маршал Тухачевский", "commander of the Red Army Tukhachevsky", "Tukhachevsky, commander of the Red Army",
			"Михаил Николаевич Тухачевский",
		},
		"Pyatakov":     {"Yu. Pyatakov", "Ю. Л. Пятаков", "G. L. Pyatakov", "Y. Pyatakov", "Юрий Пятаков", "Георгий Пятаков"},
		"Borisov":      {"M. Borisov", "M.V. Borisov", "Mikhail Borisov", "Mikhail Vasilyevich Borisov", "Borisov, M. V."},
		"Smirnov":      {"I. N. Smirnov", "Ivan Smirnov", "Ivan Nikitich Smirnov", "И. Н. Смирнов"},
		"Ter-Vaganyan": {"Ter Vaganyan", "TerVaganyan", "Tervaganian", "V. Ter-Vaganyan", "Тер-Ваганян", "Ter-Vaganyan, V."},
		"Feuchtwanger": {"Фейхтвангер", "Лион Фейхтвангер", "L. Feuchtwanger", "Feuchtwanger Lion", "Л. Фейхтвангер"},
		"Strong": {
			"A. L. Strong", "Anna Strong", "Louise Strong", "Miss Strong", "Mrs Strong", "Strong, Anna Louise", "A.L. Strong's",
		},
		"Orlov": {"Aleksandr Orlov", "Александр Орлов", "A. Orlov", "A. M. Orlov", "Alexander Mikhailovich Orlov"},
		"Putna": {"General Putna", "Gen. Putna", "V. Putna"},
		"Dewey": {
			"John Dewey", "J. Dewey", "Dewey, John", "Prof. John Dewey", "Dewey Commission", "the Dewey Commission", "Dewey's",
		},
		"Nadezhda Mandelstam": {
			"N. Mandelstam", "Nadezhda Yakovlevna Mandelstam", "Mandelstam, Nadezhda", "Надежда Мандельштам",
			"Н. Я. Мандельштам",
		},
		"Osip Mandelstam": {"O. Mandelstam", "O.E. Mandelstam", "Осип Мандельштам", "Osip Mandel-stam"},
	} {
		q := nameGap(0.5, accepted)
		q.SetCast(quiz.NewCast(known))
		for _, text := range texts {
			if g := q.Grade(quiz.Answer{"1": {text}}); g.Score != 1 || len(g.Unmatched) > 0 {
				t.Errorf("%s: %q scores %v, want 1 (%s)", accepted, text, g.Score, g.Lines[0].Feedback)
			}
		}
	}
	q := nameGap(0.5, "Osip Mandelstam", "Mandelstam")
	q.SetCast(quiz.NewCast(known))
	if g := q.Grade(quiz.Answer{"1": {"Мандельштам"}}); g.Score != 1 {
		t.Errorf("a shared surname that is accepted scores %v in Russian, want 1", g.Score)
	}
}

func TestNamesThatStayWrong(t *testing.T) {
	for accepted, texts := range map[string][]string{
		"Yagoda": {
			"not Yagoda", "Not Yagoda", "it was not Yagoda", "isn't Yagoda", "no, Yagoda", "Yagoda or Yezhov", "Yagoda, Yezhov",
			"Yagoda and Yezhov",
			"Yagoda / Yezhov", "Yagoda Yezhov",
			"A. Yagoda", "A Yagoda", "Yagoda, A.", "A.G. Yagoda", "G.A. Yagoda", "GA Yagoda", "Genrikh Petrovich Yagoda",
			"Nikolai Yagoda",
			"Grigory Yagoda", "Yagoda, Nikolai", "А. Ягода", "не Ягода", "Ягода или Ежов", "Николай Ягода", "Yezhov", "Ежов",
			"N. I. Yezhov",
			"Comrade Yezhov", "Yezhov's", "Mrs Yagoda", "Miss Yagoda", "Yagoda's wife", "anti-Yagoda", "Genrikh", "G.",
			"Comrade", "Mr", "Yagoda?s",
			"Yagoda not Yezhov", "before Yagoda", "Walter Yagoda", "Mandelstam", "ягуар", "general",
			"deputy of Yagoda", "the secretary of Yagoda", "agent of the former Yagoda", "agent for Yagoda",
		},
		"Yezhov":  {"Yezhova", "N. Yezhova", "Ежова", "Н. Ежова", "Yezhova, N.", "head of Yezhov"},
		"Smirnov": {"Smirnova", "I. Smirnova"},
		"Dewey": {
			"not Dewey", "Not Dewey", "Duranty Dewey", "Walter Dewey", "anti-Dewey", "no Dewey", "Dewey or Duranty",
			"neither Dewey", "John", "isn't Dewey", "wasnt Dewey", "don't know Dewey", "hardly Dewey", "nicht Dewey",
			"nie Dewey",
			"wife of Dewey", "friend of Dewey", "Dewey's wife", "the commission of Dewey", "enemy Dewey",
		},
		"Osip Mandelstam":     {"N. Mandelstam", "Nadezhda Mandelstam", "Мандельштам", "Mandelstam", "Mrs Mandelstam"},
		"Nadezhda Mandelstam": {"O. Mandelstam", "Осип Мандельштам"},
		"Tukhachevsky":        {"Tukhachevskaya", "Тухачевская", "M. Tukhachevskaia"},
		"Borisov":             {"V. Borisov", "Nikolai Borisov", "M. K. Borisov"},
	} {
		q := nameGap(0.5, accepted)
		q.SetCast(quiz.NewCast(known))
		for _, text := range texts {
			if g := q.Grade(quiz.Answer{"1": {text}}); g.Score != 0 {
				t.Errorf("%s: %q scores %v, want 0", accepted, text, g.Score)
			}
		}
	}
}

func TestNamesWithOneLetterWrong(t *testing.T) {
	q := nameGap(0.5, "Yagoda")
	q.Gaps[0].Wrong = []quiz.WrongAnswer{{Text: "Yezhov", Feedback: "Yezhov came later."}}
	q.SetCast(quiz.NewCast(known))
	for text, want := range map[string]struct {
		score    float64
		feedback string
	}{
		"G. Yagodi":                  {0.5, "Check the spelling: Yagoda. "},
		"Yagodi, Genrikh":            {0.5, "Check the spelling: Yagoda. "},
		"Genrik Grigoryevich Yagoda": {0.5, "Check the spelling: Yagoda. "},
		"Comrade Yagodi":             {0.5, "Check the spelling: Yagoda. "},
		"Генрик Ягода":               {0.5, "Check the spelling: Yagoda. "},
		"Genrik Grigoryevich Yagodi": {0, ""},
		"A. Yagodi":                  {0, ""},
		"Comrade Yezhov":             {0, "Yezhov came later. "},
		"N. I. Ezhov":                {0, "Yezhov came later. "},
		"Ежов":                       {0, "Yezhov came later. "},
		"Duranty, Walter":            {0, "That is Walter Duranty, not the person asked for here. "},
		"Михаил Николаевич Тухачевский": {0, "That is Mikhail Tukhachevsky, not the person asked for here. "},
	} {
		g := q.Grade(quiz.Answer{"1": {text}})
		if g.Score != want.score || g.Lines[0].Feedback != want.feedback+"General feedback on the gap." {
			t.Errorf("%q: score %v, feedback %q, want %v, %q", text, g.Score, g.Lines[0].Feedback, want.score, want.feedback)
		}
	}
}

func TestCorrectionNames(t *testing.T) {
	q := falseStatement(t)
	for text, want := range map[string]float64{
		"N. I. Yezhov": 1, "Ежов": 1, "Yezhov, Nikolai": 1, "by Comrade Yezhov": 1, "Yezhov's": 1, "Yеzhov": 1,
		"A. Yezhov": 0.5, "not Yezhov": 0.5, "Yezhov or Beria": 0.5, "Берия": 0.5,
	} {
		if got := q.Grade(quiz.Answer{"verdict": {"false"}, "fix": {text}}).Score; got != want {
			t.Errorf("%q scores %v, want %v", text, got, want)
		}
	}
}
