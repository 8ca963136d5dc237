package store_test

import (
	"loupe/pipeline"
	"loupe/store"
	"loupe/store/storetest"
)

// The store, and the suite that holds both databases to one behaviour, follow the port.
var (
	_ pipeline.Store  = (*store.DB)(nil)
	_ pipeline.Store  = storetest.Store(nil)
	_ storetest.Store = pipeline.Store(nil)
)
