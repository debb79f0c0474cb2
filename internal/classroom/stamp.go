package classroom

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"

	"dossier/internal/essay"
)

// A stamp stands for what a page showed, so that a save can find out whether it is still there. Different contents have
// different stamps.

// ReasonStamp is the stamp of a reason; "" for the zero Reason, which is none.
func ReasonStamp(r essay.Reason) string {
	if r == (essay.Reason{}) {
		return ""
	}
	return stamp(string(r.Kind), r.First, r.Second, r.Fact, r.So)
}

// AssessmentStamp is the stamp of the levels that an author gives a text, in whatever order; "" for none.
func AssessmentStamp(levels []SelfAssessment) string {
	if len(levels) == 0 {
		return ""
	}
	bySkill := func(a, b SelfAssessment) int { return cmp.Compare(a.Skill, b.Skill) }
	var parts []string
	for _, l := range slices.SortedFunc(slices.Values(levels), bySkill) {
		parts = append(parts, l.Skill, fmt.Sprint(l.Level), l.Sentence)
	}
	return stamp(parts...)
}

// stamp quotes each part, so that no text can look like the end of one and the beginning of the next.
func stamp(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
