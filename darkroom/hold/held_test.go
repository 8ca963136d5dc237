package hold_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"loupe/darkroom/hold"
)

// The test binary is also the held process: with actVariable set it does the act that the variable names, under the layers
// that layersVariable names.
const (
	actVariable    = "LOUPE_TEST_ACT"
	layersVariable = "LOUPE_TEST_LAYERS"
)

const (
	testMemory      = 1 << 30
	testDescriptors = 64
)

func TestMain(m *testing.M) {
	if name, ok := os.LookupEnv(actVariable); ok {
		os.Exit(perform(name, os.Getenv(layersVariable)))
	}
	os.Exit(m.Run())
}

const (
	exitDone    = 0
	exitRefused = 10
	exitNoSeal  = 11
)

// perform does one act in a held process and says what came of it.
func perform(name, layers string) int {
	act, ok := acts()[name]
	if !ok {
		fmt.Println("there is no act", name)
		return 1
	}
	prepared := func() error { return act(place()) }
	if name == "threads born before" {
		prepared = threadsBornBefore(place())
	}
	if strings.Contains(layers, "seal") {
		s, err := hold.Seal(hold.Limits{MemoryBytes: testMemory, Descriptors: testDescriptors})
		if err == nil {
			err = s.Refused
		}
		if err != nil {
			fmt.Println("not sealed:", err)
			return exitNoSeal
		}
	}
	if err := prepared(); err != nil {
		fmt.Println("refused:", err)
		return exitRefused
	}
	return exitDone
}

// result is how a held process ended.
type result struct {
	code   int
	signal syscall.Signal
	said   string
}

func (r result) done() bool    { return r.code == exitDone && r.signal == 0 }
func (r result) refused() bool { return r.code == exitRefused || r.signal == unix.SIGSYS }

func (r result) String() string {
	return fmt.Sprintf("exit %d, signal %v: %s", r.code, r.signal, r.said)
}

// held runs an act under layers: "birth", "seal", both or none.
func held(t testing.TB, name, layers string, env ...string) result {
	t.Helper()
	var cmd *exec.Cmd
	var said bytes.Buffer
	start := func(attr *syscall.SysProcAttr) error {
		cmd = exec.Command("/proc/self/exe")
		cmd.Env = append(slices.Clone(env), actVariable+"="+name, layersVariable+"="+layers, "OMP_THREAD_LIMIT=1", "MALLOC_ARENA_MAX=2")
		cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = &said, &said, attr
		return cmd.Start()
	}
	gone := make(chan struct{})
	defer close(gone)
	var err error
	if strings.Contains(layers, "birth") {
		err = hold.Birth{Program: "/proc/self/exe", Readable: []string{readable(t), "/usr/share/tesseract-ocr"}}.Start(gone, start)
	} else {
		err = start(nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the status says it
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	r := result{said: strings.TrimSpace(said.String())}
	if status.Signaled() {
		r.signal = status.Signal()
	} else {
		r.code = status.ExitStatus()
	}
	if r.code == exitNoSeal {
		t.Skipf("SKIPPED, nothing was tested: this machine does not let a process be sealed: %s", r.said)
	}
	return r
}

// readable is a directory that held processes may read; its parent is one that they may not.
func readable(t testing.TB) string {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("loupe-hold-%d", os.Getpid()))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.WriteFile(filepath.Join(dir, "eng.traineddata"), []byte("model"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// targets are things of ours that a held process tries to reach, told in its environment.
type targets struct{ tcp, udp, unix, abstract, file, dir, readable string }

func place() targets {
	get := func(name string) string { return os.Getenv("LOUPE_TEST_" + name) }
	return targets{get("TCP"), get("UDP"), get("UNIX"), get("ABSTRACT"), get("FILE"), get("DIR"), get("READABLE")}
}

// open makes the targets and returns the environment that names them.
func open(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	abstract := fmt.Sprintf("@loupe-hold-%d", os.Getpid())
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	path, err1 := net.Listen("unix", filepath.Join(dir, "socket"))
	named, err2 := net.Listen("unix", abstract)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(tcp.Close(), udp.Close(), path.Close(), named.Close()) })
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("private"), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"LOUPE_TEST_TCP=" + tcp.Addr().String(), "LOUPE_TEST_UDP=" + udp.LocalAddr().String(), "LOUPE_TEST_UNIX=" + path.Addr().String(),
		"LOUPE_TEST_ABSTRACT=" + abstract, "LOUPE_TEST_FILE=" + file, "LOUPE_TEST_DIR=" + dir, "LOUPE_TEST_READABLE=" + readable(t),
	}
}
