package jpegfile

// firstDC decodes the upper bits of a DC coefficient (T.81 G.1.2.1).
func firstDC(c *blockCoder, b *bits, out *Block) error {
	dc, err := c.differentialDC(b)
	if err != nil {
		return err
	}
	out[0] = int16(dc << c.al)
	return nil
}

// refineDC adds one bit to a DC coefficient (T.81 G.1.2.1.1).
func refineDC(c *blockCoder, b *bits, out *Block) error {
	if b.read(1) != 0 {
		out[0] |= 1 << c.al
	}
	return nil
}

// firstAC decodes the upper bits of a band of AC coefficients (T.81 G.1.2.2).
func firstAC(c *blockCoder, b *bits, out *Block) error {
	if c.eobRun > 0 {
		c.eobRun--
		return nil
	}
	for k := c.ss; k <= c.se; k++ {
		w := b.peek()
		symbol, n := c.ac.symbol(w)
		if n == 0 {
			return damaged("no such AC code")
		}
		b.pos += n
		run, size := int(symbol>>4), int(symbol&15)
		if size == 0 && run < 15 {
			c.eobRun = 1<<run + int(b.read(run)) - 1
			return nil
		}
		k += run
		if k > 63 {
			return damaged("a run of zeros leaves the block")
		}
		if size > 0 {
			out[zigzag[k]] = int16(extend(w<<n, size) << c.al)
			b.pos += size
		}
	}
	return nil
}

// refineAC adds one bit to a band of AC coefficients (T.81 G.1.2.3).
func refineAC(c *blockCoder, b *bits, out *Block) error {
	k := c.ss
	if c.eobRun == 0 {
		var err error
		if k, err = c.refineCodes(b, out); err != nil {
			return err
		}
	}
	if c.eobRun > 0 {
		c.eobRun--
		_, err := c.refineRun(b, out, k, 64)
		return err
	}
	return nil
}

// refineCodes reads coded coefficients until the band or the block ends and returns where an end-of-band run starts.
func (c *blockCoder) refineCodes(b *bits, out *Block) (int, error) {
	k := c.ss
	for ; k <= c.se; k++ {
		w := b.peek()
		symbol, n := c.ac.symbol(w)
		if n == 0 {
			return 0, damaged("no such AC code")
		}
		b.pos += n
		run, size := int(symbol>>4), int(symbol&15)
		fresh := int16(0)
		switch {
		case size == 0 && run < 15:
			c.eobRun = 1<<run + int(b.read(run))
			return k, nil
		case size == 1:
			fresh = -1 << c.al
			if b.read(1) != 0 {
				fresh = 1 << c.al
			}
		case size > 1:
			return 0, damaged("a refined coefficient of %d bits, need 1", size)
		}
		var err error
		if k, err = c.refineRun(b, out, k, run); err != nil {
			return 0, err
		}
		if fresh != 0 {
			if k > c.se {
				return 0, damaged("a run of zeros leaves the band")
			}
			out[zigzag[k]] = fresh
		}
	}
	return k, nil
}

// refineRun reads a correction bit for every non-zero coefficient from k on, until zeros coefficients that are still
// zero were passed, and returns the place of the next one (se+1 when the band ended).
func (c *blockCoder) refineRun(b *bits, out *Block, k, zeros int) (int, error) {
	for ; k <= c.se; k++ {
		v := &out[zigzag[k]]
		if *v == 0 {
			if zeros == 0 {
				break
			}
			zeros--
			continue
		}
		if b.read(1) == 0 || *v&(1<<c.al) != 0 {
			continue
		}
		if *v > 0 {
			*v += 1 << c.al
		} else {
			*v -= 1 << c.al
		}
	}
	return k, nil
}
