package darkroom

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/models"
)

// session is one examination under way.
type session struct {
	Bench
	brief models.Brief
	skip  []string
	cpu   *budget
	begin func(stage string)
	ahead Early // nil: nobody waits for early fingerprints
	out   models.Examination

	glance bool     // nothing but the early fingerprints is wanted
	unread []string // why pages could not be read
}

// stage names what is done to a page. The first page's stages go by their bare names.
func stage(name string, page int) string {
	if page == 0 {
		return name
	}
	return name + "#" + strconv.Itoa(page)
}

// skips reports whether a stage killed a worker before. Reading is left out of every page then: to read the harmless
// pages again would let one file cost twice what reading may cost.
func (s *session) skips(name string, page int) bool {
	return slices.ContainsFunc(s.skip, func(killer string) bool {
		return killer == stage(name, page) || (name == stageRead && strings.HasPrefix(killer, stageRead))
	})
}

// file looks at every page of one file, one at a time so that one picture at most is in memory.
func (s *session) file(ctx context.Context, original models.Original) (*models.Refusal, error) {
	s.begin(stageOpen)
	done := s.cpu.within(s.StageCPU)
	file, refusal := s.Opener.Open(ctx, original, s.brief.Kind)
	done()
	if refusal != nil {
		return refusal, nil
	}
	defer file.Close()
	if err := s.cpu.pages(len(s.out.Pages) + file.Len()); err != nil {
		return nil, err
	}
	for n := range file.Len() {
		page := len(s.out.Pages)
		s.begin(stage(stageOpen, page))
		done := s.cpu.within(s.StageCPU)
		x, refusal := file.Page(ctx, n)
		done()
		if refusal != nil {
			return refusal, nil
		}
		x.Page.Page, x.Profile = page, s.brief.Profile
		s.out.Pages = append(s.out.Pages, x.Page)
		if page == 0 {
			s.out.File = file.Info(x)
		}
		if n > 0 && forensics.Blank(x) {
			s.passOver(page)
			continue
		}
		if err := s.page(ctx, file, x, page); err != nil {
			return nil, err
		}
	}
	s.wholeFile(file)
	return nil, nil
}

// passOver answers for a blank page, such as the empty back of a scanned sheet: there is nothing to ask about it.
func (s *session) passOver(page int) {
	for _, c := range s.Checks {
		f := c.Info().Finding(models.OutcomeNotApplicable, "Nothing stands on this page.")
		s.out.Findings = append(s.out.Findings, f.OnPage(page))
	}
}

// page asks every question about one page of the file, once what it is found by was sent ahead.
func (s *session) page(ctx context.Context, file *forensics.File, x *forensics.Exhibit, page int) error {
	if err := s.early(file, x, page); err != nil || s.glance {
		return err
	}
	if err := s.read(ctx, x, page); err != nil {
		return err
	}
	for _, c := range s.Checks {
		id := c.Info().ID
		s.begin(stage(id, page))
		f, abandoned := s.check(ctx, c, x, s.skips(id, page))
		if abandoned {
			return errAbandoned
		}
		s.out.Findings = append(s.out.Findings, f.OnPage(page))
	}
	s.begin(stage(stageFaces, page))
	if err := s.keepFaces(x, page); err != nil {
		return fmt.Errorf("faces: %w", err)
	}
	s.begin(stage(stageFingerprint, page))
	prints, err := fingerprint.Of(x)
	if err != nil {
		return fmt.Errorf("fingerprints: %w", err)
	}
	s.keepPrints(prints, page)
	s.out.Pages[page].NotHashed = fingerprint.Withheld(x, prints)
	s.begin(stage(stagePreview, page))
	pictures, err := forensics.Previews(x)
	if err != nil {
		return fmt.Errorf("previews: %w", err)
	}
	s.keepPictures(pictures, page)
	return nil
}

func (s *session) check(ctx context.Context, c forensics.Check, x *forensics.Exhibit, skip bool) (models.Finding, bool) {
	if skip {
		return forensics.Failed(c.Info(), "The check brought a worker process down when it looked at this page."), false
	}
	ctx, cancel := withinCPU(ctx, s.StageCPU)
	defer cancel()
	return forensics.Run(ctx, c, x, s.StageLimit)
}

// read reads a page's text once, before the checks that need it, under its own limit. What goes wrong here reaches the
// report through those checks: they get the same error.
func (s *session) read(ctx context.Context, x *forensics.Exhibit, page int) error {
	if s.Reader == nil || !s.needsText(x.Kind) {
		return nil
	}
	s.begin(stage(stageRead, page))
	ctx, cancel := context.WithTimeout(ctx, s.StageLimit)
	defer cancel()
	ctx, done := withinCPU(ctx, s.ReadCPU)
	defer done()
	reader := s.Reader
	if s.skips(stageRead, page) {
		reader = brokenReader{}
	}
	x.SetReader(ctx, reader)
	x.Day = s.brief.Day
	reading, err := x.Reading()
	if err == nil {
		s.keepReading(reading, page)
		s.keepPlace(x, page)
	} else {
		s.unread = append(s.unread, fmt.Sprintf("page %d: %v", page+1, err))
	}
	if ctx.Err() != nil {
		return errAbandoned
	}
	return nil
}

// dossier asks the questions about the submission as a whole, when all its pages were looked at.
func (s *session) dossier(ctx context.Context) {
	d := forensics.Dossier{Brief: s.brief, Pages: s.out.Pages, Document: s.out.Document, Text: s.out.Text, Unread: s.unread}
	for _, c := range s.Whole {
		info := c.Info()
		s.begin(info.ID)
		if s.skips(info.ID, 0) {
			s.out.Findings = append(s.out.Findings, forensics.Failed(info, "The check brought a worker process down when it looked at this submission."))
			continue
		}
		done := s.cpu.within(s.StageCPU)
		s.out.Findings = append(s.out.Findings, forensics.RunDossier(ctx, c, d))
		done()
	}
}

// needsText reports whether any check of this kind asks what the picture says: reading is the dearest thing we do.
func (s *session) needsText(k models.Kind) bool {
	for _, c := range s.Checks {
		if i := c.Info(); i.Needs&forensics.NeedsText != 0 && i.For(k) {
			return true
		}
	}
	return false
}
