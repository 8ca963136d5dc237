package pgtest

import "syscall"

// attributes ends the server with the test process, also when that is killed. The signal is tied to the thread that
// started the child; Go ends threads only when a goroutine locked to one exits, which tests do not do.
func attributes(who *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT}
}
