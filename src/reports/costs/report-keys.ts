/** Keys of cost reports: `<prefix>/<cost center or Summary>/2026/2026-03-<cost center or Summary>-charges.csv`. */

export interface CostReportKeys {
  /** `center`: as `keySegment` returns it. */
  center(center: string, label: string, suffix: 'csv' | 'xlsx'): string;
  summary(label: string, suffix: 'csv' | 'xlsx' | 'json'): string;
}

export function costReportKeys(prefix: string, month: string): CostReportKeys {
  const keyOf = (segment: string, file: string) =>
    `${prefix}/${segment}/${month.slice(0, 4)}/${month}-${segment}-${file}`;
  return {
    center: (center, label, suffix) => keyOf(center, `${label}.${suffix}`),
    summary: (label, suffix) => keyOf('Summary', `${label}.${suffix}`),
  };
}
