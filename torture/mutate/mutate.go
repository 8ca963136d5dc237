// Package mutate spoils good files as a forger's tools or a fuzzer would: it takes a file apart by the rules of its
// format, changes a few things, and puts it together again with lengths and checksums that mostly hold, so that what is
// wrong reaches the code behind the first test.
package mutate

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
)

// Mutant is a spoilt file.
type Mutant struct {
	Data []byte
	How  string // what was done, for people
}

// operation changes data, which it may not write to, and says how; nil when it finds nothing to change.
type operation func(r *rand.Rand, data []byte) (out []byte, how string)

// maxGrowth bounds a mutant: several times its base and some.
const maxGrowth = 1 << 20

// New returns the mutant of base that seed makes: one to four changes, most of them by the rules of mediaType. Equal
// arguments give equal mutants. Donors are other files that it may be spliced with.
func New(seed int64, base []byte, mediaType string, donors ...[]byte) Mutant {
	r := rand.New(rand.NewPCG(uint64(seed), 0x6d757461))
	aware := operations(mediaType)
	m := Mutant{Data: slices.Clone(base)}
	var how []string
	for range 1 + max(0, r.IntN(6)-2) {
		op := generic(r, donors)
		if len(aware) > 0 && r.IntN(5) > 0 {
			op = aware[r.IntN(len(aware))]
		}
		out, what := op(r, m.Data)
		if out == nil || len(out) > 4*len(base)+maxGrowth || bytes.Equal(out, m.Data) {
			continue
		}
		m.Data, how = out, append(how, what)
	}
	if len(how) == 0 {
		m.Data, m.How = flipBits(r, m.Data)
		return m
	}
	m.How = strings.Join(how, ", ")
	return m
}

// operations lists what is known of a format.
func operations(mediaType string) []operation {
	switch mediaType {
	case "image/jpeg":
		return []operation{jpegSegments, jpegFields, jpegFields, jpegEntropy, jpegLength, jpegEXIF, jpegApplication, jpegApplication}
	case "image/png":
		return []operation{pngChunks, pngHeader, pngPixels, pngFilters, pngFilters, pngPayload, pngLength, pngAncillary, pngAncillary}
	case "image/gif":
		return []operation{gifFields, gifFields, gifData, gifBlocks}
	case "image/bmp":
		return []operation{bmpFields}
	case "image/tiff":
		return []operation{tiffEntries, tiffEntries, tiffLinks}
	case "image/webp":
		return []operation{webpChunks, webpPayload, webpPayload, webpSizes}
	case "image/heic", "image/heif", "image/avif":
		return []operation{isoFields, isoFields, isoBoxes, isoSizes}
	case "application/pdf":
		return []operation{pdfNumbers, pdfNumbers, pdfNames, pdfObjects, pdfReferences, pdfStreams}
	}
	return nil
}

// interesting are the numbers at which code goes wrong.
func interesting() []uint64 {
	return []uint64{0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 257, 511, 512, 1023, 1024, 4095, 4096, 32767, 32768, 65535, 65536,
		1<<24 - 1, 1 << 24, 1<<31 - 1, 1 << 31, 1<<31 + 1, 1<<32 - 2, 1<<32 - 1, 1<<63 - 1, 1 << 63, 1<<64 - 1}
}

// number returns an interesting number, or one near to v.
func number(r *rand.Rand, v uint64) uint64 {
	switch r.IntN(4) {
	case 0:
		return v + uint64(r.IntN(9)) - 4
	case 1:
		return v ^ 1<<r.IntN(32)
	}
	list := interesting()
	return list[r.IntN(len(list))]
}

// pick returns one of list, which must not be empty.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// rearrange removes, repeats or swaps elements; n is how many may be touched, from the first.
func rearrange[T any](r *rand.Rand, list []T, n int) ([]T, string) {
	if n < 1 {
		return nil, ""
	}
	i, j := r.IntN(n), r.IntN(n)
	out := slices.Clone(list)
	switch r.IntN(4) {
	case 0:
		return slices.Delete(out, i, i+1), "removed"
	case 1:
		return slices.Insert(out, j, list[i]), "repeated"
	case 2:
		for range 2 + r.IntN(60) {
			out = slices.Insert(out, j, list[i])
		}
		return out, "repeated many times"
	}
	out[i], out[j] = out[j], out[i]
	return out, "swapped"
}
