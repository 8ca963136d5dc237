package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// Limits on hostile files.
const (
	maxObjects  = 50_000
	maxInflated = 16 << 20 // bytes of all object streams together
	maxHead     = 1 << 20  // bytes of an object that is no stream
)

// object is one definition of an indirect object (7.3.10); later ones of the same number replace earlier ones.
type object struct {
	number, at int        // at is the offset of "N G obj", of its stream for what lies in an object stream
	dict       dictionary // empty for what is no dictionary
	raw        []byte     // the whole definition, to tell whether two are equal
	stream     bool
}

// scanner finds definitions.
type scanner struct {
	data     []byte
	found    []object
	inflated int
}

// scan finds every definition of an indirect object, in file order.
func (s *scanner) scan() {
	marker := []byte(" obj")
	for at := 0; len(s.found) < maxObjects; {
		i := bytes.Index(s.data[at:], marker)
		if i < 0 {
			return
		}
		end := at + i
		at = end + len(marker)
		if number, start, ok := numberBefore(s.data, end); ok {
			at = s.define(number, start, at)
		}
	}
}

// numberBefore reads "12 0" that ends at offset end.
func numberBefore(data []byte, end int) (n, start int, ok bool) {
	digits := func(to int) int {
		from := to
		for from > 0 && to-from < 10 && '0' <= data[from-1] && data[from-1] <= '9' {
			from--
		}
		return from
	}
	generation := digits(end)
	if generation == end || generation < 2 || data[generation-1] != ' ' {
		return 0, 0, false
	}
	start = digits(generation - 1)
	if start == generation-1 {
		return 0, 0, false
	}
	return number(data[start:]), start, true
}

// define takes the object whose body begins at offset at, and returns where to look for the next one.
func (s *scanner) define(number, start, at int) int {
	body := s.data[at:]
	end := bytes.Index(body, []byte("endobj"))
	if end < 0 {
		end = len(body)
	}
	o := object{number: number, at: start, raw: body[:end]}
	head := o.raw[blank(o.raw):]
	if bytes.HasPrefix(head, []byte("<<")) {
		inside := head[2:min(len(head), maxHead)]
		length := 2 + min(len(inside), extent(inside, false)+len(">>"))
		o.dict = readDictionary(head[:length])
		rest := head[length:]
		o.stream = bytes.HasPrefix(rest[blank(rest):], []byte("stream"))
		if o.stream && o.dict.is("Type", "ObjStm") {
			s.unpack(o, rest)
		}
	}
	s.found = append(s.found, o)
	return at + end
}

// unpack takes the objects of an object stream (7.5.7): N pairs of number and offset, then the objects from First.
func (s *scanner) unpack(o object, rest []byte) {
	n, first := number(o.dict.get("N")), number(o.dict.get("First"))
	rest = rest[blank(rest)+len("stream"):]
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	plain := rest
	if len(o.dict.get("Filter")) > 0 {
		plain = s.inflate(o.dict, rest)
	}
	if n <= 0 || first <= 0 || first > len(plain) {
		return
	}
	words, last := bytes.Fields(plain[:first]), 0
	for i := 0; i+1 < len(words) && i < 2*n && len(s.found) < maxObjects; i += 2 {
		from, to := number(words[i+1]), len(plain)-first
		if i+3 < len(words) {
			to = number(words[i+3])
		}
		if from < last || to < from || to > len(plain)-first {
			continue // objects that overlap are hostile, and reading them could take for ever
		}
		last = to
		raw := plain[first+from : first+to]
		inner := object{number: number(words[i]), at: o.at, raw: raw}
		if head := raw[blank(raw):]; bytes.HasPrefix(head, []byte("<<")) {
			inner.dict = readDictionary(head[:min(len(head), maxHead)])
		}
		s.found = append(s.found, inner)
	}
}

// inflate returns what a stream with the one filter FlateDecode gives, as far as it goes.
func (s *scanner) inflate(d dictionary, stream []byte) []byte {
	if filter := bytes.Trim(d.get("Filter"), "[] "); string(filter) != "/FlateDecode" || len(d.get("DecodeParms")) > 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(z, int64(maxInflated-s.inflated))) // what came before damage counts
	s.inflated += len(plain)
	return plain
}
