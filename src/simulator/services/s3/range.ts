/** Ranges of bytes: `bytes=0-99`, `bytes=100-`, `bytes=-100`. */

import { s3Error } from './errors.ts';

export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

/** Undefined without a range, or with one that HTTP does not define: the whole object is returned then. */
export function readRange(range: string | undefined, size: number): ByteRange | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [, first = '', last = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start < size && start <= end) return { start, end };
  throw s3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
    ActualObjectSize: String(size),
    RangeRequested: range,
  });
}
