package hold

import "golang.org/x/sys/unix"

// hostileCalls are never made by this program or its libraries: to run something else, to look into or direct other
// processes, to change the machine, or to do one of these behind the filter's back (io_uring).
func hostileCalls() []string {
	return []string{
		"execve", "execveat",
		"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd",
		"mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsmount", "fsconfig", "fspick", "mount_setattr",
		"unshare", "setns",
		"init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct",
		"settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname", "iopl", "ioperm",
		"bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
		"add_key", "request_key", "keyctl", "open_by_handle_at", "name_to_handle_at", "quotactl", "fanotify_init", "personality",
	}
}

// refusedCalls are tried by honest libraries (a resolver, a logger, a helper program), which go on without.
func refusedCalls() []string {
	return []string{
		"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg",
		"recvmmsg", "shutdown", "setsockopt", "getsockopt", "getsockname", "getpeername",
		"fork", "vfork",
		"creat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink",
		"symlinkat", "mknod", "mknodat", "truncate", "ftruncate", "fallocate", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown",
		"fchown", "lchown", "fchownat", "utime", "utimes", "utimensat", "setxattr", "lsetxattr", "fsetxattr", "memfd_create",
		"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset", "setrlimit",
		"shmget", "shmat", "msgget", "semget", "mq_open",
	}
}

// plainCalls are what the Go runtime, the C library, Tesseract, Leptonica and the WASM compiler need to compute, whatever
// their arguments.
func plainCalls() []string {
	return []string{
		// memory; mmap is guarded
		"brk", "munmap", "mremap", "madvise", "mincore", "mprotect",
		// threads; clone is guarded, clone3 unknown, because a filter cannot see its flags
		"futex", "sched_yield", "sched_getaffinity", "set_robust_list", "rseq", "membarrier", "getcpu", "gettid", "getpid", "exit",
		"exit_group", "restart_syscall",
		// signals; sending them is guarded
		"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
		// time
		"nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time",
		// what is open; opening and fcntl are guarded
		"read", "readv", "pread64", "write", "writev", "lseek", "close", "dup", "dup2", "dup3", "fadvise64",
		"fstat", "newfstatat", "stat", "lstat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64",
		"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2", "pipe2", "poll", "ppoll",
		// asking
		"getrandom", "uname", "sysinfo", "getrusage", "getrlimit", "getuid", "geteuid", "getgid", "getegid", "capget",
	}
}

// guarded is a call that is allowed when all tests of one of its alternatives pass.
type guarded struct {
	name         string
	alternatives [][]test
}

// test passes when the argument is 32 bits wide and, under the mask, is want.
type test struct {
	arg        int
	mask, want uint32
}

// equal tests a whole 32-bit argument.
func equal(arg int, want uint32) test { return test{arg, ^uint32(0), want} }

// without tests that none of the bits are set.
func without(arg int, bits uint32) test { return test{arg, bits, 0} }

// guardedCalls returns the calls that are fit for computing only with some arguments.
func guardedCalls(pid int) []guarded {
	const otherNamespaces = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWUSER |
		unix.CLONE_NEWPID | unix.CLONE_NEWNET
	self := uint32(pid)
	return []guarded{
		// A thread, never a process.
		{"clone", [][]test{{{0, unix.CLONE_THREAD | otherNamespaces | unix.CLONE_PTRACE, unix.CLONE_THREAD}}}},
		// Private memory only, and no second stack: RLIMIT_DATA counts neither shared memory nor what grows down.
		{"mmap", [][]test{{{3, unix.MAP_SHARED | unix.MAP_PRIVATE | unix.MAP_GROWSDOWN, unix.MAP_PRIVATE}}}},
		{"open", opening(1)},
		{"openat", opening(2)},
		{"fcntl", oneOf(1, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL, unix.F_DUPFD, unix.F_DUPFD_CLOEXEC)},
		{"prctl", oneOf(0, unix.PR_SET_NAME, unix.PR_SET_VMA, unix.PR_GET_NO_NEW_PRIVS, unix.PR_GET_DUMPABLE)},
		{"kill", [][]test{{equal(0, self)}}},
		{"tgkill", [][]test{{equal(0, self)}}},
		// Its own CPU time is granted anew for every job; other limits may be read.
		{"prlimit64", [][]test{{equal(0, 0), equal(1, unix.RLIMIT_CPU)}, {equal(0, 0), equal(2, 0)}}},
	}
}

// opening allows reading; and, written out, what freopen("/dev/null", "a") asks for, which is how the OCR library is
// silenced. Where landlock holds, that is the one file it opens; where it does not, RLIMIT_FSIZE leaves nothing to write.
func opening(flags int) [][]test {
	const writing = unix.O_WRONLY | unix.O_RDWR | unix.O_CREAT | unix.O_TRUNC | unix.O_TMPFILE&^unix.O_DIRECTORY
	const silencing = unix.O_WRONLY | unix.O_CREAT | unix.O_APPEND
	return [][]test{{without(flags, writing)}, {{flags, ^uint32(unix.O_CLOEXEC), silencing}}}
}

func oneOf(arg int, values ...uint32) [][]test {
	var out [][]test
	for _, v := range values {
		out = append(out, []test{equal(arg, v)})
	}
	return out
}
