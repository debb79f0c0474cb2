// Package quizzes holds the question bank: a file a lesson, and the misconceptions that wrong options stand for.
package quizzes

import "embed"

// FS has the files of this folder.
//
//go:embed *.yaml
var FS embed.FS
