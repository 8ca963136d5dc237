package mutate

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"

	"loupe/torture/craft"
)

// splitWebP takes a WebP apart, nil when it is none.
func splitWebP(data []byte) []pngChunk {
	if len(data) < 12 || !bytes.HasPrefix(data, []byte("RIFF")) || string(data[8:12]) != "WEBP" {
		return nil
	}
	var chunks []pngChunk
	for at := 12; at+8 <= len(data); {
		n := min(int(binary.LittleEndian.Uint32(data[at+4:])), len(data)-at-8)
		chunks = append(chunks, pngChunk{string(data[at : at+4]), data[at+8 : at+8+n]})
		at += 8 + n + n&1
	}
	return chunks
}

func joinWebP(chunks []pngChunk) []byte {
	var all [][]byte
	for _, c := range chunks {
		all = append(all, craft.RIFFChunk(c.kind, c.data))
	}
	return craft.WebP(all...)
}

// webpChunks removes, repeats or swaps chunks, or renames one.
func webpChunks(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitWebP(data)
	if len(chunks) == 0 {
		return nil, ""
	}
	if r.IntN(4) == 0 {
		i := r.IntN(len(chunks))
		chunks[i].kind = pick(r, []string{"VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP", "EXIF", "XMP "})
		return joinWebP(chunks), fmt.Sprintf("chunk %d becomes %s", i, chunks[i].kind)
	}
	out, how := rearrange(r, chunks, len(chunks))
	return joinWebP(out), "chunks " + how
}

// webpPayload changes a chunk's bytes, its first ones more often: headers and prefix codes stand there.
func webpPayload(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitWebP(data)
	if len(chunks) == 0 {
		return nil, ""
	}
	c := &chunks[r.IntN(len(chunks))]
	if len(c.data) == 0 {
		return nil, ""
	}
	head := min(len(c.data), 16<<r.IntN(6))
	op := pick(r, []operation{flipBits, flipBits, setBytes, setNumber, remove, insert, truncate})
	changed, how := op(r, c.data[:head])
	c.data = slices.Concat(changed, c.data[head:])
	return joinWebP(chunks), c.kind + ": " + how
}

// webpSizes makes the container or a chunk say another size.
func webpSizes(r *rand.Rand, data []byte) ([]byte, string) {
	chunks := splitWebP(data)
	if len(chunks) == 0 {
		return nil, ""
	}
	out := joinWebP(chunks)
	i := r.IntN(len(chunks) + 1)
	at := 4
	if i > 0 {
		at = len(joinWebP(chunks[:i-1])) + 4
	}
	v := uint32(number(r, uint64(binary.LittleEndian.Uint32(out[at:]))))
	binary.LittleEndian.PutUint32(out[at:], v)
	return out, fmt.Sprintf("size %d becomes %d", i, v)
}
