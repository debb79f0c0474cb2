package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/store"
)

// slowCard begins the task of a child whose disk is as slow as a memory card; then follow answers, and how many of them
// come in a second, 0 for as fast as they are stored.
const slowCard = "slow card "

// waited is what an answer had to wait for.
type waited struct {
	Pages int // that the card took meanwhile
	Took  time.Duration
}

// answerOnSlowCard prints what each answer had to wait for.
func answerOnSlowCard(dir, control, task string) error {
	var answers, rate int
	if _, err := fmt.Sscan(task, &answers, &rate); err != nil {
		return err
	}
	disk, err := disktest.OpenControl(control)
	if err != nil {
		return err
	}
	s, err := store.Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	come := make(chan bool)
	go func() {
		defer close(come)
		pace := time.NewTicker(time.Second / time.Duration(max(rate, 1)))
		defer pace.Stop()
		for range answers {
			if rate > 0 {
				<-pace.C
			}
			come <- true
		}
	}()
	var mu sync.Mutex
	var all []waited
	var failed error
	var students sync.WaitGroup
	for i := range 16 {
		students.Go(func() {
			who := store.Answerer{Student: classroom.StudentID(i%writers + 1)}
			for range come {
				token := fmt.Sprintf("%016X, student %d", rand.Uint64(), i%writers+1)
				before, _, _ := disk.Taken()
				begun := time.Now()
				err := s.RecordCheck(context.Background(), who, "lesson", []byte("key"), answered(token))
				after, _, e := disk.Taken()
				mu.Lock()
				all, failed = append(all, waited{after - before, time.Since(begun)}), errors.Join(failed, err, e)
				mu.Unlock()
			}
		})
	}
	students.Wait()
	text, err := json.Marshal(all)
	fmt.Println(string(text))
	return errors.Join(failed, err, s.Close())
}

// R9: on a card that takes 400 pages a second, answers go on being stored while the log is folded in. In the gate the
// card is faster, and an answer may wait for so many pages; with a million answers before it the times are told.
func TestR9ASlowCard(t *testing.T) {
	stored, answers, rate, pages := 20_000, 2_500, 0, 20_000
	if disktest.Rounds(0, 1) == 1 {
		stored, answers, rate, pages = 1_000_000, 60*120, 60, 400
	}
	dir := classOfFour(t)
	s := &school{t: t, at: clock(), Store: openStore(t, dir)}
	s.crowdOfGuests(stored/20, 1)
	closeStore(t, s.Store)

	library, err := disktest.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "control")
	control, err := disktest.NewControl(path)
	if err != nil {
		t.Fatal(err)
	}
	cmd := child(t.Context(), slowCard+strconv.Itoa(answers)+" "+strconv.Itoa(rate), dir, path)
	cmd.Env = append(append(cmd.Env, disktest.Watch(library, dir, "", path)...), disktest.SlowCard(pages))
	said, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	var all []waited
	if err := json.Unmarshal(said, &all); err != nil || len(all) != answers {
		t.Fatalf("%d answers (%v)", len(all), err)
	}
	_, folded, err := control.Taken()
	if err != nil || folded < 1000 {
		t.Errorf("%d pages were folded in (%v): this test shows nothing", folded, err)
	}
	slices.SortFunc(all, func(a, b waited) int { return a.Pages - b.Pages })
	if p99, most := all[answers*99/100].Pages, all[answers-1].Pages; p99 > 150 || most > 400 {
		t.Errorf("answers waited for %d pages (p99), %d at most; %d were folded in", p99, most, folded)
	} else {
		t.Logf("%d answers beside %d pages that were folded in: waited for %d pages (p50), %d (p99), %d at most", answers,
			folded, all[answers/2].Pages, p99, most)
	}
	slices.SortFunc(all, func(a, b waited) int { return int(a.Took - b.Took) })
	t.Logf("on a card of %d pages a second: p50 %v, p99 %v, %v at most", pages, all[answers/2].Took,
		all[answers*99/100].Took, all[answers-1].Took)
}
