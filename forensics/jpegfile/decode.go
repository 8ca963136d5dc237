package jpegfile

// decoder walks the blocks of the scans.
type decoder struct {
	file   *File
	planes *[maxComponents]*Plane // nil for components that nobody asked for
	tables map[*HuffmanTable]*huffman
	seen   [maxComponents]bool
	visits int
}

// scanState is what one scan needs.
type scanState struct {
	decode func(c *blockCoder, b *bits, out *Block) error
	coders []blockCoder
	in     intervals
	b      bits
	every  int // MCUs in a restart interval; 0 when there are none
	left   int // MCUs left in this one
}

// blockCoder decodes the blocks of one component within one scan.
type blockCoder struct {
	dc, ac     *huffman
	prediction int32
	eobRun     int // blocks that an end-of-band run still covers
	ss, se, al int
	scratch    Block // takes the blocks of a component that nobody asked for
}

func (d *decoder) scan(s *Scan) error {
	progressive := d.file.Progressive()
	if err := s.check(progressive); err != nil {
		return err
	}
	if d.unwanted(s) {
		return nil
	}
	st := scanState{decode: coderFor(s, progressive), every: s.RestartInterval, left: s.RestartInterval}
	for _, c := range s.Components {
		if !progressive && d.seen[c.Index] {
			return damaged("component %d is coded twice", c.Index)
		}
		if progressive && s.SpectralStart > 0 && !d.seen[c.Index] {
			return damaged("component %d has AC coefficients before DC", c.Index)
		}
		d.seen[c.Index] = true
		coder := blockCoder{ss: s.SpectralStart, se: s.SpectralEnd, al: s.Low}
		if err := d.attach(&coder, c, s, progressive); err != nil {
			return err
		}
		st.coders = append(st.coders, coder)
	}
	st.in.src = d.file.data[s.Offset : s.Offset+s.Length]
	var ok bool
	if st.b, ok = st.in.next(); !ok {
		return damaged("no entropy-coded data")
	}
	if len(s.Components) == 1 {
		return d.single(s, &st)
	}
	return d.interleaved(s, &st)
}

// unwanted reports whether s holds no component that was asked for.
func (d *decoder) unwanted(s *Scan) bool {
	for _, c := range s.Components {
		if d.planes[c.Index] != nil {
			return false
		}
	}
	return true
}

// attach gives a coder the Huffman tables that its scan needs.
func (d *decoder) attach(coder *blockCoder, c ScanComponent, s *Scan, progressive bool) error {
	needDC := !progressive || s.SpectralStart == 0 && s.High == 0
	needAC := !progressive || s.SpectralStart > 0
	if needDC && c.DC == nil || needAC && c.AC == nil {
		return damaged("component %d has no Huffman table", c.Index)
	}
	if needDC {
		coder.dc = d.table(c.DC)
	}
	if needAC {
		coder.ac = d.table(c.AC)
	}
	return nil
}

func (d *decoder) table(t *HuffmanTable) *huffman {
	if d.tables[t] == nil {
		d.tables[t] = newHuffman(t)
	}
	return d.tables[t]
}

// single walks a scan of one component: only the blocks that hold pixels (T.81 A.2.2).
func (d *decoder) single(s *Scan, st *scanState) error {
	i := s.Components[0].Index
	p := d.planes[i]
	columns, rows := ceil(p.Width, 8), ceil(p.Height, 8)
	if err := d.visit(columns * rows); err != nil {
		return err
	}
	for y := range rows {
		for x := range columns {
			if err := st.advance(); err != nil {
				return err
			}
			if err := st.block(&st.coders[0], &p.Blocks[y*p.Columns+x]); err != nil {
				return err
			}
		}
	}
	return nil
}

// interleaved walks a scan of several components MCU by MCU (T.81 A.2.3).
func (d *decoder) interleaved(s *Scan, st *scanState) error {
	fr := d.file.Frame
	hmax, vmax := fr.MaxSampling()
	columns, rows := ceil(fr.Width, 8*hmax), ceil(fr.Height, 8*vmax)
	units := 0
	for _, c := range s.Components {
		units += fr.Components[c.Index].H * fr.Components[c.Index].V
	}
	if err := d.visit(columns * rows * units); err != nil {
		return err
	}
	for y := range rows {
		for x := range columns {
			if err := st.advance(); err != nil {
				return err
			}
			for k, c := range s.Components {
				if err := d.unit(st, &st.coders[k], c.Index, x, y); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// unit decodes the H x V blocks of component i in the MCU at x, y.
func (d *decoder) unit(st *scanState, coder *blockCoder, i, x, y int) error {
	c, p := &d.file.Frame.Components[i], d.planes[i]
	for v := range c.V {
		for h := range c.H {
			out := &coder.scratch
			if p == nil {
				*out = Block{}
			} else {
				out = &p.Blocks[(y*c.V+v)*p.Columns+x*c.H+h]
			}
			if err := st.block(coder, out); err != nil {
				return err
			}
		}
	}
	return nil
}

// visit counts blocks against the limit that bounds the work of hostile files with many scans.
func (d *decoder) visit(blocks int) error {
	d.visits += blocks
	if d.visits > maxBlockVisits {
		return damaged("the scans visit more than %d blocks", maxBlockVisits)
	}
	return nil
}

func (st *scanState) block(c *blockCoder, out *Block) error {
	if err := st.decode(c, &st.b, out); err != nil {
		return err
	}
	if st.b.pos > st.b.end {
		return damaged("the entropy-coded data ends too early")
	}
	return nil
}

// advance counts one MCU and moves on to the next restart interval when it is due (T.81 E.2.4).
func (st *scanState) advance() error {
	if st.every == 0 {
		return nil
	}
	if st.left > 0 {
		st.left--
		return nil
	}
	b, ok := st.in.next()
	if !ok {
		return damaged("a restart marker is missing")
	}
	st.b = b
	st.left = st.every - 1
	for i := range st.coders {
		st.coders[i].prediction, st.coders[i].eobRun = 0, 0
	}
	return nil
}
