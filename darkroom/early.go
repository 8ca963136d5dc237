package darkroom

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/models"
)

// Early hears the fingerprints of one page that are known as soon as it is decoded, long before the examination ends, so
// that the upload is found meanwhile. It is called for one page at a time, in their order but not for blank pages, perhaps
// more than once for the same page, and never after Examine has returned.
type Early = func(page []models.Fingerprint)

// sendEarly tells the office what a page is found by before anything is read on it.
func sendEarly(w io.Writer, fps []models.Fingerprint) { _ = writeJSON(w, frameEarly, fps) } // a broken pipe shows at the result

// early makes what is sent ahead of a page of the file. A picture that brought a worker down here is examined without it.
func (s *session) early(file *forensics.File, x *forensics.Exhibit, page int) error {
	if s.ahead == nil || s.skips(stageEarly, page) {
		return nil
	}
	s.begin(stage(stageEarly, page))
	fps, err := fingerprint.Early(x)
	if err != nil {
		return fmt.Errorf("early fingerprints: %w", err)
	}
	whole := file.Fingerprint()
	if x.Page.Sheet <= 1 && !slices.ContainsFunc(fps, func(f models.Fingerprint) bool { return f.Kind == whole.Kind && f.Hex == whole.Hex }) {
		fps = append(fps, whole) // the file is no picture itself, such as a PDF
	}
	for i := range fps {
		fps[i].Page = page
	}
	s.ahead(fps)
	return nil
}

// mostEarly is more than what one page has: two digests and the file's, two hashes of the whole, six of parts.
const mostEarly = 16

// listener is the office's ear for one job at a worker after the other: it believes early fingerprints as far as they can be checked, and passes
// them on.
type listener struct {
	stage string // that was begun last
	early Early  // nil: nobody asked
	next  int    // the page that can come next
	pages int    // that can be, in all
}

// begin forgets what an earlier worker said: the next one begins with the first page again.
func (l *listener) begin() { l.stage, l.next = "", 0 }

// hear takes in a frame that is not the result. What a worker should not say ends its life.
func (l *listener) hear(kind byte, payload []byte) error {
	switch {
	case kind == frameStage:
		l.stage = string(payload)
		return nil
	case kind != frameEarly || l.early == nil:
		return fmt.Errorf("got a frame %q where a stage or result belongs", kind)
	}
	var fps []models.Fingerprint
	if err := json.Unmarshal(payload, &fps); err != nil {
		return fmt.Errorf("early fingerprints are not what they should be: %w", err)
	}
	if err := checkEarly(fps, l.next, l.pages); err != nil {
		return err
	}
	l.next = fps[0].Page + 1
	l.early(fps)
	return nil
}
