package web

import (
	"context"
	"errors"
	"sync"
)

const (
	madeAtOnce = 2  // files at a time, so that answers need not wait for them
	madeInLine = 60 // more that wait, or are on their way: a whole class that takes its work away at the bell
	madeForOne = 3  // of them for one person
	madeSoon   = "10"
)

// errMaking: more files are being made than the line holds, or than one person may ask for at a time.
var errMaking = errors.New("too many files are being made")

// makings are the files that are being made, that wait for it and that are being sent. Safe for concurrent use.
type makings struct {
	places chan struct{} // made, waiting or being sent
	slots  chan struct{} // made
	mu     sync.Mutex
	people map[string]int // places of each person
}

func newMakings() *makings {
	return &makings{places: make(chan struct{}, madeAtOnce+madeInLine), slots: make(chan struct{}, madeAtOnce),
		people: map[string]int{}}
}

// enter takes a place for a person until leave is called, once or several times. errMaking when there is none.
func (m *makings) enter(person string) (leave func(), err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.people[person] >= madeForOne {
		return nil, errMaking
	}
	select {
	case m.places <- struct{}{}:
	default:
		return nil, errMaking
	}
	m.people[person]++
	return sync.OnceFunc(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.people[person]--; m.people[person] == 0 {
			delete(m.people, person)
		}
		<-m.places
	}), nil
}

// turn makes a file, once it is its turn. It returns the error of ctx when that is done first.
func (m *makings) turn(ctx context.Context, do func() error) error {
	select {
	case m.slots <- struct{}{}:
		defer func() { <-m.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return do()
}
