package api

import (
	"errors"
	"fmt"
	"time"
)

// maxWait is the longest Prefer: wait that is honoured; defaultWait is used when the header is absent.
const (
	maxWait     = 60 * time.Second
	defaultWait = 10 * time.Second
)

// lastAnswers is the end of ShutdownTimeout, in which nobody waits for a report any more.
const lastAnswers = 4 * time.Second

// Config bounds what one client may ask of the server.
type Config struct {
	MaxUploadBytes    int64         // bytes of an uploaded file
	MaxClaimBytes     int64         // bytes of the claim part
	ReadHeaderTimeout time.Duration // from the first byte to the end of the header
	ReadTimeout       time.Duration // from the first byte to the end of the body
	BodyPace          time.Duration // in which 64 KiB of an upload's body must arrive
	WriteTimeout      time.Duration // from the end of the header to the end of the answer
	IdleTimeout       time.Duration // between requests of one connection
	DrainDelay        time.Duration // how long connections are still taken when the server stops, so that a load balancer can look away
	ShutdownTimeout   time.Duration // from the signal to stop until every request is answered; it holds DrainDelay
	QuotaPerMinute    int           // uploads of one API key; 0 is without limit. Reads have 20 times as many
	QuotaBurst        int           // uploads that one API key may send at once
	Version           string        // of the program, shown in /healthz and the console
}

// DefaultConfig returns the limits used when nothing is configured: 20 MB a file, 16 KB a claim.
func DefaultConfig() Config {
	return Config{
		MaxUploadBytes: 20_000_000, MaxClaimBytes: 16 << 10,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, BodyPace: 15 * time.Second, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, ShutdownTimeout: 24 * time.Second, QuotaPerMinute: 120, QuotaBurst: 60, Version: "dev",
	}
}

// Validate reports every setting that makes no sense.
func (c Config) Validate() error {
	var faults []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf("api config: "+format, args...))
		}
	}
	check(c.MaxUploadBytes > 0, "max upload bytes is %d, must be positive", c.MaxUploadBytes)
	check(c.MaxClaimBytes > 0, "max claim bytes is %d, must be positive", c.MaxClaimBytes)
	check(c.ReadHeaderTimeout > 0, "read header timeout is %s, must be positive", c.ReadHeaderTimeout)
	check(c.ReadTimeout > 0, "read timeout is %s, must be positive", c.ReadTimeout)
	check(c.BodyPace > 0, "body pace is %s, must be positive", c.BodyPace)
	check(c.WriteTimeout >= c.ReadTimeout+maxWait,
		"write timeout is %s, must be at least the read timeout and the longest wait: %s", c.WriteTimeout, c.ReadTimeout+maxWait)
	check(c.IdleTimeout > 0, "idle timeout is %s, must be positive", c.IdleTimeout)
	check(c.ShutdownTimeout > lastAnswers, "shutdown timeout is %s, must be more than %s", c.ShutdownTimeout, lastAnswers)
	check(c.DrainDelay >= 0 && c.DrainDelay <= c.ShutdownTimeout-lastAnswers,
		"drain delay is %s, must be 0 to %s, which leaves time to answer", c.DrainDelay, c.ShutdownTimeout-lastAnswers)
	check(c.QuotaPerMinute >= 0, "quota per minute is %d, must not be negative", c.QuotaPerMinute)
	check(c.QuotaPerMinute == 0 || c.QuotaBurst > 0, "quota burst is %d, must be positive when there is a quota", c.QuotaBurst)
	return errors.Join(faults...)
}

// maxBodyBytes bounds a whole upload request: two files, the claim, and room for the other parts and their headers.
func (c Config) maxBodyBytes() int64 { return 2*c.MaxUploadBytes + c.MaxClaimBytes + 64<<10 }
