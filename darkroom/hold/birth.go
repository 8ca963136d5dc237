package hold

import (
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Birth is what a process is born with.
type Birth struct {
	Program  string   // what it runs; its libraries are looked for where those of this process lie
	Readable []string // files, and directories with all below, that it may read beside these
}

// Start calls start on an OS thread that is restricted first: what the thread has, the process that start creates
// inherits. start is called again with weaker attributes when the kernel refuses the stronger ones; its last error is
// returned. The thread lives until gone is closed, because the process gets SIGKILL when the thread that created it ends:
// close gone when the process was waited for.
func (b Birth) Start(gone <-chan struct{}, start func(*syscall.SysProcAttr) error) error {
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread, and what is laid on it, ends with this goroutine
		b.restrictThread()
		err := startStrongest(start)
		started <- err
		if err == nil {
			<-gone
		}
	}()
	return <-started
}

// startStrongest leaves out what is refused. A user namespace is what lets an ordinary user have the others; root, in a
// container that forbids user namespaces, may have them without.
func startStrongest(start func(*syscall.SysProcAttr) error) (err error) {
	const apart = unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS
	for _, flags := range []uintptr{unix.CLONE_NEWUSER | apart, apart, 0} {
		// No ids are mapped into the user namespace, so that no process in it is ever root there.
		err = start(&syscall.SysProcAttr{Cloneflags: flags, Pdeathsig: unix.SIGKILL})
		if err == nil {
			return nil
		}
	}
	return err
}

// restrictThread restricts the calling thread as far as the kernel goes. What it refuses is missing from the Report.
func (b Birth) restrictThread() {
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0) // a worker of root is born without root's capabilities
	}
	if unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == nil {
		_ = restrictFiles(b.rules())
	}
}
