package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showJoin(r *request) error {
	return s.joinPage(r, http.StatusOK, views.JoinProps{Code: r.form.Value("code")})
}

func (s *Server) joinPage(r *request, status int, props views.JoinProps) error {
	props.Keep = keptFields(r.form)
	if name := r.form.Value("name"); name != "" && len(props.Keep) > 0 {
		props.Keep = append(props.Keep, views.Kept{Name: "name", Value: name})
	}
	return s.render(r, status, views.JoinPage(s.page(r, "Join your class", "/join"), props))
}

// classOf finds the class of a code. When there is none it answers with the page that asks for the
// code again. A right code always passes: only wrong ones are counted, so that a class with
// yesterday's code on the board does not stand in its own way.
func (s *Server) classOf(r *request, raw string) (classroom.Class, error) {
	code, problem := account.ParseJoinCode(raw)
	if problem != nil {
		return classroom.Class{}, s.askCodeAgain(r, http.StatusUnprocessableEntity, raw, problem.Error())
	}
	class, err := s.Store.ClassByCode(r.ctx, code)
	if !errors.Is(err, store.ErrNotFound) {
		return class, err
	}
	if wait := s.limits.codes.Take(r.address(), s.Now()); wait > 0 {
		return class, s.askCodeAgain(r, http.StatusTooManyRequests, raw,
			"Too many wrong codes from this device. Wait "+inWords(wait)+" and try again.")
	}
	return class, s.askCodeAgain(r, http.StatusNotFound, raw,
		"No class has this code. Compare it with your teacher's screen, letter by letter.")
}

func (s *Server) askCodeAgain(r *request, status int, code, problem string) error {
	return answered(s.joinPage(r, status, views.JoinProps{Code: code, Problem: problem}))
}

func inWords(d time.Duration) string {
	if d <= 90*time.Second {
		return fmt.Sprintf("%d seconds", int((d+time.Second-1)/time.Second))
	}
	return fmt.Sprintf("%d minutes", int((d+time.Minute-1)/time.Minute))
}

func (s *Server) submitCode(r *request) error {
	class, err := s.classOf(r, r.form.Value("code"))
	if err != nil {
		return err
	}
	if r.form.Value("name") != "" { // from the page that kept an answer: the name is there already
		return s.pinPageFor(r, class, r.form.Value("name"))
	}
	return redirect("/join/" + class.Code)
}

func (s *Server) showName(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	return s.namePage(r, http.StatusOK, class, r.form.Value("name"), "")
}

func (s *Server) namePage(r *request, status int, class classroom.Class, name, problem string) error {
	props := views.NameProps{Code: class.Code, Class: class.Name, Name: name, Problem: problem, Keep: keptFields(r.form),
		Way: class.Way()}
	return s.render(r, status, views.NamePage(s.page(r, "Your name", "/join"), props))
}

func (s *Server) submitName(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	if wait := s.limits.names.Take(r.address(), s.Now()); wait > 0 { // the answer tells which names the class has
		return s.namePage(r, http.StatusTooManyRequests, class, r.form.Value("name"),
			"Too many names were typed on this device. Wait "+inWords(wait)+" and try again.")
	}
	return s.pinPageFor(r, class, r.form.Value("name"))
}

// pinPageFor asks somebody for the PIN: the one they have, or a new one where the class does not know the name. Where
// nobody new gets in the class is not asked for the name, so that the page is the same for every name.
func (s *Server) pinPageFor(r *request, class classroom.Class, raw string) error {
	name, problem := account.CleanName(raw)
	if problem != nil {
		return s.namePage(r, http.StatusUnprocessableEntity, class, raw, problem.Error())
	}
	if !class.Way().Lets() {
		return s.pinPage(r, http.StatusOK, class, name, knownName, "")
	}
	student, err := s.Store.StudentByName(r.ctx, class.ID, name, account.FoldName(name))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.pinPage(r, http.StatusOK, class, name, newName, "")
	case err != nil:
		return err
	case student.PINHash == account.NoPIN:
		return s.pinPage(r, http.StatusOK, class, student.Name, listedName, "")
	}
	return s.pinPage(r, http.StatusOK, class, student.Name, knownName, "") // as it was written the first time
}

// nameState is what a class knows of a name.
type nameState int

const (
	newName    nameState = iota
	listedName           // a teacher has put it on the list, and nobody has come in under it yet
	knownName
)

func (s *Server) pinPage(r *request, status int, class classroom.Class, name string, known nameState,
	problem string) error {
	s.deviceHash(r)
	props := views.PINProps{
		Code:    class.Code,
		Class:   class.Name,
		Name:    name,
		Known:   known == knownName,
		Listed:  known == listedName,
		Way:     class.Way(),
		Problem: problem,
		Keep:    keptFields(r.form),
	}
	if r.role() == views.Guest {
		attempts, err := s.Store.Attempts(r.ctx, r.student.ID, "")
		if err != nil {
			return err
		}
		// On a shared computer old work is likely somebody else's.
		props.HasWork, props.Answers, props.Recent = true, len(judgedIn(attempts)), s.Now().Sub(r.seen) < studentIdle
	}
	if props.Known {
		props.Namesake = account.Namesake(name)
	}
	return s.render(r, status, views.PINPage(s.page(r, "Your PIN", "/join"), props))
}

