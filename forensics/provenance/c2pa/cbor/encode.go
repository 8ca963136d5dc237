package cbor

import (
	"encoding/binary"
	"fmt"
)

// Encode writes what a signature is made over and what tests build manifests from: int, []byte, string, []any, Pairs,
// Tag, bool and nil, in the shortest form (RFC 8949, 4.2.1). Anything else is a programming error and panics.
func Encode(v any) []byte { return appendItem(nil, v) }

// Pairs is a map to write, in order: key, value, key, value.
type Pairs []any

func appendItem(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, majorSimple<<5|22)
	case bool:
		if v {
			return append(b, majorSimple<<5|21)
		}
		return append(b, majorSimple<<5|20)
	case int:
		if v < 0 {
			return appendHead(b, majorNegative, uint64(-1-v))
		}
		return appendHead(b, majorUnsigned, uint64(v))
	case []byte:
		return append(appendHead(b, majorBytes, uint64(len(v))), v...)
	case string:
		return append(appendHead(b, majorText, uint64(len(v))), v...)
	case []any:
		b = appendHead(b, majorArray, uint64(len(v)))
		for _, item := range v {
			b = appendItem(b, item)
		}
		return b
	case Pairs:
		b = appendHead(b, majorMap, uint64(len(v)/2))
		for _, item := range v {
			b = appendItem(b, item)
		}
		return b
	case Tag:
		return appendItem(appendHead(b, majorTag, v.Number), v.Content)
	}
	panic(fmt.Sprintf("cbor: a %T is not written", v))
}

func appendHead(b []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(b, major<<5|byte(n))
	case n < 1<<8:
		return append(b, major<<5|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, major<<5|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(b, major<<5|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, major<<5|27), n)
}
