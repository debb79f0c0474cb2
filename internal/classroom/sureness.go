package classroom

// SureWord says how sure somebody was, in words; "" when they were not asked.
func SureWord(confidence string) string {
	switch confidence {
	case "guess":
		return "a guess"
	case "fairly":
		return "fairly sure"
	case "certain":
		return "certain"
	}
	return ""
}
