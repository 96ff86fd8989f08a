/** The common parts of REST-JSON and REST-XML, and their difference: the documents of their bodies. */

import type { $Schema } from '@smithy/types';

export interface Documents {
  readonly contentType: string;
  /** Default format of timestamps in documents: 5 is a date-time, 7 are seconds since 1970. */
  readonly defaultTimestamp: 5 | 7;
  read(schema: $Schema, body: Uint8Array): unknown;
  write(schema: $Schema, value: object): string | Uint8Array;
}

/** For the SDK's codecs of single values. */
export function textSettings({ defaultTimestamp }: Documents) {
  return {
    timestampFormat: { useTrait: true, default: defaultTimestamp },
    httpBindings: true,
  } as const;
}

export type StructureValues = Record<string, unknown>;
