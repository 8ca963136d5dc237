// Package torture holds what tries to break Loupe: hostile files made by code (bombs), a mutator that knows the formats
// (mutate), and the tests in this folder, which send both to the real program over HTTP and watch its processes.
//
// `make test` runs a short version, `make torture` the long one.
package torture
