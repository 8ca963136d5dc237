#!/bin/sh
# Draws the pictures of this folder: R = 4x, G = 5y, B = 128 on 64x48 pixels, grey 2x+2y on 64x64, as the encoders write it that Go lacks.
# Needs cjpeg (libjpeg-turbo), heif-enc (libheif 1.15, x265), avifenc (libavif), cwebp and python3 with Pillow.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT
python3 - "$tmp" <<'PY'
import sys
from PIL import Image
tmp = sys.argv[1]
im = Image.new("RGB", (64, 48))
im.putdata([(4 * x, 5 * y, 128) for y in range(48) for x in range(64)])
im.save(tmp + "/p.png")
im.save(tmp + "/p.ppm")
grey = Image.new("L", (64, 64))
grey.putdata([2 * x + 2 * y for y in range(64) for x in range(64)])
grey.save(tmp + "/grey.png")
alpha = im.copy()
alpha.putalpha(Image.new("L", im.size, 128))
alpha.save(tmp + "/alpha.png")
cmyk = Image.new("CMYK", im.size)
cmyk.putdata([(4 * x, 5 * y, 128, 32) for y in range(48) for x in range(64)])
cmyk.save("cmyk.jpg", quality=98, subsampling=0)
PY
cjpeg -quality 98 -progressive -sample 1x1 -outfile progressive.jpg "$tmp/p.ppm"
cjpeg -quality 98 -sample 4x1 -outfile 411.jpg "$tmp/p.ppm"
cjpeg -quality 98 -sample 1x1 -restart 1B -outfile restart.jpg "$tmp/p.ppm"
cjpeg -quality 98 -sample 1x1 -arithmetic -outfile arithmetic.jpg "$tmp/p.ppm"
cjpeg -quality 98 -rgb -sample 1x1 -outfile rgb.jpg "$tmp/p.ppm"
cwebp -quiet -lossless "$tmp/p.png" -o lossless.webp
cwebp -quiet -q 98 "$tmp/alpha.png" -o lossy-alpha.webp
cwebp -quiet -q 98 "$tmp/p.png" -o lossy.webp
heif-enc -q 95 -p chroma=444 "$tmp/p.png" -o colour.heic >/dev/null
heif-enc -q 95 -b 10 "$tmp/p.png" -o ten.heic >/dev/null
heif-enc -q 95 "$tmp/grey.png" -o grey.heic >/dev/null
heif-enc -q 95 "$tmp/alpha.png" -o alpha.heic >/dev/null
avifenc -s 6 -y 444 --min 4 --max 8 "$tmp/p.png" colour.avif >/dev/null
avifenc -s 6 -y 444 -d 10 --min 4 --max 8 "$tmp/p.png" ten.avif >/dev/null
avifenc -s 6 -y 444 --min 4 --max 8 "$tmp/alpha.png" alpha.avif >/dev/null
avifenc -s 6 -y 400 --min 4 --max 8 "$tmp/grey.png" grey.avif >/dev/null
