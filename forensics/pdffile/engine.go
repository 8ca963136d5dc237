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

	"loupe/forensics/sandbox"
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
	p, err := sandbox.Compile(ctx, wazero.NewRuntimeConfig(), pdfiumWasm, func(ctx context.Context, r wazero.Runtime) error {
		_, err := wasi_snapshot_preview1.Instantiate(ctx, r)
		return err
	})
	if err == nil {
		_, err = imports.Instantiate(ctx, p.Runtime, p.Module)
	}
	if err != nil && p.Runtime != nil {
		err = errors.Join(err, p.Runtime.Close(context.WithoutCancel(ctx)))
	}
	if err != nil {
		return fmt.Errorf("pdf engine: compile PDFium: %w", err)
	}
	e.runtime, e.program = p.Runtime, p.Module
	return nil
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
