package course_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// inRussian has the full name of everybody in the course as Russians write it, the surname last.
var inRussian = map[string]string{
	"stalin": "Иосиф Виссарионович Сталин", "trotsky": "Лев Давидович Троцкий", "ryutin": "Мартемьян Никитич Рютин",
	"lominadze": "Виссарион Виссарионович Ломинадзе", "molotov": "Вячеслав Михайлович Молотов",
	"kaganovich": "Лазарь Моисеевич Каганович", "ordzhonikidze": "Григорий Константинович Орджоникидзе",
	"zatonsky": "Владимир Петрович Затонский", "bukharin": "Николай Иванович Бухарин", "yezhov": "Николай Иванович Ежов",
	"khrushchev": "Никита Сергеевич Хрущёв", "nadezhda-mandelstam": "Надежда Яковлевна Мандельштам",
	"shachtman": "Макс Шахтман", "strong": "Анна Луиза Стронг", "deutscher": "Исаак Дойчер",
	"kirov":    "Сергей Миронович Киров",
	"nikolaev": "Леонид Васильевич Николаев", "borisov": "Михаил Васильевич Борисов",
	"medved":   "Филипп Демьянович Медведь",
	"zinoviev": "Григорий Евсеевич Зиновьев", "kamenev": "Лев Борисович Каменев", "yagoda": "Генрих Григорьевич Ягода",
	"orlov": "Александр Михайлович Орлов", "kravchenko": "Виктор Андреевич Кравченко", "duranty": "Уолтер Дюранти",
	"arnot": "Робин Пейдж Арнот", "rubin": "Исаак Ильич Рубин", "riazanov": "Давид Борисович Рязанов",
	"sukhanov": "Николай Николаевич Суханов", "sher": "Василий Владимирович Шер", "serge": "Виктор Львович Серж",
	"murphy": "Джон Томас Мерфи", "smirnov": "Иван Никитич Смирнов", "yevdokimov": "Григорий Еремеевич Евдокимов",
	"bakaev": "Иван Петрович Бакаев", "mrachkovsky": "Сергей Витальевич Мрачковский",
	"ter-vaganyan": "Вагаршак Арутюнович Тер-Ваганян", "holtzman": "Эдуард Соломонович Гольцман",
	"sedov":  "Лев Львович Седов",
	"tomsky": "Михаил Павлович Томский", "vyshinsky": "Андрей Януарьевич Вышинский", "ulrikh": "Василий Васильевич Ульрих",
	"pyatakov": "Георгий Леонидович Пятаков", "radek": "Карл Бернгардович Радек",
	"sokolnikov":  "Григорий Яковлевич Сокольников",
	"serebryakov": "Леонид Петрович Серебряков", "romm": "Владимир Георгиевич Ромм", "feuchtwanger": "Лион Фейхтвангер",
	"svanidze": "Мария Анисимовна Сванидзе", "rykov": "Алексей Иванович Рыков",
	"krestinsky": "Николай Николаевич Крестинский",
	"rakovsky":   "Христиан Георгиевич Раковский", "pletnev": "Дмитрий Дмитриевич Плетнёв",
	"bessonov": "Сергей Алексеевич Бессонов",
	"gorky":    "Максим Горький", "kirchwey": "Фреда Кирхвей", "tukhachevsky": "Михаил Николаевич Тухачевский",
	"putna": "Витовт Казимирович Путна", "shmidt": "Дмитрий Аркадьевич Шмидт", "yegorov": "Александр Ильич Егоров",
	"blyukher": "Василий Константинович Блюхер", "shaposhnikov": "Борис Михайлович Шапошников",
	"heydrich": "Рейнхард Гейдрих",
	"trepper":  "Леопольд Треппер", "stephenson": "Уильям Стивенсон", "osip-mandelstam": "Осип Эмильевич Мандельштам",
	"beria": "Лаврентий Павлович Берия",
	"lenin": "Владимир Ильич Ленин", "conquest": "Роберт Конквест", "getty": "Арч Гетти", "khlevniuk": "Олег Хлевнюк",
	"lenoe": "Мэтью Лено", "shamonin": "Миша Шамонин", "stakhanov": "Алексей Григорьевич Стаханов",
	"reese": "Роджер Риз", "rokossovsky": "Константин Константинович Рокоссовский", "karagodin": "Степан Карагодин",
	"lugovskaya": "Нина Луговская", "monkhouse": "Алан Монкхаус",
	"muralov": "Николай Иванович Муралов", "akhmatova": "Анна Ахматова",
}

