// Package cbor reads the Concise Binary Object Representation (RFC 8949), as much of it as provenance manifests use.
//
// Decode is total: hostile bytes give an error, never a panic; the number of items and their nesting are bounded.
package cbor

import (
	"encoding/binary"
	"errors"
	"math"
)

// Limits on hostile input.
const (
	MaxItems = 50_000 // of one document, all depths together
	MaxDepth = 32
)

// Errors that callers test for.
var (
	ErrTruncated = errors.New("cbor: the data ends inside an item")
	ErrMalformed = errors.New("cbor: malformed item")
	ErrTooLarge  = errors.New("cbor: too many items or too deep")
)

// Map is a map whose keys are integers (int64) or texts (string). Pairs with other keys are passed over; of two equal
// keys the first counts.
type Map map[any]any

// Tag is a tagged item.
type Tag struct {
	Number  uint64
	Content any
}

// Decode reads the first item of b and returns it with the bytes that follow. Items are int64, uint64 (when larger than
// an int64), []byte, string, []any, Map, Tag, bool, float64, or nil for null, undefined and other simple values. Strings
// of bytes belong to b.
func Decode(b []byte) (item any, rest []byte, err error) {
	d := decoder{rest: b}
	item, err = d.item(0)
	return item, d.rest, err
}

type decoder struct {
	rest  []byte
	items int
}

// Major types (RFC 8949, 3.1).
const (
	majorUnsigned = iota
	majorNegative
	majorBytes
	majorText
	majorArray
	majorMap
	majorTag
	majorSimple
)

// stop is the break code that ends what has no length (3.2.1).
type stop struct{}

func (d *decoder) item(depth int) (any, error) {
	if d.items++; d.items > MaxItems || depth > MaxDepth {
		return nil, ErrTooLarge
	}
	major, info, n, err := d.head()
	if err != nil {
		return nil, err
	}
	open := info == indefinite
	switch major {
	case majorUnsigned:
		if n > math.MaxInt64 {
			return n, nil
		}
		return int64(n), nil
	case majorNegative:
		if n > math.MaxInt64 {
			return nil, ErrMalformed // below the smallest int64: no manifest has it
		}
		return -1 - int64(n), nil
	case majorBytes:
		return d.bytes(major, n, open)
	case majorText:
		b, err := d.bytes(major, n, open)
		return string(b), err
	case majorArray:
		return d.array(n, open, depth)
	case majorMap:
		return d.dictionary(n, open, depth)
	case majorTag:
		content, err := d.within(depth)
		return Tag{n, content}, err
	}
	return simple(info, n)
}

const indefinite = 31

// head reads the initial byte and its argument (3). Of an item without length the argument is 0.
func (d *decoder) head() (major, info byte, n uint64, err error) {
	if len(d.rest) == 0 {
		return 0, 0, 0, ErrTruncated
	}
	major, info = d.rest[0]>>5, d.rest[0]&31
	d.rest = d.rest[1:]
	switch {
	case info < 24:
		return major, info, uint64(info), nil
	case info <= 27:
		size := 1 << (info - 24)
		if len(d.rest) < size {
			return 0, 0, 0, ErrTruncated
		}
		var argument [8]byte
		copy(argument[8-size:], d.rest[:size])
		d.rest = d.rest[size:]
		return major, info, binary.BigEndian.Uint64(argument[:]), nil
	case info == indefinite && major >= majorBytes && major != majorTag:
		return major, info, 0, nil
	}
	return 0, 0, 0, ErrMalformed
}

// bytes reads a string; one without length is joined from chunks of its own type that have one (3.2.3).
func (d *decoder) bytes(major byte, n uint64, open bool) ([]byte, error) {
	if !open {
		if n > uint64(len(d.rest)) {
			return nil, ErrTruncated
		}
		b := d.rest[:n:n]
		d.rest = d.rest[n:]
		return b, nil
	}
	var joined []byte
	for {
		if d.items++; d.items > MaxItems {
			return nil, ErrTooLarge
		}
		m, info, size, err := d.head()
		if err != nil || m == majorSimple && info == indefinite {
			return joined, err
		}
		if m != major || info == indefinite {
			return nil, ErrMalformed
		}
		chunk, err := d.bytes(major, size, false)
		if err != nil {
			return nil, err
		}
		joined = append(joined, chunk...)
	}
}

// within reads an item that another one holds; it must not be the break code.
func (d *decoder) within(depth int) (any, error) {
	v, err := d.item(depth + 1)
	if _, ended := v.(stop); ended && err == nil {
		return nil, ErrMalformed
	}
	return v, err
}

func (d *decoder) array(n uint64, open bool, depth int) (any, error) {
	list := []any{}
	for i := uint64(0); open || i < n; i++ {
		v, err := d.item(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, ended := v.(stop); ended {
			if !open {
				return nil, ErrMalformed
			}
			break
		}
		list = append(list, v)
	}
	return list, nil
}

func (d *decoder) dictionary(n uint64, open bool, depth int) (any, error) {
	m := Map{}
	for i := uint64(0); open || i < n; i++ {
		key, err := d.item(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, ended := key.(stop); ended {
			if !open {
				return nil, ErrMalformed
			}
			break
		}
		value, err := d.within(depth)
		if err != nil {
			return nil, err
		}
		switch key.(type) {
		case int64, string:
			if _, known := m[key]; !known {
				m[key] = value
			}
		}
	}
	return m, nil
}

// simple reads floating-point numbers and simple values (3.3).
func simple(info byte, n uint64) (any, error) {
	switch info {
	case 20, 21:
		return info == 21, nil
	case 25:
		return half(uint16(n)), nil
	case 26:
		return float64(math.Float32frombits(uint32(n))), nil
	case 27:
		return math.Float64frombits(n), nil
	case indefinite:
		return stop{}, nil
	}
	return nil, nil
}

// half converts a number of 16 bits (appendix D).
func half(v uint16) float64 {
	exponent, mantissa := int(v>>10)&31, float64(v&1023)
	var f float64
	switch exponent {
	case 0:
		f = math.Ldexp(mantissa, -24)
	case 31:
		f = math.Inf(1)
		if mantissa > 0 {
			f = math.NaN()
		}
	default:
		f = math.Ldexp(mantissa+1024, exponent-25)
	}
	if v>>15 == 1 {
		return -f
	}
	return f
}
