package pipeline

import "time"

// usage counts what callers hold of something limited.
type usage struct {
	limit, taken int
	held         map[string]int // by caller, never 0
}

func (u *usage) free() int { return max(0, u.limit-u.taken) }

// allows reports whether caller may take one more: while it holds fewer than are free. One caller gets half of all, two
// get a third each, and there is always room for another (Choudhury and Hahne, Dynamic queue length thresholds for
// shared-memory packet switches, IEEE/ACM Trans. Networking 6(2), 1998, equation 1 with alpha = 1).
func (u *usage) allows(caller string) bool { return caller == "" || u.held[caller] < u.free() }

func (u *usage) add(caller string, n int) {
	u.taken += n
	if u.held[caller] += n; u.held[caller] == 0 {
		delete(u.held, caller)
	}
}

// pace measures how long one upload keeps a worker busy, from the times at which uploads begin and end.
type pace struct {
	departures []time.Time // the last one of each worker, oldest first
	average    time.Duration
	served     uint64
	busy       time.Duration
}

func newPace(workers int) pace { return pace{departures: make([]time.Time, workers)} }

// depart notes an upload that began to wait or work at the given time and is done. With c workers it got a worker when
// the c-th last departure freed one, or at once (Lindley's recursion for c servers, first come first served).
func (p *pace) depart(began, done time.Time) {
	if free := p.departures[0]; free.After(began) {
		began = free
	}
	p.departures = append(p.departures[1:], done)
	took := done.Sub(began)
	p.served, p.busy = p.served+1, p.busy+took
	if p.average == 0 {
		p.average = took
		return
	}
	p.average += (took - p.average) / 8
}

// service is the recent time per upload; a second before the first one is done.
func (p *pace) service() time.Duration {
	if p.average == 0 {
		return time.Second
	}
	return p.average
}