// showPIN is the page that asks for the PIN, for a form that is shown again. Without one, as when its address is opened
// by hand, nobody has said yet who they are. The class is not asked for the name: the form knows what was asked.
func (s *Server) showPIN(r *request) error {
	if r.form.Value("name") == "" {
		return s.showName(r)
	}
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	known := knownName
	if r.form.Value("new") == "yes" && class.Way().Lets() {
		known = newName
	}
	return s.pinPage(r, http.StatusOK, class, r.form.Value("name"), known, "")
}

// showJoined is the page after joining.
func (s *Server) showJoined(r *request) error {
	if r.role() != views.Student {
		return store.ErrNotFound
	}
	return s.render(r, http.StatusOK, views.JoinedPage(s.page(r, "You are in", "/join")))
}

func (s *Server) enterClass(r *request) error {
	class, err := s.classOf(r, r.param("code"))
	if err != nil {
		return err
	}
	name, problem := account.CleanName(r.form.Value("name"))
	if problem != nil {
		return s.namePage(r, http.StatusUnprocessableEntity, class, r.form.Value("name"), problem.Error())
	}
	// Before the name is looked for: the answer is the same for every name.
	if err := account.CheckPIN(account.CleanPIN(r.form.Value("pin"))); err != nil && !class.Way().Lets() {
		return s.pinPage(r, http.StatusUnprocessableEntity, class, name, knownName, err.Error())
	}
	student, err := s.Store.StudentByName(r.ctx, class.ID, name, account.FoldName(name))
	if errors.Is(err, store.ErrNotFound) {
		return s.joinAsNew(r, class, name)
	}
	if err != nil {
		return err
	}
	return s.enterAs(r, class, student)
}

// joinAsNew makes a student of a name that the class does not know yet, as far as its door lets anybody in.
func (s *Server) joinAsNew(r *request, class classroom.Class, name string) error {
	way := class.Way()
	if !way.Lets() {
		return s.refuseNew(r, class, name)
	}
	hash, err := s.chosenPIN(r, class, name, newName)
	if err != nil {
		return err
	}
	if way == classroom.WayAsks {
		return s.triedAgain(r, class, name, s.askIn(r, class, name, hash))
	}
	token, entry := s.entry(r)
	id, err := s.Store.JoinClass(r.ctx, class.ID, name, account.FoldName(name), hash, entry)
	if err != nil {
		return s.triedAgain(r, class, name, err)
	}
	return s.enterStudent(r, token, classroom.Student{ID: id, Name: name, Class: class.ID, ClassName: class.Name}, true)
}

// triedAgain takes somebody new on whom the class could not take as its page had said: somebody of the same name was a
// moment quicker, or the button was pressed twice; or a teacher has changed the door, or the last place is taken.
func (s *Server) triedAgain(r *request, class classroom.Class, name string, err error) error {
	switch {
	case errors.Is(err, store.ErrConflict):
		student, err := s.Store.StudentByName(r.ctx, class.ID, name, account.FoldName(name))
		if err != nil {
			return err
		}
		return s.enterAs(r, class, student)
	case errors.Is(err, store.ErrLocked):
		before := class.Way()
		class, again := s.Store.ClassByCode(r.ctx, class.Code)
		if again != nil || class.Way() == before {
			return errors.Join(again, err)
		}
		return s.joinAsNew(r, class, name)
	}
	return err
}

// chosenPIN is the hash of a PIN that somebody has chosen for their name. When it cannot be taken it answers with the
// page that asks for it.
func (s *Server) chosenPIN(r *request, class classroom.Class, name string, known nameState) (string, error) {
	pin := account.CleanPIN(r.form.Value("pin"))
	if err := account.CheckPIN(pin); err != nil {
		return "", answered(s.pinPage(r, http.StatusUnprocessableEntity, class, name, known, err.Error()))
	}
	// Before the hash, which is slow on purpose: otherwise one computer with a flood of names would keep everybody else
	// waiting.
	if wait := s.limits.joins.Take(class.Code+" "+r.address(), s.Now()); wait > 0 {
		return "", answered(s.pinPage(r, http.StatusTooManyRequests, class, name, known,
			"Too many people are joining from this device. Wait "+inWords(wait)+" and try again."))
	}
	return s.hasher.Hash(r.ctx, r.address(), pin)
}

// noSuchPair is the answer to a wrong PIN and to a name that the class does not have, where nobody new gets in: whoever
// guesses learns nothing about who is in the class.
const noSuchPair = "Nobody in this class has this name with this PIN. " +
	"Check how you write your name, or ask your teacher."

