package api

import (
	"github.com/labstack/echo/v4"

	"loupe/api/console"
)

// route declares every route. The contract test holds this list against openapi.yaml.
func (s *Server) route(pages *console.Console) {
	e := s.echo
	e.Use(s.drain, s.identify, s.observe, s.recoverPanic, secureHeaders, s.announceGuesses, s.refuseForeignOrigins)

	e.GET("/healthz", s.health)
	e.GET("/readyz", s.ready)
	e.GET("/openapi.json", s.contract)
	e.GET("/docs", pages.Docs)

	// Each route names its guard: a group's middleware would answer 404 where 405 is due.
	key, admin := s.requireBearer, s.requireAdmin
	e.GET("/metrics", s.exposeMetrics, key)
	e.POST("/v1/submissions", s.submit, key, s.meter, s.admit)
	e.GET("/v1/submissions", s.listSubmissions, key, s.meter)
	e.GET("/v1/submissions/:id", s.getSubmission, key, s.meter)
	e.GET("/v1/submissions/:id/report", s.getReport, key, s.meter)
	e.GET("/v1/submissions/:id/original", s.getOriginal, key, s.meter)
	e.GET("/v1/artifacts/:id", s.getArtifact, key, s.meter)
	e.GET("/v1/links", s.listLinks, key, s.meter)
	e.GET("/v1/links/:id", s.getLink, key, s.meter)
	e.GET("/v1/rings", s.listRings, key, s.meter)
	e.GET("/v1/rings/:id", s.getRing, key, s.meter)
	e.GET("/v1/accounts/:ref", s.getAccount, key, s.meter)
	e.GET("/v1/accounts/:ref/links", s.listAccountLinks, key, s.meter)
	e.GET("/v1/accounts/:ref/submissions", s.listAccountSubmissions, key, s.meter)
	e.POST("/v1/dispositions", s.dispose, key, s.meter)
	e.GET("/v1/dispositions", s.listDispositions, key, s.meter)
	e.POST("/v1/banks", s.putInBank, key, s.meter)
	e.GET("/v1/banks", s.listBank, key, s.meter)
	e.DELETE("/v1/banks/:id", s.takeFromBank, key, s.meter)
	e.POST("/v1/search", s.search, key, s.meter, s.admit)
	e.GET("/v1/events", s.listEvents, key, s.meter)
	e.POST("/v1/rescans", s.startRescan, key, s.meter, admin)
	e.GET("/v1/rescans", s.listRescans, key, s.meter)
	e.GET("/v1/rescans/:id", s.getRescan, key, s.meter)
	e.GET("/v1/rescans/:id/changes", s.listRescanChanges, key, s.meter)
	s.routeConsole(pages)
}

// routeConsole declares the pages of the console, and what their forms send.
func (s *Server) routeConsole(pages *console.Console) {
	e, browser := s.echo, s.requireBasic
	e.GET("/console", redirectToConsole)
	e.GET("/console/static/:name", pages.Static)
	e.GET("/console/", pages.Submissions, browser)
	e.GET("/console/submissions/:id", pages.Report, browser)
	e.GET("/console/submissions/:id/original", s.getOriginal, browser)
	e.GET("/console/artifacts/:id", s.getArtifact, browser)
	e.POST("/console/submissions/:id/bank", pages.Bank, browser)
	e.POST("/console/links/:id/dispositions", pages.DisposeLink, browser)
	e.GET("/console/rings", pages.Rings, browser)
	e.GET("/console/rings/:id", pages.Ring, browser)
	e.POST("/console/rings/:id/dispositions", pages.DisposeRing, browser)
	e.GET("/console/accounts/:ref", accountPage(pages), browser)
	e.GET("/console/search", pages.Search, browser)
	e.POST("/console/search", pages.Found(s.searchForm), browser, s.meter, s.admit)
	e.GET("/console/banks", pages.Banks, browser)
	e.GET("/console/rescans", pages.Rescans, browser)
	e.GET("/console/rescans/:id", pages.Rescan, browser)
}

func redirectToConsole(c echo.Context) error { return c.Redirect(308, "/console/") }

// accountPage reads the account as the API does.
func accountPage(pages *console.Console) echo.HandlerFunc {
	return func(c echo.Context) error {
		account, err := pathAccount(c)
		if err != nil {
			return err
		}
		return pages.Account(c, account)
	}
}
