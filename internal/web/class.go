package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/lan"
	"dossier/internal/store"
	"dossier/views"
)

// activeWithin is how recently somebody must have done something to count as active now.
const activeWithin = 5 * time.Minute

func classCard(c store.Class) views.ClassCard {
	return views.ClassCard{ID: int64(c.ID), Name: c.Name, Code: account.FormatJoinCode(c.Code), Students: c.Students}
}

// class finds the class of the path among those of the teacher.
func (s *Server) class(c *fiber.Ctx, r *request) (store.Class, error) {
	return s.Store.Class(r.ctx, r.teacher.ID, store.ClassID(number(c, "class")))
}

func (s *Server) showClasses(c *fiber.Ctx, r *request) error {
	return s.classesPage(c, r, fiber.StatusOK, views.ClassesProps{})
}

func (s *Server) classesPage(c *fiber.Ctx, r *request, status int, props views.ClassesProps) error {
	classes, err := s.Store.Classes(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.FormToken = account.FormToken()
	for _, class := range classes {
		props.Classes = append(props.Classes, classCard(class))
	}
	return s.render(c, r, status, views.ClassesPage(s.page(r, "Classes", "/classes"), props))
}

func (s *Server) createClass(c *fiber.Ctx, r *request) error {
	name, problem := account.CleanName(r.form.Value("class"))
	if problem != nil {
		return s.classesPage(c, r, fiber.StatusUnprocessableEntity, views.ClassesProps{Name: r.form.Value("class"), Problem: "Give the class a name of 1 to 40 characters."})
	}
	var id store.ClassID
	err := withFreeCode(func(code string) (err error) {
		id, err = s.Store.CreateClass(r.ctx, r.teacher.ID, name, code, formToken(r.form))
		return err
	})
	if err != nil {
		return err
	}
	return seeOther(c, views.ClassHref(int64(id), "/join-screen"))
}

// withFreeCode draws join codes until one is not taken.
func withFreeCode(try func(code string) error) error {
	var err error
	for range 5 {
		if err = try(account.NewJoinCode()); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return err
}

func (s *Server) replaceCode(c *fiber.Ctx, r *request) error {
	class := store.ClassID(number(c, "class"))
	err := withFreeCode(func(code string) error { return s.Store.ReplaceCode(r.ctx, r.teacher.ID, class, code) })
	if err != nil {
		return err
	}
	return seeOther(c, views.ClassHref(int64(class), ""))
}

func (s *Server) showClass(c *fiber.Ctx, r *request) error {
	class, err := s.class(c, r)
	if err != nil {
		return err
	}
	props, err := s.classProps(r, class)
	if err != nil {
		return err
	}
	unmatched, err := s.Store.Unmatched(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props.Unmatched = len(unmatched)
	if props.Teachers, err = s.Store.ClassTeachers(r.ctx, class.ID); err != nil {
		return err
	}
	props.Owner = r.teacher.Owner
	waiting, err := s.Store.ToMark(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.ToMark, props.Benches = waiting[class.ID], r.edition.course.Benches
	return s.render(c, r, fiber.StatusOK, views.ClassPage(s.page(r, class.Name, "/classes"), props))
}

// classProps is the state of a class: for the page, and for keeping an open page up to date.
func (s *Server) classProps(r *request, class store.Class) (views.ClassProps, error) {
	rows, err := s.Store.ClassRows(r.ctx, class.ID)
	if err != nil {
		return views.ClassProps{}, err
	}
	props := views.ClassProps{Class: classCard(class), Lessons: r.edition.course.Lessons}
	now := s.Now()
	active, latest := 0, time.Time{}
	list := sha256.New()
	for _, row := range rows {
		fmt.Fprintf(list, "%d %s\n", row.Student.ID, row.Student.Name)
		out := views.ClassRow{ID: int64(row.Student.ID), Name: row.Student.Name, Active: views.Ago(row.LastActive, now)}
		for _, l := range r.edition.course.Lessons {
			out.Cells = append(out.Cells, cellOf(progressOf(l, row.Lessons[l.ID])))
		}
		props.Rows = append(props.Rows, out)
		if now.Sub(row.LastActive) < activeWithin {
			active++
		}
		if row.LastActive.After(latest) {
			latest = row.LastActive
		}
	}
	props.Version = hex.EncodeToString(list.Sum(nil)[:8])
	props.Sub = "No students yet"
	if len(rows) > 0 {
		noun := "students"
		if len(rows) == 1 {
			noun = "student"
		}
		props.Sub = fmt.Sprintf("%d %s · %d active now · last active %s", len(rows), noun, active, views.Ago(latest, now))
	}
	return props, nil
}

// cellOf is the state of a lesson in the few words that a cell holds.
func cellOf(p classroom.Progress) views.State {
	cell := stateOf(p)
	cell.Word = p.Short()
	return cell
}

// liveState is what an open class page asks for.
type liveState struct {
	Students string     `json:"students"` // changes when somebody comes or goes
	Sub      string     `json:"sub"`
	Cells    []liveCell `json:"cells"`
}

type liveCell struct {
	ID     string `json:"id"`
	Class  string `json:"class"`
	Symbol string `json:"symbol"`
	Word   string `json:"word"`
}

func (s *Server) showLive(c *fiber.Ctx, r *request) error {
	class, err := s.class(c, r)
	if err != nil {
		return err
	}
	props, err := s.classProps(r, class)
	if err != nil {
		return err
	}
	state := liveState{Students: props.Version, Sub: props.Sub, Cells: []liveCell{}}
	for _, row := range props.Rows {
		for i, cell := range row.Cells {
			state.Cells = append(state.Cells, liveCell{ID: views.CellID(row.ID, props.Lessons[i].ID), Class: cell.Class, Symbol: cell.Symbol, Word: cell.Word})
		}
		state.Cells = append(state.Cells, liveCell{ID: views.CellID(row.ID, "active"), Class: "when", Word: row.Active})
	}
	body, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("encode live state: %w", err)
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	c.Set(fiber.HeaderETag, tag)
	if c.Get(fiber.HeaderIfNoneMatch) == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, "application/json; charset=utf-8")
	return c.Send(body)
}

func (s *Server) showJoinScreen(c *fiber.Ctx, r *request) error {
	class, err := s.class(c, r)
	if err != nil {
		return err
	}
	addresses := s.joinAddresses(c)
	props := views.JoinScreenProps{Class: classCard(class), Address: bareAddress(addresses[0]), Reachable: lan.Reachable(addresses[0])}
	for _, a := range addresses[1:] {
		props.Others = append(props.Others, bareAddress(a))
	}
	code, err := lan.NewQR(addresses[0] + "/join/" + class.Code)
	if err != nil {
		return err
	}
	props.QRSize, props.QRPath = code.Size(), code.SVGPath()
	return s.render(c, r, fiber.StatusOK, views.JoinScreenPage(s.page(r, "Join "+class.Name, "/classes"), props))
}

// joinAddresses lists the base URLs to show to others, best first. The address that the page itself was asked for is
// among them: it is known to work, which makes it the best one when the machine knows of none that others can reach.
func (s *Server) joinAddresses(c *fiber.Ctx) []string {
	asked := c.Protocol() + "://" + string(c.Request().Host())
	var known []string
	if s.Addresses != nil {
		known = s.Addresses()
	}
	switch {
	case len(known) == 0:
		return []string{asked}
	case !lan.Reachable(asked) || slices.Contains(known, asked):
		return known
	case lan.Reachable(known[0]):
		return append(known, asked)
	}
	return append([]string{asked}, known...)
}

func bareAddress(url string) string { return strings.TrimPrefix(url, "http://") }

func (s *Server) showUnmatched(c *fiber.Ctx, r *request) error {
	class, err := s.class(c, r)
	if err != nil {
		return err
	}
	answers, err := s.Store.Unmatched(r.ctx, class.ID)
	if err != nil {
		return err
	}
	var rows []views.UnmatchedRow
	for _, a := range answers {
		q, _, err := s.asked(r, store.Asked{Question: a.Question, Version: a.Version})
		if err != nil {
			return err
		}
		rows = append(rows, views.UnmatchedRow{Stem: q.Text(), Text: a.Text, Times: fmt.Sprint(a.Times)})
	}
	return s.render(c, r, fiber.StatusOK, views.UnmatchedPage(s.page(r, "Answers to look at", "/classes"), classCard(class), rows))
}
