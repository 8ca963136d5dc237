package hold_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"loupe/darkroom/hold"
)

// acts are what a held process tries. Each returns why it failed.
func acts() map[string]func(targets) error {
	return map[string]func(targets) error{
		"dial tcp":              func(p targets) error { return dial("tcp", p.tcp) },
		"send udp":              func(p targets) error { return dial("udp", p.udp) },
		"connect unix":          func(p targets) error { return dial("unix", p.unix) },
		"connect abstract unix": func(p targets) error { return dial("unix", p.abstract) },
		"socket netlink": func(targets) error {
			_, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
			return err
		},
		"reach loopback": func(targets) error { return dial("udp", "127.0.0.1:9") },

		"read passwd":         func(targets) error { return read("/etc/passwd") },
		"read file":           func(p targets) error { return read(p.file) },
		"list root":           func(targets) error { return list("/") },
		"read parent environ": func(targets) error { return read(fmt.Sprintf("/proc/%d/environ", os.Getppid())) },
		"read own environ":    func(targets) error { return read("/proc/self/environ") },
		"write file":          func(p targets) error { return write(p.file, os.O_WRONLY) },
		"truncate file":       func(p targets) error { return write(p.file, os.O_WRONLY|os.O_TRUNC) },
		"append to file":      func(p targets) error { return write(p.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND) },
		"create file":         func(p targets) error { return create(filepath.Join(p.dir, "new")) },
		"remove file":         func(p targets) error { return again(p.file, os.Remove(p.file)) },
		"rename file": func(p targets) error {
			return errors.Join(os.Rename(p.file, p.file+"2"), os.Rename(p.file+"2", p.file))
		},
		"chmod file": func(p targets) error { return os.Chmod(p.file, 0o600) },
		"make fifo": func(p targets) error {
			return errors.Join(unix.Mkfifo(filepath.Join(p.dir, "fifo"), 0o600), os.Remove(filepath.Join(p.dir, "fifo")))
		},

		"exec":        func(targets) error { return unix.Exec("/bin/true", []string{"true"}, nil) },
		"fork":        func(targets) error { return fork() },
		"run program": func(targets) error { return exec.Command("/bin/true").Run() },

		"signal parent":      func(targets) error { return unix.Kill(os.Getppid(), 0) },
		"signal group":       func(targets) error { return unix.Kill(0, 0) },
		"signal by owner":    func(targets) error { _, err := unix.FcntlInt(0, unix.F_SETOWN, os.Getppid()); return err },
		"trace parent":       func(targets) error { return unix.PtraceAttach(os.Getppid()) },
		"read parent memory": func(targets) error { return peek(os.Getppid()) },

		"many descriptors":        func(targets) error { return manyDescriptors() },
		"much memory":             func(targets) error { return reserve(testMemory, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE) },
		"much memory by mprotect": func(targets) error { return reserveLate(testMemory) },
		"shared memory":           func(targets) error { return reserve(4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED) },
		"stack memory": func(targets) error {
			return reserve(4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_GROWSDOWN)
		},
		"memory file": func(targets) error { _, err := unix.MemfdCreate("x", 0); return err },
		"raise memory limit": func(targets) error {
			return unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: testMemory / 2, Max: testMemory / 2})
		},
		"become dumpable": func(targets) error { return unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) },
		"gain privileges": func(targets) error { return mayGain() },
		"unshare":         func(targets) error { return unix.Unshare(unix.CLONE_FS) },
		"io_uring":        func(targets) error { return raw(unix.SYS_IO_URING_SETUP, 1, 0) },
		"bpf":             func(targets) error { return raw(unix.SYS_BPF, 0, 0) },
		"keyring":         func(targets) error { return raw(unix.SYS_KEYCTL, 0, 0) },
		"userfaultfd":     func(targets) error { return raw(unix.SYS_USERFAULTFD, 0, 0) },
		"mount":           func(p targets) error { return unix.Mount("none", p.dir, "tmpfs", 0, "") },

		"filter again": func(targets) error {
			if !hold.CanFilter() {
				return errors.New("no filter can be set")
			}
			return nil
		},
		"threads born after":  func(targets) error { return onThreads(20, func() error { return dial("unix", "@nobody") }, true) },
		"threads born before": func(targets) error { return nil }, // see threadsBornBefore
		"count inherited":     func(targets) error { return countInherited() },

		"read model":        func(p targets) error { return read(filepath.Join(p.readable, "eng.traineddata")) },
		"list models":       func(p targets) error { return list(p.readable) },
		"silence stderr":    func(targets) error { return write(os.DevNull, os.O_WRONLY|os.O_CREATE|os.O_APPEND) },
		"collect garbage":   func(targets) error { return collectGarbage() },
		"grow stacks":       func(targets) error { return growStacks() },
		"start threads":     func(targets) error { return onThreads(40, func() error { return nil }, false) },
		"panic and recover": func(targets) error { return recovered() },
		"signal itself":     func(targets) error { return unix.Kill(os.Getpid(), unix.SIGURG) },
		"sleep":             func(targets) error { time.Sleep(20 * time.Millisecond); return nil },
		"grant CPU": func(targets) error {
			return unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: 100, Max: unix.RLIM_INFINITY})
		},
		"pipe":         func(targets) error { return throughPipe() },
		"randomness":   func(targets) error { _, err := unix.Getrandom(make([]byte, 16), 0); return err },
		"compile wasm": func(targets) error { return compileWASM() },

		"read text": readText, "decode heic": decodeHEIC, "render pdf": renderPDF,
		"burn": func(targets) error {
			if err := unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: 1, Max: 2}); err != nil {
				return err
			}
			for i := 0; ; i++ {
				_ = i
			}
		},
	}
}
