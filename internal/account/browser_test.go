package account_test

import (
	"testing"

	"dossier/internal/account"
)

func TestBrowser(t *testing.T) {
	const like = "AppleWebKit/537.36 (KHTML, like Gecko) "
	for _, row := range []struct{ userAgent, want string }{
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"},
		{"Mozilla/5.0 (X11; Linux x86_64) " + like + "Chrome/139.0.0.0 Safari/537.36", "Chrome on Linux"},
		{"Mozilla/5.0 (Windows NT 10.0) " + like + "Chrome/139.0.0.0 Safari/537.36 Edg/139.0", "Edge on Windows"},
		{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + like + "Chrome/139.0.0.0 Safari/537.36", "Chrome on a Chromebook"},
		{"Mozilla/5.0 (Linux; Android 10; K) " + like + "Chrome/139.0.0.0 Mobile Safari/537.36", "Chrome on Android"},
		{"Mozilla/5.0 (Linux; Android 13) " + like + "SamsungBrowser/28.0 Chrome/130.0 Safari/537.36",
			"Samsung Internet on Android"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
			"Safari on a Mac"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/139.0 Mobile Safari/604.1", "Chrome on an iPhone"},
		{"Mozilla/5.0 (Windows NT 10.0) SomethingNew/1.0", "A browser on Windows"},
		{"Firefox", "Firefox"},
		{"<script>curl/8.5.0</script>", ""},
		{"", ""},
	} {
		if got := account.Browser(row.userAgent); got != row.want {
			t.Errorf("%q: got %q, want %q", row.userAgent, got, row.want)
		}
	}
}
