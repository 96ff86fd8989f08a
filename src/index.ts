/** What the package exports: the library. The simulated organization is `flotilla/simulator`. */

export type { FleetSource } from './aws/borrow-fleet.ts';
export type { Caller } from './aws/caller.ts';
export type {
  AnyClient,
  AwsAttempt,
  ClientClass,
  ClientConfiguration,
  Transport,
} from './aws/clients.ts';
export { isThrottled } from './aws/failures.ts';
export type { PresignedObject } from './aws/generic/presign.ts';
export type { CallActor } from './aws/generic/send.ts';
export type { GenericCalls, GenericClients } from './aws/generic-client.ts';
export { type ClientRequest, type Fleet, type FleetOptions, openFleet } from './aws/open-fleet.ts';
export type { PacedApi, PacedCall, Pacer } from './aws/pacing.ts';
export { documentedQuotas, type Quota } from './aws/quotas.ts';
export type { Session } from './aws/session.ts';
export {
  type AcrossAccounts,
  type AcrossAccountsOptions,
  acrossAccounts,
  type Exception,
  IncompleteRun,
  type Result,
  type Skip,
  streamAcrossAccounts,
} from './fleet/across-accounts.ts';
export { OperationFailed } from './fleet/operation-failed.ts';
export { type OutcomeRecord, toRecord } from './fleet/outcome-record.ts';
export type { RunOptions } from './fleet/run-options.ts';
export type { TargetOperation } from './fleet/run-targets.ts';
export type { Account, AccountState } from './model/account.ts';
export type { AssumedRole } from './model/assumed-role.ts';
export { type Clock, wallClock } from './model/clock.ts';
export { FlotillaError, type FlotillaErrorCode } from './model/flotilla-error.ts';
export type {
  Done,
  Failed,
  Failure,
  FailureKind,
  Outcome,
  Phase,
  Skipped,
  SkipReason,
  Target,
} from './model/outcome.ts';
