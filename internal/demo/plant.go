package demo

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// ClassName is what the demo class is called when nothing else is said.
const ClassName = "Demo class"

// Ground is where a class is planted.
type Ground struct {
	Store   *store.Store
	Teacher classroom.TeacherID
	// Asked is a question as an answer to it is stored.
	Asked func(*quiz.Question) (classroom.Asked, error)
	// Report is told now and then how many steps of how many are done; nil for nobody.
	Report func(done, of int)
}

// Plant carries a plan out, in one transaction. A teacher has one demo class: while there is one, it is returned, and
// nothing happens.
func Plant(ctx context.Context, g Ground, plan *Plan, name string) (classroom.ClassID, error) {
	there, err := g.Store.DemoOf(ctx, g.Teacher)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return there.ID, err
	}
	return plant(ctx, g, plan, store.NewDemo{Name: name, FormToken: account.FormToken()})
}

func plant(ctx context.Context, g Ground, plan *Plan, class store.NewDemo) (id classroom.ClassID, err error) {
	nobody, err := account.HashSecret(rand.Text()) // a PIN that nobody can type
	if err != nil {
		return 0, err
	}
	secret, err := g.Store.Secret(ctx)
	if err != nil {
		return 0, err
	}
	class.Began = plan.Began
	for _, st := range plan.Students {
		class.Students = append(class.Students, store.NewInvented{Name: st.Name, NameKey: account.FoldName(st.Name),
			PINHash: nobody, Joined: st.Joined, ExtraTime: st.ExtraTime, PlainWords: st.PlainWords, Note: st.Note})
	}
	for range 5 { // until a code is drawn that is free
		class.Code = account.NewJoinCode()
		id, err = g.Store.Plant(ctx, g.Teacher, class, func(p *store.Planting) error {
			known, err := account.HashSecret(PIN(secret, p.Class))
			if err != nil {
				return err
			}
			if err := p.SetPIN(ctx, 0, known); err != nil {
				return err
			}
			return (&planter{Ground: g, Planting: p, plan: plan, quizzes: map[place]classroom.AttemptID{},
				latest: map[place]classroom.AttemptID{}}).all(ctx)
		})
		if !errors.Is(err, store.ErrConflict) {
			break
		}
	}
	return id, err
}

// PIN is the PIN of the student ShownName of a demo class, by the secret of the installation.
func PIN(secret []byte, class classroom.ClassID) string {
	h := hmac.New(sha256.New, secret)
	fmt.Fprintf(h, "PIN of the demo class %d", class)
	seed := h.Sum(nil)
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(seed, "%d", n))
		pin := fmt.Sprintf("%06d", binary.BigEndian.Uint64(sum[:])%1_000_000)
		if account.CheckPIN(pin) == nil {
			return pin
		}
	}
}

// planter carries out the steps of a plan.
type planter struct {
	Ground
	*store.Planting
	plan    *Plan
	quizzes map[place]classroom.AttemptID // the quiz that was begun last
	latest  map[place]classroom.AttemptID // the attempt with the latest answer to a question
}

// place is a lesson, or a question of it, of one student.
type place struct {
	student          int
	lesson, question string
}

func (p *planter) all(ctx context.Context) error {
	for i, step := range p.plan.Steps {
		if p.Report != nil && i%100 == 0 {
			p.Report(i, len(p.plan.Steps))
		}
		p.At(step.At)
		if err := p.take(ctx, step); err != nil {
			return fmt.Errorf("demo: %s, %T: %w", p.plan.Students[step.Student].Name, step.Do, err)
		}
	}
	return nil
}

// take carries out one step.
func (p *planter) take(ctx context.Context, step Step) error {
	student := p.Students[step.Student]
	who := store.Answerer{Student: student}
	switch d := step.Do.(type) {
	case ReadSection:
		return p.MarkRead(ctx, who, d.Lesson, d.Section)
	case AnswerCheck:
		r, err := p.response(d.Given)
		if err != nil {
			return err
		}
		delete(p.latest, place{step.Student, d.Lesson, d.Question.ID})
		return p.RecordCheck(ctx, who, d.Lesson, dealKey(), r)
	case BeginQuiz:
		return p.begin(ctx, step.Student, d)
	case AnswerQuiz:
		r, err := p.response(d.Given)
		if err != nil {
			return err
		}
		quiz := p.quizzes[place{step.Student, d.Lesson, ""}]
		p.latest[place{step.Student, d.Lesson, d.Question.ID}] = quiz
		return p.RecordResponse(ctx, student, quiz, r)
	case JudgePart:
		attempt, err := p.attemptOf(ctx, step.Student, d)
		if err != nil {
			return err
		}
		return p.JudgeWritten(ctx, student, attempt, d.Question, d.Part, d.Level)
	case LevelPart:
		return p.level(ctx, step.Student, d)
	case Believe:
		if d.Said[0].After > 0 {
			return p.TrustAfter(ctx, student, d.Bench, d.Said)
		}
		return p.TrustBefore(ctx, who, d.Bench, d.Said)
	}
	return p.takeAtBench(ctx, step)
}

