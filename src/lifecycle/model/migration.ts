/** Turns a stored record of an older version into one of the next. */
export type Migration = (record: Readonly<Record<string, unknown>>) => Record<string, unknown>;
