package still

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// Values of the Compression tag.
const (
	tiffNone       = 1
	tiffCCITT3     = 3
	tiffCCITT4     = 4
	tiffLZW        = 5
	tiffJPEGOld    = 6
	tiffJPEG       = 7
	tiffDeflate    = 8
	tiffPackBits   = 32773
	tiffDeflateOld = 32946
)

// block is the unit in which a TIFF is compressed: a strip or a tile.
type block struct {
	width, height uint64 // pixels
	bytes         uint64 // when unpacked
	n             uint64 // how many cover the picture
}

func (d directory) block() block {
	w, h := d.first(tagImageWidth, 0), d.first(tagImageLength, 0)
	bits := d.values(tagBitsPerSample)
	if len(bits) == 0 {
		bits = []uint64{1}
	}
	b := block{width: w, height: h}
	if tw := d.first(tagTileWidth, 0); tw > 0 {
		b.width, b.height = tw, d.first(tagTileLength, 0)
	} else if rows := d.first(tagRowsPerStrip, 0); rows > 0 {
		b.height = min(rows, h)
	}
	b.bytes = (b.width*bits[0]*uint64(len(bits)) + 7) / 8 * b.height
	if b.width > 0 && b.height > 0 {
		b.n = ((w + b.width - 1) / b.width) * ((h + b.height - 1) / b.height)
	}
	return b
}

// check refuses, by the directory alone, what golang.org/x/image/tiff would decode wrongly without a word (separate
// planes, reversed bits), and sizes that a picture of its dimensions cannot need.
func (d directory) check() error {
	compression := d.first(tagCompression, tiffNone)
	switch {
	case compression == tiffJPEG || compression == tiffJPEGOld:
		return unsupported("the TIFF is JPEG-compressed, which is not read: save it as JPEG or as TIFF with LZW")
	case d.first(tagPlanar, 1) == 2 && len(d.values(tagBitsPerSample)) > 1:
		return unsupported("the TIFF keeps its colours in separate planes, which is not read: save it as PNG")
	case d.first(tagFillOrder, 1) == 2 && compression != tiffCCITT3 && compression != tiffCCITT4:
		return unsupported("the TIFF stores its bits in reverse (FillOrder 2), which is read only with CCITT compression: save it as PNG")
	}
	return d.checkSizes()
}

func (d directory) checkSizes() error {
	const mib = 1 << 20
	b := d.block()
	w, h := d.first(tagImageWidth, 0), d.first(tagImageLength, 0)
	// A tile may stand out of the picture, so its size has a bound of its own. The product cannot overflow: the decoder
	// held each side below 2^31 and width x height x 8 below 2^63.
	if limit := 4*w*h + mib; b.width > 1<<20 || b.height > 1<<20 || b.width*b.height > limit {
		return fmt.Errorf("a block of the TIFF is %dx%d, the picture %dx%d: the file is damaged", b.width, b.height, w, h)
	}
	var sum uint64
	for _, n := range d.counts() {
		sum += n
	}
	// Blocks that share bytes would be unpacked again and again.
	if limit := 2 * uint64(len(d.file)); sum > limit {
		return fmt.Errorf("the TIFF's blocks say %d bytes in all, the file has %d: the file is damaged", sum, len(d.file))
	}
	return nil
}

func (d directory) counts() []uint64 {
	n := d.block().n
	counts := d.values(tagTileCounts)
	if d.first(tagTileWidth, 0) == 0 {
		counts = d.values(tagStripCounts)
	}
	return counts[:min(n, uint64(len(counts)))]
}

// checkUnpacked unpacks large blocks into nothing, counting: the decoder would hold up to 8 bytes a pixel of each in
// memory, whatever the picture needs, 64 times too much for a bilevel one.
func (d directory) checkUnpacked() error {
	const small = 16 << 20
	b := d.block()
	if b.width*b.height*8 <= small {
		return nil
	}
	offsets := d.values(tagTileOffsets)
	if d.first(tagTileWidth, 0) == 0 {
		offsets = d.values(tagStripOffsets)
	}
	limit := 2*b.bytes + 1<<16
	for i, n := range d.counts() {
		if i >= len(offsets) || offsets[i] > uint64(len(d.file)) || n > uint64(len(d.file))-offsets[i] {
			return io.ErrUnexpectedEOF
		}
		got, err := unpackedSize(d.first(tagCompression, tiffNone), d.file[offsets[i]:offsets[i]+n], limit)
		if err != nil {
			return err
		}
		if got > limit {
			return fmt.Errorf("block %d of the TIFF unpacks to more than %d bytes, its pixels need %d: the file is damaged", i, limit, b.bytes)
		}
	}
	return nil
}

// unpackedSize counts the bytes that packed unpacks to, up to limit+1. CCITT is bounded by the picture's size.
func unpackedSize(compression uint64, packed []byte, limit uint64) (uint64, error) {
	var r io.ReadCloser
	switch compression {
	case tiffLZW:
		r = lzw.NewReader(bytes.NewReader(packed), lzw.MSB, 8)
	case tiffDeflate, tiffDeflateOld:
		var err error
		if r, err = zlib.NewReader(bytes.NewReader(packed)); err != nil {
			return 0, err
		}
	case tiffPackBits:
		return packBitsSize(packed, limit), nil
	default:
		return 0, nil
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(r, int64(limit)+1))
	return uint64(n), err
}

// packBitsSize follows TIFF 6.0 section 9.
func packBitsSize(packed []byte, limit uint64) (n uint64) {
	for len(packed) > 0 && n <= limit {
		length, step := uint64(packed[0])+1, int(packed[0])+2
		if packed[0] > 128 {
			length, step = 257-uint64(packed[0]), 2
		} else if packed[0] == 128 {
			length, step = 0, 1
		}
		n += length
		packed = packed[min(step, len(packed)):]
	}
	return n
}
