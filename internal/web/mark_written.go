package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// showWritten lists the short written answers of all classes of a teacher, question by question and part by part: of
// those that wait for a level the oldest, or of all the newest, as many as a page and its form can hold. Texts that are
// the same stand there once.
func (s *Server) showWritten(r *request) error {
	return s.writtenPage(r, http.StatusOK, views.WrittenProps{All: r.query("all") != "", Saved: r.query("saved") != ""})
}

func (s *Server) writtenPage(r *request, status int, props views.WrittenProps) error {
	questions := writers(r.edition.course)
	answers, there, err := s.writtenAnswers(r, questions, props.All)
	if err != nil {
		return err
	}
	to := map[string][]classroom.WrittenAnswer{}
	for _, a := range answers {
		to[a.Given.Question] = append(to[a.Given.Question], a)
	}
	props.Names = r.namesOn()
	for _, q := range questions {
		if len(to[q.ID]) == 0 {
			continue
		}
		group, err := s.writtenGroup(r, to[q.ID], props)
		if err != nil {
			return err
		}
		group.Question = q
		if more := there[q.ID] - group.Answers; more > 0 {
			group.Answers, group.Left = group.Answers+more, group.Left+more
		}
		props.Groups = append(props.Groups, group)
	}
	return s.render(r, status, views.WrittenPage(s.page(r, "Short answers", "/marking"), props))
}

// writtenAnswers are the answers that wait for a level, the oldest first, or of all the newest, with how many there are
// to each question.
func (s *Server) writtenAnswers(r *request, questions []*quiz.Question, all bool) (answers []classroom.WrittenAnswer,
	there map[string]int, err error) {
	if !all {
		answers, err = s.Store.OpenAnswers(r.ctx, r.teacher.ID, idsOf(questions))
		return answers, nil, err
	}
	answers, there, err = s.Store.WrittenAnswers(r.ctx, r.teacher.ID, idsOf(questions), answersOnPage)
	slices.Reverse(answers)
	return answers, there, err
}

// writtenGroup is the answers to one question, part by part as it was asked, no more than fit a page.
func (s *Server) writtenGroup(r *request, answers []classroom.WrittenAnswer, props views.WrittenProps) (
	group views.WrittenGroup, err error) {
	group.Answers = len(answers)
	versions, of := []classroom.Asked{}, map[classroom.Asked][]classroom.WrittenAnswer{}
	for _, a := range answers {
		if of[a.Given.Asked()] == nil {
			versions = append(versions, a.Given.Asked())
		}
		of[a.Given.Asked()] = append(of[a.Given.Asked()], a)
	}
	left, rows := map[int64]bool{}, 0
	for _, version := range versions {
		q, older, err := s.asked(r, version)
		if err != nil {
			return group, err
		}
		for i, w := range written(q, nil) {
			part := views.WrittenPart{Part: w.Part, Older: older}
			for _, text := range classroom.AlikeWritten(of[version], w.Part.ID, w.Part.Field()) {
				switch {
				case text.Level != nil && !props.All: // another part of the answer waits
				case rows == answersOnPage*(i+1):
					for _, a := range text.Answers {
						left[a.Response] = true
					}
				default:
					part.Rows = append(part.Rows, writtenRow(text, w.Part.ID, props.Names))
					rows++
				}
			}
			if len(part.Rows) > 0 {
				group.Parts = append(group.Parts, part)
			}
		}
	}
	group.Left = len(left)
	return group, nil
}

// writtenRow is a text on the page of a teacher, with whoever wrote it.
func writtenRow(text classroom.WrittenText, part string, names bool) views.WrittenRow {
	row := views.WrittenRow{Text: text.Text, Level: text.Level}
	for _, a := range text.Answers {
		row.Responses = append(row.Responses, a.Response)
		if own := a.Levels[part].Self; own != nil {
			row.Own = append(row.Own, *own)
		}
		if !slices.Contains(row.Classes, a.Student.ClassName) {
			row.Classes = append(row.Classes, a.Student.ClassName)
		}
		if names {
			row.Names = append(row.Names, a.Student.Name)
		}
	}
	slices.Sort(row.Own)
	return row
}

// askedQuestion is a question in the version that was asked.
type askedQuestion struct {
	*quiz.Question
	older bool // the course has a newer one
}

// askedOnce finds questions in the version that was asked, and reads each version once.
func (s *Server) askedOnce(r *request) func(classroom.Response) (askedQuestion, error) {
	known := map[classroom.Asked]askedQuestion{}
	return func(given classroom.Response) (askedQuestion, error) {
		version := given.Asked()
		if q, ok := known[version]; ok {
			return q, nil
		}
		q, older, err := s.asked(r, version)
		if err == nil {
			known[version] = askedQuestion{q, older}
		}
		return askedQuestion{q, older}, err
	}
}

// writers lists the questions with parts to write, each once.
func writers(c *course.Course) (all []*quiz.Question) {
	for _, q := range c.Questions() {
		if _, ok := q.Body.(quiz.Writer); ok && !slices.Contains(all, q) { // one may be asked in the text and in the quiz
			all = append(all, q)
		}
	}
	return all
}

