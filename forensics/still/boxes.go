package still

import (
	"encoding/binary"
	"fmt"
	"io"
)

// box is one box of an ISO base media file (ISO/IEC 14496-12 section 4.2).
type box struct {
	kind string
	name []byte // the four bytes in the file that say kind
	data []byte
}

// boxes splits data into the boxes it consists of and calls visit for each, until visit fails.
func boxes(data []byte, visit func(box) error) error {
	for len(data) > 0 {
		if len(data) < 8 {
			return io.ErrUnexpectedEOF
		}
		kind := string(data[4:8])
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0:
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size > uint64(len(data)) {
			return fmt.Errorf("the box %q says %d bytes, %d are left: %w", kind, size, len(data), io.ErrUnexpectedEOF)
		}
		if size < head {
			return fmt.Errorf("the box %q says %d bytes, less than its header", kind, size)
		}
		if err := visit(box{kind, data[4:8], data[head:size]}); err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}

// cursor reads big-endian fields; past the end it gives zeros and remembers it.
type cursor struct {
	data  []byte
	short bool
}

// uint reads an integer of n bytes, 0 to 8.
func (c *cursor) uint(n int) (v uint64) {
	for _, b := range c.take(n) {
		v = v<<8 | uint64(b)
	}
	return v
}

func (c *cursor) take(n int) []byte {
	if n > len(c.data) {
		c.data, c.short = nil, true
		return nil
	}
	out := c.data[:n]
	c.data = c.data[n:]
	return out
}

// full reads the version and flags of a full box (ISO/IEC 14496-12 section 4.2).
func (c *cursor) full() (version int, flags uint32) {
	v := c.uint(4)
	return int(v >> 24), uint32(v & 0xffffff)
}

func (c *cursor) err() error {
	if c.short {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// id reads an item identifier, whose width the version of its box decides.
func (c *cursor) id(wide bool) uint32 {
	if wide {
		return uint32(c.uint(4))
	}
	return uint32(c.uint(2))
}
