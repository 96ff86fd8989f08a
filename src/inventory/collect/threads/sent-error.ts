/** Errors between threads, so that they are classified and explained as in the thread where they were thrown. */

import { FlotillaError, type FlotillaErrorCode } from '../../../model/flotilla-error.ts';

/** Structured cloning would drop the class, and what the SDK adds. */
export interface SentError {
  readonly isError: true;
  readonly isFlotilla: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly service: string | undefined;
  readonly metadata: object | undefined;
}

export function sentError(thrown: unknown): SentError {
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as Error & {
    readonly code?: unknown;
    readonly $service?: string;
    readonly $metadata?: object;
  };
  return {
    isError: true,
    isFlotilla: error instanceof FlotillaError,
    name: error.name,
    message: error.message,
    stack: error.stack,
    code: typeof error.code === 'string' ? error.code : undefined,
    service: error.$service,
    metadata: error.$metadata && { ...error.$metadata },
  };
}

export function isSentError(value: object): value is SentError {
  return 'isError' in value;
}

export function receivedError(sent: SentError): Error {
  const { isFlotilla, name, message, stack, code, service, metadata } = sent;
  if (isFlotilla) return new FlotillaError(code as FlotillaErrorCode, message);
  return Object.assign(new Error(message), {
    name,
    ...(stack !== undefined && { stack }),
    ...(code !== undefined && { code }),
    ...(service !== undefined && { $service: service }),
    ...(metadata && { $metadata: metadata }),
  });
}
