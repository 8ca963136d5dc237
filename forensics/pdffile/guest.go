package pdffile

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero/api"
)

// guest is one running PDFium. Its first trap, or the end of a context, ends it: err keeps why, and from then on every
// call returns zero, so that callers test err once after a group of calls. Addresses are guest addresses.
type guest struct {
	module    api.Module
	memory    *linearMemory
	functions map[string]api.Function
	scratch   uint32 // scratchBytes for results that PDFium writes through pointers, and a byte that is 0
	err       error
}

const scratchBytes = 64

func newGuest(ctx context.Context, module api.Module, memory *linearMemory) (*guest, error) {
	g := &guest{module: module, memory: memory, functions: map[string]api.Function{}}
	g.call(ctx, "FPDF_InitLibrary")
	g.scratch = g.call(ctx, "malloc", scratchBytes+1)
	if g.err == nil && g.scratch == 0 {
		g.err = g.failed("start PDFium")
	}
	zero := g.view(g.scratch+scratchBytes, 1)
	if g.err != nil {
		return nil, errors.Join(g.err, g.close())
	}
	zero[0] = 0
	return g, nil
}

// call runs an exported function and returns its result, 0 when it has none or the guest has ended.
func (g *guest) call(ctx context.Context, name string, args ...uint64) uint32 {
	if g.err == nil && ctx.Err() != nil {
		g.err = g.ended(ctx, name, nil)
	}
	if g.err != nil {
		return 0
	}
	f := g.functions[name]
	if f == nil {
		if f = g.module.ExportedFunction(name); f == nil {
			g.err = fmt.Errorf("%w: it has no function %s", ErrCrashed, name)
			return 0
		}
		g.functions[name] = f
	}
	g.memory.ctx = ctx
	results, err := f.Call(ctx, args...)
	if err != nil || ctx.Err() != nil {
		g.err = g.ended(ctx, name, err)
		return 0
	}
	if len(results) == 0 {
		return 0
	}
	return uint32(results[0])
}

// ended says why a call did not return or must not be made. PDFium aborts when it cannot allocate what it must have.
func (g *guest) ended(ctx context.Context, name string, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("PDF: %w", context.Cause(ctx))
	case g.memory.exceeded:
		return &MemoryLimitError{Limit: uint64(len(g.memory.reserved))}
	}
	reason, _, _ := strings.Cut(err.Error(), "\n") // what follows is PDFium's stack, without names
	return fmt.Errorf("%w: %s: %s", ErrCrashed, name, reason)
}

// failed is the error when PDFium returned, but without what was asked for.
func (g *guest) failed(format string, args ...any) error {
	switch {
	case g.err != nil:
		return g.err
	case g.memory.exceeded:
		return &MemoryLimitError{Limit: uint64(len(g.memory.reserved))}
	}
	return damaged(format, args...)
}

// view returns size bytes at an address without a copy, valid until the next call; nil when they are not all there.
func (g *guest) view(address, size uint32) []byte {
	if g.err != nil {
		return nil
	}
	b, ok := g.module.Memory().Read(address, size)
	if !ok {
		g.err = fmt.Errorf("%w: it points outside its memory", ErrCrashed)
		return nil
	}
	return b
}

// floats reads n C floats at the scratch area.
func (g *guest) floats(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		v, _ := g.module.Memory().ReadFloat32Le(g.scratch + uint32(4*i))
		out[i] = float64(v)
	}
	return out
}

// ints reads n C ints at the scratch area.
func (g *guest) ints(n int) []int {
	out := make([]int, n)
	for i := range out {
		v, _ := g.module.Memory().ReadUint32Le(g.scratch + uint32(4*i))
		out[i] = int(int32(v))
	}
	return out
}

// at returns the address of the i-th 4-byte result in the scratch area.
func (g *guest) at(i int) uint64 { return uint64(g.scratch) + uint64(4*i) }

// close ends the guest and gives its memory back.
func (g *guest) close() error {
	err := g.module.Close(context.Background())
	g.err = fmt.Errorf("PDF: %w", ErrClosed)
	return errors.Join(err, g.memory.release())
}
