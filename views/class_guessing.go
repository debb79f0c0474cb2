package views

// guessed says at how many PINs somebody is guessing.
func guessed(pins int) string {
	if pins == 1 {
		return "a PIN"
	}
	return plural(pins, "", "PINs")
}
