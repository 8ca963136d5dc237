package darkroom

import "golang.org/x/sys/unix"

// How far a process stands back behind the office, which answers in microseconds and must not wait for a time slice of
// workers that keep every core busy for seconds. A glance goes before them: it is short, and somebody waits to be found.
const (
	workerNice = 5
	glanceNice = 2
)

// standBack lowers the priority of the calling thread and of what it starts by so much: on Linux priorities belong to threads
// (setpriority(2), "C library/kernel differences"). The raw call returns 20 minus the nice value. Lowering is always
// allowed; if it fails, the worker works all the same.
func standBack(by int) {
	if level, err := unix.Getpriority(unix.PRIO_PROCESS, 0); err == nil {
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, min(19, 20-level+by))
	}
}
