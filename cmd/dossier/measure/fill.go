package measure

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// person is somebody who is signed in.
type person struct {
	token string
}

// people are who the folder was filled with.
type people struct {
	teacher person
	classID classroom.ClassID
	class   []person // the class whose page is measured
	others  []person // who answer
}

// fill makes a teacher, a class and other students, all signed in. It goes past the pages for this alone, where hashing
// PINs would take minutes.
func fill(ctx context.Context, folder string, inClass, others int) (_ people, err error) {
	data, err := store.Open(ctx, folder, time.Now)
	if err != nil {
		return people{}, err
	}
	defer func() {
		if e := data.Close(); err == nil {
			err = e
		}
	}()
	secret, err := data.Secret(ctx)
	if err != nil {
		return people{}, err
	}
	tokens, err := account.NewTokens(secret)
	if err != nil {
		return people{}, err
	}
	out := people{teacher: person{tokens.New()}}
	owner, class, err := data.CreateOwner(ctx, "A teacher", "a teacher", "no hash", "10A", "AAAAAA", account.FormToken())
	if err != nil {
		return people{}, err
	}
	out.classID = class
	if err := data.StartTeacherSession(ctx, owner, tokens.Hash(out.teacher.token)); err != nil {
		return people{}, err
	}
	school, err := data.CreateClass(ctx, owner, "Everybody else", "BBBBBB", account.FormToken())
	if err != nil {
		return people{}, err
	}
	if out.class, err = join(ctx, data, tokens, class, inClass); err != nil {
		return people{}, err
	}
	out.others, err = join(ctx, data, tokens, school, others)
	return out, err
}

// join makes n students of a class, many at once, since those who wait together share a commit.
func join(ctx context.Context, data *store.Store, tokens *account.Tokens, class classroom.ClassID, n int) ([]person,
	error) {
	made := make([]person, n)
	var next atomic.Int64
	var all sync.WaitGroup
	var once sync.Once
	var failed error
	for range 64 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				made[i] = person{tokens.New()}
				name := fmt.Sprintf("Student %d", i+1)
				_, err := data.JoinClass(ctx, class, name, account.FoldName(name), "no hash", store.Entry{
					Session: tokens.Hash(made[i].token), Device: fmt.Appendf(nil, "device %d", i), Address: []byte("here"),
				})
				if err != nil {
					once.Do(func() { failed = err })
				}
			}
		})
	}
	all.Wait()
	return made, failed
}
