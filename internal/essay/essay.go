// Package essay knows the life of a written judgement at the source bench, from the first draft to the returned mark,
// and all that is computed about its text. It is pure: facts in, answers out, no clock. Nothing in it gives marks:
// only a person does.
package essay
