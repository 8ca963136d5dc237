package models

import (
	"errors"
	"fmt"
	"time"
)

// ErrorCode classes what went wrong for the caller. One map in api turns it into an HTTP status.
type ErrorCode string

// The error classes. An error that is none of these is "internal" and its text is never shown to a caller.
const (
	ErrInvalid      ErrorCode = "invalid"      // the request itself is wrong; sending it again will not help
	ErrUnauthorized ErrorCode = "unauthorized" // no key, or a key we do not know
	ErrForbidden    ErrorCode = "forbidden"    // a known key that may not do this
	ErrNotFound     ErrorCode = "not_found"    // no such thing, or no longer
	ErrConflict     ErrorCode = "conflict"     // the state does not allow it now
	ErrTooLarge     ErrorCode = "too_large"    // over a stated limit
	ErrUnsupported  ErrorCode = "unsupported"  // a file type that we do not read
	ErrUnreadable   ErrorCode = "unreadable"   // a file that is not a usable picture
	ErrBusy         ErrorCode = "busy"         // our queue is full; try again later
	ErrQuota        ErrorCode = "quota"        // the caller used up what it may use; try again later
	ErrUnavailable  ErrorCode = "unavailable"  // something of ours is down
	ErrStorageFull  ErrorCode = "storage_full" // a disk or quota of ours is full
	ErrMismatch     ErrorCode = "mismatch"     // an idempotency key that was used for another request
	ErrInternal     ErrorCode = "internal"     // our fault
)

// Error is the one error type that crosses package borders with a meaning for the caller.
type Error struct {
	Code    ErrorCode
	Reason  string // stable machine word, e.g. "file.truncated" or "account.missing"; may be empty
	Field   string // the request field at fault, e.g. "kind"; may be empty
	Message string // what was wrong, the value, and what to do: safe to show to the caller

	RetryAfter time.Duration // when the same request may succeed; 0 when that is not known
}

func (e *Error) Error() string { return e.Message }

// Errorf builds an Error with a class, a stable reason word and a message for the caller.
func Errorf(code ErrorCode, reason, format string, args ...any) *Error {
	return &Error{Code: code, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// Invalidf builds an ErrInvalid about one request field.
func Invalidf(field, format string, args ...any) *Error {
	return &Error{Code: ErrInvalid, Reason: field + ".invalid", Field: field, Message: fmt.Sprintf(format, args...)}
}

// CodeOf returns the class of err, and ErrInternal for anything that is not an *Error.
func CodeOf(err error) ErrorCode {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ErrInternal
}
