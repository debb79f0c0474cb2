//go:build !windows

package sqlite

import "syscall"

// freeSpace is how many bytes a program without special rights may still write in a folder.
func freeSpace(dir string) (int64, error) {
	var at syscall.Statfs_t
	if err := syscall.Statfs(dir, &at); err != nil {
		return 0, err
	}
	return int64(at.Bavail) * int64(at.Bsize), nil
}
