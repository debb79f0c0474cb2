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
	"shachtman": "Макс Шахтман", "strong": "Анна Луиза Стронг", "deutscher": "Исаак Дойчер", "kirov": "Сергей Миронович Киров",
	"nikolaev": "Леонид Васильевич Николаев", "borisov": "Михаил Васильевич Борисов", "medved": "Филипп Демьянович Медведь",
	"zinoviev": "Григорий Евсеевич Зиновьев", "kamenev": "Лев Борисович Каменев", "yagoda": "Генрих Григорьевич Ягода",
	"orlov": "Александр Михайлович Орлов", "kravchenko": "Виктор Андреевич Кравченко", "duranty": "Уолтер Дюранти",
	"arnot": "Робин Пейдж Арнот", "rubin": "Исаак Ильич Рубин", "riazanov": "Давид Борисович Рязанов",
	"sukhanov": "Николай Николаевич Суханов", "sher": "Василий Владимирович Шер", "serge": "Виктор Львович Серж",
	"murphy": "Джон Томас Мерфи", "smirnov": "Иван Никитич Смирнов", "yevdokimov": "Григорий Еремеевич Евдокимов",
	"bakaev": "Иван Петрович Бакаев", "mrachkovsky": "Сергей Витальевич Мрачковский",
	"ter-vaganyan": "Вагаршак Арутюнович Тер-Ваганян", "holtzman": "Эдуард Соломонович Гольцман", "sedov": "Лев Львович Седов",
	"tomsky": "Михаил Павлович Томский", "vyshinsky": "Андрей Януарьевич Вышинский", "ulrikh": "Василий Васильевич Ульрих",
	"pyatakov": "Георгий Леонидович Пятаков", "radek": "Карл Бернгардович Радек", "sokolnikov": "Григорий Яковлевич Сокольников",
	"serebryakov": "Леонид Петрович Серебряков", "romm": "Владимир Георгиевич Ромм", "feuchtwanger": "Лион Фейхтвангер",
	"svanidze": "Мария Анисимовна Сванидзе", "rykov": "Алексей Иванович Рыков", "krestinsky": "Николай Николаевич Крестинский",
	"rakovsky": "Христиан Георгиевич Раковский", "pletnev": "Дмитрий Дмитриевич Плетнёв", "bessonov": "Сергей Алексеевич Бессонов",
	"gorky": "Максим Горький", "kirchwey": "Фреда Кирхвей", "tukhachevsky": "Михаил Николаевич Тухачевский",
	"putna": "Витовт Казимирович Путна", "shmidt": "Дмитрий Аркадьевич Шмидт", "yegorov": "Александр Ильич Егоров",
	"blyukher": "Василий Константинович Блюхер", "shaposhnikov": "Борис Михайлович Шапошников", "heydrich": "Рейнхард Гейдрих",
	"trepper": "Леопольд Треппер", "stephenson": "Уильям Стивенсон", "osip-mandelstam": "Осип Эмильевич Мандельштам",
	"beria": "Лаврентий Павлович Берия",
}

// gapFor is a question that asks for one person.
func gapFor(t *testing.T, c *course.Course, accept string) quiz.Body {
	t.Helper()
	q, err := c.DecodeQuestion(fmt.Sprintf(
		"id: a-name\nkind: cloze\ntext: It was {{1}}.\ngaps:\n- {id: 1, match: name, near: 0.5, accept: [{text: %q}]}\n", accept))
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
			"not " + accept, accept + " or Stalin", "не " + accept, accept + " and Kirov", "Q. " + p.Surname, "Z. " + p.Surname, given,
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
