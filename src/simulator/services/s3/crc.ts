/**
 * Checksums of S3, in base64.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.md
 */

import { crc32 as zlibCrc32 } from 'node:zlib';

export function crc32(body: Uint8Array): string {
  return base64([zlibCrc32(body)]);
}

/** Castagnoli's polynomial, reflected. */
const castagnoli = tableOf(0n, 0x82f63b78n);

export function crc32c(body: Uint8Array): string {
  const { low } = castagnoli;
  let crc = 0xffffffff;
  for (const byte of body) crc = (low[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return base64([~crc]);
}

/** The polynomial of NVM Express, reflected, in two halves: big integers would be a hundred times slower. */
const nvme = tableOf(0x9a6c9329n, 0xac4bc9b5n);

export function crc64nvme(body: Uint8Array): string {
  const { high, low } = nvme;
  let [upper, lower] = [0xffffffff, 0xffffffff];
  for (const byte of body) {
    const index = (lower ^ byte) & 0xff;
    lower = ((lower >>> 8) | (upper << 24)) ^ (low[index] ?? 0);
    upper = (upper >>> 8) ^ (high[index] ?? 0);
  }
  return base64([~upper, ~lower]);
}

interface CrcTable {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** The checksum of each byte by itself. */
function tableOf(upper: bigint, lower: bigint): CrcTable {
  const polynomial = (upper << 32n) | lower;
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    high[byte] = Number(crc >> 32n);
    low[byte] = Number(crc & 0xffffffffn);
  }
  return { high, low };
}

function base64(words: readonly number[]): string {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, 4 * index);
  return bytes.toString('base64');
}
