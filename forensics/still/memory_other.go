//go:build !unix

package still

import "github.com/tetratelabs/wazero/experimental"

// heap is linear memory on the Go heap.
type heap struct {
	bytes []byte
	limit uint64
}

func reserve(_, limit uint64) experimental.LinearMemory { return &heap{limit: limit} }

// Reallocate grows the memory, keeping what it holds; nil means that there is not enough.
func (h *heap) Reallocate(size uint64) []byte {
	if size > h.limit {
		return nil
	}
	if size > uint64(len(h.bytes)) {
		h.bytes = append(h.bytes, make([]byte, size-uint64(len(h.bytes)))...)
	}
	return h.bytes[:size:size]
}

// Free lets the collector have it.
func (h *heap) Free() { h.bytes = nil }
