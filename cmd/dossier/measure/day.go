package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
)

// Day is a school day: at the bell all sign in, then they answer, write and read while their teachers have the pages of
// the classes open, and when the time is up all send once more, each three times at once.
type Day struct {
	Folder    string // a folder that may be filled
	Course    *course.Course
	Classes   int // with a teacher each
	ClassSize int
	Bell      time.Duration // within which all sign in
	Rounds    int           // how often each student sends something
	Every     time.Duration // from one of them to the next
	Poll      time.Duration // from one look of a teacher to the next
	Rest      time.Duration // how long to wait afterwards for the log to be folded in; 0 does not wait
	Out       io.Writer     // what is going on; nil for silence
	// Program makes the command that runs this program with arguments.
	Program func(arguments ...string) *exec.Cmd
}

// school is a day while it goes on.
type school struct {
	Day
	server   *program
	ledger   *ledger
	watch    *stopwatch
	teachers []person
	classes  []classroom.ClassID
	pupils   []*pupil
	report   Report
	resends  int // how often somebody sends again what nobody answered
}

// On a slow machine a connection may be closed before its client gets round to using it. A browser sends such a request
// again, and so does a page of the program with an answer, under the same token. No answer is late in a day, only slow.
const (
	dayResends  = 10
	dayPatience = 15 * time.Minute
)

// exchange sends a request, and again on a new connection when there was no answer. number says from which address.
func (s *school) exchange(c *connection, number int, request []byte) (_ *connection, got answer, err error) {
	for tries := 0; ; tries++ {
		if c == nil {
			c, err = s.dial(number)
		}
		if c != nil {
			if got, err = c.ask(request); err == nil && got.status != http.StatusRequestTimeout {
				return c, got, nil
			}
			c.Close()
			c = nil
		}
		if tries == s.resends {
			return nil, got, fmt.Errorf("no answer: %w", err)
		}
		s.watch.again()
	}
}

func (s *school) dial(number int) (*connection, error) {
	c, err := dial(s.server.address, number)
	if err == nil {
		c.keep, c.wait = true, dayPatience
	}
	return c, err
}

// codeOf is the join code of a class.
func codeOf(class int) string { return strings.Repeat(string(rune('A'+class)), 6) }

// dayPIN is the PIN of every student of a day.
const dayPIN = "483920"

// Live goes through the day and reports. The error is for a day that could not be gone through; a broken promise is in
// the report.
func (d Day) Live(ctx context.Context) (_ Report, err error) {
	s := &school{Day: d, ledger: newLedger(), watch: newStopwatch(), resends: dayResends}
	if s.Out == nil {
		s.Out = io.Discard
	}
	s.report = Report{Students: d.Classes * d.ClassSize, Teachers: d.Classes, LogAfter: -1}
	if err := s.enrol(ctx); err != nil {
		return s.report, fmt.Errorf("fill the data folder: %w", err)
	}
	if s.server, err = (Run{Folder: d.Folder, Program: d.Program}).serve(ctx); err != nil {
		return s.report, err
	}
	defer func() { err = errors.Join(err, s.server.stop()) }()
	if err := s.goThrough(ctx); err != nil {
		return s.report, err
	}
	if err := s.server.stop(); err != nil {
		return s.report, err
	}
	s.report.Balance, err = s.ledger.balance(ctx, d.Folder)
	s.judge()
	return s.report, err
}

// goThrough is the day itself.
func (s *school) goThrough(ctx context.Context) error {
	over, end := context.WithCancel(ctx)
	defer end()
	var beside sync.WaitGroup
	beside.Go(func() { s.watchServer(over) })
	for i := range s.teachers {
		beside.Go(func() { s.teach(over, i) })
	}
	fmt.Fprintf(s.Out, "The bell: %d students sign in.\n", len(s.pupils))
	s.everybody(func(i int, p *pupil) {
		pause(ctx, s.Bell*time.Duration(i)/time.Duration(len(s.pupils)))
		p.signIn()
	})
	fmt.Fprintf(s.Out, "The lesson: each sends %d answers and texts.\n", s.Rounds)
	s.everybody(func(i int, p *pupil) {
		pause(ctx, s.Every*time.Duration(i)/time.Duration(len(s.pupils)))
		p.work(ctx)
	})
	fmt.Fprintln(s.Out, "Time is up: all send their last answer, three times at once.")
	s.everybody(func(_ int, p *pupil) { p.sendLast() })
	end()
	beside.Wait()
	for _, p := range s.pupils {
		s.report.Refused += p.refused
		p.leave()
	}
	if s.Rest > 0 && ctx.Err() == nil {
		fmt.Fprintln(s.Out, "After school: waiting for the log to be folded in.")
		s.rest(ctx)
	}
	s.report.Left = s.server.descriptors()
	return ctx.Err()
}

