package c2pa

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"loupe/forensics/provenance/c2pa/cbor"
)

// maxTopBoxes bounds the boxes of a file; pictures have a handful.
const maxTopBoxes = 4096

// boxBinding holds a file of ISO media against c2pa.hash.bmff.v2 or .v3 (18.6): of every box at the top that no
// exclusion names, its offset in eight bytes and then its bytes. Merkle trees, which films have, and exclusions inside
// boxes are not checkable here.
func (m *manifest) boxBinding(a *box, data []byte) Result {
	binding := asMap(a.content("cbor"))
	want, ok := binding["hash"].([]byte)
	h := newHash(m.algorithm(binding))
	list, _ := binding["exclusions"].([]any)
	switch {
	case strings.HasPrefix(a.label, "c2pa.hash.bmff__"), a.label == "c2pa.hash.bmff":
		return Result{NotCheckable, "the first version of the hash over ISO media, which is withdrawn"}
	case binding["merkle"] != nil || !ok || h == nil || len(list) > maxExclusions:
		return Result{NotCheckable, "a hash over ISO media of a kind that is not read"}
	}
	for at, n := 0, 0; at < len(data); n++ {
		size, kind := topBox(data[at:])
		if size == 0 || n == maxTopBoxes {
			return Result{NotCheckable, "the file's boxes cannot be walked"}
		}
		left, err := excluded(list, kind, data[at:at+size])
		if err != nil {
			return Result{NotCheckable, err.Error()}
		}
		if !left {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(at)))
			h.Write(data[at : at+size])
		}
		at += size
	}
	if !bytes.Equal(h.Sum(nil), want) {
		return Result{Broken, "the file's bytes are not those that were hashed"}
	}
	return Result{Holds, ""}
}

// topBox returns size and kind of the box at the beginning of b, 0 when it is not whole (ISO/IEC 14496-12, 4.2).
func topBox(b []byte) (size int, kind string) {
	k, body, rest, err := split(b)
	if err != nil || len(body) == 0 && len(rest) == len(b) {
		return 0, ""
	}
	return len(b) - len(rest), k
}

// excluded reports whether an exclusion names the whole box (18.6.2: path, and what stands at certain offsets).
func excluded(list []any, kind string, b []byte) (bool, error) {
	for _, item := range list {
		e, _ := item.(cbor.Map)
		path := strings.TrimPrefix(text(e, "xpath"), "/")
		first, inner, nested := strings.Cut(path, "/")
		if first != kind || !matches(e, b) {
			continue
		}
		if nested && bytes.Contains(b, []byte(lastOf(inner))) || !nested && e["subset"] != nil {
			return false, fmt.Errorf("an exclusion inside the box %.4q", kind)
		}
		if !nested {
			return true, nil
		}
	}
	return false, nil
}

// lastOf is the name of the box that a path ends at, without an index.
func lastOf(path string) string {
	name, _, _ := strings.Cut(path[strings.LastIndexByte(path, '/')+1:], "[")
	return name
}

// matches holds a box against the length and the data that an exclusion asks for. A condition that is not read matches
// nothing: the hash then differs or does not need it.
func matches(e cbor.Map, b []byte) bool {
	if length, ok := e["length"].(int64); ok && length != int64(len(b)) {
		return false
	}
	if e["version"] != nil || e["flags"] != nil {
		return false
	}
	list, _ := e["data"].([]any)
	for _, item := range list {
		d, _ := item.(cbor.Map)
		offset, ok := d["offset"].(int64)
		value, isBytes := d["value"].([]byte)
		if !ok || !isBytes || offset < 0 || offset > int64(len(b)) || !bytes.HasPrefix(b[offset:], value) {
			return false
		}
	}
	return true
}
