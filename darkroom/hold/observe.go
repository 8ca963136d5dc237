package hold

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Report tries what is forbidden and reads what the kernel says about this process. It may be called at any time.
func (s Sealed) Report() Report {
	return Report{Holds: []Hold{
		limit(Memory, unix.RLIMIT_DATA, "%d bytes of private memory"),
		limit(CPU, unix.RLIMIT_CPU, "%d s in all so far"),
		s.descriptors(), s.files(), s.calls(), s.network(), privileges(), capabilities(), secrecy(),
	}}
}

func limit(name string, resource int, format string) Hold {
	var l unix.Rlimit
	if err := unix.Getrlimit(resource, &l); err != nil {
		return Hold{Name: name, Detail: err.Error()}
	}
	if l.Cur == unix.RLIM_INFINITY {
		return Hold{Name: name, Detail: "unlimited"}
	}
	return Hold{Name: name, Held: true, Detail: fmt.Sprintf(format, l.Cur)}
}

// descriptors counts those that exec would pass on: inherited ones.
func (s Sealed) descriptors() Hold {
	inherited, own := 0, 0
	for fd := range uintptr(s.limits.Descriptors) {
		flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0)
		switch {
		case err != nil:
		case fd > 2 && flags&unix.FD_CLOEXEC == 0:
			inherited++
		case fd > 2:
			own++
		}
	}
	return Hold{
		Name: Descriptors, Held: inherited == 0,
		Detail: fmt.Sprintf("%d inherited beyond 0, 1 and 2; %d of its own; at most %d", inherited, own, s.limits.Descriptors),
	}
}

// files tries the root directory, which everybody may list.
func (s Sealed) files() Hold {
	fd, err := unix.Open("/", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err == nil {
		_ = unix.Close(fd)
		return Hold{Name: Files, Detail: fmt.Sprintf("the root directory can be read; the kernel speaks ABI %d", s.abi)}
	}
	return Hold{Name: Files, Held: s.abi > 0 && errors.Is(err, unix.EACCES), Detail: fmt.Sprintf("ABI %d; the root directory: %v", s.abi, err)}
}

// calls tries a socket that every container allows.
func (s Sealed) calls() Hold {
	if s.Refused != nil {
		return Hold{Name: Calls, Detail: s.Refused.Error()}
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		_ = unix.Close(fd)
		return Hold{Name: Calls, Detail: "the filter lets a socket through"}
	}
	return Hold{Name: Calls, Held: true, Detail: fmt.Sprintf("filter on all threads; a socket: %v", err)}
}

func (s Sealed) network() Hold {
	if s.alone == nil {
		return Hold{Name: Network, Detail: "the loopback address could be reached before the filter was set"}
	}
	return Hold{Name: Network, Held: errors.Is(s.alone, unix.ENETUNREACH), Detail: fmt.Sprintf("the loopback address: %v", s.alone)}
}

func privileges() Hold {
	on, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)
	return Hold{Name: Privileges, Held: on == 1, Detail: said(err, "PR_GET_NO_NEW_PRIVS is %d", on)}
}

func capabilities() Hold {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData // low and high 32 capabilities
	err := unix.Capget(&header, &sets[0])
	all := uint64(sets[1].Permitted)<<32 | uint64(sets[0].Permitted)
	return Hold{Name: Caps, Held: err == nil && all == 0, Detail: said(err, "permitted %#x", all)}
}

func secrecy() Hold {
	on, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	return Hold{Name: Secrecy, Held: err == nil && on == 0, Detail: said(err, "PR_GET_DUMPABLE is %d", on)}
}

func said(err error, format string, value any) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf(format, value)
}
