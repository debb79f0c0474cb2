//go:build !linux && !windows

package main

import "time"

var started = time.Now()

// uptime is how long the program has run. Where the computer's own count is not known, sleep may be left out of it.
func uptime() time.Duration { return time.Since(started) }
