// Command release packs programs that .ci/release has built into what a school downloads: an archive for each system
// with the licences of everything that is linked in, a bill of materials beside it, and the checksums of all. The same
// programs always become the same bytes: no times, names in order, one owner.
package main

import (
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// packing is what one call was asked for.
type packing struct {
	version  string
	programs string // a folder for each target, with the program in it
	zig      string // the compiler, whose C library is linked in
	out      string
}

// run packs every target and writes the checksums. It is called from the top folder of the project, since README.md,
// LICENSE and docs are packed too.
func run(args []string, said io.Writer) error {
	var p packing
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.StringVar(&p.version, "version", "", "what the release is called")
	flags.StringVar(&p.programs, "programs", "", "folder with TARGET/dossier for each target")
	flags.StringVar(&p.zig, "zig", "", "folder of the C compiler")
	flags.StringVar(&p.out, "out", "dist", "folder for the archives; it is emptied first")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if p.version == "" || p.programs == "" || p.zig == "" {
		return errors.New("-version, -programs and -zig are needed")
	}
	if err := errors.Join(os.RemoveAll(p.out), os.MkdirAll(p.out, 0o755)); err != nil {
		return err
	}
	programs, err := filepath.Glob(filepath.Join(p.programs, "*_*", "dossier*"))
	if err != nil || len(programs) == 0 {
		return fmt.Errorf("no programs in %s: %w", p.programs, errors.Join(err, os.ErrNotExist))
	}
	slices.Sort(programs)
	for _, program := range programs {
		if err := p.pack(program); err != nil {
			return fmt.Errorf("%s: %w", program, err)
		}
	}
	sums, err := checksums(p.out)
	if err != nil {
		return err
	}
	fmt.Fprint(said, sums)
	return os.WriteFile(filepath.Join(p.out, "SHA256SUMS"), []byte(sums), 0o644)
}

// pack makes the archive of one program and its bill of materials.
func (p packing) pack(program string) error {
	target := filepath.Base(filepath.Dir(program))
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	parts, err := partsOf(info)
	if err != nil {
		return err
	}
	libraries, err := cLibraries(target, p.zig)
	if err != nil {
		return err
	}
	parts = append(parts, libraries...)
	name := "dossier_" + p.version + "_" + target
	bill, err := billOfMaterials(p.version, target, parts)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(p.out, name+".cdx.json"), bill, 0o644); err != nil {
		return err
	}
	files, err := filesOf(program, thirdParty(parts))
	if err != nil {
		return err
	}
	return writeArchive(filepath.Join(p.out, name), target, files)
}

// filesOf lists what is packed with a program: what a school has to read, and what runs it as a service.
func filesOf(program, licences string) ([]packed, error) {
	text, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	files := []packed{
		{name: filepath.Base(program), content: text, runs: true},
		{name: "THIRD-PARTY.txt", content: []byte(licences)},
	}
	docs, err := filepath.Glob("docs/*")
	if err != nil {
		return nil, err
	}
	for _, name := range append([]string{"README.md", "LICENSE"}, docs...) {
		if filepath.Ext(name) == ".go" { // what checks the pages here
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, packed{name: filepath.ToSlash(name), content: content})
	}
	return files, nil
}
