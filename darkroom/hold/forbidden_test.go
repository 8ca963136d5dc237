package hold_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

func dial(network, address string) error {
	if address == "@nobody" { // a socket is all that is asked for
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		return errors.Join(err, closeIf(fd, err))
	}
	c, err := net.DialTimeout(network, address, time.Second)
	if err != nil {
		return err
	}
	return c.Close()
}

func closeIf(fd int, err error) error {
	if err != nil {
		return nil
	}
	return unix.Close(fd)
}

func read(path string) error {
	data, err := os.ReadFile(path)
	if err == nil && len(data) == 0 {
		return fmt.Errorf("%s is empty", path)
	}
	return err
}

func list(dir string) error {
	_, err := os.ReadDir(dir)
	return err
}

// write writes one byte where a descriptor can be had.
func write(path string, flags int) error {
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte("private"))
	return errors.Join(err, f.Close())
}

func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(path))
}

// again puts back what was removed for the next act.
func again(path string, err error) error {
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte("private"), 0o600)
}

func raw(call, a, b uintptr) error {
	if _, _, errno := unix.Syscall(call, a, b, 0); errno != 0 {
		return errno
	}
	return nil
}

// fork makes a process that ends at once, by the bare call.
func fork() error {
	pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if pid == 0 {
		unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	_, err := unix.Wait4(int(pid), nil, 0, nil)
	return err
}

func peek(pid int) error {
	var word [8]byte
	local := []unix.Iovec{{Base: &word[0], Len: 8}}
	_, err := unix.ProcessVMReadv(pid, local, []unix.RemoteIovec{{Base: 0x400000, Len: 8}}, 0)
	return err
}

func manyDescriptors() error {
	for range testDescriptors {
		if _, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 3); err != nil {
			return err
		}
	}
	return nil
}

func reserve(n, prot, flags int) error {
	_, err := unix.Mmap(-1, 0, n, prot, flags|unix.MAP_ANON)
	return err
}

// reserveLate makes memory writable only after it was mapped.
func reserveLate(n int) error {
	mem, err := unix.Mmap(-1, 0, n, unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return err
	}
	return unix.Mprotect(mem, unix.PROT_READ|unix.PROT_WRITE)
}

// mayGain fails when a set-user-id program would have no effect.
func mayGain() error {
	on, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
	if err == nil && on == 1 {
		err = errors.New("no new privileges")
	}
	return err
}
