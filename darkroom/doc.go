// Package darkroom is the only room where pixels are decoded: a pool of worker processes with hard limits on memory,
// CPU seconds and wall time, and no database, network or secrets. The office hands them bytes and gets facts back.
//
// A worker is this same binary, re-executed. It can crash, hang or lie; the pool kills it, starts another, and turns
// what happened into a failed finding or an error, never into silence. See docs/adr/0003.
package darkroom
