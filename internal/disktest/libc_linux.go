package disktest

/*
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int n = fsync(fd), error = errno;
	close(fd);
	errno = error;
	return n;
}

static int sync_file(const char *path) { return sync_path(path, O_RDWR); }
static int sync_folder(const char *path) { return sync_path(path, O_RDONLY | O_DIRECTORY); }
static int make_folder(const char *path) { return mkdir(path, 0700); }
*/
import "C"

import "unsafe"

// Libc takes the steps that a program otherwise takes in Go through libc, where the layer sees them. One that forgets
// folders only pretends to sync them, to show what that would lose.
type Libc struct{ ForgetsFolders bool }

// Rename gives a file another name.
func (Libc) Rename(from, to string) error {
	a, b := C.CString(from), C.CString(to)
	defer C.free(unsafe.Pointer(a))
	defer C.free(unsafe.Pointer(b))
	if n, err := C.rename(a, b); n != 0 {
		return err
	}
	return nil
}

// Mkdir makes a folder.
func (Libc) Mkdir(path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if n, err := C.make_folder(name); n != 0 {
		return err
	}
	return nil
}

// Sync waits until a file is on the disk.
func (Libc) Sync(path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if n, err := C.sync_file(name); n != 0 {
		return err
	}
	return nil
}

// SyncFolder waits until the names in a folder are on the disk.
func (l Libc) SyncFolder(path string) error {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	if l.ForgetsFolders {
		return nil
	}
	if n, err := C.sync_folder(name); n != 0 {
		return err
	}
	return nil
}
