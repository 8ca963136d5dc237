package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"strings"
	"unicode"
	"unicode/utf8"

	"loupe/models"
	"loupe/pipeline"
)

const (
	maxClaimKeys       = 64
	maxClaimKeyChars   = 64
	maxClaimValueChars = 2000
	maxFieldBytes      = 4 * maxAccountChars // UTF-8 takes at most four bytes a character
	maxFilenameRunes   = 255
)

// form reads the parts of an upload in any order. A file goes straight to where it is kept; nothing is held in memory.
type form struct {
	parts    *multipart.Reader
	maxFile  int64
	maxClaim int64
	keep     func(io.Reader) (models.Blob, error)
	nameless bool // the account may be left out

	upload pipeline.Upload
	kept   []string // keys of the files kept so far, the caller's to hand on or to drop, whatever read returns
	seen   map[string]bool
	faults faults
}

// read returns the upload, ready to be submitted. Faults of text parts are collected; a file is read only while there
// are none.
func (f *form) read() (pipeline.Upload, error) {
	f.seen = map[string]bool{}
	for {
		part, err := f.parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f.upload, f.complete()
		}
		if err != nil {
			return f.upload, unreadableForm(err)
		}
		name := part.FormName()
		if f.seen[name] {
			f.fault("form.repeated", name, "part "+quote(name)+" was sent twice: send it once")
			return f.upload, f.faults
		}
		f.seen[name] = true
		switch name {
		case "file", "file_back":
			err = f.file(name, part)
		default:
			err = f.field(name, part)
		}
		if err != nil {
			return f.upload, err
		}
	}
}

// file keeps one file, with what the client declares of it: untrusted text that only a reviewer reads.
func (f *form) file(name string, part *multipart.Part) error {
	if len(f.faults) > 0 {
		return f.faults
	}
	body := &fileBody{part: part, name: name, left: f.maxFile, limit: f.maxFile}
	blob, err := f.keep(body)
	if fault := body.fault(); err != nil && fault != nil {
		return fault // whatever those who read it made of it
	}
	if err != nil {
		return err
	}
	f.kept = append(f.kept, blob.Key)
	filename, declared := printable(part.FileName()), printable(part.Header.Get("Content-Type"))
	if name == "file_back" {
		f.upload.Back = &models.BackFile{Filename: filename, DeclaredType: declared, SHA256: blob.Key, Bytes: blob.Bytes}
		return nil
	}
	f.upload.Filename, f.upload.DeclaredType, f.upload.Blob = filename, declared, blob
	return nil
}

// field reads one text part. A wrong value is collected; a part that should not be there ends the reading.
func (f *form) field(name string, part io.Reader) error {
	limit := int64(maxFieldBytes)
	if name == "claim" {
		limit = f.maxClaim
	}
	data, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err != nil {
		return unreadableForm(err)
	}
	if int64(len(data)) > limit {
		f.fault(name+".invalid", name, "part "+quote(name)+" is longer than "+itoa(limit)+" bytes")
		return f.faults
	}
	text := string(data)
	switch name {
	case "account":
		f.upload.Account, err = parseAccount(text)
	case "kind":
		f.upload.Kind, err = models.ParseKind(text)
	case "side":
		f.upload.Side, err = models.ParseSide(text)
	case "claim":
		f.upload.Claim, err = ParseClaim(data)
	default:
		f.fault("form.unknown_part", name, "part "+quote(name)+" is unknown: send account, kind, side, claim, file and file_back")
		return f.faults
	}
	var wrong *models.Error
	if errors.As(err, &wrong) {
		f.faults = append(f.faults, wrong)
	}
	return nil
}

// complete reports what is still missing when the last part is read.
func (f *form) complete() error {
	if !f.seen["account"] && !f.nameless {
		_, err := parseAccount("")
		f.faults = append(f.faults, err.(*models.Error))
	}
	if !f.seen["kind"] {
		f.fault("kind.missing", "kind", "kind is missing: send one of identity_document, diploma, profile_photo")
	}
	if !f.seen["file"] {
		f.fault("file.missing", "file", "file is missing: send the picture as the part named file")
	}
	return f.faults.or()
}

func (f *form) fault(reason, field, message string) {
	f.faults = append(f.faults, &models.Error{Code: models.ErrInvalid, Reason: reason, Field: clip(field, 40), Message: message})
}

// ParseClaim reads a claim: a JSON object of strings, at most 64 keys. Nil when data is empty or an empty object.
func ParseClaim(data []byte) (models.Claim, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, nil
	}
	var values map[string]*string
	if !utf8.Valid(data) || json.Unmarshal(data, &values) != nil || values == nil {
		return nil, models.Invalidf("claim", `claim is not a JSON object of strings, such as {"name":"Ada Example"}`)
	}
	if len(values) > maxClaimKeys {
		return nil, models.Invalidf("claim", "claim has %d keys, at most %d are read", len(values), maxClaimKeys)
	}
	claim := make(models.Claim, len(values))
	for key, value := range values {
		if key == "" || !plainText(key, maxClaimKeyChars) {
			return nil, models.Invalidf("claim", "a key of claim is not 1 to %d characters without control characters", maxClaimKeyChars)
		}
		if value == nil || !plainText(*value, maxClaimValueChars) {
			return nil, models.Invalidf("claim", "a value of claim is not a string of at most %d characters without control characters", maxClaimValueChars)
		}
		claim[key] = *value
	}
	return claim, nil
}

// printable replaces what a database or a log cannot hold, and cuts the rest.
func printable(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	if runes := []rune(clean); len(runes) > maxFilenameRunes {
		return string(runes[:maxFilenameRunes])
	}
	return clean
}
