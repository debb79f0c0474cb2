/*
 * A disk that is watched, and that can fail. Loaded before libc (LD_PRELOAD), it stands between SQLite and the kernel
 * for the files of one folder. disktest.go compiles it and reads what it writes.
 *
 * DISK_FOLDER   the folder, an absolute path
 * DISK_JOURNAL  a file to which every change is added, in the order in which it happened; without it nothing is noted
 * DISK_CONTROL  a file of eight numbers (struct control) that says which call fails; whoever tests changes it while the
 *               program runs
 * DISK_CARD     how many pages a second the disk takes, when it is as slow as a memory card. Whoever syncs waits for the
 *               pages that were written; one at a time, whoever came first. With it, calls do not go one at a time.
 *
 * The calls go one at a time: what the journal says came before a sync did come before it. What a program does without
 * libc is not seen. Go's own system calls are of that kind, so a test may have Libc take the steps that matter, and add
 * its own records to the same file, to which all append: a record that says "acknowledged" then stands behind everything
 * that it rests on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct record {
	uint32_t kind, name, data, unused; /* lengths in bytes */
	uint64_t at;
};

struct control {
	int32_t after;   /* the call of this number from now on fails; 0: none does */
	int32_t error;   /* errno */
	int32_t lasting; /* and all that follow fail too */
	int32_t what;    /* 1 writes, 2 syncs, 4 making, cutting and removing files */
	int32_t met;     /* how many have failed */
	int32_t seen;    /* how many there were */
	int32_t taken;   /* how many pages the slow disk has taken */
	int32_t scattered; /* those of them that were not of a log */
};

enum { WRITES = 1, SYNCS = 2, FILES = 4 };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char folder[4096];
static size_t length;
static int journal = -1;
static volatile struct control *control;
static long card; /* nanoseconds that a slow disk takes for a page; 0: it is not slow */

#define REAL(type, name, ...) static type (*real_##name)(__VA_ARGS__)
REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
REAL(ssize_t, write, int, const void *, size_t);
REAL(int, ftruncate64, int, off64_t);
REAL(int, fsync, int);
REAL(int, fdatasync, int);
REAL(int, open64, const char *, int, ...);
REAL(int, unlink, const char *);
REAL(int, rename, const char *, const char *);
REAL(int, mkdir, const char *, mode_t);

