package api

import (
	_ "embed"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"

	"loupe/models"
)

//go:embed openapi.yaml
var openAPIYAML []byte

// health says that the process answers.
func (s *Server) health(c echo.Context) error {
	return writeJSON(c, http.StatusOK, map[string]string{"status": "ok", "version": s.config.Version})
}

// ready says whether uploads are taken now. Why not goes to the log; a stranger learns only that.
func (s *Server) ready(c echo.Context) error {
	if s.stopping.Load() {
		return models.Errorf(models.ErrUnavailable, "system.stopping", "the service is stopping")
	}
	if err := s.service.Ready(c.Request().Context()); err != nil {
		s.log.Warn("not ready", "request_id", requestID(c), "error", err.Error())
		return models.Errorf(models.ErrUnavailable, "not_ready", "the service is not ready to take uploads; try again later")
	}
	return writeJSON(c, http.StatusOK, map[string]string{"status": "ready"})
}

func (s *Server) contract(c echo.Context) error { return c.JSONBlob(http.StatusOK, s.openAPI) }

// openAPIJSON turns the contract into the JSON that clients' generators read.
func openAPIJSON(version string) ([]byte, error) {
	var contract map[string]any
	if err := yaml.Unmarshal(openAPIYAML, &contract); err != nil {
		return nil, err
	}
	if info, ok := contract["info"].(map[string]any); ok && version != "" {
		info["version"] = version
	}
	return json.Marshal(contract)
}
