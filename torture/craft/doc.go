// Package craft writes the building blocks of picture files, valid or not: PNG chunks, JPEG segments and scans, TIFF
// directories, RIFF chunks, ISO boxes, PDF objects. Nothing here checks that what it is told makes sense: the files that
// are built with it are meant to lie.
package craft

import "encoding/binary"

// be16, be32, le16 and le32 append the low bits of v in big or little endian order.
func be16(b []byte, v int) []byte { return binary.BigEndian.AppendUint16(b, uint16(v)) }
func be32(b []byte, v int) []byte { return binary.BigEndian.AppendUint32(b, uint32(v)) }
func le16(b []byte, v int) []byte { return binary.LittleEndian.AppendUint16(b, uint16(v)) }
func le32(b []byte, v int) []byte { return binary.LittleEndian.AppendUint32(b, uint32(v)) }

// Join concatenates the parts of a file.
func Join(parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := make([]byte, 0, n)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
