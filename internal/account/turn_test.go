package account

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// The places of a Hasher, from inside: hashing is too quick to fill them from outside.
func TestTurns(t *testing.T) {
	h := NewHasher()
	var wg sync.WaitGroup
	entered, release := make(chan struct{}), make(chan struct{})
	for range hashersAtOnce {
		wg.Go(func() {
			err := h.turn(context.Background(), "192.168.1.7", func() error {
				entered <- struct{}{}
				<-release
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-entered
	}
	ctx, leave := context.WithCancel(t.Context())
	ran := false
	left := make(chan error)
	go func() { left <- h.turn(ctx, "192.168.1.7", func() error { ran = true; return nil }) }()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) || ran {
		t.Errorf("a third at once, who left: got %v, ran %v, want Canceled", err, ran)
	}
	for range hashersWaiting {
		h.places <- struct{}{}
	}
	if err := h.turn(t.Context(), "192.168.1.7", func() error { return nil }); !errors.Is(err, ErrBusy) {
		t.Errorf("with a full queue: got %v, want ErrBusy", err)
	}
	for range hashersWaiting {
		<-h.places
	}
	close(release)
	wg.Wait()
	if err := h.turn(t.Context(), "192.168.1.7", func() error { return nil }); err != nil {
		t.Errorf("afterwards: got %v, want a turn", err)
	}
	h.hosts["192.168.1.7"] = hashersPerHost
	if err := h.turn(t.Context(), "192.168.1.7", func() error { return nil }); !errors.Is(err, ErrBusy) {
		t.Errorf("with as many as one address may have: got %v, want ErrBusy", err)
	}
	if err := h.turn(t.Context(), "192.168.1.8", func() error { return nil }); err != nil {
		t.Errorf("another address meanwhile: got %v, want a turn", err)
	}
	delete(h.hosts, "192.168.1.7")
	if len(h.places) != 0 || len(h.hosts) != 0 || len(h.slots) != 0 {
		t.Errorf("left over: %d places, %d slots, %d addresses", len(h.places), len(h.slots), len(h.hosts))
	}
}
