package jpegfile

// coderFor returns the block decoder that a scan needs.
func coderFor(s *Scan, progressive bool) func(*blockCoder, *bits, *Block) error {
	switch {
	case !progressive:
		return sequentialBlock
	case s.SpectralStart == 0 && s.High == 0:
		return firstDC
	case s.SpectralStart == 0:
		return refineDC
	case s.High == 0:
		return firstAC
	}
	return refineAC
}

// differentialDC reads the DC difference and returns the new prediction (T.81 F.2.2.1).
func (c *blockCoder) differentialDC(b *bits) (int32, error) {
	w := b.peek()
	size, n := c.dc.symbol(w)
	if n == 0 || size > 15 {
		return 0, damaged("no such DC code")
	}
	c.prediction += extend(w<<n, int(size))
	b.pos += n + int(size)
	return c.prediction, nil
}

// sequentialBlock decodes one block of a baseline or extended sequential scan (T.81 F.2.2).
func sequentialBlock(c *blockCoder, b *bits, out *Block) error {
	dc, err := c.differentialDC(b)
	if err != nil {
		return err
	}
	out[0] = int16(dc)
	ac := c.ac
	for k := 1; k < 64; k++ {
		w := b.peek()
		e := ac.coefficient[w>>(64-acBits)]
		if e == 0 {
			if e, err = ac.longCoefficient(w); err != nil {
				return err
			}
		}
		b.pos += int(e & 0xFF)
		run := int(e >> 8 & 0xFF)
		if run == endOfBlock {
			return nil
		}
		k += run
		if k > 63 {
			return damaged("a run of zeros leaves the block")
		}
		out[zigzag[k]] = int16(e >> 16)
	}
	return nil
}

// longCoefficient decodes what the lookup table cannot hold, in the same form.
func (h *huffman) longCoefficient(w uint64) (uint32, error) {
	symbol, n := h.symbol(w)
	if n == 0 {
		return 0, damaged("no such AC code")
	}
	run, size := uint32(symbol>>4), int(symbol&15)
	if size == 0 && run != 15 {
		run = endOfBlock
	}
	return uint32(uint16(extend(w<<n, size)))<<16 | run<<8 | uint32(n+size), nil
}
