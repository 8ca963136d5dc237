package hold

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rule allows rights on a file, or on a directory and all below it.
type rule struct {
	path   string
	rights uint64
}

const (
	readFile = unix.LANDLOCK_ACCESS_FS_READ_FILE
	readTree = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	runFile  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_EXECUTE
)

// rules returns what a worker may touch. A program /proc/self/exe is allowed as the file it is, even when that was replaced
// on disk since.
func (b Birth) rules() []rule {
	all := []rule{
		{b.Program, runFile},
		{"/etc/ld.so.cache", readFile},
		{os.DevNull, unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE}, // C libraries print there
	}
	for _, dir := range libraryDirs() {
		all = append(all, rule{dir, runFile})
	}
	for _, path := range b.Readable {
		all = append(all, rule{path, readTree})
	}
	return all
}

// libraryDirs returns the directories of the shared libraries that this process has mapped, the loader among them, sorted.
// Directories and not files, because a library may be replaced by an update while the office runs.
func libraryDirs() []string {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil
	}
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil
	}
	var dirs []string
	for line := range bytes.Lines(maps) {
		f := bytes.Fields(line) // address perms offset dev inode pathname; proc_pid_maps(5)
		if len(f) < 6 || f[5][0] != '/' || !bytes.Contains(f[1], []byte("x")) || string(f[5]) == self {
			continue
		}
		dirs = append(dirs, filepath.Dir(string(f[5])))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// landlockABI returns the version of landlock that this kernel speaks; 0 for none.
func landlockABI() int {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0
	}
	return int(abi)
}

// everything returns all that landlock of this version can deny; include/uapi/linux/landlock.h.
func everything(abi int) unix.LandlockRulesetAttr {
	var a unix.LandlockRulesetAttr
	switch {
	case abi >= 5:
		a.Handled_access_fs = 1<<16 - 1 // adds IOCTL_DEV
	case abi >= 3:
		a.Handled_access_fs = 1<<15 - 1 // adds TRUNCATE
	case abi == 2:
		a.Handled_access_fs = 1<<14 - 1 // adds REFER
	case abi == 1:
		a.Handled_access_fs = 1<<13 - 1
	}
	if abi >= 4 {
		a.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if abi >= 6 {
		a.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	return a
}

// restrictFiles denies the calling thread, and what it creates from now on, everything but the rules.
func restrictFiles(rules []rule) error {
	attr := everything(landlockABI())
	if attr.Handled_access_fs == 0 {
		return unix.EOPNOTSUPP
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if errno != 0 {
		return fmt.Errorf("create a landlock ruleset: %w", errno)
	}
	defer unix.Close(int(fd)) //nolint:errcheck // the kernel keeps the ruleset
	for _, r := range rules {
		if err := allow(int(fd), r); err != nil {
			return err
		}
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return fmt.Errorf("restrict a thread by landlock: %w", errno)
	}
	return nil
}

// allow adds a rule. What does not exist needs none.
func allow(ruleset int, r rule) error {
	path, err := unix.Open(r.path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil //nolint:nilerr // nothing to allow
	}
	defer unix.Close(path) //nolint:errcheck // opened for its name only
	var st unix.Stat_t
	if err := unix.Fstat(path, &st); err != nil {
		return fmt.Errorf("allow %s: %w", r.path, err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		r.rights &^= unix.LANDLOCK_ACCESS_FS_READ_DIR // landlock refuses a directory's rights on a file
	}
	attr := unix.LandlockPathBeneathAttr{Allowed_access: r.rights, Parent_fd: int32(path)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(ruleset), unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&attr)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("allow %s: %w", r.path, errno)
	}
	return nil
}
