package classroom

import "dossier/internal/quiz"

// VersionParts are the parts that an answer to one version of a question is written in.
type VersionParts struct {
	Asked
	Parts []string
}

// PartLevel is a teacher's level for one written part of an answer.
type PartLevel struct {
	Response int64
	Part     string
	Level    int
	Was      *int // what the page showed that sent it; nil for no level
}

// WrittenText is what students wrote for one part of a question. Texts that differ in case, spaces, punctuation or
// accents alone are one, as long as teachers have given them the same level.
type WrittenText struct {
	Text    string // as the first of them wrote it
	Level   *int   // a teacher's; nil while it waits
	Answers []WrittenAnswer
}

// AlikeWritten puts the answers together that say the same in a part; field is where its text stands in an answer. They
// stay in the order of the first of each.
func AlikeWritten(answers []WrittenAnswer, part, field string) (all []WrittenText) {
	type key struct {
		text  string
		level int
	}
	at := map[key]int{}
	for _, a := range answers {
		text, level := a.Given.Answer.Value(field), a.Levels[part].Teacher
		k := key{quiz.TypedKey(text), -1}
		if level != nil {
			k.level = *level
		}
		i, ok := at[k]
		if !ok {
			i, at[k] = len(all), len(all)
			all = append(all, WrittenText{Text: text, Level: level})
		}
		all[i].Answers = append(all[i].Answers, a)
	}
	return all
}