__attribute__((constructor)) static void begin(void)
{
#define FIND(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)
	FIND(pwrite64);
	FIND(write);
	FIND(ftruncate64);
	FIND(fsync);
	FIND(fdatasync);
	FIND(open64);
	FIND(unlink);
	FIND(rename);
	FIND(mkdir);
	const char *where = getenv("DISK_FOLDER"), *to = getenv("DISK_JOURNAL"), *by = getenv("DISK_CONTROL");
	if (where == NULL || strlen(where) >= sizeof folder)
		return;
	length = strlen(strcpy(folder, where));
	if (getenv("DISK_CARD") != NULL && atol(getenv("DISK_CARD")) > 0)
		card = 1000000000 / atol(getenv("DISK_CARD"));
	if (to != NULL)
		journal = real_open64(to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	int fd = by == NULL ? -1 : real_open64(by, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	control = shared == MAP_FAILED ? NULL : shared;
	close(fd);
}

/* inside returns what follows the folder in a path: "" for the folder itself, NULL for what lies elsewhere. The index
 * of the log (-shm) does not count: it need not survive anything. */
static const char *inside(const char *path)
{
	if (length == 0 || path == NULL || strncmp(path, folder, length) != 0)
		return NULL;
	size_t n = strlen(path);
	if (n > 4 && strcmp(path + n - 4, "-shm") == 0)
		return NULL;
	return path[length] == 0 ? "" : path[length] == '/' ? path + length + 1 : NULL;
}

/* named is the same for an open file. */
static const char *named(int fd, char path[4096])
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = length == 0 ? -1 : readlink(link, path, 4095);
	path[n < 0 ? 0 : n] = 0;
	return inside(path);
}

static void note(char kind, const char *name, uint64_t at, const void *data, size_t size)
{
	struct record r = {(uint32_t)kind, (uint32_t)strlen(name), (uint32_t)size, 0, at};
	struct iovec parts[3] = {{&r, sizeof r}, {(void *)name, r.name}, {(void *)data, size}};
	int before = errno;
	if (journal >= 0 && writev(journal, parts, 3) != (ssize_t)(sizeof r + r.name + size))
		abort();
	errno = before;
}

static int fails(int what)
{
	if (control == NULL || !(control->what & what))
		return 0;
	control->seen++;
	if (control->after <= 0 || (control->after > 1 && control->after-- > 1))
		return 0;
	control->met++;
	if (!control->lasting)
		control->after = 0;
	errno = control->error;
	return 1;
}

/* The slow disk. A log is written one page behind the other, of which it takes sixteen for one. */
static int dirty_log, dirty_file;
static pthread_mutex_t line = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t next = PTHREAD_COND_INITIALIZER;
static unsigned long drawn, called;

static int is_log(const char *name)
{
	size_t n = strlen(name);
	return n > 4 && strcmp(name + n - 4, "-wal") == 0;
}

static void soil(const char *name, size_t size)
{
	__atomic_add_fetch(is_log(name) ? &dirty_log : &dirty_file, is_log(name) ? (int)size : 1, __ATOMIC_RELAXED);
}

static void wait_for_card(const char *name)
{
	int log = is_log(name);
	int pages = __atomic_exchange_n(log ? &dirty_log : &dirty_file, 0, __ATOMIC_RELAXED);
	for (pages = log ? 1 + pages / 65536 : 1 + pages; pages > 0; pages--) {
		struct timespec page = {card / 1000000000, card % 1000000000};
		pthread_mutex_lock(&line);
		unsigned long mine = drawn++;
		while (called != mine)
			pthread_cond_wait(&next, &line);
		pthread_mutex_unlock(&line);
		nanosleep(&page, NULL);
		pthread_mutex_lock(&line);
		called++;
		if (control != NULL) {
			control->taken++;
			control->scattered += !log;
		}
		pthread_cond_broadcast(&next);
		pthread_mutex_unlock(&line);
	}
}

/* A write that fails has written half: a full disk, or one that breaks, does not stop between two pages. */
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
	char path[4096];
	const char *name = named(fd, path);
	if (name == NULL)
		return real_pwrite64(fd, data, size, at);
	if (card > 0) {
		soil(name, size);
		return real_pwrite64(fd, data, size, at);
	}
	pthread_mutex_lock(&turn);
	int failing = fails(WRITES), error = errno;
	ssize_t n = real_pwrite64(fd, data, failing ? size / 2 : size, at);
	if (n > 0)
		note('w', name, (uint64_t)at, data, (size_t)n);
	if (failing) {
		n = -1;
		errno = error;
	}
	pthread_mutex_unlock(&turn);
	return n;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

ssize_t write(int fd, const void *data, size_t size)
{
	char path[4096];
	if (fd == journal || named(fd, path) == NULL)
		return real_write(fd, data, size);
	off64_t at = lseek64(fd, 0, SEEK_CUR);
	ssize_t n = pwrite64(fd, data, size, at);
	if (n > 0)
		lseek64(fd, at + n, SEEK_SET);
	return n;
}

int ftruncate64(int fd, off64_t size)
{
	char path[4096];
	const char *name = named(fd, path);
	if (name == NULL)
		return real_ftruncate64(fd, size);
	pthread_mutex_lock(&turn);
	int n = fails(FILES) ? -1 : real_ftruncate64(fd, size);
	if (n == 0)
		note('t', name, (uint64_t)size, NULL, 0);
	pthread_mutex_unlock(&turn);
	return n;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int flush(int fd, int (*real)(int))
{
	char path[4096];
	const char *name = named(fd, path);
	if (name == NULL)
		return real(fd);
	if (card > 0) {
		wait_for_card(name);
		return 0;
	}
	pthread_mutex_lock(&turn);
	struct stat about;
	int n = fails(SYNCS) ? -1 : real(fd);
	if (n == 0)
		note(fstat(fd, &about) == 0 && S_ISDIR(about.st_mode) ? 'd' : 's', name, 0, NULL, 0);
	pthread_mutex_unlock(&turn);
	return n;
}

int fsync(int fd) { return flush(fd, real_fsync); }

int fdatasync(int fd) { return flush(fd, real_fdatasync); }

int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & (O_CREAT | O_TMPFILE)) {
		va_list more;
		va_start(more, flags);
		mode = va_arg(more, mode_t);
		va_end(more);
	}
	const char *name = inside(path);
	if (name == NULL || !(flags & O_CREAT))
		return real_open64(path, flags, mode);
	pthread_mutex_lock(&turn);
	int made = access(path, F_OK) != 0;
	int fd = made && fails(FILES) ? -1 : real_open64(path, flags, mode);
	if (fd >= 0 && made)
		note('c', name, 0, NULL, 0);
	else if (fd >= 0 && (flags & O_TRUNC))
		note('t', name, 0, NULL, 0);
	pthread_mutex_unlock(&turn);
	return fd;
}

int open(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
	va_end(more);
	return open64(path, flags, mode);
}

int unlink(const char *path)
{
	const char *name = inside(path);
	if (name == NULL)
		return real_unlink(path);
	pthread_mutex_lock(&turn);
	int n = fails(FILES) ? -1 : real_unlink(path);
	if (n == 0)
		note('u', name, 0, NULL, 0);
	pthread_mutex_unlock(&turn);
	return n;
}

int rename(const char *from, const char *to)
{
	const char *a = inside(from), *b = inside(to);
	if (a == NULL || b == NULL)
		return real_rename(from, to);
	pthread_mutex_lock(&turn);
	int n = fails(FILES) ? -1 : real_rename(from, to);
	if (n == 0)
		note('r', a, 0, b, strlen(b));
	pthread_mutex_unlock(&turn);
	return n;
}

int mkdir(const char *path, mode_t mode)
{
	const char *name = inside(path);
	if (name == NULL)
		return real_mkdir(path, mode);
	pthread_mutex_lock(&turn);
	int n = fails(FILES) ? -1 : real_mkdir(path, mode);
	if (n == 0)
		note('m', name, 0, NULL, 0);
	pthread_mutex_unlock(&turn);
	return n;
}
