package order

// FewKeys is fewKeys, for the tests of this package.
const FewKeys = fewKeys
