package pipeline

import (
	"math/rand/v2"
	"sync"
	"time"

	"loupe/models"
)

// AdmissionConfig says how many uploads are taken in at once.
type AdmissionConfig struct {
	Places  int           // uploads in hand, from the first byte of the body to the report
	Slow    int           // bodies under way for longer than Grace; they hold no place
	Workers int           // how many uploads are examined at once
	Grace   time.Duration // how long a body may hold a place while it arrives
}

// PlacesPerWorker is the default of Places for each worker: with so many an upload that is let in under overload takes at
// most half as long again as one at the full capacity (docs/adr/0011 has the figures).
const PlacesPerWorker = 6

// slowPerPlace bounds the bodies that arrive slowly: each costs a connection and a temporary file, and no worker.
const slowPerPlace = 8

// bodyGrace is longer than an upload takes over a good line, and short beside a queue's length.
const bodyGrace = 3 * time.Second

// Admission decides, before a body is read, whether an upload is taken in. It keeps the queue short, so that whoever is
// taken in is answered soon, and it keeps room for callers who hold few places (docs/adr/0011).
type Admission struct {
	config AdmissionConfig

	mu       sync.Mutex
	open     map[*Place]struct{} // every place not yet left
	places   usage
	slow     usage
	examined int  // uploads whose examination goes on
	bulk     int  // bulk jobs at work
	waiting  bool // a bulk job was kept back for live uploads
	stopping bool
	pace     pace
}

// NewAdmission returns an admission with all places free.
func NewAdmission(c AdmissionConfig) *Admission {
	return &Admission{
		config: c, open: map[*Place]struct{}{}, pace: newPace(c.Workers),
		places: usage{limit: c.Places, held: map[string]int{}}, slow: usage{limit: c.Slow, held: map[string]int{}},
	}
}

// Admit reserves a place for an upload of caller, "" being somebody beside whom there are no others. It returns an
// ErrBusy when all places are taken, an ErrQuota when caller has its share of them, and an ErrUnavailable when the
// service stops; RetryAfter says when to come back. Cut is called at most once, when the body must not go on; it must
// not block.
func (a *Admission) Admit(caller string, cut func(error)) (*Place, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopping {
		return nil, a.stopped()
	}
	if err := a.take(&a.places, caller); err != nil {
		return nil, err
	}
	p := &Place{door: a, caller: caller, cut: cut, state: arriving, since: time.Now()}
	a.open[p] = struct{}{}
	p.grace = time.AfterFunc(a.config.Grace, p.stepAside)
	return p, nil
}

// take counts one more for caller in u, or says why not.
func (a *Admission) take(u *usage, caller string) error {
	switch {
	case u.free() == 0:
		e := models.Errorf(models.ErrBusy, "system.busy", "%d uploads are in hand already: send this one again in a moment", u.limit)
		e.RetryAfter = a.retryAfter()
		return e
	case !u.allows(caller):
		e := models.Errorf(models.ErrQuota, "quota.exceeded",
			"this API key has %d uploads in hand, which is its share: send this one again in a moment", u.held[caller])
		e.RetryAfter = a.retryAfter()
		return e
	}
	u.add(caller, 1)
	return nil
}

func (a *Admission) stopped() error {
	e := models.Errorf(models.ErrUnavailable, "system.stopping", "the service is stopping: send the upload again in a few seconds")
	e.RetryAfter = spread(stopRetry)
	return e
}

const (
	stopRetry = 5 * time.Second // until another instance, or this one started again, can take an upload
	minRetry  = time.Second
	maxRetry  = time.Minute
)

// retryAfter is when what is in hand now will be done, spread so that those sent away do not come back all at once.
func (a *Admission) retryAfter() time.Duration {
	queue := time.Duration(a.places.taken) * a.pace.service() / time.Duration(a.config.Workers)
	return spread(min(max(queue, minRetry), maxRetry))
}

// spread returns d to 1.5 d.
func spread(d time.Duration) time.Duration { return d + rand.N(d/2+1) }

// Share returns how many uploads a caller may have in hand while nobody else has one, and how many more it may send now.
func (a *Admission) Share(caller string) (most, left int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	u := &a.places
	if caller == "" {
		return u.limit, u.free()
	}
	return (u.limit + 1) / 2, max(0, (u.free()-u.held[caller]+1)/2)
}

// Stop lets nobody in any more. Who is in stays.
func (a *Admission) Stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopping = true
}

// HangUp cuts everybody who is in: bodies under way end, and who waits for a report is told that it will come.
func (a *Admission) HangUp() {
	a.mu.Lock()
	a.stopping = true
	why := a.stopped()
	cuts := make([]func(error), 0, len(a.open))
	for p := range a.open {
		cuts = append(cuts, p.cut)
	}
	a.mu.Unlock()
	for _, cut := range cuts {
		cut(why)
	}
}

// Load is how busy the service is.
type Load struct {
	Places   int           // uploads that can be in hand at once
	Taken    int           // uploads in hand
	Slow     int           // bodies that arrive slowly and hold no place
	Examined int           // of Taken, those whose examination waits or goes on
	Bulk     int           // bulk jobs at work
	Service  time.Duration // recent time that one upload keeps a worker busy, moving average
	Served   uint64        // uploads examined since the start
	Busy     time.Duration // time that they kept workers busy
}

// Load returns how busy the service is now.
func (a *Admission) Load() Load {
	a.mu.Lock()
	defer a.mu.Unlock()
	return Load{
		Places: a.places.limit, Taken: a.places.taken, Slow: a.slow.taken, Examined: a.examined, Bulk: a.bulk,
		Service: a.pace.service(), Served: a.pace.served, Busy: a.pace.busy,
	}
}

// beginBulk reports whether a bulk job may begin: only on a worker that no live upload needs. The caller ends it.
func (a *Admission) beginBulk() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waiting = a.bulk+a.examined >= a.config.Workers; a.waiting {
		return false
	}
	a.bulk++
	return true
}

func (a *Admission) endBulk() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.bulk--
}

// bulkWaits reports whether a bulk job was kept back and may begin now.
func (a *Admission) bulkWaits() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waiting && a.bulk+a.examined < a.config.Workers
}
