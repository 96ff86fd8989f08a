/** Keeps reports in this process, until they are written somewhere. */

import type { ReportObject, ReportStore } from './report-store.ts';

export interface MemoryReportStore extends ReportStore {
  /** In the order in which they were first written. */
  objects(): readonly ReportObject[];
}

export function memoryReportStore(): MemoryReportStore {
  const kept = new Map<string, ReportObject>();
  return {
    name: 'memory',
    put: async (object) => void kept.set(object.key, object),
    read: async (key) => kept.get(key)?.body.toString(),
    objects: () => [...kept.values()],
  };
}
