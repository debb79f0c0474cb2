package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is how long the computer has been on, asleep or not, and nothing that setting the clock changes.
func uptime() time.Duration {
	var since unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &since); err != nil {
		return 0 // no Linux of this century
	}
	return time.Duration(since.Nano())
}
