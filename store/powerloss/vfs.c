#include <stdlib.h>
#include <string.h>

#include "_cgo_export.h"
#include "vfs.h"

// Weak: this package is linked on its own once while it is built, and together with the driver in the program.
__attribute__((weak)) extern sqlite3_vfs *sqlite3_vfs_find(const char *);
__attribute__((weak)) extern int sqlite3_vfs_register(sqlite3_vfs *, int);
__attribute__((weak)) extern int sqlite3_vfs_unregister(sqlite3_vfs *);

enum { OK = 0, OPEN_CREATE = 0x4, OPEN_MAIN_JOURNAL = 0x800, OPEN_SUPER_JOURNAL = 0x4000, OPEN_WAL = 0x80000 };

typedef struct {
	sqlite3_vfs base;
	sqlite3_vfs *real;
	uintptr_t recorder;
} recording_vfs;

typedef struct {
	sqlite3_file base;
	uintptr_t recorder;
	char *path; // NULL: a temporary file without a name, which no crash survives
	int syncs_dir; // the first sync also makes the name durable: os_unix.c, UNIXFILE_DIRSYNC
	sqlite3_io_methods methods; // of the version that the real file has
	sqlite3_file *real; // behind this struct
} recording_file;

#define REAL(f) (((recording_file *)(f))->real)

static int64_t tell(recording_file *f, int what, int64_t offset, const void *data, int n) {
	return f->path ? loupePowerlossEvent(f->recorder, what, f->path, offset, (void *)data, n) : 0;
}

static int close_file(sqlite3_file *f) {
	recording_file *r = (recording_file *)f;
	int rc = r->real->pMethods ? r->real->pMethods->xClose(r->real) : OK;
	free(r->path);
	r->path = NULL;
	return rc;
}

static int write_file(sqlite3_file *f, const void *data, int n, int64_t offset) {
	int rc = REAL(f)->pMethods->xWrite(REAL(f), data, n, offset);
	if (rc == OK) tell((recording_file *)f, LOUPE_WRITE, offset, data, n);
	return rc;
}

static int truncate_file(sqlite3_file *f, int64_t size) {
	int rc = REAL(f)->pMethods->xTruncate(REAL(f), size);
	if (rc == OK) tell((recording_file *)f, LOUPE_TRUNCATE, size, NULL, 0);
	return rc;
}

static int sync_file(sqlite3_file *f, int flags) {
	recording_file *r = (recording_file *)f;
	int64_t began = tell(r, LOUPE_SYNC_BEGINS, 0, NULL, 0);
	int rc = r->real->pMethods->xSync(r->real, flags);
	if (rc != OK) return rc;
	tell(r, LOUPE_SYNC, began, NULL, 0);
	if (r->syncs_dir) tell(r, LOUPE_SYNC_DIR, began, NULL, 0);
	r->syncs_dir = 0;
	return rc;
}

