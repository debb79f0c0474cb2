package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"dossier/internal/course"
	"dossier/internal/store"
)

// rounds are the times that the data folder is opened and served in one run of the program: once, and once more each
// time that the owner goes back to a backup. The listener stays open between them.
type rounds struct {
	*serveCmd
	settings
	lessons *course.Course
	log     *slog.Logger
	out     io.Writer
	started func() // called when the first round is about to serve

	listener *keptListener // nil before the first round
}

// serve goes round until ctx ends, or something fails.
func (r *rounds) serve(ctx context.Context) error {
	defer r.close()
	for {
		again := false
		err := r.withData(ctx, r.out, func(data *store.Store, found dataFolder) (err error) {
			again, err = r.round(ctx, data, found)
			return err
		})
		var closing *closingFailure
		if again && errors.As(err, &closing) { // what could not be closed is about to be replaced, and kept
			r.log.Warn("the data folder was not closed properly", "error", closing.cause.Error())
			err = nil
		}
		if err != nil || !again || ctx.Err() != nil {
			return err
		}
		r.log.Info("opening again")
	}
}

// round serves an open data folder. again says that it is to be opened once more.
func (r *rounds) round(ctx context.Context, data *store.Store, found dataFolder) (again bool, err error) {
	first := r.listener == nil
	if first {
		listener, err := listen(ctx, r.Addr)
		if err != nil {
			return false, err
		}
		r.listener = keepListener(newPatientListener(listener))
	}
	turn := r.listener.turn()
	defer turn.Close() // for the returns before Serve takes it over; closing twice does no harm
	s := starting{r.serveCmd, r.settings, r.lessons, data, found, r.log, make(chan struct{}, 1), first}
	return s.run(ctx, turn, r.out, r.started)
}

func (r *rounds) close() {
	if r.listener != nil {
		r.listener.Close()
	}
}
