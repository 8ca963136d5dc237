package pdffile

import (
	"context"
	"fmt"
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// linearMemory is the memory of one PDFium, outside the Go heap: its limit is reserved as address space, pages become
// writable as it grows and return to the system when it ends. It never moves, so growth copies nothing.
type linearMemory struct {
	reserved []byte
	writable int             // bytes
	exceeded bool            // growth beyond the limit was asked for and denied
	ctx      context.Context // of the call that runs
}

func newLinearMemory(limit uint64) (*linearMemory, error) {
	b, err := syscall.Mmap(-1, 0, int(limit), syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, fmt.Errorf("reserve %d bytes for PDFium: %w", limit, err)
	}
	return &linearMemory{reserved: b}, nil
}

// Allocate implements experimental.MemoryAllocator: the one memory of the module.
func (m *linearMemory) Allocate(_, _ uint64) experimental.LinearMemory { return m }

// Reallocate implements experimental.LinearMemory; nil denies the growth, which PDFium's malloc sees as out of memory.
// So does the end of the context, which stops the bombs that fill memory.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if m.ctx != nil && m.ctx.Err() != nil {
		return nil
	}
	if size > uint64(len(m.reserved)) {
		m.exceeded = true
		return nil
	}
	if n := int(size); n > m.writable {
		if err := syscall.Mprotect(m.reserved[m.writable:n], syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
			m.exceeded = true
			return nil
		}
		m.writable = n
	}
	return m.reserved[:size:size]
}

// Free implements experimental.LinearMemory. Nothing is unmapped here, release does that: a slice of a memory that
// wazero gave up early must not become a fault that ends the process.
func (m *linearMemory) Free() {}

func (m *linearMemory) release() error {
	b := m.reserved
	m.reserved, m.writable = nil, 0
	return syscall.Munmap(b)
}
