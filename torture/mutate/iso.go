package mutate

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// isoBox is where a box stands in a file, with the boxes around it.
type isoBox struct {
	kind    string
	at, end int
	around  []int // offsets of the boxes that hold it
}

// isoTree lists the boxes of an ISO media file, depth first.
func isoTree(data []byte) []isoBox {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return nil
	}
	return isoWalk(data, 0, len(data), nil, nil)
}

// containers hold boxes after so many bytes of their own.
func containers() map[string]int {
	return map[string]int{"meta": 4, "iinf": 6, "iprp": 0, "ipco": 0, "iref": 4, "dinf": 0, "moov": 0, "trak": 0, "mdia": 0, "minf": 0, "stbl": 0, "grpl": 0}
}

func isoWalk(data []byte, from, to int, around []int, found []isoBox) []isoBox {
	for at := from; at+8 <= to && len(found) < 4096; {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 8 || size > to-at {
			size = to - at
		}
		b := isoBox{string(data[at+4 : at+8]), at, at + size, around}
		found = append(found, b)
		if skip, ok := containers()[b.kind]; ok && len(around) < 8 && at+8+skip <= b.end {
			found = isoWalk(data, at+8+skip, b.end, append(around[:len(around):len(around)], at), found)
		}
		at += size
	}
	return found
}

// isoFields changes a number inside a box that is not media data.
func isoFields(r *rand.Rand, data []byte) ([]byte, string) {
	var boxes []isoBox
	for _, b := range isoTree(data) {
		if _, holds := containers()[b.kind]; (!holds && b.kind != "mdat" && b.kind != "ftyp") || r.IntN(20) == 0 {
			boxes = append(boxes, b)
		}
	}
	if len(boxes) == 0 {
		return nil, ""
	}
	b := pick(r, boxes)
	out := slices.Clone(data)
	how := overwrite(r, out, b.at+8, min(b.end, b.at+8+128))
	return out, b.kind + ": " + how
}

// isoBoxes removes or repeats a box and corrects the sizes around it, or renames it. Offsets into the file then lie.
func isoBoxes(r *rand.Rand, data []byte) ([]byte, string) {
	tree := isoTree(data)
	if len(tree) == 0 {
		return nil, ""
	}
	b := pick(r, tree)
	out := slices.Clone(data)
	grow := 0
	how := "removed"
	switch r.IntN(3) {
	case 0:
		kind := pick(r, []string{"meta", "iloc", "iinf", "ipco", "ipma", "ispe", "hvcC", "av1C", "colr", "irot", "clap", "idat", "mdat", "moov", "free", "grid", "auxC", "pixi", "mini"})
		copy(out[b.at+4:], kind)
		return out, b.kind + " becomes " + kind
	case 1:
		if b.end-b.at > 1<<16 {
			return nil, ""
		}
		how, grow = "repeated", b.end-b.at
		out = slices.Insert(out, b.end, data[b.at:b.end]...)
	default:
		grow = b.at - b.end
		out = slices.Delete(out, b.at, b.end)
	}
	for _, at := range b.around {
		binary.BigEndian.PutUint32(out[at:], uint32(int(binary.BigEndian.Uint32(out[at:]))+grow))
	}
	return out, strings.TrimSpace(b.kind) + " " + how
}

// isoSizes makes a box say another size.
func isoSizes(r *rand.Rand, data []byte) ([]byte, string) {
	tree := isoTree(data)
	if len(tree) == 0 {
		return nil, ""
	}
	b := pick(r, tree)
	out := slices.Clone(data)
	v := uint32(number(r, uint64(b.end-b.at)))
	binary.BigEndian.PutUint32(out[b.at:], v)
	return out, fmt.Sprintf("%s says %d bytes", b.kind, v)
}
