package still

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/tiff"
)

// maxDirectories bounds the walk over a TIFF's pages.
const maxDirectories = 1000

// Tags of TIFF 6.0 that decide which picture a directory describes and how much it unpacks to.
const (
	tagNewSubfileType = 254
	tagImageWidth     = 256
	tagImageLength    = 257
	tagBitsPerSample  = 258
	tagCompression    = 259
	tagPhotometric    = 262
	tagFillOrder      = 266
	tagStripOffsets   = 273
	tagRowsPerStrip   = 278
	tagStripCounts    = 279
	tagPlanar         = 284
	tagTileWidth      = 322
	tagTileLength     = 323
	tagTileOffsets    = 324
	tagTileCounts     = 325
)

// Sheets returns how many sheets Decode can be asked for: the full-resolution pages of a TIFF's main chain, 1 for
// every other type, never less than 1.
func Sheets(mediaType string, data []byte) int {
	if mediaType != "image/tiff" {
		return 1
	}
	return max(1, len(pages(data)))
}

// directory is one image file directory (TIFF 6.0 section 2).
type directory struct {
	file    []byte
	order   binary.ByteOrder
	offset  uint32
	entries []byte // 12 bytes each
}

// pages walks the main chain of directories, leaving out reduced-resolution pictures (NewSubfileType bit 0), unless
// there is nothing else, and stopping at a directory seen before or outside the file.
func pages(data []byte) []directory {
	if len(data) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	var full, all []directory
	seen := map[uint32]bool{0: true}
	for at := order.Uint32(data[4:]); len(all) < maxDirectories && !seen[at]; {
		seen[at] = true
		d, next, ok := readDirectory(data, order, at)
		if !ok {
			break
		}
		all, at = append(all, d), next
		if d.first(tagNewSubfileType, 0)&1 == 0 {
			full = append(full, d)
		}
	}
	if len(full) == 0 && len(all) > 0 {
		return all[:1]
	}
	return full
}

func readDirectory(data []byte, order binary.ByteOrder, at uint32) (d directory, next uint32, ok bool) {
	if uint64(at)+2 > uint64(len(data)) {
		return directory{}, 0, false
	}
	start := int(at) + 2
	end := start + 12*int(order.Uint16(data[at:]))
	if end > len(data) {
		return directory{}, 0, false
	}
	if end+4 <= len(data) {
		next = order.Uint32(data[end:])
	}
	return directory{data, order, at, data[start:end]}, next, true
}

// first returns the first value of a tag, or without it otherwise.
func (d directory) first(tag uint16, otherwise uint64) uint64 {
	if v := d.values(tag); len(v) > 0 {
		return v[0]
	}
	return otherwise
}

// values returns the BYTE, SHORT or LONG values of a tag; nil when it is absent, of another type or outside the file.
func (d directory) values(tag uint16) []uint64 {
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if d.order.Uint16(e) != tag {
			continue
		}
		size := [...]uint64{1: 1, 3: 2, 4: 4, 12: 0}[min(d.order.Uint16(e[2:]), 12)]
		length := size * uint64(d.order.Uint32(e[4:]))
		raw := e[8:12]
		if length > 4 {
			at := uint64(d.order.Uint32(e[8:]))
			if at+length > uint64(len(d.file)) {
				return nil
			}
			raw = d.file[at : at+length]
		} else {
			raw = raw[:length]
		}
		return d.unpack(raw, size)
	}
	return nil
}

func (d directory) unpack(raw []byte, size uint64) []uint64 {
	if size == 0 {
		return nil
	}
	out := make([]uint64, 0, uint64(len(raw))/size)
	for ; len(raw) > 0; raw = raw[size:] {
		switch size {
		case 1:
			out = append(out, uint64(raw[0]))
		case 2:
			out = append(out, uint64(d.order.Uint16(raw)))
		default:
			out = append(out, uint64(d.order.Uint32(raw)))
		}
	}
	return out
}

// page finds sheet k.
func page(data []byte, k int) (directory, error) {
	all := pages(data)
	if len(all) == 0 {
		return directory{}, fmt.Errorf("the TIFF's first directory lies outside its %d bytes: %w", len(data), io.ErrUnexpectedEOF)
	}
	if k >= len(all) {
		return directory{}, fmt.Errorf("sheet %d of a TIFF that has %d: count from 0", k, len(all))
	}
	return all[k], nil
}

func configTIFF(data []byte, sheet int) (image.Config, error) {
	d, err := page(data, sheet)
	if err != nil {
		return image.Config{}, err
	}
	cfg, err := tiff.DecodeConfig(d.reader())
	if err != nil {
		return image.Config{}, tiffError(err)
	}
	return cfg, d.check()
}

func decodeTIFF(data []byte, sheet int) (image.Image, error) {
	d, err := page(data, sheet)
	if err != nil {
		return nil, err
	}
	if err := d.checkUnpacked(); err != nil {
		return nil, err
	}
	img, err := tiff.Decode(d.reader())
	compression := d.first(tagCompression, tiffNone)
	if err != nil && compression == tiffCCITT3 {
		return nil, unsupported("the TIFF is of a Group 3 fax variant that is not read, or damaged (%v): save it as PNG", err)
	}
	if gray, ok := img.(*image.Gray); ok && compression >= tiffCCITT3 && compression <= tiffCCITT4 && d.first(tagPhotometric, 0) == 1 {
		invert(gray)
	}
	return img, tiffError(err)
}

// invert does what the decoder leaves out: fax codes call white 0, so a fax that calls black 0 is shown inverted (TIFF
// 6.0 section 11, and every reader built on libtiff).
func invert(img *image.Gray) {
	for i, v := range img.Pix {
		img.Pix[i] = 255 - v
	}
}

func tiffError(err error) error {
	var u tiff.UnsupportedError
	if errors.As(err, &u) {
		return unsupported("the TIFF is of a variant that is not read (%v): save it as PNG", err)
	}
	return err
}

// overlay is the file with another 8-byte header in front, so that a decoder which knows only the first directory
// starts at the one we mean.
type overlay struct {
	header [8]byte
	*bytes.Reader
}

func (d directory) reader() io.Reader {
	o := &overlay{Reader: bytes.NewReader(d.file)}
	copy(o.header[:], d.file)
	d.order.PutUint32(o.header[4:], d.offset)
	return o
}

// ReadAt is all that the decoder calls.
func (o *overlay) ReadAt(p []byte, off int64) (int, error) {
	n, err := o.Reader.ReadAt(p, off)
	if off >= 0 && off < int64(len(o.header)) {
		copy(p[:n], o.header[off:])
	}
	return n, err
}