static int read_file(sqlite3_file *f, void *p, int n, int64_t o) { return REAL(f)->pMethods->xRead(REAL(f), p, n, o); }
static int file_size(sqlite3_file *f, int64_t *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int lock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xLock(REAL(f), l); }
static int unlock(sqlite3_file *f, int l) { return REAL(f)->pMethods->xUnlock(REAL(f), l); }
static int reserved(sqlite3_file *f, int *p) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), p); }
static int control(sqlite3_file *f, int op, void *p) { return REAL(f)->pMethods->xFileControl(REAL(f), op, p); }
static int sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int device(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int shm_map(sqlite3_file *f, int r, int n, int x, void volatile **p) { return REAL(f)->pMethods->xShmMap(REAL(f), r, n, x, p); }
static int shm_lock(sqlite3_file *f, int o, int n, int l) { return REAL(f)->pMethods->xShmLock(REAL(f), o, n, l); }
static void shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int shm_unmap(sqlite3_file *f, int d) { return REAL(f)->pMethods->xShmUnmap(REAL(f), d); }

static int open_file(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *out) {
	recording_vfs *vfs = (recording_vfs *)v;
	recording_file *r = (recording_file *)f;
	memset(r, 0, sizeof *r);
	r->real = (sqlite3_file *)(r + 1);
	r->recorder = vfs->recorder;
	int rc = vfs->real->xOpen(vfs->real, path, r->real, flags, out);
	if (!r->real->pMethods) return rc;
	sqlite3_io_methods m = {
		r->real->pMethods->iVersion < 2 ? r->real->pMethods->iVersion : 2, // 2: no memory-mapped writes past this shim
		close_file, read_file, write_file, truncate_file, sync_file, file_size, lock, unlock, reserved, control, sector,
		device, shm_map, shm_lock, shm_barrier, shm_unmap, NULL, NULL,
	};
	r->methods = m;
	r->base.pMethods = &r->methods;
	if (rc == OK && path) {
		r->path = strdup(path);
		r->syncs_dir = (flags & OPEN_CREATE) && (flags & (OPEN_MAIN_JOURNAL | OPEN_SUPER_JOURNAL | OPEN_WAL));
		tell(r, LOUPE_OPEN, 0, NULL, 0);
	}
	return rc;
}

static int delete_file(sqlite3_vfs *v, const char *path, int sync_dir) {
	recording_vfs *vfs = (recording_vfs *)v;
	int rc = vfs->real->xDelete(vfs->real, path, sync_dir);
	if (rc != OK) return rc;
	int64_t at = loupePowerlossEvent(vfs->recorder, LOUPE_DELETE, (char *)path, 0, NULL, 0);
	if (sync_dir) loupePowerlossEvent(vfs->recorder, LOUPE_SYNC_DIR, (char *)path, at, NULL, 0);
	return rc;
}

// The real VFS expects itself as the first argument.
#define DOWN(v) (((recording_vfs *)(v))->real)
static int can_access(sqlite3_vfs *v, const char *p, int f, int *out) { return DOWN(v)->xAccess(DOWN(v), p, f, out); }
static int full_path(sqlite3_vfs *v, const char *p, int n, char *out) { return DOWN(v)->xFullPathname(DOWN(v), p, n, out); }
static int randomness(sqlite3_vfs *v, int n, char *out) { return DOWN(v)->xRandomness(DOWN(v), n, out); }
static int sleep_for(sqlite3_vfs *v, int us) { return DOWN(v)->xSleep(DOWN(v), us); }
static int now(sqlite3_vfs *v, double *out) { return DOWN(v)->xCurrentTime(DOWN(v), out); }
static int now64(sqlite3_vfs *v, int64_t *out) { return DOWN(v)->xCurrentTimeInt64(DOWN(v), out); }
static int last_error(sqlite3_vfs *v, int n, char *out) { return DOWN(v)->xGetLastError(DOWN(v), n, out); }

// loupe_vfs_install puts a recording VFS in front of the default one; NULL when SQLite is not in this program.
void *loupe_vfs_install(uintptr_t recorder) {
	if (!sqlite3_vfs_find || !sqlite3_vfs_register || !sqlite3_vfs_unregister) return NULL;
	recording_vfs *v = calloc(1, sizeof *v);
	v->real = sqlite3_vfs_find(NULL);
	v->recorder = recorder;
	sqlite3_vfs base = {
		.iVersion = 2, .szOsFile = (int)sizeof(recording_file) + v->real->szOsFile, .mxPathname = v->real->mxPathname,
		.zName = "loupe-powerloss", .xOpen = open_file, .xDelete = delete_file, .xAccess = can_access,
		.xFullPathname = full_path, .xRandomness = randomness, .xSleep = sleep_for, .xCurrentTime = now,
		.xGetLastError = last_error, .xCurrentTimeInt64 = now64,
	};
	v->base = base;
	if (sqlite3_vfs_register(&v->base, 1) != OK) {
		free(v);
		return NULL;
	}
	return v;
}

// loupe_vfs_remove makes the real VFS the default again. The struct stays: an open file may still point at it.
int loupe_vfs_remove(void *installed) {
	recording_vfs *v = installed;
	int rc = sqlite3_vfs_unregister(&v->base);
	return rc != OK ? rc : sqlite3_vfs_register(v->real, 1);
}
