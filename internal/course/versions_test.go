package course_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/quizzes"
)

// V01: a question that changed has another version than the one on record.
func TestVersionsAreRecorded(t *testing.T) {
	committed, err := os.ReadFile("../../quizzes/versions.txt")
	if err != nil {
		t.Fatal(err)
	}
	record, err := course.ParseVersions(string(committed))
	if err != nil {
		t.Fatal(err)
	}
	now, err := builtIn(t).Versions()
	if err != nil {
		t.Fatal(err)
	}
	after, err := course.RecordVersions(record, now)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(after, record) {
		t.Error("quizzes/versions.txt is not up to date: run dossier check --record in the root of the project")
	}
	if len(now) == 0 || course.FormatVersions(record) != string(committed) {
		t.Error("quizzes/versions.txt is not written as dossier check --record writes it")
	}
	if _, err := quizzes.FS.Open("versions.txt"); err == nil {
		t.Error("the record is embedded as if it were a quiz")
	}
}

func TestRecordVersions(t *testing.T) {
	record := []course.Version{{"a-01", 1, "aa"}, {"b-01", 2, "bb"}}
	for _, tc := range []struct {
		name string
		now  []course.Version
		want []course.Version
		err  string
	}{
		{"unchanged", record, record, ""},
		{"new question", []course.Version{{"a-01", 1, "aa"}, {"a-02", 1, "cc"}},
			[]course.Version{{"a-01", 1, "aa"}, {"a-02", 1, "cc"}, {"b-01", 2, "bb"}}, ""},
		{"raised", []course.Version{{"a-01", 2, "zz"}}, []course.Version{{"a-01", 2, "zz"}, {"b-01", 2, "bb"}}, ""},
		{"gone", nil, record, ""},
		{"changed", []course.Version{{"a-01", 1, "zz"}}, nil,
			"question a-01 changed, but its version is still 1: raise version, then run dossier check --record"},
		{"lowered", []course.Version{{"b-01", 1, "bb"}}, nil,
			"question b-01 has version 1, and version 2 is on record: versions rise"},
	} {
		got, err := course.RecordVersions(record, tc.now)
		if tc.err != "" {
			if err == nil || err.Error() != tc.err {
				t.Errorf("%s: error %v, want %s", tc.name, err, tc.err)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: %v, %v, want %v", tc.name, got, err, tc.want)
		}
	}
}

func TestParseVersions(t *testing.T) {
	const text = "a-01 1 aa\nb-01 12 bb\n"
	all, err := course.ParseVersions(text)
	if err != nil || course.FormatVersions(all) != text {
		t.Errorf("%v, %v", all, err)
	}
	for _, bad := range []string{"a-01 1", "a-01 one aa", "a-01 1 aa bb", "\n"} {
		if _, err := course.ParseVersions("a-00 1 aa\n" + bad + "\n"); err == nil || !strings.HasPrefix(err.Error(),
			"line 2") {
			t.Errorf("%q was read: %v", bad, err)
		}
	}
}

func TestDraftsHaveNoVersionOnRecord(t *testing.T) {
	f := minimal(t)
	f.replace(t, bank, "id: demo-02", "id: demo-02\n    status: draft")
	c, _ := course.Compile(f.content())
	all, err := c.Versions()
	if err != nil || len(all) != 10 {
		t.Errorf("%d versions, %v", len(all), err)
	}
	for _, v := range all {
		if v.ID == "demo-02" {
			t.Error("a draft is on record")
		}
	}
}
