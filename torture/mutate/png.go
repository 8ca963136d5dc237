package mutate

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"loupe/torture/craft"
)

// pngChunk is one chunk; its length and CRC are made anew.
type pngChunk struct {
	kind string
	data []byte
}

// splitPNG takes a PNG apart, nil when it is none.
func splitPNG(data []byte) []pngChunk {
	if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return nil
	}
	var chunks []pngChunk
	for at := 8; at+12 <= len(data); {
		n := min(int(binary.BigEndian.Uint32(data[at:])), len(data)-at-12)
		chunks = append(chunks, pngChunk{string(data[at+4 : at+8]), data[at+8 : at+8+n]})
		at += 12 + n
	}
	return chunks
}

func joinPNG(chunks []pngChunk) []byte {
	var all [][]byte
	for _, c := range chunks {
		all = append(all, craft.Chunk(c.kind, c.data))
	}
	return craft.PNG(all...)
}

// pngChunks removes, repeats or swaps chunks, or renames one.
func pngChunks(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitPNG(data)
	if len(chunks) < 2 {
		return nil, ""
	}
	if r.IntN(4) == 0 {
		i := r.IntN(len(chunks))
		chunks[i].kind = pick(r, []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "iCCP", "zTXt", "iTXt", "eXIf", "acTL", "fcTL", "fdAT", "cICP", "IdAT"})
		return joinPNG(chunks), fmt.Sprintf("chunk %d becomes %s", i, chunks[i].kind)
	}
	out, how := rearrange(r, chunks, len(chunks))
	return joinPNG(out), "chunks " + how
}

// pngHeader changes a field of the header.
func pngHeader(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitPNG(data)
	if len(chunks) == 0 || len(chunks[0].data) != 13 {
		return nil, ""
	}
	h := slices.Clone(chunks[0].data)
	field := r.IntN(7)
	switch field {
	case 0, 1:
		binary.BigEndian.PutUint32(h[4*field:], uint32(number(r, uint64(binary.BigEndian.Uint32(h[4*field:])))))
	default:
		h[6+field] = pick(r, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 255})
	}
	chunks[0].data = h
	return joinPNG(chunks), fmt.Sprintf("header field %d", field)
}

// pngPixels inflates the pixels, changes them, deflates them again and cuts them into chunks anew.
func pngPixels(r *rand.Rand, data []byte) ([]byte, string) {
	return repixelled(r, data, pick(r, []operation{flipBits, setBytes, truncate, insert, remove, repeat}))
}

// pngFilters sets inflated bytes to 0 to 4: samples may have any value, and filters (9.2) these five, so that the pixels
// stay decodable.
func pngFilters(r *rand.Rand, data []byte) ([]byte, string) {
	return repixelled(r, data, func(r *rand.Rand, raw []byte) ([]byte, string) {
		out := slices.Clone(raw)
		for range 1 + r.IntN(len(raw)) {
			out[r.IntN(len(out))] = byte(r.IntN(5))
		}
		return out, "bytes 0 to 4"
	})
}

// repixelled applies op to the inflated pixels.
func repixelled(r *rand.Rand, data []byte, op operation) ([]byte, string) {
	chunks := splitPNG(data)
	var stream []byte
	var rest []pngChunk
	first := -1
	for _, c := range chunks {
		if c.kind == "IDAT" {
			stream = append(stream, c.data...)
			if first < 0 {
				first = len(rest)
			}
			continue
		}
		rest = append(rest, c)
	}
	raw := inflated(stream)
	if first < 0 || len(raw) == 0 {
		return nil, ""
	}
	changed, how := op(r, raw)
	if changed == nil {
		return nil, ""
	}
	stream = craft.Deflate(changed)
	step := max(1, len(stream)/(1+r.IntN(5)))
	var pixels []pngChunk
	for piece := range slices.Chunk(stream, step) {
		pixels = append(pixels, pngChunk{"IDAT", piece})
	}
	return joinPNG(slices.Insert(rest, first, pixels...)), "pixels: " + how
}

// inflated returns what a zlib stream holds, as far as it can be read, up to 4 MB.
func inflated(stream []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil
	}
	raw, _ := io.ReadAll(io.LimitReader(z, 4<<20)) // what there is
	return raw
}

// pngPayload changes bytes of any chunk.
func pngPayload(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitPNG(data)
	if len(chunks) == 0 {
		return nil, ""
	}
	c := &chunks[r.IntN(len(chunks))]
	op := pick(r, []operation{flipBits, setBytes, setNumber, truncate, insert, remove})
	changed, how := op(r, c.data)
	if changed == nil {
		return nil, ""
	}
	c.data = changed
	return joinPNG(chunks), c.kind + ": " + how
}

// pngAncillary puts a chunk that need not be understood before the pixels: text, profile, EXIF, animation, or unknown.
func pngAncillary(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitPNG(data)
	if len(chunks) < 2 {
		return nil, ""
	}
	body := make([]byte, r.IntN(200))
	for i := range body {
		body[i] = byte(number(r, 0))
	}
	exif := craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, craft.Tag{ID: int(number(r, 0x112)), Type: r.IntN(14), Count: int(number(r, 1)), Value: body[:len(body)/2]}))
	c := pick(r, []pngChunk{
		{"tEXt", append([]byte("Comment\x00"), body...)}, {"zTXt", append([]byte("Comment\x00\x00"), craft.Deflate(body)...)},
		{"iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00<x:xmpmeta "), body...)}, {"iCCP", append([]byte("icc\x00\x00"), craft.Deflate(body)...)},
		{"eXIf", exif}, {"acTL", append(body, make([]byte, 8)...)[:8]}, {"prVt", body},
	})
	return joinPNG(slices.Insert(chunks, 1, c)), "chunk " + c.kind + " added"
}

// pngLength makes a chunk say another length, the only change whose CRC does not hold.
func pngLength(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitPNG(data)
	if len(chunks) == 0 {
		return nil, ""
	}
	i := r.IntN(len(chunks))
	at := len(joinPNG(chunks[:i]))
	out := joinPNG(chunks)
	v := uint32(number(r, uint64(len(chunks[i].data))))
	binary.BigEndian.PutUint32(out[at:], v)
	return out, fmt.Sprintf("chunk %s says %d bytes", chunks[i].kind, v)
}
