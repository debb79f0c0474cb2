package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// packed is a file of an archive.
type packed struct {
	name    string // with forward slashes
	content []byte
	runs    bool // it is a program
}

func (p packed) mode() os.FileMode {
	if p.runs {
		return 0o755
	}
	return 0o644
}

// always is the time of every file: the earliest that a zip archive can say.
var always = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// writeArchive writes files to name.zip for Windows and to name.tar.gz for every other target. All of them lie in one
// folder, called as the archive is. The order of files does not matter.
func writeArchive(name, target string, files []packed) error {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b packed) int { return cmp.Compare(a.name, b.name) })
	write, ending := writeTar, ".tar.gz"
	if strings.HasPrefix(target, "windows") {
		write, ending = writeZip, ".zip"
	}
	var archive bytes.Buffer
	if err := write(&archive, filepath.Base(name), files); err != nil {
		return err
	}
	return os.WriteFile(name+ending, archive.Bytes(), 0o644)
}

// writeTar belongs every file to root, in the oldest format that all programs read.
func writeTar(to io.Writer, folder string, files []packed) error {
	squeezed, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(squeezed)
	for _, file := range files {
		header := &tar.Header{
			Typeflag: tar.TypeReg, Name: folder + "/" + file.name, Size: int64(len(file.content)),
			Mode: int64(file.mode()), Uname: "root", Gname: "root", ModTime: always, Format: tar.FormatUSTAR,
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(file.content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), squeezed.Close())
}

func writeZip(to io.Writer, folder string, files []packed) error {
	archive := zip.NewWriter(to)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, file := range files {
		header := &zip.FileHeader{Name: folder + "/" + file.name, Method: zip.Deflate, Modified: always}
		header.SetMode(file.mode())
		into, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := into.Write(file.content); err != nil {
			return err
		}
	}
	return archive.Close()
}

// checksums are the lines of SHA256SUMS for all files of a folder, as sha256sum -c reads them.
func checksums(folder string) (string, error) {
	entries, err := os.ReadDir(folder) // in order of their names
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&lines, "%x  %s\n", sha256.Sum256(content), entry.Name())
	}
	return lines.String(), nil
}
