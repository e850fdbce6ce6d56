const utf16 =
  'is UTF-16 text: convert it with "iconv --from-code=UTF-16 --to-code=UTF-8 FILE > NEW", or save ' +
  'it as UTF-8.';
const packed = (what: string, command: string) =>
  `is packed with ${what}: unpack it first with "${command} FILE".`;

const beginnings: [bytes: string, fault: string][] = [
  ['1f8b', packed('gzip', 'gunzip')],
  ['425a68', packed('bzip2', 'bunzip2')],
  ['fd377a585a00', packed('xz', 'unxz')],
  ['28b52ffd', packed('zstd', 'unzstd')],
  ['504b0304', 'is a ZIP file or an Excel workbook: unpack it first, or save the sheet as "CSV UTF-8".'],
  ['d0cf11e0a1b11ae1', 'is an old Excel or Word file: save the sheet as "CSV UTF-8".'],
  ['25504446', 'is a PDF document: ask its publisher for the table as CSV in UTF-8.'],
  ['fffe', utf16],
  ['feff', utf16],
];

/** Says of bytes that are no UTF-8 text what they seem to be and the way out, or gives null. `at` is where
 *  in the file they stand: only its beginning tells a packed file. */
export function foreignContent(bytes: Buffer, at: number): string | null {
  if (at === 0) {
    const start = bytes.subarray(0, 8).toString('hex');
    const found = beginnings.find(([beginning]) => start.startsWith(beginning));
    if (found) return found[1];
  }
  const nul = bytes.indexOf(0);
  if (nul < 0) return null;
  // Latin letters in UTF-16 without a mark are every second byte NUL.
  if (at === 0 && nul < 2 && bytes.length > 3 && bytes[nul + 2] === 0) return utf16;
  return `has a NUL byte, byte ${at + nul + 1}, so it is not text: save it as UTF-8 text.`;
}

/** Says where a line is not UTF-8 and in what it may be written. `at` is where in the file the line
 *  begins. */
export function wrongEncoding(bytes: Buffer, line: number, at: number): string {
  const from = isGb18030(bytes) ? 'GB18030' : 'WINDOWS-1252';
  const seems = from === 'GB18030' ? 'it seems to be GB18030' : 'it may be Windows-1252';
  return (
    `is not UTF-8 from byte ${at + firstWrong(bytes) + 1} on, in line ${line}: ${seems}; ` +
    `convert it with "iconv --from-code=${from} --to-code=UTF-8 FILE > NEW".`
  );
}

/** Says that the last line ends within a character, or gives null where its fault is another one. */
export function halfCharacter(bytes: Buffer, line: number): string | null {
  const tail = bytes.subarray(firstWrong(bytes));
  const [lead = 0, ...rest] = tail;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  const isHalf = lead < 0xf5 && tail.length < length && rest.every((byte) => byte >= 0x80 && byte < 0xc0);
  return isHalf ? `ends in half of a character, in line ${line}, so it was cut: fetch it again.` : null;
}

function firstWrong(bytes: Buffer): number {
  const mark = Buffer.from('\uFFFD');
  const text = bytes.toString('utf8');
  // Decoding puts the replacement character where bytes are wrong; the text may also hold it rightly.
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) {
    const offset = Buffer.byteLength(text.slice(0, at));
    if (!bytes.subarray(offset, offset + mark.length).equals(mark)) return offset;
  }
  return 0;
}

function isGb18030(bytes: Buffer): boolean {
  // Two Chinese characters in a row are four high bytes, which Western text has nowhere.
  if (!/[\x81-\xfe][\xa1-\xfe][\x81-\xfe][\xa1-\xfe]/.test(bytes.toString('latin1'))) return false;
  try {
    return /\p{Script=Han}/u.test(new TextDecoder('gb18030', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
