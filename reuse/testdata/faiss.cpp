// The peer of BenchmarkSearch: FAISS (Debian's libfaiss-dev) on the same codes, one thread.
// usage: faiss CODES QUERIES; both files hold 32 bytes a code. Prints "name p50 p95 build-s" in milliseconds.
#include <faiss/Index.h>
#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryHash.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

using bytes = std::vector<unsigned char>;
using clock_type = std::chrono::steady_clock;

static bytes slurp(const char *path) {
    std::ifstream in(path, std::ios::binary);
    return bytes(std::istreambuf_iterator<char>(in), {});
}

static double since(clock_type::time_point t) { return std::chrono::duration<double>(clock_type::now() - t).count(); }

static void measure(const char *name, faiss::IndexBinary &index, const bytes &codes, const bytes &queries) {
    auto began = clock_type::now();
    index.add(codes.size() / 32, codes.data());
    double build = since(began);
    std::vector<double> ms;
    std::vector<faiss::Index::idx_t> labels(20);
    std::vector<int32_t> distances(20);
    for (size_t q = 0; q + 32 <= queries.size(); q += 32) {
        auto t = clock_type::now();
        index.search(1, queries.data() + q, 20, distances.data(), labels.data());
        ms.push_back(since(t) * 1e3);
    }
    std::sort(ms.begin(), ms.end());
    std::printf("%s %.3f %.3f %.3f\n", name, ms[ms.size() / 2], ms[ms.size() * 95 / 100], build);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    bytes codes = slurp(argv[1]), queries = slurp(argv[2]);
    {
        faiss::IndexBinaryFlat flat(256);
        measure("flat", flat, codes, queries);
    }
    faiss::IndexBinaryMultiHash hash(256, 16, 16); // 16 bands of 16 bits, one flip: exact within 31, like the index
    hash.nflip = 1;
    measure("multihash", hash, codes, queries);
    return 0;
}
