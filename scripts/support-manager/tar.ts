const BLOCK = 512

/** Bytes before a file's own in its archive. */
export const TAR_HEADER_BYTES = BLOCK

/** A tar archive (POSIX ustar) of one program that may be run. No owner and no time, so that the same program gives the same archive. */
export function tarOf(name: string, program: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`
  header.write(name, 0, 100, 'ascii')
  header.write(octal(0o755, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(program.length, 11), 124)
  header.write(octal(0, 11), 136)
  // The sum is made with spaces in its own place.
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257, 'latin1')
  const sum = header.reduce((all, byte) => all + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const rest = (BLOCK - (program.length % BLOCK)) % BLOCK
  return Buffer.concat([header, program, Buffer.alloc(rest + 2 * BLOCK)])
}
