const ZIP = "application/zip";

/** Types that go by one another's names: an ending promises one of the types of its family. `audio/` stands for all that begin so. */
const FAMILIES: [extensions: string, types: string[]][] = [
  ["jpg jpeg jpe jfif", ["image/jpeg"]],
  ["png apng", ["image/png", "image/apng"]],
  ["gif", ["image/gif"]],
  ["webp", ["image/webp"]],
  ["avif heic heif", ["image/avif", "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"]],
  ["bmp", ["image/bmp"]],
  ["tif tiff", ["image/tiff", "image/"]],
  ["ico", ["image/x-icon"]],
  ["pdf", ["application/pdf"]],
  ["rtf", ["application/rtf", "text/rtf"]],
  // Word writes RTF and HTML under this name, and so do programs that want to be opened by it.
  ["doc dot xls xlt ppt pps msg", ["application/x-cfb", "application/rtf", "text/rtf", "text/", "application/xml", ZIP]],
  // With a password they are wrapped into the older format.
  ["docx dotx xlsx xltx pptx potx ppsx", [ZIP, "application/vnd.openxmlformats-officedocument.", "application/x-cfb"]],
  ["odt ods odp odg", [ZIP, "application/vnd.oasis.opendocument."]],
  ["epub", [ZIP, "application/epub+zip"]],
  ["zip", [ZIP, "application/vnd.", "application/epub+zip", "application/java-archive"]],
  ["gz tgz", ["application/gzip"]],
  ["bz2", ["application/x-bzip2"]],
  ["xz", ["application/x-xz"]],
  ["7z", ["application/x-7z-compressed"]],
  ["rar", ["application/x-rar-compressed"]],
  ["tar", ["application/x-tar"]],
  ["mp3 wav m4a aac ogg oga opus flac amr wma", ["audio/", "video/"]],
  ["mp4 m4v mov avi mkv webm wmv mpg mpeg 3gp ogv", ["video/", "audio/"]],
  [
    "txt csv tsv log md json eml ics vcf xml yaml yml",
    ["text/", "application/xml", "application/json", "application/pgp-", "application/rtf"],
  ],
];

/** Code in a form that a computer runs as it is. */
const EXECUTABLE = new Set([
  "application/x-msdownload",
  "application/x-elf",
  "application/x-mach-binary",
  "application/x.ms.shortcut",
  "application/java-vm",
  "application/x-shockwave-flash",
  "application/wasm",
  "application/x-deb",
  "application/x-rpm",
]);

export function isExecutable(sniffedType: string | null): boolean {
  return sniffedType !== null && EXECUTABLE.has(bare(sniffedType));
}

/**
 * Whether the first bytes are of another kind than the name promises or, where the name says nothing, the sender. Bytes of no known type
 * are no proof of anything.
 */
export function isDisguised(extension: string, contentType: string, sniffedType: string | null): boolean {
  if (sniffedType === null) return false;
  const types = TYPES_BY_EXTENSION.get(extension) ?? TYPES_BY_DECLARATION.get(bare(contentType));
  return types !== undefined && !types.some((type) => (/[/.-]$/.test(type) ? sniffedType.startsWith(type) : bare(sniffedType) === type));
}

const TYPES_BY_EXTENSION = new Map(FAMILIES.flatMap(([extensions, types]) => extensions.split(" ").map((one) => [one, types] as const)));
// The other way round only types that stand for one family: a sender who says "audio" says little.
const TYPES_BY_DECLARATION = new Map(
  FAMILIES.flatMap(([, types]) =>
    types.filter((type) => /^(?:image\/.+|application\/(?:pdf|gzip|zip))$/.test(type)).map((one) => [one, types] as const),
  ),
);

function bare(type: string): string {
  return type.split(";")[0]?.trim().toLowerCase() ?? "";
}
