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

// form reads the parts of an upload in the order they come. The file is handed on as a stream when account and kind
// are known by then; it must be the last part in that case. A file that comes earlier is held in memory.
type form struct {
	parts    *multipart.Reader
	maxFile  int64
	maxClaim int64
	hold     func() (release func(), err error) // asks for the right to hold a file in memory

	upload pipeline.Upload
	seen   map[string]bool
	faults faults
}

// read returns the upload, ready to be submitted, and what to call when it is done with.
func (f *form) read() (u pipeline.Upload, release func(), err error) {
	release = func() {}
	f.seen = map[string]bool{}
	for {
		part, err := f.parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f.upload, release, f.complete()
		}
		if err != nil {
			return f.upload, release, unreadableForm(err)
		}
		name := part.FormName()
		if f.seen[name] {
			f.fault("form.repeated", name, "part "+quote(name)+" was sent twice: send it once")
			return f.upload, release, f.faults
		}
		f.seen[name] = true
		if name != "file" {
			if err := f.field(name, part); err != nil {
				return f.upload, release, err
			}
			continue
		}
		f.describeFile(part)
		if len(f.faults) > 0 {
			return f.upload, release, f.faults
		}
		if f.seen["account"] && f.seen["kind"] {
			f.upload.Body = &fileBody{part: part, left: f.maxFile, limit: f.maxFile, last: f.parts}
			return f.upload, release, nil
		}
		if release, err = f.holdFile(part); err != nil {
			return f.upload, release, err
		}
	}
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
		f.fault("form.unknown_part", name, "part "+quote(name)+" is unknown: send account, kind, side, claim and, last, file")
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
	if !f.seen["account"] {
		_, err := parseAccount("")
		f.faults = append(f.faults, err.(*models.Error))
	}
	if !f.seen["kind"] {
		f.fault("kind.missing", "kind", "kind is missing: send one of identity_document, diploma, profile_photo")
	}
	if !f.seen["file"] {
		f.fault("file.missing", "file", "file is missing: send the picture as the last part, named file")
	}
	return f.faults.or()
}

func (f *form) fault(reason, field, message string) {
	f.faults = append(f.faults, &models.Error{Code: models.ErrInvalid, Reason: reason, Field: clip(field, 40), Message: message})
}

// describeFile keeps what the client declares of the file; it is untrusted text that only a reviewer reads.
func (f *form) describeFile(part *multipart.Part) {
	f.upload.Filename = printable(part.FileName())
	f.upload.DeclaredType = printable(part.Header.Get("Content-Type"))
}

// holdFile reads a file that came too early.
func (f *form) holdFile(part io.Reader) (release func(), err error) {
	release, err = f.hold()
	if err != nil {
		return func() {}, err
	}
	var held bytes.Buffer
	if _, err := io.Copy(&held, &fileBody{part: part, left: f.maxFile, limit: f.maxFile}); err != nil {
		return release, err
	}
	f.upload.Body = &held
	return release, nil
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
