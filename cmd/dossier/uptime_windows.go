package main

import (
	"time"

	"golang.org/x/sys/windows"
)

// uptime is how long the computer has been on, asleep or not, and nothing that setting the clock changes.
func uptime() time.Duration { return windows.DurationSinceBoot() }
