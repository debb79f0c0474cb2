// Package signals hears a signal to stop from the first moment of the program. It is a package of its own, and imports
// next to nothing, because Go prepares such packages first: by the time that main begins, the larger ones have taken
// long enough for an early signal to end the program as if nobody listened.
package signals

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// A terminal or an ssh session that closes sends SIGHUP, more than once at times.
var (
	forcing = []os.Signal{os.Interrupt, syscall.SIGTERM}
	heard   = make(chan os.Signal, 1)
)

// The program need not die because nobody reads its log or start message any more, so SIGPIPE is ignored. That comes
// last, so that whoever sees it ignored knows that the rest is ready.
func init() {
	signal.Notify(heard, forcing...)
	if !signal.Ignored(syscall.SIGHUP) { // nohup asked for it to be ignored
		signal.Notify(heard, syscall.SIGHUP)
	}
	signal.Ignore(syscall.SIGPIPE)
}

// Context returns a context that ends with the first SIGINT, SIGTERM or SIGHUP since the program began. From then on
// SIGINT and SIGTERM end the program at once. release ends the context too.
func Context() (ctx context.Context, release func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		select {
		case <-heard:
			signal.Reset(forcing...)
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// Default gives all signals back their usual meaning, for commands that have nothing to close. It returns true when one
// of them came before, so that the command should not begin.
func Default() (stopped bool) {
	signal.Notify(heard, syscall.SIGPIPE) // Reset alone does not undo Ignore
	signal.Reset(append([]os.Signal{syscall.SIGHUP, syscall.SIGPIPE}, forcing...)...)
	select {
	case <-heard:
		return true
	default:
		return false
	}
}
