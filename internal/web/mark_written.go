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

// showWritten lists the short written answers of all classes of a teacher, question by question: of those that wait for
// a level the oldest, or of all the newest, as many as a page and its form can hold.
func (s *Server) showWritten(r *request) error {
	return s.writtenPage(r, http.StatusOK, views.WrittenProps{All: r.query("all") != "", Saved: r.query("saved") != ""})
}

func (s *Server) writtenPage(r *request, status int, props views.WrittenProps) error {
	questions := writers(r.edition.course)
	list := s.Store.OpenAnswers
	if props.All {
		list = s.Store.WrittenAnswers
	}
	answers, err := list(r.ctx, r.teacher.ID, idsOf(questions))
	if err != nil {
		return err
	}
	if props.All {
		slices.Reverse(answers)
	}
	groups, err := s.writtenGroups(r, answers)
	if err != nil {
		return err
	}
	for _, q := range questions {
		if group := groups[q.ID]; group != nil {
			group.Question = q
			props.Groups = append(props.Groups, *group)
		}
	}
	return s.render(r, status, views.WrittenPage(s.page(r, "Short answers", "/marking"), props))
}

// writtenGroups are answers by question, no more than fit a page.
func (s *Server) writtenGroups(r *request, answers []classroom.WrittenAnswer) (map[string]*views.WrittenGroup, error) {
	groups, asked := map[string]*views.WrittenGroup{}, s.askedOnce(r)
	for _, a := range answers {
		group := groups[a.Given.Question]
		if group == nil {
			group = &views.WrittenGroup{}
			groups[a.Given.Question] = group
		}
		if len(group.Rows) == answersOnPage {
			group.Left++
			continue
		}
		q, err := asked(a.Given)
		if err != nil {
			return nil, err
		}
		group.Rows = append(group.Rows, writtenRow(q, a))
	}
	return groups, nil
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

// writtenRow is one answer on the page of a teacher.
func writtenRow(q askedQuestion, a classroom.WrittenAnswer) views.WrittenRow {
	row := views.WrittenRow{Response: a.Response, Class: a.Student.ClassName, Older: q.older}
	for _, w := range written(q.Question, a.Given.Answer) {
		w.Self, w.Teacher = a.Levels[w.Part.ID].Self, a.Levels[w.Part.ID].Teacher
		row.Parts = append(row.Parts, w)
	}
	return row
}

// writers lists the questions with parts to write.
func writers(c *course.Course) (all []*quiz.Question) {
	for _, q := range c.Questions() {
		if _, ok := q.Body.(quiz.Writer); ok {
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

// levelWritten stores the levels that a teacher has chosen on a page of answers: fields "level.RESPONSE.PART". What is
// empty stays open, and what is not theirs to level is passed over.
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
		props.Missed = append(props.Missed, words(l))
	}
	return s.writtenPage(r, http.StatusConflict, props)
}

// changedLevels are the levels of a form that are other than its page showed. words tells of one that was not stored,
// because another stands, which level stands and which was chosen.
func (s *Server) changedLevels(r *request, answers []classroom.WrittenAnswer, chosen map[int64]map[string]string) (
	levels []classroom.PartLevel, words func(stands classroom.PartLevel) views.Kept, err error) {
	parts, asked := map[string]views.WrittenShown{}, s.askedOnce(r)
	for _, a := range answers {
		q, err := asked(a.Given)
		if err != nil {
			return nil, nil, err
		}
		for _, w := range written(q.Question, a.Given.Answer) {
			field := fmt.Sprintf("level.%d.%s", a.Response, w.Part.ID)
			parts[field] = w
			level, ok := levelOf(q.Question, w.Part.ID, chosen[a.Response][w.Part.ID])
			was, had := levelOf(q.Question, w.Part.ID, r.form.Value(wasField+field))
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
		field := fmt.Sprintf("level.%d.%s", stands.Response, stands.Part)
		w := parts[field]
		mine, _ := strconv.Atoi(r.form.Value(field))
		return views.Kept{Name: "“" + w.Text + "”", Value: fmt.Sprintf("“%s” stands, and you chose “%s”.",
			w.Part.Level(stands.Level), w.Part.Level(mine))}
	}, nil
}

// chosenLevels are the levels of a form, by response and part.
func chosenLevels(form quiz.Form) map[int64]map[string]string {
	chosen := map[int64]map[string]string{}
	for field := range form {
		rest, ok := strings.CutPrefix(field, "level.")
		number, part, named := strings.Cut(rest, ".")
		response, err := strconv.ParseInt(number, 10, 64)
		if !ok || !named || err != nil || form.Value(field) == "" {
			continue
		}
		if chosen[response] == nil {
			chosen[response] = map[string]string{}
		}
		chosen[response][part] = form.Value(field)
	}
	return chosen
}