func (p *planter) begin(ctx context.Context, student int, d BeginQuiz) error {
	var questions []classroom.Asked
	for _, q := range d.Questions {
		asked, err := p.Asked(q)
		if err != nil {
			return err
		}
		questions = append(questions, asked)
	}
	who := store.Answerer{Student: p.Students[student]}
	id, err := p.StartQuiz(ctx, who, d.Lesson, account.FormToken(), dealKey(), questions)
	p.quizzes[place{student, d.Lesson, ""}] = id
	return err
}

// level gives a teacher's level.
func (p *planter) level(ctx context.Context, student int, d LevelPart) error {
	open, err := p.OpenAnswers(ctx, p.Teacher, []string{d.Question})
	if err != nil {
		return err
	}
	var levels []classroom.PartLevel
	for _, w := range open {
		if w.Student.ID == p.Students[student] {
			levels = append(levels, classroom.PartLevel{Response: w.Response, Part: d.Part, Level: d.Level})
		}
	}
	_, err = p.GiveLevels(ctx, p.Teacher, levels)
	return err
}

// attemptOf is the attempt with the latest answer to a question.
func (p *planter) attemptOf(ctx context.Context, student int, d JudgePart) (classroom.AttemptID, error) {
	if id, ok := p.latest[place{student, d.Lesson, d.Question}]; ok {
		return id, nil
	}
	attempts, err := p.Attempts(ctx, p.Students[student], d.Lesson)
	if err != nil {
		return 0, err
	}
	for i := len(attempts) - 1; i >= 0; i-- {
		if _, ok := attempts[i].Responses[d.Question]; ok {
			return attempts[i].ID, nil
		}
	}
	return 0, store.ErrNotFound
}

// response grades an answer, as the page of a question does.
func (p *planter) response(g Given) (classroom.NewResponse, error) {
	q := g.Question
	asked, err := p.Asked(q)
	if err != nil {
		return classroom.NewResponse{}, err
	}
	d := classroom.Decide(q, g.Answer)
	r := classroom.NewResponse{
		Question: asked, FormToken: account.FormToken(), Answer: g.Answer, Score: d.Score, Marks: d.Marks,
		OutOf: q.Marks, Grade: d.Grade, Confidence: g.Sure, Unmatched: d.Grade.Unmatched,
	}
	if _, ok := q.Body.(quiz.Acceptor); ok {
		r.Accepting = func(accepted []quiz.Accepted) (classroom.Decision, bool) {
			return classroom.DecideAccepting(q, g.Answer, accepted)
		}
	}
	return r, nil
}

// dealKey is from which the order of the parts of a question is dealt. Nobody has to be able to make it again.
func dealKey() []byte {
	key := make([]byte, sha256.Size)
	rand.Read(key) // never fails
	return key
}

// takeAtBench carries out a step at a bench.
func (p *planter) takeAtBench(ctx context.Context, step Step) error {
	student := p.Students[step.Student]
	switch d := step.Do.(type) {
	case GuessCards:
		return p.GuessCards(ctx, student, d.Bench, d.Said)
	case GiveReason:
		return p.SaveReason(ctx, student, d.Bench, d.Reason, "")
	case SaveText:
		_, err := p.SaveText(ctx, store.Answerer{Student: student}, d.Text)
		return err
	case Practise:
		return p.Practise(ctx, student, d.Try)
	case Revise:
		return p.ReviseEssay(ctx, student, d.Bench)
	case Finish:
		return p.FinishEssay(ctx, student, d.Bench)
	case PlanNext:
		return p.NextStep(ctx, student, d.Bench, d.Round, d.Text)
	}
	return p.takeWithText(ctx, step)
}

// takeWithText carries out a step that is about the text that stands.
func (p *planter) takeWithText(ctx context.Context, step Step) error {
	student := p.Students[step.Student]
	e, err := p.Essay(ctx, student, theBench)
	if err != nil {
		return err
	}
	switch d := step.Do.(type) {
	case Assess:
		return p.JudgeText(ctx, student, d.Bench, e.Rev, d.Levels, "")
	case HandIn:
		return p.SubmitEssay(ctx, student, d.Bench, e.Rev)
	case MarkEssay:
		d.Mark.Essay, d.Mark.Rev, d.Mark.FormToken = e.ID, e.Rev, account.FormToken()
		return p.RecordMark(ctx, p.Teacher, d.Mark)
	case NoteEssay:
		return p.NoteMark(ctx, p.Teacher, marking.Note{Essay: e.ID, Rev: e.Rev, Purpose: marking.First, Draft: d.Draft})
	case ReturnEssay:
		return p.ReturnEssays(ctx, p.Teacher, []classroom.EssayID{e.ID})
	}
	return fmt.Errorf("nobody knows how to do this")
}
