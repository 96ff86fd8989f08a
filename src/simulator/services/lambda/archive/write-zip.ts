/** Makes a zip archive of one file, without compression: what CloudFormation makes of inline code. */

import { crc32 } from 'node:zlib';

const version = 20;
/** 1980-01-01: the same code gives the same archive. */
const date = 0x21;
const regularFile = 0o100644;

export function zipOf(path: string, content: string): Uint8Array {
  const [name, body] = [Buffer.from(path), Buffer.from(content)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(body), 10);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(body.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, body]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(regularFile * 0x10000, 6);
  const unix = Buffer.from([version, 3]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02'), unix, common, rest, name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}
