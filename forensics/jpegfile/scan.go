package jpegfile

// Scan is one pass over entropy-coded data, SOS (T.81 B.2.3).
type Scan struct {
	Components      []ScanComponent
	SpectralStart   int // Ss, first coefficient in zig-zag order
	SpectralEnd     int // Se, last coefficient
	High, Low       int // Ah, Al: bit positions of successive approximation
	RestartInterval int // MCUs; 0 when there are no restarts
	Offset, Length  int // entropy-coded bytes in the file
}

// ScanComponent is one component of a scan and the tables in effect for it.
type ScanComponent struct {
	Index  int           // into Frame.Components
	DC, AC *HuffmanTable // nil when the slot was never defined
}

func (p *parser) scan(b []byte) error {
	fr := &p.file.Frame
	if fr.Marker == 0 {
		return damaged("a scan before the frame header")
	}
	if len(p.file.Scans) >= MaxScans {
		return damaged("more than %d scans", MaxScans)
	}
	if len(b) < 1 || b[0] == 0 || int(b[0]) > len(fr.Components) || len(b) < 4+2*int(b[0]) {
		return damaged("scan header of %d bytes does not fit %d components", len(b), len(fr.Components))
	}
	n := int(b[0])
	s := Scan{RestartInterval: p.interval, Offset: p.pos, Length: entropyEnd(p.file.data, p.pos) - p.pos}
	for i := range n {
		c, err := p.scanComponent(b[1+2*i], b[2+2*i])
		if err != nil {
			return err
		}
		for _, other := range s.Components {
			if other.Index == c.Index {
				return damaged("component %d stands twice in one scan", c.Index)
			}
		}
		s.Components = append(s.Components, c)
	}
	tail := b[1+2*n:]
	s.SpectralStart, s.SpectralEnd = int(tail[0]), int(tail[1])
	s.High, s.Low = int(tail[2]>>4), int(tail[2]&15)
	if p.file.RestartInterval == 0 {
		p.file.RestartInterval = s.RestartInterval
	}
	p.file.Scans = append(p.file.Scans, s)
	p.pos = s.Offset + s.Length
	return nil
}

func (p *parser) scanComponent(id, tables byte) (ScanComponent, error) {
	dc, ac := int(tables>>4), int(tables&15)
	if dc > 3 || ac > 3 {
		return ScanComponent{}, damaged("scan names Huffman tables %d and %d, need 0 to 3", dc, ac)
	}
	for i := range p.file.Frame.Components {
		c := &p.file.Frame.Components[i]
		if c.ID != id {
			continue
		}
		if c.Quant == nil {
			c.Quant = p.quant[c.Selector]
		}
		return ScanComponent{Index: i, DC: p.dc[dc], AC: p.ac[ac]}, nil
	}
	return ScanComponent{}, damaged("scan names component %d, which the frame has not", id)
}

// check reports what makes s impossible for the process of fr (T.81 tables B.3 and G.1).
func (s Scan) check(progressive bool) error {
	if !progressive {
		return nil // Ss, Se, Ah, Al are ignored, as every decoder does
	}
	switch {
	case s.SpectralStart > s.SpectralEnd || s.SpectralEnd > 63:
		return damaged("scan of coefficients %d to %d", s.SpectralStart, s.SpectralEnd)
	case s.SpectralStart == 0 && s.SpectralEnd != 0:
		return damaged("progressive scan mixes DC and AC coefficients")
	case s.SpectralStart > 0 && len(s.Components) != 1:
		return damaged("progressive AC scan of %d components, need 1", len(s.Components))
	case s.Low > 13 || s.High > 13 || s.High != 0 && s.High != s.Low+1:
		return damaged("successive approximation from bit %d to %d", s.High, s.Low)
	}
	return nil
}
