package jpegfile

import "bytes"

// intervals yields the restart intervals of a scan without byte stuffing (T.81 F.1.2.3).
type intervals struct {
	src []byte // what is left of the entropy-coded data
	buf []byte
}

// next returns the next interval; ok is false when there is none.
func (in *intervals) next() (b bits, ok bool) {
	if in.src == nil {
		return bits{}, false
	}
	if in.buf == nil {
		in.buf = make([]byte, 0, len(in.src)+blockPadding)
	}
	in.buf = in.buf[:0]
	for {
		n := bytes.IndexByte(in.src, 0xFF)
		if n < 0 || n+1 >= len(in.src) {
			in.buf = append(in.buf, in.src...)
			in.src = nil
			break
		}
		m := in.src[n+1]
		if m == 0 {
			in.buf = append(in.buf, in.src[:n+1]...)
			in.src = in.src[n+2:]
			continue
		}
		in.buf = append(in.buf, in.src[:n]...)
		if m == 0xFF {
			in.src = in.src[n+1:]
			continue
		}
		in.src = in.src[n+2:] // RSTn: entropyEnd lets no other marker in
		break
	}
	end := 8 * len(in.buf)
	in.buf = append(in.buf, make([]byte, blockPadding)...)
	return bits{buf: in.buf, end: end}, true
}
