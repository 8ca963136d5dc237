package mutate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"

	"loupe/torture/craft"
)

// replaceOne replaces one of the places that pattern finds.
func replaceOne(r *rand.Rand, data []byte, pattern string, with func(old []byte) string) ([]byte, string) {
	places := regexp.MustCompile(pattern).FindAllIndex(data, 4000)
	if len(places) == 0 {
		return nil, ""
	}
	p := pick(r, places)
	text := with(data[p[0]:p[1]])
	return slices.Concat(data[:p[0]], []byte(text), data[p[1]:]), fmt.Sprintf("%.20q at %d becomes %.20q", data[p[0]:p[1]], p[0], text)
}

// pdfNumbers changes a number, in the table and in streams as well.
func pdfNumbers(r *rand.Rand, data []byte) ([]byte, string) {
	return replaceOne(r, data, `-?[0-9]+(\.[0-9]+)?`, func(old []byte) string {
		v, _ := strconv.ParseUint(string(old), 10, 64) // 0 for what is no whole number
		switch r.IntN(6) {
		case 0:
			return pick(r, []string{"-1", "1e999", "nan", "0.00000001", "999999999999999999999", "-2147483648", "--5", "1.2.3", ""})
		default:
			return strconv.FormatUint(number(r, v)%(1<<40), 10)
		}
	})
}

// pdfNames changes a name into another that means something.
func pdfNames(r *rand.Rand, data []byte) ([]byte, string) {
	return replaceOne(r, data, `/[A-Za-z0-9]+`, func([]byte) string {
		return pick(r, []string{
			"/Kids", "/Parent", "/Page", "/Pages", "/Type", "/Length", "/Filter", "/FlateDecode", "/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/LZWDecode", "/RunLengthDecode",
			"/ASCII85Decode", "/CCITTFaxDecode", "/Crypt", "/Image", "/Form", "/Width", "/Height", "/SMask", "/Mask", "/Decode", "/DecodeParms", "/Predictor", "/ColorSpace",
			"/Indexed", "/ICCBased", "/Separation", "/DeviceN", "/Pattern", "/Contents", "/Resources", "/XObject", "/Font", "/Prev", "/Root", "/Size", "/XRef", "/ObjStm", "/Encrypt",
		})
	})
}

// pdfReferences makes a reference lead somewhere else.
func pdfReferences(r *rand.Rand, data []byte) ([]byte, string) {
	return replaceOne(r, data, `[0-9]+ 0 R`, func([]byte) string { return strconv.Itoa(r.IntN(12)) + " 0 R" })
}

// pdfObjects removes, repeats or swaps objects; the table is left as it was.
func pdfObjects(r *rand.Rand, data []byte) ([]byte, string) {
	places := regexp.MustCompile(`(?s)[0-9]+ 0 obj.*?endobj\n?`).FindAllIndex(data, 4000)
	if len(places) < 2 {
		return nil, ""
	}
	var pieces [][]byte
	at := 0
	for _, p := range places {
		pieces = append(pieces, data[at:p[0]], data[p[0]:p[1]])
		at = p[1]
	}
	objects := make([][]byte, 0, len(places))
	for i := 1; i < len(pieces); i += 2 {
		objects = append(objects, pieces[i])
	}
	objects, how := rearrange(r, objects, len(objects))
	return slices.Concat(pieces[0], bytes.Join(objects, nil), data[at:]), "objects " + how
}

// pdfStreams changes what a stream holds: its bytes, or what they inflate to.
func pdfStreams(r *rand.Rand, data []byte) ([]byte, string) {
	places := regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`).FindAllSubmatchIndex(data, 4000)
	if len(places) == 0 {
		return nil, ""
	}
	p := pick(r, places)
	old := data[p[2]:p[3]]
	op := pick(r, []operation{flipBits, setBytes, setNumber, remove, insert, repeat})
	if raw := inflated(old); len(raw) > 0 && r.IntN(3) > 0 {
		changed, how := op(r, raw)
		return slices.Concat(data[:p[2]], craft.Deflate(changed), data[p[3]:]), "inflated stream: " + how
	}
	changed, how := op(r, old)
	if changed == nil {
		return nil, ""
	}
	return slices.Concat(data[:p[2]], changed, data[p[3]:]), "stream: " + how
}
