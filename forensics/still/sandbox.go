package still

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	_ "unsafe" // for go:linkname

	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"loupe/forensics/sandbox"
)

// The modules are those of gen2brain/heic and avif: libheif 1.18.2 with libde265 1.0.15, libavif 1.1.1 with libaom 3.10.
// Their Go side is not used: it hands out pixels of memory that it has already freed (the first dozens of bytes are
// then the allocator's), it mistakes the rows of pictures below 128 pixels, and nothing bounds the sandbox's memory.
//
//go:linkname heifWasm github.com/gen2brain/heic.heifWasm
var heifWasm []byte

//go:linkname avifWasm github.com/gen2brain/avif.decodeWasm
var avifWasm []byte

// sandboxPages bounds the linear memory of one picture, in pages of 64 KiB: 768 MiB, which leaves room for the result in
// a worker of 1 GiB. A decoder that wants more fails, and the picture is refused.
const sandboxPages = 768 << 20 >> 16

// Sandboxed reports whether HEIC and AVIF are decoded inside the WebAssembly sandbox only: nil when they are, otherwise
// what to do about it. The libraries load the system's libheif and libavif into the process when they find them and
// the binary was built without the tag nodynamic; Decode then refuses these types.
func Sandboxed() (heicErr, avifErr error) {
	return sandboxed("HEIC", "libheif", heic.Dynamic()), sandboxed("AVIF", "libavif", avif.Dynamic())
}

// sandboxed reads what Dynamic returned: an error means that no shared library was loaded.
func sandboxed(name, library string, dynamic error) error {
	if dynamic != nil {
		return nil
	}
	return fmt.Errorf("%s: the system's %s is loaded into the process, outside the sandbox: build with -tags nodynamic", name, library)
}

// Warm compiles both modules, which the first picture of a process would otherwise pay for.
func Warm() error {
	_, heicErr := heicModule()
	_, avifErr := avifModule()
	return errors.Join(heicErr, avifErr)
}

// module is a decoder compiled once for the process; every picture gets an instance and memory of its own, so that
// pictures may be decoded concurrently.
type module struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

// The compiled modules, made on first use.
var (
	heicModule = sync.OnceValues(func() (*module, error) { err, _ := Sandboxed(); return compile(heifWasm, err) })
	avifModule = sync.OnceValues(func() (*module, error) { _, err := Sandboxed(); return compile(avifWasm, err) })
)

func compile(packed []byte, refused error) (*module, error) {
	if refused != nil {
		return nil, refused
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(sandboxPages)
	p, err := sandbox.Compile(context.Background(), config, code, func(ctx context.Context, r wazero.Runtime) error {
		_, err := wasi_snapshot_preview1.Instantiate(ctx, r)
		return err
	})
	return &module{p.Runtime, p.Module}, err
}

// instance is one use of a module. The first failure sticks: later calls do nothing.
type instance struct {
	ctx    context.Context
	module api.Module
	err    error
}

// start makes an instance without arguments, environment, files, clock or output. Close it: its memory is unmapped then.
func (m *module) start() (*instance, error) {
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(reserve))
	mod, err := m.runtime.InstantiateModule(ctx, m.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	return &instance{ctx: ctx, module: mod}, nil
}

func (i *instance) close() { _ = i.module.Close(i.ctx) }

func (i *instance) call(function string, args ...uint64) uint64 {
	if i.err != nil {
		return 0
	}
	results, err := i.module.ExportedFunction(function).Call(i.ctx, args...)
	if err != nil {
		i.err = fmt.Errorf("the decoder failed inside its sandbox: %w", err)
		return 0
	}
	return results[0]
}

// alloc allocates n bytes inside, and fills them with a pattern by which it can be seen what was never written.
func (i *instance) alloc(n int) (pointer uint64) {
	pointer = i.call("malloc", uint64(n))
	if i.err == nil && pointer == 0 {
		i.err = i.failure("the decoder")
	}
	memory := i.view(pointer, n)
	for k := range memory {
		memory[k] = unwritten
	}
	return pointer
}

// unwritten is what alloc fills memory with.
const unwritten = 0xa5

// view is the memory itself, valid until the next call.
func (i *instance) view(pointer uint64, n int) []byte {
	if i.err != nil {
		return nil
	}
	out, ok := i.module.Memory().Read(uint32(pointer), uint32(n))
	if !ok {
		i.err = fmt.Errorf("%d bytes at %d are outside the sandbox's memory", n, pointer)
	}
	return out
}

// failure says why a library gave nothing, as far as can be known: it does not say itself, and one that runs out of
// memory fails in its own ways.
func (i *instance) failure(library string) error {
	if i.err != nil {
		return fmt.Errorf("%s: %w", library, i.err)
	}
	const limit = sandboxPages << 16
	return fmt.Errorf("%s cannot decode the picture: it is damaged, of a variant that the library does not know, or too large for the sandbox (%d of %d MiB taken)",
		library, i.module.Memory().Size()>>20, limit>>20)
}

// input copies data in.
func (i *instance) input(data []byte) (pointer uint64) {
	pointer = i.alloc(len(data))
	copy(i.view(pointer, len(data)), data)
	return pointer
}

// word reads a 32-bit result.
func (i *instance) word(pointer uint64) int {
	b := i.view(pointer, 4)
	if i.err != nil {
		return 0
	}
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
}
