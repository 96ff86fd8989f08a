/** A deployed function, as data. */

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  settings: FunctionSettings;
  code: FunctionCode;
  revisionId: string;
  modifiedAt: number;
  /** Statements that permit others to invoke it, by their ids. */
  readonly policy: Map<string, object>;
  reservedConcurrency: number | undefined;
  eventInvoke: EventInvokeSettings | undefined;
  url: FunctionUrl | undefined;
  /** Published versions; `$LATEST` is the function itself. */
  readonly versions: PublishedVersion[];
  readonly tags: Map<string, string>;
}

export interface FunctionSettings {
  readonly runtime: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly storageMb: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly keyArn: string | undefined;
  /** A queue or a topic for events that failed. */
  readonly deadLetterArn: string | undefined;
  readonly tracingMode: string;
  readonly architecture: string;
  readonly logging: LoggingSettings;
}

export interface LoggingSettings {
  readonly format: 'Text' | 'JSON';
  readonly applicationLevel: string | undefined;
  readonly systemLevel: string | undefined;
  readonly group: string;
}

export interface FunctionCode {
  readonly archive: Uint8Array;
  readonly sha256: string;
}

export interface EventInvokeSettings {
  readonly maxRetries: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly onFailureArn: string | undefined;
  readonly onSuccessArn: string | undefined;
  readonly modifiedAt: number;
}

export interface FunctionUrl {
  /** The first part of its host. */
  readonly id: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface PublishedVersion {
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: FunctionCode;
  readonly revisionId: string;
  readonly publishedAt: number;
}
