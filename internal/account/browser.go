package account

import "strings"

// families are what a User-Agent header says, and in which order to look: most browsers claim to be others as well.
var (
	browsers = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"},
		{"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chromium", "Chromium"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"CrOS", "a Chromebook"}, {"Android", "Android"},
		{"Windows", "Windows"}, {"Macintosh", "a Mac"}, {"Linux", "Linux"},
	}
)

// Browser says in a few words which browser a User-Agent header belongs to: "Firefox on Windows". Nothing else of the
// header is worth keeping. "" when it tells neither the browser nor the system.
func Browser(userAgent string) string {
	browser, system := family(browsers, userAgent), family(systems, userAgent)
	switch {
	case system == "":
		return browser
	case browser == "":
		browser = "A browser"
	}
	return browser + " on " + system
}

func family(families [][2]string, userAgent string) string {
	for _, f := range families {
		if strings.Contains(userAgent, f[0]) {
			return f[1]
		}
	}
	return ""
}
