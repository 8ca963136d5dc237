package console

import (
	"fmt"
	"slices"
	"strconv"

	"loupe/models"
)

// A submission of several pages is shown one page at a time; tabs above the picture lead to the others.

// tab is one page in the row of pages.
type tab struct {
	models.PageInfo
	Number    int // from 1, for readers
	Title     string
	Thumbnail string // address; "" when there is none
	Suspect   int    // findings that found something
	Blind     int    // findings that have not looked
	Current   bool
}

// pageInfo returns what is known of a page; of reports made before there were pages, the file.
func pageInfo(r models.Report, page int) (models.PageInfo, bool) {
	if page >= 0 && page < len(r.Pages) {
		return r.Pages[page], true
	}
	return models.PageInfo{FileInfo: r.File}, page == 0
}

// pageNamed is the name of a page's picture among the report's artifacts.
func pageNamed(name string, page int) string {
	if page == 0 {
		return name
	}
	return name + "_" + strconv.Itoa(page)
}

// tabs lists the pages when there are several.
func tabs(r models.Report, current int) []tab {
	if len(r.Pages) < 2 {
		return nil
	}
	out := make([]tab, len(r.Pages))
	for i, info := range r.Pages {
		out[i] = tab{PageInfo: info, Number: i + 1, Title: pageTitle(info), Thumbnail: artifactNamed(r.Artifacts, pageNamed("thumbnail", i)), Current: i == current}
		for _, f := range r.Findings {
			switch {
			case f.Page != i || f.Whole:
			case f.Outcome == models.OutcomeSuspect:
				out[i].Suspect++
			case !f.Outcome.Evaluated():
				out[i].Blind++
			}
		}
	}
	return out
}

func pageTitle(p models.PageInfo) string {
	title := map[models.PageSource]string{
		models.SourceEmbedded: "picture on sheet", models.SourceRendered: "sheet as printed",
	}[p.Source]
	switch {
	case title != "":
		title = fmt.Sprintf("%s %d", title, p.Sheet)
	case p.Sheet > 1:
		title = fmt.Sprintf("sheet %d", p.Sheet)
	}
	if p.Side != "" {
		title = string(p.Side) + " " + title
	}
	return title
}

// onPage returns the findings of one page.
func onPage(all []models.Finding, page int) []models.Finding {
	out := []models.Finding{}
	for _, f := range all {
		if f.Whole { // about every page: of its regions those that lie here
			f.Regions = slices.DeleteFunc(slices.Clone(f.Regions), func(r models.Region) bool { return r.Page != page })
			out = append(out, f)
		} else if f.Page == page {
			out = append(out, f)
		}
	}
	return out
}
