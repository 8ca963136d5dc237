package mutate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
)

// gifBlock is a run of bytes of a GIF and what it is.
type gifBlock struct {
	kind   string
	bytes  []byte
	fields int // bytes from the start that are numbers rather than data
}

// splitGIF takes a GIF apart, nil when it is none.
func splitGIF(data []byte) []gifBlock {
	if len(data) < 13 || !bytes.HasPrefix(data, []byte("GIF8")) {
		return nil
	}
	table := func(packed byte) int {
		if packed&0x80 == 0 {
			return 0
		}
		return 3 << (packed&7 + 1)
	}
	at := min(13+table(data[10]), len(data))
	blocks := []gifBlock{{"header", data[:at], 13}}
	for at < len(data) {
		b := gifBlock{kind: "trailer", fields: 1}
		end := at + 1
		switch {
		case data[at] == 0x21 && at+2 < len(data):
			b.kind, b.fields, end = "extension", 8, chain(data, at+2)
		case data[at] == 0x2C && at+10 < len(data):
			b.kind, b.fields = "frame", 11
			end = chain(data, at+11+table(data[at+9]))
		}
		end = min(end, len(data))
		b.bytes = data[at:end]
		blocks, at = append(blocks, b), end
	}
	return blocks
}

// chain returns the offset after a chain of sub-blocks.
func chain(data []byte, at int) int {
	for at < len(data) && data[at] != 0 {
		at += 1 + int(data[at])
	}
	return at + 1
}

func joinGIF(blocks []gifBlock) []byte {
	var out []byte
	for _, b := range blocks {
		out = append(out, b.bytes...)
	}
	return out
}

// gifFields changes a number of the screen, of a frame or of an extension.
func gifFields(r *rand.Rand, data []byte) ([]byte, string) {
	blocks := splitGIF(data)
	if blocks == nil {
		return nil, ""
	}
	b := &blocks[r.IntN(len(blocks))]
	from := 1
	if b.kind == "header" {
		from = 6
	}
	b.bytes = slices.Clone(b.bytes)
	how := overwrite(r, b.bytes, from, min(b.fields, len(b.bytes)))
	return joinGIF(blocks), b.kind + ": " + how
}

// gifData changes a frame's compressed pixels or the lengths of its sub-blocks.
func gifData(r *rand.Rand, data []byte) ([]byte, string) {
	blocks := splitGIF(data)
	var frames []int
	for i, b := range blocks {
		if b.kind == "frame" && len(b.bytes) > b.fields {
			frames = append(frames, i)
		}
	}
	if len(frames) == 0 {
		return nil, ""
	}
	b := &blocks[pick(r, frames)]
	op := pick(r, []operation{flipBits, setBytes, remove, insert, truncate})
	changed, how := op(r, b.bytes[b.fields:])
	b.bytes = slices.Concat(b.bytes[:b.fields], changed)
	return joinGIF(blocks), "frame data: " + how
}

// gifBlocks removes, repeats or swaps blocks.
func gifBlocks(r *rand.Rand, data []byte) ([]byte, string) {
	blocks := splitGIF(data)
	if len(blocks) < 2 {
		return nil, ""
	}
	rest, how := rearrange(r, blocks[1:], len(blocks)-1)
	return joinGIF(append(blocks[:1:1], rest...)), fmt.Sprintf("blocks %s", how)
}

// bmpFields changes a field of the file header or the information header.
func bmpFields(r *rand.Rand, data []byte) ([]byte, string) {
	if !bytes.HasPrefix(data, []byte("BM")) {
		return nil, ""
	}
	out := slices.Clone(data)
	return out, "header: " + overwrite(r, out, 2, min(54+r.IntN(70), len(out)))
}
