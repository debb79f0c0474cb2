package sqlite

import "testing"

// SQLite reads the path as a URI: what means something in one is escaped, and a drive stands behind a slash.
func TestAddress(t *testing.T) {
	for path, want := range map[string]string{
		"/srv/a class/dossier.db":       "file:///srv/a%20class/dossier.db?mode=ro",
		"/srv/what? 50% #1/dossier.db":  "file:///srv/what%3F%2050%25%20%231/dossier.db?mode=ro",
		"C:/Users/baird/Dossier/doc.db": "file:///C:/Users/baird/Dossier/doc.db?mode=ro",
		"//server/share/dossier.db":     "file:////server/share/dossier.db?mode=ro",
	} {
		if got := address(path, "mode=ro"); got != want {
			t.Errorf("%s becomes %s, want %s", path, got, want)
		}
	}
}
