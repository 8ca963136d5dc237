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

// Config bounds what one client may ask of the server.
type Config struct {
	MaxUploadBytes    int64         // bytes of the uploaded file
	MaxClaimBytes     int64         // bytes of the claim part
	MaxHeldUploads    int           // uploads held in memory at once because their file part came before account and kind
	ReadHeaderTimeout time.Duration // from the first byte to the end of the header
	ReadTimeout       time.Duration // from the first byte to the end of the body
	WriteTimeout      time.Duration // from the end of the header to the end of the answer
	IdleTimeout       time.Duration // between requests of one connection
	ShutdownTimeout   time.Duration // for requests under way when the server stops
	Version           string        // of the program, shown in /healthz and the console
}

// DefaultConfig returns the limits used when nothing is configured: 20 MB a file, 16 KB a claim.
func DefaultConfig() Config {
	return Config{
		MaxUploadBytes: 20_000_000, MaxClaimBytes: 16 << 10, MaxHeldUploads: 4,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, ShutdownTimeout: 90 * time.Second, Version: "dev",
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
	check(c.MaxHeldUploads > 0, "max held uploads is %d, must be positive", c.MaxHeldUploads)
	check(c.ReadHeaderTimeout > 0, "read header timeout is %s, must be positive", c.ReadHeaderTimeout)
	check(c.ReadTimeout > 0, "read timeout is %s, must be positive", c.ReadTimeout)
	check(c.WriteTimeout >= c.ReadTimeout+maxWait,
		"write timeout is %s, must be at least the read timeout and the longest wait: %s", c.WriteTimeout, c.ReadTimeout+maxWait)
	check(c.IdleTimeout > 0, "idle timeout is %s, must be positive", c.IdleTimeout)
	check(c.ShutdownTimeout > 0, "shutdown timeout is %s, must be positive", c.ShutdownTimeout)
	return errors.Join(faults...)
}

// maxBodyBytes bounds a whole upload request: the file, the claim, and room for the other parts and their headers.
func (c Config) maxBodyBytes() int64 { return c.MaxUploadBytes + c.MaxClaimBytes + 64<<10 }
