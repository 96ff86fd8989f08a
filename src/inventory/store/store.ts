/** Stores the files of a run: a local folder or an S3 prefix. A file is never incomplete under its final name. */

export interface InventoryStore {
  /** Name for users: `./flotilla-inventory`, `s3://bucket/prefix`. */
  readonly name: string;
  /** Throws a `FlotillaError` when it cannot be written to: called before anything is collected. */
  check(): Promise<void>;
  /** Creates a file that is written locally and appears under its name when it is complete. */
  create(path: string): Promise<FileDraft>;
  /** Undefined when there is none. */
  read(path: string): Promise<string | undefined>;
  /** Names below a path, `[]` when there are none. */
  list(path: string): Promise<string[]>;
}

export interface FileDraft {
  /** The local file that is being written. */
  readonly file: string;
  write(text: string): Promise<void>;
  /** Everything that was written is in the local file, and no more will be: others may read or replace it now. */
  flush(): Promise<void>;
  /** Puts it in place. */
  finish(): Promise<void>;
  /** Deletes it. */
  discard(): Promise<void>;
}
