package pdffile

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/klippa-app/go-pdfium/webassembly/imports"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// Engine opens PDFs. It compiles PDFium on first use and keeps the compiled program until Close. It is safe for several
// goroutines; a File is not.
type Engine struct {
	limits Limits

	mu      sync.Mutex
	closed  bool
	runtime wazero.Runtime // nil until Start
	program wazero.CompiledModule
}

// NewEngine returns an engine that has done nothing yet. Limits are validated by Start and Open.
func NewEngine(limits Limits) *Engine { return &Engine{limits: limits} }

// Start compiles PDFium now instead of with the first file. It needs to map executable memory; Open after it does not.
func (e *Engine) Start(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("pdf engine: %w", ErrClosed)
	}
	if e.runtime != nil {
		return nil
	}
	if err := e.limits.Validate(); err != nil {
		return err
	}
	if len(pdfiumWasm) == 0 {
		return errors.New("pdf engine: PDFium is not in this binary: go-pdfium renamed its program, see pdffile/program.go")
	}
	// The memory limit is linearMemory's: wazero's own would deny growth without saying so. WithCloseOnContextDone would
	// stop every loop, but leaves the guest at each turn of each loop: drawing takes four times as long.
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig())
	program, err := compile(ctx, runtime)
	if err != nil {
		return errors.Join(fmt.Errorf("pdf engine: compile PDFium: %w", err), runtime.Close(context.WithoutCancel(ctx)))
	}
	e.runtime, e.program = runtime, program
	return nil
}

func compile(ctx context.Context, r wazero.Runtime) (wazero.CompiledModule, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return nil, err
	}
	program, err := r.CompileModule(ctx, pdfiumWasm)
	if err != nil {
		return nil, err
	}
	if _, err := imports.Instantiate(ctx, r, program); err != nil {
		return nil, err
	}
	return program, nil
}

// Close gives back the compiled program. Files that are open stop working; Close them too.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.runtime == nil {
		return nil
	}
	err := e.runtime.Close(context.Background())
	e.runtime, e.program = nil, nil
	return err
}

// instantiate starts a PDFium with memory of its own. wazero's defaults give it no files, no input, no output and no
// real clock, and random numbers that are the same each time.
func (e *Engine) instantiate(ctx context.Context) (*guest, error) {
	if err := e.Start(ctx); err != nil {
		return nil, err
	}
	e.mu.Lock()
	runtime, program := e.runtime, e.program
	e.mu.Unlock()
	if runtime == nil {
		return nil, fmt.Errorf("pdf engine: %w", ErrClosed)
	}
	memory, err := newLinearMemory(e.limits.MemoryBytes)
	if err != nil {
		return nil, err
	}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
	module, err := runtime.InstantiateModule(experimental.WithMemoryAllocator(ctx, memory), program, config)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start PDFium: %w", err), memory.release())
	}
	return newGuest(ctx, module, memory)
}