// refuseNew answers somebody new where nobody new gets in, just as a wrong PIN is answered there.
func (s *Server) refuseNew(r *request, class classroom.Class, name string) error {
	wait := s.limits.pins.Take(r.address(), s.Now())
	if wait == 0 {
		wait = s.limits.unknown.Take(class.Code+" "+r.address()+" "+account.FoldName(name), s.Now())
	}
	if err := tooManyPINs(wait); err != nil {
		return s.pinPage(r, http.StatusTooManyRequests, class, name, knownName, err.Error())
	}
	pin := account.CleanPIN(r.form.Value("pin"))
	if _, err := s.hasher.Verify(r.ctx, r.address(), "", pin); err != nil { // takes as long as for a name that is there
		return err
	}
	return s.pinPage(r, http.StatusUnprocessableEntity, class, name, knownName, noSuchPair)
}

// enterListed signs somebody in for the first time whom a teacher has put on the list. In a class that is over they are
// as new as anybody.
func (s *Server) enterListed(r *request, class classroom.Class, student classroom.Student) error {
	if class.Way() == classroom.WayOver {
		return s.refuseNew(r, class, student.Name)
	}
	hash, err := s.chosenPIN(r, class, student.Name, listedName)
	if err != nil {
		return err
	}
	token, entry := s.entry(r)
	err = s.Store.FirstEntry(r.ctx, student.ID, hash, entry)
	if errors.Is(err, store.ErrConflict) {
		return s.triedAgain(r, class, student.Name, err)
	}
	if err != nil {
		return err
	}
	student.ClassName = class.Name
	return s.enterStudent(r, token, student, true)
}

// enterAs signs a student in, if the PIN is theirs.
func (s *Server) enterAs(r *request, class classroom.Class, student classroom.Student) error {
	if student.PINHash == account.NoPIN {
		return s.enterListed(r, class, student)
	}
	right, err := s.rightPIN(r, student)
	var refused account.Problem
	if errors.As(err, &refused) {
		return s.pinPage(r, http.StatusTooManyRequests, class, asShown(r, class, student), knownName, refused.Error())
	}
	if err != nil {
		return err
	}
	if !right {
		return s.wrongPIN(r, class, student)
	}
	token, entry := s.entry(r)
	if err := s.Store.EnterClass(r.ctx, student.ID, entry); err != nil {
		return err
	}
	student.ClassName = class.Name
	return s.enterStudent(r, token, student, r.form.Value("new") == "yes")
}

// asShown is how the page of a wrong PIN writes a name: as the class has it, or as it was typed where nobody is to
// learn whether the class has it.
func asShown(r *request, class classroom.Class, student classroom.Student) string {
	if name, err := account.CleanName(r.form.Value("name")); err == nil && !class.Way().Lets() {
		return name
	}
	return student.Name
}

// wrongPIN answers a PIN that is not the student's.
func (s *Server) wrongPIN(r *request, class classroom.Class, student classroom.Student) error {
	switch {
	case !class.Way().Lets():
		return s.pinPage(r, http.StatusUnprocessableEntity, class, asShown(r, class, student), knownName, noSuchPair)
	case r.form.Value("new") == "yes": // a PIN was being chosen, not remembered: it is somebody else's name
		return s.namePage(r, http.StatusConflict, class, student.Name, account.Namesake(student.Name))
	}
	return s.pinPage(r, http.StatusUnprocessableEntity, class, student.Name, knownName,
		"That is not the PIN of this name. Try again, or ask your teacher for a new one.")
}

// rightPIN judges the PIN that was typed. A guess that comes too early is an account.Problem. Every
// guess is counted before it is judged, so that many at once cannot slip through.
func (s *Server) rightPIN(r *request, student classroom.Student) (bool, error) {
	if err := tooManyPINs(s.limits.pins.Take(r.address(), s.Now())); err != nil {
		return false, err
	}
	err := s.Store.TakePINGuess(r.ctx, student.ID, s.place(r), func(tries account.PINTries) error {
		return tooManyPINs(account.PINWait(tries, s.Now()))
	})
	if err != nil {
		return false, err
	}
	right, err := s.hasher.Verify(r.ctx, r.address(), student.PINHash, account.CleanPIN(r.form.Value("pin")))
	if right {
		s.limits.pins.Return(r.address())
	}
	return right, err
}

// tooManyPINs is what somebody is told who has to wait before the next guess; nil when they need not.
func tooManyPINs(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	return account.Problem("Too many wrong PINs. Wait " + inWords(wait) + " and try again, or ask your teacher: " +
		"they can let you in at once.")
}

// place is where a sign-in comes from, as the store keeps it: the computer's cookie and its address,
// both hashed with a key.
func (s *Server) place(r *request) store.Place {
	return store.Place{Device: s.deviceHash(r), Address: s.derive("address", r.address())}
}

// entry prepares a sign-in under a new token, with the guest's work where that is wanted.
func (s *Server) entry(r *request) (token string, e store.Entry) {
	token = s.tokens.New()
	from := s.place(r)
	e = store.Entry{Session: s.tokens.Hash(token), Device: from.Device, Address: from.Address}
	if r.student != nil && r.student.Guest() && r.form.Value("along") == "yes" {
		e.Guest = r.student.ID
		e.Regrade = s.regradeAsked(r)
	}
	return token, e
}
