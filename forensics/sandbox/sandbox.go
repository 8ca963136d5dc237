// Package sandbox compiles WebAssembly programs to machine code, and finds the code that an earlier process compiled:
// PDFium takes two CPU seconds, which no short-lived worker process should spend again.
//
// The directory is named by the environment (Variable) and filled by a process that handles no upload (forensics.Warm).
// Workers may only read it. Whoever can write to it decides what runs inside the workers: it belongs to the service alone.
package sandbox

import (
	"context"
	"errors"
	"os"

	"github.com/tetratelabs/wazero"
)

// Variable names the directory of compiled code; without it everything is compiled anew.
const Variable = "LOUPE_WASM_CACHE"

// Program is a compiled program with the runtime that it runs in.
type Program struct {
	Runtime wazero.Runtime
	Module  wazero.CompiledModule
}

// Compile compiles code after prepare has put its imports into the runtime, and uses compiled code when there is any that
// fits. Trouble with the directory, which a worker cannot write to, is none: the code is compiled then.
func Compile(ctx context.Context, config wazero.RuntimeConfig, code []byte, prepare func(ctx context.Context, r wazero.Runtime) error) (Program, error) {
	if dir := os.Getenv(Variable); dir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			if p, err := build(ctx, config.WithCompilationCache(cache), code, prepare); err == nil || ctx.Err() != nil {
				return p, err
			}
		}
	}
	return build(ctx, config, code, prepare)
}

func build(ctx context.Context, config wazero.RuntimeConfig, code []byte, prepare func(ctx context.Context, r wazero.Runtime) error) (Program, error) {
	r := wazero.NewRuntimeWithConfig(ctx, config)
	fail := func(err error) (Program, error) {
		return Program{}, errors.Join(err, r.Close(context.WithoutCancel(ctx)))
	}
	if err := prepare(ctx, r); err != nil {
		return fail(err)
	}
	m, err := r.CompileModule(ctx, code)
	if err != nil {
		return fail(err)
	}
	return Program{r, m}, nil
}
