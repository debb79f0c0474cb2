package atlas

// Fault is what is wrong with outline.txt, nil for nothing.
func Fault() error {
	_, err := parse(outlineFile)
	return err
}
