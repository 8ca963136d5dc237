package survey

import "bytes"

// maxSamsung bounds the entries of a Samsung trailer's directory.
const maxSamsung = 1000

// samsungTrailer returns where the trailer begins that Samsung phones write and that ends the file, or the file's length.
// It ends in a directory: "SEFH", version, count, entries of 12 bytes (type, distance of the data before the directory,
// size), the directory's length, "SEFT" (as documented by ExifTool, Samsung.pm).
func samsungTrailer(data []byte, from int) int {
	tail := len(data) - 8
	if tail < from || string(data[tail+4:]) != "SEFT" {
		return len(data)
	}
	head := tail - le32(data, tail)
	if head < from || !bytes.HasPrefix(data[head:], []byte("SEFH")) {
		return len(data)
	}
	begin := head
	for i := range min(le32(data, head+8), maxSamsung) {
		begin = min(begin, head-le32(data, head+12+12*i+4))
	}
	if begin < from {
		return len(data)
	}
	return begin
}

// makerTrailer recognises the trailers of other makers that say how long they are.
func makerTrailer(b []byte) (n int, what string) {
	if !bytes.HasPrefix(b, []byte("CANON OPTIONAL DATA\x00")) || len(b) < 0x1c+0x40 {
		return 0, ""
	}
	// A header of 28 bytes ends in the length of the data; a footer of 64 follows (ExifTool, CanonVRD.pm).
	if n = 0x1c + be32(b, 0x18) + 0x40; n > len(b) || n < 0 {
		return 0, ""
	}
	return n, "Canon's processing settings"
}
