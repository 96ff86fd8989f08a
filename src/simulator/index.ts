/**
 * What the package exports as `flotilla/simulator`: a whole AWS Organization in this process, for tests, rehearsals and
 * demonstrations. `docs/simulator.md` documents its behavior.
 */

export type { IdentityProvider } from '../model/identity-provider.ts';
export type { LocalServer } from '../wire/http-server.ts';
export type { InProcessConfig } from '../wire/in-process.ts';
export type { Access } from './access.ts';
export type { AdjustableClock } from './adjustable-clock.ts';
export {
  type AdministeredOptions,
  type AdministeredServer,
  serveAdministered,
} from './administration/serve-administered.ts';
export type { AccountFacts, AddedAccount, NewOu, OuFacts } from './building.ts';
export { type VirtualClock, virtualClock } from './clock.ts';
export type { AddedCost } from './costs/cost-book.ts';
export type { KnownCost } from './costs/known-costs.ts';
export { type DrivenSimulation, driveThrough, driveUntil } from './drive.ts';
export {
  type BuildFaultRule,
  type CallFaultRule,
  type EventFaultRule,
  type Fault,
  type FaultRule,
  parseFaults,
} from './faults.ts';
export type { Journal, JournalCall } from './journal.ts';
export { awsLimits, type Limit, noLimits } from './limits.ts';
export type { ReceivedMail } from './mail/mailbox.ts';
export type { MailRegion, SimulatedMail } from './mail/simulated-mail.ts';
export type { CheckedPermission } from './permission-watchers.ts';
export type {
  BuildChange,
  BuildModel,
  BuildOutcome,
  ModelledBuild,
  RealBuilds,
} from './services/codebuild/settings.ts';
export type { NewEvent, SimulatedEvent } from './services/events/event.ts';
export type { FunctionContext, NewFunction } from './services/events/functions.ts';
export {
  type SignedFields,
  signingCertificatePath,
  signNotification,
} from './services/sns/signature.ts';
export type { SignIn, SignInIdentity } from './sign-in.ts';
export {
  type SimulatedOrganization,
  type SimulationOptions,
  simulateOrganization,
} from './simulate-organization.ts';
export type { StubbedResponse } from './stubbed-responses.ts';
export type { SimulatedWebhooks } from './web/simulated-webhooks.ts';
export type { AnswerWebhook, ReceivedWebhook, WebhookResponse } from './web/webhooks.ts';
export type { FirstRole, RegionStatus } from './world/account.ts';
export type { OrganizationChange } from './world/world.ts';
