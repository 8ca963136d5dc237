#define ZX_USE_UTF8 1
#include "zxing.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

#include <ZXing/ReadBarcode.h>

namespace {

template <typename T>
T *copy(const void *from, size_t n)
{
	T *to = static_cast<T *>(std::malloc(n + 1)); // never of size 0
	if (to == nullptr)
		throw std::bad_alloc();
	if (n > 0)
		std::memcpy(to, from, n);
	to[n] = 0;
	return to;
}

void fill(loupe_symbol &s, const ZXing::Result &r)
{
	std::snprintf(s.format, sizeof s.format, "%s", ZXing::ToString(r.format()));
	const auto &bytes = r.bytes();
	s.bytes = copy<uint8_t>(bytes.data(), bytes.size());
	s.bytes_length = bytes.size();
	const auto text = r.text();
	s.text = copy<char>(text.data(), text.size());
	s.text_length = text.size();
	s.declared = r.hasECI();
	for (int i = 0; i < 4; i++) {
		s.corner[2 * i] = r.position()[i].x;
		s.corner[2 * i + 1] = r.position()[i].y;
	}
}

int read(const ZXing::ImageView &view, const ZXing::DecodeHints &hints, loupe_symbol **out)
{
	const auto results = ZXing::ReadBarcodes(view, hints);
	const int n = static_cast<int>(results.size());
	if (n == 0)
		return 0;
	auto *symbols = static_cast<loupe_symbol *>(std::calloc(n, sizeof(loupe_symbol)));
	if (symbols == nullptr)
		throw std::bad_alloc();
	try {
		for (int i = 0; i < n; i++)
			fill(symbols[i], results[i]);
	} catch (...) {
		loupe_zxing_free(symbols, n);
		throw;
	}
	*out = symbols;
	return n;
}

} // namespace

int loupe_zxing_read(const uint8_t *pixels, int width, int height, int stride, const char *formats, int most,
                     loupe_symbol **out, char *message, size_t message_length)
{
	*out = nullptr;
	try {
		const ZXing::ImageView view(pixels, width, height, ZXing::ImageFormat::Lum, stride);
		ZXing::DecodeHints hints;
		hints.setFormats(ZXing::BarcodeFormatsFromString(formats));
		hints.setTryHarder(true);
		hints.setTryRotate(false); // our cuttings lie level; PDF417 upside down is found all the same
		hints.setTryDownscale(false);
		hints.setMaxNumberOfSymbols(static_cast<uint8_t>(most));
		return read(view, hints, out);
	} catch (const std::exception &e) {
		std::snprintf(message, message_length, "%s", e.what());
	} catch (...) {
		std::snprintf(message, message_length, "an exception of no known type");
	}
	return -1;
}

void loupe_zxing_free(loupe_symbol *symbols, int n)
{
	for (int i = 0; symbols != nullptr && i < n; i++) {
		std::free(symbols[i].bytes);
		std::free(symbols[i].text);
	}
	std::free(symbols);
}
