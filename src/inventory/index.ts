/** What the package exports as `flotilla/inventory`: take an inventory of all accounts, and read it with SQL. */

export type { FleetSource } from '../aws/borrow-fleet.ts';
export { withBreadth } from './catalogue/breadth.ts';
export {
  type Catalogue,
  type EntryChoice,
  loadCatalogue,
  selectEntries,
} from './catalogue/catalogue.ts';
export type { CatalogueChoice } from './catalogue/entries-of.ts';
export type {
  CallArgument,
  CallArguments,
  CatalogueEntry,
  DetailDefinition,
  MemberPath,
  ResourceReference,
  TextTemplate,
} from './catalogue/entry.ts';
export { withParents } from './catalogue/lineage.ts';
export {
  type InventoryPolicyDocument,
  type InventoryPolicyStatement,
  inventoryPolicies,
} from './catalogue/policy.ts';
export type { InventoryFormat } from './collect/account-files.ts';
export type { ChangedField } from './read/changed-fields.ts';
export {
  type ChangedResource,
  type DiffedResource,
  type DiffedRun,
  type DiffOptions,
  diffRuns,
  type InventoryDiff,
} from './read/diff.ts';
export type { ComparisonSide } from './read/diff-tables.ts';
export type { QueryResult, ResultRow } from './read/open-database.ts';
export type { AccountOnDisk, CompactedMonth, RunFolder, RunOnDisk } from './read/run-on-disk.ts';
export type { UnreadLocation } from './read/unread-locations.ts';
export {
  type FindRunsOptions,
  findRuns,
  type InventoryReader,
  readInventory,
} from './read-inventory.ts';
export type {
  AccountLine,
  AccountManifest,
  InventoryRecord,
  ManifestEntry,
  RunSummary,
} from './record.ts';
export { type TakeInventoryOptions, type TakenInventory, takeInventory } from './take-inventory.ts';
