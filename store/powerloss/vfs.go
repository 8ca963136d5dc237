package powerloss

/*
#include "vfs.h"
*/
import "C"

import (
	"errors"
	"runtime/cgo"
	"unsafe"
)

// RecordSQLite makes every database that is opened from now on in this process go through r, until stop is called. The
// program must hold a SQLite driver, and nothing else may open databases below r's root meanwhile.
func (r *Recorder) RecordSQLite() (stop func() error, err error) {
	handle := cgo.NewHandle(r)
	vfs := C.loupe_vfs_install(C.uintptr_t(handle))
	if vfs == nil {
		handle.Delete()
		return nil, errors.New("powerloss: no SQLite in this program takes a VFS")
	}
	return func() error {
		if rc := C.loupe_vfs_remove(vfs); rc != 0 {
			return errors.New("powerloss: the VFS could not be removed")
		}
		return nil // the handle stays: an open file may still report
	}, nil
}

//export loupePowerlossEvent
func loupePowerlossEvent(recorder C.uintptr_t, what C.int, path *C.char, offset C.int64_t, data unsafe.Pointer, n C.int) C.int64_t {
	r, ok := cgo.Handle(recorder).Value().(*Recorder)
	if !ok {
		return 0
	}
	name := C.GoString(path)
	switch what {
	case C.LOUPE_OPEN:
		r.opened(name)
	case C.LOUPE_WRITE:
		r.wrote(name, int64(offset), C.GoBytes(data, n))
	case C.LOUPE_TRUNCATE:
		r.truncated(name, int64(offset))
	case C.LOUPE_SYNC:
		r.synced(name, int(offset))
	case C.LOUPE_SYNC_DIR:
		r.syncedDirOf(name, int(offset))
	case C.LOUPE_DELETE:
		r.deleted(name)
	}
	return C.int64_t(r.Len())
}
