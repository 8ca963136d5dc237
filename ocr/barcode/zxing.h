// The C face of zxing-cpp (Apache-2.0), Debian's libzxing-dev. No exception leaves it, nothing is kept between calls.
#ifndef LOUPE_ZXING_H
#define LOUPE_ZXING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { loupe_format_length = 24 };

// One decoded symbol. bytes and text are allocated with malloc.
typedef struct {
	char format[loupe_format_length]; // zxing's name, zero-terminated
	uint8_t *bytes;                   // the payload without any conversion
	size_t bytes_length;
	char *text; // the payload as zxing understands its character set, UTF-8
	size_t text_length;
	int declared; // 1 when the symbol itself names its character set (ECI)
	int corner[8]; // x, y of top left, top right, bottom right, bottom left as the symbol reads
} loupe_symbol;

// loupe_zxing_read decodes a grey picture of width x height pixels whose rows are stride bytes apart; formats are zxing's
// names, separated by commas. It returns the number of symbols, which *out has then and loupe_zxing_free releases, or -1 with a message of at most message_length
// bytes, zero-terminated.
int loupe_zxing_read(const uint8_t *pixels, int width, int height, int stride, const char *formats, int most,
                     loupe_symbol **out, char *message, size_t message_length);
void loupe_zxing_free(loupe_symbol *symbols, int n);

#ifdef __cplusplus
}
#endif
#endif