func idsOf(questions []*quiz.Question) (ids []string) {
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	return ids
}

// openWritten counts the short answers that wait for a level.
func (s *Server) openWritten(r *request) (int, error) {
	return s.Store.OpenWritten(r.ctx, r.teacher.ID, idsOf(writers(r.edition.course)))
}

// keepParts tells the store which parts the questions of a course are answered in, in every version that was served, so
// that it knows what waits for a level. A preview leaves the store as it is.
func (s *Server) keepParts(ctx context.Context, c *course.Course) error {
	if s.Dev {
		return nil
	}
	served, err := s.Store.VersionsToRead(ctx, idsOf(writers(c)))
	if err != nil {
		return err
	}
	var versions []classroom.VersionParts
	for _, v := range served {
		q, err := c.DecodeQuestion(v.Body)
		if err != nil {
			return fmt.Errorf("read question %s version %d: %w", v.ID, v.Version, err)
		}
		versions = append(versions, classroom.VersionParts{Asked: classroom.Asked{Question: v.ID, Version: v.Version},
			Parts: partsOf(q)})
	}
	return s.Store.KeepParts(ctx, versions...)
}

// partsOf are the ids of the parts that a question is answered in; none for one without parts to write.
func partsOf(q *quiz.Question) (parts []string) {
	if body, ok := q.Body.(quiz.Writer); ok {
		for _, part := range body.Written() {
			parts = append(parts, part.ID)
		}
	}
	return parts
}

// levelWritten stores the levels that a teacher has chosen on a page of answers: fields "level.RESPONSE.PART", and with
// each the other answers that say the same, "same.RESPONSE.PART". What is empty stays open, and what is not theirs to
// level is passed over.
func (s *Server) levelWritten(r *request) error {
	chosen := chosenLevels(r.form)
	var numbers []int64
	for number := range chosen {
		numbers = append(numbers, number)
	}
	answers, err := s.Store.AnswersByNumber(r.ctx, r.teacher.ID, numbers)
	if err != nil {
		return err
	}
	levels, words, err := s.changedLevels(r, answers, chosen)
	if err != nil {
		return err
	}
	stand, err := s.Store.GiveLevels(r.ctx, r.teacher.ID, levels)
	if err != nil {
		return err
	}
	if len(stand) == 0 {
		return redirect("/marking/written?saved=1")
	}
	props := views.WrittenProps{All: true}
	for _, l := range stand {
		if missed := words(l); !slices.Contains(props.Missed, missed) {
			props.Missed = append(props.Missed, missed)
		}
	}
	return s.writtenPage(r, http.StatusConflict, props)
}

// changedLevels are the levels of a form that are other than its page showed. words tells of one that was not stored,
// because another stands, which level stands and which was chosen.
func (s *Server) changedLevels(r *request, answers []classroom.WrittenAnswer,
	chosen map[int64]map[string]chosenLevel) (levels []classroom.PartLevel,
	words func(stands classroom.PartLevel) views.Kept, err error) {
	parts, asked := map[int64]map[string]views.WrittenShown{}, s.askedOnce(r)
	for _, a := range answers {
		q, err := asked(a.Given)
		if err != nil {
			return nil, nil, err
		}
		parts[a.Response] = map[string]views.WrittenShown{}
		for _, w := range written(q.Question, a.Given.Answer) {
			parts[a.Response][w.Part.ID] = w
			field := chosen[a.Response][w.Part.ID]
			level, ok := levelOf(q.Question, w.Part.ID, field.level)
			was, had := levelOf(q.Question, w.Part.ID, field.was)
			if !ok || had && was == level {
				continue
			}
			l := classroom.PartLevel{Response: a.Response, Part: w.Part.ID, Level: level}
			if had {
				l.Was = &was
			}
			levels = append(levels, l)
		}
	}
	return levels, func(stands classroom.PartLevel) views.Kept {
		w := parts[stands.Response][stands.Part]
		mine, _ := strconv.Atoi(chosen[stands.Response][stands.Part].level)
		return views.Kept{Name: "“" + w.Text + "”", Value: fmt.Sprintf("“%s” is saved now, and you chose “%s”.",
			w.Part.Level(stands.Level), w.Part.Level(mine))}
	}, nil
}

// chosenLevel is a level of a form, and what its page showed.
type chosenLevel struct{ level, was string }

// chosenLevels are the levels of a form, by response and part.
func chosenLevels(form quiz.Form) map[int64]map[string]chosenLevel {
	chosen := map[int64]map[string]chosenLevel{}
	for field := range form {
		rest, ok := strings.CutPrefix(field, "level.")
		number, part, named := strings.Cut(rest, ".")
		if !ok || !named || form.Value(field) == "" {
			continue
		}
		for _, one := range append([]string{number}, strings.Split(form.Value("same."+rest), ",")...) {
			response, err := strconv.ParseInt(one, 10, 64)
			if err != nil {
				continue
			}
			if chosen[response] == nil {
				chosen[response] = map[string]chosenLevel{}
			}
			chosen[response][part] = chosenLevel{form.Value(field), form.Value(wasField + field)}
		}
	}
	return chosen
}
