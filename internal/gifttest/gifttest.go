// Package gifttest reads GIFT with gift-pegjs, a reader that is not ours. It is for tests alone.
package gifttest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

//go:embed read-gift.js
var script string

// Item is what the reader understood of a question.
type Item struct {
	Category, ID, Type, Title, Text string
	Tags                            []string
	Format                          string
	IsTrue                          bool
	WrongSaid                       string `json:"wrong"` // said to those who are wrong, of true or false
	RightSaid                       string `json:"right"`
	Options                         []Option
	Pairs                           [][2]string
	General                         string
}

// Option is an answer.
type Option struct {
	Text     string // "" for a number
	Right    bool   // earns all, or a share of it where several are right
	Percent  float64
	Number   [2]float64 // a number and how far off it may be
	Feedback string
}

// Said is the answer as it is typed or chosen.
func (o Option) Said() string {
	if o.Text == "" {
		return strconv.FormatFloat(o.Number[0], 'f', -1, 64)
	}
	return o.Text
}

// Read reads a file. The test fails when the file is not GIFT, or when Node or the reader is missing.
func Read(t *testing.T, gift string) []Item {
	t.Helper()
	reader := os.Getenv("DOSSIER_GIFT")
	if reader == "" {
		reader = filepath.Join(root(t), ".cache", "gift", "node_modules", "gift-pegjs", "pegjs-gift.js")
	}
	if _, err := os.Stat(reader); err != nil {
		t.Fatalf("gift-pegjs is missing: run make test, or .ci/setup test (%v)", err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "-e", script, "--", reader)
	cmd.Stdin = strings.NewReader(gift)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("gift-pegjs does not read the file: %v\n%s", err, problems.String())
	}
	var read []struct {
		Item
		Options []struct {
			Sign     bool
			Weight   *float64
			Text     string
			Number   *[2]float64
			Feedback string
		}
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	items := make([]Item, len(read))
	for i, r := range read {
		items[i] = r.Item
		several := true // no sign of a right answer at all
		for _, o := range r.Options {
			several = several && !o.Sign
		}
		for _, o := range r.Options {
			option := Option{Text: o.Text, Feedback: o.Feedback}
			switch {
			case o.Weight != nil:
				option.Percent = *o.Weight
			case o.Sign:
				option.Percent = 100
			}
			option.Right = option.Percent == 100 || several && option.Percent > 0
			if o.Number != nil {
				option.Number = *o.Number
			}
			items[i].Options = append(items[i].Options, option)
		}
	}
	return items
}

// root is the folder of the module.
func root(t *testing.T) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			t.Fatal("there is no go.mod above the test")
		}
		at = filepath.Dir(at)
	}
}
