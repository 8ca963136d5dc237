package pipeline

import "time"

// Place is one upload's reservation. Its holder abandons it when the request ends; an upload whose examination began
// keeps it until the report is written.
type Place struct {
	door   *Admission
	caller string
	cut    func(error)
	grace  *time.Timer
	state  placeState // guarded by door.mu, like all below
	since  time.Time  // the beginning of the state

	refused error // why the body was cut
}

type placeState int

const (
	arriving placeState = iota // the body is read
	aside                      // the body is read, slowly: it holds no place
	arrived                    // the body is complete
	examined                   // the job runs; the request may have ended
	left
)

// stepAside gives the place of a slow body to others. When too many are slow already this one is cut.
func (p *Place) stepAside() {
	a := p.door
	a.mu.Lock()
	if p.state != arriving {
		a.mu.Unlock()
		return
	}
	err := a.take(&a.slow, p.caller)
	a.places.add(p.caller, -1)
	p.enter(aside)
	if err != nil {
		p.refused = err
		p.enter(left)
		delete(a.open, p)
	}
	a.mu.Unlock()
	if err != nil {
		p.cut(err)
	}
}

func (p *Place) enter(s placeState) { p.state, p.since = s, time.Now() }

// Arrive says that the body is complete. A slow one needs a place again, and may find none.
func (p *Place) Arrive() error {
	a := p.door
	a.mu.Lock()
	defer a.mu.Unlock()
	switch p.state {
	case aside:
		if err := a.take(&a.places, p.caller); err != nil {
			return err
		}
		a.slow.add(p.caller, -1)
	case left:
		return p.refused
	}
	p.grace.Stop()
	p.enter(arrived)
	return nil
}

// Examine says that the examination begins; the place is then left by Finish only.
func (p *Place) Examine() {
	p.door.mu.Lock()
	defer p.door.mu.Unlock()
	p.door.examined++
	p.enter(examined)
}

// Finish leaves the place after the examination.
func (p *Place) Finish() {
	a := p.door
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	a.pace.depart(p.since, now)
	a.examined--
	p.leave()
}

// Abandon leaves the place unless the examination began. It may be called several times.
func (p *Place) Abandon() {
	p.door.mu.Lock()
	defer p.door.mu.Unlock()
	if p.state != examined {
		p.leave()
	}
}

func (p *Place) leave() {
	a := p.door
	switch p.state {
	case left:
		return
	case aside:
		a.slow.add(p.caller, -1)
	default:
		a.places.add(p.caller, -1)
	}
	p.grace.Stop()
	p.enter(left)
	delete(a.open, p)
}
