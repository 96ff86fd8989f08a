/** Batches: entries succeed and fail one by one. */

import { AwsError } from '../../../wire/aws-error.ts';

interface BatchEntry {
  readonly Id?: string | undefined;
}

type Perform<Entry, Result> = (entry: Entry) => Result;

const maxEntries = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_BatchResultErrorEntry.html */
export function batch<Entry extends BatchEntry, Result extends object>(
  entries: readonly Entry[],
  perform: Perform<Entry, Result>,
) {
  checkBatch(entries);
  const results = entries.map((entry) => attempt(entry, perform));
  return {
    Successful: results.flatMap(({ done }) => done ?? []),
    Failed: results.flatMap(({ failed }) => failed ?? []),
  };
}

function attempt<Entry extends BatchEntry, Result extends object>(
  entry: Entry,
  perform: Perform<Entry, Result>,
) {
  const { Id = '' } = entry;
  try {
    return { done: { Id, ...perform(entry) } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { failed: { Id, SenderFault: true, Code: error.code, Message: error.message } };
  }
}

function checkBatch(entries: readonly BatchEntry[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > maxEntries) {
    const text = `Maximum number of entries per request are ${maxEntries}. You have sent ${entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', text);
  }
  const wrong = entries.find(({ Id = '' }) => !/^[\w-]{1,80}$/.test(Id));
  if (wrong) {
    const text =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw new AwsError('InvalidBatchEntryId', text);
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
}
