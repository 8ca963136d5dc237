package hold_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"golang.org/x/sys/unix"
)

// onThreads does the act on n OS threads at once. With all, it fails only when the act failed on every one of them.
func onThreads(n int, act func() error, all bool) error {
	ready, release := sync.WaitGroup{}, make(chan struct{})
	ready.Add(n)
	results := make(chan error, n)
	for range n {
		go func() {
			runtime.LockOSThread()
			ready.Done()
			<-release
			results <- act()
		}()
	}
	ready.Wait()
	close(release)
	return gather(results, n, all)
}

func gather(results chan error, n int, all bool) error {
	var errs []error
	for range n {
		if err := <-results; err != nil {
			errs = append(errs, err)
		}
	}
	if all && len(errs) < n {
		return nil // one thread got through
	}
	return errors.Join(errs...)
}

// threadsBornBefore starts threads now, which act when the returned function is called: after the process was sealed.
func threadsBornBefore(p targets) func() error {
	const n = 20
	ready, release := sync.WaitGroup{}, make(chan struct{})
	ready.Add(n)
	results := make(chan error, n)
	for range n {
		go func() {
			runtime.LockOSThread()
			ready.Done()
			<-release
			results <- dial("unix", "@nobody")
		}()
	}
	ready.Wait()
	return func() error {
		close(release)
		return gather(results, n, true)
	}
}

func countInherited() error {
	n := 0
	for fd := uintptr(3); fd < 64; fd++ {
		if flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			n++
		}
	}
	return fmt.Errorf("%d inherited", n)
}

func collectGarbage() error {
	var wg sync.WaitGroup
	for range 500 {
		wg.Go(func() {
			for i := range 50 {
				_ = bytes.Repeat([]byte{byte(i)}, 10_000)
				runtime.Gosched()
			}
		})
	}
	runtime.GC()
	wg.Wait()
	return nil
}

func growStacks() error {
	var deep func(n int, pad [256]byte) int
	deep = func(n int, pad [256]byte) int {
		if n == 0 {
			return int(pad[0])
		}
		return deep(n-1, pad) + 1
	}
	if got := deep(20_000, [256]byte{}); got != 20_000 {
		return fmt.Errorf("depth %d", got)
	}
	return nil
}

func recovered() (err error) {
	defer func() {
		if recover() == nil {
			err = errors.New("no panic")
		}
	}()
	var p *int
	_ = *p // a SIGSEGV that the runtime turns into a panic
	return nil
}

func throughPipe() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	go func() {
		_, _ = w.Write([]byte("x"))
		_ = w.Close()
	}()
	data, err := io.ReadAll(r)
	if err == nil && string(data) != "x" {
		err = fmt.Errorf("read %q", data)
	}
	return err
}

// adder is a module that exports add(i32, i32) i32.
func adder() []byte {
	return []byte("\x00asm\x01\x00\x00\x00" + "\x01\x07\x01\x60\x02\x7f\x7f\x01\x7f" + "\x03\x02\x01\x00" + "\x07\x07\x01\x03add\x00\x00" +
		"\x0a\x09\x01\x07\x00\x20\x00\x20\x01\x6a\x0b")
}

func compileWASM() error {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler())
	m, err := r.Instantiate(ctx, adder())
	if err != nil {
		return err
	}
	out, err := m.ExportedFunction("add").Call(ctx, 40, 2)
	if err == nil && out[0] != 42 {
		err = fmt.Errorf("40 + 2 is %d", out[0])
	}
	return errors.Join(err, r.Close(ctx))
}
