package api_test

import (
	"loupe/api"
	"loupe/pipeline"
)

// The use cases satisfy what the HTTP side asks for.
var _ api.Service = (*pipeline.Service)(nil)
