package api

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

// However many owners come, the memory is bounded, and newcomers are still limited.
func TestBucketsAreBounded(t *testing.T) {
	b := newBuckets("x", rate.Every(time.Hour), 2)
	now := time.Unix(1_000_000, 0)
	for i := range 2 * maxBuckets {
		b.take(fmt.Sprint(i), now)
	}
	if len(b.by) != maxBuckets {
		t.Errorf("%d buckets", len(b.by))
	}
	if ok, _ := b.take("newcomer", now); ok {
		t.Error("what newcomers share is not limited")
	}
	if ok, l := b.take("0", now); !ok || l.remaining != 0 {
		t.Errorf("an old one lost its bucket: %v %+v", ok, l)
	}
	now = now.Add(3 * time.Hour) // all are full again, and as good as none
	if ok, l := b.take("newcomer", now); !ok || l.remaining != 1 || len(b.by) != 1 {
		t.Errorf("%v %+v, %d buckets", ok, l, len(b.by))
	}
}
