package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A teacher who looks at what was typed is told that their own question has been reworded once it has been, and not
// before; nor when the set has gone.
func TestAnOwnQuestionIsReworded(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	set := s.owner.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther).to()
	s.handsOut("Own", []string{"own-3"}, "results", "released")
	attempt := ana.send(ana.get("/work/1").form("/work/1")).want(http.StatusSeeOther).to() + "/questions/1"
	typed := s.firstAsk(ana.get(attempt)).answer(true)
	for field := range typed {
		if strings.HasPrefix(field, "g.") {
			typed.Set(field, "Kyrow")
		}
	}
	ana.post(attempt, typed).want(http.StatusSeeOther)
	const reworded = "The question has been reworded since."
	list := fmt.Sprintf("/classes/%d/unmatched", s.class)
	s.owner.open(list).says("Kyrow").says("In 1934 … was killed.").hides(reworded)
	s.owner.send(s.owner.open(set+"/3").form(set+"/3"), "accepted", "Sergei Kirov\nKirov").want(http.StatusSeeOther)
	s.owner.open(list).says("Kyrow").says("In 1934 … was killed.").says(reworded)
	s.owner.send(s.owner.open(set + "/remove").form(set + "/remove")).want(http.StatusSeeOther)
	s.owner.open(list).says("Kyrow").hides(reworded)
}
