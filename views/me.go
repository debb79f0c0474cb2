package views

// MeProps is a student's or guest's own progress.
type MeProps struct {
	Summary  Summary
	GoOn     GoOn
	Settings StudentSettings
	Essays   []EssayCard
	Guest    bool
}
