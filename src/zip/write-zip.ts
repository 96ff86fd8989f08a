/** Makes a zip archive without compression: what CloudFormation makes of inline code, and the CDK of a folder. */

import { crc32 } from 'node:zlib';

const version = 20;
/** 1980-01-01: the same code gives the same archive. */
const date = 0x21;
const regularFile = 0o100644;

export function zipOf(path: string, content: string): Uint8Array {
  return zipFiles({ [path]: Buffer.from(content) });
}

/** By their paths in the archive. */
export function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const locals: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (const [path, body] of Object.entries(files)) {
    const { local, entry } = member(path, body, offset);
    locals.push(local);
    entries.push(entry);
    offset += local.length;
  }
  return Buffer.concat([...locals, ...entries, endOf(entries, offset)]);
}

function member(path: string, body: Uint8Array, offset: number) {
  const name = Buffer.from(path);
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
  rest.writeUInt32LE(offset, 10);
  const unix = Buffer.from([version, 3]);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02'), unix, common, rest, name]);
  return { local, entry };
}

function endOf(entries: readonly Uint8Array[], offset: number): Uint8Array {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    entries.reduce((bytes, { length }) => bytes + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return end;
}
