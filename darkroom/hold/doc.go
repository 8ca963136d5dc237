// Package hold lays on a worker process everything that keeps it from doing anything but computing. It is Linux only.
//
// There are two halves, because each can do what the other cannot. A Birth is laid by the process that creates the
// worker: namespaces, landlock, the bounding set of capabilities and the signal that ends the worker with its maker are
// inherited, so they hold from the first instruction and on every thread there will ever be. Seal is laid by the worker
// on itself once its program and libraries are loaded: limits, descriptors, and a seccomp filter that the kernel sets on
// all threads at once.
//
// Nothing here is a precondition. What a kernel or a container does not allow is left out, and a Report, observed by the
// worker itself, says so. See docs/adr/0009.
package hold
