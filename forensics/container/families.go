package container

// family is one type with all the names that it goes by, each list separated by blanks. Members of one family never
// disagree.
type family struct{ mediaTypes, extensions string }

// families lists the types that a name or a sender can state. What is not in it says nothing: application/octet-stream,
// an extension that nobody registered.
func families() []family {
	return []family{
		{"image/jpeg image/jpg image/pjpeg image/jfif image/x-jpeg", "jpg jpeg jpe jfif jif pjpeg pjp mpo insp"},
		{"image/png image/x-png image/apng image/vnd.mozilla.apng", "png apng"},
		{"image/webp", "webp"},
		{"image/tiff image/tif image/x-tiff image/x-tif image/tiff-fx", "tif tiff dng nef cr2 arw"},
		{"image/gif", "gif"},
		{"image/bmp image/x-bmp image/x-ms-bmp image/x-windows-bmp", "bmp dib"},
		{"image/heic image/heif image/heic-sequence image/heif-sequence", "heic heif hif heics heifs"},
		{"image/avif image/avif-sequence image/heif image/heif-sequence", "avif avifs heif heifs hif"}, // AVIF is HEIF
		{"application/pdf application/x-pdf", "pdf"},
		{"image/svg+xml", "svg svgz"},
		{"text/html application/xhtml+xml text/javascript application/javascript", "html htm xhtml js mjs"},
		{"application/x-httpd-php text/x-php", "php phtml phar php5 asp aspx jsp cgi pl py sh"},
		{"application/zip application/x-zip-compressed application/vnd.rar application/x-7z-compressed application/gzip application/java-archive", "zip rar 7z gz tgz jar apk"},
		{"application/x-msdownload application/vnd.microsoft.portable-executable application/x-executable", "exe dll scr com bat cmd msi elf"},
		{"video/mp4 video/quicktime video/webm", "mp4 mov m4v webm avi"},
		{"application/msword application/vnd.openxmlformats-officedocument.wordprocessingml.document", "doc docx xls xlsx odt"},
	}
}
