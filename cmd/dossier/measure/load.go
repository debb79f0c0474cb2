package measure

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

// sender is what one connection sends: the next request, and which status answers it rightly.
type sender func() (request []byte, want int)

func repeat(request []byte) sender { return func() ([]byte, int) { return request, 200 } }

// result is one round of a case, or the median of several.
type result struct {
	requests  int
	took      time.Duration
	processor time.Duration // of the server
	others    float64       // how much of one processor was used by neither the server nor us
	p50, p99  time.Duration
}

func (r result) rate() float64 { return float64(r.requests) / r.took.Seconds() }

// hammer sends from n connections, each as fast as it is answered, for a while.
func hammer(server *program, n int, d time.Duration, of func(connection int) sender) (result, error) {
	conns := make([]*connection, n)
	for i := range conns {
		c, err := dial(server.address, i)
		if err != nil {
			return result{}, err
		}
		defer c.Close()
		conns[i] = c
	}
	samples := make([][]time.Duration, n)
	errs := make([]error, n)
	senders := make([]sender, n)
	for i := range senders {
		senders[i] = of(i)
	}
	return measured(server, samples, func() error {
		end := time.Now().Add(d)
		var all sync.WaitGroup
		for i, c := range conns {
			all.Go(func() { samples[i], errs[i] = send(c, senders[i], end) })
		}
		all.Wait()
		return errors.Join(errs...)
	})
}

// send sends until the end, and once at least.
func send(c *connection, next sender, end time.Time) (samples []time.Duration, err error) {
	for now := time.Now(); now.Before(end) || len(samples) == 0; {
		request, want := next()
		got, err := c.ask(request)
		if err == nil && got.status != want {
			err = fmt.Errorf("status %d, want %d", got.status, want)
		}
		if err != nil {
			return samples, err
		}
		then := time.Now()
		samples = append(samples, then.Sub(now))
		now = then
	}
	return samples, nil
}

// measured does something and works out what it took.
func measured(server *program, samples [][]time.Duration, do func() error) (result, error) {
	pid, own := server.command.Process.Pid, os.Getpid()
	begun, used, ours, all := time.Now(), processorTime(pid), processorTime(own), busyTime()
	if err := do(); err != nil {
		return result{}, err
	}
	r := result{took: time.Since(begun), processor: processorTime(pid) - used}
	r.others = max(0, (busyTime()-all-r.processor-(processorTime(own)-ours)).Seconds()/r.took.Seconds())
	joined := slices.Concat(samples...)
	slices.Sort(joined)
	if r.requests = len(joined); r.requests > 0 {
		r.p50, r.p99 = joined[r.requests/2], joined[r.requests*99/100]
	}
	return r, nil
}

// median is the round in the middle, by requests a second, with the medians of the rest.
func median(rounds []result) result {
	by := func(of func(result) float64) float64 {
		values := make([]float64, len(rounds))
		for i, r := range rounds {
			values[i] = of(r)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	sorted := slices.SortedFunc(slices.Values(rounds), func(a, b result) int { return int(a.rate() - b.rate()) })
	r := sorted[len(sorted)/2]
	r.p50 = time.Duration(by(func(r result) float64 { return float64(r.p50) }))
	r.p99 = time.Duration(by(func(r result) float64 { return float64(r.p99) }))
	r.others = by(func(r result) float64 { return r.others })
	return r
}
