package sqlite

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// tryLock locks a file for this process alone, or shared with others that share it. errLocked when another has it.
func tryLock(file *os.File, alone bool) error {
	how := uint32(windows.LOCKFILE_FAIL_IMMEDIATELY)
	if alone {
		how |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	err := windows.LockFileEx(windows.Handle(file.Fd()), how, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errLocked
	}
	return err
}

// SyncFolder does nothing: Windows flushes no folder, and NTFS keeps a journal of renames.
func SyncFolder(string) error { return nil }

// sentinelOfSystem knows the errors that only this system has.
func sentinelOfSystem(errno syscall.Errno) error {
	switch errno {
	case windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED:
		return ErrNoSpace
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_WRITE_PROTECT, windows.ERROR_SHARING_VIOLATION,
		windows.ERROR_INVALID_NAME, windows.ERROR_DIRECTORY:
		return ErrReadOnly
	case windows.ERROR_CRC, windows.ERROR_IO_DEVICE, windows.ERROR_SECTOR_NOT_FOUND, windows.ERROR_READ_FAULT,
		windows.ERROR_WRITE_FAULT, windows.ERROR_GEN_FAILURE:
		return ErrIO
	}
	return nil
}
