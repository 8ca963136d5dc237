package cbor_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"reflect"
	"testing"

	"loupe/forensics/provenance/c2pa/cbor"
)

// TestExamples decodes examples of RFC 8949, appendix A.
func TestExamples(t *testing.T) {
	for in, want := range map[string]any{
		"00": int64(0), "17": int64(23), "1818": int64(24), "1903e8": int64(1000), "1b000000e8d4a51000": int64(1000000000000), "1bffffffffffffffff": uint64(math.MaxUint64),
		"20": int64(-1), "3903e7": int64(-1000), "f93c00": 1.0, "fa47c35000": 100000.0, "fb3ff199999999999a": 1.1, "f90001": 5.960464477539063e-8, "f9c400": -4.0,
		"f4": false, "f5": true, "f6": nil, "f7": nil, "4401020304": []byte{1, 2, 3, 4}, "6161": "a", "80": []any{}, "83010203": []any{int64(1), int64(2), int64(3)},
		"a201020304": cbor.Map{int64(1): int64(2), int64(3): int64(4)}, "a26161016162820203": cbor.Map{"a": int64(1), "b": []any{int64(2), int64(3)}},
		"5f42010243030405ff": []byte{1, 2, 3, 4, 5}, "9f018202039f0405ffff": []any{int64(1), []any{int64(2), int64(3)}, []any{int64(4), int64(5)}},
		"bf61610161629f0203ffff": cbor.Map{"a": int64(1), "b": []any{int64(2), int64(3)}}, "c11a514b67b0": cbor.Tag{Number: 1, Content: int64(1363896240)},
	} {
		b, err := hex.DecodeString(in)
		if err != nil {
			t.Fatal(err)
		}
		got, rest, err := cbor.Decode(append(b, 0xAA))
		if err != nil || !reflect.DeepEqual(got, want) || !bytes.Equal(rest, []byte{0xAA}) {
			t.Errorf("%s: %#v, rest %x, %v; want %#v", in, got, rest, err, want)
		}
	}
}

func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		in   []byte
		want error
	}{
		"empty": {nil, cbor.ErrTruncated}, "string that ends early": {[]byte{0x45, 1}, cbor.ErrTruncated}, "huge string": {[]byte{0x5b, 255, 255, 255, 255, 255, 255, 255, 255}, cbor.ErrTruncated},
		"huge array": {[]byte{0x9b, 255, 255, 255, 255, 255, 255, 255, 255}, cbor.ErrTruncated}, "reserved": {[]byte{0x1c}, cbor.ErrMalformed},
		"break in an array with a length": {[]byte{0x82, 0x01, 0xff}, cbor.ErrMalformed}, "break as a value": {[]byte{0xa1, 0x01, 0xff}, cbor.ErrMalformed},
		"deep": {bytes.Repeat([]byte{0x81}, 100), cbor.ErrTooLarge}, "many": {append([]byte{0x9f}, bytes.Repeat([]byte{0x00}, 60_000)...), cbor.ErrTooLarge},
		"chunk of another type": {[]byte{0x5f, 0x61, 'a', 0xff}, cbor.ErrMalformed},
	} {
		if _, _, err := cbor.Decode(c.in); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestEncode(t *testing.T) {
	for in, want := range map[string]any{
		"8463616263410002f6": []any{"abc", []byte{0}, 2, nil}, "a10126": cbor.Pairs{1, -7}, "d2f5": cbor.Tag{Number: 18, Content: true}, "f4": false, "1a000186a0": 100_000, "1901f4": 500, "1b0000000100000000": 1 << 32,
	} {
		if got := hex.EncodeToString(cbor.Encode(want)); got != in {
			t.Errorf("%#v: %s, want %s", want, got, in)
		}
	}
}

// FuzzDecode holds what must be true of any bytes: no panic, bounded work, the rest is the end of what came in.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{0xbf, 0x61, 0x61, 0x01, 0xff})
	f.Add([]byte{0x9f, 0x5f, 0x41, 0, 0xff, 0xc1, 0xf9, 1, 2, 0xff})
	f.Add(cbor.Encode([]any{"Signature1", []byte{1}, cbor.Pairs{1, -7}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		item, rest, err := cbor.Decode(b)
		if err == nil && !bytes.HasSuffix(b, rest) {
			t.Errorf("%v: rest %x of %x", item, rest, b)
		}
	})
}
