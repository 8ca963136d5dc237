package api

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"

	"loupe/models"
)

// fileBody streams a file part under its limit. It remembers its error, because those who read it may wrap it.
type fileBody struct {
	part  io.Reader
	name  string
	left  int64 // bytes that may still come
	limit int64 // for the message
	err   error
}

// Read implements io.Reader.
func (b *fileBody) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.part.Read(p)
	if int64(n) > b.left {
		b.err = &models.Error{Code: models.ErrTooLarge, Reason: string(models.ReasonFileTooLarge), Field: b.name,
			Message: "the file is larger than " + itoa(b.limit) + " bytes: send a smaller one"}
		return 0, b.err
	}
	b.left -= int64(n)
	switch {
	case errors.Is(err, io.EOF):
		b.err = io.EOF
	case err != nil:
		b.err = unreadableForm(err)
	}
	return n, b.err
}

// fault is the client's error, if it was the client who ended the reading.
func (b *fileBody) fault() error {
	if errors.Is(b.err, io.EOF) {
		return nil
	}
	return b.err
}

// unreadableForm words an error of the multipart reader.
func unreadableForm(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return models.Errorf(models.ErrTooLarge, "request.too_large", "the request is larger than %d bytes: send a smaller file", tooLarge.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return err
	}
	return models.Errorf(models.ErrInvalid, "form.malformed",
		"the body is not well-formed multipart/form-data or was cut off: send it again, whole")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// quote shows an untrusted word in a message.
func quote(s string) string { return strconv.QuoteToASCII(clip(s, 40)) }
