import { expect, test } from 'vitest';
import { crc32, crc32c, crc64nvme } from './crc.ts';

// The check values that the catalogue of CRC algorithms has for these nine digits.
test.each([
  ['CRC32', crc32, 'cbf43926'],
  ['CRC32C', crc32c, 'e3069283'],
  ['CRC64NVME', crc64nvme, 'ae8b14860a799888'],
])('%s of 123456789', (_, checksum, expected) => {
  expect(Buffer.from(checksum(Buffer.from('123456789')), 'base64').toString('hex')).toBe(expected);
});
