package blob_test

import (
	"loupe/pipeline"
	"loupe/store/blob"
	"loupe/store/blob/blobtest"
	"loupe/store/blob/memblob"
)

// Both stores, and the suite that holds them to one behaviour, follow the port.
var (
	_ pipeline.Blobs = (*blob.Files)(nil)
	_ pipeline.Blobs = (*memblob.Blobs)(nil)
	_ blobtest.Blobs = pipeline.Blobs(nil)
	_ pipeline.Blobs = blobtest.Blobs(nil)
)
