/** Refusals in the API server's form: a `Status` object with a reason, a code and the causes. */

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<never, never>>;
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** A refusal of the API server. `status` is the object that a client gets. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.status = failure(code, reason, message, details);
  }
}

/** The object of the refusal: `jobs.batch "x"`. */
export interface StatusSubject {
  readonly plural: string;
  readonly group: string;
  readonly kind: string;
}

export function failure(
  code: number,
  reason: string,
  message: string,
  details?: StatusDetails,
): Status {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const;
  return { ...head, message, reason, ...(details && { details }), code };
}

export function qualifiedName({ plural, group }: Pick<StatusSubject, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function notFound(subject: StatusSubject, name: string): ApiError {
  const message = `${qualifiedName(subject)} "${name}" not found`;
  return new ApiError(404, 'NotFound', message, about(subject, name));
}

export function alreadyExists(subject: StatusSubject, name: string): ApiError {
  const message = `${qualifiedName(subject)} "${name}" already exists`;
  return new ApiError(409, 'AlreadyExists', message, about(subject, name));
}

export function conflict(subject: StatusSubject, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualifiedName(subject)} "${name}": ${why}`;
  return new ApiError(409, 'Conflict', message, about(subject, name));
}

export const changedMeanwhile =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(subject: StatusSubject, name: string, why: string): ApiError {
  const what = name === '' ? qualifiedName(subject) : `${qualifiedName(subject)} "${name}"`;
  const message = `${what} is forbidden: ${why}`;
  return new ApiError(403, 'Forbidden', message, about(subject, name));
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** 422: a single cause is stated directly, several in brackets. */
export function invalid(
  subject: StatusSubject,
  name: string,
  causes: readonly StatusCause[],
): ApiError {
  const all = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = all.length === 1 ? all[0] : `[${all.join(', ')}]`;
  const what = subject.group === '' ? subject.kind : `${subject.kind}.${subject.group}`;
  const { kind, group } = subject;
  const details = { name, ...(group !== '' && { group }), kind, causes };
  return new ApiError(422, 'Invalid', `${what} "${name}" is invalid: ${list}`, details);
}

export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

/** Refuses requests that a real server would support, so that clients do not rely on a made-up response. */
export function unsupported(what: string): ApiError {
  const message = `The simulated cluster does not know ${what} yet.`;
  return new ApiError(501, 'NotImplemented', message);
}

function about({ plural, group }: StatusSubject, name: string): StatusDetails {
  return { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: plural };
}