// gapFor is a question that asks for one person.
func gapFor(t *testing.T, c *course.Course, accept string) quiz.Body {
	t.Helper()
	q, err := c.DecodeQuestion(fmt.Sprintf(
		"id: a-name\nkind: cloze\ntext: It was {{1}}.\ngaps:\n"+
			"- {id: 1, match: name, near: 0.5, accept: [{text: %q}]}\n", accept))
	if err != nil {
		t.Fatal(err)
	}
	return q.Body
}

// TestEverybodyIsRecognised goes through all people of the course, and through the ways to write a name.
func TestEverybodyIsRecognised(t *testing.T) {
	c := builtIn(t)
	surnames := map[string]int{}
	for _, p := range c.People {
		surnames[p.Surname]++
	}
	for _, p := range c.People {
		accept := p.Surname
		if surnames[accept] > 1 {
			accept = p.Name
		}
		body := gapFor(t, c, accept)
		for _, text := range waysToWrite(t, p) {
			if g := body.Grade(quiz.Answer{"1": {text}}); g.Score != 1 {
				t.Errorf("%s: %q scores %v (%s)", p.ID, text, g.Score, g.Lines[0].Feedback)
			}
		}
		given := strings.Fields(p.Name)[0]
		for _, text := range []string{
			"not " + accept, accept + " or Stalin", "не " + accept, accept + " and Kirov", "Q. " + p.Surname, "Z. " + p.Surname,
			given,
		} {
			if g := body.Grade(quiz.Answer{"1": {text}}); g.Score != 0 {
				t.Errorf("%s: %q scores %v, want 0", p.ID, text, g.Score)
			}
		}
		for _, other := range c.People {
			if other == p {
				continue
			}
			for _, text := range []string{other.Name, inRussian[other.ID], "Comrade " + other.Name} {
				if g := body.Grade(quiz.Answer{"1": {text}}); g.Score != 0 {
					t.Errorf("%s: %q scores %v, want 0", p.ID, text, g.Score)
				}
			}
		}
	}
}

// waysToWrite are right ways to write a person's name, in Latin and in Russian letters.
func waysToWrite(t *testing.T, p *course.Person) []string {
	t.Helper()
	russian := strings.Fields(inRussian[p.ID])
	if len(russian) < 2 {
		t.Fatalf("%s has no name in Russian", p.ID)
	}
	fore := strings.TrimSpace(strings.TrimSuffix(p.Name, p.Surname))
	initials := initialsOf(fore)
	texts := []string{
		p.Name, strings.ToUpper(p.Name), p.Surname + ", " + fore, p.Surname + " " + fore, fore + " " + p.Surname + "'s",
		strings.Join(initials, ". ") + ". " + p.Surname, strings.Join(initials, ".") + "." + p.Surname,
		p.Surname + ", " + strings.Join(initials, "."), "Comrade " + p.Name, "Dr " + initials[0] + ". " + p.Surname,
	}
	last := len(russian) - 1
	surname, before := russian[last], strings.Join(russian[:last], " ")
	first := initialsOf(before)
	return append(texts,
		before+" "+surname, surname+" "+before, russian[0]+" "+surname, strings.Join(first, ". ")+". "+surname,
		surname+", "+strings.Join(first, "."), "товарищ "+before+" "+surname,
	)
}

func initialsOf(names string) []string {
	var out []string
	for _, w := range strings.Fields(names) {
		out = append(out, string([]rune(w)[0]))
	}
	return out
}

// TestSurnameInRussianIsEnough leaves relatives out, whose surname does not tell who is meant.
func TestSurnameInRussianIsEnough(t *testing.T) {
	c := builtIn(t)
	for _, p := range c.People {
		if p.Surname == "Mandelstam" {
			continue
		}
		words := strings.Fields(inRussian[p.ID])
		surname := words[len(words)-1]
		for _, text := range []string{surname, strings.ToUpper(surname), "маршал " + surname} {
			if g := gapFor(t, c, p.Surname).Grade(quiz.Answer{"1": {text}}); g.Score != 1 {
				t.Errorf("%s: %q scores %v (%s)", p.ID, text, g.Score, g.Lines[0].Feedback)
			}
		}
	}
}

