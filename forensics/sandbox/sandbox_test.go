package sandbox_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"

	"loupe/forensics/sandbox"
)

// answer is a program that exports a function without arguments which gives 42 (WebAssembly core 1.0, section 5).
var answer = []byte("\x00asm\x01\x00\x00\x00" + "\x01\x05\x01\x60\x00\x01\x7f" + "\x03\x02\x01\x00" + "\x07\x05\x01\x01a\x00\x00" + "\x0a\x06\x01\x04\x00\x41\x2a\x0b")

func run(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	p, err := sandbox.Compile(ctx, wazero.NewRuntimeConfig(), answer, func(context.Context, wazero.Runtime) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer p.Runtime.Close(ctx) //nolint:errcheck // nothing is kept
	m, err := p.Runtime.InstantiateModule(ctx, p.Module, wazero.NewModuleConfig())
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.ExportedFunction("a").Call(ctx)
	if err != nil || len(got) != 1 || got[0] != 42 {
		t.Errorf("got %v, %v", got, err)
	}
}

func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Compiled code is kept; code that is damaged or cannot be kept is compiled anew.
func TestCompile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(sandbox.Variable, dir)
	run(t)
	kept := files(t, dir)
	if len(kept) == 0 {
		t.Fatal("nothing was kept")
	}
	run(t)
	for _, f := range kept {
		if err := os.WriteFile(f, []byte("no machine code"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t)
	t.Setenv(sandbox.Variable, "/dev/null/nowhere")
	run(t)
	t.Setenv(sandbox.Variable, "")
	run(t)
}
