package darkroom

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// A frame is one byte of type, four bytes of big-endian payload length, and the payload.
const (
	frameRequest  = 'Q' // office -> worker: JSON request
	frameFile     = 'F' // office -> worker: the bytes of one file
	frameStage    = 'S' // worker -> office: what is begun now, so that the office knows what a crash belongs to
	frameEarly    = 'E' // worker -> office: JSON fingerprints of one page, ahead of all else, when they were asked for
	frameResult   = 'R' // worker -> office: JSON result
	frameArtifact = 'A' // worker -> office: the payload of one artifact, in the order of the result
)

// maxFrame bounds what either side allocates for a frame, whatever the other side says.
const maxFrame = 64 << 20

func writeFrame(w io.Writer, kind byte, payload []byte) error {
	if err := writeHead(w, kind, int64(len(payload))); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

// writeHead begins a frame whose payload the caller writes.
func writeHead(w io.Writer, kind byte, size int64) error {
	if size > maxFrame {
		return fmt.Errorf("frame %c has %d bytes, the limit is %d", kind, size, maxFrame)
	}
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(size))
	_, err := w.Write(head[:])
	return err
}

func readFrame(r io.Reader) (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("frame %q announces %d bytes, the limit is %d", head[0], n, maxFrame)
	}
	payload = make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, fmt.Errorf("frame %q was cut off: %w", head[0], err)
	}
	return head[0], payload, nil
}

// expectFrame reads one frame and insists on its type.
func expectFrame(r io.Reader, want byte) ([]byte, error) {
	kind, payload, err := readFrame(r)
	if err != nil {
		return nil, err
	}
	if kind != want {
		return nil, fmt.Errorf("got a frame %q where %q belongs", kind, want)
	}
	return payload, nil
}

func writeJSON(w io.Writer, kind byte, v any) error {
	payload, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("marshal frame %q: %w", kind, err)
	}
	return writeFrame(w, kind, payload)
}
