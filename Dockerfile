# Two stages: build with the toolchain, run on a slim base as nobody in particular.
ARG GO_VERSION=1.26
ARG DEBIAN=bookworm

FROM golang:${GO_VERSION}-${DEBIAN} AS build
WORKDIR /src
COPY scripts/setup.sh scripts/setup.sh
RUN scripts/setup.sh run
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=0.1.0
RUN go build -tags nodynamic -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/loupe ./cmd/loupe

FROM debian:${DEBIAN}-slim
# Languages of the texts to read: any of Debian's tesseract-ocr-* packages.
ARG LANGUAGES="eng osd"
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates libtesseract5 liblept5 libzxing2 fonts-ocr-b fonts-dejavu-core \
    $(for l in ${LANGUAGES}; do echo "tesseract-ocr-$l"; done) \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/loupe --create-home loupe
COPY --from=build /out/loupe /usr/local/bin/loupe
USER loupe
WORKDIR /var/lib/loupe
VOLUME /var/lib/loupe
ENV LOUPE_DATA=/var/lib/loupe/data LOUPE_ADDR=0.0.0.0:8080
EXPOSE 8080
# Beyond loopback the server insists on a key: docker run --rm -v loupe:/var/lib/loupe IMAGE key create
ENTRYPOINT ["/usr/local/bin/loupe"]
CMD ["serve"]