// everybody has all students do something at once, and waits for them.
func (s *school) everybody(do func(i int, p *pupil)) {
	var all sync.WaitGroup
	for i, p := range s.pupils {
		all.Go(func() { do(i, p) })
	}
	all.Wait()
}

// pause waits, or less when ctx is done before.
func pause(ctx context.Context, d time.Duration) {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
}

// enrol makes the teachers, the classes and the students. The students have a PIN and have to sign in with it.
func (s *school) enrol(ctx context.Context) (err error) {
	data, err := store.Open(ctx, s.Folder, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	secret, err := data.Secret(ctx)
	if err != nil {
		return err
	}
	tokens, err := account.NewTokens(secret)
	if err != nil {
		return err
	}
	hash, err := account.HashSecret(dayPIN)
	if err != nil {
		return err
	}
	owner, class, err := data.CreateOwner(ctx, "Teacher 1", "teacher 1", "no hash", "Class 1", codeOf(0),
		account.FormToken())
	if err != nil {
		return err
	}
	for i := range s.Classes {
		teacher := owner
		if i > 0 {
			if teacher, class, err = employ(ctx, data, tokens, owner, i); err != nil {
				return err
			}
		}
		token := tokens.New()
		if err := data.StartTeacherSession(ctx, teacher, tokens.Hash(token)); err != nil {
			return err
		}
		s.teachers, s.classes = append(s.teachers, person{token}), append(s.classes, class)
		for n := range s.ClassSize {
			p := &pupil{school: s, number: len(s.pupils), class: i, name: fmt.Sprintf("Student %d", n+1)}
			p.id, err = data.JoinClass(ctx, class, p.name, account.FoldName(p.name), hash, store.Entry{
				Session: tokens.Hash(tokens.New()), Device: fmt.Appendf(nil, "device %d", p.number), Address: []byte("here")})
			if err != nil {
				return err
			}
			s.pupils = append(s.pupils, p)
		}
	}
	return nil
}

// employ makes a class and a teacher of it.
func employ(ctx context.Context, data *store.Store, tokens *account.Tokens, owner classroom.TeacherID,
	i int) (classroom.TeacherID, classroom.ClassID, error) {
	class, err := data.CreateClass(ctx, owner, fmt.Sprintf("Class %d", i+1), codeOf(i), account.FormToken())
	if err != nil {
		return 0, 0, err
	}
	invitation := tokens.Hash(tokens.New())
	if err := data.Invite(ctx, owner, class, invitation); err != nil {
		return 0, 0, err
	}
	return data.AcceptAsNewTeacher(ctx, invitation, fmt.Sprintf("Teacher %d", i+1), fmt.Sprintf("teacher %d", i+1),
		"no hash")
}

// teach has the live page of a class open until the lesson is over.
func (s *school) teach(ctx context.Context, i int) {
	c, got, err := s.exchange(nil, 200+i, getRequest("/", ""))
	if err != nil {
		s.watch.fail(watching, err.Error())
		return
	}
	defer func() {
		if c != nil {
			c.Close()
		}
	}()
	name, _, _ := strings.Cut(got.cookie, "=")
	for have := ""; ; pause(ctx, s.Poll) {
		path := fmt.Sprintf("/classes/%d/live?view=today&have=%s", s.classes[i], have)
		begun := time.Now()
		c, got, err = s.exchange(c, 200+i, getRequest(path, name+"="+s.teachers[i].token))
		var state struct{ Have string }
		if err == nil && got.status == 200 {
			err = json.Unmarshal(got.body, &state)
		}
		if err != nil || got.status != 200 {
			s.watch.fail(watching, fmt.Sprintf("status %d, %v", got.status, err))
			return
		}
		s.watch.add(watching, time.Since(begun))
		if have = state.Have; ctx.Err() != nil {
			return
		}
	}
}

// watchServer notes how large the log and the memory become, until the lesson is over.
func (s *school) watchServer(ctx context.Context) {
	for ctx.Err() == nil {
		s.report.MostLog = max(s.report.MostLog, s.logSize())
		s.report.Files = max(s.report.Files, s.server.descriptors())
		pause(ctx, 50*time.Millisecond)
	}
	s.report.Memory = s.server.memory("VmHWM")
}

func (s *school) logSize() int64 {
	logs, err := filepath.Glob(filepath.Join(s.Folder, "*-wal"))
	if err != nil || len(logs) == 0 {
		return 0
	}
	info, err := os.Stat(logs[0])
	if err != nil {
		return 0
	}
	return info.Size()
}

// rest waits until the program has emptied the log, as it does when nobody writes.
func (s *school) rest(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s.Rest)
	defer cancel()
	for s.report.LogAfter = s.logSize(); s.report.LogAfter > 0 && ctx.Err() == nil; s.report.LogAfter = s.logSize() {
		pause(ctx, time.Second)
	}
}

// descriptors is how many files and connections the program has open; -1 where /proc does not say.
func (p *program) descriptors() int {
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.command.Process.Pid))
	if err != nil {
		return -1
	}
	return len(open)
}