// latinSchemes are the usual ways to write Russian in Latin letters. What a scheme does not name is as in the first.
var latinSchemes = map[string]map[rune]string{
	"British (BGN)":       {},
	"Library of Congress": {'ж': "zh", 'й': "ĭ", 'ю': "iu", 'я': "ia", 'ц': "ts", 'ь': "ʹ", 'ё': "ë", 'х': "kh"},
	"passport":            {'й': "i", 'ю': "iu", 'я': "ia", 'ь': "", 'ё': "e"},
	"ISO 9": {
		'ж': "ž", 'й': "j", 'х': "h", 'ч': "č", 'ш': "š", 'щ': "ŝ", 'ю': "û", 'я': "â", 'ь': "ʹ", 'э': "è", 'ё': "ë",
		'ц': "c",
	},
	"popular": {'е': "e", 'й': "i", 'х': "h", 'ё': "e", 'ь': "", 'ц': "tz", 'в': "v"},
	"scholarly": {
		'ж': "ž", 'й': "j", 'х': "x", 'ч': "č", 'ш': "š", 'щ': "šč", 'ю': "ju", 'я': "ja", 'ь': "ʹ", 'э': "è", 'ё': "ë",
		'ц': "c",
	},
}

func inLatin(text string, scheme map[rune]string) string {
	british := map[rune]string{
		'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
		'к': "k",
		'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh",
		'ц': "ts",
		'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "”", 'ы': "y", 'ь': "’", 'э': "e", 'ю': "yu", 'я': "ya", '-': "-",
	}
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		if s, ok := scheme[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteString(british[r])
		}
	}
	return b.String()
}

func TestEverySchemeLeadsToThePerson(t *testing.T) {
	c := builtIn(t)
	for _, p := range c.People {
		words := strings.Fields(inRussian[p.ID])
		surname := words[len(words)-1]
		for name, scheme := range latinSchemes {
			text := inLatin(surname, scheme)
			if g := gapFor(t, c, p.Surname).Grade(quiz.Answer{"1": {text}}); g.Score != 1 {
				t.Errorf("%s, %s: %q scores %v (%s)", p.ID, name, text, g.Score, g.Lines[0].Feedback)
			}
		}
	}
}

// TestTypedAnswersOfTheBank tries usual and wrong ways to type the accepted answers of every question.
func TestTypedAnswersOfTheBank(t *testing.T) {
	right := map[string][]string{
		"name":   {"%s", "Comrade %s", "%s's", "%s.", "by %s"},
		"text":   {"%s", "the %s", "a %s", "in %s", "%s!", "“%s”"},
		"year":   {"%s", "in %s", "February %s", "%s A.D.", "%s.", "the year %s", "2 March %s"},
		"number": {"%s", "about %s", "%s people", "%s.", "exactly %s"},
	}
	wrong := []string{"not %s", "%s or Molotov", "neither %s nor Molotov", "never %s", "%s and Molotov"}
	tried := map[string]int{}
	for _, q := range builtIn(t).Questions() {
		for _, f := range typedFields(q) {
			for _, form := range right[f.match] {
				tried[f.match]++
				if m := f.mark(fmt.Sprintf(form, f.accept)); m != quiz.Right {
					t.Errorf("%s, %s: %q is %s, want it right", q.ID, f.match, fmt.Sprintf(form, f.accept), m)
				}
			}
			for _, form := range wrong {
				if m := f.mark(fmt.Sprintf(form, f.accept)); m == quiz.Right || m == quiz.Near {
					t.Errorf("%s, %s: %q is %s, want it wrong", q.ID, f.match, fmt.Sprintf(form, f.accept), m)
				}
			}
		}
	}
	for _, match := range []string{"name", "text", "year", "number"} {
		if tried[match] == 0 {
			t.Errorf("the bank has no typed answer of match %s", match)
		}
	}
}

// typedField is a gap or a correction with the first answer that it accepts.
type typedField struct {
	match, accept string
	mark          func(text string) quiz.Mark
}

func typedFields(q *quiz.Question) []typedField {
	lineOf := func(a quiz.Answer, id string) quiz.Mark {
		for _, l := range q.Body.Grade(a).Lines {
			if l.ID == id {
				return l.Mark
			}
		}
		return ""
	}
	var out []typedField
	switch b := q.Body.(type) {
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			out = append(out, typedField{g.Match, g.Accept[0].Text, func(text string) quiz.Mark {
				return lineOf(quiz.Answer{g.ID: {text}}, g.ID)
			}})
		}
	case *quiz.TrueFalse:
		if !b.Answer {
			out = append(out, typedField{b.Correction.Match, b.Correction.Accept[0].Text, func(text string) quiz.Mark {
				return lineOf(quiz.Answer{"verdict": {"false"}, "fix": {text}}, "fix")
			}})
		}
	}
	return out
}
