package c2pa

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Limits on hostile input. Real stores have some dozen boxes, nested four deep.
const (
	maxBoxes = 4096
	maxDepth = 8
)

// box is a JUMBF superbox (ISO/IEC 19566-5, annex A) or one of its content boxes.
type box struct {
	kind     string // four characters; "jumb" for a superbox
	typ      string // of a superbox: the first four characters of its type's UUID
	label    string // of a superbox
	body     []byte // without the box's own header
	children []*box // of a superbox, without its description
}

// suffix ends the UUID of every type that C2PA and JUMBF define by four characters (ISO/IEC 19566-5, B.1).
const suffix = "\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"

// reader bounds the work of one store.
type reader struct{ boxes int }

// boxesIn reads the boxes that fill b. A box whose size makes no sense is an error.
func (r *reader) boxesIn(b []byte, depth int) ([]*box, error) {
	var list []*box
	for len(b) > 0 {
		if r.boxes++; r.boxes > maxBoxes || depth > maxDepth {
			return nil, fmt.Errorf("more than %d boxes or %d levels", maxBoxes, maxDepth)
		}
		kind, body, rest, err := split(b)
		if err != nil {
			return nil, err
		}
		k := &box{kind: kind, body: body}
		if kind == "jumb" {
			if err := r.superbox(k, depth); err != nil {
				return nil, err
			}
		}
		list, b = append(list, k), rest
	}
	return list, nil
}

// split cuts the first box off b (ISO/IEC 19566-5, B.2: the header of ISO media).
func split(b []byte) (kind string, body, rest []byte, err error) {
	if len(b) < 8 {
		return "", nil, nil, fmt.Errorf("%d bytes where a box should begin", len(b))
	}
	head, size := uint64(8), uint64(binary.BigEndian.Uint32(b))
	switch {
	case size == 0:
		size = uint64(len(b))
	case size == 1 && len(b) >= 16:
		head, size = 16, binary.BigEndian.Uint64(b[8:])
	}
	if size < head || size > uint64(len(b)) {
		return "", nil, nil, fmt.Errorf("box %q says it has %d bytes of %d", b[4:8], size, len(b))
	}
	return string(b[4:8]), b[head:size], b[size:], nil
}

// Toggles of a description box (ISO/IEC 19566-5, A.3).
const hasLabel = 0x02

// superbox reads a superbox's description, which comes first, and what follows it.
func (r *reader) superbox(k *box, depth int) error {
	kind, description, rest, err := split(k.body)
	if err != nil {
		return err
	}
	if kind != "jumd" || len(description) < 17 {
		return fmt.Errorf("a superbox begins with %q, not with its description", kind)
	}
	if string(description[4:16]) == suffix {
		k.typ = string(description[:4])
	}
	if description[16]&hasLabel != 0 {
		label, _, ended := bytes.Cut(description[17:], []byte{0})
		if !ended {
			return fmt.Errorf("a label does not end")
		}
		k.label = string(label)
	}
	k.children, err = r.boxesIn(rest, depth+1)
	return err
}

// child returns the first superbox of k with that type, nil when there is none.
func (k *box) child(typ string) *box {
	for _, c := range k.children {
		if c.typ == typ {
			return c
		}
	}
	return nil
}

// content returns the body of the first content box of that kind, nil when there is none.
func (k *box) content(kind string) []byte {
	if k == nil {
		return nil
	}
	for _, c := range k.children {
		if c.kind == kind {
			return c.body
		}
	}
	return nil
}
