/**
 * What the package exports as `flotilla/lifecycle`: the life cycle of personal accounts. Settings, decisions as data,
 * sweeps, maintenance windows, and the events on the bus.
 */

export type { ResourceChange } from '../converge/change.ts';
export {
  type AccountEvent,
  type AccountEventLabel,
  accountEventEntry,
  accountEventLabels,
  decodeAccountEvent,
  type EventEntry,
} from '../model/account-event.ts';
export type { Decoded } from '../model/decoded.ts';
export { type LifecycleState, lifecycleStates } from '../model/lifecycle-state.ts';
export type { SettingsEnvironment } from '../settings/environment.ts';
export type { ReadText } from '../settings/find-file.ts';
export type { EventNotice, HolderNotice } from '../settings/holder-notices.ts';
export { nextWindows } from '../settings/next-windows.ts';
export type { SettingOrigin, SettingOrigins } from '../settings/origin.ts';
export type { SettingsProblem, SourceLocation, SourcePosition } from '../settings/problem.ts';
export {
  loadSettings,
  readSettings,
  type SettingsRead,
  type SettingsSource,
} from '../settings/read-settings.ts';
export type {
  AutomationSettings,
  CostExportFormat,
  CostExportSettings,
  Deadlines,
  EndUserDocument,
  EntryBuildSettings,
  EntrySettings,
  FeatureSettings,
  MeteringSettings,
  NotificationChannelSettings,
  ReportingSettings,
  Schedule,
  Settings,
  TextFile,
  WorkerSettings,
} from '../settings/settings.ts';
export {
  AccountBusy,
  type AdvanceOptions,
  type AdvanceResult,
  advance,
} from './engine/advance.ts';
export { decide } from './engine/decide.ts';
export { type AccountExplanation, explain } from './engine/explain.ts';
export type { KnownAccount } from './engine/observe.ts';
export { type SetStateOptions, setState } from './engine/set-state.ts';
export {
  type AutomationAccountOptions,
  convergeAutomationAccount,
} from './hub/converge-hub.ts';
export {
  type Lifecycle,
  type LifecycleOptions,
  type MadeDecision,
  openLifecycle,
} from './lifecycle.ts';
export type { SentDocument, Shadow } from './metering/shadows.ts';
export type { AutomationAccount } from './model/automation-account.ts';
export type { AccountDecision, Action, DecisionRule } from './model/decision.ts';
export type {
  BuildPurpose,
  LifecycleRecord,
  Transaction,
  TransactionKind,
} from './model/lifecycle-record.ts';
export {
  type AdvanceCause,
  type Observation,
  type ObservedAccount,
  type ObservedBuild,
  type ObservedTags,
  type TagKeys,
  tagKeys,
} from './model/observation.ts';
export type { TransactionRow } from './store/transaction-store.ts';
export type { AdvanceListener, AdvanceOutcome } from './sweep/advance-many.ts';
export { type OrganizationSnapshot, readSnapshot, type SnapshotAccount } from './sweep/snapshot.ts';
export { type AccountStatus, type FleetStatus, readStatus } from './sweep/status.ts';
export {
  planSweep,
  type SweepOptions,
  type SweepPlan,
  type SweepReport,
  sweep,
} from './sweep/sweep.ts';
export type { SweepReason } from './sweep/triage.ts';
export {
  type MaintenancePlan,
  type PlannedWindow,
  planMaintenance,
} from './windows/plan-maintenance.ts';
export { runWindows, type WindowsOptions, type WindowsReport } from './windows/run-windows.ts';
